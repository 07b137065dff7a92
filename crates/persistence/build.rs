//! Tells cargo to build anew when a migration is added: the embedding macro sees known files only.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
