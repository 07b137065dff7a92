//! What is refused, and that it stays as it was.

use std::fs;
use std::os::unix::fs::symlink;

use embedded_postgres::{Cluster, ClusterError};
use nix::unistd::geteuid;

use crate::site::{Site, snapshot};

fn refusal(site: &Site) -> ClusterError {
    Cluster::start_or_adopt(&site.settings()).expect_err("the start must be refused")
}

#[test]
fn a_directory_that_is_no_cluster_is_left_as_it_was() {
    let site = Site::new();
    let strange = site.data_dir().join("postgres/15");
    fs::create_dir_all(strange.join("photos")).unwrap();
    fs::write(strange.join("photos/cat.jpg"), "meow").unwrap();
    let before = snapshot(&strange);
    let error = refusal(&site);
    assert!(
        matches!(&error, ClusterError::NotUnderstood { path, .. } if path.ends_with("postgres/15")),
        "{error}"
    );
    assert_eq!(snapshot(&strange), before);
}

#[test]
fn a_file_in_the_place_of_the_directory_is_refused() {
    let site = Site::new();
    fs::create_dir_all(site.data_dir()).unwrap();
    fs::write(site.data_dir().join("postgres"), "a file").unwrap();
    assert!(matches!(refusal(&site), ClusterError::NotUnderstood { .. }));
    assert_eq!(
        fs::read_to_string(site.data_dir().join("postgres")).unwrap(),
        "a file"
    );
}

#[test]
fn a_cluster_of_another_version_is_refused_with_the_way_out() {
    let site = Site::new();
    let old = site.data_dir().join("postgres/9");
    fs::create_dir_all(&old).unwrap();
    fs::write(old.join("PG_VERSION"), "9\n").unwrap();
    let before = snapshot(&old);
    let error = refusal(&site);
    assert!(
        matches!(error, ClusterError::VersionMismatch { needed: 9, .. }),
        "{error}"
    );
    assert!(
        error.to_string().contains("Install PostgreSQL 9"),
        "{error}"
    );
    assert_eq!(snapshot(&old), before);
}

#[test]
fn a_broken_link_is_refused() {
    let site = Site::new();
    fs::create_dir_all(site.data_dir()).unwrap();
    symlink("/nowhere/at/all", site.data_dir().join("postgres")).unwrap();
    assert!(refusal(&site).to_string().contains("/nowhere/at/all"));
}

#[test]
fn named_programs_that_do_not_work_are_named() {
    let site = Site::new();
    let mut settings = site.settings();
    settings.server_programs = Some(site.path().join("no/bin"));
    let error = Cluster::start_or_adopt(&settings).expect_err("there are no programs");
    assert!(
        matches!(error, ClusterError::ProgramsUnusable { .. }),
        "{error}"
    );
    assert!(!site.data_dir().join("postgres/15").exists());
}

#[test]
fn a_server_that_cannot_start_says_why_and_loses_nothing() {
    let site = Site::new();
    let cluster = site.start();
    let configuration = cluster.directory().join("postgresql.conf");
    cluster.stop();
    let good = fs::read_to_string(&configuration).unwrap();
    fs::write(&configuration, format!("{good}\nno_such_setting = 1\n")).unwrap();
    let error = refusal(&site);
    assert!(matches!(error, ClusterError::StartFailed { .. }), "{error}");
    assert!(error.to_string().contains("no_such_setting"), "{error}");
    fs::write(&configuration, good).unwrap();
    assert_eq!(site.query(&site.start(), "select 1"), Ok("1".to_owned()));
}

/// Root's closed directories are the case of most containers and of this project's own machines; for
/// anybody else the server runs as themselves and a closed directory is no obstacle.
#[test]
fn a_data_directory_that_the_server_cannot_enter_is_answered_with_another_place() {
    let site = Site::closed();
    let system = Site::new();
    let mut settings = site.settings();
    settings.system_dir = system.path().join("plinth");
    let cluster = Cluster::start_or_adopt(&settings).unwrap();
    assert_eq!(site.query(&cluster, "select 1"), Ok("1".to_owned()));
    let link = site.data_dir().join("postgres");
    assert_eq!(link.is_symlink(), geteuid().is_root());
    assert_eq!(
        cluster.directory().starts_with(&settings.system_dir),
        geteuid().is_root()
    );
    drop(cluster);
    if link.is_symlink() {
        a_copied_link_is_refused_and_a_moved_one_followed(&site, &settings);
    }
}

fn a_copied_link_is_refused_and_a_moved_one_followed(
    site: &Site,
    settings: &embedded_postgres::ClusterSettings,
) {
    let target = fs::read_link(site.data_dir().join("postgres")).unwrap();
    let copy = site.path().join("copy");
    fs::create_dir(&copy).unwrap();
    symlink(target, copy.join("postgres")).unwrap();
    let mut settings = settings.clone();
    settings.data_dir = copy;
    let error = Cluster::start_or_adopt(&settings).expect_err("a copy shares the database");
    assert!(matches!(error, ClusterError::SharedByTwo { .. }), "{error}");
    fs::remove_dir_all(site.data_dir()).unwrap();
    assert_eq!(
        site.query(&Cluster::start_or_adopt(&settings).unwrap(), "select 1"),
        Ok("1".to_owned())
    );
}
