//! The places where machines keep PostgreSQL's server programs, in the order in which they are tried.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use crate::home::Home;
use crate::process::command_as;
use crate::programs::wheel;

/// Directories that hold a file `postgres`, without repetition.
pub(crate) fn candidates(home: &Home) -> Vec<PathBuf> {
    let mut places = wheel::unpacked(home);
    places.extend(pg_config(home));
    if let Some(path) = env::var_os("PATH") {
        places.extend(env::split_paths(&path));
    }
    places.extend(newest_first("/usr/lib/postgresql", "", "bin"));
    places.extend(newest_first("/usr", "pgsql-", "bin"));
    places.extend(newest_first("/usr/libexec", "postgresql", ""));
    for prefix in [
        "/opt/homebrew/opt",
        "/usr/local/opt",
        "/home/linuxbrew/.linuxbrew/opt",
    ] {
        places.extend(newest_first(prefix, "postgresql@", "bin"));
        places.push(Path::new(prefix).join("postgresql/bin"));
    }
    places.push(PathBuf::from(
        "/Applications/Postgres.app/Contents/Versions/latest/bin",
    ));
    with_postgres(places)
}

fn with_postgres(places: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen = Vec::new();
    let mut found = Vec::new();
    for place in places {
        let Ok(program) = place.join("postgres").canonicalize() else {
            continue;
        };
        if !seen.contains(&program) {
            seen.push(program);
            found.push(place);
        }
    }
    found
}

fn pg_config(home: &Home) -> Option<PathBuf> {
    let output = command_as(&home.user, "pg_config")
        .arg("--bindir")
        .output()
        .ok()?;
    let mut bytes = output.stdout;
    bytes.truncate(bytes.trim_ascii_end().len());
    let path = PathBuf::from(OsString::from_vec(bytes));
    path.is_absolute().then_some(path)
}

/// `<parent>/<prefix><number>/<inner>` for each number, the greatest first.
fn newest_first(parent: &str, prefix: &str, inner: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut found: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some((
                name.strip_prefix(prefix)?.parse().ok()?,
                entry.path().join(inner),
            ))
        })
        .collect();
    found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    found.into_iter().map(|(_, path)| path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_version_comes_first_by_number_not_by_text() {
        let parent = tempfile::tempdir().unwrap();
        for name in ["pgsql-9", "pgsql-15", "pgsql-17", "pgsql-old", "other"] {
            fs::create_dir(parent.path().join(name)).unwrap();
        }
        let found = newest_first(parent.path().to_str().unwrap(), "pgsql-", "bin");
        let names: Vec<_> = found
            .iter()
            .map(|path| path.strip_prefix(parent.path()).unwrap())
            .collect();
        assert_eq!(
            names,
            ["pgsql-17/bin", "pgsql-15/bin", "pgsql-9/bin"].map(Path::new)
        );
    }

    #[test]
    fn a_place_is_tried_once_under_all_its_names() {
        let parent = tempfile::tempdir().unwrap();
        let place = parent.path().join("bin");
        fs::create_dir(&place).unwrap();
        fs::write(place.join("postgres"), "").unwrap();
        std::os::unix::fs::symlink(&place, parent.path().join("again")).unwrap();
        let found = with_postgres(vec![
            place.clone(),
            parent.path().join("again"),
            parent.path().join("none"),
        ]);
        assert_eq!(found, [place]);
    }
}
