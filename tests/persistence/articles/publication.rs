//! Publishing and withdrawing.

use domain::{RevisionReason, Snapshot, Version};
use persistence::{SaveError, drafts, revisions};
use plinth_tests::factories::article_saying;
use plinth_tests::writing::{because, options, save, try_publish_article};

use super::*;
use crate::visitors::view;

#[test]
fn publishing_again_keeps_the_first_date() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article("again"));
    let first = articles::find_published(conn, id).unwrap().unwrap();
    articles::withdraw(conn, id, None).unwrap();
    publish_article(conn, id, &article_saying("again", "Other words."));
    let again = articles::find_published(conn, id).unwrap().unwrap();
    assert_eq!(again.published_at, first.published_at);
    assert!(again.updated_at > first.updated_at);
    assert_eq!(again.body.as_str(), "Other words.");

    publish_article(conn, id, &article_saying("again", "Still others."));
    let still = articles::find_published(conn, id).unwrap().unwrap();
    assert_eq!(still.published_at, first.published_at);
    assert!(still.updated_at > again.updated_at);
}

#[test]
fn editing_a_published_article_changes_nothing_outside() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &tagged_article("live", &["Rust"]));
    let known = ["live", "moved", "rust", "other"];
    let before = view(conn, &known);

    let mut edited = tagged_article("moved", &["Other"]);
    edited.series = plinth_tests::factories::article_in_series("x", "New", Some(1)).series;
    for reason in [
        RevisionReason::Autosave,
        RevisionReason::Manual,
        RevisionReason::Merge,
    ] {
        let snapshot = Snapshot::of_article(&edited);
        save(conn, id.into(), &snapshot, because(reason));
        edited.body = article_saying("x", "Unseen words.").body;
        assert_eq!(view(conn, &known), before);
    }
    let status = articles::find_status(conn, id).unwrap().unwrap();
    assert!(status.has_unpublished_changes);
    assert_eq!(status.live_slug.as_deref(), Some("live"));

    drafts::restore(conn, id.into(), 1, true, because(RevisionReason::Restore)).unwrap();
    drafts::discard(conn, id.into(), because(RevisionReason::Restore)).unwrap();
    let other = Snapshot::of_article(&article("other"));
    drafts::keep_aside(conn, id.into(), &other, because(RevisionReason::Merge)).unwrap();
    assert_eq!(view(conn, &known), before);
    assert_eq!(
        database.number("select count(*) as value from redirects"),
        0
    );
    let tags = "select count(*) as value from tags where slug in ('other', 'moved')";
    assert_eq!(database.number(tags), 0);
}

#[test]
fn publishing_from_an_old_version_changes_nothing_and_shows_what_is_stored() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    let mine = article_saying("a", "Mine.");
    let version = save_article(conn, id, &mine);
    save_article(conn, id, &article_saying("a", "Yours."));
    let refused = articles::publish(conn, id, version, &mine, options(&mine.body));
    let Err(SaveError::Stale { current }) = refused else {
        panic!("a stale publication must be refused");
    };
    assert_eq!(current.snapshot.get("body"), "Yours.");
    assert!(!is_public(conn, "a"));
}

#[test]
fn publishing_what_is_live_changes_nothing() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    let draft = article("a");
    publish_article(conn, id, &draft);
    let before = articles::find_published(conn, id).unwrap();
    let version = drafts::find(conn, id.into()).unwrap().unwrap().version;
    articles::publish(conn, id, version, &draft, options(&draft.body)).unwrap();
    assert_eq!(articles::find_published(conn, id).unwrap(), before);
    let kept = revisions::list(conn, id.into(), None, 10).unwrap();
    assert_eq!(
        kept.iter()
            .filter(|it| it.reason == RevisionReason::Publish)
            .count(),
        1
    );
}

#[test]
fn publishing_keeps_the_open_form_valid_and_fills_an_empty_address_in() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    let draft = article("a");
    let version = save_article(conn, id, &draft);
    articles::publish(conn, id, version, &draft, options(&draft.body)).unwrap();
    let stored = drafts::find(conn, id.into()).unwrap().unwrap();
    assert_eq!(stored.version, version, "no false conflict by publishing");

    let id = article_id();
    let mut snapshot = Snapshot::of_article(&article("x"));
    snapshot.set("title", "A title makes one").unwrap();
    snapshot.set("slug", "").unwrap();
    let version = save(
        conn,
        id.into(),
        &snapshot,
        because(RevisionReason::Autosave),
    )
    .version;
    let draft = snapshot.to_article().unwrap();
    articles::publish(conn, id, version, &draft, options(&draft.body)).unwrap();
    assert!(is_public(conn, "a-title-makes-one"));
    let stored = drafts::find(conn, id.into()).unwrap().unwrap();
    assert_eq!(stored.snapshot.get("slug"), "a-title-makes-one");
    let status = articles::find_status(conn, id).unwrap().unwrap();
    assert!(!status.has_unpublished_changes);
}

#[test]
fn a_withdrawal_is_marked_in_the_history_and_done_once() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article("a"));
    let version = save_article(conn, id, &article_saying("a", "Not yet public."));
    for _ in 0..2 {
        articles::withdraw(conn, id, None).unwrap();
    }
    let kept = revisions::list(conn, id.into(), None, 10).unwrap();
    let withdrawals: Vec<_> = kept
        .iter()
        .filter(|revision| revision.reason == RevisionReason::Unpublish)
        .collect();
    assert_eq!(withdrawals.len(), 1);
    let marked = revisions::find(conn, withdrawals[0].id).unwrap().unwrap();
    assert_eq!(marked.snapshot, Snapshot::of_article(&article("a")));
    let draft = drafts::find(conn, id.into()).unwrap().unwrap();
    assert_eq!(draft.version, version, "the draft is not touched");
    assert_eq!(draft.snapshot.get("body"), "Not yet public.");
    let status = articles::find_status(conn, id).unwrap().unwrap();
    assert_eq!(status.state, articles::ArticleState::Withdrawn);
}

#[test]
fn an_article_that_cannot_be_stored_is_not_published_and_the_other_way_round() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    let draft = article("both");
    let version = save_article(conn, id, &draft);
    let kept = database.number("select count(*) as value from revisions");
    // A trigger stands for a database that fails between the steps.
    database.execute(
        "create function refuse() returns trigger language plpgsql as
             $$ begin raise exception 'refused'; end $$;
         create trigger refuse before insert on article_editions for each row
             execute function refuse();",
    );
    assert!(articles::publish(conn, id, version, &draft, options(&draft.body)).is_err());
    assert!(!is_public(conn, "both"));
    let after = database.number("select count(*) as value from revisions");
    assert_eq!(after, kept, "nothing was stored");
    database.execute("drop trigger refuse on article_editions");
    articles::publish(conn, id, version, &draft, options(&draft.body)).unwrap();
    assert!(is_public(conn, "both"));
}

#[test]
fn of_many_publications_at_once_from_one_version_every_one_that_succeeds_says_the_same() {
    let database = TestDatabase::empty();
    let id = article_id();
    let draft = article("race");
    let version = save_article(&mut database.connection(), id, &draft);
    std::thread::scope(|scope| {
        for _ in 0..6 {
            let mut conn = database.connection();
            let draft = &draft;
            scope.spawn(move || {
                articles::publish(&mut conn, id, version, draft, options(&draft.body)).unwrap();
            });
        }
    });
    assert_eq!(
        database.number("select count(*) as value from article_editions"),
        1
    );
    let kept = "select count(*) as value from revisions where reason = 'publish'";
    assert_eq!(database.number(kept), 1);
}

#[test]
fn nothing_is_published_that_never_was_saved_or_is_another_kind() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let draft = article("a");
    let missing = articles::publish(
        conn,
        article_id(),
        Version::FIRST,
        &draft,
        options(&draft.body),
    );
    assert!(matches!(missing, Err(SaveError::Missing)));
    let service = plinth_tests::factories::service_id();
    let version =
        plinth_tests::writing::save_service(conn, service, &plinth_tests::factories::service("a"));
    let id = ArticleId::from_uuid(service.as_uuid());
    let other = articles::publish(conn, id, version, &draft, options(&draft.body));
    assert!(matches!(other, Err(SaveError::Missing)));
    assert!(try_publish_article(conn, article_id(), &draft).is_ok());
}
