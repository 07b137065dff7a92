//! The server's own log, kept beside the cluster and bounded in size.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::files::{give, open_private, read_tail, write_new};
use crate::home::Home;
use crate::server_user::ServerUser;

/// Above this size the log moves to `….log.1` and starts again.
const LIMIT_BYTES: u64 = 8 * 1024 * 1024;
const TAIL_BYTES: u64 = 3_000;

/// The log of one cluster.
#[derive(Clone, Debug)]
pub(crate) struct LogFile {
    path: PathBuf,
    user: ServerUser,
}

impl LogFile {
    pub(crate) fn new(home: &Home, major: u32) -> Self {
        Self {
            path: home.directory.join(format!("{major}.log")),
            user: home.user.clone(),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Opens it for a server to append to, and says where the new part begins.
    pub(crate) fn open(&self) -> io::Result<(File, u64)> {
        self.keep_small();
        let file = open_private(&self.path, &self.user)?;
        let length = file.metadata()?.len();
        Ok((file, length))
    }

    /// Moves a big log aside by copying, since a running server keeps its file open. Lines written during
    /// the copy may be lost; a full disk because of a log would be worse.
    pub(crate) fn keep_small(&self) {
        let is_big = self
            .path
            .symlink_metadata()
            .is_ok_and(|found| found.is_file() && found.len() > LIMIT_BYTES);
        if !is_big {
            return;
        }
        let older = self.path.with_extension("log.1");
        let moved = read_tail(&self.path, 0, LIMIT_BYTES).and_then(|text| {
            let draft = self.path.with_extension("log.1.new");
            write_new(&draft, &text)?;
            give(&draft, &self.user)?;
            fs::rename(&draft, &older)?;
            open_private(&self.path, &self.user)?.set_len(0)
        });
        if let Err(error) = moved {
            tracing::warn!(log = %self.path.display(), %error, "the database's log is big and cannot be moved aside");
        }
    }

    /// The last lines from `offset` on, for an error message.
    pub(crate) fn tail(&self, offset: u64) -> String {
        read_tail(&self.path, offset, TAIL_BYTES).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_big_log_is_moved_aside() {
        let directory = tempfile::tempdir().unwrap();
        let user = ServerUser::for_directories(&[]).unwrap();
        let home = Home {
            directory: directory.path().to_owned(),
            user,
        };
        let log = LogFile::new(&home, 15);
        fs::write(
            log.path(),
            vec![b'x'; usize::try_from(LIMIT_BYTES).unwrap() + 1],
        )
        .unwrap();
        let (_, start) = log.open().unwrap();
        assert_eq!(start, 0);
        assert!(directory.path().join("15.log.1").exists());
    }
}
