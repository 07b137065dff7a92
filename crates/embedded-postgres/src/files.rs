//! Writes below directories that the server's user owns. We may be root there, so no link is ever followed:
//! whoever broke into the server must not be able to aim our writes at another file.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, fchown, lchown};
use std::path::Path;

use nix::fcntl::OFlag;

use crate::server_user::ServerUser;

/// Makes a directory that only the server's user may enter. One that is there already stays as it is.
pub(crate) fn make_private_directory(path: &Path, user: &ServerUser) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => give(path, user),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Hands one file or directory to the server's user.
pub(crate) fn give(path: &Path, user: &ServerUser) -> io::Result<()> {
    if !user.differs_from_ours() {
        return Ok(());
    }
    lchown(path, Some(user.uid().as_raw()), Some(user.gid().as_raw()))
}

/// Hands a whole tree to the server's user.
pub(crate) fn give_tree(path: &Path, user: &ServerUser) -> io::Result<()> {
    if path.symlink_metadata()?.is_dir() {
        for entry in fs::read_dir(path)? {
            give_tree(&entry?.path(), user)?;
        }
    }
    give(path, user)
}

/// Opens a private file of the server's user for appending and reading, and makes it when it is absent. It is
/// handed over even when root made it, or that user could not open it without root later.
pub(crate) fn open_private(path: &Path, user: &ServerUser) -> io::Result<File> {
    let file = OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .mode(0o600)
        .custom_flags(OFlag::O_NOFOLLOW.bits())
        .open(path)?;
    if user.differs_from_ours() {
        fchown(&file, Some(user.uid().as_raw()), Some(user.gid().as_raw()))?;
    }
    Ok(file)
}

/// Replaces a file as a whole, unless it already says the same.
pub(crate) fn replace(path: &Path, text: &str, user: &ServerUser) -> io::Result<()> {
    if path.symlink_metadata().is_ok_and(|found| found.is_file())
        && fs::read_to_string(path).is_ok_and(|found| found == text)
    {
        return Ok(());
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let draft = Path::new(&name);
    write_new(draft, text)?;
    give(draft, user)?;
    fs::rename(draft, path)
}

/// Writes a private file that was not there; a leftover of the same name goes first.
pub(crate) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The text of a file from `offset`, at most its last `limit_bytes`.
pub(crate) fn read_tail(path: &Path, offset: u64, limit_bytes: u64) -> io::Result<String> {
    let mut file = OpenOptions::new()
        .read(true)
        .custom_flags(OFlag::O_NOFOLLOW.bits())
        .open(path)?;
    let end = file.metadata()?.len();
    file.seek(SeekFrom::Start(
        offset.min(end).max(end.saturating_sub(limit_bytes)),
    ))?;
    let mut bytes = Vec::new();
    file.take(limit_bytes).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ourselves() -> ServerUser {
        // As root this names another user, which a temporary directory of ours can be given to as well.
        ServerUser::for_directories(&[]).unwrap()
    }

    #[test]
    fn replacing_a_link_leaves_its_target_alone() {
        let directory = tempfile::tempdir().unwrap();
        let target = directory.path().join("precious");
        let link = directory.path().join("pg_hba.conf");
        fs::write(&target, "mine").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        replace(&link, "ours", &ourselves()).unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
        assert_eq!(fs::read_to_string(&link).unwrap(), "ours");
        assert!(open_private(&link, &ourselves()).is_ok());
    }

    #[test]
    fn a_link_is_not_opened() {
        let directory = tempfile::tempdir().unwrap();
        let link = directory.path().join("log");
        std::os::unix::fs::symlink(directory.path().join("elsewhere"), &link).unwrap();
        assert!(open_private(&link, &ourselves()).is_err());
        assert!(!directory.path().join("elsewhere").exists());
    }

    #[test]
    fn a_tail_starts_at_the_offset_and_is_bounded() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("log");
        fs::write(&file, "old\nfirst\nsecond\n").unwrap();
        assert_eq!(read_tail(&file, 4, 100).unwrap(), "first\nsecond");
        assert_eq!(read_tail(&file, 0, 7).unwrap(), "second");
        assert_eq!(read_tail(&file, 900, 7).unwrap(), "");
    }
}
