//! Every address of the panel, in one place.

mod list;

use actix_session::SessionMiddleware;
use actix_session::config::{CookieContentSecurity, PersistentSession, TtlExtensionPolicy};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Key, SameSite};
use actix_web::middleware::from_fn;
use actix_web::web::{self, JsonConfig, PayloadConfig, ServiceConfig, resource};
use actix_web::{HttpResponse, Resource, Route};
use std::sync::Arc;
use tokio::sync::Semaphore;
use web_kit::cross_origin::{CrossOriginGuard, Unmarked};
use web_kit::methods::{get, post, refuse_others};

use crate::session_store::{ABSOLUTE_LIMIT, DatabaseSessionStore};
use crate::{
    AdminState, articles, dashboard, editor, fields, gate, inbox, kept_form, library, pages,
    preview_links, redirects, revisions, sections, services, settings, setup, sign_in, tags,
};

pub use list::ROUTES;

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
        .service(form("/editor-choice", post().to(editor::choice::update)))
        .service(shown("/links", get().to(editor::links::index)))
        .configure(media_routes)
        .configure(tag_routes)
        .configure(redirect_routes)
        .configure(inbox_routes)
        .service(both(
            "/settings",
            get().to(settings::edit),
            post().to(settings::update),
        ));
}

/// Bytes of a script's request: two states of the longest draft.
const SCRIPT_LIMIT_BYTES: usize = 6 * 1024 * 1024;

/// What can be done with anything that is written, below its own address.
fn writing_routes(config: &mut ServiceConfig, base: &str) {
    use editor::{draft, edit, preview, update};
    let at = |end: &str| format!("{base}{end}");
    let json = || JsonConfig::default().limit(SCRIPT_LIMIT_BYTES);
    config
        .service(form(base, post().to(update)))
        .service(shown(&at("/edit"), get().to(edit)))
        .service(form(&at("/draft"), post().to(draft::save)).app_data(json()))
        .service(form(&at("/draft/merge"), post().to(draft::merge)).app_data(json()))
        .service(form(&at("/draft/choice"), post().to(draft::choose)).app_data(json()))
        .service(
            both(
                &at("/preview"),
                get().to(preview::show),
                post().to(preview::create),
            )
            .app_data(json()),
        )
        .service(shown(&at("/revisions"), get().to(revisions::index)))
        .service(shown(
            &at("/revisions/compare"),
            get().to(revisions::compare::show),
        ))
        .service(shown(
            &at("/revisions/side-by-side"),
            get().to(revisions::compare::side_by_side),
        ))
        .service(shown(
            &at("/revisions/{number}/page"),
            get().to(revisions::compare::revision_page),
        ))
        .service(form(
            &at("/revisions/{number}/restoration"),
            post().to(revisions::restoration::create),
        ))
        .service(both(
            &at("/preview-links"),
            get().to(preview_links::index),
            post().to(preview_links::create),
        ))
        .service(form(
            &at("/preview-links/{link}/revocation"),
            post().to(preview_links::revoke),
        ));
}

fn article_routes(config: &mut ServiceConfig) {
    use articles::{bulk, deletion, duplicate, index, pin, withdrawal};
    config
        .service(shown("/articles", get().to(index)))
        .service(shown("/articles/new", get().to(editor::new_article)))
        .service(form("/articles/bulk", post().to(bulk::create)))
        .service(form("/articles/bulk/{id}/undo", post().to(bulk::undo)))
        .service(form(
            "/articles/{id}/publication/withdrawal",
            post().to(withdrawal::create),
        ))
        .service(form("/articles/{id}/pin", post().to(pin::update)))
        .service(form(
            "/articles/{id}/duplicate",
            post().to(duplicate::create),
        ))
        .service(form("/articles/{id}/deletion", post().to(deletion::create)))
        .service(form(
            "/articles/{id}/restoration",
            post().to(deletion::delete),
        ));
    writing_routes(config, "/articles/{id}");
}

fn service_routes(config: &mut ServiceConfig) {
    use services::{deletion, index, order, visibility};
    config
        .service(shown("/services", get().to(index)))
        .service(shown("/services/new", get().to(editor::new_service)))
        .service(form("/services/order", post().to(order::update)))
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
    writing_routes(config, "/services/{id}");
}

fn section_routes(config: &mut ServiceConfig) {
    use sections::{index, order, visibility};
    config
        .service(shown("/sections", get().to(index)))
        .service(form("/sections/order", post().to(order::update)))
        .service(form(
            "/sections/{key}/visibility",
            post().to(visibility::update),
        ))
        .service(form("/sections/{key}/position", post().to(order::shift)));
    writing_routes(config, "/sections/{key}");
}

fn media_routes(config: &mut ServiceConfig) {
    use library::{address, deletion, earlier, editor, index, picker, replacement, text, upload};
    config
        .service(both("/media", get().to(index), post().to(upload::create)))
        .service(shown("/media/picker", get().to(picker::index)))
        .service(form("/media/deletion", post().to(deletion::create_many)))
        .service(form("/media/restoration", post().to(deletion::delete_many)))
        .service(shown("/media/{id}/edit", get().to(editor::edit)))
        .service(form("/media/{id}/text", post().to(text::update)))
        .service(form("/media/{id}/address", post().to(address::update)))
        .service(form(
            "/media/{id}/replacement",
            post().to(replacement::create),
        ))
        .service(form("/media/{id}/earlier", post().to(earlier::create)))
        .service(form("/media/{id}/deletion", post().to(deletion::create)))
        .service(form("/media/{id}/restoration", post().to(deletion::delete)));
}

fn tag_routes(config: &mut ServiceConfig) {
    use tags::{changes, edit, index, undo, update};
    config
        .service(shown("/tags", get().to(index)))
        .service(form("/tags/undo", post().to(undo::create)))
        .service(form("/tags/unused/deletion", post().to(changes::sweep)))
        .service(form("/tags/{id}", post().to(update)))
        .service(shown("/tags/{id}/edit", get().to(edit)))
        .service(form("/tags/{id}/merger", post().to(changes::merge)))
        .service(form("/tags/{id}/deletion", post().to(changes::delete)));
}

fn redirect_routes(config: &mut ServiceConfig) {
    use redirects::{deletion, editor, export, import, index, misses, tester};
    config
        .service(both(
            "/redirects",
            get().to(index),
            post().to(editor::create),
        ))
        .service(shown("/redirects.csv", get().to(export::show)))
        .service(shown("/redirects/new", get().to(editor::new)))
        .service(shown("/redirects/test", get().to(tester::show)))
        .service(both(
            "/redirects/import",
            get().to(import::new),
            post().to(import::create),
        ))
        .service(shown("/redirects/misses", get().to(misses::index)))
        .service(form(
            "/redirects/misses/dismissal",
            post().to(misses::dismiss),
        ))
        .service(form(
            "/redirects/misses/return",
            post().to(misses::put_back),
        ))
        .service(form("/redirects/misses/deletion", post().to(misses::clear)))
        .service(form("/redirects/restoration", post().to(deletion::delete)))
        .service(form("/redirects/{id}", post().to(editor::update)))
        .service(shown("/redirects/{id}/edit", get().to(editor::edit)))
        .service(form(
            "/redirects/{id}/deletion",
            post().to(deletion::create),
        ));
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
