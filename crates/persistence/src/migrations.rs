//! The schema's history, embedded into the program.

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::pg::{Pg, PgConnection};
use diesel::sql_types::Bool;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::DatabaseError;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");

/// The key of the advisory lock that programs of this kind take before they migrate ("plinth").
const LOCK_KEY: i64 = 0x0000_706c_696e_7468;

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// A newer program has migrated this database.
    #[error(
        "the database is newer than this program: it has the migration {unknown}, which this \
         program does not know. Start the newer program, or restore a backup from before it ran"
    )]
    DatabaseIsNewer {
        /// The first migration that is not known here.
        unknown: String,
    },
    /// A migration failed; it was rolled back.
    #[error("a migration failed and was rolled back")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// How the database's schema relates to this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaState {
    /// Every migration has run, and no other.
    Current,
    /// So many migrations have not run yet.
    Pending(usize),
    /// A migration has run that this program does not know.
    Newer(String),
}

/// Runs what has not run yet, one program at a time.
///
/// # Errors
/// [`MigrationError`]: the database is newer, a migration failed, or no answer.
pub fn run(connection: &mut PgConnection) -> Result<(), MigrationError> {
    connection
        .batch_execute(&format!("select pg_advisory_lock({LOCK_KEY})"))
        .map_err(DatabaseError::from)?;
    let outcome = run_locked(connection);
    let unlocked = connection
        .batch_execute(&format!("select pg_advisory_unlock({LOCK_KEY})"))
        .map_err(DatabaseError::from);
    // The migration's own failure says more than the lock that was lost with it.
    outcome?;
    Ok(unlocked?)
}

fn run_locked(connection: &mut PgConnection) -> Result<(), MigrationError> {
    if let SchemaState::Newer(unknown) = state(connection)? {
        return Err(MigrationError::DatabaseIsNewer { unknown });
    }
    let ran = connection
        .run_pending_migrations(MIGRATIONS)
        .map_err(MigrationError::Failed)?;
    if !ran.is_empty() {
        tracing::info!(
            migrations = ran.len(),
            "the database's schema was brought up to date"
        );
    }
    Ok(())
}

/// Undoes every migration and runs them all again; for tests of the migrations themselves.
///
/// # Errors
/// [`MigrationError::Failed`] with the migration's own error.
pub fn revert_and_run_all(connection: &mut PgConnection) -> Result<(), MigrationError> {
    connection
        .revert_all_migrations(MIGRATIONS)
        .map_err(MigrationError::Failed)?;
    run(connection)
}

/// Compares the database's schema with this program, without changing it.
///
/// # Errors
/// [`MigrationError::Failed`] when the table of migrations cannot be read.
pub fn state(connection: &mut PgConnection) -> Result<SchemaState, MigrationError> {
    let known: Vec<Box<dyn Migration<Pg>>> =
        MIGRATIONS.migrations().map_err(MigrationError::Failed)?;
    let is_known = |version: &MigrationVersion<'_>| {
        known
            .iter()
            .any(|migration| migration.name().version() == *version)
    };
    // Asking diesel would make its table, and looking must not change what is looked at.
    if !has_history(connection)? {
        return Ok(SchemaState::Pending(known.len()));
    }
    let applied = connection
        .applied_migrations()
        .map_err(MigrationError::Failed)?;
    if let Some(unknown) = applied.iter().find(|version| !is_known(version)) {
        return Ok(SchemaState::Newer(unknown.to_string()));
    }
    match known.len().saturating_sub(applied.len()) {
        0 => Ok(SchemaState::Current),
        pending => Ok(SchemaState::Pending(pending)),
    }
}

fn has_history(connection: &mut PgConnection) -> Result<bool, MigrationError> {
    let exists = diesel::select(sql::<Bool>(
        "to_regclass('__diesel_schema_migrations') is not null",
    ));
    Ok(exists.get_result(connection).map_err(DatabaseError::from)?)
}
