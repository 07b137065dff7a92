//! What the library may rely on, file by file. Every picture is made here, byte by byte where it matters.

#![expect(
    clippy::expect_used,
    reason = "what makes the files is no test itself, and a file that cannot be made ends the test"
)]

mod animations;
mod bombs;
mod documents;
mod drawings;
mod graphics;
mod made;
mod mutations;
mod photographs;
mod polyglots;
mod renditions;
mod truncated;
