//! What stands before and after an article.

use persistence::articles::{Neighbours, find_published_neighbours};
use plinth_tests::factories::article_in_series;

use super::schedule::{plan, schedule};
use super::*;

/// The addresses before and after an article of this name.
fn beside(conn: &mut PgConnection, name: &str) -> (Option<String>, Option<String>) {
    let own = articles::find_published_by_slug(conn, &slug(name))
        .unwrap()
        .unwrap();
    let series = own.series.map(|place| place.series.id);
    let Neighbours { earlier, later } =
        find_published_neighbours(conn, own.published_at, own.id, series).unwrap();
    let name = |neighbour: Option<articles::Neighbour>| neighbour.map(|one| one.slug.to_string());
    (name(earlier), name(later))
}

fn some(name: &str) -> Option<String> {
    Some(name.to_owned())
}

#[test]
fn the_neighbours_are_those_by_date_also_at_equal_times() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for number in 0..5 {
        publish_article(conn, article_id(), &article(&format!("a{number}")));
    }
    // All but the first carry the same date; their ids grow.
    database.execute(
        "update article_editions set published_at = timestamptz '2026-01-01'
             + least(right(slug, 1)::int, 1) * interval '1 minute'",
    );
    let (mut at, mut way) = ("a0".to_owned(), vec!["a0".to_owned()]);
    while let (_, Some(later)) = beside(conn, &at) {
        assert_eq!(beside(conn, &later).0, Some(at), "back again");
        way.push(later.clone());
        at = later;
        assert!(way.len() < 9, "the way has no end");
    }
    assert_eq!(way, ["a0", "a1", "a2", "a3", "a4"]);
    assert_eq!(beside(conn, "a0").0, None);
}

#[test]
fn nothing_that_visitors_cannot_read_is_a_neighbour() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [withdrawn, trashed] = [article_id(), article_id()];
    publish_article(conn, article_id(), &article("first"));
    save_article(conn, article_id(), &article("draft"));
    publish_article(conn, withdrawn, &article("withdrawn"));
    publish_article(conn, trashed, &article("trashed"));
    schedule(conn, article_id(), &article("scheduled"), &plan(1, None));
    publish_article(conn, article_id(), &article("last"));
    articles::withdraw(conn, withdrawn, None).unwrap();
    articles::delete(conn, trashed).unwrap();
    assert_eq!(beside(conn, "first"), (None, some("last")));
    assert_eq!(beside(conn, "last"), (some("first"), None));
}

#[test]
fn the_parts_of_its_own_series_are_passed_over() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    publish_article(conn, article_id(), &article("before"));
    for part in 1..4 {
        let draft = article_in_series(&format!("part-{part}"), "On and on", Some(part));
        publish_article(conn, article_id(), &draft);
    }
    publish_article(
        conn,
        article_id(),
        &article_in_series("other", "Another", None),
    );
    assert_eq!(beside(conn, "part-2"), (some("before"), some("other")));
    assert_eq!(beside(conn, "before"), (None, some("part-1")));
    assert_eq!(beside(conn, "other"), (some("part-3"), None));
}
