//! What happens to the server when things go wrong under it.

use std::fs;
use std::process::Command;

use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, geteuid};

use crate::site::{Site, wait_for};

#[test]
fn a_killed_server_comes_back_with_its_data() {
    let site = Site::new();
    let cluster = site.start_durable();
    site.query(&cluster, "create table notes as select 42 as answer")
        .unwrap();
    let killed = site.server_pid(&cluster).unwrap();
    kill(killed, Signal::SIGKILL).unwrap();
    wait_for("a new server", || {
        site.server_pid(&cluster).filter(|&pid| pid != killed)
    });
    assert_eq!(
        site.query_patiently(&cluster, "select answer from notes"),
        "42"
    );
    assert!(!cluster.is_adopted());
}

#[test]
fn a_server_that_somebody_stopped_comes_back() {
    let site = Site::new();
    let cluster = site.start();
    let stopped = site.server_pid(&cluster).unwrap();
    kill(stopped, Signal::SIGTERM).unwrap();
    wait_for("a new server", || {
        site.server_pid(&cluster).filter(|&pid| pid != stopped)
    });
    assert_eq!(site.query_patiently(&cluster, "select 1"), "1");
}

#[test]
fn a_stop_during_the_pause_before_a_restart_is_quick_and_final() {
    let site = Site::new();
    let cluster = site.start();
    let killed = site.server_pid(&cluster).unwrap();
    kill(killed, Signal::SIGKILL).unwrap();
    wait_for("the end of the server", || {
        (!crate::site::is_running(killed)).then_some(())
    });
    let begin = std::time::Instant::now();
    cluster.stop();
    assert!(begin.elapsed() < std::time::Duration::from_secs(5));
    wait_for("the last process", || {
        (site.processes_of(&cluster.directory()) == 0).then_some(())
    });
}

#[test]
fn a_deleted_cluster_is_not_replaced_by_an_empty_one() {
    let site = Site::new();
    let cluster = site.start();
    let directory = cluster.directory();
    let aside = site.path().join("aside");
    let pid = site.server_pid(&cluster).unwrap();
    fs::rename(&directory, &aside).unwrap();
    kill(pid, Signal::SIGKILL).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2_500));
    assert!(!directory.exists());
    // It comes back as soon as the directory does.
    fs::rename(&aside, &directory).unwrap();
    assert_eq!(site.query_patiently(&cluster, "select 1"), "1");
}

#[test]
fn an_interrupted_first_start_does_not_stand_in_the_way() {
    let site = Site::new();
    let home = site.data_dir().join("postgres");
    let leftover = home.join("15.initialising-999999999");
    fs::create_dir_all(leftover.join("base")).unwrap();
    fs::write(leftover.join("PG_VERSION"), "15\n").unwrap();
    let cluster = site.start();
    assert!(!leftover.exists());
    assert_eq!(site.query(&cluster, "select 1"), Ok("1".to_owned()));
}

#[test]
fn a_stale_note_with_a_number_in_use_does_not_stop_a_start() {
    let site = Site::new();
    let cluster = site.start();
    let directory = cluster.directory();
    let note = directory.join("postmaster.pid");
    let text = fs::read_to_string(&note).unwrap();
    drop(cluster);
    // A process of the server's own user, which PostgreSQL would take for a living server.
    let mut bystander = bystander(&directory);
    let pid = Pid::from_raw(bystander.id().cast_signed());
    let first = text.lines().next().unwrap();
    fs::write(&note, text.replacen(first, &pid.to_string(), 1)).unwrap();
    let cluster = site.start();
    assert_eq!(site.query(&cluster, "select 1"), Ok("1".to_owned()));
    assert!(
        bystander.try_wait().unwrap().is_none(),
        "the bystander must not be touched"
    );
    bystander.kill().unwrap();
    bystander.wait().unwrap();
}

fn bystander(directory: &std::path::Path) -> std::process::Child {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    let mut command = Command::new("sleep");
    command.arg("60").current_dir("/");
    if geteuid().is_root() {
        command.uid(directory.metadata().unwrap().uid());
    }
    command.spawn().unwrap()
}
