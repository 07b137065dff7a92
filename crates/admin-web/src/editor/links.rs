//! What a text can link to, for the picker of the editor.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use persistence::contents;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::AdminState;
use crate::error::AdminError;
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
    let found = state
        .database
        .run(move |conn| Ok::<_, AdminError>(contents::search_linkable(conn, &words, MOST)?))
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
        .collect();
    Ok(json_answer(StatusCode::OK, &Value::Array(list)))
}
