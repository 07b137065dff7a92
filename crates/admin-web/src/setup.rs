//! The page behind a set-up or recovery link, which makes the owner or gives a new password.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::Utc;
use domain::{AccountId, EmailAddress};
use persistence::setup_links::{self, Purpose, RedeemError};
use persistence::{DatabaseError, settings};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use web_kit::{FieldErrors, PageTemplate};

use crate::AdminState;
use crate::chrome::Entrance;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::{page, see_other};
use crate::password;
use crate::problems::Problems;
use crate::signed_in;

/// The form; passwords are never shown again.
#[derive(Debug, Default, Serialize)]
struct SetupForm {
    email: String,
}

#[derive(Serialize)]
struct SetupPage {
    entrance: Entrance,
    recovery: bool,
    action: String,
    form: SetupForm,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for SetupPage {
    const TEMPLATE: &'static str = "admin/setup/new";
}

#[derive(Serialize)]
struct GonePage {
    entrance: Entrance,
}

impl PageTemplate for GonePage {
    const TEMPLATE: &'static str = "admin/setup/gone";
}

/// A link that works, and the site that it is for.
struct Usable {
    purpose: Purpose,
    site_name: String,
}

/// What is stored in a link's place: SHA-256 over the token as it stands in the address.
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

pub(crate) async fn new(
    state: web::Data<AdminState>,
    token: web::Path<String>,
) -> Result<HttpResponse, AdminError> {
    match find(&state, &token).await? {
        Some(link) => show(
            &state,
            StatusCode::OK,
            &token,
            &link,
            SetupForm::default(),
            FieldErrors::new(),
        ),
        None => gone(&state),
    }
}

pub(crate) async fn create(
    state: web::Data<AdminState>,
    session: Session,
    token: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let Some(link) = find(&state, &token).await? else {
        return gone(&state);
    };
    let mut errors = FieldErrors::new();
    let parsed = parse(&fields, &link.site_name, &mut errors);
    let Some((email, password)) = parsed else {
        let form = SetupForm {
            email: fields.owned("email"),
        };
        return show(
            &state,
            StatusCode::UNPROCESSABLE_ENTITY,
            &token,
            &link,
            form,
            errors,
        );
    };
    let hash = state.passwords.hash(password).await?;
    let token = token_hash(&token);
    let new_id = AccountId::from_uuid(Uuid::now_v7());
    let redeemed = state
        .database
        .run(move |conn| setup_links::redeem(conn, &token, Utc::now(), new_id, &email, &hash))
        .await;
    match redeemed {
        Ok(account) => {
            signed_in::begin(&session, &account)?;
            tracing::info!(account = %account.id, "a set-up link was used");
            welcome(link.purpose).keep(&session)?;
            Ok(see_other("/admin"))
        }
        Err(RedeemError::NotUsable) => gone(&state),
        Err(RedeemError::Database(error)) => Err(error.into()),
    }
}

fn welcome(purpose: Purpose) -> Flash {
    Flash::new(match purpose {
        Purpose::Setup => "Welcome. This site is yours now.",
        Purpose::Recovery => {
            "Your new password holds from now on; every other device was signed out."
        }
    })
}

async fn find(state: &AdminState, token: &str) -> Result<Option<Usable>, AdminError> {
    let hash = token_hash(token);
    state
        .database
        .run(move |conn| {
            let Some(purpose) = setup_links::find_usable(conn, &hash, Utc::now())? else {
                return Ok::<_, DatabaseError>(None);
            };
            let site_name = settings::load(conn)?.site_name.to_string();
            Ok(Some(Usable { purpose, site_name }))
        })
        .await
        .map_err(AdminError::from)
}

fn parse(
    fields: &Fields,
    site_name: &str,
    errors: &mut FieldErrors,
) -> Option<(EmailAddress, String)> {
    let email = errors.keep("email", EmailAddress::parse(fields.get("email")));
    let password = fields.owned("password");
    let known = [fields.get("email"), site_name, "plinth"];
    if errors
        .keep("password", password::judge(&password, &known))
        .is_some()
        && password != fields.get("password_confirmation")
    {
        errors.add(
            "password_confirmation",
            "The two passwords differ. Please type both again.",
        );
    }
    email
        .filter(|_| errors.is_empty())
        .map(|email| (email, password))
}

fn show(
    state: &AdminState,
    status: StatusCode,
    token: &str,
    link: &Usable,
    form: SetupForm,
    errors: FieldErrors,
) -> Result<HttpResponse, AdminError> {
    let setup = SetupPage {
        entrance: Entrance {
            title: match link.purpose {
                Purpose::Setup => "Make this site yours".to_owned(),
                Purpose::Recovery => "Choose a new password".to_owned(),
            },
            site_name: link.site_name.clone(),
        },
        recovery: link.purpose == Purpose::Recovery,
        action: format!("/admin/setup/{}", crate::percent::query_value(token)),
        form,
        problems: errors.into(),
    };
    page(state, status, &setup)
}

fn gone(state: &AdminState) -> Result<HttpResponse, AdminError> {
    let gone = GonePage {
        entrance: Entrance {
            title: "This link no longer works".to_owned(),
            site_name: "Panel".to_owned(),
        },
    };
    page(state, StatusCode::GONE, &gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::render;

    fn entrance() -> Entrance {
        Entrance {
            title: "Title".to_owned(),
            site_name: "A site".to_owned(),
        }
    }

    #[test]
    fn the_page_tells_set_up_from_recovery() {
        let mut shown = SetupPage {
            entrance: entrance(),
            recovery: false,
            action: "/admin/setup/abc".to_owned(),
            form: SetupForm {
                email: "kept@example.org".to_owned(),
            },
            problems: Problems::default(),
        };
        let html = render(&shown);
        assert!(html.contains("Make this site yours"), "{html}");
        assert!(html.contains("kept@example.org"), "{html}");
        shown.recovery = true;
        let mut errors = FieldErrors::new();
        errors.add("password", "This would be guessed quickly.");
        shown.problems = errors.into();
        let html = render(&shown);
        assert!(html.contains("Choose a new password"), "{html}");
        assert!(html.contains("guessed quickly"), "{html}");
    }

    #[test]
    fn a_used_link_says_how_to_get_another() {
        let html = render(&GonePage {
            entrance: entrance(),
        });
        assert!(html.contains("plinth owner link"), "{html}");
    }

    #[test]
    fn the_form_is_judged_field_by_field() {
        let mut errors = FieldErrors::new();
        let fields = Fields::parse(b"email=nobody&password=short");
        assert!(parse(&fields, "A site", &mut errors).is_none());
        assert!(errors.get("email").is_some() && errors.get("password").is_some());

        let mut errors = FieldErrors::new();
        let fields = Fields::parse(
            b"email=a@example.org&password=granite+lantern+forty+wives&password_confirmation=x",
        );
        assert!(parse(&fields, "A site", &mut errors).is_none());
        assert!(errors.get("password_confirmation").is_some());

        let mut errors = FieldErrors::new();
        let fields = Fields::parse(
            b"email=a@example.org&password=granite+lantern+forty+wives\
            &password_confirmation=granite+lantern+forty+wives",
        );
        assert!(parse(&fields, "A site", &mut errors).is_some());
    }
}
