//! The value that callers hold while they need the database.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use crate::configuration::SUPERUSER;
use crate::error::ClusterError;
use crate::home::Home;
use crate::programs::ServerVersion;
use crate::settings::ClusterSettings;
use crate::supervisor::{Endpoint, Shared, spawn};

/// The database that every new cluster has.
pub const DEFAULT_DATABASE: &str = "plinth";

/// A private PostgreSQL that runs as long as this value, and comes back by itself when it goes away.
#[derive(Debug)]
pub struct Cluster {
    shared: Arc<Shared>,
    supervisor: Mutex<Option<JoinHandle<()>>>,
    server_user: String,
    first: Endpoint,
}

impl Cluster {
    /// Adopts the running server of the data directory, or starts one, and makes a cluster when there is none.
    /// Blocks until the server takes connections.
    ///
    /// # Errors
    /// Each [`ClusterError`] says what is missing or in the way and what to do about it. Nothing that was
    /// there before is changed by a failed start.
    pub fn start_or_adopt(settings: &ClusterSettings) -> Result<Self, ClusterError> {
        let home = Home::open(settings)?;
        let server_user = home.user.name().to_owned();
        let shared = Arc::new(Shared::default());
        let (handle, first) = spawn(settings.clone(), home, Arc::clone(&shared))?;
        // A closed channel means that the thread panicked before its report.
        first.recv().unwrap_or(Err(ClusterError::Stopped))?;
        let first = shared.endpoint().ok_or(ClusterError::Stopped)?;
        Ok(Self {
            shared,
            supervisor: Mutex::new(Some(handle)),
            server_user,
            first,
        })
    }

    /// What libpq needs to connect to `database`, in its keyword form. The server must be run by the user
    /// that we expect, so that nobody can pose as it.
    pub fn connection_string(&self, database: &str) -> String {
        let endpoint = self.endpoint();
        let host = endpoint.socket_directory.to_string_lossy().into_owned();
        format!(
            "host={} port={} user={SUPERUSER} dbname={} requirepeer={}",
            quoted(&host),
            endpoint.port,
            quoted(database),
            quoted(&self.server_user)
        )
    }

    /// Whether another process is responsible for the server. It becomes false when this value takes over.
    pub fn is_adopted(&self) -> bool {
        self.endpoint().is_adopted
    }

    /// The directory of the server's socket.
    pub fn socket_directory(&self) -> PathBuf {
        self.endpoint().socket_directory
    }

    /// The cluster's own directory (PostgreSQL's data directory).
    pub fn directory(&self) -> PathBuf {
        self.endpoint().cluster
    }

    /// Where the server's programs are (`pg_dump` may be among them); unknown for an adopted server.
    pub fn programs(&self) -> Option<PathBuf> {
        self.endpoint().programs
    }

    /// The server's version.
    pub fn version(&self) -> ServerVersion {
        self.endpoint().version
    }

    /// Stops the server and waits until it is gone; an adopted one is left running. A second call does nothing.
    pub fn stop(&self) {
        self.shared.ask_to_stop();
        let handle = self
            .supervisor
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(handle) = handle
            && handle.join().is_err()
        {
            tracing::error!("the thread that watched the private database had panicked");
        }
    }

    fn endpoint(&self) -> Endpoint {
        self.shared.endpoint().unwrap_or_else(|| self.first.clone())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A value in libpq's keyword form.
fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_for_libpq() {
        assert_eq!(quoted("/srv/o'neil\\x"), "'/srv/o\\'neil\\\\x'");
    }
}
