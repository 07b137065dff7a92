//! The check of background work: nothing failed for good, and nothing waits that should be done.

use chrono::TimeDelta;
use persistence::jobs::{self, Clock, JobCounts};
use persistence::{DatabaseError, PgConnection};

use super::Finding;
use crate::configuration::Configuration;
use crate::instance_lock::RunningSite;

/// A worker that lives has begun whatever was due this long ago.
const GRACE: TimeDelta = TimeDelta::minutes(10);

const SUBJECT: &str = "background work";

pub(super) fn finding(connection: &mut PgConnection, configuration: &Configuration) -> Finding {
    match count(connection) {
        Ok(counts) => {
            let is_running = RunningSite::find(&configuration.data_dir).is_some();
            judge(counts, is_running)
        }
        Err(error) => Finding::bad(
            SUBJECT,
            format!(
                "it cannot be counted: {}",
                crate::database::cause_of(&error)
            ),
            "check the rights of the database's user",
        ),
    }
}

fn count(connection: &mut PgConnection) -> Result<JobCounts, DatabaseError> {
    let now = Clock::Database.now(connection)?;
    jobs::count_troubled(connection, now, GRACE)
}

fn judge(counts: JobCounts, is_running: bool) -> Finding {
    let JobCounts { dead, overdue } = counts;
    match (dead, overdue, is_running) {
        (0, 0, _) => Finding::good(SUBJECT, "no job is dead or overdue"),
        // What was due while the site was stopped is done first thing when it starts.
        (0, _, false) => Finding::good(
            SUBJECT,
            format!("jobs that wait for the next start: {overdue}"),
        ),
        (0, _, true) => Finding::bad(
            SUBJECT,
            format!("jobs that are overdue although the site runs: {overdue}"),
            "look at the site's log for why they are not done, and start it anew",
        ),
        (_, _, _) => Finding::bad(
            SUBJECT,
            format!("jobs that failed for good: {dead}, overdue: {overdue}"),
            "`plinth jobs list` says why; then `plinth jobs retry`, or `plinth jobs discard ID`",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Verdict;

    #[test]
    fn dead_jobs_are_a_fault_and_waiting_ones_only_while_the_site_runs() {
        for (dead, overdue, is_running, fix) in [
            (0, 0, true, None),
            (0, 0, false, None),
            (0, 3, false, None),
            (0, 3, true, Some("log")),
            (2, 0, true, Some("plinth jobs retry")),
            (2, 3, false, Some("plinth jobs retry")),
        ] {
            let finding = judge(JobCounts { dead, overdue }, is_running);
            match (&finding.verdict, fix) {
                (Verdict::Good(_), None) => {}
                (Verdict::Bad { fix: said, .. }, Some(expected)) => {
                    assert!(said.contains(expected), "{finding:?}");
                }
                _ => panic!("{finding:?}"),
            }
        }
    }
}
