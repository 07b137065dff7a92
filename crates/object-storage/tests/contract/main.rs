//! What the storage promises, asked of each kind of it: a directory, memory, and, with the feature
//! `s3`, a real S3-compatible server on this machine.

#[cfg(test)]
mod directory;
#[cfg(test)]
mod promises;
#[cfg(test)]
#[cfg(feature = "s3")]
mod s3;
#[cfg(test)]
#[cfg(feature = "s3")]
mod s3_server;
