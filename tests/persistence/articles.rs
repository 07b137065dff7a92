//! Articles: what visitors see of them, and what a save keeps.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{MarkdownText, PublicationState, Title, Version};
use persistence::{SaveError, articles, tags};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article, article_id, slug, tagged_article};

fn date(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

#[test]
fn a_draft_is_in_no_query_that_visitors_cause() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    articles::insert(conn, article_id(), &tagged_article("hidden", &["Secret"])).unwrap();

    assert!(
        articles::list_published(conn, None, None, 10)
            .unwrap()
            .items
            .is_empty()
    );
    assert!(!articles::any_published(conn).unwrap());
    assert!(
        articles::find_published_by_slug(conn, &slug("hidden"))
            .unwrap()
            .is_none()
    );
    assert!(
        articles::list_published_for_feed(conn, 10)
            .unwrap()
            .is_empty()
    );
    assert!(
        articles::list_published_addresses(conn, 10)
            .unwrap()
            .is_empty()
    );
    assert!(!articles::published_was_deleted(conn, &slug("hidden")).unwrap());
    assert!(tags::list_published(conn).unwrap().is_empty());
    assert!(
        tags::find_published_by_slug(conn, &slug("secret"))
            .unwrap()
            .is_none()
    );
}

#[test]
fn a_deleted_draft_never_counts_as_gone() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    articles::insert(conn, id, &article("never-public")).unwrap();
    articles::delete(conn, id).unwrap();
    assert!(!articles::published_was_deleted(conn, &slug("never-public")).unwrap());
}

#[test]
fn a_published_article_is_found_with_its_tags_until_it_is_withdrawn() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    articles::insert(conn, id, &tagged_article("open", &["Rust", "Databases"])).unwrap();
    articles::publish(conn, id, date(1)).unwrap();

    let found = articles::find_published_by_slug(conn, &slug("open"))
        .unwrap()
        .unwrap();
    let names: Vec<_> = found.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["Databases", "Rust"]);
    assert_eq!(found.publication.published_at(), Some(date(1)));
    assert_eq!(tags::list_published(conn).unwrap().len(), 2);

    articles::withdraw(conn, id).unwrap();
    assert!(
        articles::find_published_by_slug(conn, &slug("open"))
            .unwrap()
            .is_none()
    );
    assert!(!articles::published_was_deleted(conn, &slug("open")).unwrap());
}

#[test]
fn publishing_again_keeps_the_first_date() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    articles::insert(conn, id, &article("again")).unwrap();
    articles::publish(conn, id, date(1)).unwrap();
    articles::withdraw(conn, id).unwrap();
    let again = articles::publish(conn, id, date(99)).unwrap();
    assert_eq!(again.publication.published_at(), Some(date(1)));
}

#[test]
fn a_save_from_an_old_version_changes_nothing_and_shows_what_is_stored() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    articles::insert(conn, id, &article("shared")).unwrap();

    let mut mine = article("shared");
    mine.title = Title::parse("Mine").unwrap();
    assert_eq!(
        articles::update(conn, id, &mine, Version::FIRST)
            .unwrap()
            .version,
        Version::new(2)
    );

    let mut yours = article("shared");
    yours.title = Title::parse("Yours").unwrap();
    let refused = articles::update(conn, id, &yours, Version::FIRST);
    let Err(SaveError::Stale { current }) = refused else {
        panic!("a stale save must be refused");
    };
    assert_eq!(current.title.as_str(), "Mine");
    assert_eq!(
        articles::find(conn, id).unwrap().unwrap().title.as_str(),
        "Mine"
    );
}

#[test]
fn of_many_saves_at_once_from_one_version_exactly_one_wins() {
    let database = TestDatabase::empty();
    let id = article_id();
    articles::insert(&mut database.connection(), id, &article("race")).unwrap();
    let outcomes: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|number| {
                let mut conn = database.connection();
                scope.spawn(move || {
                    let mut draft = article("race");
                    draft.body = MarkdownText::parse(&format!("Words of {number}.")).unwrap();
                    articles::update(&mut conn, id, &draft, Version::FIRST).is_ok()
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(outcomes.iter().filter(|won| **won).count(), 1);
    let stored = articles::find(&mut database.connection(), id)
        .unwrap()
        .unwrap();
    assert_eq!(stored.version, Version::new(2));
}

#[test]
fn two_articles_cannot_share_an_address_but_a_deleted_one_frees_its_own() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let first = article_id();
    articles::insert(conn, first, &article("one")).unwrap();
    assert!(matches!(
        articles::insert(conn, article_id(), &article("one")),
        Err(SaveError::SlugTaken)
    ));
    assert!(articles::delete(conn, first).unwrap());
    articles::insert(conn, article_id(), &article("one")).unwrap();
    assert!(matches!(
        articles::restore(conn, first),
        Err(SaveError::SlugTaken)
    ));
}

#[test]
fn a_deleted_article_is_gone_for_visitors_and_comes_back_published() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    articles::insert(conn, id, &article("back")).unwrap();
    articles::publish(conn, id, date(1)).unwrap();
    articles::delete(conn, id).unwrap();
    assert!(articles::find(conn, id).unwrap().is_none());
    assert!(
        articles::find_published_by_slug(conn, &slug("back"))
            .unwrap()
            .is_none()
    );
    assert!(articles::published_was_deleted(conn, &slug("back")).unwrap());
    assert!(!articles::delete(conn, id).unwrap());

    articles::restore(conn, id).unwrap();
    assert!(
        articles::find_published_by_slug(conn, &slug("back"))
            .unwrap()
            .is_some()
    );
    assert!(!articles::published_was_deleted(conn, &slug("back")).unwrap());
}

#[test]
fn pages_by_key_show_each_article_once_in_order_also_at_equal_times() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for number in 0..7 {
        let id = article_id();
        articles::insert(conn, id, &article(&format!("a{number}"))).unwrap();
        // Three of them carry the same date.
        articles::publish(conn, id, date(i64::from(number / 3))).unwrap();
    }
    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let page = articles::list_published(conn, before.as_ref(), None, 2).unwrap();
        seen.extend(page.items.iter().map(|item| item.slug.to_string()));
        match page.next {
            Some(cursor) => before = Some(cursor),
            None => break,
        }
    }
    assert_eq!(seen, ["a6", "a5", "a4", "a3", "a2", "a1", "a0"]);
}

#[test]
fn a_tag_narrows_the_list() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for (name, tag) in [("x", "Rust"), ("y", "SQL")] {
        let id = article_id();
        articles::insert(conn, id, &tagged_article(name, &[tag])).unwrap();
        articles::publish(conn, id, date(1)).unwrap();
    }
    let page = articles::list_published(conn, None, Some(&slug("sql")), 10).unwrap();
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].slug.as_str(), "y");
}

#[test]
fn the_panel_lists_by_state_and_counts() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    articles::insert(conn, id, &article("public")).unwrap();
    articles::publish(conn, id, date(1)).unwrap();
    articles::insert(conn, article_id(), &article("draft")).unwrap();

    let drafts = articles::list(conn, Some(PublicationState::Draft), None, 10).unwrap();
    assert_eq!(drafts.items.len(), 1);
    assert_eq!(drafts.items[0].slug.as_str(), "draft");
    let counts = articles::count_by_state(conn).unwrap();
    assert_eq!((counts.drafts, counts.published), (1, 1));
}

#[test]
fn an_article_that_cannot_be_stored_is_not_published_and_the_other_way_round() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    // A trigger stands for a database that fails between the two steps.
    database.execute(
        "create function refuse() returns trigger language plpgsql as
             $$ begin raise exception 'refused'; end $$;
         create trigger refuse before update on articles for each row
             when (new.state = 'published') execute function refuse();",
    );
    assert!(articles::insert_and_publish(conn, id, &article("both"), date(1)).is_err());
    assert!(
        articles::find(conn, id).unwrap().is_none(),
        "nothing was stored"
    );
    database.execute("drop trigger refuse on articles");
    let stored = articles::insert_and_publish(conn, id, &article("both"), date(1)).unwrap();
    assert!(stored.publication.is_published());
}

#[test]
fn saves_that_add_the_same_new_tags_do_not_wait_for_each_other_for_ever() {
    let database = TestDatabase::empty();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let mut conn = database.connection();
            scope.spawn(move || {
                let tags: &[&str] = if number % 2 == 0 {
                    &["Alpha", "Beta", "Gamma"]
                } else {
                    &["Gamma", "Beta", "Alpha"]
                };
                let draft = tagged_article(&format!("a{number}"), tags);
                articles::insert(&mut conn, article_id(), &draft).unwrap();
            });
        }
    });
    assert_eq!(database.number("select count(*) as value from tags"), 3);
}
