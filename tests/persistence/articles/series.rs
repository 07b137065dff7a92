//! Series as visitors find them, and what becomes of their addresses.

use domain::{SeriesCursor, SitePath, Title};
use persistence::redirects::{Resolution, resolve_published};
use persistence::series;
use plinth_tests::factories::article_in_series;

use super::schedule::{plan, schedule};
use super::*;

/// Where visitors are led from a series' address.
fn leads_to(conn: &mut PgConnection, name: &str) -> Resolution {
    let path = SitePath::parse(&format!("/series/{name}")).unwrap();
    resolve_published(conn, &path).unwrap()
}

fn moved_to(conn: &mut PgConnection, name: &str) -> Option<String> {
    match leads_to(conn, name) {
        Resolution::Moved { to, .. } => Some(to),
        _ => None,
    }
}

/// The titles of all series that visitors find.
fn titles(conn: &mut PgConnection) -> Vec<String> {
    series::list_published(conn)
        .unwrap()
        .into_iter()
        .map(|found| found.series.title.to_string())
        .collect()
}

#[test]
fn the_parts_come_page_by_page_in_their_order_and_know_their_number() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    // Without a number, twice the same number, and in another order than that of the dates.
    for (name, part) in [
        ("loose-1", None),
        ("c", Some(7)),
        ("a", Some(1)),
        ("loose-2", None),
        ("b", Some(2)),
        ("d", Some(7)),
    ] {
        publish_article(conn, article_id(), &article_in_series(name, "On", part));
    }
    save_article(
        conn,
        article_id(),
        &article_in_series("draft", "On", Some(3)),
    );
    let found = series::find_published_by_slug(conn, &slug("on"))
        .unwrap()
        .unwrap();
    let (mut seen, mut after): (Vec<String>, Option<SeriesCursor>) = (Vec::new(), None);
    loop {
        let page = series::list_published_parts(conn, found.id, after.as_ref(), 2).unwrap();
        assert_eq!((page.before, page.total), (seen.len(), 6));
        assert_eq!(page.words, 6 * 2);
        seen.extend(page.items.iter().map(|item| item.slug.to_string()));
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, ["a", "b", "c", "d", "loose-1", "loose-2"]);
    let members = articles::list_published_of_series(conn, found.id).unwrap();
    let in_the_box: Vec<_> = members.into_iter().map(|member| member.slug).collect();
    assert_eq!(seen, in_the_box, "the box on an article says the same");
}

#[test]
fn a_series_without_an_article_that_visitors_can_read_is_unknown() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    save_article(conn, id, &article_in_series("a", "On", None));
    assert!(titles(conn).is_empty() && !series::any_published(conn).unwrap());
    publish_article(conn, id, &article_in_series("a", "On", None));
    assert_eq!(titles(conn), ["On"]);
    assert!(series::any_published(conn).unwrap());
    assert_eq!(leads_to(conn, "on"), Resolution::Page);
    articles::withdraw(conn, id, None).unwrap();
    assert!(titles(conn).is_empty() && !series::any_published(conn).unwrap());
    assert!(
        series::find_published_by_slug(conn, &slug("on"))
            .unwrap()
            .is_none()
    );
    assert_eq!(leads_to(conn, "on"), Resolution::Missing);
}

#[test]
fn the_address_of_a_renamed_series_leads_to_it_once_all_of_its_parts_moved() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [one, two] = [article_id(), article_id()];
    publish_article(conn, one, &article_in_series("a", "Old", Some(1)));
    publish_article(conn, two, &article_in_series("b", "Old", Some(2)));
    publish_article(conn, one, &article_in_series("a", "New", Some(1)));
    assert_eq!(
        leads_to(conn, "old"),
        Resolution::Page,
        "a part is there still"
    );
    publish_article(conn, two, &article_in_series("b", "New", Some(2)));
    assert_eq!(moved_to(conn, "old").as_deref(), Some("/series/new"));
    // Renamed once more, both old addresses lead to where it is now, in one step.
    publish_article(conn, one, &article_in_series("a", "Newest", Some(1)));
    publish_article(conn, two, &article_in_series("b", "Newest", Some(2)));
    for name in ["old", "new"] {
        assert_eq!(moved_to(conn, name).as_deref(), Some("/series/newest"));
    }
    // Back to the first name: its address is a page again, and the others lead there.
    publish_article(conn, one, &article_in_series("a", "Old", Some(1)));
    publish_article(conn, two, &article_in_series("b", "Old", Some(2)));
    assert_eq!(leads_to(conn, "old"), Resolution::Page);
    assert_eq!(moved_to(conn, "newest").as_deref(), Some("/series/old"));
    let rules = "select count(*) as value from redirects where source_path = '/series/old'";
    assert_eq!(database.number(rules), 0);
}

#[test]
fn a_series_that_was_given_up_leads_to_its_last_article() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article_in_series("a", "On", None));
    publish_article(conn, id, &article("a"));
    assert_eq!(moved_to(conn, "on").as_deref(), Some("/articles/a"));
}

#[test]
fn a_planned_move_to_another_series_moves_the_address_at_its_moment() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article_in_series("a", "Old", None));
    schedule(
        conn,
        id,
        &article_in_series("a", "New", None),
        &plan(2, None),
    );
    assert_eq!(leads_to(conn, "old"), Resolution::Page);
    assert_eq!(leads_to(conn, "new"), Resolution::Missing);
    let_hours_pass(conn, id, 3);
    assert_eq!(moved_to(conn, "old").as_deref(), Some("/series/new"));
    assert_eq!(leads_to(conn, "new"), Resolution::Page);
}

#[test]
fn a_slip_in_the_title_is_mended_by_publishing_it_right() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article_in_series("a", "rust, Slowly", None));
    let mended = article_in_series("a", "Rust, slowly", None);
    save_article(conn, id, &mended);
    assert_eq!(titles(conn), ["rust, Slowly"], "a draft changes nothing");
    let typed = Title::parse("Rust, slowly").unwrap();
    let place = series::find_place(conn, &typed, None).unwrap().unwrap();
    assert_eq!(
        place.series.title, typed,
        "its preview shows what publishing makes"
    );
    publish_article(conn, id, &mended);
    assert_eq!(titles(conn), ["Rust, slowly"]);
}
