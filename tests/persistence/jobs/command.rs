//! `plinth jobs`, with which the owner deals with what failed for good.

use plinth::cli::{JobsCommand, SettingArguments};
use plinth::jobs::obey;

use super::*;

fn say(conn: &mut PgConnection, command: &JobsCommand) -> anyhow::Result<String> {
    let mut out = Vec::new();
    obey(conn, command, &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

fn list() -> JobsCommand {
    JobsCommand::List(SettingArguments::default())
}

fn retry(id: Option<JobId>) -> JobsCommand {
    JobsCommand::Retry {
        id,
        settings: SettingArguments::default(),
    }
}

fn discard(id: JobId) -> JobsCommand {
    JobsCommand::Discard {
        id,
        settings: SettingArguments::default(),
    }
}

fn dead(conn: &mut PgConnection, key: &str) -> JobId {
    enqueue(conn, key, at(0));
    let claimed = claim(conn, at(0)).unwrap();
    let failure = Failure::of(&JobError::Payload("the key fits no lock"));
    jobs::fail(conn, &claimed, &failure, at(0), MIDDLE).unwrap();
    claimed.id
}

#[test]
fn dead_jobs_are_listed_with_their_reason_and_taken_up_or_given_up() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    assert_eq!(say(conn, &list()).unwrap(), "No job is dead.\n");
    let [first, second, third] = ["first", "second", "third"].map(|key| dead(conn, key));
    let listed = say(conn, &list()).unwrap();
    for part in [
        &*first.to_string(),
        "2026-11-24T12:00:00Z  ring_bell  tried 1 times",
        "for: second",
        "why: the payload is not what this kind of job expects: the key fits no lock",
    ] {
        assert!(listed.contains(part), "{listed}");
    }
    say(conn, &retry(Some(first))).unwrap();
    say(conn, &discard(second)).unwrap();
    assert_eq!(
        say(conn, &retry(None)).unwrap(),
        "Jobs taken up again: 1\n",
        "only the third was left"
    );
    assert_eq!(say(conn, &list()).unwrap(), "No job is dead.\n");
    let now = Clock::Database.now(conn).unwrap();
    let due: Vec<_> = std::iter::from_fn(|| claim(conn, now))
        .map(|job| job.id)
        .collect();
    assert_eq!(due, [first, third]);
}

#[test]
fn a_job_that_is_not_dead_is_named_and_left_alone() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(0));
    let id = claim(conn, at(0)).unwrap().id;
    for command in [retry(Some(id)), discard(id)] {
        let refused = say(conn, &command).unwrap_err().to_string();
        assert!(
            refused.contains(&id.to_string()) && refused.contains("plinth jobs list"),
            "{refused}"
        );
    }
    assert_eq!(only(&database, "outcome"), "null");
}
