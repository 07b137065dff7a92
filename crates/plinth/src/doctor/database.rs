//! The checks of the database: it answers, is new enough, lets us work, and agrees on the time.

use chrono::{DateTime, TimeDelta, Utc};
use persistence::health::{self, Server};
use persistence::migrations::{self, SchemaState};

use super::Finding;
use crate::configuration::Configuration;
use crate::database::DatabaseSource;

const OLDEST_VERSION: i32 = 140_000;
const GREATEST_SKEW: TimeDelta = TimeDelta::seconds(5);

pub(super) fn findings(configuration: &Configuration) -> Vec<Finding> {
    const SUBJECT: &str = "database";
    let source = match DatabaseSource::open(configuration) {
        Ok(source) => source,
        Err(error) => {
            return vec![Finding::bad(
                SUBJECT,
                format!("{error:#}"),
                "put right what is said above, or name a database with DATABASE_URL",
            )];
        }
    };
    let findings = match source.connect() {
        Err(error) => vec![Finding::bad(
            SUBJECT,
            format!("{error:#}"),
            "start the database, and check user, password and database name in DATABASE_URL",
        )],
        Ok(mut connection) => {
            let mut findings = vec![Finding::good(SUBJECT, name(configuration, &source))];
            match health::inspect(&mut connection) {
                Ok(server) => {
                    findings.push(version(server.version_number));
                    findings.push(rights(&server));
                    findings.push(clock(server.now, Utc::now()));
                }
                Err(error) => findings.push(Finding::bad(
                    "database answers",
                    crate::database::cause_of(&error),
                    "look at the database's own log",
                )),
            }
            let state = migrations::state(&mut connection);
            // Without the schema of this program there may be no table of jobs to count in.
            let is_current = matches!(state, Ok(SchemaState::Current));
            findings.push(schema(state));
            if is_current {
                findings.push(super::jobs::finding(&mut connection, configuration));
            }
            findings
        }
    };
    source.close();
    findings
}

fn name(configuration: &Configuration, source: &DatabaseSource) -> String {
    match (&configuration.database_url, source.cluster()) {
        (Some(url), _) => format!("{url} answers"),
        (None, Some(cluster)) => {
            format!(
                "the private one in {} answers",
                cluster.directory().display()
            )
        }
        (None, None) => "it answers".to_owned(),
    }
}

fn version(number: i32) -> Finding {
    const SUBJECT: &str = "database version";
    let shown = format!("PostgreSQL {}.{}", number / 10_000, number % 10_000);
    if number >= OLDEST_VERSION {
        Finding::good(SUBJECT, shown)
    } else {
        Finding::bad(
            SUBJECT,
            format!("{shown} is too old"),
            "use PostgreSQL 14 or newer",
        )
    }
}

fn rights(server: &Server) -> Finding {
    const SUBJECT: &str = "database rights";
    if server.may_create {
        Finding::good(SUBJECT, "tables may be made and changed")
    } else {
        Finding::bad(
            SUBJECT,
            "the user may not make tables",
            "as the database's owner, type: grant create, usage on schema public to USER",
        )
    }
}

fn clock(database: DateTime<Utc>, ours: DateTime<Utc>) -> Finding {
    const SUBJECT: &str = "clock";
    let skew = (database - ours).abs();
    if skew <= GREATEST_SKEW {
        Finding::good(SUBJECT, "this machine and the database agree")
    } else {
        Finding::bad(
            SUBJECT,
            format!(
                "this machine and the database differ by {} seconds",
                skew.num_seconds()
            ),
            "set both clocks by network time (systemd-timesyncd, chrony)",
        )
    }
}

fn schema(state: Result<SchemaState, migrations::MigrationError>) -> Finding {
    const SUBJECT: &str = "schema";
    match state {
        Ok(SchemaState::Current) => Finding::good(SUBJECT, "up to date"),
        // The next start does it by itself, so nothing is wrong yet.
        Ok(SchemaState::Pending(count)) => Finding::good(
            SUBJECT,
            format!(
                "{count} migrations have not run; the next start (or `plinth migrate`) runs them"
            ),
        ),
        Ok(SchemaState::Newer(unknown)) => Finding::bad(
            SUBJECT,
            format!("the database is newer than this program (migration {unknown})"),
            "start the newer program, or restore a backup from before it ran",
        ),
        Err(error) => Finding::bad(
            SUBJECT,
            crate::database::cause_of(&error),
            "check the rights of the database's user",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Verdict;

    #[test]
    fn versions_rights_and_clocks_are_judged() {
        let is_good = |finding: Finding| matches!(finding.verdict, Verdict::Good(_));
        assert!(is_good(version(150_004)));
        assert!(!is_good(version(130_020)));
        let now = Utc::now();
        assert!(is_good(clock(now, now - TimeDelta::seconds(5))));
        assert!(!is_good(clock(now, now + TimeDelta::seconds(6))));
        let server = |may_create| Server {
            version_number: 150_004,
            may_create,
            now,
        };
        assert!(is_good(rights(&server(true))));
        assert!(!is_good(rights(&server(false))));
        assert!(is_good(schema(Ok(SchemaState::Current))));
        assert!(!is_good(schema(Ok(SchemaState::Newer("9".to_owned())))));
    }
}
