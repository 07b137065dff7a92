//! What visitors find, what they cannot find, and that the index never lags behind.

mod freshness;
mod related;
mod words;

use domain::{SearchCursor, SearchQuery};
use persistence::PgConnection;
use persistence::search::{self, CANDIDATES, Found, Instead, Search};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{
    article_id, article_saying, article_titled, service, service_id, tagged_article,
};
use plinth_tests::writing::{let_hours_pass, publish_article, publish_service, save_article};

/// The first page of a search.
pub fn find(conn: &mut PgConnection, words: &str) -> Found {
    let query = SearchQuery::parse(words).expect("words");
    let search = Search {
        query: &query,
        after: None,
        is_literal: false,
        limit: 10,
    };
    search::find_published(conn, &search).expect("the database answers")
}

/// The addresses of what was found, best first.
pub fn slugs(conn: &mut PgConnection, words: &str) -> Vec<String> {
    let hits = find(conn, words).hits;
    hits.into_iter().map(|hit| hit.slug).collect()
}

fn page(conn: &mut PgConnection, words: &str, after: Option<SearchCursor>) -> Found {
    let query = SearchQuery::parse(words).expect("words");
    let search = Search {
        query: &query,
        after,
        is_literal: false,
        limit: 3,
    };
    search::find_published(conn, &search).expect("the database answers")
}

#[test]
fn a_title_counts_more_than_a_tag_and_a_tag_more_than_the_text() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    publish_article(
        conn,
        article_id(),
        &article_saying("body", "A word about granite."),
    );
    publish_article(conn, article_id(), &tagged_article("tagged", &["Granite"]));
    publish_article(conn, article_id(), &article_titled("titled", "Granite"));
    let mut offer = service("offer");
    offer.deliverables = domain::Deliverables::parse_lines("A granite plan").unwrap();
    publish_service(conn, service_id(), &offer);
    let mut found = slugs(conn, "granite");
    assert_eq!(found[..2], ["titled", "tagged"]);
    found.sort();
    assert_eq!(found, ["body", "offer", "tagged", "titled"]);
}

#[test]
fn what_visitors_cannot_see_is_not_found() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    save_article(conn, article_id(), &article_saying("draft", "xylophone"));
    let [withdrawn, trashed, ended] = [(); 3].map(|()| article_id());
    for (id, name) in [
        (withdrawn, "withdrawn"),
        (trashed, "trashed"),
        (ended, "ended"),
    ] {
        publish_article(conn, id, &article_saying(name, "xylophone"));
    }
    let [hidden, deleted] = [(); 2].map(|()| service_id());
    for (id, name) in [(hidden, "hidden"), (deleted, "deleted")] {
        let mut offer = service(name);
        offer.body = domain::MarkdownText::parse("xylophone").unwrap();
        publish_service(conn, id, &offer);
    }
    assert_eq!(slugs(conn, "xylophone").len(), 5);
    persistence::articles::withdraw(conn, withdrawn, None).unwrap();
    persistence::articles::delete(conn, trashed).unwrap();
    database.execute(&format!(
        "update article_editions set visible_until = now() where article_id = '{ended}'"
    ));
    persistence::services::set_visibility(conn, hidden, domain::Visibility::Hidden).unwrap();
    persistence::services::delete(conn, deleted).unwrap();
    assert_eq!(slugs(conn, "xylophone"), Vec::<String>::new());
    assert!(persistence::articles::restore(conn, trashed).unwrap());
    persistence::services::set_visibility(conn, hidden, domain::Visibility::Shown).unwrap();
    assert_eq!(slugs(conn, "xylophone").len(), 2);
}

#[test]
fn a_scheduled_article_is_found_from_its_moment_on_and_not_hinted_at_before() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article_saying("soon", "quokkas everywhere"));
    database.execute(&format!(
        "update article_editions set visible_from = now() + interval '1 hour', published_at = now() + interval '1 hour'
         where article_id = '{id}'"
    ));
    for words in ["quokkas", "quokkass", "quok"] {
        let found = find(conn, words);
        assert!(found.hits.is_empty() && found.instead.is_none(), "{words}");
        assert_eq!(found.query.as_str(), words);
    }
    let_hours_pass(conn, id, 2);
    assert_eq!(slugs(conn, "quokkas"), ["soon"]);
    let found = find(conn, "quokkass");
    assert_eq!(found.instead, Some(Instead::Mended));
}

#[test]
fn a_word_of_a_hidden_text_is_mended_like_any_other_that_nobody_can_see() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    publish_article(
        conn,
        article_id(),
        &article_saying("seen", "A granite wall."),
    );
    let hidden = article_id();
    publish_article(
        conn,
        hidden,
        &article_saying("planned", "The granitex project."),
    );
    persistence::articles::withdraw(conn, hidden, None).unwrap();
    for words in ["granitex", "granitez"] {
        let found = find(conn, words);
        assert_eq!(found.instead, Some(Instead::Mended), "{words}");
        assert_eq!(found.hits[0].slug, "seen");
    }
}

#[test]
fn mistyped_words_find_what_was_meant_and_say_so() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    publish_article(
        conn,
        article_id(),
        &article_titled("it", "A PostgreSQL index"),
    );
    let found = find(conn, "postgers indxe");
    assert_eq!(found.hits[0].slug, "it");
    assert_eq!(found.instead, Some(Instead::Mended));
    assert_eq!(found.query.shown(), "postgresql index");
    let query = SearchQuery::parse("postgers indxe").unwrap();
    let literal = Search {
        query: &query,
        after: None,
        is_literal: true,
        limit: 10,
    };
    let literal = search::find_published(conn, &literal).unwrap();
    assert!(literal.hits.is_empty() && literal.instead.is_none());
    assert!(find(conn, "zzzzzzzz").hits.is_empty());
}

#[test]
fn a_word_that_is_not_finished_is_finished_and_its_pages_follow() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    for number in 0..5 {
        publish_article(
            conn,
            article_id(),
            &article_titled(&format!("a{number}"), "Architecture"),
        );
    }
    let first = page(conn, "archit", None);
    assert_eq!(
        (first.hits.len(), first.instead),
        (3, Some(Instead::OpenEnd))
    );
    assert_eq!(first.query.as_str(), "archit*");
    let second = page(conn, first.query.as_str(), first.next);
    assert_eq!((second.hits.len(), second.next), (2, None));
}

#[test]
fn the_pages_show_each_hit_once_whatever_is_published_meanwhile() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    for number in 0..8 {
        let words = "granite ".repeat(1 + number % 3);
        publish_article(
            conn,
            article_id(),
            &article_saying(&format!("a{number}"), &words),
        );
    }
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let found = page(conn, "granite", after);
        seen.extend(found.hits.into_iter().map(|hit| hit.slug));
        publish_article(
            conn,
            article_id(),
            &article_titled(&format!("new{}", seen.len()), "Granite first"),
        );
        after = found.next;
        if after.is_none() {
            break;
        }
    }
    seen.retain(|slug| !slug.starts_with("new"));
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!((seen.len(), once.len()), (8, 8), "{seen:?}");
}

#[test]
fn of_very_many_matches_the_newest_are_ranked_and_that_is_said() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    publish_article(conn, article_id(), &article_saying("model", "granite"));
    assert!(!find(conn, "granite").is_bounded);
    database.execute(&format!(
        "insert into contents (id, kind) select gen_random_uuid(), 'article' from generate_series(1, {CANDIDATES});
         insert into article_editions (id, article_id, revision_id, slug, title, body, word_count, published_at,
             changed_at, visible_from, zone)
         select gen_random_uuid(), c.id, e.revision_id, 'b' || row_number() over (), 'Granite', 'granite', 1,
                e.published_at - interval '1 day', e.changed_at, e.visible_from - interval '1 day', 'UTC'
         from contents c, article_editions e
         where c.kind = 'article' and e.slug = 'model' and c.id <> e.article_id;
         update article_editions set published_at = published_at - interval '1 year' where slug = 'b1';
         update article_editions set title = 'Granite basalt' where slug = 'b1';"
    ));
    let found = find(conn, "granite");
    assert!(found.is_bounded && found.hits.len() == 10);
    // The oldest is beyond the bound, and more words find it.
    assert_eq!(slugs(conn, "granite basalt"), ["b1"]);
    assert_eq!(slugs(conn, "\"granite basalt\""), ["b1"]);
}

#[test]
fn words_that_nothing_has_any_more_are_forgotten() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article_saying("a", "granite basalt"));
    publish_article(conn, id, &article_saying("a", "basalt"));
    let now = chrono::Utc::now();
    let words = "select count(*) as value from search_terms where word = 'granite'";
    assert_eq!(database.number(words), 1);
    assert_eq!(search::forget_terms(conn, now).unwrap(), 1);
    assert_eq!(database.number(words), 0);
    assert_eq!(slugs(conn, "basallt"), ["a"]);
}

#[test]
fn nothing_that_somebody_types_is_an_error() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    for typed in [
        "'; drop table articles; --",
        "\"unbalanced",
        "a & | ! <-> :* ()",
        "-only -not",
        "or or or",
        "* ** word** x*",
        "\\ \\' \\\\",
        "the",
        "%_%",
        "\u{200B}a\u{E000}b\u{E001}",
        "😀 a",
    ] {
        let Some(query) = SearchQuery::parse(typed) else {
            continue;
        };
        let search = Search {
            query: &query,
            after: None,
            is_literal: false,
            limit: 10,
        };
        search::find_published(conn, &search).unwrap();
    }
}
