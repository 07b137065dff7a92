//! Search: the page with its field, what was found, and the description for browsers.

mod description;
mod gate;
mod page;

use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use domain::{SearchCursor, SearchQuery};
use persistence::search::{self, Search};
use serde::Deserialize;
use web_kit::client_address;
use web_kit::client_address::sender_key;

use crate::error::{PublicError, search_status};
use crate::respond;
use crate::state::PublicState;

pub(crate) use description::description;
pub(crate) use gate::{Refusal, SearchGate};
use page::SearchPage;

/// Hits on one page.
const PAGE_LENGTH: usize = 10;

/// A search as the address gives it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct SearchInput {
    #[serde(default)]
    q: String,
    after: Option<String>,
    exact: Option<String>,
}

impl SearchInput {
    /// The last hit of the page before.
    ///
    /// # Errors
    /// `BadRequest` for a marker that was not made here.
    fn after(&self) -> Result<Option<SearchCursor>, PublicError> {
        self.after
            .as_deref()
            .filter(|text| !text.is_empty())
            .map(|text| text.parse().map_err(|_| PublicError::BadRequest))
            .transpose()
    }

    fn is_literal(&self) -> bool {
        self.exact.is_some()
    }
}

/// Shows the field, and what was found.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
    input: Query<SearchInput>,
) -> Result<HttpResponse, PublicError> {
    let after = input.after()?;
    let Some(query) = SearchQuery::parse(&input.q) else {
        let (frame, ()) = state.load(|_, _| Ok(())).await?;
        let page = SearchPage::without_words(&state, &frame, &input.q);
        return respond::page(&state, &request, &page);
    };
    let sender = sender_key(client_address(&request, &state.trusted_proxies));
    let turn = match state.search_gate.enter(&sender).await {
        Ok(turn) => turn,
        Err(refusal) => return refused(&state, &query, &refusal),
    };
    let is_literal = input.is_literal();
    let asked = query.clone();
    let looked = state
        .load(move |conn, _| {
            // The turn ends with the query, also when nobody waits for its answer any more.
            let _turn = turn;
            let search = Search {
                query: &asked,
                after,
                is_literal,
                limit: PAGE_LENGTH,
            };
            Ok(search::find_published(conn, &search)?)
        })
        .await;
    let (frame, found) = match looked {
        Ok(found) => found,
        // The machine has too much to do: the words are kept for another try.
        Err(PublicError::Database(error)) if error.ran_out_of_time() => {
            return refused(&state, &query, &Refusal::Busy);
        }
        Err(error) => return Err(error),
    };
    let page =
        SearchPage::with_results(&state, &frame, &query, &found, after.is_some(), is_literal);
    respond::page(&state, &request, &page)
}

/// The words stay in the field, and the page needs no database.
fn refused(
    state: &PublicState,
    query: &SearchQuery,
    refusal: &Refusal,
) -> Result<HttpResponse, PublicError> {
    let page = SearchPage::refused(state, &state.last_frame(), query, refusal);
    let mut response = respond::page_once(state, search_status(refusal), &page)?;
    response.headers_mut().insert(
        RETRY_AFTER,
        HeaderValue::from(refusal.retry_after().seconds),
    );
    Ok(response)
}
