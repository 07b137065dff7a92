//! The site's secret key, from which every other key is derived.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const KEY_BYTES: usize = 32;

/// The secret key. Printing it shows nothing of it.
#[derive(Clone)]
pub struct Secrets {
    key: [u8; KEY_BYTES],
}

/// Why there is no secret key.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The file cannot be made or read.
    #[error("the secret key file {} cannot be used: {source}", path.display())]
    Storage {
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// The file holds something else. It is left alone: replacing it would sign everybody out.
    #[error(
        "{} is not a secret key of Plinth (64 hexadecimal digits). Restore it from a backup, or move it away to get a new one, which signs everybody out",
        path.display()
    )]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// Others can read the file.
    #[error("others can read the secret key file {}. Type: chmod 600 {}", path.display(), path.display())]
    ReadableByOthers {
        /// The file.
        path: PathBuf,
    },
    /// The system gives no random bytes.
    #[error("the operating system gives no random bytes: {0}")]
    NoRandomness(getrandom::Error),
}

impl Secrets {
    /// This key, for tests that need the same one twice.
    pub fn from_key(key: [u8; KEY_BYTES]) -> Self {
        Self { key }
    }

    /// A key that lives only in memory, for tests.
    ///
    /// # Errors
    /// `NoRandomness`.
    pub fn random() -> Result<Self, SecretsError> {
        let mut key = [0; KEY_BYTES];
        getrandom::fill(&mut key).map_err(SecretsError::NoRandomness)?;
        Ok(Self { key })
    }

    /// Reads the key from its file, and makes the file when there is none.
    ///
    /// # Errors
    /// Each variant of [`SecretsError`] says what is in the way.
    pub fn load_or_create(path: &Path) -> Result<Self, SecretsError> {
        match Self::load(path) {
            Err(SecretsError::Storage { source, .. })
                if source.kind() == io::ErrorKind::NotFound =>
            {
                Self::create(path)
            }
            outcome => outcome,
        }
    }

    /// Reads the key from its file.
    ///
    /// # Errors
    /// As for [`Secrets::load_or_create`]; a missing file is `Storage`.
    pub fn load(path: &Path) -> Result<Self, SecretsError> {
        let storage = |source| SecretsError::Storage {
            path: path.to_owned(),
            source,
        };
        let file = File::open(path).map_err(storage)?;
        if file.metadata().map_err(storage)?.mode() & 0o077 != 0 {
            return Err(SecretsError::ReadableByOthers {
                path: path.to_owned(),
            });
        }
        let mut text = Vec::new();
        (&file)
            .take(1_024)
            .read_to_end(&mut text)
            .map_err(storage)?;
        HEXLOWER
            .decode(text.trim_ascii())
            .ok()
            .and_then(|key| key.try_into().ok())
            .map(|key| Self { key })
            .ok_or_else(|| SecretsError::NotAKey {
                path: path.to_owned(),
            })
    }

    fn create(path: &Path) -> Result<Self, SecretsError> {
        let secrets = Self::random()?;
        let storage = |source| SecretsError::Storage {
            path: path.to_owned(),
            source,
        };
        // Written beside and renamed: a full disk or a power cut leaves no half key behind.
        let draft = path.with_extension("new");
        let write = || -> io::Result<()> {
            match std::fs::remove_file(&draft) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&draft)?;
            file.write_all(HEXLOWER.encode(&secrets.key).as_bytes())?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            std::fs::rename(&draft, path)
        };
        write().map_err(storage)?;
        Ok(secrets)
    }

    /// The key that encrypts the cookie of a session.
    pub fn session_cookie_key(&self) -> [u8; 64] {
        let mut key = [0; 64];
        let (first, second) = key.split_at_mut(KEY_BYTES);
        first.copy_from_slice(&self.derive("session cookie 1"));
        second.copy_from_slice(&self.derive("session cookie 2"));
        key
    }

    /// The key that signs the stamps of public forms.
    pub fn form_token_key(&self) -> [u8; 32] {
        self.derive("form token")
    }

    /// HMAC-SHA256 over the label, which makes independent keys from one.
    fn derive(&self, label: &str) -> [u8; 32] {
        #[expect(
            clippy::expect_used,
            reason = "HMAC takes keys of every length, so this cannot fail"
        )]
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes keys of every length");
        mac.update(label.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Secrets").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_can_read_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret.key");
        let first = Secrets::load_or_create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        let second = Secrets::load_or_create(&path).unwrap();
        assert_eq!(first.session_cookie_key(), second.session_cookie_key());
        assert_ne!(
            first.form_token_key(),
            Secrets::random().unwrap().form_token_key()
        );
        assert!(!path.with_extension("new").exists());
    }

    #[test]
    fn a_file_that_is_no_key_is_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret.key");
        fs::write(&path, "something else").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        assert!(matches!(
            Secrets::load_or_create(&path),
            Err(SecretsError::NotAKey { .. })
        ));
        assert_eq!(fs::read_to_string(&path).unwrap(), "something else");

        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(
            Secrets::load_or_create(&path),
            Err(SecretsError::ReadableByOthers { .. })
        ));
    }

    #[test]
    fn the_derived_keys_differ_from_each_other() {
        let secrets = Secrets::random().unwrap();
        let cookie = secrets.session_cookie_key();
        assert_ne!(cookie[..32], cookie[32..]);
        assert_ne!(cookie[..32], secrets.form_token_key());
        assert!(!format!("{secrets:?}").contains("key"));
    }
}
