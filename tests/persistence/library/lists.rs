//! The library as lists.

use persistence::media::{MediaFilter, MediaKind, MediaOrder, MediaShelf};

use super::*;

fn names(conn: &mut PgConnection, filter: &MediaFilter, order: MediaOrder) -> Vec<String> {
    let (rows, next) = media::list(conn, filter, order, None, 50).unwrap();
    assert_eq!(next, None);
    rows.iter().map(|row| row.item.name.to_string()).collect()
}

fn on(shelf: MediaShelf) -> MediaFilter {
    MediaFilter {
        shelf,
        ..MediaFilter::default()
    }
}

#[test]
fn the_library_is_searched_by_name_and_by_what_a_picture_shows() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let item = upload(conn, 1, "IMG 1234.jpg");
    media::update_text(conn, item.id, item.version, &text("A harbour, 100% calm")).unwrap();
    upload(conn, 2, "cv.pdf");
    let found = |conn: &mut PgConnection, words: &str, kind| {
        let filter = MediaFilter {
            words: words.to_owned(),
            kind,
            ..MediaFilter::default()
        };
        names(conn, &filter, MediaOrder::Newest)
    };
    for words in ["HARBOUR", "img", "100%", " harbour, ", "/files/img-12"] {
        assert_eq!(found(conn, words, None), ["img-1234.jpg"], "{words}");
    }
    for words in ["10_%", "\\", "boat", "\0x"] {
        assert!(found(conn, words, None).is_empty(), "{words}");
    }
    assert_eq!(found(conn, "", Some(MediaKind::Download)), ["cv.pdf"]);
    assert_eq!(found(conn, "", Some(MediaKind::Picture)), ["img-1234.jpg"]);
}

#[test]
fn each_part_of_the_library_holds_what_its_name_says_and_is_counted() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let used = upload(conn, 1, "used.jpg");
    let described = upload(conn, 2, "described.jpg");
    media::update_text(conn, described.id, described.version, &text("Boats")).unwrap();
    let gone = upload(conn, 3, "gone.jpg");
    media::trash(conn, gone.id).unwrap();
    upload(conn, 4, "cv.pdf");
    draft(conn, "uses", &format!("![](plinth:{})", used.id));
    let list = |conn: &mut PgConnection, shelf| names(conn, &on(shelf), MediaOrder::Name);
    assert_eq!(
        list(conn, MediaShelf::All),
        ["cv.pdf", "described.jpg", "used.jpg"]
    );
    assert_eq!(list(conn, MediaShelf::Unused), ["cv.pdf", "described.jpg"]);
    assert_eq!(list(conn, MediaShelf::WithoutAlt), ["used.jpg"]);
    assert_eq!(list(conn, MediaShelf::Trash), ["gone.jpg"]);
    let counts = media::count(conn).unwrap();
    assert_eq!(
        (
            counts.all,
            counts.pictures,
            counts.without_alt,
            counts.trashed
        ),
        (3, 2, 1, 1)
    );
    let (rows, _) = media::list(conn, &on(MediaShelf::All), MediaOrder::Name, None, 9).unwrap();
    let ids: Vec<MediaId> = rows.iter().map(|row| row.item.id).collect();
    let used = media::used_among(conn, &ids).unwrap();
    let is_used: Vec<bool> = ids.iter().map(|id| used.contains(id)).collect();
    assert_eq!(is_used, [false, false, true]);
}

#[test]
fn every_order_is_paged_by_key_without_a_gap_or_a_repetition() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for number in 1..=11 {
        upload(conn, number, &format!("file {}.jpg", (number * 7) % 11));
    }
    // Equal sizes and equal times are told apart by the id.
    database.execute("update media_files set size_bytes = 1000 + width_px % 2");
    database.execute("update media_items set created_at = date_trunc('hour', created_at)");
    for order in [MediaOrder::Newest, MediaOrder::Name, MediaOrder::Size] {
        let whole = names(conn, &MediaFilter::default(), order);
        let mut paged = Vec::new();
        let mut after = None;
        loop {
            let filter = MediaFilter::default();
            let (rows, next) = media::list(conn, &filter, order, after.as_ref(), 3).unwrap();
            paged.extend(rows.iter().map(|row| row.item.name.to_string()));
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(paged, whole, "{order:?}");
        assert_eq!(paged.len(), 11);
    }
}

#[test]
fn what_names_a_picture_is_read_from_an_index_also_right_after_many_texts_were_stored() {
    let database = TestDatabase::empty();
    database.execute(
        "insert into media_files (hash, format, size_bytes, encoding)
             select md5(n::text), 'jpg', 1000 + n, 'done' from generate_series(1, 1000) n;
         insert into media_items (id, name, file_hash)
             select ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 'photo-' || n || '.jpg',
                    md5(n::text)
             from generate_series(1, 1000) n;
         insert into contents (id, kind) select gen_random_uuid(), 'article' from generate_series(1, 1000);
         insert into revisions (id, content_id, number, reason, fields, draft_version, renderer_version)
             select gen_random_uuid(), id, k, 'publish', jsonb_build_object('body', repeat('word ', 100) || k
                        || ' plinth:00000000-0000-7000-9000-' || lpad((k * 97)::text, 12, '0')), k, 1
             from contents, generate_series(1, 10) k;
         insert into drafts (content_id, fields, version, revision_id, saved_at)
             select content_id, fields, 2, id, now() from revisions where number = 2;
         analyze media_files, media_items, contents, revisions, drafts;",
    );
    for table in ["revisions", "drafts"] {
        let named = format!(
            "exists (select from {table}
                     where mentions_of_fields({table}.fields) && array['plinth:' || i.id, '/files/' || i.name])"
        );
        for query in [
            format!("select i.id, {named} from media_items i where i.trashed_at is null limit 48"),
            format!("select i.id from media_items i where not {named} limit 48"),
            format!("select count(*) filter (where not ({named})) from media_items i"),
        ] {
            let plan = database.plan(&query);
            assert!(plan.contains(&format!("{table}_mentions_idx")), "{plan}");
            assert!(!plan.contains(&format!("Seq Scan on {table}")), "{plan}");
        }
    }
}
