//! What the storage promises, asked of each kind of it: a directory, memory, and, with the feature
//! `s3`, a real S3-compatible server on this machine.

mod directory;
mod promises;
#[cfg(feature = "s3")]
mod s3;
#[cfg(feature = "s3")]
mod s3_server;
