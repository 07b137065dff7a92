//! What a caller may choose about the private cluster.

use std::path::PathBuf;
use std::time::Duration;

/// How much the cluster's data is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Durability {
    /// Every commit survives a power cut.
    #[default]
    Durable,
    /// For tests: nothing is forced to disk, and many more connections are let in.
    Disposable,
}

/// Where the cluster lives and how it is run.
#[derive(Clone, Debug)]
pub struct ClusterSettings {
    /// The site's data directory; the cluster lives in `postgres/<major version>` below it.
    pub data_dir: PathBuf,
    /// The directory of `postgres` and `initdb`; `None` searches the machine.
    pub server_programs: Option<PathBuf>,
    /// Whether commits must survive a power cut.
    pub durability: Durability,
    /// Whether the pinned server programs may be fetched when the machine has none.
    pub may_download: bool,
    /// Where clusters go when the server's user cannot enter `data_dir` (only when run as root).
    pub system_dir: PathBuf,
    /// How long the first start may take until it is an error.
    pub start_timeout: Duration,
}

impl ClusterSettings {
    /// The usual choices for a site whose data is in `data_dir`.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            server_programs: None,
            durability: Durability::Durable,
            may_download: true,
            system_dir: PathBuf::from("/var/lib/plinth"),
            start_timeout: Duration::from_secs(60),
        }
    }
}
