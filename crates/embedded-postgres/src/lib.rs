//! Finds PostgreSQL's server programs on this machine and runs a private cluster with them.
//!
//! One call, [`Cluster::start_or_adopt`], answers with a running server: it adopts a live one, starts an
//! existing cluster, or makes a new one. From then on a thread of its own watches the server and brings it
//! back when it goes away. There is no TCP port and no password: a Unix socket in a private directory, and
//! PostgreSQL's `peer` authentication.
//!
//! What this crate never does: it never deletes, empties or re-creates a data directory, never touches a
//! `postmaster.pid`, never sends SIGKILL to a server, and never changes the mode or owner of a directory
//! that it did not make. It knows nothing of SQL, of HTTP, and of what Plinth stores.

mod cluster;
mod cluster_directory;
mod configuration;
mod error;
mod files;
mod home;
mod initialisation;
mod lock;
mod log_file;
mod postmaster;
mod process;
mod programs;
mod server;
mod server_user;
mod settings;
mod socket_directory;
mod supervisor;

pub use cluster::{Cluster, DEFAULT_DATABASE};
pub use error::ClusterError;
pub use programs::ServerVersion;
pub use settings::{ClusterSettings, Durability};
