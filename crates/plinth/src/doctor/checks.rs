//! The checks of this machine: directories, addresses, the secret key.

use std::fs::OpenOptions;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;

use url::{Host, Url};

use super::Finding;
use crate::instance_lock::RunningSite;
use crate::secrets::{Secrets, SecretsError};

/// Below this, PostgreSQL soon cannot write its log of changes.
const ENOUGH_MEBIBYTES: u64 = 256;

pub(super) fn data_directory(path: &Path) -> Finding {
    const SUBJECT: &str = "data directory";
    let shown = path.display();
    if !path.exists() {
        return match writable(existing_ancestor(path)) {
            Ok(()) => Finding::good(SUBJECT, format!("{shown} is made by the first start")),
            Err(error) => Finding::bad(
                SUBJECT,
                format!("{shown} does not exist and cannot be made: {error}"),
                "make it yourself for the user that runs Plinth, or choose another with --data-dir",
            ),
        };
    }
    match writable(path) {
        Ok(()) => Finding::good(SUBJECT, format!("{shown} can be written")),
        Err(error) => Finding::bad(
            SUBJECT,
            format!("{shown} cannot be written: {error}"),
            format!("give it to the user that runs Plinth: chown -R USER {shown}"),
        ),
    }
}

pub(super) fn free_space(path: &Path) -> Finding {
    const SUBJECT: &str = "free space";
    match nix::sys::statvfs::statvfs(existing_ancestor(path)) {
        Ok(disk) => {
            #[expect(
                clippy::useless_conversion,
                reason = "the types differ between systems"
            )]
            let bytes =
                u64::from(disk.blocks_available()).saturating_mul(u64::from(disk.fragment_size()));
            let mebibytes = bytes / (1_024 * 1_024);
            if mebibytes >= ENOUGH_MEBIBYTES {
                Finding::good(SUBJECT, format!("{mebibytes} MiB"))
            } else {
                Finding::bad(
                    SUBJECT,
                    format!("only {mebibytes} MiB are left where the data directory is"),
                    format!("free some space; {ENOUGH_MEBIBYTES} MiB are the least"),
                )
            }
        }
        Err(error) => Finding::bad(
            SUBJECT,
            format!("it cannot be measured: {error}"),
            "check that the data directory's disk is mounted",
        ),
    }
}

pub(super) fn secret_key(path: &Path) -> Finding {
    const SUBJECT: &str = "secret key";
    match Secrets::load(path) {
        Ok(_) => Finding::good(SUBJECT, format!("{} holds one", path.display())),
        Err(SecretsError::Storage { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            Finding::good(SUBJECT, "it is made by the first start")
        }
        Err(error @ SecretsError::ReadableByOthers { .. }) => Finding::bad(
            SUBJECT,
            error.to_string(),
            format!("chmod 600 {}", path.display()),
        ),
        Err(error) => Finding::bad(
            SUBJECT,
            error.to_string(),
            "restore the file from a backup, or move it away",
        ),
    }
}

pub(super) fn listening_address(address: SocketAddr, data_dir: &Path) -> Finding {
    const SUBJECT: &str = "listening address";
    match TcpListener::bind(address) {
        Ok(_) => Finding::good(SUBJECT, format!("{address} is free")),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => match RunningSite::find(data_dir)
        {
            Some(site) => Finding::good(SUBJECT, in_use(address, &site)),
            None => Finding::bad(
                SUBJECT,
                format!("{address} is used by another program"),
                "stop that program, or choose another address with --listen",
            ),
        },
        Err(error) => Finding::bad(
            SUBJECT,
            format!("{address} cannot be used: {error}"),
            "choose another address with --listen, such as 127.0.0.1:8080",
        ),
    }
}

pub(super) fn public_address(address: &Url) -> Finding {
    const SUBJECT: &str = "public address";
    if address.scheme() == "https" || is_loopback(address) {
        return Finding::good(SUBJECT, address.as_str());
    }
    Finding::bad(
        SUBJECT,
        format!("{address} is not https: passwords and sessions cross the network unencrypted"),
        "put a proxy with a certificate in front, and set --base-url to its https address",
    )
}

fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

fn in_use(address: SocketAddr, site: &RunningSite) -> String {
    match site.process {
        Some(process) => format!("{address} is in use while the site runs (process {process})"),
        None => format!("{address} is in use while the site runs"),
    }
}

fn existing_ancestor(path: &Path) -> &Path {
    path.ancestors()
        .find(|ancestor| ancestor.exists())
        .unwrap_or(Path::new("."))
}

/// Whether a file can be made there; nothing is left behind.
fn writable(directory: &Path) -> io::Result<()> {
    let probe = directory.join(format!(".plinth-doctor-{}", std::process::id()));
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&probe)?;
    std::fs::remove_file(probe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Verdict;
    use crate::instance_lock::InstanceLock;

    fn is_good(finding: &Finding) -> bool {
        matches!(finding.verdict, Verdict::Good(_))
    }

    #[test]
    fn a_directory_that_can_be_made_or_written_is_good() {
        let directory = tempfile::tempdir().unwrap();
        assert!(is_good(&data_directory(directory.path())));
        assert!(is_good(&data_directory(&directory.path().join("a/b"))));
        assert_eq!(directory.path().read_dir().unwrap().count(), 0);
        assert!(is_good(&free_space(&directory.path().join("a/b"))));
        assert!(!is_good(&data_directory(Path::new("/proc/plinth"))));
    }

    #[test]
    fn a_port_is_free_ours_or_taken() {
        let directory = tempfile::tempdir().unwrap();
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        assert!(!is_good(&listening_address(address, directory.path())));
        let lock = InstanceLock::take(directory.path()).unwrap();
        assert!(is_good(&listening_address(address, directory.path())));
        drop((taken, lock));
        assert!(is_good(&listening_address(address, directory.path())));
    }

    #[test]
    fn only_this_machine_may_do_without_https() {
        for (address, good) in [
            ("http://localhost:8080", true),
            ("http://127.0.0.1", true),
            ("http://[::1]:8080", true),
            ("https://example.com", true),
            ("http://example.com", false),
            ("http://192.0.2.1", false),
        ] {
            assert_eq!(
                is_good(&public_address(&address.parse().unwrap())),
                good,
                "{address}"
            );
        }
    }

    #[test]
    fn a_missing_key_is_no_fault() {
        assert!(is_good(&secret_key(Path::new("/nowhere/secret.key"))));
    }
}
