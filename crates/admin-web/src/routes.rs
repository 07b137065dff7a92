//! Every address of the panel, in one place.

use actix_session::SessionMiddleware;
use actix_session::config::{CookieContentSecurity, PersistentSession, TtlExtensionPolicy};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Key, SameSite};
use actix_web::middleware::from_fn;
use actix_web::web::{self, PayloadConfig, ServiceConfig, resource};
use actix_web::{HttpResponse, Resource, Route};
use std::sync::Arc;
use tokio::sync::Semaphore;
use web_kit::cross_origin::{CrossOriginGuard, Unmarked};
use web_kit::methods::{get, post, refuse_others};

use crate::session_store::{ABSOLUTE_LIMIT, DatabaseSessionStore};
use crate::{
    AdminState, articles, dashboard, fields, gate, inbox, kept_form, pages, sections, services,
    settings, setup, sign_in,
};

/// Every route as a method and a path, for tests that walk them all. `{id}` stands for a UUID.
pub const ROUTES: [(&str, &str); 39] = [
    ("GET", "/admin"),
    ("GET", "/admin/sign-in"),
    ("POST", "/admin/sign-in"),
    ("POST", "/admin/sign-out"),
    ("GET", "/admin/setup/{token}"),
    ("POST", "/admin/setup/{token}"),
    ("GET", "/admin/articles"),
    ("POST", "/admin/articles"),
    ("GET", "/admin/articles/new"),
    ("POST", "/admin/articles/{id}"),
    ("GET", "/admin/articles/{id}/edit"),
    ("POST", "/admin/articles/{id}/publication"),
    ("POST", "/admin/articles/{id}/publication/withdrawal"),
    ("POST", "/admin/articles/{id}/deletion"),
    ("POST", "/admin/articles/{id}/restoration"),
    ("GET", "/admin/services"),
    ("POST", "/admin/services"),
    ("GET", "/admin/services/new"),
    ("POST", "/admin/services/order"),
    ("POST", "/admin/services/{id}"),
    ("GET", "/admin/services/{id}/edit"),
    ("POST", "/admin/services/{id}/visibility"),
    ("POST", "/admin/services/{id}/position"),
    ("POST", "/admin/services/{id}/deletion"),
    ("POST", "/admin/services/{id}/restoration"),
    ("GET", "/admin/sections"),
    ("POST", "/admin/sections/order"),
    ("POST", "/admin/sections/{key}"),
    ("GET", "/admin/sections/{key}/edit"),
    ("POST", "/admin/sections/{key}/visibility"),
    ("POST", "/admin/sections/{key}/position"),
    ("GET", "/admin/inbox"),
    ("GET", "/admin/inbox/{id}"),
    ("POST", "/admin/inbox/{id}/read"),
    ("POST", "/admin/inbox/{id}/folder"),
    ("POST", "/admin/inbox/{id}/deletion"),
    ("POST", "/admin/inbox/{id}/restoration"),
    ("GET", "/admin/settings"),
    ("POST", "/admin/settings"),
];

const READS: &str = "GET, HEAD";
const TAKES_FORMS: &str = "POST";
const DOES_BOTH: &str = "GET, HEAD, POST";

/// Mounts the panel under `/admin`. The order of the layers matters: the last one added is the
/// outermost.
pub fn configure(config: &mut ServiceConfig, state: &web::Data<AdminState>) {
    let gate_state = state.clone();
    let templates = Arc::clone(&state.templates);
    let places = Arc::new(Semaphore::new(kept_form::HELD_AT_ONCE));
    let guard = CrossOriginGuard::new(&state.base_url, Unmarked::Refuse);
    let error_pages = pages::error_pages(Arc::clone(&state.templates));
    let scope = web::scope("/admin")
        .app_data(state.clone())
        .app_data(PayloadConfig::new(fields::FORM_LIMIT_BYTES))
        .wrap(from_fn(move |request, next| {
            gate::admit(gate_state.clone(), request, next)
        }))
        .wrap(session_layer(state))
        .wrap(from_fn(gate::watch))
        .wrap(from_fn(move |request, next| {
            kept_form::keep(Arc::clone(&templates), Arc::clone(&places), request, next)
        }))
        .wrap(from_fn(move |request, next| {
            guard.clone().check(request, next)
        }))
        .wrap(from_fn(move |request, next| {
            error_pages.clone().apply(request, next)
        }))
        .wrap(from_fn(gate::keep_private))
        .configure(entrances)
        .configure(rooms);
    config.service(scope);
}

/// Bytes that a form may have which anybody can send: a few short fields.
const ENTRANCE_LIMIT_BYTES: usize = 16 * 1024;

fn entrances(config: &mut ServiceConfig) {
    let small = || PayloadConfig::new(ENTRANCE_LIMIT_BYTES);
    config
        .service(
            both(
                "/sign-in",
                get().to(sign_in::new),
                post().to(sign_in::create),
            )
            .app_data(small()),
        )
        .service(form("/sign-out", post().to(sign_in::delete)))
        .service(
            both(
                "/setup/{token}",
                get().to(setup::new),
                post().to(setup::create),
            )
            .app_data(small()),
        );
}

fn rooms(config: &mut ServiceConfig) {
    config
        .service(shown("", get().to(dashboard::show)))
        .service(shown(
            "/",
            get().to(async || -> HttpResponse { pages::see_other("/admin") }),
        ))
        .configure(article_routes)
        .configure(service_routes)
        .configure(section_routes)
        .configure(inbox_routes)
        .service(both(
            "/settings",
            get().to(settings::edit),
            post().to(settings::update),
        ));
}

fn article_routes(config: &mut ServiceConfig) {
    use articles::{create, deletion, edit, index, new, publication, update};
    config
        .service(both("/articles", get().to(index), post().to(create)))
        .service(shown("/articles/new", get().to(new)))
        .service(form("/articles/{id}", post().to(update)))
        .service(shown("/articles/{id}/edit", get().to(edit)))
        .service(form(
            "/articles/{id}/publication",
            post().to(publication::create),
        ))
        .service(form(
            "/articles/{id}/publication/withdrawal",
            post().to(publication::delete),
        ))
        .service(form("/articles/{id}/deletion", post().to(deletion::create)))
        .service(form(
            "/articles/{id}/restoration",
            post().to(deletion::delete),
        ));
}

fn service_routes(config: &mut ServiceConfig) {
    use services::{create, deletion, edit, index, new, order, update, visibility};
    config
        .service(both("/services", get().to(index), post().to(create)))
        .service(shown("/services/new", get().to(new)))
        .service(form("/services/order", post().to(order::update)))
        .service(form("/services/{id}", post().to(update)))
        .service(shown("/services/{id}/edit", get().to(edit)))
        .service(form(
            "/services/{id}/visibility",
            post().to(visibility::update),
        ))
        .service(form("/services/{id}/position", post().to(order::shift)))
        .service(form("/services/{id}/deletion", post().to(deletion::create)))
        .service(form(
            "/services/{id}/restoration",
            post().to(deletion::delete),
        ));
}

fn section_routes(config: &mut ServiceConfig) {
    use sections::{edit, index, order, update, visibility};
    config
        .service(shown("/sections", get().to(index)))
        .service(form("/sections/order", post().to(order::update)))
        .service(form("/sections/{key}", post().to(update)))
        .service(shown("/sections/{key}/edit", get().to(edit)))
        .service(form(
            "/sections/{key}/visibility",
            post().to(visibility::update),
        ))
        .service(form("/sections/{key}/position", post().to(order::shift)));
}

fn inbox_routes(config: &mut ServiceConfig) {
    use inbox::{deletion, folder, index, read, show};
    config
        .service(shown("/inbox", get().to(index)))
        .service(shown("/inbox/{id}", get().to(show)))
        .service(form("/inbox/{id}/read", post().to(read::update)))
        .service(form("/inbox/{id}/folder", post().to(folder::update)))
        .service(form("/inbox/{id}/deletion", post().to(deletion::create)))
        .service(form("/inbox/{id}/restoration", post().to(deletion::delete)));
}

/// An address that only shows a page.
fn shown(path: &str, show: Route) -> Resource {
    resource(path)
        .route(show)
        .default_service(refuse_others(READS))
}

/// An address that only takes a form.
fn form(path: &str, take: Route) -> Resource {
    resource(path)
        .route(take)
        .default_service(refuse_others(TAKES_FORMS))
}

/// An address that shows a page and takes its form.
fn both(path: &str, show: Route, take: Route) -> Resource {
    resource(path)
        .route(show)
        .route(take)
        .default_service(refuse_others(DOES_BOTH))
}

fn session_layer(state: &AdminState) -> SessionMiddleware<DatabaseSessionStore> {
    let is_https = state.base_url.scheme() == "https";
    let lifetime = Duration::seconds(ABSOLUTE_LIMIT.num_seconds());
    SessionMiddleware::builder(
        DatabaseSessionStore::new(state.database.clone()),
        Key::from(&state.session_key),
    )
    // The prefix binds the cookie to this host and to https; browsers take it only with Secure.
    .cookie_name(if is_https { "__Host-sid" } else { "sid" }.to_owned())
    .cookie_secure(is_https)
    .cookie_http_only(true)
    .cookie_same_site(SameSite::Lax)
    .cookie_path("/".to_owned())
    .cookie_content_security(CookieContentSecurity::Private)
    .session_lifecycle(
        PersistentSession::default()
            .session_ttl(lifetime)
            .session_ttl_extension_policy(TtlExtensionPolicy::OnStateChanges),
    )
    .build()
}

#[cfg(test)]
mod tests;
