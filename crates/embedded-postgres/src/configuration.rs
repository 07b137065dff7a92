//! The cluster's configuration files: who may connect, and settings that the owner may change.

use std::fs;
use std::path::Path;

use nix::unistd::{User, geteuid};

use crate::error::ClusterError;
use crate::files::replace;
use crate::server_user::ServerUser;

/// The database's own superuser; the operating system's users are mapped to it.
pub(crate) const SUPERUSER: &str = "plinth";

/// Appended once to `postgresql.conf`, so that the owner's later changes stay.
const SETTINGS: &str = "
# Chosen by Plinth when it made this cluster; change them as you like. What Plinth gives on the command line
# (sockets, port, no TCP) wins over this file.
max_connections = 30
shared_buffers = 64MB
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
";

const ACCESS: &str = "# Written by Plinth at each start: only the mapped users of this machine, only over the socket.
local all all peer map=plinth
";

/// Adds our settings to a cluster that `initdb` has just made.
pub(crate) fn append_settings(cluster: &Path, user: &ServerUser) -> Result<(), ClusterError> {
    let path = cluster.join("postgresql.conf");
    let text = fs::read_to_string(&path).map_err(ClusterError::storage("read", &path))?;
    replace(&path, &(text + SETTINGS), user).map_err(ClusterError::storage("write", &path))
}

/// Writes who may connect: the server's user, ourselves and root, all as the superuser.
pub(crate) fn write_access(cluster: &Path, user: &ServerUser) -> Result<(), ClusterError> {
    let path = cluster.join("pg_hba.conf");
    replace(&path, ACCESS, user).map_err(ClusterError::storage("write", &path))?;
    let mut names = vec![user.name().to_owned(), "root".to_owned()];
    if let Ok(Some(ours)) = User::from_uid(geteuid()) {
        names.push(ours.name);
    }
    let path = cluster.join("pg_ident.conf");
    replace(&path, &identity_map(names), user).map_err(ClusterError::storage("write", &path))
}

fn identity_map(mut names: Vec<String>) -> String {
    names.sort();
    names.dedup();
    let mut text = String::from(
        "# Written by Plinth at each start: map, user of this machine, user of the database.\n",
    );
    for name in names {
        text.push_str(&format!(
            "plinth \"{}\" {SUPERUSER}\n",
            name.replace('"', "\"\"")
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_user_is_mapped_once() {
        let text = identity_map(vec!["root".into(), "anna".into(), "root".into()]);
        let lines: Vec<_> = text.lines().skip(1).collect();
        assert_eq!(lines, ["plinth \"anna\" plinth", "plinth \"root\" plinth"]);
    }
}
