//! What the library may rely on, file by file. Every picture is made here, byte by byte where it matters.

mod made;
mod photographs;
