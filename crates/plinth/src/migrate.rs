//! `plinth migrate`: brings the database up to date and stops.

use persistence::migrations;

use crate::configuration::Configuration;
use crate::database::DatabaseSource;

/// Migrates.
///
/// # Errors
/// There is no database, it is newer than the program, or a migration failed.
pub fn run(configuration: &Configuration) -> anyhow::Result<()> {
    let source = DatabaseSource::open(configuration)?;
    let outcome = source
        .connect()
        .and_then(|mut connection| Ok(migrations::run(&mut connection)?));
    source.close();
    outcome?;
    println!("The database is up to date.");
    Ok(())
}
