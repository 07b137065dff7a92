//! A data directory of a test, and ways to look at its database from outside.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use embedded_postgres::{Cluster, ClusterSettings, DEFAULT_DATABASE, Durability};
use nix::sys::signal::kill;
use nix::unistd::Pid;
use tempfile::TempDir;

pub(crate) struct Site {
    directory: TempDir,
    below: String,
}

impl Site {
    pub(crate) fn new() -> Self {
        Self::at_depth("data")
    }

    /// A site whose data directory is `below` a temporary directory that the server's user may enter.
    pub(crate) fn at_depth(below: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::set_permissions(directory.path(), Permissions::from_mode(0o755)).unwrap();
        Self {
            directory,
            below: below.to_owned(),
        }
    }

    /// A site in a directory that only we may enter.
    pub(crate) fn closed() -> Self {
        let site = Self::new();
        fs::set_permissions(site.directory.path(), Permissions::from_mode(0o700)).unwrap();
        site
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.directory.path().join(&self.below)
    }

    pub(crate) fn settings(&self) -> ClusterSettings {
        let mut settings = ClusterSettings::new(self.data_dir());
        settings.durability = Durability::Disposable;
        settings.may_download = false;
        settings
    }

    pub(crate) fn start(&self) -> Cluster {
        Cluster::start_or_adopt(&self.settings()).unwrap()
    }

    /// Starts a server that keeps each commit, also when it is killed a moment later.
    pub(crate) fn start_durable(&self) -> Cluster {
        let mut settings = self.settings();
        settings.durability = Durability::Durable;
        Cluster::start_or_adopt(&settings).unwrap()
    }

    /// Asks the database through `psql`; the answer's text, or what `psql` complained about.
    pub(crate) fn query(&self, cluster: &Cluster, statement: &str) -> Result<String, String> {
        query(&cluster.connection_string(DEFAULT_DATABASE), statement)
    }

    /// Asks until an answer comes, for at most 20 s.
    pub(crate) fn query_patiently(&self, cluster: &Cluster, statement: &str) -> String {
        wait_for("an answer of the database", || {
            self.query(cluster, statement).ok()
        })
    }

    pub(crate) fn server_pid(&self, cluster: &Cluster) -> Option<Pid> {
        let text = fs::read_to_string(cluster.directory().join("postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok().map(Pid::from_raw)
    }

    /// How many processes work in a directory.
    pub(crate) fn processes_of(&self, directory: &Path) -> usize {
        let Ok(entries) = fs::read_dir("/proc") else {
            return 0;
        };
        entries
            .flatten()
            .filter(|entry| {
                fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd == directory)
            })
            .count()
    }
}

pub(crate) fn query(connection: &str, statement: &str) -> Result<String, String> {
    let output = Command::new("psql")
        .args(["-XAt", "-d", connection, "-c", statement])
        .output()
        .unwrap();
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap().trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

pub(crate) fn is_running(pid: Pid) -> bool {
    kill(pid, None) != Err(nix::Error::ESRCH)
}

pub(crate) fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            begin.elapsed() < Duration::from_secs(20),
            "waited in vain for {what}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The files below a directory with their contents, to see that nothing was changed.
pub(crate) fn snapshot(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap().flatten() {
            if entry.file_type().unwrap().is_dir() {
                found.push((entry.path(), Vec::new()));
                open.push(entry.path());
            } else {
                found.push((entry.path(), fs::read(entry.path()).unwrap_or_default()));
            }
        }
    }
    found.sort();
    found
}
