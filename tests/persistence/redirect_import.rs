//! Many redirects at once.

use domain::{RedirectTarget, SitePath, TargetAddress};
use persistence::redirects::{self, ImportLine, ImportTarget, Refusal, Verdict};
use persistence::{PgConnection, articles};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article, article_id, tagged_article};
use plinth_tests::writing::publish_article;

fn line(number: u64, source: &str, target: &str, is_prefix: bool) -> ImportLine {
    ImportLine {
        number,
        source: SitePath::parse(source).unwrap(),
        is_prefix,
        target: ImportTarget::Address(TargetAddress::parse(target).unwrap()),
    }
}

fn verdicts(conn: &mut PgConnection, lines: Vec<ImportLine>) -> Vec<Verdict> {
    let plan = redirects::plan_import(conn, lines).unwrap();
    plan.lines.into_iter().map(|line| line.verdict).collect()
}

#[test]
fn a_dry_run_says_what_the_import_then_does() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    publish_article(conn, article_id(), &tagged_article("a", &["Rust"]));
    let first = vec![
        line(1, "/kept", "/contact", false),
        line(2, "/moved", "/contact", false),
    ];
    redirects::import(conn, first).unwrap();
    let lines = vec![
        line(1, "/new", "/articles/a", false),
        line(2, "/kept", "/contact", false),
        line(3, "/moved", "/articles", false),
        line(4, "/articles/a", "/contact", false),
        line(5, "/new", "/contact", false),
        line(6, "/x", "/y", false),
        line(7, "/y", "/x", false),
        line(8, "/blog", "/articles", true),
    ];
    let count = "select count(*) as value from redirects";
    let planned = redirects::plan_import(conn, lines.clone()).unwrap();
    assert_eq!(database.number(count), 2, "a dry run changes nothing");
    let found: Vec<_> = planned.lines.iter().map(|line| &line.verdict).collect();
    assert_eq!(found[0], &Verdict::Create);
    assert_eq!(found[1], &Verdict::Unchanged);
    assert_eq!(found[2], &Verdict::Change("/contact".to_owned()));
    assert_eq!(found[3], &Verdict::Refused(Refusal::LivePage));
    assert_eq!(found[4], &Verdict::Repeated(1));
    assert_eq!(found[5], &Verdict::Create);
    assert!(matches!(found[6], Verdict::Refused(Refusal::Loop(_))));
    assert_eq!(found[7], &Verdict::Create);
    assert_eq!(
        (planned.created(), planned.changed(), planned.refused()),
        (3, 1, 3)
    );
    assert_eq!(redirects::import(conn, lines.clone()).unwrap(), planned);
    assert_eq!(database.number(count), 5);
    // Content is stored by its id, and a second run finds everything done.
    let stored = redirects::find_by_source(conn, &SitePath::parse("/new").unwrap()).unwrap();
    assert!(matches!(
        stored.unwrap().redirect.target,
        RedirectTarget::Content(_)
    ));
    let again = redirects::plan_import(conn, lines).unwrap();
    assert_eq!((again.created(), again.changed()), (0, 0));
}

#[test]
fn content_that_visitors_cannot_see_is_named_by_its_id() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article("a"));
    articles::withdraw(conn, id, None).unwrap();
    let by_id = |number, source: &str, id| ImportLine {
        target: ImportTarget::Id(id),
        ..line(number, source, "/", false)
    };
    let lines = vec![
        by_id(1, "/old", id.as_uuid()),
        by_id(2, "/never", uuid::Uuid::nil()),
        ImportLine {
            is_prefix: true,
            ..by_id(3, "/folder", id.as_uuid())
        },
    ];
    assert_eq!(
        verdicts(conn, lines),
        [
            Verdict::Create,
            Verdict::Refused(Refusal::NoTarget),
            Verdict::Refused(Refusal::FolderToContent)
        ]
    );
}

#[test]
fn a_circle_with_what_is_stored_is_refused_and_the_rest_is_not() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    redirects::import(conn, vec![line(1, "/a", "/b", true)]).unwrap();
    let lines = vec![
        line(1, "/b/x", "/a/x", false),
        line(2, "/fine", "/a/x", false),
        // Leads elsewhere what the circle went through.
        line(3, "/c", "/contact", false),
    ];
    let found = verdicts(conn, lines);
    assert!(
        matches!(found[0], Verdict::Refused(Refusal::Loop(_))),
        "{found:?}"
    );
    assert_eq!(found[1..], [Verdict::Create, Verdict::Create]);
    // An import that changes the stored rule as well closes no circle.
    let lines = vec![
        line(1, "/b/x", "/a/x", false),
        line(2, "/a", "/contact", false),
    ];
    assert_eq!(
        verdicts(conn, lines),
        [Verdict::Create, Verdict::Change("/b".to_owned())]
    );
}

#[test]
fn two_thousand_lines_are_one_import() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let lines: Vec<_> = (0..2_000)
        .map(|number| {
            line(
                number,
                &format!("/old/{number}"),
                &format!("/to/{number}"),
                number % 2 == 0,
            )
        })
        .collect();
    let plan = redirects::import(conn, lines).unwrap();
    assert_eq!(plan.created(), 2_000);
    assert_eq!(
        database.number("select count(*) as value from redirects"),
        2_000
    );
}
