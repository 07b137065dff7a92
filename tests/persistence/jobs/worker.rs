//! The worker of a running site, over a real database.

use std::future::Future;
use std::sync::mpsc::{Receiver, Sender, channel};

use persistence::Database;
use persistence::jobs::boundary;
use persistence::jobs::upkeep::Period;
use plinth::serve::background;
use plinth::serve::worker::{Handlers, Worker};
use plinth_tests::factories::{article, article_id};
use plinth_tests::writing::publish_article;
use tokio::runtime::Runtime;

use super::*;

/// What a handler does in a test besides saying that it was called.
type Deed = fn(&mut PgConnection, &jobs::Task<'_>) -> Result<Outcome, JobError>;

/// A table with one kind, and what tells the test that a run of it has begun.
fn handlers(deed: Deed) -> (Handlers, Receiver<String>) {
    let (told, runs) = channel();
    let handlers = Handlers::new().on(KIND, teller(told, deed));
    (handlers, runs)
}

fn teller(
    told: Sender<String>,
    deed: Deed,
) -> impl Fn(&mut PgConnection, &jobs::Task<'_>) -> Result<Outcome, JobError> + Send + Sync {
    move |conn, task| {
        let key = task.payload["key"].as_str().unwrap_or_default().to_owned();
        told.send(key).expect("the test listens");
        deed(conn, task)
    }
}

fn with_worker<F: Future<Output = ()>>(
    database: Database,
    handlers: Handlers,
    meanwhile: impl FnOnce() -> F,
) {
    Runtime::new().unwrap().block_on(async {
        let worker = Worker::start(database, handlers);
        meanwhile().await;
        worker.stop().await;
    });
}

fn past(conn: &mut PgConnection) -> DateTime<Utc> {
    Clock::Database.now(conn).unwrap() - TimeDelta::hours(1)
}

#[test]
fn what_is_due_is_done_at_the_start_and_a_stop_waits_for_the_job_in_hand() {
    let database = with_effects();
    let conn = &mut database.connection();
    let due = past(conn);
    enqueue(conn, "a", due);
    enqueue(conn, "b", due + TimeDelta::seconds(1));
    let (handlers, runs) = handlers(leave_effect);
    with_worker(database.database(), handlers, || async {
        assert_eq!(runs.recv().unwrap(), "a");
        assert_eq!(runs.recv().unwrap(), "b");
    });
    // The worker was told to stop while it had the second in hand.
    assert_eq!(effects(&database), 2);
    assert_eq!(
        database.texts("select outcome as value from jobs"),
        ["done", "done"]
    );
}

#[test]
fn the_bell_wakes_the_worker_before_its_next_look() {
    let database = with_effects();
    let pool = database.database();
    let (handlers, runs) = handlers(leave_effect);
    let conn = &mut database.connection();
    with_worker(pool.clone(), handlers, || async {
        for key in ["a", "b", "c"] {
            let due = past(conn);
            enqueue(conn, key, due);
            pool.job_bell().ring();
            assert_eq!(runs.recv().unwrap(), key);
        }
    });
    assert_eq!(effects(&database), 3);
}

#[test]
fn work_that_panics_is_undone_kept_for_later_and_stops_nothing_else() {
    let database = with_effects();
    let conn = &mut database.connection();
    let due = past(conn);
    enqueue(conn, "panic", due);
    enqueue(conn, "after", due + TimeDelta::seconds(1));
    let (handlers, runs) = handlers(|conn, task| {
        leave_effect(conn, task)?;
        assert_ne!(task.payload["key"], "panic", "as this test wants it");
        Ok(Outcome::Done)
    });
    with_worker(database.database(), handlers, || async {
        assert_eq!(runs.recv().unwrap(), "panic");
        assert_eq!(runs.recv().unwrap(), "after");
    });
    assert_eq!(
        database.texts("select key as value from effects"),
        ["after"]
    );
    assert_eq!(
        database.texts(
            "select last_error as value from jobs where attempts = 1 and locked_until is null
             and finished_at is null and run_at > now()"
        ),
        ["the work panicked; the log of that moment says where"]
    );
}

#[test]
fn work_that_fails_is_kept_for_later_with_its_cause() {
    let database = with_effects();
    let conn = &mut database.connection();
    let due = past(conn);
    enqueue(conn, "a", due);
    enqueue(conn, "b", due + TimeDelta::seconds(1));
    let (handlers, runs) = handlers(|conn, task| {
        leave_effect(conn, task)?;
        Err(broken())
    });
    with_worker(database.database(), handlers, || async {
        runs.recv().unwrap();
        runs.recv().unwrap();
    });
    assert_eq!(effects(&database), 0);
    assert_eq!(
        database.texts(
            "select last_error as value from jobs where finished_at is null and run_at > now()"
        ),
        ["the work failed: the bell is cracked"; 2]
    );
}

#[test]
fn a_worker_outlives_a_database_that_goes_away_and_does_what_was_due_when_it_is_back() {
    let database = with_effects();
    let conn = &mut database.connection();
    let due = past(conn);
    enqueue(conn, "a", due);
    database.set_reachable(false);
    let pool = database.database();
    let (handlers, runs) = handlers(leave_effect);
    with_worker(pool.clone(), handlers, || async {
        // A request that fails is as late as the worker's first look, which fails like it.
        assert!(pool.ping().await.is_err());
        assert!(runs.try_recv().is_err());
        database.set_reachable(true);
        pool.job_bell().ring();
        assert_eq!(runs.recv().unwrap(), "a");
    });
    assert_eq!(effects(&database), 1);
}

#[test]
fn two_workers_share_the_work_and_the_upkeep() {
    let database = with_effects();
    let conn = &mut database.connection();
    let due = past(conn);
    for number in 0..30 {
        enqueue(conn, &format!("job {number}"), due);
    }
    let (told, runs) = channel();
    let table = || {
        Handlers::new()
            .on(KIND, teller(told.clone(), leave_effect))
            .every(Period::Day, "daily", teller(told.clone(), leave_effect))
    };
    Runtime::new().unwrap().block_on(async {
        let workers = [database.database(), database.database()]
            .map(|database| Worker::start(database, table()));
        for _ in 0..31 {
            runs.recv().unwrap();
        }
        for worker in workers {
            worker.stop().await;
        }
    });
    assert!(runs.try_recv().is_err(), "something was done twice");
    assert_eq!(effects(&database), 31);
}

#[test]
fn a_site_does_its_boundaries_and_its_upkeep() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article("crossed"));
    let content_id = id.as_uuid();
    let crossed = domain::Boundary {
        kind: domain::BoundaryKind::Published,
        at: past(conn),
    };
    database.execute(&format!(
        "update article_editions set visible_from = '{}'",
        crossed.at.to_rfc3339()
    ));
    boundary::schedule(conn, content_id, crossed).unwrap();
    database.execute(
        "insert into sessions (id_hash, state, created_at, last_seen_at, expires_at)
         values (sha256('a'), '{}', '2020-01-01', '2020-01-01', '2020-01-02')",
    );
    let (told, runs) = channel();
    // The last line of the table is the last upkeep to be done, so that the rest is done before.
    let last = teller(told, |_, _| Ok(Outcome::Done));
    let handlers = background::handlers().every(Period::Day, KIND, last);
    with_worker(database.database(), handlers, || async {
        runs.recv().unwrap();
    });
    let entries = persistence::audit::list_of_content(conn, content_id).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].boundary, crossed);
    assert_eq!(database.number("select count(*) as value from sessions"), 0);
    assert_eq!(
        database.texts("select kind || ' ' || outcome as value from jobs order by kind"),
        [
            "delete_expired_sessions done",
            "delete_finished_jobs done",
            "forget_ended_preview_links done",
            "forget_old_saves done",
            "forget_old_undos done",
            "forget_search_terms done",
            "publication_boundary done",
            "purge_media_files done",
            "purge_media_trash done",
            "purge_trash done",
            "ring_bell done",
            "sweep_empty_drafts done",
            "thin_revisions done",
        ]
    );
}
