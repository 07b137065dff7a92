//! Which address an article can have.

use persistence::SaveError;
use plinth_tests::writing::try_publish_article;

use super::schedule::{plan, schedule};
use super::*;

#[test]
fn drafts_may_wish_for_the_same_address_until_one_of_them_has_it() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let second = article_id();
    save_article(conn, second, &article("one"));
    publish_article(conn, article_id(), &article("one"));
    save_article(conn, second, &article("one"));
    let refused = try_publish_article(conn, second, &article("one"));
    assert!(matches!(refused, Err(SaveError::SlugTaken)));
    assert_eq!(public_slugs(conn), ["one"]);
}

#[test]
fn a_live_article_cannot_move_to_an_address_that_is_taken() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, article_id(), &article("one"));
    publish_article(conn, id, &article("two"));
    let refused = try_publish_article(conn, id, &article("one"));
    assert!(matches!(refused, Err(SaveError::SlugTaken)));
    assert!(is_public(conn, "two"));
}

#[test]
fn an_address_that_another_article_had_before_can_be_taken_also_by_moving_there() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [first, second] = [article_id(), article_id()];
    publish_article(conn, second, &article("two"));
    publish_article(conn, first, &article("one"));
    articles::withdraw(conn, first, None).unwrap();
    assert_eq!(
        articles::free_slug(conn, second, &slug("one")).unwrap(),
        slug("one")
    );
    publish_article(conn, second, &article("one"));
    assert_eq!(public_slugs(conn), ["one"]);
    let refused = try_publish_article(conn, first, &article("one"));
    assert!(matches!(refused, Err(SaveError::SlugTaken)));
}

#[test]
fn a_free_address_is_the_wanted_one_or_has_the_next_number() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    let free = |conn: &mut PgConnection, wanted: &str| {
        articles::free_slug(conn, id, &slug(wanted))
            .unwrap()
            .to_string()
    };
    assert_eq!(free(conn, "one"), "one");
    publish_article(conn, article_id(), &article("one"));
    assert_eq!(free(conn, "one"), "one-2");
    schedule(conn, article_id(), &article("one-2"), &plan(1, None));
    assert_eq!(free(conn, "one"), "one-3");
    publish_article(conn, article_id(), &article("one-3-more"));
    assert_eq!(free(conn, "one"), "one-3");
    publish_article(conn, id, &article("own"));
    assert_eq!(free(conn, "own"), "own", "its own address is no obstacle");

    let long = "a".repeat(80);
    publish_article(conn, article_id(), &article(&long));
    let found = free(conn, &long);
    assert!(found.len() <= 80 && found.ends_with("-2"), "{found}");
}

#[test]
fn an_address_in_the_trash_is_free() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let first = article_id();
    publish_article(conn, first, &article("one"));
    articles::delete(conn, first).unwrap();
    let free = articles::free_slug(conn, article_id(), &slug("one")).unwrap();
    assert_eq!(free, slug("one"));
}
