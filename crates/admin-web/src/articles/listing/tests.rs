//! The list as a page, and its addresses.

use super::*;
use crate::fixtures::{article_row, facts, plain_chrome, render};

fn shown(articles: Vec<ArticleRow>, filter: &ArticleFilter, is_first_page: bool) -> String {
    let trashed = articles
        .iter()
        .map(|article| (article.id, article.title.clone(), article.saved_at))
        .collect();
    let rows = Rows {
        facts: facts(),
        counts: ArticleCounts {
            drafts: 1,
            published: 2,
            ..ArticleCounts::default()
        },
        articles,
        next: None,
        trashed,
    };
    render(&index_page(
        plain_chrome(Room::Articles),
        &rows,
        filter,
        ArticleOrder::Saved,
        is_first_page,
    ))
}

#[test]
fn each_row_says_where_it_stands() {
    let mut published = article_row();
    published.status.state = ArticleState::Published;
    published.status.live_slug = Some("growth".to_owned());
    published.status.has_unpublished_changes = true;
    let mut untitled = article_row();
    untitled.title = " ".to_owned();
    let html = shown(vec![untitled, published], &ArticleFilter::default(), true);
    assert!(html.contains("Unpublished changes"), "{html}");
    assert!(html.contains("href=\"/articles/growth\""), "{html}");
    assert!(html.contains(">Untitled<"), "{html}");
    assert!(html.contains("Restore"), "{html}");
    assert!(html.contains("erased on <time"), "{html}");
    assert_eq!(html.matches("name=\"ids\"").count(), 2, "{html}");
    assert_eq!(html.matches("name=\"page_ids\"").count(), 2, "{html}");
}

#[test]
fn an_empty_list_says_what_to_do_next() {
    let none = ArticleFilter::default();
    assert!(shown(Vec::new(), &none, false).contains("nothing older"));
    let searched = ArticleFilter {
        words: "growth & more".to_owned(),
        ..none
    };
    let html = shown(Vec::new(), &searched, true);
    assert!(html.contains("Nothing matches."), "{html}");
    assert!(html.contains("value=\"growth &amp; more\""), "{html}");
}

#[test]
fn an_address_holds_the_whole_question() {
    let filter = ArticleFilter {
        state: Some(ArticleState::Draft),
        tag: "rust".to_owned(),
        ..ArticleFilter::default()
    };
    assert_eq!(
        href(&filter, ArticleOrder::Title, None),
        "/admin/articles?state=draft&tag=rust&sort=title"
    );
    assert_eq!(
        href(&ArticleFilter::default(), ArticleOrder::Saved, None),
        "/admin/articles"
    );
}
