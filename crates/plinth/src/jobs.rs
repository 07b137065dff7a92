//! `plinth jobs`: what to do about background work that failed for good.

use std::io::{self, Write};

use anyhow::Context;
use chrono::SecondsFormat;
use domain::JobId;
use persistence::jobs::{self, Clock, DeadJob};
use persistence::{PgConnection, migrations};

use crate::cli::JobsCommand;
use crate::configuration::Configuration;
use crate::database::DatabaseSource;

/// More than anybody reads; the rest comes when these are dealt with.
const LISTED: i64 = 100;

/// Lists dead jobs, takes them up again, or gives one up.
///
/// # Errors
/// There is no database, it is newer than the program, or there is no such dead job.
pub fn run(configuration: &Configuration, command: &JobsCommand) -> anyhow::Result<()> {
    let source = DatabaseSource::open(configuration)?;
    let outcome = source.connect().and_then(|mut connection| {
        migrations::run(&mut connection)?;
        obey(&mut connection, command, &mut io::stdout().lock())
    });
    source.close();
    outcome
}

/// Does what was asked, and says what came of it.
///
/// # Errors
/// The database does not answer, or there is no such dead job.
pub fn obey(
    connection: &mut PgConnection,
    command: &JobsCommand,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let now = Clock::Database.now(connection)?;
    match command {
        JobsCommand::List(_) => list(&jobs::list_dead(connection, LISTED)?, out)?,
        JobsCommand::Retry { id: None, .. } => {
            let count = jobs::retry_all(connection, now)?;
            writeln!(out, "Jobs taken up again: {count}")?;
        }
        JobsCommand::Retry { id: Some(id), .. } => {
            known(jobs::retry(connection, *id, now)?, *id)?;
            writeln!(out, "The job is taken up again.")?;
        }
        JobsCommand::Discard { id, .. } => {
            known(jobs::discard(connection, *id, now)?, *id)?;
            writeln!(out, "The job was given up.")?;
        }
    }
    Ok(())
}

fn list(dead: &[DeadJob], out: &mut impl Write) -> io::Result<()> {
    if dead.is_empty() {
        return writeln!(out, "No job is dead.");
    }
    for job in dead {
        let died_at = job.died_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        writeln!(
            out,
            "{}  {}  {}  tried {} times",
            job.id, died_at, job.kind, job.attempts
        )?;
        if let Some(key) = &job.unique_key {
            writeln!(out, "    for: {key}")?;
        }
        let error = job.last_error.as_deref().unwrap_or("it did not say why");
        writeln!(out, "    why: {error}")?;
    }
    Ok(())
}

fn known(was_dead: bool, id: JobId) -> anyhow::Result<()> {
    was_dead
        .then_some(())
        .with_context(|| format!("no dead job has the id {id}; `plinth jobs list` shows them all"))
}
