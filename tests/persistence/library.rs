//! The library of pictures and downloads: what is found, where it is used, and what may be erased.

mod concurrency;
mod erasing;
mod lists;

use chrono::{TimeDelta, Utc};
use domain::{
    AltText, ArticleId, Encoding, FileFormat, FileHash, FocalPoint, MediaId, MediaItem, MediaName,
    Version,
};
use persistence::PgConnection;
use persistence::media::{self, MediaError, MediaText, NewFile, PublishedFile};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article, article_id, article_saying, service, service_id};
use plinth_tests::writing::{publish_article, save_article, save_service};
use uuid::Uuid;

/// A file of which every number makes another.
fn file(number: u32, format: FileFormat) -> NewFile {
    let is_picture = format.is_picture();
    NewFile {
        hash: FileHash::parse(&format!("{number:032x}")).unwrap(),
        format,
        size_bytes: 1_000 + u64::from(number),
        width_px: if is_picture { 4_000 } else { 0 },
        height_px: if is_picture { 3_000 } else { 0 },
        colour: None,
        has_transparency: false,
        is_animated: false,
        encoding: Encoding::None,
    }
}

fn upload(conn: &mut PgConnection, number: u32, name: &str) -> MediaItem {
    let format = if name.ends_with(".pdf") {
        FileFormat::Pdf
    } else {
        FileFormat::Jpeg
    };
    let id = MediaId::from_uuid(Uuid::now_v7());
    let uploaded = media::insert_upload(conn, id, name, &file(number, format)).unwrap();
    assert!(uploaded.is_new);
    uploaded.item
}

/// An article that says something, in a draft alone.
fn draft(conn: &mut PgConnection, slug: &str, body: &str) -> ArticleId {
    let id = article_id();
    save_article(conn, id, &article_saying(slug, body));
    id
}

fn name(text: &str) -> MediaName {
    MediaName::parse(text).unwrap()
}

fn text(alt: &str) -> MediaText {
    MediaText {
        alt: AltText::parse(alt).unwrap(),
        is_decorative: false,
        focus: FocalPoint::new(30, 70).unwrap(),
    }
}

#[test]
fn what_is_said_of_an_item_is_kept_and_an_old_version_changes_nothing() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let item = upload(conn, 1, "harbour.jpg");
    let said = media::update_text(conn, item.id, item.version, &text("A harbour")).unwrap();
    assert_eq!(said.alt.as_str(), "A harbour");
    assert_eq!(said.focus, FocalPoint::new(30, 70).unwrap());
    let stale = media::update_text(conn, item.id, item.version, &text("Boats"));
    let Err(MediaError::Stale { current }) = stale else {
        panic!("{stale:?}");
    };
    assert_eq!(current.alt.as_str(), "A harbour");
    // The same again is no conflict, so that a form sent twice is taken.
    media::update_text(conn, item.id, item.version, &text("A harbour")).unwrap();
}

#[test]
fn an_old_address_leads_to_the_item_in_one_step_however_often_it_was_renamed() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let mut item = upload(conn, 1, "a.pdf");
    for next in ["b.pdf", "c.pdf", "d.pdf"] {
        item = media::rename(conn, item.id, item.version, &name(next)).unwrap();
    }
    let targets = database
        .texts("select source_path || ' ' || target_address as value from redirects order by 1");
    assert_eq!(
        targets,
        [
            "/files/a.pdf /files/d.pdf",
            "/files/b.pdf /files/d.pdf",
            "/files/c.pdf /files/d.pdf"
        ]
    );
    // And back: what stands at an address is no redirect any more.
    item = media::rename(conn, item.id, item.version, &name("a.pdf")).unwrap();
    let targets = database
        .texts("select source_path || ' ' || target_address as value from redirects order by 1");
    assert_eq!(
        targets,
        [
            "/files/b.pdf /files/a.pdf",
            "/files/c.pdf /files/a.pdf",
            "/files/d.pdf /files/a.pdf"
        ]
    );
    // A new file does not take an address that leads to another one.
    assert_eq!(upload(conn, 2, "b.pdf").name.as_str(), "b-2.pdf");
    let found = media::find_published_file(conn, &item.name).unwrap();
    assert!(matches!(found, Some(PublishedFile::Found { .. })));
}

#[test]
fn an_address_that_leads_elsewhere_is_not_taken_by_a_rename() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let other = upload(conn, 1, "a.pdf");
    media::rename(conn, other.id, other.version, &name("b.pdf")).unwrap();
    database.execute(
        "insert into redirects (id, source_path, target_address, origin)
         values (gen_random_uuid(), '/files/rule.pdf', '/elsewhere', 'manual')",
    );
    let mut item = upload(conn, 2, "c.pdf");
    for taken in ["a.pdf", "rule.pdf"] {
        let refused = media::rename(conn, item.id, item.version, &name(taken));
        assert!(
            matches!(refused, Err(MediaError::NameTaken)),
            "{taken}: {refused:?}"
        );
    }
    // Its own earlier address is its own.
    for next in ["d.pdf", "c.pdf"] {
        item = media::rename(conn, item.id, item.version, &name(next)).unwrap();
    }
    let targets = database
        .texts("select source_path || ' ' || target_address as value from redirects order by 1");
    assert_eq!(
        targets,
        [
            "/files/a.pdf /files/b.pdf",
            "/files/d.pdf /files/c.pdf",
            "/files/rule.pdf /elsewhere"
        ]
    );
}

#[test]
fn the_earlier_addresses_of_what_lay_in_the_trash_never_lead_to_a_stranger() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let item = upload(conn, 1, "a.pdf");
    let item = media::rename(conn, item.id, item.version, &name("b.pdf")).unwrap();
    media::trash(conn, item.id).unwrap();
    let stranger = upload(conn, 2, "b.pdf");
    assert_eq!(stranger.name.as_str(), "b-2.pdf");
    let taken = media::rename(conn, stranger.id, stranger.version, &name("b.pdf"));
    assert!(matches!(taken, Err(MediaError::NameTaken)), "{taken:?}");
    // The owner made a rule of the address meanwhile, so the item comes back under another one.
    database.execute(
        "insert into redirects (id, source_path, target_address, origin)
         values (gen_random_uuid(), '/files/b.pdf', '/elsewhere', 'manual')",
    );
    let back = media::restore(conn, item.id).unwrap();
    assert_eq!(back.name.as_str(), "b-3.pdf");
    let targets = database
        .texts("select target_address as value from redirects where source_path = '/files/a.pdf'");
    assert_eq!(targets, ["/files/b-3.pdf"]);
}

#[test]
fn the_hundredth_pasted_picture_is_still_called_what_it_was() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for number in 0..100 {
        let item = upload(conn, number, "image.png");
        let name = item.name.as_str();
        assert!(name.starts_with("image") && name.len() < 20, "{name}");
    }
    let long = "n".repeat(255);
    for number in 100..130 {
        let item = upload(conn, number, &long);
        assert!(item.name.as_str().starts_with("nnn"), "{}", item.name);
    }
}

#[test]
fn a_name_that_is_taken_or_says_another_kind_is_refused() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let item = upload(conn, 1, "a.pdf");
    upload(conn, 2, "b.pdf");
    let taken = media::rename(conn, item.id, item.version, &name("b.pdf"));
    assert!(matches!(taken, Err(MediaError::NameTaken)), "{taken:?}");
    let other = media::rename(conn, item.id, item.version, &name("a.jpg"));
    assert!(matches!(other, Err(MediaError::OtherEnding)), "{other:?}");
    let stale = media::rename(conn, item.id, Version::new(9), &name("c.pdf"));
    assert!(matches!(stale, Err(MediaError::Stale { .. })), "{stale:?}");
    assert_eq!(media::find(conn, item.id).unwrap(), Some(item));
}

#[test]
fn a_replaced_file_is_kept_and_comes_back() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let first = upload(conn, 1, "a.jpg");
    let second = file(2, FileFormat::Jpeg);
    let item = media::replace_file(conn, first.id, first.version, &second).unwrap();
    assert_eq!((&item.name, &item.file.hash), (&first.name, &second.hash));
    let earlier = media::list_earlier_files(conn, item.id).unwrap();
    assert_eq!(earlier.len(), 1);
    assert_eq!(earlier[0].file.hash, first.file.hash);
    let back = media::bring_back_file(conn, item.id, item.version, &first.file.hash).unwrap();
    assert_eq!(back.file, first.file);
    let earlier = media::list_earlier_files(conn, item.id).unwrap();
    assert_eq!(
        earlier[0].file.hash, second.hash,
        "none is lost on the way back"
    );
    let stranger = FileHash::parse(&format!("{:032x}", 9)).unwrap();
    let missing = media::bring_back_file(conn, item.id, back.version, &stranger);
    assert!(matches!(missing, Err(MediaError::Missing)), "{missing:?}");
}

#[test]
fn the_trash_frees_an_address_and_gives_it_back_or_a_number_where_it_is_taken() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let first = upload(conn, 1, "cv.pdf");
    media::trash(conn, first.id).unwrap();
    let found = media::find_published_file(conn, &first.name).unwrap();
    assert_eq!(found, Some(PublishedFile::Deleted));
    let again = media::trash(conn, first.id);
    assert!(matches!(again, Err(MediaError::Missing)), "{again:?}");
    assert_eq!(media::restore(conn, first.id).unwrap().name, first.name);
    media::trash(conn, first.id).unwrap();
    let second = upload(conn, 2, "cv.pdf");
    assert_eq!(second.name, first.name);
    assert_eq!(
        media::restore(conn, first.id).unwrap().name.as_str(),
        "cv-2.pdf"
    );
    let again = media::restore(conn, first.id);
    assert!(matches!(again, Err(MediaError::Missing)), "{again:?}");
}

#[test]
fn a_picture_answers_at_its_address_only_where_visitors_see_it_and_a_download_always() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let is_found = |conn: &mut PgConnection, item: &MediaItem| {
        let found = media::find_published_file(conn, &item.name).unwrap();
        matches!(found, Some(PublishedFile::Found { .. }))
    };
    let cv = upload(conn, 1, "cv.pdf");
    let named = upload(conn, 2, "named.jpg");
    let by_file = upload(conn, 3, "by-file.jpg");
    let featured = upload(conn, 4, "featured.jpg");
    let drafted = upload(conn, 5, "drafted.jpg");
    let pictures = [&named, &by_file, &featured, &drafted];
    assert!(is_found(conn, &cv));
    for item in pictures {
        assert!(!is_found(conn, item), "{}", item.name);
    }
    draft(conn, "draft", &format!("![](plinth:{})", drafted.id));
    let words = "![](plinth:ID) and ![](/media/HASH-480.webp)"
        .replace("ID", &named.id.to_string())
        .replace("HASH", by_file.file.hash.as_str());
    let id = article_id();
    publish_article(conn, id, &article_saying("live", &words));
    publish_article(conn, article_id(), &featuring("featuring", &featured));
    let found: Vec<bool> = pictures.iter().map(|item| is_found(conn, item)).collect();
    assert_eq!(found, [true, true, true, false]);
    publish_article(conn, id, &article_saying("live", "Nothing."));
    assert!(!is_found(conn, &named), "an earlier state is not shown");
    database.execute("update article_editions set is_trashed = true");
    assert!(!is_found(conn, &featured));
}

#[test]
fn where_an_item_is_used_is_told_over_live_texts_drafts_and_revisions() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let item = upload(conn, 1, "harbour.jpg");
    let picture = format!("![](plinth:{})", item.id);
    assert_eq!(media::uses(conn, item.id).unwrap(), []);

    let live = article_id();
    publish_article(conn, live, &article_saying("live", &picture));
    let dropped = article_id();
    publish_article(conn, dropped, &article_saying("dropped", &picture));
    publish_article(conn, dropped, &article_saying("dropped", "No picture."));
    let by_address = draft(conn, "by-address", "See /files/harbour.jpg.");
    let by_file = draft(
        conn,
        "by-file",
        &format!("![x](/media/{}-480.webp)", item.file.hash),
    );
    save_service(conn, service_id(), &service("other"));
    draft(
        conn,
        "unrelated",
        "plinth:00000000-0000-7000-8000-000000000000",
    );

    let uses = media::uses(conn, item.id).unwrap();
    let state = |id: ArticleId| {
        let used = uses
            .iter()
            .find(|used| used.content == id.as_uuid())
            .unwrap();
        (used.is_live, used.is_in_draft, used.revisions > 0)
    };
    assert_eq!(uses.len(), 4, "{uses:?}");
    assert_eq!(
        uses[0].content,
        live.as_uuid(),
        "what visitors see comes first"
    );
    assert_eq!(state(live), (true, true, true));
    assert_eq!(state(dropped), (false, false, true));
    for id in [by_address, by_file] {
        let (is_live, is_in_draft, _) = state(id);
        assert_eq!((is_live, is_in_draft), (false, true));
    }
    assert!(uses.iter().all(|used| used.kind == "article"));

    database.execute("update contents set trashed_at = now() where kind = 'article'");
    let uses = media::uses(conn, item.id).unwrap();
    assert!(uses.iter().all(|used| used.is_trashed && !used.is_live));
}

#[test]
fn links_in_the_settings_and_redirects_of_the_owner_are_uses_too() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let item = upload(conn, 1, "cv.pdf");
    let before = media::other_uses(conn, item.id).unwrap();
    assert_eq!((before.in_settings, before.redirects), (false, 0));
    database.execute(
        "insert into social_links (position, label, address)
         values (8, 'CV', 'https://site.example/files/cv.pdf');
         insert into redirects (id, source_path, target_address, origin)
         values (gen_random_uuid(), '/cv', '/files/cv.pdf', 'manual')",
    );
    let after = media::other_uses(conn, item.id).unwrap();
    assert_eq!((after.in_settings, after.redirects), (true, 1));
}

/// Long enough in the trash.
fn much_later() -> chrono::DateTime<Utc> {
    Utc::now() + TimeDelta::days(31)
}

/// An article with a picture on top, in its fields.
fn featuring(slug: &str, item: &MediaItem) -> domain::ArticleDraft {
    let mut draft = article(slug);
    draft.feature = Some(domain::FeatureImage {
        media: item.id,
        focus: None,
        alt: None,
    });
    draft
}
