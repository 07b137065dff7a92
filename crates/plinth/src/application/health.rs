//! Two questions that a supervisor asks: does the process live, and can it do its work.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpResponse, http::StatusCode};
use persistence::Database;
use persistence::migrations::{self, MigrationError, SchemaState};
use web_kit::error_pages::KeepBody;
use web_kit::methods;

/// A database that takes longer to answer is not ready.
const ANSWER_WITHIN: Duration = Duration::from_secs(1);

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/livez")
                .route(methods::get().to(live))
                .default_service(methods::refuse_others("GET, HEAD")),
        )
        .service(
            web::resource("/readyz")
                .route(methods::get().to(ready))
                .default_service(methods::refuse_others("GET, HEAD")),
        );
}

/// Touches nothing: while this answers, restarting the process would not help.
async fn live() -> HttpResponse {
    plain(StatusCode::OK, "alive")
}

async fn ready(database: Data<Database>) -> HttpResponse {
    let state = database.run(migrations::state);
    match tokio::time::timeout(ANSWER_WITHIN, state).await {
        Ok(Ok(SchemaState::Current)) => plain(StatusCode::OK, "ready"),
        Ok(Ok(SchemaState::Pending(_))) => {
            unready("the database's schema is older than the program")
        }
        Ok(Ok(SchemaState::Newer(_))) => unready("the database's schema is newer than the program"),
        Ok(Err(MigrationError::Database(_))) => unready("the database cannot be reached"),
        Ok(Err(_)) => unready("the database's schema cannot be read"),
        Err(_) => unready("the database does not answer within a second"),
    }
}

fn unready(reason: &'static str) -> HttpResponse {
    plain(StatusCode::SERVICE_UNAVAILABLE, reason)
}

fn plain(status: StatusCode, text: &'static str) -> HttpResponse {
    let mut response = HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(text);
    response.extensions_mut().insert(KeepBody);
    response
}
