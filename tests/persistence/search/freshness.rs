//! The index is what stands, after whatever was done to contents and tags.

use domain::{Slug, TagId, TagName};
use persistence::{PgConnection, articles, tags};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article_id, article_saying, service, service_id, tagged_article};
use plinth_tests::writing::{publish_article, publish_service};

use super::slugs;

/// What of the index is not what it would be if it were made now.
fn stale(database: &TestDatabase) -> Vec<String> {
    database.texts(
        "with wanted as (
             select e.id, e.published_at as sorted_at, e.visible_from, e.visible_until, e.is_trashed as is_hidden,
                    search_vector(e.title, (select string_agg(t.name, ' ') from edition_tags et
                        join tags t on t.id = et.tag_id where et.edition_id = e.id), e.excerpt,
                        search_spaced(search_plain(e.body))) as vector
             from article_editions e
             union all
             select s.id, 'infinity', '-infinity', null, not s.is_shown or s.deleted_at is not null,
                    search_vector(s.title, null, s.summary, search_spaced(search_plain(
                        concat_ws(e'\\n\\n', s.body, array_to_string(s.deliverables, e'\\n\\n')))))
             from services s
         )
         select coalesce(w.id, d.id)::text as value from wanted w full join search_documents d on d.id = w.id
         where w.id is null or d.id is null
            or (w.sorted_at, w.visible_from, w.visible_until, w.is_hidden)
               is distinct from (d.sorted_at, d.visible_from, d.visible_until, d.is_hidden)
            or exists (select from unnest(array['a', 'b', 'c', 'd']) weight
                       where strip(ts_filter(w.vector, array[weight::\"char\"]))
                             <> strip(ts_filter(d.vector, array[weight::\"char\"])))",
    )
}

fn tag(conn: &mut PgConnection, slug: &str) -> TagId {
    let slug = Slug::parse(slug).unwrap();
    tags::find_published_by_slug(conn, &slug)
        .unwrap()
        .unwrap()
        .id
}

fn rename(conn: &mut PgConnection, from: &str, to: &str) -> Option<uuid::Uuid> {
    let id = tag(conn, from);
    let slug = Slug::from_title(to).unwrap();
    tags::rename(conn, id, &TagName::parse(to).unwrap(), &slug)
        .unwrap()
        .1
}

#[test]
fn the_index_follows_every_change_of_tags_contents_and_services() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    assert_eq!(
        stale(&database),
        Vec::<String>::new(),
        "the starter content"
    );
    let [one, two] = [article_id(), article_id()];
    publish_article(conn, one, &tagged_article("one", &["Granite", "Basalt"]));
    publish_article(conn, two, &tagged_article("two", &["Basalt"]));
    assert_eq!(slugs(conn, "basalt").len(), 2);
    assert_eq!(stale(&database), Vec::<String>::new(), "published");

    let undo = rename(conn, "basalt", "Slate");
    assert_eq!(
        (slugs(conn, "slate").len(), slugs(conn, "basalt").len()),
        (2, 0)
    );
    assert_eq!(stale(&database), Vec::<String>::new(), "renamed");
    tags::undo_rename(conn, undo.unwrap()).unwrap();
    assert_eq!(slugs(conn, "basalt").len(), 2);

    let (granite, basalt) = (tag(conn, "granite"), tag(conn, "basalt"));
    let merged = tags::merge(conn, basalt, granite).unwrap();
    assert_eq!(
        (slugs(conn, "granite").len(), slugs(conn, "basalt").len()),
        (2, 0)
    );
    assert_eq!(stale(&database), Vec::<String>::new(), "merged");
    tags::undo_merge(conn, merged.undo).unwrap();
    assert_eq!(stale(&database), Vec::<String>::new(), "merged and undone");

    let granite = tag(conn, "granite");
    let (_, undo) = tags::delete(conn, granite).unwrap();
    assert_eq!(slugs(conn, "granite").len(), 0);
    tags::restore(conn, undo).unwrap();
    assert_eq!(slugs(conn, "granite"), ["one"]);
    assert_eq!(
        stale(&database),
        Vec::<String>::new(),
        "deleted and restored"
    );

    publish_article(conn, one, &article_saying("one", "another text"));
    assert_eq!(
        stale(&database),
        Vec::<String>::new(),
        "another text without tags"
    );
    articles::withdraw(conn, one, None).unwrap();
    publish_article(conn, one, &tagged_article("one", &["Granite"]));
    articles::delete(conn, two).unwrap();
    articles::restore(conn, two).unwrap();
    articles::delete(conn, two).unwrap();
    let offer = service_id();
    publish_service(conn, offer, &service("offer"));
    persistence::services::delete(conn, offer).unwrap();
    assert_eq!(
        stale(&database),
        Vec::<String>::new(),
        "withdrawn and deleted"
    );
    let later = chrono::Utc::now() + chrono::TimeDelta::days(31);
    persistence::contents::purge_trash(conn, later).unwrap();
    assert_eq!(stale(&database), Vec::<String>::new(), "erased");
    assert_eq!(slugs(conn, "granite"), ["one"]);
}

#[test]
fn an_article_that_is_published_while_its_tag_is_renamed_is_found_under_the_new_name() {
    use diesel::connection::SimpleConnection;
    let database = TestDatabase::blank_site();
    publish_article(
        &mut database.connection(),
        article_id(),
        &tagged_article("one", &["Granite"]),
    );
    let mut renaming = database.connection();
    renaming
        .batch_execute("begin; update tags set name = 'Basalt' where name = 'Granite'")
        .unwrap();
    std::thread::scope(|scope| {
        let mut publishing = database.connection();
        let publication = scope.spawn(move || {
            publish_article(
                &mut publishing,
                article_id(),
                &tagged_article("two", &["Granite"]),
            );
        });
        let waiting = "select count(*) as value from pg_stat_activity
                       where wait_event_type = 'Lock' and datname = current_database()";
        while database.number(waiting) == 0 {
            assert!(
                !publication.is_finished(),
                "the publication waits for the name"
            );
        }
        renaming.batch_execute("commit").unwrap();
        publication.join().unwrap();
    });
    assert_eq!(stale(&database), Vec::<String>::new());
    assert_eq!(slugs(&mut database.connection(), "basalt").len(), 2);
}
