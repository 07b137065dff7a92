//! What a text can link to, for the picker of the editor; and what one id stands for, also where that
//! is a file of the library.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::MediaId;
use persistence::{PgConnection, contents, media};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::AdminState;
use crate::error::AdminError;
use crate::library::view::ItemView;
use crate::signed_in::SignedIn;

use super::draft::json_answer;

const MOST: i64 = 20;

/// Characters of a search that are looked at.
const SEARCH_CHARS: usize = 100;

#[derive(Debug, Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    q: String,
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    _: SignedIn,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let words: String = query.q.chars().take(SEARCH_CHARS).collect();
    let (found, file) = state
        .database
        .run(move |conn| {
            let found = contents::search_linkable(conn, &words, MOST)?;
            let file = match words.parse::<MediaId>() {
                Ok(id) if found.is_empty() => file(conn, id)?,
                _ => None,
            };
            Ok::<_, AdminError>((found, file))
        })
        .await?;
    let list: Vec<Value> = found
        .into_iter()
        .map(|link| {
            let state = if link.address.is_some() {
                "published"
            } else {
                "draft"
            };
            json!({
                "id": link.id.to_string(),
                "kind": link.kind,
                "title": link.title,
                "address": link.address.unwrap_or_default(),
                "state": state,
            })
        })
        .chain(file)
        .collect();
    Ok(json_answer(StatusCode::OK, &Value::Array(list)))
}

/// A file of the library, with what the editor shows of a picture.
fn file(conn: &mut PgConnection, id: MediaId) -> Result<Option<Value>, AdminError> {
    let Some(item) = media::find(conn, id)? else {
        return Ok(None);
    };
    let renditions = media::list_renditions(conn, &item)?;
    let view = ItemView::new(&item, &renditions, false);
    Ok(Some(json!({
        "id": item.id.to_string(),
        "kind": view.kind,
        "title": view.name,
        "address": view.address,
        "state": if item.trashed_at.is_some() { "trash" } else { "published" },
        "item": view,
    })))
}
