//! Which crate may know which.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde::Deserialize;

/// Every edge between our own crates; any other is a mistake.
const ALLOWED: [(&str, &[&str]); 15] = [
    ("domain", &[]),
    ("comparison", &[]),
    ("content", &[]),
    ("embedded-postgres", &[]),
    ("object-storage", &[]),
    ("media", &[]),
    ("social-card", &[]),
    ("starter-content", &["domain"]),
    ("persistence", &["domain"]),
    ("web-kit", &["content"]),
    ("site-pages", &["content", "domain", "web-kit"]),
    (
        "page-assembly",
        &["content", "domain", "persistence", "site-pages"],
    ),
    (
        "public-web",
        &[
            "content",
            "domain",
            "object-storage",
            "page-assembly",
            "persistence",
            "site-pages",
            "social-card",
            "web-kit",
        ],
    ),
    (
        "admin-web",
        &[
            "comparison",
            "content",
            "domain",
            "media",
            "object-storage",
            "page-assembly",
            "persistence",
            "site-pages",
            "web-kit",
        ],
    ),
    (
        "plinth",
        &[
            "admin-web",
            "content",
            "domain",
            "embedded-postgres",
            "media",
            "object-storage",
            "persistence",
            "public-web",
            "social-card",
            "starter-content",
            "web-kit",
        ],
    ),
];

/// Libraries that a crate must not know, whatever else it needs.
const FORBIDDEN: [(&str, &[&str]); 9] = [
    (
        "comparison",
        &["serde", "diesel", "actix-web", "handlebars", "tokio"],
    ),
    (
        "domain",
        &[
            "serde",
            "diesel",
            "actix-web",
            "handlebars",
            "getrandom",
            "rand",
            "tokio",
            "tracing",
        ],
    ),
    ("content", &["diesel", "actix-web", "handlebars", "tokio"]),
    ("embedded-postgres", &["diesel", "actix-web", "tokio"]),
    (
        "media",
        &["serde", "diesel", "actix-web", "handlebars", "tokio"],
    ),
    ("persistence", &["actix-web", "handlebars"]),
    ("web-kit", &["diesel"]),
    (
        "site-pages",
        &["actix-web", "diesel", "getrandom", "handlebars", "tokio"],
    ),
    ("public-web", &["diesel", "actix-session", "argon2"]),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
}

/// The names of each workspace crate's dependencies, of every kind.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Metadata = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    metadata
        .packages
        .into_iter()
        .map(|package| {
            let names = package
                .dependencies
                .into_iter()
                .map(|dependency| dependency.name);
            (package.name, names.collect())
        })
        .collect()
}

#[test]
fn each_crate_knows_only_the_rooms_it_may() {
    let dependencies = dependencies();
    let ours: BTreeSet<_> = ALLOWED.iter().map(|(name, _)| (*name).to_owned()).collect();
    let found: BTreeSet<_> = dependencies
        .keys()
        .filter(|name| *name != "plinth-tests")
        .cloned()
        .collect();
    assert_eq!(
        found, ours,
        "a new room needs a line here and in ARCHITECTURE.md"
    );
    for (name, allowed) in ALLOWED {
        let allowed: BTreeSet<_> = allowed.iter().map(|name| (*name).to_owned()).collect();
        let known: BTreeSet<_> = dependencies[name].intersection(&ours).cloned().collect();
        let surplus: Vec<_> = known.difference(&allowed).collect();
        assert!(surplus.is_empty(), "{name} must not know {surplus:?}");
    }
}

#[test]
fn no_crate_knows_a_library_that_belongs_to_another_room() {
    let dependencies = dependencies();
    for (name, forbidden) in FORBIDDEN {
        for library in forbidden {
            assert!(
                !dependencies[name].contains(*library),
                "{name} must not know {library}"
            );
        }
    }
    for (name, known) in &dependencies {
        let may_know_diesel = name == "persistence" || name == "plinth-tests";
        assert!(
            may_know_diesel || !known.contains("diesel"),
            "{name} must not know diesel"
        );
    }
}
