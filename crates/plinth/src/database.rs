//! Which database the site has: the one that was named, or a private one beside its files.

use std::path::Path;

use anyhow::Context;
use embedded_postgres::{Cluster, ClusterSettings, DEFAULT_DATABASE};
use persistence::{Database, PgConnection, PoolSettings};

use crate::configuration::Configuration;

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
        Database::connect_directly(&self.address).map_err(|error| {
            let cause = cause_of(&error);
            anyhow::anyhow!(
                "the database cannot be reached: {cause}. Check that it runs and that its address \
                 (--database-url or DATABASE_URL) is right; `plinth doctor` tells more"
            )
        })
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

/// Makes the data directory, readable by its owner only, when it is missing.
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
