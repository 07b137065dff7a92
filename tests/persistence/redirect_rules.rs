//! What an old address leads to, and which rules are refused.

use domain::{
    ArticleId, ContentId, RedirectDraft, RedirectOrigin, RedirectTarget, SitePath, TargetAddress,
    Visibility,
};
use persistence::redirects::{
    self, LeadsTo, RedirectFilter, RedirectOrder, Refusal, Resolution, RuleError,
};
use persistence::{PgConnection, articles, services};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{
    article, article_id, article_titled, service, service_id, tagged_article,
};
use plinth_tests::writing::{publish_article, publish_service};

fn path(text: &str) -> SitePath {
    SitePath::of_request(text).unwrap()
}

fn typed(source: &str, target: &str, is_prefix: bool) -> RedirectDraft {
    RedirectDraft {
        source: path(source),
        is_prefix,
        target: RedirectTarget::Address(TargetAddress::parse(target).unwrap()),
        origin: RedirectOrigin::Manual,
    }
}

fn add(conn: &mut PgConnection, source: &str, target: &str, is_prefix: bool) {
    redirects::insert(conn, &typed(source, target, is_prefix), false).unwrap();
}

fn refusal(conn: &mut PgConnection, source: &str, target: &str, is_prefix: bool) -> Refusal {
    match redirects::insert(conn, &typed(source, target, is_prefix), false) {
        Err(RuleError::Refused(refusal)) => refusal,
        other => panic!("{source} to {target}: {other:?}"),
    }
}

fn resolution(conn: &mut PgConnection, address: &str) -> Resolution {
    redirects::resolve_published(conn, &path(address)).unwrap()
}

fn leads(conn: &mut PgConnection, address: &str) -> Option<String> {
    match resolution(conn, address) {
        Resolution::Moved { to, .. } => Some(to),
        _ => None,
    }
}

fn published(conn: &mut PgConnection, slug: &str) -> ArticleId {
    let id = article_id();
    publish_article(conn, id, &article(slug));
    id
}

#[test]
fn an_exact_rule_comes_before_the_longest_folder_and_a_page_before_both() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    add(conn, "/blog", "/articles", true);
    add(conn, "/blog/2019", "https://archive.example/old", true);
    add(conn, "/blog/2019/x", "/contact", false);
    for (address, to) in [
        ("/blog", "/articles"),
        ("/blog/a/b", "/articles/a/b"),
        ("/blog/2019/y", "https://archive.example/old/y"),
        ("/blog/2019/x", "/contact"),
        ("/Blog/2019//x/", "/contact"),
    ] {
        let found = leads(conn, address);
        // Only the site's own folders are read without regard to case.
        let expected = (!address.starts_with("/B")).then_some(to);
        assert_eq!(found.as_deref(), expected, "{address}");
    }
    assert_eq!(leads(conn, "/blogs"), None);
    assert_eq!(resolution(conn, "/blogs"), Resolution::Missing);

    add(conn, "/articles/x", "/contact", false);
    assert_eq!(leads(conn, "/Articles/X/").as_deref(), Some("/contact"));
    published(conn, "x");
    assert_eq!(resolution(conn, "/Articles/X/"), Resolution::Page);
}

#[test]
fn a_rule_to_content_follows_it_and_ends_with_it() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let id = published(conn, "a");
    let draft = RedirectDraft {
        target: RedirectTarget::Content(id.into()),
        ..typed("/old", "/articles/a", false)
    };
    redirects::insert(conn, &draft, false).unwrap();
    assert_eq!(leads(conn, "/old").as_deref(), Some("/articles/a"));
    publish_article(conn, id, &article("b"));
    assert_eq!(leads(conn, "/old").as_deref(), Some("/articles/b"));
    articles::withdraw(conn, id, None).unwrap();
    assert_eq!(resolution(conn, "/old"), Resolution::Missing);
    articles::delete(conn, id).unwrap();
    for gone in ["/old", "/articles/a", "/articles/b"] {
        assert_eq!(resolution(conn, gone), Resolution::Gone, "{gone}");
    }
    articles::restore(conn, id).unwrap();
    publish_article(conn, id, &article("c"));
    assert_eq!(leads(conn, "/old").as_deref(), Some("/articles/c"));
}

#[test]
fn a_typed_address_of_content_is_stored_as_the_content() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let id = published(conn, "a");
    let service = service_id();
    publish_service(conn, service, &plinth_tests::factories::service("s"));
    publish_article(conn, article_id(), &tagged_article("t", &["Rust"]));
    let target = |conn: &mut PgConnection, text: &str, is_prefix: bool| {
        let address = TargetAddress::parse(text).unwrap();
        redirects::target_at(conn, &address, is_prefix).unwrap()
    };
    let content = RedirectTarget::Content(id.into());
    assert_eq!(target(conn, "/articles/a", false), content);
    assert_eq!(target(conn, "/Articles/A/", false), content);
    assert_eq!(
        target(conn, "/services/s", false),
        RedirectTarget::Content(service.into())
    );
    assert!(matches!(
        target(conn, "/tags/rust", false),
        RedirectTarget::Tag(_)
    ));
    for kept in [
        "/articles/a?x=1",
        "/articles/a#b",
        "/contact",
        "/articles/none",
    ] {
        assert!(
            matches!(target(conn, kept, false), RedirectTarget::Address(_)),
            "{kept}"
        );
    }
    // The rest of a path is put behind a folder, which content has none of.
    assert!(matches!(
        target(conn, "/articles/a", true),
        RedirectTarget::Address(_)
    ));
    // An old address of it means it too, so that no chain forms.
    publish_article(conn, id, &article("b"));
    assert_eq!(target(conn, "/articles/a", false), content);
    services::set_visibility(conn, service, Visibility::Hidden).unwrap();
    assert!(matches!(
        target(conn, "/services/s", false),
        RedirectTarget::Address(_)
    ));
}

#[test]
fn rules_that_lead_in_a_circle_are_refused_with_the_way() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    for (source, target, is_prefix) in [("/a", "/a?x=1", false), ("/a", "/a/b", true)] {
        let refused = refusal(conn, source, target, is_prefix);
        assert!(matches!(refused, Refusal::Loop(_)), "{source} to {target}");
    }
    add(conn, "/a", "/b", false);
    add(conn, "/b", "/c", true);
    let words = refusal(conn, "/c", "/a", false).to_string();
    assert!(words.contains("/a → /b → /c → /a"), "{words}");
    // What is below /c leads to /a, then to /b and to /c, and ends there.
    add(conn, "/c/x", "/a", false);
}

#[test]
fn an_address_with_a_page_or_with_a_redirect_is_not_taken_by_mistake() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    published(conn, "a");
    assert_eq!(
        refusal(conn, "/articles/a", "/contact", false),
        Refusal::LivePage
    );
    assert_eq!(
        refusal(conn, "/contact", "/articles", false),
        Refusal::LivePage
    );
    add(conn, "/old", "/contact", false);
    let again = redirects::insert(conn, &typed("/old", "/services", false), false);
    let Err(RuleError::Taken(row)) = again else {
        panic!("{again:?}");
    };
    assert_eq!(row.leads_to, LeadsTo::Address("/contact".to_owned()));
    redirects::insert(conn, &typed("/old", "/services", false), true).unwrap();
    assert_eq!(leads(conn, "/old").as_deref(), Some("/services"));
    assert_eq!(
        database.number("select count(*) as value from redirects"),
        1
    );
}

#[test]
fn a_deleted_redirect_comes_back_with_its_hits() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let content = published(conn, "a");
    let to_content = RedirectDraft {
        target: RedirectTarget::Content(content.into()),
        ..typed("/one", "/articles/a", false)
    };
    for draft in [to_content, typed("/two", "/articles", true)] {
        let id = redirects::insert(conn, &draft, false).unwrap();
        database.execute("update redirects set hits = 7, last_hit_at = '2026-01-02'");
        let before = redirects::find(conn, id).unwrap().unwrap();
        let (source, undo) = redirects::delete(conn, id).unwrap().unwrap();
        assert_eq!(source, draft.source);
        assert_eq!(leads(conn, source.as_str()), None);
        assert!(redirects::restore(conn, undo).unwrap());
        assert!(!redirects::restore(conn, undo).unwrap(), "once is enough");
        let mut after = redirects::find_by_source(conn, &source).unwrap().unwrap();
        after.redirect.id = before.redirect.id;
        assert_eq!(after, before);
    }
}

#[test]
fn an_undo_takes_no_address_from_what_is_there_by_now() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let id = redirects::insert(conn, &typed("/articles/x", "/contact", false), false).unwrap();
    let (_, undo) = redirects::delete(conn, id).unwrap().unwrap();
    published(conn, "x");
    let restored = redirects::restore(conn, undo);
    assert!(matches!(
        restored,
        Err(RuleError::Refused(Refusal::LivePage))
    ));
    let id = redirects::insert(conn, &typed("/b", "/c", false), false).unwrap();
    let (_, undo) = redirects::delete(conn, id).unwrap().unwrap();
    add(conn, "/c", "/b", false);
    let restored = redirects::restore(conn, undo);
    assert!(matches!(
        restored,
        Err(RuleError::Refused(Refusal::Loop(_)))
    ));
}

#[test]
fn the_target_can_be_changed_and_the_hits_stay() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let id = redirects::insert(conn, &typed("/old", "/contact", false), false).unwrap();
    add(conn, "/services/x", "/old", false);
    database.execute("update redirects set hits = 3");
    let target = RedirectTarget::Address(TargetAddress::parse("/articles").unwrap());
    let changed = redirects::update(conn, id, &target, true).unwrap();
    assert_eq!((changed.hits, changed.is_prefix), (3, true));
    assert_eq!(leads(conn, "/old/a").as_deref(), Some("/articles/a"));
    let back = RedirectTarget::Address(TargetAddress::parse("/services/x").unwrap());
    let refused = redirects::update(conn, id, &back, false);
    assert!(matches!(refused, Err(RuleError::Refused(Refusal::Loop(_)))));
    let folder = redirects::update(
        conn,
        id,
        &RedirectTarget::Content(ContentId::from_uuid(id.as_uuid())),
        true,
    );
    assert!(matches!(
        folder,
        Err(RuleError::Refused(Refusal::FolderToContent))
    ));
}

#[test]
fn two_rules_that_would_close_a_circle_together_are_not_both_stored() {
    let database = TestDatabase::blank_site();
    let stored: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|number| {
                let database = &database;
                scope.spawn(move || {
                    let conn = &mut database.connection();
                    let next = (number + 1) % 4;
                    let draft = typed(&format!("/r{number}"), &format!("/r{next}"), false);
                    usize::from(redirects::insert(conn, &draft, false).is_ok())
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    assert_eq!(stored, 3);
}

#[test]
fn a_publication_is_told_whose_old_address_it_would_take() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let moved = article_id();
    publish_article(conn, moved, &article_titled("a", "The first text"));
    publish_article(conn, moved, &article_titled("b", "The first text"));
    database.execute("update redirects set hits = 12");
    let other = ContentId::from_uuid(article_id().as_uuid());
    let claim = redirects::find_claim(conn, "/articles/a", other)
        .unwrap()
        .unwrap();
    assert_eq!((claim.hits, claim.title.as_str()), (12, "The first text"));
    assert_eq!(
        redirects::find_claim(conn, "/articles/a", moved.into()).unwrap(),
        None
    );
    assert_eq!(
        redirects::find_claim(conn, "/articles/z", other).unwrap(),
        None
    );
    add(conn, "/articles/typed", "/contact", false);
    let claim = redirects::find_claim(conn, "/articles/typed", other)
        .unwrap()
        .unwrap();
    assert_eq!(claim.title, "/contact");
}

#[test]
fn the_list_is_searched_filtered_sorted_and_paged_by_key() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let moved = article_id();
    publish_article(conn, moved, &article_titled("a", "Growth of a garden"));
    publish_article(conn, moved, &article_titled("b", "Growth of a garden"));
    for number in 0..5 {
        add(conn, &format!("/old-{number}"), "/contact", false);
    }
    database.execute("update redirects set hits = 9 where source_path in ('/old-1', '/old-3')");
    let sources = |conn: &mut PgConnection, filter: &RedirectFilter, order: RedirectOrder| {
        let mut found: Vec<String> = Vec::new();
        let mut after = None;
        loop {
            let (rows, next) = redirects::list(conn, filter, order, after.as_ref(), 2).unwrap();
            found.extend(rows.iter().map(|row| row.redirect.source.to_string()));
            after = next;
            if after.is_none() {
                return found;
            }
        }
    };
    let all = RedirectFilter::default();
    assert_eq!(
        sources(conn, &all, RedirectOrder::Source),
        [
            "/articles/a",
            "/old-0",
            "/old-1",
            "/old-2",
            "/old-3",
            "/old-4"
        ]
    );
    assert_eq!(
        sources(conn, &all, RedirectOrder::Hits),
        [
            "/old-1",
            "/old-3",
            "/articles/a",
            "/old-0",
            "/old-2",
            "/old-4"
        ]
    );
    let words = |words: &str| RedirectFilter {
        words: words.to_owned(),
        ..RedirectFilter::default()
    };
    assert_eq!(
        sources(conn, &words("garden"), RedirectOrder::Source),
        ["/articles/a"]
    );
    assert_eq!(
        sources(conn, &words("LD-2"), RedirectOrder::Source),
        ["/old-2"]
    );
    assert!(sources(conn, &words("%"), RedirectOrder::Source).is_empty());
    let renamed = RedirectFilter {
        origin: Some(RedirectOrigin::Rename),
        ..RedirectFilter::default()
    };
    assert_eq!(
        sources(conn, &renamed, RedirectOrder::Hits),
        ["/articles/a"]
    );
}

#[test]
fn a_hidden_service_and_a_tag_without_articles_lead_nowhere() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let id = service_id();
    publish_service(conn, id, &service("a"));
    publish_service(conn, id, &service("b"));
    assert_eq!(leads(conn, "/services/a").as_deref(), Some("/services/b"));
    services::set_visibility(conn, id, Visibility::Hidden).unwrap();
    assert_eq!(resolution(conn, "/services/a"), Resolution::Missing);
    assert_eq!(resolution(conn, "/services/b"), Resolution::Missing);
    services::delete(conn, id).unwrap();
    assert_eq!(resolution(conn, "/services/a"), Resolution::Gone);
}

#[test]
fn the_page_that_was_meant_is_proposed_by_its_address() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    published(conn, "why-effortless-software-takes-work");
    let meant = published(conn, "what-lies-under-an-interface");
    publish_service(conn, service_id(), &service("api-design"));
    let propose = |conn: &mut PgConnection, text: &str| {
        redirects::propose(conn, &path(text))
            .unwrap()
            .map(|found| found.path)
    };
    let found =
        redirects::propose(conn, &path("/blog/2019/what-lies-under-interfaces.html")).unwrap();
    assert_eq!(found.map(|found| found.content), Some(meant.into()));
    assert_eq!(
        propose(conn, "/apidesign").as_deref(),
        Some("/services/api-design")
    );
    assert_eq!(propose(conn, "/qqq-zzz"), None);
}
