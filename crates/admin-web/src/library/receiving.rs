//! Reads a form with files, a part at a time: one file is held in memory, never all of them.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::web::{Bytes, BytesMut};
use futures_util::TryStreamExt;

use crate::error::AdminError;

/// Files in one request.
pub(super) const FILES: usize = 20;

/// Bytes of all files of a request together.
pub(super) const TOTAL_BYTES: usize = 100 * 1024 * 1024;

/// Bytes that are read and thrown away before the connection is cut, so that whoever sent too much
/// gets to read why.
const DRAINED_BYTES: usize = 4 * TOTAL_BYTES;

/// Characters of a file's name.
const NAME_CHARS: usize = 255;

/// Other fields of the form, and the bytes of each.
const FIELDS: usize = 20;
const FIELD_BYTES: usize = 2_000;

/// A part of the form.
#[derive(Debug)]
pub(super) enum Part {
    /// A field.
    Text { name: String, value: String },
    /// A file: its bytes, or why they were not taken.
    File {
        name: String,
        bytes: Result<Bytes, String>,
    },
}

/// A form that is being read.
pub(super) struct Parts {
    multipart: Multipart,
    files: usize,
    fields: usize,
    kept_bytes: usize,
    read_bytes: usize,
}

impl Parts {
    pub(super) fn new(multipart: Multipart) -> Self {
        Self {
            multipart,
            files: 0,
            fields: 0,
            kept_bytes: 0,
            read_bytes: 0,
        }
    }

    /// The next part; a field for files that was left empty is none.
    ///
    /// # Errors
    /// The form cannot be read, or is larger than anybody's form.
    pub(super) async fn next(&mut self) -> Result<Option<Part>, AdminError> {
        while let Some(field) = self.multipart.try_next().await.map_err(unreadable)? {
            let file_name = field
                .content_disposition()
                .and_then(|disposition| disposition.get_filename())
                .map(str::to_owned);
            let part = match file_name {
                Some(name) => self.file(name, field).await?,
                None => Some(self.text(field).await?),
            };
            if part.is_some() {
                return Ok(part);
            }
        }
        Ok(None)
    }

    async fn text(&mut self, mut field: Field) -> Result<Part, AdminError> {
        self.fields += 1;
        let name = field.name().unwrap_or_default().to_owned();
        let mut value = BytesMut::new();
        while let Some(chunk) = field.try_next().await.map_err(unreadable)? {
            if value.len() + chunk.len() > FIELD_BYTES {
                return Err(AdminError::TooLarge);
            }
            value.extend_from_slice(&chunk);
        }
        if self.fields > FIELDS || name.len() > FIELD_BYTES {
            return Err(AdminError::TooLarge);
        }
        Ok(Part::Text {
            name,
            value: String::from_utf8_lossy(&value).into_owned(),
        })
    }

    async fn file(&mut self, name: String, mut field: Field) -> Result<Option<Part>, AdminError> {
        let mut bytes = BytesMut::new();
        let mut size = 0;
        while let Some(chunk) = field.try_next().await.map_err(unreadable)? {
            self.read_bytes += chunk.len();
            size += chunk.len();
            if self.read_bytes > DRAINED_BYTES {
                return Err(AdminError::TooLarge);
            }
            let fits = size <= ::media::MAX_FILE_BYTES
                && self.kept_bytes + size <= TOTAL_BYTES
                && self.files < FILES;
            if fits {
                bytes.extend_from_slice(&chunk);
            } else {
                bytes = BytesMut::new();
            }
        }
        if name.is_empty() && size == 0 {
            return Ok(None);
        }
        self.files += 1;
        let refusal = if self.files > FILES {
            Some(format!(
                "{FILES} files can be sent at once. Please send this one again."
            ))
        } else if name.chars().count() > NAME_CHARS {
            Some(format!(
                "This file's name is too long: at most {NAME_CHARS} characters fit."
            ))
        } else if size > ::media::MAX_FILE_BYTES {
            Some(::media::Refusal::TooLarge { bytes: size }.to_string())
        } else if self.kept_bytes + size > TOTAL_BYTES {
            Some(format!(
                "The files of one upload may have {} MB together. Please send this one again.",
                TOTAL_BYTES / 1024 / 1024
            ))
        } else {
            None
        };
        let bytes = match refusal {
            Some(reason) => Err(reason),
            None => {
                self.kept_bytes += size;
                Ok(bytes.freeze())
            }
        };
        Ok(Some(Part::File {
            name: name.chars().take(NAME_CHARS).collect(),
            bytes,
        }))
    }
}

fn unreadable(_: MultipartError) -> AdminError {
    AdminError::Unreadable
}
