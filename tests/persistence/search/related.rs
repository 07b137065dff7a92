//! Which articles are named beside another.

use domain::{ArticleId, Slug};
use persistence::related::{Kin, list_published_related};
use persistence::{PgConnection, articles};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article_id, article_titled, service, service_id, tagged_article};
use plinth_tests::writing::{publish_article, publish_service, save_article};

fn related(conn: &mut PgConnection, id: ArticleId) -> Vec<String> {
    let article = articles::find_published(conn, id).unwrap().unwrap();
    let tags: Vec<Slug> = article.tags.iter().map(|tag| tag.slug.clone()).collect();
    let kin = Kin {
        id,
        title: article.title.as_str(),
        excerpt: None,
        tags: &tags,
    };
    let found = list_published_related(conn, &kin, 3).unwrap();
    found.into_iter().map(|article| article.slug).collect()
}

fn titled(slug: &str, title: &str, tags: &[&str]) -> domain::ArticleDraft {
    domain::ArticleDraft {
        title: article_titled(slug, title).title,
        ..tagged_article(slug, tags)
    }
}

#[test]
fn a_rare_tag_weighs_more_than_a_common_one_and_three_are_named_at_most() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &titled("self", "Alpha", &["Common", "Rare"]));
    for (number, title) in ["Beta", "Gamma", "Delta", "Epsilon"]
        .into_iter()
        .enumerate()
    {
        publish_article(
            conn,
            article_id(),
            &titled(&format!("c{number}"), title, &["Common"]),
        );
    }
    publish_article(conn, article_id(), &titled("rare", "Zeta", &["Rare"]));
    publish_article(conn, article_id(), &titled("neither", "Eta", &["Else"]));
    // The newest of the equal ones come first.
    assert_eq!(related(conn, id), ["rare", "c3", "c2"]);
    assert_eq!(related(conn, id), ["rare", "c3", "c2"]);
}

#[test]
fn words_of_the_title_make_kin_too_and_a_service_is_no_article() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(
        conn,
        id,
        &article_titled("self", "How an index of granite grows"),
    );
    publish_article(
        conn,
        article_id(),
        &article_titled("kin", "The granite indexes"),
    );
    publish_article(conn, article_id(), &article_titled("stop", "How an of"));
    publish_service(conn, service_id(), &service("granite"));
    assert_eq!(related(conn, id), ["kin"]);
}

#[test]
fn neither_the_article_itself_nor_what_visitors_cannot_see_is_named() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &titled("self", "Alpha", &["Granite"]));
    save_article(conn, article_id(), &titled("draft", "Alpha", &["Granite"]));
    let [withdrawn, trashed, scheduled] = [(); 3].map(|()| article_id());
    for (other, slug) in [
        (withdrawn, "withdrawn"),
        (trashed, "trashed"),
        (scheduled, "scheduled"),
    ] {
        publish_article(conn, other, &titled(slug, "Alpha", &["Granite"]));
    }
    articles::withdraw(conn, withdrawn, None).unwrap();
    articles::delete(conn, trashed).unwrap();
    database.execute(&format!(
        "update article_editions set visible_from = now() + interval '1 hour' where article_id = '{scheduled}'"
    ));
    assert_eq!(related(conn, id), Vec::<String>::new());
}
