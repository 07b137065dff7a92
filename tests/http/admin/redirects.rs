//! Redirects in the panel: by hand, from misses, as a table; and a place to try an address.

use plinth_tests::client::{Answer, Client};
use plinth_tests::site::Site;

const ARTICLE: &str = "/articles/what-lies-under-an-interface";

fn add(owner: &Client, from: &str, to: &str) -> Answer {
    owner.post("/admin/redirects", &[("from", from), ("to", to)])
}

fn sources(owner: &Client, path: &str) -> Vec<String> {
    owner.get(path).texts_of(".leads__source")
}

#[test]
fn a_redirect_is_added_changed_deleted_and_brought_back() {
    let site = Site::start();
    let owner = site.owner();
    assert!(
        owner
            .get("/admin/redirects")
            .text_of(".empty")
            .contains("No redirects yet")
    );
    let added = add(&owner, "/old", ARTICLE);
    assert_eq!(added.status, 303, "{}", added.text());
    let list = owner.follow(&added);
    assert!(list.text_of(".flash").contains("/old leads to"));
    // The target is the article, under its title and its present address.
    assert!(list.text_of(".leads__target").contains(ARTICLE));
    let visitor = site.visitor();
    assert_eq!(visitor.get("/old").location(), ARTICLE);

    let edit = list.attribute(".leads__source", "href");
    let action = edit.trim_end_matches("/edit").to_owned();
    assert_eq!(owner.get(&edit).field("to"), ARTICLE);
    owner.post_and_follow(&action, &[("to", "/contact")]);
    assert_eq!(visitor.get("/old").location(), "/contact");

    let deleted = owner.post_and_follow(&format!("{action}/deletion"), &[]);
    assert_eq!(visitor.get("/old").status, 404);
    let undo = deleted.attribute(".flash form", "action");
    let id = deleted.attribute(".flash input", "value");
    let back = owner.post_and_follow(&undo, &[("id", &id)]);
    assert!(back.text_of(".flash").contains("is back"));
    assert_eq!(visitor.get("/old").location(), "/contact");
    let again = owner.post_and_follow(&undo, &[("id", &id)]);
    assert!(again.text_of(".flash").contains("stays deleted"));
}

#[test]
fn what_is_refused_comes_back_as_typed_with_its_reason() {
    let site = Site::start();
    let owner = site.owner();
    for (from, to, field, reason) in [
        ("old <x>", "/contact", "from", "begins with one slash"),
        ("/", "/contact", "from", "always there"),
        ("/admin/x", "/contact", "from", "belongs to the program"),
        (ARTICLE, "/contact", "from", "a page always wins"),
        ("/a?b", "/contact", "from", "Leave out"),
        ("/a", "javascript:alert(1)", "to", "https://"),
        ("/a", "//evil.example", "to", "https://"),
        ("/a", "/a", "to", "circle"),
        ("/a", "", "to", "where it leads"),
    ] {
        let answer = add(&owner, from, to);
        assert_eq!(answer.status, 422, "{from} {to}");
        assert_eq!(
            (answer.field("from"), answer.field("to")),
            (from.to_owned(), to.to_owned())
        );
        assert!(
            answer.text_of(&format!("#error-{field}")).contains(reason),
            "{from} {to}"
        );
        assert!(answer.has("#problems"));
    }
    let count = "select count(*) as value from redirects";
    assert_eq!(site.database.number(count), 0);
    let grows = [("from", "/a"), ("to", "/a/b"), ("prefix", "true")];
    let answer = owner.post("/admin/redirects", &grows);
    assert_eq!(answer.status, 422);
    assert!(answer.has("#field-prefix[checked]"));
    assert_eq!(site.database.number(count), 0);
}

#[test]
fn an_address_that_is_taken_is_replaced_only_when_that_was_said() {
    let site = Site::start();
    let owner = site.owner();
    add(&owner, "/old", "/contact");
    site.database.execute("update redirects set hits = 5");
    let answer = add(&owner, "/old", "/services");
    assert_eq!(answer.status, 422);
    let reason = answer.text_of("#error-from");
    assert!(
        reason.contains("/contact") && reason.contains("5 times"),
        "{reason}"
    );
    assert!(answer.has("#field-replace"));
    let fields = [("from", "/old"), ("to", "/services"), ("replace", "true")];
    assert_eq!(owner.post("/admin/redirects", &fields).status, 303);
    assert_eq!(site.visitor().get("/old").location(), "/services");
}

#[test]
fn the_tester_says_what_a_visitor_gets_and_why() {
    let site = Site::start();
    let owner = site.owner();
    owner.post(
        "/admin/redirects",
        &[("from", "/blog"), ("to", "/articles"), ("prefix", "true")],
    );
    site.database.execute(
        "insert into contents (id, kind, was_public, trashed_at)
             values ('00000000-0000-0000-0000-000000000001', 'article', true, now());
         insert into redirects (id, source_path, content_id, origin)
             values (gen_random_uuid(), '/trashed', '00000000-0000-0000-0000-000000000001', 'manual')",
    );
    let whole = format!("{}/blog/x?y=1", site.base_url());
    for (address, code, words) in [
        ("/contact", "200", "sees the page"),
        ("/Articles/", "301", "another spelling"),
        ("/blog/x?y=1", "301", "everything below it"),
        (whole.as_str(), "301", "/articles/x"),
        ("/trashed", "410", "gone"),
        ("/nowhere", "404", "finds nothing"),
        ("/a/../b", "404", "can have this address"),
        ("/admin/inbox", "200", "belongs to the program"),
    ] {
        let query = address.replace('?', "%3F").replace('&', "%26");
        let answer = owner.get(&format!("/admin/redirects/test?address={query}"));
        assert_eq!(answer.status, 200);
        assert_eq!(answer.text_of(".verdict__code"), code, "{address}");
        let said = answer.text_of(".verdict__words");
        assert!(said.contains(words), "{address}: {said}");
        assert_eq!(answer.field("address"), address);
    }
    // What is said is what happens.
    let visitor = site.visitor();
    assert_eq!(visitor.get("/trashed").status, 410);
    assert_eq!(visitor.get("/blog/x?y=1").location(), "/articles/x?y=1");
}

#[test]
fn a_miss_becomes_a_redirect_to_the_page_that_was_meant() {
    let site = Site::start();
    let owner = site.owner();
    site.visitor().get("/blog/what-lies-under-interfaces.html");
    site.visitor().get("/quite/another");
    let misses = owner.get("/admin/redirects/misses");
    let path = misses
        .attributes(".row__acts a", "href")
        .into_iter()
        .find(|href| href.contains("interfaces"))
        .expect("the miss is listed");
    let form = owner.get(&path);
    assert_eq!(form.field("from"), "/blog/what-lies-under-interfaces.html");
    assert_eq!(form.field("to"), ARTICLE);
    let fields = [
        ("from", form.field("from")),
        ("to", form.field("to")),
        ("miss", "true".to_owned()),
    ];
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let saved = owner.post("/admin/redirects", &fields);
    assert_eq!(saved.location(), "/admin/redirects/misses");
    assert_eq!(
        sources(&owner, "/admin/redirects/misses"),
        ["/quite/another"]
    );
    assert_eq!(
        sources(&owner, "/admin/redirects?origin=miss"),
        ["/blog/what-lies-under-interfaces.html"]
    );

    let dismissed = owner.post_and_follow(
        "/admin/redirects/misses/dismissal",
        &[("path", "/quite/another")],
    );
    assert!(dismissed.has(".empty"));
    let back = owner.post_and_follow(
        "/admin/redirects/misses/return",
        &[("path", "/quite/another")],
    );
    assert_eq!(back.texts_of(".leads__source"), ["/quite/another"]);
    let unsure = owner.post_and_follow("/admin/redirects/misses/deletion", &[]);
    assert!(unsure.text_of(".flash").contains("Nothing was cleared"));
    let cleared = owner.post_and_follow("/admin/redirects/misses/deletion", &[("sure", "true")]);
    assert!(cleared.has(".empty"));
}

#[test]
fn an_import_is_looked_at_first_and_done_as_it_was_looked_at() {
    let site = Site::start();
    let owner = site.owner();
    let count = "select count(*) as value from redirects";
    let text =
        format!("from,to,prefix\n/one,{ARTICLE},\n/two,javascript:x,\n/three,/articles,yes\n");
    let dry = owner.post(
        "/admin/redirects/import",
        &[("csv", &text), ("intent", "check")],
    );
    assert_eq!(dry.status, 200, "{}", dry.text());
    assert_eq!(
        dry.text_of(".plan__summary"),
        "2 new, 0 changed, 0 as they are, 1 refused."
    );
    assert_eq!(dry.texts_of(".plan__line td:first-child"), ["2", "3", "4"]);
    assert_eq!(site.database.number(count), 0);
    let digest = dry.field("plan");
    let fields = [
        ("csv", text.as_str()),
        ("intent", "apply"),
        ("plan", &digest),
    ];

    // What changed meanwhile is shown before anything is done.
    add(&owner, "/one", "/contact");
    let outdated = owner.post("/admin/redirects/import", &fields);
    assert_eq!(outdated.status, 200);
    assert!(outdated.text_of("[role=alert]").contains("Look again"));
    assert_eq!(site.database.number(count), 1);
    let digest = outdated.field("plan");
    let fields = [
        ("csv", text.as_str()),
        ("intent", "apply"),
        ("plan", &digest),
    ];
    let done = owner.post("/admin/redirects/import", &fields);
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(
        owner
            .follow(&done)
            .text_of(".flash")
            .contains("1 new, 1 changed")
    );
    assert_eq!(site.visitor().get("/one").location(), ARTICLE);

    let empty = owner.post(
        "/admin/redirects/import",
        &[("csv", " "), ("intent", "check")],
    );
    assert_eq!(empty.status, 422);
    assert!(empty.has("#error-csv"));
}

#[test]
fn an_export_imported_into_an_empty_list_is_the_same_export() {
    let site = Site::start();
    let owner = site.owner();
    for (from, to) in [
        ("/old", ARTICLE),
        ("/a,\"b\"", "https://example.org/?x=1,2"),
        ("/=cmd|'x'!A1", "/contact#form"),
        ("/وتار", "/services/backend-development"),
        ("/service", "/services/api-design-and-integration"),
    ] {
        let added = add(&owner, from, to);
        assert_eq!(added.status, 303, "{from}: {}", added.text());
    }
    owner.post(
        "/admin/redirects",
        &[("from", "/blog"), ("to", "/articles"), ("prefix", "true")],
    );
    // One leads to what visitors cannot see.
    site.database
        .execute("update services set is_shown = false where slug = 'api-design-and-integration'");
    let export = owner.get("/admin/redirects.csv");
    assert_eq!(export.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        export
            .header("content-disposition")
            .contains("redirects.csv")
    );
    let text = export.text();
    assert!(text.starts_with("from,to,prefix\r\n"));
    for line in text.lines() {
        assert!(
            !line.starts_with(['=', '+', '-', '@', '"']) || line.starts_with("\"/"),
            "{line}"
        );
    }
    site.database.execute("delete from redirects");
    let dry = owner.post(
        "/admin/redirects/import",
        &[("csv", &text), ("intent", "check")],
    );
    assert!(
        dry.text_of(".plan__summary").starts_with("6 new"),
        "{}",
        dry.text_of(".plan__table")
    );
    let digest = dry.field("plan");
    owner.post(
        "/admin/redirects/import",
        &[("csv", &text), ("intent", "apply"), ("plan", &digest)],
    );
    assert_eq!(owner.get("/admin/redirects.csv").text(), text);
}

#[test]
fn the_list_is_searched_filtered_sorted_and_paged_in_the_address() {
    let site = Site::start();
    let owner = site.owner();
    site.database.execute(
        "insert into redirects (id, source_path, target_address, origin, hits)
         select gen_random_uuid(), '/p-' || lpad(n::text, 3, '0'), '/contact', 'import', n % 7
         from generate_series(1, 120) n",
    );
    add(&owner, "/special", "/services");
    let mut found = Vec::new();
    let mut next = Some("/admin/redirects?sort=hits".to_owned());
    while let Some(path) = next {
        let answer = owner.get(&path);
        found.extend(answer.texts_of(".leads__source"));
        next = answer.attributes("a[rel=next]", "href").pop();
    }
    assert_eq!(found.len(), 121);
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 121);
    assert_eq!(sources(&owner, "/admin/redirects?q=SPECIAL"), ["/special"]);
    assert_eq!(
        sources(&owner, "/admin/redirects?origin=manual&sort=hits"),
        ["/special"]
    );
    assert!(
        owner
            .get("/admin/redirects?q=nothing-like-it")
            .text_of(".empty")
            .contains("Nothing matches")
    );
    for odd in [
        "?after=%00&after_hits=1",
        "?after_hits=x",
        "?origin=odd&sort=odd",
        "?q=%25%5C_",
    ] {
        assert_eq!(
            owner.get(&format!("/admin/redirects{odd}")).status,
            200,
            "{odd}"
        );
        assert_eq!(
            owner.get(&format!("/admin/redirects/misses{odd}")).status,
            200,
            "{odd}"
        );
    }
}
