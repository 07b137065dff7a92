//! The public lists, and the panel's list with its filters.

use persistence::articles::{ArticleFilter, ArticleOrder, ArticleState};
use plinth_tests::factories::{article_saying, article_titled};

use super::schedule::{plan, schedule};
use super::*;

#[test]
fn pages_by_key_show_each_article_once_in_order_also_at_equal_times() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for number in 0..7 {
        publish_article(conn, article_id(), &article(&format!("a{number}")));
    }
    // Three of them carry the same date.
    database.execute(
        "update article_editions set published_at =
             timestamptz '2026-01-01' + (right(slug, 1)::int / 3) * interval '1 minute'",
    );
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
        publish_article(conn, article_id(), &tagged_article(name, &[tag]));
    }
    let page = articles::list_published(conn, None, Some(&slug("sql")), 10).unwrap();
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].slug.as_str(), "y");
}

/// The addresses of the drafts that a filter leaves.
fn found(conn: &mut PgConnection, filter: &ArticleFilter) -> Vec<String> {
    let (rows, next) = articles::list(conn, filter, ArticleOrder::Title, None, 50).unwrap();
    assert!(next.is_none());
    rows.into_iter().map(|row| row.slug).collect()
}

fn in_state(state: ArticleState) -> ArticleFilter {
    ArticleFilter {
        state: Some(state),
        ..ArticleFilter::default()
    }
}

#[test]
fn the_panel_lists_by_state_and_counts() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [changed, withdrawn, trashed] = [article_id(), article_id(), article_id()];
    save_article(conn, article_id(), &article("draft"));
    publish_article(conn, article_id(), &article("public"));
    publish_article(conn, changed, &article("changed"));
    save_article(conn, changed, &article_saying("changed", "Newer."));
    schedule(conn, article_id(), &article("scheduled"), &plan(1, None));
    publish_article(conn, withdrawn, &article("withdrawn"));
    articles::withdraw(conn, withdrawn, None).unwrap();
    publish_article(conn, trashed, &article("trashed"));
    articles::delete(conn, trashed).unwrap();

    assert_eq!(found(conn, &in_state(ArticleState::Draft)), ["draft"]);
    assert_eq!(
        found(conn, &in_state(ArticleState::Published)),
        ["changed", "public"]
    );
    assert_eq!(
        found(conn, &in_state(ArticleState::Scheduled)),
        ["scheduled"]
    );
    assert_eq!(
        found(conn, &in_state(ArticleState::Withdrawn)),
        ["withdrawn"]
    );
    let only_changed = ArticleFilter {
        has_unpublished_changes: true,
        ..ArticleFilter::default()
    };
    assert_eq!(found(conn, &only_changed), ["changed"]);
    let counts = articles::count(conn).unwrap();
    let expected = articles::ArticleCounts {
        drafts: 1,
        published: 2,
        scheduled: 1,
        withdrawn: 1,
        changed: 1,
    };
    assert_eq!(counts, expected);
}

#[test]
fn the_panel_finds_words_in_title_address_tags_and_text_as_they_are_typed() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    save_article(conn, article_id(), &article_titled("a", "About Föhren"));
    save_article(conn, article_id(), &article("needle-in-address"));
    save_article(conn, article_id(), &tagged_article("b", &["Needlework"]));
    save_article(
        conn,
        article_id(),
        &article_saying("c", "A NEEDLE, 100% sure, under_score."),
    );
    let words = |words: &str| ArticleFilter {
        words: words.to_owned(),
        ..ArticleFilter::default()
    };
    assert_eq!(
        found(conn, &words(" needle ")),
        ["b", "c", "needle-in-address"]
    );
    assert_eq!(found(conn, &words("FÖHREN")), ["a"]);
    assert_eq!(found(conn, &words("100%")), ["c"]);
    assert_eq!(
        found(conn, &words("0%s")),
        [""; 0],
        "a sign stands for itself"
    );
    assert_eq!(found(conn, &words("r_s")), ["c"]);
    assert_eq!(
        found(conn, &words("d_r")),
        [""; 0],
        "also where it could mean any"
    );
    assert_eq!(found(conn, &words("\\")), [""; 0]);
    assert_eq!(found(conn, &words("  ")).len(), 4);
}

#[test]
fn the_panel_finds_by_one_tag_of_the_draft() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    save_article(
        conn,
        article_id(),
        &tagged_article("a", &["Rust", "Web design"]),
    );
    save_article(conn, article_id(), &tagged_article("b", &["Rustic"]));
    let tag = |tag: &str| ArticleFilter {
        tag: tag.to_owned(),
        ..ArticleFilter::default()
    };
    assert_eq!(found(conn, &tag("rust")), ["a"]);
    assert_eq!(found(conn, &tag(" web DESIGN ")), ["a"]);
    assert_eq!(found(conn, &tag("web")), [""; 0]);
    assert_eq!(found(conn, &tag("rust.*")), [""; 0]);
}
