//! Tells cargo when the embedded folders changed, and makes the folder that the asset build fills.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    // A watched path that is missing would make cargo rebuild each time, and `assets/dist` is
    // missing until the Node build ran. A failure here shows up when the folder is embedded.
    let _ = std::fs::create_dir_all(root.join("assets/dist"));

    // A debug build reads both folders from disk when the program starts, so that a changed
    // template needs a restart and no compilation.
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        for folder in [
            "templates",
            "assets/css",
            "assets/js",
            "assets/img",
            "assets/dist",
        ] {
            let path = root.join(folder);
            if path.exists() {
                println!("cargo::rerun-if-changed={}", path.display());
            }
        }
    }
}
