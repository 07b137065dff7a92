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

/// Scripts that were built stand beside those that were written: a template asks for
/// `js/markdown-editor.js` either way.
const BUILT_SCRIPTS: &str = "dist/js/";

/// Every file by its name, such as `dist/fonts/serif.woff2` or `js/markdown-editor.js`.
pub(super) fn files() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect::<StyleSheets>(&mut files);
    collect::<Scripts>(&mut files);
    collect::<Pictures>(&mut files);
    collect::<Built>(&mut files);
    if !files.keys().any(|name| name.starts_with("dist/")) {
        tracing::warn!(
            "the asset build has not run: the site uses system fonts and the plain text field"
        );
    }
    beside_the_written(files)
}

fn beside_the_written(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    files
        .into_iter()
        .map(|(name, bytes)| match name.strip_prefix(BUILT_SCRIPTS) {
            Some(rest) => (format!("js/{rest}"), bytes),
            None => (name, bytes),
        })
        .collect()
}

fn collect<E: RustEmbed>(files: &mut BTreeMap<String, Vec<u8>>) {
    for name in E::iter() {
        if let Some(file) = E::get(&name) {
            files.insert(name.into_owned(), file.data.into_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_built_script_has_the_name_of_a_written_one_and_fonts_keep_theirs() {
        let files = ["dist/js/editor.js", "dist/fonts/serif.woff2", "js/theme.js"]
            .into_iter()
            .map(|name| (name.to_owned(), Vec::new()))
            .collect();
        assert_eq!(
            beside_the_written(files).into_keys().collect::<Vec<_>>(),
            ["dist/fonts/serif.woff2", "js/editor.js", "js/theme.js"]
        );
    }
}
