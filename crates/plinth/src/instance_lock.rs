//! One site per data directory: a second start is told who was first.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg};
use url::Url;

const FILE_NAME: &str = "plinth.lock";

/// Held while the site runs. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct InstanceLock {
    file: Flock<File>,
    path: PathBuf,
}

/// What the running site wrote down about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunningSite {
    /// Its process.
    pub process: Option<u32>,
    /// Its public address.
    pub base_url: Option<Url>,
}

/// Why the lock is not ours.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process has it.
    #[error(
        "Plinth already runs on the data directory {}{}. Stop it first, or choose another data directory with --data-dir",
        data_dir.display(),
        site.process.map(|id| format!(" (process {id})")).unwrap_or_default()
    )]
    Taken {
        /// The directory.
        data_dir: PathBuf,
        /// The site that has it.
        site: RunningSite,
    },
    /// The lock's file cannot be made.
    #[error("the lock {} cannot be used: {source}", path.display())]
    Storage {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
}

impl InstanceLock {
    /// Takes the lock of this data directory, which must exist.
    ///
    /// # Errors
    /// `Taken` when a site runs there, `Storage` when the file cannot be made.
    pub fn take(data_dir: &Path) -> Result<Self, LockError> {
        let path = data_dir.join(FILE_NAME);
        let storage = |source| LockError::Storage {
            path: path.clone(),
            source,
        };
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(storage)?;
        let mut file = match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
            Ok(locked) => locked,
            Err((mut file, Errno::EWOULDBLOCK)) => {
                let mut text = String::new();
                // The text is only a courtesy; the lock itself has spoken.
                let _ = file.read_to_string(&mut text);
                return Err(LockError::Taken {
                    data_dir: data_dir.to_owned(),
                    site: RunningSite::parse(&text),
                });
            }
            Err((_, error)) => return Err(storage(error.into())),
        };
        let write = |file: &mut File| -> io::Result<()> {
            file.set_len(0)?;
            file.rewind()?;
            writeln!(file, "{}", std::process::id())
        };
        write(&mut file).map_err(storage)?;
        Ok(Self { file, path })
    }

    /// Writes down the public address, for commands that run beside the site.
    ///
    /// # Errors
    /// `Storage` when it cannot be written.
    pub fn tell_address(&mut self, base_url: &Url) -> Result<(), LockError> {
        writeln!(self.file, "{base_url}").map_err(|source| LockError::Storage {
            path: self.path.clone(),
            source,
        })
    }
}

impl RunningSite {
    /// The site that runs on this data directory, if one does.
    pub fn find(data_dir: &Path) -> Option<Self> {
        match InstanceLock::take(data_dir) {
            Err(LockError::Taken { site, .. }) => Some(site),
            _ => None,
        }
    }

    fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        Self {
            process: lines.next().and_then(|line| line.parse().ok()),
            base_url: lines.next().and_then(|line| line.parse().ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_is_first_and_may_come_after() {
        let directory = tempfile::tempdir().unwrap();
        assert_eq!(RunningSite::find(directory.path()), None);
        let mut first = InstanceLock::take(directory.path()).unwrap();
        let base_url: Url = "http://localhost:1/".parse().unwrap();
        first.tell_address(&base_url).unwrap();
        let site = RunningSite::find(directory.path()).unwrap();
        assert_eq!(site.process, Some(std::process::id()));
        assert_eq!(site.base_url, Some(base_url));
        drop(first);
        InstanceLock::take(directory.path()).unwrap();
    }

    #[test]
    fn a_missing_directory_is_named() {
        let error = InstanceLock::take(Path::new("/nowhere/at/all")).unwrap_err();
        assert!(
            error.to_string().contains("/nowhere/at/all/plinth.lock"),
            "{error}"
        );
    }
}
