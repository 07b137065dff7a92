//! Reads what is in a home, and tells a cluster from something that must not be touched.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use nix::unistd::Pid;

use crate::error::ClusterError;
use crate::process::is_alive;

/// A cluster that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExistingCluster {
    pub(crate) directory: PathBuf,
    pub(crate) major: u32,
}

/// The newest cluster in a home, if there is one.
///
/// # Errors
/// `NotUnderstood` when a directory that has a version's name holds no cluster of that version.
pub(crate) fn find_newest(home: &Path) -> Result<Option<ExistingCluster>, ClusterError> {
    let mut newest: Option<ExistingCluster> = None;
    for (name, path) in list(home)? {
        let Ok(major) = name.parse::<u32>() else {
            continue;
        };
        if is_empty(&path)? {
            continue;
        }
        let found = ExistingCluster {
            major: read_version(&path)?,
            directory: path,
        };
        if found.major != major {
            let reason = format!("its PG_VERSION says {}", found.major);
            return Err(ClusterError::NotUnderstood {
                path: found.directory,
                reason,
            });
        }
        if newest.as_ref().is_none_or(|other| other.major < major) {
            newest = Some(found);
        }
    }
    Ok(newest)
}

/// Where a new cluster is made before it gets its name.
pub(crate) fn initialising(home: &Path, major: u32) -> PathBuf {
    home.join(format!("{major}.initialising-{}", std::process::id()))
}

/// Removes what an interrupted start left: directories of our own naming whose process is gone. Called only
/// with the owner's lock, so one with our own number is a leftover too (numbers repeat in containers).
pub(crate) fn remove_leftovers(home: &Path) -> Result<(), ClusterError> {
    for (name, path) in list(home)? {
        let Some(pid) = leftover_pid(&name) else {
            continue;
        };
        if pid != Pid::this() && is_alive(pid) {
            continue;
        }
        match fs::remove_dir_all(&path) {
            Ok(()) => {
                tracing::info!(path = %path.display(), "removed what an interrupted first start left")
            }
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "cannot remove an interrupted first start")
            }
        }
    }
    Ok(())
}

fn leftover_pid(name: &str) -> Option<Pid> {
    let (major, pid) = name.split_once(".initialising-")?;
    major.parse::<u32>().ok()?;
    pid.parse().ok().filter(|&pid| pid > 0).map(Pid::from_raw)
}

fn read_version(cluster: &Path) -> Result<u32, ClusterError> {
    let path = cluster.join("PG_VERSION");
    let not_understood = |reason: &str| ClusterError::NotUnderstood {
        path: cluster.to_owned(),
        reason: reason.to_owned(),
    };
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Err(not_understood("it has no file PG_VERSION"));
        }
        Err(error) => return Err(ClusterError::storage("read", &path)(error)),
    };
    text.trim()
        .parse()
        .map_err(|_| not_understood("its PG_VERSION is not a number"))
}

fn is_empty(path: &Path) -> Result<bool, ClusterError> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(false),
        Err(error) => Err(ClusterError::storage("read", path)(error)),
    }
}

fn list(home: &Path) -> Result<Vec<(String, PathBuf)>, ClusterError> {
    let entries = fs::read_dir(home).map_err(ClusterError::storage("read", home))?;
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(ClusterError::storage("read", home))?;
        if let Ok(name) = entry.file_name().into_string() {
            found.push((name, entry.path()));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_cluster_is_found() {
        let home = tempfile::tempdir().unwrap();
        for major in ["14", "16", "9"] {
            fs::create_dir(home.path().join(major)).unwrap();
            fs::write(
                home.path().join(major).join("PG_VERSION"),
                format!("{major}\n"),
            )
            .unwrap();
        }
        fs::create_dir(home.path().join("17")).unwrap();
        fs::create_dir(home.path().join("socket")).unwrap();
        assert_eq!(find_newest(home.path()).unwrap().unwrap().major, 16);
    }

    #[test]
    fn a_directory_without_a_version_is_not_understood() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("15")).unwrap();
        fs::write(home.path().join("15/letter.txt"), "dear").unwrap();
        assert!(matches!(
            find_newest(home.path()),
            Err(ClusterError::NotUnderstood { .. })
        ));
    }

    #[test]
    fn a_directory_of_another_version_than_its_name_is_not_understood() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("15")).unwrap();
        fs::write(home.path().join("15/PG_VERSION"), "14\n").unwrap();
        assert!(matches!(
            find_newest(home.path()),
            Err(ClusterError::NotUnderstood { .. })
        ));
    }

    #[test]
    fn leftovers_of_the_dead_and_of_ourselves_go_and_those_of_the_living_stay() {
        let home = tempfile::tempdir().unwrap();
        let ours = initialising(home.path(), 15);
        let dead = home.path().join("15.initialising-999999999");
        let living = home
            .path()
            .join(format!("15.initialising-{}", Pid::parent()));
        let other = home.path().join("15.backup");
        for path in [&ours, &dead, &living, &other] {
            fs::create_dir(path).unwrap();
        }
        remove_leftovers(home.path()).unwrap();
        assert!(!ours.exists() && !dead.exists() && living.exists() && other.exists());
    }
}
