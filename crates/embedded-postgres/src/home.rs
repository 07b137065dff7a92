//! Decides where clusters live: `postgres` below the site's data directory, or, when the server's user cannot
//! enter that (root's own directories are often closed), a directory of the system. A link at
//! `<data_dir>/postgres` then says where, so that the data is found again whatever happens to names and users.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::error::ClusterError;
use crate::files::{give, make_private_directory, read_tail, replace};
use crate::server_user::ServerUser;
use crate::settings::ClusterSettings;

const ORIGIN: &str = "made-for";

/// The directory above the clusters, and the user that owns it.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    pub(crate) directory: PathBuf,
    pub(crate) user: ServerUser,
}

impl Home {
    /// Finds the home of the settings' data directory, and makes it when there is none.
    pub(crate) fn open(settings: &ClusterSettings) -> Result<Self, ClusterError> {
        let data_dir = &settings.data_dir;
        DirBuilder::new()
            .recursive(true)
            .create(data_dir)
            .map_err(ClusterError::storage("make", data_dir))?;
        let data_dir = data_dir
            .canonicalize()
            .map_err(ClusterError::storage("find", data_dir))?;
        let inside = data_dir.join("postgres");
        match inside.symlink_metadata() {
            Ok(found) if found.is_symlink() => Self::behind_link(&data_dir, &inside),
            Ok(found) if found.is_dir() => Self::existing(&data_dir, inside),
            Ok(_) => Err(not_understood(&inside, "it is a file")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Self::make(settings, &data_dir, inside)
            }
            Err(error) => Err(ClusterError::storage("look at", &inside)(error)),
        }
    }

    fn make(
        settings: &ClusterSettings,
        data_dir: &Path,
        inside: PathBuf,
    ) -> Result<Self, ClusterError> {
        let user = ServerUser::for_directories(&[data_dir])?;
        if user.can_enter(data_dir) {
            make_private_directory(&inside, &user)
                .map_err(ClusterError::storage("make", &inside))?;
            return Ok(Self {
                directory: inside,
                user,
            });
        }
        let system = &settings.system_dir;
        DirBuilder::new()
            .recursive(true)
            .mode(0o755)
            .create(system)
            .map_err(ClusterError::storage("make", system))?;
        if !user.can_enter(system) {
            return Err(ClusterError::Unreachable {
                path: data_dir.to_owned(),
                user: user.name().to_owned(),
            });
        }
        let directory = system.join(short_hash(data_dir));
        make_private_directory(&directory, &user)
            .map_err(ClusterError::storage("make", &directory))?;
        match symlink(&directory, &inside) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(ClusterError::storage("make", &inside)(error));
            }
            _ => {}
        }
        tracing::info!(
            directory = %directory.display(),
            link = %inside.display(),
            user = user.name(),
            "the database lives outside the data directory, because its user cannot enter that"
        );
        Self::behind_link(data_dir, &inside)
    }

    fn existing(data_dir: &Path, inside: PathBuf) -> Result<Self, ClusterError> {
        let user = ServerUser::for_directories(&[&inside, data_dir])?;
        if !user.can_enter(data_dir) {
            return Err(ClusterError::Unreachable {
                path: data_dir.to_owned(),
                user: user.name().to_owned(),
            });
        }
        // A directory of root's is one that was restored from a backup, or that we could not hand over before.
        give_when_roots(&inside, &user)?;
        Ok(Self {
            directory: inside,
            user,
        })
    }

    fn behind_link(data_dir: &Path, link: &Path) -> Result<Self, ClusterError> {
        let directory = link.canonicalize().map_err(|error| {
            let target = fs::read_link(link).unwrap_or_default();
            not_understood(
                link,
                &format!(
                    "it is a link to {}, which cannot be found: {error}",
                    target.display()
                ),
            )
        })?;
        let user = ServerUser::for_directories(&[&directory, data_dir])?;
        if !user.can_enter(&directory) {
            return Err(ClusterError::Unreachable {
                path: directory,
                user: user.name().to_owned(),
            });
        }
        refuse_a_copy(data_dir, &directory)?;
        let origin = directory.join(ORIGIN);
        replace(&origin, &format!("{}\n", data_dir.display()), &user)
            .map_err(ClusterError::storage("write", &origin))?;
        Ok(Self { directory, user })
    }
}

fn give_when_roots(directory: &Path, user: &ServerUser) -> Result<(), ClusterError> {
    use std::os::unix::fs::MetadataExt;
    let owner = directory
        .metadata()
        .map_err(ClusterError::storage("look at", directory))?
        .uid();
    if owner == 0 && user.differs_from_ours() {
        give(directory, user).map_err(ClusterError::storage("hand over", directory))?;
    }
    Ok(())
}

/// A data directory that was copied together with its link would write to the original's database.
fn refuse_a_copy(data_dir: &Path, home: &Path) -> Result<(), ClusterError> {
    let Ok(text) = read_tail(&home.join(ORIGIN), 0, 4_096) else {
        return Ok(());
    };
    let original = PathBuf::from(text);
    // A directory that was moved leaves no link behind.
    let is_still_linked = original
        .join("postgres")
        .canonicalize()
        .is_ok_and(|target| target == home);
    let is_the_same = original.canonicalize().is_ok_and(|found| found == data_dir);
    if is_still_linked && !is_the_same {
        return Err(ClusterError::SharedByTwo {
            original,
            copy: data_dir.to_owned(),
            cluster: home.to_owned(),
        });
    }
    Ok(())
}

fn not_understood(path: &Path, reason: &str) -> ClusterError {
    ClusterError::NotUnderstood {
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}

/// Sixteen hexadecimal digits that stand for an absolute path, for names that must be short.
pub(crate) fn short_hash(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    let digest = Sha256::digest(path.as_os_str().as_bytes());
    HEXLOWER.encode(&digest[..8])
}
