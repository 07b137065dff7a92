//! The operating system's user that the server runs as. PostgreSQL refuses root.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use nix::unistd::{Gid, Uid, User, geteuid};

use crate::error::ClusterError;
use crate::process::command_as;

/// A user with a name, which PostgreSQL needs for itself and for `peer` authentication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServerUser {
    uid: Uid,
    gid: Gid,
    name: String,
}

impl ServerUser {
    /// Ourselves; as root, the first owner of `directories` that is not root, else `postgres`, else `nobody`.
    pub(crate) fn for_directories(directories: &[&Path]) -> Result<Self, ClusterError> {
        let ours = geteuid();
        if !ours.is_root() {
            return Self::of_uid(ours);
        }
        let owner = directories
            .iter()
            .filter_map(|directory| directory.metadata().ok())
            .map(|metadata| metadata.uid())
            .find(|&uid| uid != 0);
        if let Some(uid) = owner {
            return Self::of_uid(Uid::from_raw(uid));
        }
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| User::from_name(name).ok().flatten())
            .map(Self::from)
            .ok_or_else(|| ClusterError::NoServerUser {
                reason: "PostgreSQL refuses to run as root, and there is neither a user \"postgres\" nor \"nobody\"".into(),
            })
    }

    fn of_uid(uid: Uid) -> Result<Self, ClusterError> {
        User::from_uid(uid).ok().flatten().map(Self::from).ok_or_else(|| ClusterError::NoServerUser {
            reason: format!("the user number {uid} has no name (no entry in /etc/passwd), and PostgreSQL needs one"),
        })
    }

    pub(crate) fn uid(&self) -> Uid {
        self.uid
    }

    pub(crate) fn gid(&self) -> Gid {
        self.gid
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether files and processes of the server have to be given to somebody else than us.
    pub(crate) fn differs_from_ours(&self) -> bool {
        self.uid != geteuid()
    }

    /// Whether this user can pass through `directory`. Asked of the kernel, since modes are not the whole
    /// truth (access lists, mounts).
    pub(crate) fn can_enter(&self, directory: &Path) -> bool {
        if !self.differs_from_ours() {
            return true;
        }
        let mut probe = command_as(self, "/bin/sh");
        probe
            .args(["-c", "cd \"$1\" 2>/dev/null", "sh"])
            .arg(directory);
        probe.status().is_ok_and(|status| status.success())
    }
}

impl From<User> for ServerUser {
    fn from(user: User) -> Self {
        Self {
            uid: user.uid,
            gid: user.gid,
            name: user.name,
        }
    }
}
