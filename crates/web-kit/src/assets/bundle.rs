//! Puts the style sheets of one side together into one file.

use std::collections::BTreeMap;

const SHARED: &str = "css/shared/";
const SIDES: [&str; 2] = ["public", "admin"];

/// Adds `css/public.css` and `css/admin.css`, and removes the parts that they are made of.
///
/// The shared parts come first, then the side's own; each folder in the order of its file names.
pub(super) fn add_style_sheets(files: &mut BTreeMap<String, Vec<u8>>) {
    for side in SIDES {
        let own = format!("css/{side}/");
        let mut sheet = Vec::new();
        for folder in [SHARED, own.as_str()] {
            for (name, bytes) in files.iter() {
                if name.starts_with(folder) && name.ends_with(".css") {
                    sheet.extend_from_slice(bytes);
                    sheet.push(b'\n');
                }
            }
        }
        if !sheet.is_empty() {
            files.insert(format!("css/{side}.css"), sheet);
        }
    }
    files.retain(|name, _| {
        !name.starts_with(SHARED)
            && !SIDES
                .iter()
                .any(|side| name.starts_with(&format!("css/{side}/")))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_parts_come_first_and_each_folder_is_sorted() {
        let mut files: BTreeMap<String, Vec<u8>> = [
            ("css/public/20-page.css", "page"),
            ("css/public/10-head.css", "head"),
            ("css/shared/00-tokens.css", "tokens"),
            ("css/admin/10-nav.css", "nav"),
            ("css/print.css", "print"),
        ]
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
        .collect();
        add_style_sheets(&mut files);
        assert_eq!(
            files.keys().collect::<Vec<_>>(),
            ["css/admin.css", "css/print.css", "css/public.css"]
        );
        assert_eq!(files["css/public.css"], b"tokens\nhead\npage\n");
        assert_eq!(files["css/admin.css"], b"tokens\nnav\n");
    }
}
