//! The library for the scripts of the editor: a page of items at a time, the newest first.

use actix_web::{HttpResponse, web};
use persistence::media::{self, MediaFilter, MediaKind, MediaOrder, MediaShelf};
use serde::{Deserialize, Serialize};

use crate::AdminState;
use crate::error::AdminError;
use crate::signed_in::SignedIn;

use super::place;
use super::view::{ItemView, of_row};

const PER_PAGE: usize = 24;

/// Characters of a search that are looked at.
const SEARCH_CHARS: usize = 100;

#[derive(Debug, Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    after: String,
}

#[derive(Serialize)]
struct Answer {
    items: Vec<ItemView>,
    next: Option<String>,
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    _: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let filter = MediaFilter {
        words: query.q.chars().take(SEARCH_CHARS).collect(),
        kind: MediaKind::parse(&query.kind),
        shelf: MediaShelf::All,
    };
    let after = place::read(&query.after);
    let (rows, next) = state
        .database
        .run(move |conn| {
            let order = MediaOrder::Newest;
            Ok::<_, AdminError>(media::list(conn, &filter, order, after.as_ref(), PER_PAGE)?)
        })
        .await?;
    Ok(HttpResponse::Ok().json(Answer {
        items: rows.iter().map(of_row).collect(),
        next: next.as_ref().map(place::write),
    }))
}
