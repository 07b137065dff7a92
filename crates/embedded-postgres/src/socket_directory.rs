//! Chooses the directory of the server's socket. A socket's path may have 107 bytes (103 on macOS), so a deep
//! data directory needs a short place elsewhere.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::error::ClusterError;
use crate::files::make_private_directory;
use crate::home::{Home, short_hash};
use crate::server_user::ServerUser;

/// What PostgreSQL puts behind the directory for the port that we always use.
const FILE_NAME: &str = "/.s.PGSQL.5432";
const LIMIT_BYTES: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// Makes (or finds) a private directory whose socket path is short enough.
pub(crate) fn prepare(home: &Home) -> Result<PathBuf, ClusterError> {
    let directory = choose(&home.directory, &home.user);
    make_private_directory(&directory, &home.user)
        .map_err(ClusterError::storage("make", &directory))?;
    refuse_a_strangers(&directory, &home.user)?;
    Ok(directory)
}

fn choose(home: &Path, user: &ServerUser) -> PathBuf {
    let inside = home.join("socket");
    // A line end would break `postmaster.pid`, which has one value a line; libpq takes a comma for a list of
    // hosts, and a connection string is text.
    let is_plain = inside
        .to_str()
        .is_some_and(|text| !text.contains(['\n', ',']));
    let fits = inside.as_os_str().len() + FILE_NAME.len() <= LIMIT_BYTES;
    if fits && is_plain {
        return inside;
    }
    PathBuf::from(format!("/tmp/plinth-{}-{}", user.uid(), short_hash(home)))
}

/// In `/tmp` anybody may have made a directory of this name first, to pose as the database.
fn refuse_a_strangers(directory: &Path, user: &ServerUser) -> Result<(), ClusterError> {
    let found = directory
        .symlink_metadata()
        .map_err(ClusterError::storage("look at", directory))?;
    let reason = if !found.is_dir() {
        "it is not a directory"
    } else if found.uid() != user.uid().as_raw() {
        "it belongs to another user"
    } else if found.mode() & 0o077 != 0 {
        "others may enter it"
    } else {
        return Ok(());
    };
    Err(ClusterError::SocketDirectory {
        path: directory.to_owned(),
        reason: reason.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_home_holds_the_socket_itself() {
        let user = ServerUser::for_directories(&[]).unwrap();
        assert_eq!(
            choose(Path::new("/srv/site/postgres"), &user),
            Path::new("/srv/site/postgres/socket")
        );
    }

    #[test]
    fn a_path_that_libpq_would_take_for_two_is_not_used() {
        let user = ServerUser::for_directories(&[]).unwrap();
        assert!(choose(Path::new("/srv/a,b/postgres"), &user).starts_with("/tmp"));
    }

    #[test]
    fn the_longest_path_that_fits_is_used() {
        let user = ServerUser::for_directories(&[]).unwrap();
        let fits = LIMIT_BYTES - FILE_NAME.len() - "/socket".len();
        let home = PathBuf::from(format!("/{}", "a".repeat(fits - 1)));
        assert!(choose(&home, &user).starts_with(&home));
        let home = PathBuf::from(format!("/{}", "a".repeat(fits)));
        assert!(choose(&home, &user).starts_with("/tmp"));
    }

    #[test]
    fn a_directory_that_others_may_enter_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let owner = ServerUser::for_directories(&[directory.path()]).unwrap();
        let set_mode = |mode| {
            std::fs::set_permissions(directory.path(), std::fs::Permissions::from_mode(mode))
                .unwrap()
        };
        set_mode(0o700);
        crate::files::give(directory.path(), &owner).unwrap();
        assert!(refuse_a_strangers(directory.path(), &owner).is_ok());
        set_mode(0o711);
        assert!(refuse_a_strangers(directory.path(), &owner).is_err());
    }
}
