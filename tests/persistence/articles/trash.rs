//! The trash: what visitors find, what comes back, what is erased.

use chrono::{TimeDelta, Utc};
use persistence::{SaveError, contents, drafts};
use plinth_tests::factories::{article_saying, service, service_id};
use plinth_tests::writing::{publish_service, try_publish_article};

use super::*;

#[test]
fn a_deleted_draft_never_counts_as_gone() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    save_article(conn, id, &article("never-public"));
    articles::delete(conn, id).unwrap();
    assert!(!articles::published_was_deleted(conn, &slug("never-public")).unwrap());
}

#[test]
fn two_articles_cannot_share_an_address_but_a_deleted_one_frees_its_own() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let first = article_id();
    publish_article(conn, first, &article("one"));
    assert!(matches!(
        try_publish_article(conn, article_id(), &article("one")),
        Err(SaveError::SlugTaken)
    ));
    assert!(articles::delete(conn, first).unwrap());
    publish_article(conn, article_id(), &article("one"));
    assert!(matches!(
        articles::restore(conn, first),
        Err(SaveError::SlugTaken)
    ));
    assert_eq!(
        articles::list_trashed(conn, 10).unwrap().len(),
        1,
        "it is still in the trash"
    );
}

#[test]
fn a_deleted_article_is_gone_for_visitors_and_comes_back_published() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article("back"));
    let live = articles::find_published(conn, id).unwrap();
    save_article(conn, id, &article_saying("back", "Unpublished words."));
    assert!(articles::delete(conn, id).unwrap());
    assert!(drafts::find(conn, id.into()).unwrap().is_none());
    assert!(!is_public(conn, "back"));
    assert!(articles::published_was_deleted(conn, &slug("back")).unwrap());
    assert!(!articles::delete(conn, id).unwrap());
    let trashed = articles::list_trashed(conn, 10).unwrap();
    assert_eq!(trashed.len(), 1);
    assert_eq!((trashed[0].0, trashed[0].1.as_str()), (id, "Article back"));

    assert!(articles::restore(conn, id).unwrap());
    assert_eq!(articles::find_published(conn, id).unwrap(), live);
    assert!(!articles::published_was_deleted(conn, &slug("back")).unwrap());
    let draft = drafts::find(conn, id.into()).unwrap().unwrap();
    assert_eq!(draft.snapshot.get("body"), "Unpublished words.");
    assert!(
        !articles::restore(conn, id).unwrap(),
        "it is not in the trash any more"
    );
}

#[test]
fn an_address_that_moved_answers_as_gone_while_its_article_is_in_the_trash() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article("a"));
    publish_article(conn, id, &article("b"));
    articles::delete(conn, id).unwrap();
    for name in ["a", "b"] {
        assert!(
            articles::published_was_deleted(conn, &slug(name)).unwrap(),
            "{name}"
        );
    }
    articles::restore(conn, id).unwrap();
    for name in ["a", "b"] {
        assert!(
            !articles::published_was_deleted(conn, &slug(name)).unwrap(),
            "{name}"
        );
    }
}

#[test]
fn nothing_can_be_written_to_what_is_in_the_trash() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    let version = save_article(conn, id, &article("a"));
    articles::delete(conn, id).unwrap();
    let draft = article("a");
    let options = plinth_tests::writing::options(&draft.body);
    let refused = articles::publish(conn, id, version, &draft, options);
    assert!(matches!(refused, Err(SaveError::Missing)));
    assert!(matches!(
        articles::withdraw(conn, id, None),
        Err(SaveError::Missing)
    ));
    assert!(matches!(
        articles::cancel_schedule(conn, id),
        Err(SaveError::Missing)
    ));
    assert!(!articles::set_pinned(conn, id, true).unwrap());
}

#[test]
fn after_thirty_days_the_trash_is_erased_with_every_trace() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [id, young, standing] = [article_id(), article_id(), article_id()];
    publish_article(conn, id, &tagged_article("old", &["Rust"]));
    publish_article(conn, id, &tagged_article("older", &["Rust"]));
    publish_article(conn, young, &article("young"));
    publish_article(conn, standing, &article("standing"));
    let offered = service_id();
    publish_service(conn, offered, &service("offered"));
    for id in [id, young] {
        articles::delete(conn, id).unwrap();
    }
    persistence::services::delete(conn, offered).unwrap();
    database.execute(&format!(
        "update contents set trashed_at = now() - interval '30 days 1 minute'
         where id in ('{id}', '{offered}')"
    ));
    let early = Utc::now() - TimeDelta::days(1);
    assert_eq!(contents::purge_trash(conn, early).unwrap(), 0);
    assert_eq!(contents::purge_trash(conn, Utc::now()).unwrap(), 2);
    for table in ["drafts", "revisions", "draft_saves", "redirects"] {
        let left = format!("select count(*) as value from {table} where content_id = '{id}'");
        assert_eq!(database.number(&left), 0, "{table}");
    }
    assert_eq!(database.number("select count(*) as value from services"), 0);
    assert!(!articles::published_was_deleted(conn, &slug("old")).unwrap());
    assert!(!articles::published_was_deleted(conn, &slug("older")).unwrap());
    assert!(articles::restore(conn, young).unwrap());
    assert_eq!(public_slugs(conn), ["standing", "young"]);
}

#[test]
fn a_service_is_not_deleted_as_an_article_nor_the_other_way_round() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let (written, offered) = (article_id(), service_id());
    publish_article(conn, written, &article("a"));
    publish_service(conn, offered, &service("s"));
    let as_article = ArticleId::from_uuid(offered.as_uuid());
    let as_service = domain::ServiceId::from_uuid(written.as_uuid());
    assert!(!articles::delete(conn, as_article).unwrap());
    assert!(!persistence::services::delete(conn, as_service).unwrap());
    assert!(is_public(conn, "a"));
    assert!(drafts::find(conn, offered.into()).unwrap().is_some());
}

#[test]
fn an_article_comes_back_to_an_address_that_another_one_had_meanwhile_and_left() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let (first, second) = (article_id(), article_id());
    publish_article(conn, first, &article("one"));
    articles::set_pinned(conn, first, true).unwrap();
    articles::delete(conn, first).unwrap();
    publish_article(conn, second, &article("one"));
    articles::withdraw(conn, second, None).unwrap();
    assert!(articles::restore(conn, first).unwrap());
    let found = articles::list_published_pinned(conn).unwrap();
    assert_eq!(found.len(), 1, "it is public, and on top as before");
    assert_eq!(found[0].id, first);
}
