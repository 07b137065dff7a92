//! The check of the files: something is written, read and removed again.

use bytes::Bytes;
use object_storage::{ObjectKey, Storage, StorageError};

use super::Finding;
use crate::configuration::Configuration;
use crate::storage;

const SUBJECT: &str = "files";
const WORDS: &str = "written, read and removed by plinth doctor";

pub(super) fn finding(configuration: &Configuration) -> Finding {
    let (place, fix) = match &configuration.s3 {
        Some(s3) => (
            format!("the bucket {}", s3.bucket),
            "check the bucket, the endpoint, the region and the access key".to_owned(),
        ),
        None => {
            let directory = storage::directory(&configuration.data_dir);
            // As with the database's directory: looking must not make it.
            if !directory.exists() {
                return Finding::good(
                    SUBJECT,
                    format!("{} is made by the first start", directory.display()),
                );
            }
            (
                directory.display().to_string(),
                format!(
                    "give it to the user that runs Plinth: chown -R USER {}",
                    directory.display()
                ),
            )
        }
    };
    let opened = storage::open(configuration);
    match opened.and_then(|storage| probe(&storage)) {
        Ok(()) => Finding::good(SUBJECT, format!("{place} can be written and read")),
        Err(error) => Finding::bad(SUBJECT, format!("{place} does not work: {error:#}"), fix),
    }
}

fn probe(storage: &Storage) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(write_read_remove(storage))
}

async fn write_read_remove(storage: &Storage) -> anyhow::Result<()> {
    let key = ObjectKey::parse(&format!("doctor/{}", std::process::id()))?;
    storage
        .put(&key, Bytes::from_static(WORDS.as_bytes()))
        .await?;
    let read = read(storage, &key).await;
    // Removed whatever was read, so that nothing is left behind.
    storage.delete(&key).await?;
    match read?.as_deref() {
        Some(found) if found == WORDS.as_bytes() => Ok(()),
        Some(_) => anyhow::bail!("other bytes are read than were written"),
        None => anyhow::bail!("what was written is not there"),
    }
}

async fn read(storage: &Storage, key: &ObjectKey) -> Result<Option<Bytes>, StorageError> {
    match storage.get(key).await? {
        Some(object) => Ok(Some(object.bytes().await?)),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::configuration::sources::CommandLine;
    use crate::doctor::Verdict;

    fn configuration(data_dir: &std::path::Path) -> Configuration {
        let command_line = CommandLine {
            config: None,
            values: [("data_dir", data_dir.display().to_string())].into(),
        };
        Configuration::from_sources(&command_line, |_| None).unwrap()
    }

    #[test]
    fn a_directory_that_works_is_good_and_left_as_it_was() {
        let directory = tempfile::tempdir().unwrap();
        let configuration = configuration(directory.path());
        let first = finding(&configuration);
        assert!(matches!(first.verdict, Verdict::Good(text) if text.contains("first start")));
        assert_eq!(directory.path().read_dir().unwrap().count(), 0);

        storage::open(&configuration).unwrap();
        let second = finding(&configuration);
        assert!(matches!(second.verdict, Verdict::Good(text) if text.contains("written and read")));
        let mut left = directory.path().join("files/doctor").read_dir().unwrap();
        assert!(left.next().is_none());
    }

    #[test]
    fn one_that_does_not_is_told_with_its_path() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("files"), "").unwrap();
        let found = finding(&configuration(directory.path()));
        assert!(
            matches!(&found.verdict, Verdict::Bad { found, .. } if found.contains("/files does not work")),
            "{found:?}"
        );
    }
}
