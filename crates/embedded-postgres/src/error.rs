//! Everything that can stop the private cluster from starting, each with a way out in its sentence.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

/// Why there is no running cluster.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// A directory or file of ours cannot be made, read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    Storage {
        /// What was tried, as a verb.
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// A directory holds something other than a cluster that this crate made; it was left as it was.
    #[error("{} is not a database directory that Plinth understands ({reason}); it was left untouched. Move it away, or choose another data directory", path.display())]
    NotUnderstood {
        /// The directory.
        path: PathBuf,
        /// What is odd about it.
        reason: String,
    },
    /// The user that the server runs as cannot enter a directory.
    #[error("the user \"{user}\", which the database runs as, cannot enter {}; give it the right to pass through (chmod o+x on the directories above), or choose another data directory", path.display())]
    Unreachable {
        /// The directory.
        path: PathBuf,
        /// The operating system's name of the server's user.
        user: String,
    },
    /// Two data directories point at one cluster.
    #[error("{} and {} both point at the database in {}; the second is probably a copy. Remove the link {}/postgres to give the copy a database of its own", original.display(), copy.display(), cluster.display(), copy.display())]
    SharedByTwo {
        /// The data directory that the cluster was made for.
        original: PathBuf,
        /// The data directory that was asked for now.
        copy: PathBuf,
        /// Where the cluster is.
        cluster: PathBuf,
    },
    /// PostgreSQL refuses to run as root, and no other user is at hand, or the user has no name.
    #[error("no user to run PostgreSQL as: {reason}")]
    NoServerUser {
        /// What was looked for.
        reason: String,
    },
    /// The machine has no PostgreSQL server programs, and they could not be fetched.
    #[error("no PostgreSQL server programs (14 or newer) were found{}. Install them with: {install}", fetch.as_ref().map(|cause| format!(", and fetching them failed ({cause})")).unwrap_or_default())]
    ProgramsNotFound {
        /// The command to type.
        install: String,
        /// Why the pinned programs could not be fetched, when that was tried.
        fetch: Option<String>,
    },
    /// The explicitly named programs do not work.
    #[error("the PostgreSQL server programs in {} cannot be used: {reason}", path.display())]
    ProgramsUnusable {
        /// The named directory.
        path: PathBuf,
        /// What is wrong with them.
        reason: String,
    },
    /// The cluster belongs to another major version than the programs that were found.
    #[error("the database in {} was made by PostgreSQL {needed}, but this machine has {found}. Install PostgreSQL {needed} beside it ({install}), or move the data over with pg_dump and pg_restore", path.display())]
    VersionMismatch {
        /// The cluster's directory.
        path: PathBuf,
        /// The major version that made it.
        needed: u32,
        /// The versions that were found, in words.
        found: String,
        /// The command to type.
        install: String,
    },
    /// The disk filled up while the cluster was being made.
    #[error("the disk that holds {} is full: {output}", path.display())]
    DiskFull {
        /// Where the cluster was being made.
        path: PathBuf,
        /// The last lines of the program that failed.
        output: String,
    },
    /// The cluster could not be made.
    #[error("making the database in {} failed: {output}", path.display())]
    Initialisation {
        /// Where the cluster was being made.
        path: PathBuf,
        /// The last lines of the program that failed.
        output: String,
    },
    /// No directory for the server's socket has a short enough path and is safe to use.
    #[error("{} cannot hold the database's socket: {reason}", path.display())]
    SocketDirectory {
        /// The directory that was tried.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The server ended instead of starting.
    #[error("PostgreSQL did not start ({status}); the end of {}:\n{log_tail}", log.display())]
    StartFailed {
        /// How the process ended.
        status: String,
        /// The server's log.
        log: PathBuf,
        /// Its last lines.
        log_tail: String,
    },
    /// The server did not become ready in time; it was stopped again.
    #[error("PostgreSQL was not ready after {} s; the end of {}:\n{log_tail}", waited.as_secs(), log.display())]
    StartTimedOut {
        /// How long the start was given.
        waited: Duration,
        /// The server's log.
        log: PathBuf,
        /// Its last lines.
        log_tail: String,
    },
    /// Another process holds the cluster, but no server of it became ready in time.
    #[error("another process holds the database in {}, but no server became ready there within {} s", path.display(), waited.as_secs())]
    AdoptionTimedOut {
        /// The directory above the cluster.
        path: PathBuf,
        /// How long it was given.
        waited: Duration,
    },
    /// A stop was asked for while the server was starting.
    #[error("the start was given up, because a stop was asked for")]
    Stopped,
}

impl ClusterError {
    /// Makes a closure for `map_err` that says what was tried on which path.
    pub(crate) fn storage(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Storage {
            action,
            path,
            source,
        }
    }
}
