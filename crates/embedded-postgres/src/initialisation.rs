//! Makes a new cluster beside its final place and gives it its name only when it is whole, so that an
//! interruption at any moment leaves either a complete cluster or none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use nix::sys::signal::Signal;

use crate::cluster::DEFAULT_DATABASE;
use crate::cluster_directory::{initialising, remove_leftovers};
use crate::configuration::{SUPERUSER, append_settings, write_access};
use crate::error::ClusterError;
use crate::home::Home;
use crate::process::{command_as, end_with_this_thread, run_with_input};
use crate::programs::Programs;
use crate::settings::Durability;

/// Makes the cluster of the programs' version in `home`. The caller holds the owner's lock.
pub(crate) fn initialise(
    home: &Home,
    programs: &Programs,
    durability: Durability,
) -> Result<PathBuf, ClusterError> {
    remove_leftovers(&home.directory)?;
    let major = programs.version.major;
    let draft = initialising(&home.directory, major);
    let cluster = home.directory.join(major.to_string());
    tracing::info!(directory = %cluster.display(), version = %programs.version, "making the private database");
    let made = fill(&draft, home, programs, durability).and_then(|()| {
        fs::rename(&draft, &cluster).map_err(ClusterError::storage("name", &cluster))
    });
    if made.is_err() {
        // What is left would be removed at the next start anyway; on a full disk the space is wanted now.
        let _ = fs::remove_dir_all(&draft);
    } else if let Ok(directory) = fs::File::open(&home.directory) {
        let _ = directory.sync_all();
    }
    made.map(|()| cluster)
}

fn fill(
    draft: &Path,
    home: &Home,
    programs: &Programs,
    durability: Durability,
) -> Result<(), ClusterError> {
    let output = run(
        &mut initdb(draft, home, programs, durability, "C.UTF-8"),
        "",
        draft,
    )?;
    if !output.status.success() {
        if !stderr(&output).contains("invalid locale") {
            return Err(failure(draft, &output));
        }
        // macOS knows no C.UTF-8; there C sorts the same way and the encoding is UTF-8 all the same.
        let output = run(
            &mut initdb(draft, home, programs, durability, "C"),
            "",
            draft,
        )?;
        if !output.status.success() {
            return Err(failure(draft, &output));
        }
    }
    append_settings(draft, &home.user)?;
    write_access(draft, &home.user)?;
    create_database(draft, home, programs, durability)
}

fn initdb(
    draft: &Path,
    home: &Home,
    programs: &Programs,
    durability: Durability,
    locale: &str,
) -> Command {
    let mut command = command_as(&home.user, programs.path("initdb"));
    command.arg("-D").arg(draft).args([
        "-U",
        SUPERUSER,
        "-A",
        "peer",
        "-E",
        "UTF8",
        "--no-instructions",
    ]);
    command.arg(format!("--locale={locale}"));
    if durability == Durability::Disposable {
        command.arg("--no-sync");
    }
    // On SIGTERM initdb removes what it has made.
    end_with_this_thread(&mut command, Signal::SIGTERM);
    command
}

/// Creates the site's database through the single-user mode, which needs neither a socket nor a client.
fn create_database(
    draft: &Path,
    home: &Home,
    programs: &Programs,
    durability: Durability,
) -> Result<(), ClusterError> {
    let mut command = command_as(&home.user, programs.path("postgres"));
    command.arg("--single").arg("-D").arg(draft);
    if durability == Durability::Disposable {
        command.args(["-c", "fsync=off"]);
    }
    command.arg("postgres");
    end_with_this_thread(&mut command, Signal::SIGTERM);
    let output = run(
        &mut command,
        &format!("CREATE DATABASE {DEFAULT_DATABASE};\n"),
        draft,
    )?;
    // The single-user mode reports a failed statement in words only, and ends well.
    let errors = stderr(&output);
    let refused = ["ERROR:", "FATAL:", "PANIC:"]
        .iter()
        .any(|word| errors.contains(word));
    if output.status.success() && !refused {
        Ok(())
    } else {
        Err(failure(draft, &output))
    }
}

fn run(command: &mut Command, input: &str, draft: &Path) -> Result<Output, ClusterError> {
    run_with_input(command, input)
        .map_err(ClusterError::storage("run the server programs for", draft))
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn failure(draft: &Path, output: &Output) -> ClusterError {
    let text = stderr(output);
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let tail = lines[lines.len().saturating_sub(8)..].join("\n");
    let path = draft.to_owned();
    if text.contains("No space left on device") {
        ClusterError::DiskFull { path, output: tail }
    } else if tail.is_empty() {
        ClusterError::Initialisation {
            path,
            output: output.status.to_string(),
        }
    } else {
        ClusterError::Initialisation { path, output: tail }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    fn output(stderr: &str) -> Output {
        Output {
            status: ExitStatus::from_raw(256),
            stdout: Vec::new(),
            stderr: stderr.into(),
        }
    }

    #[test]
    fn a_full_disk_is_told_apart() {
        let full = failure(
            Path::new("/x"),
            &output("initdb: error: could not write: No space left on device\n"),
        );
        assert!(matches!(full, ClusterError::DiskFull { .. }));
        assert!(full.to_string().contains("is full"));
    }

    #[test]
    fn another_failure_keeps_its_last_lines() {
        let text: String = (0..30).map(|line| format!("line {line}\n")).collect();
        let error = failure(Path::new("/x"), &output(&text)).to_string();
        assert!(error.contains("line 29") && !error.contains("line 3\n"));
        assert!(
            failure(Path::new("/x"), &output(""))
                .to_string()
                .contains("exit status: 1")
        );
    }
}
