//! Replaces `"asset:path"` in style sheets and scripts by the address of that asset, and in scripts
//! also the relative path of an import, so that modules name each other as they do everywhere.
//!
//! An asset's address depends on its bytes, and these on the addresses inside, so each file is
//! finished after those that it names.

use std::collections::{BTreeMap, HashMap};

use super::fingerprinted;

const MARK: &str = "asset:";

/// Finishes files one by one and remembers their addresses.
pub(super) struct Linker {
    waiting: BTreeMap<String, Vec<u8>>,
    finished: HashMap<String, (String, Vec<u8>)>,
}

impl Linker {
    pub(super) fn new(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self {
            waiting: files,
            finished: HashMap::new(),
        }
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.waiting.keys().cloned().collect()
    }

    /// The address and the bytes of a file, or nothing where there is no such file.
    pub(super) fn finish(&mut self, name: &str) -> Option<(String, Vec<u8>)> {
        self.link(name);
        self.finished.get(name).cloned()
    }

    fn link(&mut self, name: &str) {
        // Taking the file out of `waiting` also ends a circle: the second visit finds nothing.
        let Some(bytes) = self.waiting.remove(name) else {
            return;
        };
        let is_style_sheet = name.ends_with(".css");
        let bytes = if is_style_sheet || name.ends_with(".js") || name.ends_with(".webmanifest") {
            match String::from_utf8(bytes) {
                Ok(text) => {
                    let text = if is_style_sheet {
                        without_comments(&text)
                    } else {
                        text
                    };
                    self.replace(name, text, is_style_sheet).into_bytes()
                }
                Err(error) => error.into_bytes(),
            }
        } else {
            bytes
        };
        let address = fingerprinted(name, &bytes);
        self.finished.insert(name.to_owned(), (address, bytes));
    }

    fn replace(&mut self, name: &str, text: String, is_style_sheet: bool) -> String {
        let mut done = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((start, end, target)) = next_reference(&rest, name) {
            self.link(&target);
            if let Some((address, _)) = self.finished.get(&target) {
                done.push_str(&rest[..start]);
                done.push_str(address);
                rest.replace_range(..end, "");
            } else if is_style_sheet {
                tracing::info!(in_file = name, missing = target, "style rule left out");
                let whole = format!("{done}{rest}");
                let (from, to) = enclosing_rule(&whole, done.len() + start);
                done = whole[..from].to_owned();
                rest = whole[to..].to_owned();
            } else {
                tracing::error!(
                    in_file = name,
                    missing = target,
                    "no such asset, or a circle of imports"
                );
                done.push_str(&rest[..end]);
                rest.replace_range(..end, "");
            }
        }
        done.push_str(&rest);
        done
    }
}

/// Where the next reference in a file begins and ends, and the name of the asset that it means.
fn next_reference(text: &str, in_file: &str) -> Option<(usize, usize, String)> {
    let marked = next_link(text).map(|(start, end)| {
        let target = text[start + MARK.len()..end].to_owned();
        (start, end, target)
    });
    let imported = in_file
        .ends_with(".js")
        .then(|| next_import(text, in_file))
        .flatten();
    match (marked, imported) {
        (Some(marked), Some(imported)) if imported.0 < marked.0 => Some(imported),
        (None, imported) => imported,
        (marked, _) => marked,
    }
}

/// The next `from "./a.js"`, `import "./a.js"` or `import("./a.js")`.
fn next_import(text: &str, in_file: &str) -> Option<(usize, usize, String)> {
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find(['"', '\'']) {
        let start = from + found + 1;
        let quote = &text[start - 1..start];
        let before = text[..start - 1].trim_end();
        let before = before.strip_suffix('(').unwrap_or(before).trim_end();
        let is_import = ["from", "import"].into_iter().any(|word| {
            before.strip_suffix(word).is_some_and(|rest| {
                !rest.ends_with(|letter: char| letter.is_alphanumeric() || "_$.".contains(letter))
            })
        });
        if is_import
            && text[start..].starts_with('.')
            && let Some(length) = text[start..].find(quote)
            && let Some(target) = resolve(in_file, &text[start..start + length])
        {
            return Some((start, start + length, target));
        }
        from = start;
    }
    None
}

/// The name that a relative path means in a file, or nothing where it leads out of the assets.
fn resolve(in_file: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = in_file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// Where the next `asset:…` begins and ends, if it stands in quotation marks.
fn next_link(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find(MARK) {
        let start = from + found;
        let quote = text[..start].chars().next_back();
        if let Some(quote @ ('"' | '\'')) = quote
            && let Some(length) = text[start..].find(quote)
        {
            return Some((start, start + length));
        }
        from = start + MARK.len();
    }
    None
}

/// The range of the innermost rule around a position, from its selector to its closing brace.
fn enclosing_rule(css: &str, position: usize) -> (usize, usize) {
    let mut depth = 0_u32;
    let mut open = None;
    for (index, byte) in css
        .bytes()
        .enumerate()
        .take(position)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
    {
        match byte {
            b'}' => depth += 1,
            b'{' if depth > 0 => depth -= 1,
            b'{' => {
                open = Some(index);
                break;
            }
            _ => {}
        }
    }
    let Some(open) = open else {
        // Outside of any rule: only the statement goes.
        let from = css[..position].rfind(['}', ';']).map_or(0, |at| at + 1);
        let to = css[position..]
            .find(';')
            .map_or(css.len(), |at| position + at + 1);
        return (from, to);
    };
    let from = css[..open].rfind(['{', '}', ';']).map_or(0, |at| at + 1);
    let mut depth = 0_u32;
    for (index, byte) in css.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return (from, index + 1);
                }
            }
            _ => {}
        }
    }
    (from, css.len())
}

/// The style sheet without its comments, which also keeps their braces from confusing the search.
fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut quote = None;
    let mut characters = css.chars().peekable();
    while let Some(character) = characters.next() {
        match quote {
            Some(_) if character == '\\' => {
                kept.push(character);
                kept.extend(characters.next());
                continue;
            }
            Some(open) if character == open => quote = None,
            None if character == '"' || character == '\'' => quote = Some(character),
            None if character == '/' && characters.peek() == Some(&'*') => {
                characters.next();
                let mut before = ' ';
                for inside in characters.by_ref() {
                    if before == '*' && inside == '/' {
                        break;
                    }
                    before = inside;
                }
                continue;
            }
            _ => {}
        }
        kept.push(character);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finish(files: &[(&str, &str)], name: &str) -> String {
        let mut linker = Linker::new(
            files
                .iter()
                .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
                .collect(),
        );
        String::from_utf8(linker.finish(name).unwrap().1).unwrap()
    }

    #[test]
    fn a_style_sheet_points_to_the_fingerprinted_font() {
        let css = finish(
            &[
                ("css/a.css", r#"@font-face{src:url("asset:dist/a.woff2")}"#),
                ("dist/a.woff2", "abc"),
            ],
            "css/a.css",
        );
        assert_eq!(
            css,
            r#"@font-face{src:url("/assets/dist/a.ba7816bf.woff2")}"#
        );
    }

    #[test]
    fn a_rule_with_a_missing_file_is_left_out_and_its_neighbours_stay() {
        let css = finish(
            &[(
                "css/a.css",
                "/* asset { */ @layer x { a{b:c} @font-face { src: url('asset:dist/no.woff2') format('woff2'); } d{e:f} } g{h:i}",
            )],
            "css/a.css",
        );
        assert_eq!(css, " @layer x { a{b:c} d{e:f} } g{h:i}");
    }

    #[test]
    fn a_script_imports_another_by_its_address_and_changes_with_it() {
        let first = finish(
            &[
                ("js/a.js", r#"import {b} from "asset:js/b.js";"#),
                ("js/b.js", "one"),
            ],
            "js/a.js",
        );
        let second = finish(
            &[
                ("js/a.js", r#"import {b} from "asset:js/b.js";"#),
                ("js/b.js", "two"),
            ],
            "js/a.js",
        );
        assert!(
            first.starts_with(r#"import {b} from "/assets/js/b."#),
            "{first}"
        );
        assert_ne!(first, second);
    }

    #[test]
    fn modules_import_each_other_by_relative_paths() {
        let script = finish(
            &[
                (
                    "js/admin/drafts/a.js",
                    "import { b } from './b.js';\nimport \"../c.js\";\nexport * from \"./b.js\";\nconst d = await import(\"./d/d.js\");\nlog(\"./b.js\", \"asset:js/admin/c.js\");",
                ),
                ("js/admin/drafts/b.js", "export const b = 1;"),
                ("js/admin/c.js", "export {};"),
                ("js/admin/drafts/d/d.js", "import \"../b.js\";"),
            ],
            "js/admin/drafts/a.js",
        );
        let parts = script.split(['\'', '"']).collect::<Vec<_>>();
        assert!(
            parts[1].starts_with("/assets/js/admin/drafts/b."),
            "{script}"
        );
        assert!(parts[3].starts_with("/assets/js/admin/c."), "{script}");
        assert_eq!(parts[5], parts[1], "{script}");
        assert!(
            parts[7].starts_with("/assets/js/admin/drafts/d/d."),
            "{script}"
        );
        assert_eq!(
            parts[9], "./b.js",
            "a path that is no import stays: {script}"
        );
        assert_eq!(parts[11], parts[3], "{script}");
    }

    #[test]
    fn a_word_that_only_ends_like_an_import_and_a_package_stay() {
        let text = "reimport('./b.js'); a.from('./b.js'); import x from \"@codemirror/view\"; import y from \"../../../b.js\";";
        assert_eq!(
            finish(&[("js/a.js", text), ("js/b.js", "")], "js/a.js"),
            text
        );
    }

    #[test]
    fn a_circle_of_imports_ends() {
        let text = finish(
            &[
                ("js/a.js", r#"import "asset:js/b.js";"#),
                ("js/b.js", r#"import "asset:js/a.js";"#),
            ],
            "js/a.js",
        );
        assert!(text.contains("/assets/js/b."), "{text}");
    }

    #[test]
    fn comments_go_and_strings_stay() {
        assert_eq!(
            without_comments(r#"a{content:"/* \" */"}/* b */c{}"#),
            r#"a{content:"/* \" */"}c{}"#
        );
    }
}
