//! Services.

use domain::Visibility;
use persistence::services;
use plinth_tests::factories::service;
use plinth_tests::site::Site;
use plinth_tests::writing::publish_service;

#[test]
fn the_index_lists_them_in_the_owners_order() {
    let site = Site::start();
    let titles = site.visitor().get("/services").texts_of("ol h3");
    assert_eq!(titles.len(), 7);
    let stored = services::list_published(&mut site.database.connection()).unwrap();
    let expected: Vec<_> = stored.iter().map(|item| item.title.to_string()).collect();
    assert_eq!(titles, expected);
}

#[test]
fn each_has_a_page_with_text_deliverables_and_a_form_that_knows_it() {
    let site = Site::start();
    let visitor = site.visitor();
    let stored = services::list_published(&mut site.database.connection()).unwrap();
    for item in stored {
        let page = visitor.get(&format!("/services/{}", item.slug));
        assert_eq!(page.status, 200);
        assert_eq!(page.text_of("h1"), item.title.as_str());
        assert!(page.texts_of("main .prose p").len() >= 3);
        assert!(page.texts_of("aside li").len() >= 4);
        assert_eq!(page.field("service"), item.slug.as_str());
    }
}

#[test]
fn a_hidden_one_is_unknown_and_a_deleted_one_is_gone() {
    let site = Site::start();
    let visitor = site.visitor();
    let conn = &mut site.database.connection();
    let list = services::list_published(conn).unwrap();
    services::set_visibility(conn, list[0].id, Visibility::Hidden).unwrap();
    services::delete(conn, list[1].id).unwrap();
    assert_eq!(
        visitor.get(&format!("/services/{}", list[0].slug)).status,
        404
    );
    let gone = visitor.get(&format!("/services/{}", list[1].slug));
    assert_eq!(gone.status, 410);
    assert!(gone.has("main h1"));
    assert_eq!(visitor.get("/services").texts_of("ol h3").len(), 5);
}

#[test]
fn an_old_address_leads_to_the_new_one_with_its_query() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let old = services::list_published(conn).unwrap()[0].clone();
    publish_service(conn, old.id, &service("new-name"));
    let moved = site
        .visitor()
        .get(&format!("/services/{}?from=mail", old.slug));
    assert_eq!(moved.status, 301);
    assert_eq!(moved.location(), "/services/new-name?from=mail");
    assert_eq!(moved.header("cache-control"), "no-cache");
}

#[test]
fn an_address_in_capitals_or_with_a_slash_at_its_end_leads_to_the_real_one() {
    let site = Site::start();
    let visitor = site.visitor();
    let shouted = visitor.get("/services/Backend-Development");
    assert_eq!(shouted.status, 301);
    assert_eq!(shouted.location(), "/services/backend-development");
    let slashed = visitor.get("/services/backend-development/");
    assert_eq!(slashed.status, 301);
    assert_eq!(slashed.location(), "/services/backend-development");
}

#[test]
fn a_site_without_services_says_so() {
    let site = Site::start_blank();
    let page = site.visitor().get("/services");
    assert_eq!(page.status, 200);
    assert!(page.has(".empty"));
}
