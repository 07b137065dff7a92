//! What is erased in the end, and what never is.

use domain::Rendition;

use super::*;

fn exists(conn: &mut PgConnection, item: &MediaItem) -> bool {
    media::find(conn, item.id).unwrap().is_some()
}

#[test]
fn the_trash_erases_after_thirty_days_what_nothing_names_and_nothing_else() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let alone = upload(conn, 1, "alone.jpg");
    let in_draft = upload(conn, 2, "in-draft.jpg");
    let in_revision = upload(conn, 3, "in-revision.jpg");
    let featured = upload(conn, 4, "featured.jpg");
    let by_earlier_file = upload(conn, 5, "earlier.jpg");
    let by_old_name = upload(conn, 6, "old-name.jpg");
    let standing = upload(conn, 7, "standing.jpg");

    draft(conn, "draft", &format!("![](plinth:{})", in_draft.id));
    let id = article_id();
    publish_article(
        conn,
        id,
        &article_saying("kept", &format!("[x](plinth:{})", in_revision.id)),
    );
    publish_article(conn, id, &article_saying("kept", "Nothing."));
    publish_article(conn, article_id(), &featuring("featuring", &featured));
    draft(
        conn,
        "file",
        &format!("![x](/media/{}.jpg)", by_earlier_file.file.hash),
    );
    let replaced = file(50, FileFormat::Jpeg);
    media::replace_file(conn, by_earlier_file.id, by_earlier_file.version, &replaced).unwrap();
    draft(conn, "name", "_/files/old-name.jpg_ is it.");
    media::rename(
        conn,
        by_old_name.id,
        by_old_name.version,
        &name("new-name.jpg"),
    )
    .unwrap();

    let kept = [
        &in_draft,
        &in_revision,
        &featured,
        &by_earlier_file,
        &by_old_name,
    ];
    for item in kept.into_iter().chain([&alone]) {
        media::trash(conn, item.id).unwrap();
    }
    assert_eq!(
        media::purge_trash(conn, Utc::now() + TimeDelta::days(29)).unwrap(),
        0
    );
    assert_eq!(media::purge_trash(conn, much_later()).unwrap(), 1);
    assert!(!exists(conn, &alone));
    for item in kept.into_iter().chain([&standing]) {
        assert!(exists(conn, item), "{}", item.name);
    }
}

#[test]
fn a_full_trash_is_emptied_to_its_end_past_what_is_still_named() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    for number in 1..=90 {
        let item = upload(conn, number, &format!("file {number}.jpg"));
        if number <= 30 {
            draft(
                conn,
                &format!("draft-{number}"),
                &format!("![](plinth:{})", item.id),
            );
        }
        media::trash(conn, item.id).unwrap();
    }
    // Those of one moment are told apart by the id.
    database.execute("update media_items set trashed_at = date_trunc('hour', trashed_at)");
    assert_eq!(media::purge_trash(conn, much_later()).unwrap(), 60);
    assert_eq!(
        database.number("select count(*) as value from media_items"),
        30
    );
}

#[test]
fn a_file_is_forgotten_with_its_renditions_once_no_item_has_or_had_it() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let item = upload(conn, 1, "a.jpg");
    let rendition = Rendition {
        format: FileFormat::WebP,
        width_px: 480,
        height_px: 360,
        size_bytes: 10,
    };
    media::insert_rendition(conn, &item.file.hash, rendition).unwrap();
    let replaced = file(2, FileFormat::Jpeg);
    media::replace_file(conn, item.id, item.version, &replaced).unwrap();
    assert_eq!(
        media::purge_files(conn).unwrap(),
        0,
        "an earlier file is kept"
    );
    media::trash(conn, item.id).unwrap();
    assert_eq!(
        media::purge_files(conn).unwrap(),
        0,
        "the trash keeps its files"
    );
    assert_eq!(media::purge_trash(conn, much_later()).unwrap(), 1);
    assert_eq!(media::purge_files(conn).unwrap(), 2);
    assert_eq!(
        database.number("select count(*) as value from media_renditions"),
        0
    );
}

#[test]
fn the_old_addresses_of_what_was_erased_are_forgotten() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let item = upload(conn, 1, "a.pdf");
    let item = media::rename(conn, item.id, item.version, &name("b.pdf")).unwrap();
    media::trash(conn, item.id).unwrap();
    assert_eq!(media::purge_trash(conn, much_later()).unwrap(), 1);
    assert_eq!(
        database.number("select count(*) as value from redirects"),
        0
    );
}
