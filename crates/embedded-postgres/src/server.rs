//! One server process: start it, wait until it takes connections, stop it.

use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::error::ClusterError;
use crate::log_file::LogFile;
use crate::postmaster::{Liveness, PostmasterNote};
use crate::process::{command_as, end_with_this_thread, is_alive};
use crate::programs::Programs;
use crate::server_user::ServerUser;
use crate::settings::Durability;

/// How our servers are told from others, in `ps` too.
pub(crate) const CLUSTER_NAME: &str = "plinth";
/// The number in the name of the socket; there is no TCP.
pub(crate) const PORT: u16 = 5432;

const GLANCE: Duration = Duration::from_millis(10);
const FAST_SHUTDOWN: Duration = Duration::from_secs(10);
const IMMEDIATE_SHUTDOWN: Duration = Duration::from_secs(30);

/// Everything that a start needs.
pub(crate) struct StartPlan<'a> {
    pub(crate) cluster: &'a Path,
    pub(crate) programs: &'a Programs,
    pub(crate) user: &'a ServerUser,
    pub(crate) socket_directory: &'a Path,
    pub(crate) port: u16,
    pub(crate) durability: Durability,
    pub(crate) log: &'a LogFile,
    pub(crate) timeout: Duration,
}

/// A running server that is a child of this process.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    pid: Pid,
}

impl Server {
    /// Starts a server and waits until it takes connections, or until `is_unwanted` says so.
    pub(crate) fn start(
        plan: &StartPlan<'_>,
        is_unwanted: impl Fn() -> bool,
    ) -> Result<Self, ClusterError> {
        let path = plan.log.path();
        let (file, log_start) = plan
            .log
            .open()
            .map_err(ClusterError::storage("open", path))?;
        let errors = file
            .try_clone()
            .map_err(ClusterError::storage("open", path))?;
        let mut command = command_as(plan.user, plan.programs.path("postgres"));
        command
            .args(arguments(plan))
            .stdout(Stdio::from(file))
            .stderr(Stdio::from(errors));
        if let Some(pid) = reused_pid(plan.cluster) {
            // In a container numbers repeat, and PostgreSQL would take, say, one of our threads for a living
            // server. This variable is its own way to be told of a number that is none; its check of the
            // shared memory still protects the data.
            command.env("PG_GRANDPARENT_PID", pid.to_string());
        }
        end_with_this_thread(&mut command, Signal::SIGINT);
        let child = command
            .spawn()
            .map_err(ClusterError::storage("run", plan.programs.path("postgres")))?;
        let pid = Pid::from_raw(child.id().cast_signed());
        Self { child, pid }.wait_until_ready(plan, log_start, is_unwanted)
    }

    fn wait_until_ready(
        mut self,
        plan: &StartPlan<'_>,
        log_start: u64,
        is_unwanted: impl Fn() -> bool,
    ) -> Result<Self, ClusterError> {
        let begin = Instant::now();
        let log = || plan.log.path().to_owned();
        loop {
            if PostmasterNote::read(plan.cluster).is_some_and(|note| note.is_ready_as(self.pid)) {
                return Ok(self);
            }
            if let Some(status) = self.ended() {
                return Err(ClusterError::StartFailed {
                    status: status.to_string(),
                    log: log(),
                    log_tail: plan.log.tail(log_start),
                });
            }
            if is_unwanted() {
                self.stop();
                return Err(ClusterError::Stopped);
            }
            if begin.elapsed() > plan.timeout {
                self.stop();
                return Err(ClusterError::StartTimedOut {
                    waited: plan.timeout,
                    log: log(),
                    log_tail: plan.log.tail(log_start),
                });
            }
            thread::sleep(GLANCE);
        }
    }

    /// How the server ended, if it did.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Stops it: open transactions are rolled back and the files are left clean. Only when that takes
    /// too long is it told to leave at once, after which the next start replays its journal.
    pub(crate) fn stop(mut self) {
        let pid = self.pid;
        stop_with(pid, || self.ended().is_some());
    }
}

/// Stops a server of ours that another process started and left behind, and waits until it is gone.
pub(crate) fn stop_orphan(pid: Pid) {
    stop_with(pid, || !is_alive(pid));
}

fn stop_with(pid: Pid, mut has_ended: impl FnMut() -> bool) {
    for (signal, patience) in [
        (Signal::SIGINT, FAST_SHUTDOWN),
        (Signal::SIGQUIT, IMMEDIATE_SHUTDOWN),
    ] {
        // Asked before the signal, so that it never goes to a number that was given to somebody else.
        if has_ended() {
            return;
        }
        if let Err(error) = kill(pid, signal) {
            tracing::warn!(%pid, %signal, %error, "cannot signal the database");
        }
        let begin = Instant::now();
        while begin.elapsed() < patience {
            if has_ended() {
                return;
            }
            thread::sleep(GLANCE);
        }
    }
    tracing::error!(%pid, "the database does not stop; it is left alone, since killing it could lose data");
}

fn reused_pid(cluster: &Path) -> Option<Pid> {
    let note = PostmasterNote::read(cluster)?;
    (note.liveness(cluster) == Liveness::Reused).then_some(note.pid)
}

fn arguments(plan: &StartPlan<'_>) -> Vec<std::ffi::OsString> {
    let mut arguments = vec!["-D".into(), plan.cluster.as_os_str().to_owned()];
    arguments.extend([
        "-k".into(),
        quoted(plan.socket_directory),
        "-p".into(),
        plan.port.to_string().into(),
    ]);
    let mut settings = vec![
        "listen_addresses=".to_owned(),
        format!("cluster_name={CLUSTER_NAME}"),
        "unix_socket_permissions=0700".to_owned(),
        "logging_collector=off".to_owned(),
        "log_destination=stderr".to_owned(),
    ];
    if plan.durability == Durability::Disposable {
        let loose = [
            "fsync=off",
            "full_page_writes=off",
            "synchronous_commit=off",
            "max_connections=200",
        ];
        settings.extend(loose.map(str::to_owned));
    }
    for setting in settings {
        arguments.extend(["-c".into(), setting.into()]);
    }
    arguments
}

/// PostgreSQL reads a list here, so a path with a comma or a blank needs quotes.
fn quoted(path: &Path) -> std::ffi::OsString {
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    let mut bytes = vec![b'"'];
    for &byte in path.as_os_str().as_bytes() {
        if byte == b'"' {
            bytes.push(b'"');
        }
        bytes.push(byte);
    }
    bytes.push(b'"');
    std::ffi::OsString::from_vec(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_directory_is_one_quoted_entry() {
        assert_eq!(quoted(Path::new("/a, b/\"c\"")), "\"/a, b/\"\"c\"\"\"");
    }
}
