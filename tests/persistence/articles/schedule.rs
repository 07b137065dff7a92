//! Publishing at a moment to come: visible by the database's own time, with nothing that has to run.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{ArticleDraft, RevisionReason, Schedule, TimeZone, Version};
use persistence::{SaveError, drafts, revisions};
use plinth_tests::factories::article_saying;
use plinth_tests::writing::{options, try_publish_article};

use super::*;

pub(super) fn in_hours(hours: i64) -> DateTime<Utc> {
    Utc::now() + TimeDelta::hours(hours)
}

/// A plan in Berlin: from so many hours on, until so many.
pub(super) fn plan(from: i64, until: Option<i64>) -> Schedule {
    let zone = TimeZone::parse("Europe/Berlin").unwrap();
    Schedule::new(in_hours(from), until.map(in_hours), zone, Utc::now()).unwrap()
}

pub(super) fn try_schedule(
    conn: &mut PgConnection,
    id: ArticleId,
    draft: &ArticleDraft,
    plan: &Schedule,
) -> Result<Version, SaveError<domain::Draft>> {
    let version = save_article(conn, id, draft);
    articles::schedule(conn, id, version, draft, plan, options(&draft.body))?;
    Ok(version)
}

pub(super) fn schedule(
    conn: &mut PgConnection,
    id: ArticleId,
    draft: &ArticleDraft,
    plan: &Schedule,
) -> Version {
    try_schedule(conn, id, draft, plan).expect("the article is scheduled")
}

#[test]
fn what_is_scheduled_is_unseen_before_its_moment_seen_after_it_and_gone_after_its_end() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    schedule(
        conn,
        id,
        &tagged_article("soon", &["Rust"]),
        &plan(1, Some(5)),
    );
    assert!(!is_public(conn, "soon"));
    assert!(public_slugs(conn).is_empty());
    assert!(
        articles::list_published_for_feed(conn, 9)
            .unwrap()
            .is_empty()
    );
    assert!(sitemap::list_published_parts(conn, 9).unwrap().is_empty());
    assert!(tags::list_published(conn).unwrap().is_empty());
    assert!(!articles::any_published(conn).unwrap());
    let status = articles::find_status(conn, id).unwrap().unwrap();
    assert_eq!(status.state, articles::ArticleState::Scheduled);
    assert_eq!(status.zone.as_deref(), Some("Europe/Berlin"));
    assert!(status.scheduled_at.is_some() && status.withdraw_at.is_some());

    let_hours_pass(conn, id, 2);
    assert!(is_public(conn, "soon"));
    assert_eq!(public_slugs(conn), ["soon"]);
    assert_eq!(tags::list_published(conn).unwrap().len(), 1);

    let_hours_pass(conn, id, 4);
    assert!(!is_public(conn, "soon"));
    assert!(public_slugs(conn).is_empty());
    assert!(!articles::published_was_deleted(conn, &slug("soon")).unwrap());
    let status = articles::find_status(conn, id).unwrap().unwrap();
    assert_eq!(status.state, articles::ArticleState::Withdrawn);
}

#[test]
fn the_date_of_a_scheduled_article_is_that_of_its_moment() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    let plan = plan(1, None);
    schedule(conn, id, &article("soon"), &plan);
    let_hours_pass(conn, id, 2);
    let found = articles::find_published(conn, id).unwrap().unwrap();
    let distance = found.published_at - plan.publish_at();
    assert!(distance.abs() < TimeDelta::milliseconds(1), "{distance}");
}

#[test]
fn later_edits_do_not_ride_along_and_the_panel_says_so() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    let version = schedule(
        conn,
        id,
        &article_saying("soon", "As planned."),
        &plan(1, None),
    );
    let stored = drafts::find(conn, id.into()).unwrap().unwrap();
    assert_eq!(stored.version, version, "an open form can still be saved");
    let status = articles::find_status(conn, id).unwrap().unwrap();
    assert!(!status.has_schedule_difference);
    save_article(conn, id, &article_saying("soon", "Thought of later."));
    let status = articles::find_status(conn, id).unwrap().unwrap();
    assert!(status.has_schedule_difference);

    let before = stored_version(conn, id);
    let_hours_pass(conn, id, 2);
    assert_eq!(public_text(conn, "soon").as_deref(), Some("As planned."));
    assert_eq!(
        stored_version(conn, id),
        before,
        "crossing the moment is no save"
    );
    let status = articles::find_status(conn, id).unwrap().unwrap();
    assert!(status.has_unpublished_changes);
    let kept = revisions::list(conn, id.into(), None, 10).unwrap();
    assert!(kept.iter().any(|it| it.reason == RevisionReason::Schedule));
}

fn stored_version(conn: &mut PgConnection, id: ArticleId) -> Version {
    plinth_tests::writing::stored_version(conn, id.into())
}

#[test]
fn a_new_plan_takes_the_place_of_the_old_one() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    schedule(conn, id, &article_saying("soon", "First."), &plan(1, None));
    schedule(conn, id, &article_saying("soon", "Second."), &plan(4, None));
    let_hours_pass(conn, id, 2);
    assert!(!is_public(conn, "soon"));
    let_hours_pass(conn, id, 3);
    assert_eq!(public_text(conn, "soon").as_deref(), Some("Second."));
}

#[test]
fn a_plan_that_was_cancelled_never_happens() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    schedule(conn, id, &article("soon"), &plan(1, None));
    articles::cancel_schedule(conn, id).unwrap();
    let status = articles::find_status(conn, id).unwrap().unwrap();
    assert_eq!(status.state, articles::ArticleState::Draft);
    let_hours_pass(conn, id, 2);
    assert!(!is_public(conn, "soon"));
    publish_article(conn, article_id(), &article("soon"));
}

#[test]
fn withdrawing_cancels_what_was_scheduled() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    schedule(conn, id, &article("soon"), &plan(1, None));
    articles::withdraw(conn, id, None).unwrap();
    let_hours_pass(conn, id, 2);
    assert!(!is_public(conn, "soon"));
}

#[test]
fn two_articles_cannot_hold_one_address_at_overlapping_times() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    schedule(conn, article_id(), &article("one"), &plan(10, Some(20)));
    let taken = |outcome| matches!(outcome, Err(SaveError::SlugTaken));
    let other = article_id();
    assert!(taken(try_publish_article(conn, other, &article("one"))));
    for (from, until) in [(1, None), (1, Some(11)), (15, Some(16)), (19, None)] {
        let outcome = try_schedule(conn, other, &article("one"), &plan(from, until));
        assert!(taken(outcome.map(|_| ())), "{from} {until:?}");
    }
    for (from, until) in [(1, Some(9)), (21, None)] {
        let outcome = try_schedule(conn, article_id(), &article("one"), &plan(from, until));
        assert!(outcome.is_ok(), "{from} {until:?}");
    }
    assert!(public_slugs(conn).is_empty());
}

#[test]
fn an_article_whose_moment_passed_in_the_trash_is_not_published_by_coming_back() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    schedule(conn, id, &article("soon"), &plan(3, None));
    articles::delete(conn, id).unwrap();
    assert!(!articles::published_was_deleted(conn, &slug("soon")).unwrap());
    articles::restore(conn, id).unwrap();
    assert!(!is_public(conn, "soon"));
    articles::delete(conn, id).unwrap();
    let_hours_pass(conn, id, 4);
    database.execute("update contents set trashed_at = trashed_at - interval '4 hours'");
    assert!(!is_public(conn, "soon"));
    assert!(
        !articles::published_was_deleted(conn, &slug("soon")).unwrap(),
        "nobody ever saw it"
    );
    articles::restore(conn, id).unwrap();
    assert!(!is_public(conn, "soon"), "nobody looked at it since");
}

#[test]
fn a_stale_plan_is_refused_and_changes_nothing() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    let draft = article("soon");
    let version = save_article(conn, id, &draft);
    save_article(conn, id, &article_saying("soon", "Newer."));
    let refused = articles::schedule(
        conn,
        id,
        version,
        &draft,
        &plan(1, None),
        options(&draft.body),
    );
    assert!(matches!(refused, Err(SaveError::Stale { .. })));
    let_hours_pass(conn, id, 2);
    assert!(!is_public(conn, "soon"));
}
