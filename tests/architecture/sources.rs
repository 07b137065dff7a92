//! What must not stand in sources, templates and assets.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_owned()
}

/// Every file below a folder of the workspace with one of these endings, without what was built.
fn files(folder: &str, endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder)
            .expect("a folder")
            .flatten()
            .map(|entry| entry.path())
        {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if path.is_dir() {
                if !["node_modules", "dist", "target", "output"].contains(&name) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let text = fs::read_to_string(&path).expect("a text");
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "nothing to check below {folder}");
    found
}

#[test]
fn no_page_asks_a_third_party_for_anything() {
    let sources = files("templates", &[".hbs"])
        .into_iter()
        .chain(files("assets", &[".css", ".js"]));
    for (path, text) in sources {
        for part in [
            "src=\"http",
            "src=\"//",
            "url(http",
            "url(\"http",
            "url(//",
            "@import",
            "<link rel=\"preconnect",
        ] {
            assert!(!text.contains(part), "{} holds {part}", path.display());
        }
    }
}

#[test]
fn no_template_holds_a_script_a_style_or_a_handler_of_its_own() {
    for (path, text) in files("templates", &[".hbs"]) {
        for tag in text.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let is_script_without_source = tag.starts_with("script") && !tag.contains(" src=");
            assert!(
                !is_script_without_source,
                "{} holds an inline script",
                path.display()
            );
            assert!(
                !tag.starts_with("style"),
                "{} holds an inline style",
                path.display()
            );
            for attribute in [
                " style=",
                " onclick=",
                " onload=",
                " onsubmit=",
                " onchange=",
            ] {
                assert!(
                    !tag.contains(attribute),
                    "{} holds{attribute}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn a_template_prints_unescaped_only_what_was_made_safe() {
    for (path, text) in files("templates", &[".hbs"]) {
        for name in text.split("{{{").skip(1) {
            let name = name.split("}}}").next().unwrap_or_default().trim();
            assert!(
                name.ends_with("html"),
                "{} prints {name} unescaped; only fields whose name ends with “html” hold SafeHtml",
                path.display()
            );
        }
    }
}

/// The names that the blocks of a template ask for, such as `if` and `each`.
fn asked_for(template: &str) -> Vec<String> {
    let blocks = ["{{#if ", "{{#unless ", "{{#each ", "{{#with ", "{{else if "];
    blocks
        .iter()
        .flat_map(|block| template.split(block).skip(1))
        .filter_map(|after| after.split("}}").next())
        .flat_map(|condition| {
            let words = condition.split([' ', '(', ')']);
            words.filter(|word| !word.is_empty() && *word != "eq" && !word.starts_with('"'))
        })
        .filter_map(|word| word.rsplit('.').next().map(str::to_owned))
        .filter(|name| name != "this")
        .collect()
}

/// True when the text holds the name as a whole word.
fn has_word(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part)
    })
}

#[test]
fn a_template_asks_only_for_names_that_a_page_has() {
    // Strict mode refuses a misspelt name where it is printed, but not where it is a condition.
    let mut known = String::new();
    for folder in [
        "crates/public-web/src",
        "crates/site-pages/src",
        "crates/admin-web/src",
        "crates/web-kit/src",
    ] {
        known.extend(files(folder, &[".rs"]).into_iter().map(|(_, text)| text));
    }
    let templates = files("templates", &[".hbs"]);
    let is_argument = |name: &str| {
        let argument = format!(" {name}=");
        templates.iter().any(|(_, text)| text.contains(&argument))
    };
    for (path, text) in &templates {
        for name in asked_for(text) {
            assert!(
                has_word(&known, &name) || is_argument(&name),
                "{} asks for {name}, which no page has",
                path.display()
            );
        }
    }
}

/// The functions of a module that a source calls as `module::function(`.
fn calls<'a>(text: &'a str, module: &str) -> Vec<&'a str> {
    let prefix = format!("{module}::");
    text.match_indices(&prefix)
        .filter(|(at, _)| {
            let before = &text[..*at];
            before.ends_with("persistence::")
                || !before.ends_with(|c: char| c.is_alphanumeric() || "_:".contains(c))
        })
        .filter_map(|(at, _)| {
            let after = &text[at + prefix.len()..];
            let end = after.find(|c: char| !c.is_alphanumeric() && c != '_')?;
            after[end..].starts_with('(').then(|| &after[..end])
        })
        .collect()
}

#[test]
fn every_query_of_the_public_site_says_that_it_is_published() {
    const AGGREGATES: [&str; 6] = [
        "articles",
        "services",
        "sections",
        "tags",
        "series",
        "redirects",
    ];
    let mut count = 0;
    for (path, text) in files("crates/public-web/src", &[".rs"]) {
        let imports: String = text
            .split("use persistence::")
            .skip(1)
            .filter_map(|after| after.split(';').next())
            .collect();
        for aggregate in AGGREGATES {
            let is_imported = imports
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .any(|word| word == aggregate);
            if !is_imported && !text.contains(&format!("persistence::{aggregate}::")) {
                continue;
            }
            for name in calls(&text, aggregate) {
                count += 1;
                assert!(
                    name.contains("published"),
                    "{} calls {aggregate}::{name}, which may return what visitors must not see",
                    path.display()
                );
            }
        }
    }
    assert!(
        count >= 10,
        "only {count} queries found: this test has lost sight of them"
    );
}

#[test]
fn what_is_a_pure_function_asks_no_clock() {
    for folder in [
        "crates/domain/src",
        "crates/content/src",
        "crates/site-pages/src",
    ] {
        for (path, text) in files(folder, &[".rs"]) {
            for clock in ["Utc::now", "Local::now", "SystemTime", "Instant::now"] {
                assert!(!text.contains(clock), "{} asks {clock}", path.display());
            }
        }
    }
}

#[test]
fn every_style_follows_the_direction_of_the_text() {
    const PHYSICAL: [&str; 10] = [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "border-left",
        "border-right",
        "text-align: left",
        "text-align: right",
        "float: left",
        "float: right",
    ];
    for (path, text) in files("assets/css", &[".css"]) {
        for property in PHYSICAL {
            assert!(
                !text.contains(property),
                "{} holds {property}",
                path.display()
            );
        }
    }
}

#[test]
fn a_file_holds_one_subject() {
    for (path, text) in files("crates", &[".rs"]) {
        let lines = text.lines().count();
        let is_schema = path.ends_with("persistence/src/schema.rs");
        assert!(
            is_schema || lines <= 400,
            "{} has {lines} lines",
            path.display()
        );
    }
}
