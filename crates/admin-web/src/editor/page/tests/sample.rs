//! An editor page to look at, and how to look.

use chrono::{TimeZone, Utc};

use super::super::*;
use crate::chrome::Room;
use crate::fixtures::{facts, plain_chrome, render};

/// The article's id.
pub(super) const ID: &str = "01933c5e-0000-7000-8000-000000000001";

/// A draft that was published before, with nothing wrong.
pub(super) fn editor() -> Editor {
    let at = Utc.with_ymd_and_hms(2026, 11, 24, 8, 0, 0).unwrap();
    let base = format!("/admin/articles/{ID}");
    Editor {
        kind: Kind::Article,
        noun: "article",
        id: ID.to_owned(),
        heading: "Growth".to_owned(),
        action: base.clone(),
        base: base.clone(),
        list_href: "/admin/articles",
        list_label: "Articles",
        version: 7,
        save_key: "key".to_owned(),
        status: Status {
            word: "published",
            label: "Published",
            has_unpublished_changes: true,
            saved: Some(facts().moment(at)),
            live_href: Some("/articles/growth".to_owned()),
            published: Some(facts().moment(at)),
            ..Status::default()
        },
        main: vec![
            Field::line("title", "Title", "Growth").required(),
            Field::markdown("body", "Text", "## One\n\nTwo"),
        ],
        settings: vec![
            Field::area("excerpt", "Excerpt", "Short", 3).optional(),
            Field::line("tags", "Tags", "Rust").suggesting(vec!["Databases".to_owned()]),
            Field::code("slug", "Address", "growth").help("The last part of the address."),
        ],
        can_publish: true,
        publish_label: "Publish changes",
        can_discard: true,
        can_schedule: true,
        schedule: Some(ScheduleFields {
            zone: "Europe/Stockholm".to_owned(),
            zones: vec!["Europe/Stockholm"],
            ..ScheduleFields::default()
        }),
        history_href: Some(format!("{base}/revisions")),
        preview_href: Some(format!("{base}/preview")),
        preview_links_href: Some(format!("{base}/preview-links")),
        withdrawal_action: Some(format!("{base}/publication/withdrawal")),
        deletion_action: Some(format!("{base}/deletion")),
        duplicate_action: Some(format!("{base}/copies")),
        pin: Some(Pin {
            action: format!("{base}/pin"),
            is_pinned: false,
        }),
        ..Editor::default()
    }
}

/// The page with these errors.
pub(super) fn shown_with(editor: Editor, errors: FieldErrors) -> String {
    render(&EditorPage::new(
        plain_chrome(Room::Articles),
        editor,
        errors,
    ))
}

/// The page.
pub(super) fn shown(editor: Editor) -> String {
    shown_with(editor, FieldErrors::new())
}

/// The page holds all of these.
pub(super) fn assert_holds(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "there is no {part} in {html}");
    }
}

/// The page holds none of these.
pub(super) fn assert_lacks(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(!html.contains(part), "there is {part} in {html}");
    }
}
