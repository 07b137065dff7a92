//! Starter content comes once.

use chrono::Utc;
use persistence::{articles, sections, services, settings, starter};
use plinth_tests::TestDatabase;
use plinth_tests::database::starter_content;

#[test]
fn an_empty_database_is_filled_once_and_deleted_content_never_comes_back() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    assert!(starter::initialise(conn, &starter_content(), Utc::now()).unwrap());
    assert_eq!(services::list_published(conn).unwrap().len(), 7);
    assert_eq!(sections::list_published(conn).unwrap().len(), 7);

    for service in services::list(conn).unwrap() {
        services::delete(conn, service.id).unwrap();
    }
    assert!(!starter::initialise(conn, &starter_content(), Utc::now()).unwrap());
    assert!(services::list(conn).unwrap().is_empty());
}

#[test]
fn of_two_programs_that_start_at_once_one_fills_the_database() {
    let database = TestDatabase::empty();
    let filled: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3)
            .map(|_| {
                let mut conn = database.connection();
                scope.spawn(move || {
                    starter::initialise(&mut conn, &starter_content(), Utc::now()).unwrap()
                })
            })
            .collect();
        threads
            .into_iter()
            .filter_map(|thread| thread.join().unwrap().then_some(()))
            .count()
    });
    assert_eq!(filled, 1);
    assert_eq!(services::list(&mut database.connection()).unwrap().len(), 7);
}

#[test]
fn the_last_article_of_the_list_is_the_newest_on_the_site() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let wanted = starter_content();
    let page = articles::list_published(conn, None, None, 10).unwrap();
    let slugs: Vec<_> = page.items.iter().map(|item| &item.slug).collect();
    let expected: Vec<_> = wanted
        .articles
        .iter()
        .rev()
        .map(|item| &item.slug)
        .collect();
    assert_eq!(slugs, expected);
}

#[test]
fn a_blank_site_has_its_settings_and_nothing_to_show() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let blank = starter_content::blank().unwrap();
    let content = starter::InitialContent {
        count_words: content::word_count,
        settings: blank.settings,
        sections: blank.sections,
        services: blank.services,
        articles: blank.articles,
    };
    starter::initialise(conn, &content, Utc::now()).unwrap();
    assert!(settings::load(conn).is_ok());
    assert!(services::list(conn).unwrap().is_empty());
    let worded = |section: &domain::Section| !section.content.heading().is_blank();
    assert!(!sections::list(conn).unwrap().iter().any(worded));
}
