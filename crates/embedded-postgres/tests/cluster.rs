//! The private cluster against real server programs, as its callers see it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "the whole file is tests, of which clippy sees only the annotated functions"
)]

#[path = "cluster/guests.rs"]
mod guests;
#[path = "cluster/refusals.rs"]
mod refusals;
#[path = "cluster/site.rs"]
mod site;
#[path = "cluster/survival.rs"]
mod survival;

use std::time::{Duration, Instant};

use embedded_postgres::DEFAULT_DATABASE;
use site::Site;

#[test]
fn a_first_start_makes_a_database_that_takes_connections() {
    let site = Site::new();
    let cluster = site.start();
    assert!(!cluster.is_adopted());
    assert!(cluster.version().major >= 14 && cluster.version().minor.is_some());
    assert!(cluster.directory().join("PG_VERSION").exists());
    assert_eq!(
        site.query(&cluster, "select current_database()"),
        Ok("plinth".to_owned())
    );
    assert_eq!(
        site.query(
            &cluster,
            "select pg_encoding_to_char(encoding) from pg_database limit 1"
        ),
        Ok("UTF8".to_owned())
    );
    assert_eq!(
        site.query(&cluster, "show listen_addresses"),
        Ok(String::new())
    );
    assert_eq!(
        site.query(&cluster, "show max_connections"),
        Ok("200".to_owned())
    );
    assert_eq!(site.query(&cluster, "show jit"), Ok("off".to_owned()));
}

#[test]
fn a_second_start_finds_what_the_first_one_stored_and_is_quick() {
    let site = Site::new();
    let cluster = site.start();
    site.query(&cluster, "create table notes as select 42 as answer")
        .unwrap();
    cluster.stop();
    let begin = Instant::now();
    let again = site.start();
    let took = begin.elapsed();
    assert_eq!(
        site.query(&again, "select answer from notes"),
        Ok("42".to_owned())
    );
    println!("start of an existing cluster: {took:?}");
    // Half a second is the aim on a quiet machine; the other tests keep this one busy.
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn a_durable_cluster_keeps_every_commit() {
    let site = Site::new();
    let cluster = site.start_durable();
    assert_eq!(site.query(&cluster, "show fsync"), Ok("on".to_owned()));
    assert_eq!(
        site.query(&cluster, "show synchronous_commit"),
        Ok("on".to_owned())
    );
    assert_eq!(
        site.query(&cluster, "show max_connections"),
        Ok("30".to_owned())
    );
}

#[test]
fn a_stop_leaves_no_process_and_can_be_repeated() {
    let site = Site::new();
    let cluster = site.start();
    let pid = site.server_pid(&cluster).unwrap();
    cluster.stop();
    cluster.stop();
    assert!(!site::is_running(pid));
    assert_eq!(site.server_pid(&cluster), None);
    assert_eq!(site.processes_of(&cluster.directory()), 0);
}

#[test]
fn dropping_the_value_stops_the_server() {
    let site = Site::new();
    let cluster = site.start();
    let pid = site.server_pid(&cluster).unwrap();
    drop(cluster);
    assert!(!site::is_running(pid));
}

#[test]
fn a_deep_data_directory_gets_a_short_socket_path() {
    let site = Site::at_depth(&"a-rather-long-directory-name/".repeat(6));
    let cluster = site.start();
    let sockets = cluster.socket_directory();
    assert!(
        sockets.starts_with("/tmp") && sockets.as_os_str().len() < 60,
        "{}",
        sockets.display()
    );
    assert_eq!(site.query(&cluster, "select 1"), Ok("1".to_owned()));
    drop(cluster);
    std::fs::remove_dir(&sockets).unwrap();
}

#[test]
fn a_data_directory_with_a_comma_works() {
    let site = Site::at_depth("one, two");
    let cluster = site.start();
    assert_eq!(site.query(&cluster, "select 1"), Ok("1".to_owned()));
    let sockets = cluster.socket_directory();
    drop(cluster);
    std::fs::remove_dir(&sockets).unwrap();
}

#[test]
fn a_data_directory_with_odd_characters_works() {
    let site = Site::at_depth("it's \"odd\" \\ /");
    let cluster = site.start();
    assert_eq!(site.query(&cluster, "select 1"), Ok("1".to_owned()));
    assert!(
        cluster
            .connection_string(DEFAULT_DATABASE)
            .contains("dbname='plinth'")
    );
}
