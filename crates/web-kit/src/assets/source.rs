//! The embedded folders. Only these four are looked at, so that neither `package.json` nor
//! `node_modules` can ever be served.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../assets/css"]
#[prefix = "css/"]
#[allow_missing = true]
struct StyleSheets;

#[derive(RustEmbed)]
#[folder = "../../assets/js"]
#[prefix = "js/"]
#[allow_missing = true]
struct Scripts;

#[derive(RustEmbed)]
#[folder = "../../assets/img"]
#[prefix = "img/"]
#[allow_missing = true]
struct Pictures;

#[derive(RustEmbed)]
#[folder = "../../assets/dist"]
#[prefix = "dist/"]
#[allow_missing = true]
struct Built;

/// Every file by its name, such as `dist/fonts/serif.woff2`.
pub(super) fn files() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect::<StyleSheets>(&mut files);
    collect::<Scripts>(&mut files);
    collect::<Pictures>(&mut files);
    collect::<Built>(&mut files);
    if !files.keys().any(|name| name.starts_with("dist/")) {
        tracing::warn!("the asset build has not run: the site uses system fonts");
    }
    files
}

fn collect<E: RustEmbed>(files: &mut BTreeMap<String, Vec<u8>>) {
    for name in E::iter() {
        if let Some(file) = E::get(&name) {
            files.insert(name.into_owned(), file.data.into_owned());
        }
    }
}
