//! Reads `postmaster.pid`, PostgreSQL's own note about a running server. It is never written or removed here:
//! whether a stale note may be overruled is PostgreSQL's decision.

use std::fs;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use nix::unistd::Pid;

use crate::process::is_alive;
use crate::server::CLUSTER_NAME;

/// What `postmaster.pid` says (line 1 pid, 2 directory, 4 port, 5 sockets, 7 shared memory, 8 status).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PostmasterNote {
    pub(crate) pid: Pid,
    data_dir: PathBuf,
    pub(crate) port: u16,
    pub(crate) socket_directory: PathBuf,
    shared_memory_id: Option<u64>,
    is_ready: bool,
}

/// Whether the process that a note names is the server of that directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Liveness {
    /// It is, and it takes connections.
    Ready,
    /// It is, and it starts or stops.
    Busy,
    /// No such process.
    Gone,
    /// The number belongs to some other process now.
    Reused,
}

impl PostmasterNote {
    /// The note in a cluster's directory; `None` when there is none, or only half of one.
    pub(crate) fn read(cluster: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(cluster.join("postmaster.pid")).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().collect();
        let pid = lines.first()?.trim().parse().ok().filter(|&pid| pid > 0)?;
        Some(Self {
            pid: Pid::from_raw(pid),
            data_dir: PathBuf::from(lines.get(1)?),
            port: lines.get(3)?.trim().parse().ok()?,
            socket_directory: PathBuf::from(lines.get(4)?),
            shared_memory_id: lines
                .get(6)
                .and_then(|line| line.split_whitespace().nth(1)?.parse().ok()),
            is_ready: lines.get(7).is_some_and(|line| line.trim() == "ready"),
        })
    }

    /// Says whether the noted server runs, by the process and then by its socket.
    pub(crate) fn liveness(&self, cluster: &Path) -> Liveness {
        if !is_alive(self.pid) {
            return Liveness::Gone;
        }
        let proof = self.proof(cluster);
        if proof == Some(false) || !self.is_of(cluster) {
            return Liveness::Reused;
        }
        let answers = self.is_ready && self.socket_answers();
        match proof {
            _ if answers => Liveness::Ready,
            Some(true) => Liveness::Busy,
            // Nothing speaks for it. PostgreSQL itself looks again when a server is started.
            _ => Liveness::Gone,
        }
    }

    /// Whether the noted server still runs. Asks its socket only where the process cannot be seen, since each
    /// connection costs the server a process.
    pub(crate) fn still_runs(&self, cluster: &Path) -> bool {
        is_alive(self.pid) && self.proof(cluster).unwrap_or_else(|| self.socket_answers())
    }

    /// A server's working directory is its data directory. Where that can be seen it is proof.
    fn proof(&self, cluster: &Path) -> Option<bool> {
        fs::read_link(format!("/proc/{}/cwd", self.pid))
            .ok()
            .map(|cwd| cwd == cluster)
    }

    /// Whether this note was written by that process and says that it takes connections.
    pub(crate) fn is_ready_as(&self, pid: Pid) -> bool {
        self.pid == pid && self.is_ready
    }

    /// Whether a server that no owner watches was started by us, as its command line tells.
    pub(crate) fn is_ours(cluster: &Path) -> bool {
        fs::read_to_string(cluster.join("postmaster.opts"))
            .is_ok_and(|text| text.contains(&format!("cluster_name={CLUSTER_NAME}")))
    }

    /// Whether processes of a crashed server still hold its shared memory. PostgreSQL refuses to start
    /// before they are gone.
    pub(crate) fn shared_memory_is_held(&self) -> bool {
        let Some(id) = self.shared_memory_id else {
            return false;
        };
        fs::read_to_string("/proc/sysvipc/shm").is_ok_and(|table| attached(&table, id) > 0)
    }

    fn is_of(&self, cluster: &Path) -> bool {
        self.data_dir == cluster
            || self
                .data_dir
                .canonicalize()
                .is_ok_and(|found| found == cluster)
    }

    fn socket_answers(&self) -> bool {
        UnixStream::connect(
            self.socket_directory
                .join(format!(".s.PGSQL.{}", self.port)),
        )
        .is_ok()
    }
}

/// The column `nattch` of a segment in `/proc/sysvipc/shm` (key shmid perms size cpid lpid nattch …).
fn attached(table: &str, id: u64) -> u64 {
    table
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|columns| columns.get(1).and_then(|text| text.parse().ok()) == Some(id))
        .find_map(|columns| columns.get(6)?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "4242\n/data/postgres/15\n1764000000\n5432\n/data/postgres/socket\n\n  1234567        98\nready   \n";

    #[test]
    fn a_note_is_read_line_by_line() {
        let note = PostmasterNote::parse(NOTE).unwrap();
        assert_eq!(note.pid, Pid::from_raw(4242));
        assert_eq!(note.port, 5432);
        assert_eq!(note.socket_directory, Path::new("/data/postgres/socket"));
        assert_eq!(note.shared_memory_id, Some(98));
        assert!(note.is_ready_as(Pid::from_raw(4242)) && !note.is_ready_as(Pid::from_raw(1)));
    }

    #[test]
    fn half_a_note_is_none_and_a_starting_server_is_not_ready() {
        assert_eq!(PostmasterNote::parse("4242\n/data\n"), None);
        assert_eq!(PostmasterNote::parse(""), None);
        assert!(
            !PostmasterNote::parse(&NOTE.replace("ready", "starting"))
                .unwrap()
                .is_ready
        );
    }

    #[test]
    fn a_reused_number_is_not_taken_for_a_server() {
        let note = PostmasterNote {
            pid: Pid::this(),
            ..PostmasterNote::parse(NOTE).unwrap()
        };
        assert_eq!(
            note.liveness(Path::new("/data/postgres/15")),
            Liveness::Reused
        );
        let gone = PostmasterNote {
            pid: Pid::from_raw(999_999_999),
            ..note
        };
        assert_eq!(
            gone.liveness(Path::new("/data/postgres/15")),
            Liveness::Gone
        );
    }

    #[test]
    fn the_holders_of_shared_memory_are_counted() {
        let table = "       key      shmid perms       size  cpid  lpid nattch   uid\n   1234567         98   600         56 4242  4250      3   101\n";
        assert_eq!(attached(table, 98), 3);
        assert_eq!(attached(table, 99), 0);
    }
}
