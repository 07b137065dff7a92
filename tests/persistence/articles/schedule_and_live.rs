//! What is scheduled beside what is live.

use domain::BoundaryKind;
use persistence::{SaveError, redirects};
use plinth_tests::factories::article_saying;

use super::schedule::{in_hours, plan, schedule};
use super::*;

fn target(conn: &mut PgConnection, path: &str) -> Option<String> {
    redirects::find_published_target(conn, path).unwrap()
}

#[test]
fn at_the_moment_the_old_edition_gives_way_to_the_new_one_and_the_date_stays() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article_saying("a", "Old."));
    let old = articles::find_published(conn, id).unwrap().unwrap();
    schedule(conn, id, &article_saying("a", "New."), &plan(1, Some(5)));
    assert_eq!(public_text(conn, "a").as_deref(), Some("Old."));
    assert_eq!(public_slugs(conn), ["a"]);
    let_hours_pass(conn, id, 2);
    assert_eq!(public_text(conn, "a").as_deref(), Some("New."));
    assert_eq!(public_slugs(conn), ["a"]);
    let new = articles::find_published(conn, id).unwrap().unwrap();
    assert_eq!(new.published_at, old.published_at);
    let_hours_pass(conn, id, 4);
    assert!(!is_public(conn, "a"));
}

#[test]
fn publishing_now_cancels_what_was_scheduled() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article_saying("a", "Old."));
    schedule(conn, id, &article_saying("a", "Planned."), &plan(1, None));
    publish_article(conn, id, &article_saying("a", "Now."));
    assert_eq!(public_text(conn, "a").as_deref(), Some("Now."));
    let_hours_pass(conn, id, 2);
    assert_eq!(public_text(conn, "a").as_deref(), Some("Now."));
    let status = articles::find_status(conn, id).unwrap().unwrap();
    assert_eq!((status.scheduled_at, status.withdraw_at), (None, None));
}

#[test]
fn publishing_the_scheduled_text_itself_brings_its_moment_forward() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    schedule(conn, id, &article("a"), &plan(1, Some(2)));
    publish_article(conn, id, &article("a"));
    assert!(is_public(conn, "a"));
    let_hours_pass(conn, id, 4);
    assert!(is_public(conn, "a"));
}

#[test]
fn cancelling_leaves_what_is_live_without_an_end() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article_saying("a", "Old."));
    schedule(conn, id, &article_saying("b", "New."), &plan(1, None));
    articles::cancel_schedule(conn, id).unwrap();
    let_hours_pass(conn, id, 4);
    assert_eq!(public_text(conn, "a").as_deref(), Some("Old."));
    assert!(!is_public(conn, "b"));
    let redirects = "select count(*) as value from redirects";
    assert_eq!(database.number(redirects), 0, "it never moved");
}

#[test]
fn a_withdrawal_can_be_scheduled_moved_and_cancelled() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    assert!(matches!(
        articles::schedule_withdrawal(conn, id, in_hours(1), domain::TimeZone::UTC),
        Err(SaveError::Missing)
    ));
    publish_article(conn, id, &article("a"));
    articles::schedule_withdrawal(conn, id, in_hours(1), domain::TimeZone::UTC).unwrap();
    articles::schedule_withdrawal(conn, id, in_hours(3), domain::TimeZone::UTC).unwrap();
    let_hours_pass(conn, id, 2);
    assert!(is_public(conn, "a"));
    articles::cancel_schedule(conn, id).unwrap();
    let_hours_pass(conn, id, 4);
    assert!(is_public(conn, "a"));
    articles::schedule_withdrawal(conn, id, in_hours(1), domain::TimeZone::UTC).unwrap();
    let_hours_pass(conn, id, 2);
    assert!(!is_public(conn, "a"));
    publish_article(conn, id, &article("a"));
    assert!(is_public(conn, "a"), "it can come back");
}

#[test]
fn a_scheduled_rename_keeps_the_old_address_live_until_its_moment_and_redirects_after() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article("a"));
    schedule(conn, id, &article("b"), &plan(1, None));
    assert!(is_public(conn, "a") && !is_public(conn, "b"));
    assert_ne!(target(conn, "/articles/a").as_deref(), Some("/articles/b"));
    let_hours_pass(conn, id, 2);
    assert!(!is_public(conn, "a") && is_public(conn, "b"));
    assert_eq!(target(conn, "/articles/a").as_deref(), Some("/articles/b"));
}

#[test]
fn each_boundary_asks_once_for_what_follows_it() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    schedule(conn, id, &article("a"), &plan(1, Some(2)));
    let kinds = database.texts("select payload ->> 'kind' as value from jobs order by run_at");
    let expected = [BoundaryKind::Published, BoundaryKind::Withdrawn];
    assert_eq!(kinds, expected.map(BoundaryKind::as_str));
}

#[test]
fn an_end_alone_calls_off_the_publication_that_was_planned() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article_saying("a", "Old."));
    schedule(conn, id, &article_saying("b", "New."), &plan(1, Some(5)));
    let zone = domain::TimeZone::parse("Europe/Berlin").unwrap();
    articles::schedule_withdrawal(conn, id, in_hours(5), zone).unwrap();
    let status = articles::find_status(conn, id).unwrap().unwrap();
    assert_eq!(status.scheduled_at, None);
    assert_eq!(status.zone.as_deref(), Some("Europe/Berlin"));
    let_hours_pass(conn, id, 2);
    assert_eq!(public_text(conn, "a").as_deref(), Some("Old."));
    assert!(!is_public(conn, "b"));
    let_hours_pass(conn, id, 4);
    assert!(!is_public(conn, "a"));
}

#[test]
fn an_old_address_that_leads_elsewhere_by_now_is_not_taken_by_coming_back() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let (first, second) = (article_id(), article_id());
    publish_article(conn, first, &article("a"));
    articles::withdraw(conn, first, None).unwrap();
    publish_article(conn, second, &article("a"));
    publish_article(conn, second, &article("c"));
    publish_article(conn, first, &article("b"));
    assert_eq!(target(conn, "/articles/a").as_deref(), Some("/articles/c"));
}

#[test]
fn a_dropped_address_is_forgotten_also_when_a_plan_had_kept_it() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article("a"));
    schedule(conn, id, &article("b"), &plan(1, None));
    let draft = article("b");
    let version = plinth_tests::writing::stored_version(conn, id.into());
    let dropping = articles::PublishOptions {
        drop_old_address: true,
        ..plinth_tests::writing::options(&draft.body)
    };
    articles::publish(conn, id, version, &draft, dropping).unwrap();
    assert!(is_public(conn, "b"));
    assert_eq!(target(conn, "/articles/a"), None);
}
