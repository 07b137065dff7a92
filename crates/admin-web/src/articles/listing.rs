//! The list of articles, by state, and the ones deleted lately.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{ArticleCounts, ArticleSummary, Cursor, Page, PublicationState, Tag};
use persistence::articles;
use serde::{Deserialize, Serialize};
use web_kit::PageTemplate;

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::moment::Moment;
use crate::pages::{Pager, page};
use crate::signed_in::SignedIn;

use super::edit_href;

const PER_PAGE: usize = 30;
const DELETED_SHOWN: i64 = 10;

/// The filter and the place in the list.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    state: String,
    #[serde(default)]
    before: String,
}

#[derive(Serialize)]
struct IndexPage {
    chrome: Chrome,
    state: &'static str,
    total: i64,
    drafts: i64,
    published: i64,
    articles: Vec<Row>,
    is_first_page: bool,
    deleted: Vec<DeletedRow>,
    pager: Pager,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "admin/articles/index";
}

#[derive(Serialize)]
struct Row {
    title: String,
    edit_href: String,
    public_href: Option<String>,
    address: String,
    tags: String,
    state: &'static str,
    state_label: &'static str,
    updated: Moment,
    words: String,
    publication_action: String,
    publication_label: &'static str,
}

#[derive(Serialize)]
struct DeletedRow {
    title: String,
    restoration_action: String,
}

struct Rows {
    facts: Facts,
    counts: ArticleCounts,
    articles: Page<ArticleSummary>,
    deleted: Vec<ArticleSummary>,
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let filter = PublicationState::parse(&query.state);
    // A place that cannot be read is the beginning.
    let before: Option<Cursor> = query.before.parse().ok();
    let rows = state
        .database
        .run(move |conn| {
            let deleted = match before {
                Some(_) => Vec::new(),
                None => articles::list_deleted(conn, DELETED_SHOWN)?,
            };
            Ok::<_, AdminError>(Rows {
                facts: Facts::load(conn)?,
                counts: articles::count_by_state(conn)?,
                articles: articles::list(conn, filter, before.as_ref(), PER_PAGE)?,
                deleted,
            })
        })
        .await?;
    let chrome = Chrome::new(&rows.facts, &account, &session, Room::Articles, "Articles");
    page(
        &state,
        StatusCode::OK,
        &index_page(chrome, rows, filter, before.is_none()),
    )
}

fn index_page(
    chrome: Chrome,
    rows: Rows,
    filter: Option<PublicationState>,
    is_first_page: bool,
) -> IndexPage {
    let path = filter.map_or_else(
        || "/admin/articles".to_owned(),
        |state| format!("/admin/articles?state={}", state.as_str()),
    );
    IndexPage {
        chrome,
        state: filter.map_or("all", PublicationState::as_str),
        total: rows.counts.drafts + rows.counts.published,
        drafts: rows.counts.drafts,
        published: rows.counts.published,
        pager: Pager::new(&path, is_first_page, rows.articles.next),
        articles: rows
            .articles
            .items
            .iter()
            .map(|article| Row::new(article, &rows.facts))
            .collect(),
        is_first_page,
        deleted: rows
            .deleted
            .iter()
            .map(|article| DeletedRow {
                title: article.title.to_string(),
                restoration_action: format!("/admin/articles/{}/restoration", article.id),
            })
            .collect(),
    }
}

impl Row {
    fn new(article: &ArticleSummary, facts: &Facts) -> Self {
        let is_published = article.publication.is_published();
        let address = format!("/articles/{}", article.slug);
        let publication = format!("/admin/articles/{}/publication", article.id);
        Self {
            title: article.title.to_string(),
            edit_href: edit_href(article.id),
            public_href: is_published.then(|| address.clone()),
            address,
            tags: tag_names(&article.tags),
            state: if is_published { "published" } else { "draft" },
            state_label: if is_published { "Published" } else { "Draft" },
            updated: facts.moment(article.updated_at),
            words: match article.word_count {
                1 => "1 word".to_owned(),
                count => format!("{} words", thousands(count)),
            },
            publication_action: if is_published {
                format!("{publication}/withdrawal")
            } else {
                publication
            },
            publication_label: if is_published { "Withdraw" } else { "Publish" },
        }
    }
}

fn tag_names(tags: &[Tag]) -> String {
    let names: Vec<_> = tags.iter().map(|tag| tag.name.as_str()).collect();
    names.join(", ")
}

/// A count with a comma between thousands.
fn thousands(count: u32) -> String {
    let digits = count.to_string();
    let mut written = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{article_summary, facts, plain_chrome, render};
    use domain::Publication;

    fn shown(
        articles: Vec<ArticleSummary>,
        filter: Option<PublicationState>,
        is_first_page: bool,
    ) -> String {
        let rows = Rows {
            facts: facts(),
            counts: ArticleCounts {
                drafts: 1,
                published: 2,
            },
            deleted: articles.clone(),
            articles: Page {
                items: articles,
                next: None,
            },
        };
        render(&index_page(
            plain_chrome(Room::Articles),
            rows,
            filter,
            is_first_page,
        ))
    }

    #[test]
    fn each_row_says_its_state() {
        let mut published = article_summary();
        published.publication = Publication::Published {
            at: published.updated_at,
        };
        let html = shown(vec![article_summary(), published], None, true);
        assert!(html.contains("Publish<span"), "{html}");
        assert!(html.contains("Withdraw<span"), "{html}");
        assert!(html.contains("href=\"/articles/growth\""), "{html}");
        assert!(html.contains("Restore"), "{html}");
    }

    #[test]
    fn an_empty_list_says_what_to_do_next() {
        for (filter, words) in [
            (None, "No articles yet."),
            (Some(PublicationState::Draft), "No drafts."),
            (
                Some(PublicationState::Published),
                "Nothing is published yet.",
            ),
        ] {
            assert!(shown(Vec::new(), filter, true).contains(words), "{words}");
        }
        assert!(shown(Vec::new(), None, false).contains("nothing older"));
    }

    #[test]
    fn large_counts_are_grouped() {
        assert_eq!(thousands(7), "7");
        assert_eq!(thousands(1_240), "1,240");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }
}
