use super::*;
use crate::fixtures::{facts, library_item, plain_chrome, render};

fn row(number: u128, name: &str) -> MediaRow {
    MediaRow {
        item: library_item(number, name),
        renditions: Vec::new(),
    }
}

fn html(rows: &[MediaRow], filter: &MediaFilter, outcomes: Option<Vec<OutcomeView>>) -> String {
    let list = List {
        filter,
        order: MediaOrder::Newest,
        counts: MediaCounts {
            all: 2,
            pictures: 1,
            ..MediaCounts::default()
        },
        rows,
        used: &rows.iter().skip(1).map(|row| row.item.id).collect(),
        next: None,
        is_first_page: true,
    };
    render(&index_page(
        plain_chrome(Room::Media),
        &facts(),
        &list,
        outcomes,
    ))
}

#[test]
fn each_file_says_what_it_is_whether_it_is_described_and_whether_it_is_used() {
    let rows = [row(1, "harbour.jpg"), row(2, "cv.pdf")];
    let html = html(&rows, &MediaFilter::default(), None);
    for words in [
        "harbour.jpg",
        "JPEG, 4000 × 3000, 2.3 MB",
        "Needs alt text",
        "Not used",
        "PDF, 2.3 MB",
        "enctype=\"multipart/form-data\"",
        "Downloads <span>1</span>",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert_eq!(html.matches("Not used</span>").count(), 1);
}

#[test]
fn the_trash_offers_to_restore_and_nothing_to_upload() {
    let mut row = row(1, "harbour.jpg");
    row.item.trashed_at = Some(facts().now);
    let filter = MediaFilter {
        shelf: MediaShelf::Trash,
        ..MediaFilter::default()
    };
    let full = html(&[row], &filter, None);
    assert!(
        full.contains("Restore<") && full.contains("deleted"),
        "{full}"
    );
    assert!(!full.contains("data-upload "), "{full}");
    assert!(html(&[], &filter, None).contains("The trash is empty"));
}

#[test]
fn what_was_refused_is_told_beside_what_was_stored() {
    let outcome = |name: &str, href: Option<&str>, words: &str| OutcomeView {
        name: name.to_owned(),
        href: href.map(str::to_owned),
        words: words.to_owned(),
        is_refused: href.is_none(),
    };
    let outcomes = vec![
        outcome("a.jpg", Some("/admin/media/1/edit"), "is in the library."),
        outcome("<b>.heic", None, "Export it as JPEG."),
    ];
    let told = html(&[], &MediaFilter::default(), Some(outcomes));
    assert!(told.contains("&lt;b&gt;.heic"), "{told}");
    assert!(told.contains("Export it as JPEG."), "{told}");
    let nothing = html(&[], &MediaFilter::default(), Some(Vec::new()));
    assert!(nothing.contains("Please choose a file first"), "{nothing}");
    assert!(nothing.contains("Nothing is here yet"), "{nothing}");
}

#[test]
fn the_address_keeps_search_filter_and_order() {
    let filter = MediaFilter {
        words: "a b&c".to_owned(),
        kind: Some(MediaKind::Picture),
        shelf: MediaShelf::Unused,
    };
    assert_eq!(
        href(&filter, MediaOrder::Size, None),
        "/admin/media?q=a+b%26c&kind=picture&show=unused&sort=size"
    );
    assert_eq!(
        href(&MediaFilter::default(), MediaOrder::Newest, None),
        PATH
    );
}
