//! The list of tags by name, with how many articles have each.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use persistence::tags::{self, TagRow};
use serde::Serialize;
use web_kit::PageTemplate;

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::pages::page;
use crate::signed_in::SignedIn;

use super::{PATH, articles};

#[derive(Serialize)]
struct IndexPage {
    chrome: Chrome,
    tags: Vec<Row>,
    unused: usize,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "admin/tags/index";
}

#[derive(Serialize)]
struct Row {
    name: String,
    address: String,
    public_href: Option<String>,
    articles_href: String,
    count: String,
    is_unused: bool,
    edit_href: String,
    deletion_action: String,
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
) -> Result<HttpResponse, AdminError> {
    let (facts, rows) = state
        .database
        .run(|conn| Ok::<_, AdminError>((Facts::load(conn)?, tags::list(conn)?)))
        .await?;
    let chrome = Chrome::new(&facts, &account, &session, Room::Tags, "Tags");
    page(&state, StatusCode::OK, &index_page(chrome, &rows))
}

fn index_page(chrome: Chrome, rows: &[TagRow]) -> IndexPage {
    IndexPage {
        chrome,
        unused: rows.iter().filter(|row| row.editions == 0).count(),
        tags: rows
            .iter()
            .map(|row| {
                let address = format!("/tags/{}", row.tag.slug);
                Row {
                    name: row.tag.name.to_string(),
                    public_href: (row.live > 0).then(|| address.clone()),
                    address,
                    articles_href: format!(
                        "/admin/articles?tag={}",
                        crate::percent::query_value(row.tag.name.as_str())
                    ),
                    count: articles(row.live),
                    is_unused: row.editions == 0,
                    edit_href: format!("{PATH}/{}/edit", row.tag.id),
                    deletion_action: format!("{PATH}/{}/deletion", row.tag.id),
                }
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{plain_chrome, render};
    use domain::{Slug, Tag, TagId, TagName};
    use uuid::Uuid;

    fn row(live: i64, editions: i64) -> TagRow {
        TagRow {
            tag: Tag {
                id: TagId::from_uuid(Uuid::nil()),
                slug: Slug::parse("rust").unwrap(),
                name: TagName::parse("Rust & co").unwrap(),
            },
            live,
            editions,
        }
    }

    #[test]
    fn each_tag_says_how_much_it_is_used() {
        let rows = [row(0, 0), row(1, 1), row(2, 3)];
        let html = render(&index_page(plain_chrome(Room::Tags), &rows));
        for words in [
            "Rust &amp; co",
            "no article",
            "1 article",
            "2 articles",
            "Delete the unused",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
        // A page without articles is no page, so nothing leads to it.
        assert_eq!(html.matches("href=\"/tags/rust\"").count(), 2, "{html}");
        let html = render(&index_page(plain_chrome(Room::Tags), &rows[1..]));
        assert!(!html.contains("Delete the unused"), "{html}");
        let html = render(&index_page(plain_chrome(Room::Tags), &[]));
        assert!(html.contains("No tags yet"), "{html}");
    }
}
