//! One attempt to have a server: as its owner, or as the guest of another process.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::cluster_directory::{ExistingCluster, find_newest};
use crate::configuration::write_access;
use crate::error::ClusterError;
use crate::files::give_tree;
use crate::home::Home;
use crate::initialisation::initialise;
use crate::lock::OwnerLock;
use crate::log_file::LogFile;
use crate::postmaster::{Liveness, PostmasterNote};
use crate::programs::{Programs, ServerVersion};
use crate::server::{PORT, Server, StartPlan, stop_orphan};
use crate::settings::ClusterSettings;
use crate::socket_directory;
use crate::supervisor::{Endpoint, Shared};

const GLANCE: Duration = Duration::from_millis(20);
/// Another process may be fetching programs and making the cluster.
const GUEST_PATIENCE: Duration = Duration::from_secs(180);
/// A later start may have a long journal to replay; giving up would only make it start over.
const LATER_PATIENCE: Duration = Duration::from_secs(900);
/// A crashed server's processes leave within moments.
const SHARED_MEMORY_PATIENCE: Duration = Duration::from_secs(15);

/// A server that takes connections, by who is responsible for it.
pub(crate) enum Serving {
    /// Ours: started by this thread.
    Child { server: Server, log: LogFile },
    /// Nobody's that we know of, such as one that a person started by hand.
    Unowned {
        cluster: PathBuf,
        note: PostmasterNote,
    },
    /// Owned by another process, which has the lock.
    OfAnotherProcess,
}

/// What is needed for attempts.
pub(crate) struct Claim {
    settings: ClusterSettings,
    home: Home,
    shared: Arc<Shared>,
}

impl Claim {
    pub(crate) fn new(settings: ClusterSettings, home: Home, shared: Arc<Shared>) -> Self {
        Self {
            settings,
            home,
            shared,
        }
    }

    pub(crate) fn try_lock(&self) -> Result<Option<OwnerLock>, ClusterError> {
        OwnerLock::try_take(&self.home.directory, &self.home.user)
    }

    /// Owns a server when the lock can be had, else waits for the owner's server.
    pub(crate) fn serve(&mut self, lock: &mut Option<OwnerLock>) -> Result<Serving, ClusterError> {
        let begin = Instant::now();
        loop {
            if lock.is_none() {
                *lock = self.try_lock()?;
            }
            if lock.is_some() {
                return self.own();
            }
            if let Some((cluster, note)) = self.find_ready()? {
                let version = ServerVersion {
                    major: cluster.major,
                    minor: None,
                };
                self.announce(
                    cluster.directory,
                    &note.socket_directory,
                    note.port,
                    version,
                    None,
                    true,
                );
                return Ok(Serving::OfAnotherProcess);
            }
            if begin.elapsed() > GUEST_PATIENCE {
                let path = self.home.directory.clone();
                return Err(ClusterError::AdoptionTimedOut {
                    path,
                    waited: GUEST_PATIENCE,
                });
            }
            if self.shared.wait_for_stop(GLANCE) {
                return Err(ClusterError::Stopped);
            }
        }
    }

    fn find_ready(&self) -> Result<Option<(ExistingCluster, PostmasterNote)>, ClusterError> {
        let Some(cluster) = find_newest(&self.home.directory)? else {
            return Ok(None);
        };
        let note = PostmasterNote::read(&cluster.directory)
            .filter(|note| note.liveness(&cluster.directory) == Liveness::Ready);
        Ok(note.map(|note| (cluster, note)))
    }

    fn own(&self) -> Result<Serving, ClusterError> {
        let existing = find_newest(&self.home.directory)?;
        if let Some(cluster) = &existing
            && let Some(note) = self.settle(&cluster.directory)?
        {
            let version = ServerVersion {
                major: cluster.major,
                minor: None,
            };
            let directory = cluster.directory.clone();
            self.announce(
                directory.clone(),
                &note.socket_directory,
                note.port,
                version,
                None,
                true,
            );
            return Ok(Serving::Unowned {
                cluster: directory,
                note,
            });
        }
        self.refuse_a_vanished(existing.as_ref())?;
        let programs = Programs::find(&self.settings, &self.home, existing.as_ref())?;
        let cluster = match existing {
            Some(cluster) => cluster.directory,
            None => initialise(&self.home, &programs, self.settings.durability)?,
        };
        self.start(cluster, &programs)
    }

    fn start(&self, cluster: PathBuf, programs: &Programs) -> Result<Serving, ClusterError> {
        self.hand_over(&cluster)?;
        write_access(&cluster, &self.home.user)?;
        let earlier = self.shared.endpoint();
        // Clients hold the first address, so a server that takes over listens there.
        let (socket_directory, port) = match &earlier {
            Some(endpoint) => (endpoint.socket_directory.clone(), endpoint.port),
            None => (socket_directory::prepare(&self.home)?, PORT),
        };
        let log = LogFile::new(&self.home, programs.version.major);
        let begin = Instant::now();
        let server = Server::start(
            &StartPlan {
                cluster: &cluster,
                programs,
                user: &self.home.user,
                socket_directory: &socket_directory,
                port,
                durability: self.settings.durability,
                log: &log,
                timeout: if earlier.is_some() {
                    LATER_PATIENCE
                } else {
                    self.settings.start_timeout
                },
            },
            || self.shared.is_stop_asked(),
        )?;
        tracing::info!(
            directory = %cluster.display(),
            version = %programs.version,
            user = self.home.user.name(),
            start_ms = u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX),
            "the private database is running"
        );
        let place = Some(programs.directory().to_owned());
        self.announce(
            cluster,
            &socket_directory,
            port,
            programs.version,
            place,
            false,
        );
        Ok(Serving::Child { server, log })
    }

    /// With the lock in hand, deals with a server that still runs: one of ours is an orphan, which only a new
    /// parent can watch, so it is stopped; one that somebody else started is answered, to be adopted.
    fn settle(&self, cluster: &Path) -> Result<Option<PostmasterNote>, ClusterError> {
        let begin = Instant::now();
        let mut is_orphan_told = false;
        while let Some(note) = PostmasterNote::read(cluster) {
            match note.liveness(cluster) {
                Liveness::Gone | Liveness::Reused => {
                    self.await_shared_memory(&note, begin);
                    break;
                }
                Liveness::Ready | Liveness::Busy
                    if PostmasterNote::is_ours(cluster) && !is_orphan_told =>
                {
                    tracing::info!(pid = %note.pid, "stopping a database that an ended process left behind");
                    is_orphan_told = true;
                    stop_orphan(note.pid);
                }
                Liveness::Ready => return Ok(Some(note)),
                Liveness::Busy if begin.elapsed() > self.settings.start_timeout => break,
                Liveness::Busy => {}
            }
            if self.shared.wait_for_stop(GLANCE) {
                return Err(ClusterError::Stopped);
            }
        }
        Ok(None)
    }

    fn await_shared_memory(&self, note: &PostmasterNote, begin: Instant) {
        while note.shared_memory_is_held() && begin.elapsed() < SHARED_MEMORY_PATIENCE {
            if self.shared.wait_for_stop(GLANCE) {
                return;
            }
        }
    }

    /// A cluster that was there at the first start and is no longer must not be replaced by an empty one.
    fn refuse_a_vanished(&self, existing: Option<&ExistingCluster>) -> Result<(), ClusterError> {
        let Some(endpoint) = self.shared.endpoint() else {
            return Ok(());
        };
        if existing.is_some_and(|cluster| cluster.directory == endpoint.cluster) {
            return Ok(());
        }
        let reason = "it was there when this program started and is gone now".to_owned();
        Err(ClusterError::NotUnderstood {
            path: endpoint.cluster,
            reason,
        })
    }

    /// Files of root's are from a restored backup; PostgreSQL wants them to be its user's.
    fn hand_over(&self, cluster: &Path) -> Result<(), ClusterError> {
        use std::os::unix::fs::MetadataExt;
        let owner = cluster
            .metadata()
            .map_err(ClusterError::storage("look at", cluster))?
            .uid();
        if owner == 0 && self.home.user.differs_from_ours() {
            give_tree(cluster, &self.home.user)
                .map_err(ClusterError::storage("hand over", cluster))?;
        }
        Ok(())
    }

    /// Says for the first time, or after a change, which server is used.
    fn announce(
        &self,
        cluster: PathBuf,
        socket_directory: &Path,
        port: u16,
        version: ServerVersion,
        programs: Option<PathBuf>,
        is_adopted: bool,
    ) {
        if is_adopted {
            tracing::info!(directory = %cluster.display(), "using the private database that is already running");
        }
        let socket_directory = socket_directory.to_owned();
        self.shared.set_endpoint(Endpoint {
            cluster,
            socket_directory,
            port,
            version,
            programs,
            is_adopted,
        });
    }
}
