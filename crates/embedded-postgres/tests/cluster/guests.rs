//! Several processes on one data directory. The second process is this test program again.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use embedded_postgres::{Cluster, DEFAULT_DATABASE};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::site::{self, Site, wait_for};

const DATA_DIR: &str = "EMBEDDED_POSTGRES_TEST_DATA_DIR";

/// Not a test of its own: the body of the second process. Without the variable it has nothing to do.
#[test]
fn second_process() {
    let Some(data_dir) = std::env::var_os(DATA_DIR) else {
        return;
    };
    let mut settings = embedded_postgres::ClusterSettings::new(data_dir);
    settings.durability = embedded_postgres::Durability::Disposable;
    let cluster = Cluster::start_or_adopt(&settings).unwrap();
    let role = if cluster.is_adopted() {
        "adopted"
    } else {
        "started"
    };
    println!(
        "\nresult {role} {}",
        cluster.connection_string(DEFAULT_DATABASE)
    );
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    cluster.stop();
}

struct SecondProcess {
    child: Child,
    stdin: Option<ChildStdin>,
    /// Kept open, since the process complains when nobody reads its output.
    _stdout: BufReader<ChildStdout>,
    role: String,
    connection: String,
}

impl SecondProcess {
    fn spawn(data_dir: &Path) -> Child {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "guests::second_process", "--nocapture"])
            .env(DATA_DIR, data_dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap()
    }

    fn ready(mut child: Child) -> Self {
        let stdin = child.stdin.take();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.starts_with("result ") {
            line.clear();
            assert_ne!(
                stdout.read_line(&mut line).unwrap(),
                0,
                "the second process ended early"
            );
        }
        let mut words = line.trim_end().splitn(3, ' ').skip(1);
        let role = words.next().unwrap().to_owned();
        let connection = words.next().unwrap().to_owned();
        Self {
            child,
            stdin,
            _stdout: stdout,
            role,
            connection,
        }
    }

    fn start(data_dir: &Path) -> Self {
        Self::ready(Self::spawn(data_dir))
    }

    fn finish(mut self) {
        self.stdin.take().unwrap().write_all(b"\n").unwrap();
        self.child.wait().unwrap();
    }

    fn kill(mut self) {
        kill(
            Pid::from_raw(self.child.id().cast_signed()),
            Signal::SIGKILL,
        )
        .unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn a_second_process_adopts_the_server_and_leaves_it_running() {
    let site = Site::new();
    let cluster = site.start();
    let pid = site.server_pid(&cluster);
    let second = SecondProcess::start(&site.data_dir());
    assert_eq!(second.role, "adopted");
    assert_eq!(
        second.connection,
        cluster.connection_string(DEFAULT_DATABASE)
    );
    assert_eq!(
        site::query(&second.connection, "select 1"),
        Ok("1".to_owned())
    );
    second.finish();
    assert_eq!(site.query(&cluster, "select 1"), Ok("1".to_owned()));
    assert_eq!(site.server_pid(&cluster), pid);
}

#[test]
fn of_two_processes_that_start_at_once_one_starts_and_one_adopts() {
    let site = Site::new();
    let children = [
        SecondProcess::spawn(&site.data_dir()),
        SecondProcess::spawn(&site.data_dir()),
    ];
    let processes = children.map(SecondProcess::ready);
    let mut roles = processes.each_ref().map(|process| process.role.as_str());
    roles.sort_unstable();
    assert_eq!(roles, ["adopted", "started"]);
    let (started, adopted): (Vec<_>, Vec<_>) = processes
        .into_iter()
        .partition(|process| process.role == "started");
    adopted
        .into_iter()
        .chain(started)
        .for_each(SecondProcess::finish);
}

#[test]
fn two_values_in_one_process_share_one_server() {
    let site = Site::new();
    let (first, second) = std::thread::scope(|scope| {
        let [first, second] = [scope.spawn(|| site.start()), scope.spawn(|| site.start())];
        (first.join().unwrap(), second.join().unwrap())
    });
    assert_ne!(first.is_adopted(), second.is_adopted());
    assert_eq!(
        site.query(&first, "select 1"),
        site.query(&second, "select 1")
    );
}

#[test]
fn a_guest_takes_over_when_the_owner_stops() {
    let site = Site::new();
    let owner = SecondProcess::start(&site.data_dir());
    let cluster = site.start();
    assert!(cluster.is_adopted());
    let connection = cluster.connection_string(DEFAULT_DATABASE);
    site.query(&cluster, "create table notes as select 42 as answer")
        .unwrap();
    owner.finish();
    wait_for("the take-over", || (!cluster.is_adopted()).then_some(()));
    assert_eq!(
        site.query_patiently(&cluster, "select answer from notes"),
        "42"
    );
    assert_eq!(cluster.connection_string(DEFAULT_DATABASE), connection);
    let pid = site.server_pid(&cluster).unwrap();
    cluster.stop();
    assert!(!site::is_running(pid));
}

#[test]
fn a_killed_owner_leaves_no_server_without_a_parent() {
    let site = Site::new();
    let owner = SecondProcess::start(&site.data_dir());
    let connection = owner.connection.clone();
    site::query(&connection, "create table notes as select 42 as answer").unwrap();
    owner.kill();
    // At once, while the server may still be leaving.
    let cluster = site.start();
    assert!(!cluster.is_adopted());
    assert_eq!(
        site.query(&cluster, "select answer from notes"),
        Ok("42".to_owned())
    );
    assert_eq!(cluster.connection_string(DEFAULT_DATABASE), connection);
}
