//! Which database the site has: the one that was named, or a private one beside its files.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use embedded_postgres::{Cluster, ClusterSettings, DEFAULT_DATABASE};
use persistence::{Database, PgConnection, PoolSettings};

use crate::configuration::Configuration;

/// How long a start waits for a database that was named.
const PATIENCE: Duration = Duration::from_secs(30);

/// A database that can be connected to, with the private server that runs it, if there is one.
pub struct DatabaseSource {
    address: String,
    cluster: Option<Cluster>,
}

impl DatabaseSource {
    /// Takes the named database, or starts (or joins) the private one.
    ///
    /// # Errors
    /// The private server does not start; the sentence says why and what to do.
    pub fn open(configuration: &Configuration) -> anyhow::Result<Self> {
        if let Some(url) = &configuration.database_url {
            return Ok(Self {
                address: url.expose().to_owned(),
                cluster: None,
            });
        }
        make_data_dir(&configuration.data_dir)?;
        let mut settings = ClusterSettings::new(&configuration.data_dir);
        settings
            .server_programs
            .clone_from(&configuration.postgres_programs);
        let cluster = Cluster::start_or_adopt(&settings).with_context(|| {
            format!(
                "the private database in {} did not start",
                configuration.data_dir.display()
            )
        })?;
        Ok(Self {
            address: cluster.connection_string(DEFAULT_DATABASE),
            cluster: Some(cluster),
        })
    }

    /// The pool that the site asks its questions through.
    pub fn pool(&self, configuration: &Configuration) -> Database {
        Database::connect(
            &self.address,
            PoolSettings {
                max_connections: configuration.database_pool_size.get(),
                ..PoolSettings::default()
            },
        )
    }

    /// A connection outside of the pool.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub fn connect(&self) -> anyhow::Result<PgConnection> {
        Database::connect_directly(&self.address).map_err(|error| unreachable(&cause_of(&error)))
    }

    /// A connection outside of the pool, also to a database that is started at the same time as
    /// this program.
    ///
    /// # Errors
    /// The database refuses, or still cannot be reached after 30 seconds.
    pub fn connect_patiently(&self) -> anyhow::Result<PgConnection> {
        let give_up = Instant::now() + PATIENCE;
        let mut told = false;
        loop {
            let cause = match Database::connect_directly(&self.address) {
                Ok(connection) => return Ok(connection),
                Err(error) => cause_of(&error),
            };
            if !may_be_starting(&cause) || Instant::now() >= give_up {
                return Err(unreachable(&cause));
            }
            if !told {
                tracing::warn!(
                    cause,
                    "the database does not answer yet; trying for 30 seconds"
                );
                told = true;
            }
            std::thread::sleep(Duration::from_millis(500));
        }
    }

    /// The private server, if this is one.
    pub fn cluster(&self) -> Option<&Cluster> {
        self.cluster.as_ref()
    }

    /// Stops the private server, if this process started it.
    pub fn close(self) {
        if let Some(cluster) = &self.cluster {
            cluster.stop();
        }
    }
}

fn unreachable(cause: &str) -> anyhow::Error {
    anyhow::anyhow!(
        "the database cannot be reached: {cause}. Check that it runs and that its address \
         (--database-url or DATABASE_URL) is right; `plinth doctor` tells more"
    )
}

/// Whether libpq's words could mean that the database is not up yet. A wrong password does not get
/// better by waiting.
fn may_be_starting(cause: &str) -> bool {
    [
        "Connection refused",
        "No such file or directory",
        "could not translate host name",
        "the database system is",
        "timeout expired",
    ]
    .iter()
    .any(|words| cause.contains(words))
}

/// Makes the data directory when it is missing. Others may pass through to the private database,
/// whose user is another one when this program runs as root, but cannot list what is in it.
///
/// # Errors
/// It cannot be made.
pub fn make_data_dir(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if path.is_dir() {
        return Ok(());
    }
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o711)
        .create(path)
        .with_context(|| {
            format!(
                "the data directory {} cannot be made. Choose another with --data-dir or PLINTH_DATA_DIR",
                path.display()
            )
        })
}

/// The innermost cause, in one line; libpq's own words hold no password.
pub(crate) fn cause_of(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost
        .to_string()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt;

    #[test]
    fn only_what_may_pass_is_waited_for() {
        assert!(may_be_starting(
            "connection to server failed: Connection refused"
        ));
        assert!(may_be_starting("FATAL: the database system is starting up"));
        assert!(!may_be_starting("FATAL: password authentication failed"));
    }

    #[test]
    fn others_may_pass_through_the_data_directory_and_not_list_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a/data");
        make_data_dir(&path).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o711);
        make_data_dir(&path).unwrap();
    }
}
