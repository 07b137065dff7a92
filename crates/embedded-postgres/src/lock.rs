//! One process at a time makes, starts and watches a cluster. The kernel frees the lock when that process
//! ends, however it ends; the file stays and means nothing by itself.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::error::ClusterError;
use crate::files::open_private;
use crate::server_user::ServerUser;

/// The right to start and stop the server; it lasts as long as this value.
#[derive(Debug)]
pub(crate) struct OwnerLock {
    _file: File,
}

impl OwnerLock {
    /// Takes the lock, or answers `None` when another process (or another value in this one) has it.
    pub(crate) fn try_take(home: &Path, user: &ServerUser) -> Result<Option<Self>, ClusterError> {
        let path = home.join("owner.lock");
        let file = open_private(&path, user).map_err(ClusterError::storage("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(ClusterError::storage("lock", &path)(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_value_has_the_lock_at_a_time() {
        let directory = tempfile::tempdir().unwrap();
        let user = ServerUser::for_directories(&[]).unwrap();
        let first = OwnerLock::try_take(directory.path(), &user).unwrap();
        assert!(first.is_some());
        assert!(
            OwnerLock::try_take(directory.path(), &user)
                .unwrap()
                .is_none()
        );
        drop(first);
        assert!(
            OwnerLock::try_take(directory.path(), &user)
                .unwrap()
                .is_some()
        );
    }
}
