//! Any list, in any order, by pages of any size, shows each article once.

use std::cell::RefCell;

use persistence::articles::{ArticleFilter, ArticleOrder, ArticleRow};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::*;

/// What one article of a random list is like: its title, when it was saved, when it was published.
type Wanted = (String, u8, Option<u8>);

fn wanted() -> impl Strategy<Value = Vec<Wanted>> {
    // Few different values, so that many are equal.
    let title = prop_oneof!["[abB]{0,2}", Just("Éa".to_owned()), Just("z-2".to_owned())];
    proptest::collection::vec((title, 0..4_u8, proptest::option::of(0..3_u8)), 0..14)
}

fn fill(database: &TestDatabase, articles: &[Wanted]) {
    let mut sql = String::from("truncate contents, drafts, revisions, article_editions cascade;");
    // The guard against losing revisions has to stand aside.
    sql.insert_str(0, "set session_replication_role = replica;");
    for (number, (title, saved, published)) in articles.iter().enumerate() {
        sql.push_str(&format!(
            "with content as (insert into contents (id, kind) values (gen_random_uuid(), 'article') returning id),
             revision as (insert into revisions (id, content_id, number, reason, fields, draft_version, renderer_version)
                 select gen_random_uuid(), id, 1, 'publish', '{{}}', 1, 1 from content returning id, content_id),
             draft as (insert into drafts (content_id, fields, saved_at)
                 select id, jsonb_build_object('title', '{title}', 'slug', 's{number}'),
                        timestamptz '2026-01-01' + {saved} * interval '1 microsecond' from content returning content_id)
             insert into article_editions (id, article_id, revision_id, slug, title, body, word_count,
                 published_at, changed_at, visible_from, zone)
             select gen_random_uuid(), content_id, id, 's{number}', 'T', '', 0, at, at, at, 'UTC'
             from revision, (select timestamptz '2026-02-01' + {} * interval '1 day' as at) times
             where {};",
            published.unwrap_or(0),
            published.is_some(),
        ));
    }
    sql.push_str("set session_replication_role = origin;");
    database.execute(&sql);
}

fn pages(conn: &mut PgConnection, order: ArticleOrder, size: usize) -> Vec<ArticleRow> {
    let mut rows = Vec::new();
    let mut place = None;
    loop {
        let filter = ArticleFilter::default();
        let (page, next) = articles::list(conn, &filter, order, place.as_ref(), size).unwrap();
        assert!(page.len() <= size);
        assert!(
            next.is_none() || page.len() == size,
            "a page with a next one is full"
        );
        rows.extend(page);
        match next {
            Some(next) => place = Some(next),
            None => return rows,
        }
    }
}

fn is_ordered(order: ArticleOrder, rows: &[ArticleRow]) -> bool {
    match order {
        ArticleOrder::Saved => rows.is_sorted_by(|a, b| a.saved_at >= b.saved_at),
        ArticleOrder::Title => rows.is_sorted_by_key(|row| row.title.to_lowercase()),
        ArticleOrder::Published => {
            rows.is_sorted_by(|a, b| a.status.published_at >= b.status.published_at)
        }
    }
}

#[test]
fn every_order_pages_by_key_without_gaps_or_repeats() {
    let database = TestDatabase::empty();
    let conn = RefCell::new(database.connection());
    let mut runner = TestRunner::new(Config {
        cases: 48,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&(wanted(), 1..=5_usize), |(articles, size)| {
            let conn = &mut conn.borrow_mut();
            fill(&database, &articles);
            for order in [
                ArticleOrder::Saved,
                ArticleOrder::Title,
                ArticleOrder::Published,
            ] {
                let rows = pages(conn, order, size);
                let mut slugs: Vec<_> = rows.iter().map(|row| row.slug.clone()).collect();
                prop_assert!(is_ordered(order, &rows), "{order:?} {slugs:?}");
                slugs.sort();
                let mut all: Vec<_> = (0..articles.len())
                    .map(|number| format!("s{number}"))
                    .collect();
                all.sort();
                prop_assert_eq!(slugs, all, "{:?}", order);
                let whole = pages(conn, order, 50);
                prop_assert_eq!(rows, whole);
            }
            Ok(())
        })
        .unwrap();
}
