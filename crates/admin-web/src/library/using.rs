//! Where an item is used, in words and with links.

use persistence::media::{MediaUse, OtherUses};
use serde::Serialize;

use crate::titles;

/// Everything that names an item.
#[derive(Debug, Serialize)]
pub(super) struct Uses {
    lines: Vec<UseLine>,
    pub(super) is_used: bool,
    /// True where visitors see it now.
    pub(super) is_live: bool,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct UseLine {
    title: String,
    href: Option<String>,
    kind: &'static str,
    states: Vec<String>,
}

impl Uses {
    pub(super) fn new(uses: &[MediaUse], others: OtherUses) -> Self {
        let mut lines: Vec<UseLine> = uses.iter().map(line).collect();
        if others.in_settings {
            lines.push(UseLine {
                title: "A link in the settings".to_owned(),
                href: Some("/admin/settings".to_owned()),
                kind: "Settings",
                states: vec!["live now".to_owned()],
            });
        }
        if others.redirects > 0 {
            lines.push(UseLine {
                title: counted(others.redirects, "redirect"),
                href: Some("/admin/redirects".to_owned()),
                kind: "Redirects",
                states: vec!["live now".to_owned()],
            });
        }
        Self {
            is_used: !lines.is_empty(),
            is_live: others.in_settings
                || others.redirects > 0
                || uses.iter().any(|used| used.is_live),
            lines,
        }
    }
}

fn line(used: &MediaUse) -> UseLine {
    let (kind, place) = match used.kind.as_str() {
        "article" => ("Article", format!("articles/{}", used.content)),
        "service" => ("Service", format!("services/{}", used.content)),
        _ => {
            let key = used.section.as_deref().unwrap_or_default();
            ("Section", format!("sections/{key}"))
        }
    };
    let mut states = Vec::new();
    if used.is_live {
        states.push("live now".to_owned());
    }
    if used.is_scheduled {
        states.push("scheduled".to_owned());
    }
    if used.is_in_draft {
        states.push("in the draft".to_owned());
    }
    if used.revisions > 0 {
        states.push(format!("in {}", counted(used.revisions, "revision")));
    }
    if used.is_trashed {
        states.push("in the trash".to_owned());
    }
    UseLine {
        title: titles::or_untitled(&used.title),
        // What lies in the trash has no page in the panel.
        href: (!used.is_trashed).then(|| format!("/admin/{place}/edit")),
        kind,
        states,
    }
}

fn counted(number: i64, word: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {word}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn used(kind: &str) -> MediaUse {
        MediaUse {
            content: Uuid::nil(),
            kind: kind.to_owned(),
            title: String::new(),
            section: (kind == "section").then(|| "hero".to_owned()),
            is_live: true,
            is_scheduled: false,
            is_in_draft: true,
            revisions: 2,
            is_trashed: false,
        }
    }

    #[test]
    fn each_use_says_where_it_is_and_leads_there() {
        let article = line(&used("article"));
        assert_eq!(article.title, "Untitled");
        assert_eq!(
            article.states,
            ["live now", "in the draft", "in 2 revisions"]
        );
        let nil = Uuid::nil();
        assert_eq!(article.href, Some(format!("/admin/articles/{nil}/edit")));
        let section = line(&used("section"));
        assert_eq!(section.href.as_deref(), Some("/admin/sections/hero/edit"));
    }

    #[test]
    fn what_nothing_names_is_not_used() {
        let none = Uses::new(&[], OtherUses::default());
        assert!(!none.is_used && !none.is_live);
        let others = OtherUses {
            in_settings: true,
            redirects: 1,
        };
        let uses = Uses::new(&[], others);
        assert!(uses.is_used && uses.is_live);
        assert_eq!(uses.lines[1].title, "1 redirect");
    }
}
