use super::*;
use crate::fixtures::{facts, library_item, plain_chrome, render};

fn standing(name: &str, uses: Vec<MediaUse>) -> Standing {
    let item = library_item(1, name);
    Standing {
        facts: facts(),
        renditions: Vec::new(),
        earlier: vec![EarlierFile {
            file: item.file.clone(),
            renditions: vec![Rendition {
                format: domain::FileFormat::WebP,
                width_px: 480,
                height_px: 360,
                size_bytes: 10,
            }],
            replaced_at: facts().now,
        }],
        uses,
        others: OtherUses::default(),
        item,
    }
}

fn html(standing: &Standing, attempt: Attempt) -> String {
    let chrome = plain_chrome(Room::Media);
    render(&edit_page(
        chrome,
        "https://site.example",
        standing,
        attempt,
    ))
}

#[test]
fn a_picture_has_its_text_its_point_its_address_and_its_files() {
    let html = html(&standing("harbour.jpg", Vec::new()), Attempt::default());
    for words in [
        "Alt text",
        "Decorative",
        "name=\"focal_x\"",
        "https://site.example/files/harbour.jpg",
        "Bring back",
        "Nothing names it",
        "/replacement\"",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(!html.contains("style="), "{html}");
    let (_, earlier) = html.split_once("earlier__picture").unwrap();
    let (picture, _) = earlier.split_once('>').unwrap();
    assert!(
        picture.contains("-480.webp"),
        "an earlier file is shown small: {picture}"
    );
}

#[test]
fn a_download_has_no_alt_text() {
    let html = html(&standing("cv.pdf", Vec::new()), Attempt::default());
    assert!(!html.contains("Alt text"), "{html}");
    assert!(html.contains("Open the file"), "{html}");
}

#[test]
fn where_it_is_used_is_shown_before_it_is_deleted() {
    let used = MediaUse {
        content: Uuid::nil(),
        kind: "article".to_owned(),
        title: "Growth".to_owned(),
        section: None,
        is_live: true,
        is_scheduled: false,
        is_in_draft: true,
        revisions: 1,
        is_trashed: false,
    };
    let html = html(&standing("harbour.jpg", vec![used]), Attempt::default());
    let (before, after) = html.split_once("Move to the trash").unwrap();
    assert!(
        before.contains("Growth") && before.contains("live now"),
        "{html}"
    );
    assert!(before.contains("Visitors see it now"), "{html}");
    assert!(!after.contains("Growth"), "{html}");
}

#[test]
fn what_was_typed_on_an_old_version_stands_beside_what_is_stored() {
    let form = TextForm {
        alt: "Mine".to_owned(),
        is_decorative: true,
        focal_x: "10".to_owned(),
        focal_y: "50".to_owned(),
    };
    let attempt = Attempt {
        form: Some(form),
        is_stale: true,
        ..Attempt::default()
    };
    let html = html(&standing("harbour.jpg", Vec::new()), attempt);
    for words in [
        "Mine</textarea>",
        "(empty)",
        "Saved meanwhile: 50",
        "Saved meanwhile: Not decorative",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
}

#[test]
fn a_file_that_was_refused_is_told_where_it_was_chosen() {
    let attempt = Attempt {
        refusal: Some("This file is empty.".to_owned()),
        ..Attempt::default()
    };
    let html = html(&standing("harbour.jpg", Vec::new()), attempt);
    let (_, after) = html.split_once("Replace the file").unwrap();
    assert!(after.contains("This file is empty."), "{html}");
}

#[test]
fn an_item_in_the_trash_can_only_be_restored() {
    let mut standing = standing("harbour.jpg", Vec::new());
    standing.item.trashed_at = Some(facts().now);
    let html = html(&standing, Attempt::default());
    assert!(html.contains("/restoration\""), "{html}");
    assert!(
        !html.contains("/deletion\"") && !html.contains("/text\""),
        "{html}"
    );
}
