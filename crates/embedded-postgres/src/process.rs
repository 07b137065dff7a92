//! Starts programs as the server's user, in a clean environment, tied to the life of this process.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, Output, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::server_user::ServerUser;

/// A command that runs as the server's user, sees none of our `PG…` variables, and ignores Ctrl-C at the
/// terminal: the order in which things stop is ours to decide.
pub(crate) fn command_as(user: &ServerUser, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("LC_ALL", "C")
        .current_dir("/")
        .stdin(Stdio::null())
        .process_group(0);
    for name in ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    if user.differs_from_ours() {
        command.gid(user.gid().as_raw()).uid(user.uid().as_raw());
    }
    command
}

/// Runs a command to its end, with `input` on its standard input.
pub(crate) fn run_with_input(command: &mut Command, input: &str) -> io::Result<Output> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        // A program that ended early has said why on its standard error, which is what counts.
        let _ = pipe.write_all(input.as_bytes());
    }
    child.wait_with_output()
}

/// Whether a process of this number exists, whoever owns it.
pub(crate) fn is_alive(pid: Pid) -> bool {
    !matches!(kill(pid, None), Err(nix::Error::ESRCH))
}

/// Has the kernel send `signal` to the program when the thread that starts it ends.
///
/// The kernel forgets the wish when the process changes its user; the standard library changes the user
/// before it calls this closure, so the order is right.
#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "only code between fork and exec can make this wish, and Rust cannot check that code"
)]
pub(crate) fn end_with_this_thread(command: &mut Command, signal: Signal) {
    let parent = Pid::this();
    // SAFETY: between fork and exec only async-signal-safe calls are allowed. `prctl` and `getppid` are plain
    // system calls; nothing is allocated, no lock is taken, and the error made here holds no heap data.
    unsafe {
        command.pre_exec(move || {
            nix::sys::prctl::set_pdeathsig(signal)?;
            // The parent may have ended before the wish was made; then nobody would ever send the signal.
            if Pid::parent() == parent {
                Ok(())
            } else {
                Err(nix::Error::ESRCH.into())
            }
        });
    }
}

/// Other systems have no such wish: there the next start finds the orphan and stops it.
#[cfg(not(target_os = "linux"))]
pub(crate) fn end_with_this_thread(_command: &mut Command, _signal: Signal) {}
