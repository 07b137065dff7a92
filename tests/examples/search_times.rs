//! How long a search takes among many articles, on a private PostgreSQL that is removed afterwards:
//! `cargo run -p plinth-tests --example search_times [-- ARTICLES]`
//!
//! With `DATABASE=<libpq address>` it asks a database that a run before filled.

use std::time::Instant;

use diesel::connection::SimpleConnection;
use domain::{ArticleId, SearchQuery, Slug};
use persistence::related::{self, Kin};
use persistence::search::{self, Search};
use persistence::{Database, PgConnection};
use plinth_tests::TestDatabase;
use uuid::Uuid;

const RUNS: usize = 41;

const SEARCHES: [(&str, &str); 15] = [
    ("rare word", "zyzzyva"),
    ("frequent word (two of three articles)", "database"),
    ("word of every article", "the"),
    ("less frequent word", "growth"),
    ("two frequent words", "database index"),
    ("five words", "how to design a query cache for the backend"),
    ("phrase of frequent words", "\"database index\""),
    ("phrase that is nowhere", "\"growth engineer rule\""),
    ("frequent without frequent", "index -database"),
    ("one or another", "database or index"),
    ("beginning of words", "databas*"),
    ("last word not finished", "zyzzyva postgre"),
    ("two words mistyped", "postgers zyzzyav"),
    ("frequent word mistyped", "databsae"),
    ("nothing found", "qqwxxq vvkwzzj"),
];

fn main() {
    let articles = std::env::args().nth(1).and_then(|text| text.parse().ok());
    let articles: u32 = articles.unwrap_or(100_000);
    let made;
    let address = match std::env::var("DATABASE") {
        Ok(address) => address,
        Err(_) => {
            made = filled(articles);
            made.address()
        }
    };
    let conn = &mut Database::connect_directly(&address).expect("the database answers");
    println!(
        "{RUNS} runs each, in ms\n{:<40} {:>8} {:>8}  hits on the page",
        "", "median", "90 %"
    );
    for (kind, text) in SEARCHES {
        let query = SearchQuery::parse(text).expect("a query");
        let search = Search {
            query: &query,
            after: None,
            is_literal: false,
            limit: 10,
        };
        let hits = search::find_published(conn, &search)
            .expect("an answer")
            .hits
            .len();
        let label = format!("{kind}: {text}");
        time(&label, &hits.to_string(), || {
            drop(search::find_published(conn, &search).expect("an answer"))
        });
    }
    second_page(conn);
    kinship(conn);
    comparison(conn);
    for text in ["database index", "\"database index\"", "zyzzyva"] {
        let query = SearchQuery::parse(text).expect("a query");
        println!(
            "\nPlan of {text}\n{}",
            search::explain_published(conn, &query).expect("a plan")
        );
    }
}

fn second_page(conn: &mut PgConnection) {
    let query = SearchQuery::parse("database").expect("a query");
    let mut search = Search {
        query: &query,
        after: None,
        is_literal: false,
        limit: 10,
    };
    search.after = search::find_published(conn, &search)
        .expect("an answer")
        .next;
    time("second page: database", "10", || {
        drop(search::find_published(conn, &search).expect("an answer"))
    });
}

fn kinship(conn: &mut PgConnection) {
    let tags: Vec<Slug> = ["tag-1", "tag-2", "tag-7", "tag-90"]
        .map(|slug| Slug::parse(slug).expect("a slug"))
        .into();
    let kin = Kin {
        id: ArticleId::from_uuid(Uuid::nil()),
        title: "Why the database and the index of a query grow differently",
        excerpt: Some("What engineers of a backend see in the growth of a table and of its cache."),
        tags: &tags,
    };
    let count = related::list_published_related(conn, &kin, 3)
        .expect("an answer")
        .len();
    time("related articles", &count.to_string(), || {
        drop(related::list_published_related(conn, &kin, 3).expect("an answer"));
    });
    println!(
        "\nPlan of related articles\n{}",
        related::explain_published_related(conn, &kin).expect("a plan")
    );
}

/// What one would write without an index.
fn comparison(conn: &mut PgConnection) {
    for (kind, sql) in [
        (
            "comparison: ilike '%zyzzyva%'",
            "select slug from article_editions where body ilike '%zyzzyva%' order by published_at desc limit 10",
        ),
        (
            "comparison: count(*) of database",
            "select count(*) from search_documents where vector @@ 'databas'::tsquery",
        ),
        (
            "comparison: rank of all with database",
            "select id from search_documents where vector @@ 'databas'::tsquery order by ts_rank(vector, 'databas') desc limit 10",
        ),
    ] {
        let begin = Instant::now();
        conn.batch_execute(sql).expect("an answer");
        println!(
            "{kind:<62} {:>8.1} (one run)",
            begin.elapsed().as_secs_f64() * 1e3
        );
    }
}

fn time(label: &str, hits: &str, mut work: impl FnMut()) {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begin = Instant::now();
            work();
            begin.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "{label:<62} {:>8.1} {:>8.1}  {hits}",
        times[RUNS / 2],
        times[RUNS * 9 / 10]
    );
}

fn filled(articles: u32) -> TestDatabase {
    let begin = Instant::now();
    let database = TestDatabase::empty();
    let indexes = database.texts(
        "select indexdef as value from pg_indexes where indexname in ('search_documents_vector_idx', 'search_documents_heading_idx')",
    );
    database.execute(&format!(
        "create table size as select {articles} as articles"
    ));
    database.execute(include_str!("search_times/articles.sql"));
    database.execute(include_str!("search_times/documents.sql"));
    database.execute(&indexes.join(";"));
    database
        .connection()
        .batch_execute("vacuum analyze")
        .expect("the tables are looked over");
    println!(
        "{articles} articles made in {:.0} s",
        begin.elapsed().as_secs_f64()
    );
    database
}
