//! Signing in and out.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpRequest, HttpResponse, web};
use domain::{Account, EmailAddress};
use persistence::{accounts, settings};
use serde::{Deserialize, Serialize};
use serde_json::json;
use web_kit::client_address::sender_key;
use web_kit::{FieldErrors, PageTemplate, RetryAfter, client_address};

use crate::AdminState;
use crate::chrome::Entrance;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::gate::{local_path, wants_json};
use crate::pages::{done, page, see_other};
use crate::password::Verdict;
use crate::problems::Problems;
use crate::signed_in::{self, account_of};

/// The form; the password is never shown again.
#[derive(Debug, Default, Serialize)]
struct SignInForm {
    email: String,
    next: String,
}

#[derive(Serialize)]
struct SignInPage {
    entrance: Entrance,
    notice: Option<String>,
    form: SignInForm,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for SignInPage {
    const TEMPLATE: &'static str = "admin/sign_in/new";
}

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    next: String,
}

pub(crate) async fn new(
    state: web::Data<AdminState>,
    session: Session,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let next = local_path(&query.next).unwrap_or_default();
    if account_of(&session, &state.database).await?.is_some() {
        return Ok(see_other(if next.is_empty() { "/admin" } else { next }));
    }
    let form = SignInForm {
        email: String::new(),
        next: next.to_owned(),
    };
    show(&state, StatusCode::OK, form, None, FieldErrors::new()).await
}

pub(crate) async fn create(
    state: web::Data<AdminState>,
    session: Session,
    request: HttpRequest,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let form = SignInForm {
        email: fields.owned("email"),
        next: local_path(fields.get("next"))
            .unwrap_or_default()
            .to_owned(),
    };
    let password = fields.owned("password");
    let is_script = wants_json(request.headers());
    let mut errors = FieldErrors::new();
    let email = errors.keep("email", EmailAddress::parse(&form.email));
    if password.is_empty() {
        errors.add("password", "Please give the password.");
    }
    let (Some(email), true) = (email, errors.is_empty()) else {
        if is_script {
            return Ok(refused("Please give the address and the password."));
        }
        return show(&state, StatusCode::UNPROCESSABLE_ENTITY, form, None, errors).await;
    };
    let address = sender_key(client_address(&request, &state.trusted_proxies));
    if let Err(wait) = state
        .throttles
        .check(&address, &email.as_str().to_lowercase())
    {
        tracing::warn!(wait_seconds = wait.seconds, "too many tries to sign in");
        if is_script {
            let message = "Too many tries. Please wait a little.";
            return Ok(HttpResponse::TooManyRequests()
                .insert_header((RETRY_AFTER, wait.seconds.to_string()))
                .json(json!({ "message": message })));
        }
        return refuse_for_now(&state, form, wait).await;
    }
    match check(&state, email, password).await? {
        Some(account) => {
            signed_in::begin(&session, &account)?;
            tracing::info!(account = %account.id, "signed in");
            if is_script {
                return Ok(done());
            }
            let next = if form.next.is_empty() {
                "/admin"
            } else {
                &form.next
            };
            Ok(see_other(next))
        }
        None => {
            tracing::warn!("a try to sign in failed");
            if is_script {
                return Ok(refused(WRONG));
            }
            let notice = WRONG.to_owned();
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            show(&state, status, form, Some(notice), errors).await
        }
    }
}

const WRONG: &str = "The address or the password is not right.";

/// The answer to the dialog over an editor, which keeps what is being written.
fn refused(message: &str) -> HttpResponse {
    HttpResponse::UnprocessableEntity().json(json!({ "message": message }))
}

pub(crate) async fn delete(session: Session) -> HttpResponse {
    session.purge();
    see_other("/admin/sign-in")
}

/// Compares the password, and renews its hash where it was made at another cost.
async fn check(
    state: &AdminState,
    email: EmailAddress,
    password: String,
) -> Result<Option<Account>, AdminError> {
    let account = state
        .database
        .run(move |conn| Ok::<_, AdminError>(accounts::find_by_email(conn, &email)?))
        .await?;
    let stored = account
        .as_ref()
        .map(|account| account.password_hash.clone());
    let verdict = state.passwords.verify(password.clone(), stored).await?;
    if let (Some(account), Verdict::RightButOutdated) = (&account, verdict) {
        let id = account.id;
        let hash = state.passwords.hash(password).await?;
        state
            .database
            .run(move |conn| Ok::<_, AdminError>(accounts::update_password_hash(conn, id, &hash)?))
            .await?;
    }
    Ok(account.filter(|_| verdict != Verdict::Wrong))
}

async fn refuse_for_now(
    state: &AdminState,
    form: SignInForm,
    wait: RetryAfter,
) -> Result<HttpResponse, AdminError> {
    let notice = format!(
        "Too many tries to sign in. Please wait {} and try again.",
        waiting_time(wait.seconds)
    );
    let status = StatusCode::TOO_MANY_REQUESTS;
    let mut response = show(state, status, form, Some(notice), FieldErrors::new()).await?;
    response
        .headers_mut()
        .insert(RETRY_AFTER, wait.seconds.into());
    Ok(response)
}

fn waiting_time(seconds: u64) -> String {
    match seconds.div_ceil(60) {
        0 | 1 => "a minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}

async fn show(
    state: &AdminState,
    status: StatusCode,
    form: SignInForm,
    notice: Option<String>,
    errors: FieldErrors,
) -> Result<HttpResponse, AdminError> {
    let settings = state
        .database
        .run(|conn| Ok::<_, AdminError>(settings::load(conn)?))
        .await?;
    let sign_in = SignInPage {
        entrance: Entrance {
            title: "Sign in".to_owned(),
            site_name: settings.site_name.to_string(),
        },
        notice,
        form,
        problems: errors.into(),
    };
    page(state, status, &sign_in)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::render;

    #[test]
    fn the_page_shows_its_form_its_notice_and_its_problems() {
        let mut errors = FieldErrors::new();
        errors.add("password", "Please give the password.");
        let mut shown = SignInPage {
            entrance: Entrance {
                title: "Sign in".to_owned(),
                site_name: "A site".to_owned(),
            },
            notice: None,
            form: SignInForm {
                email: "a\"b@example.org".to_owned(),
                next: "/admin/inbox".to_owned(),
            },
            problems: errors.into(),
        };
        let html = render(&shown);
        assert!(html.contains("value=\"a&quot;b@example.org\""), "{html}");
        assert!(html.contains("href=\"#field-password\""), "{html}");
        assert!(html.contains("value=\"/admin/inbox\""), "{html}");

        shown.problems = Problems::default();
        shown.notice = Some("Not right.".to_owned());
        let html = render(&shown);
        assert!(html.contains("Not right."), "{html}");
        assert!(!html.contains("aria-invalid"), "{html}");
    }

    #[test]
    fn waiting_is_told_in_minutes() {
        assert_eq!(waiting_time(1), "a minute");
        assert_eq!(waiting_time(61), "2 minutes");
    }
}
