//! Social cards: which one stands for a page, and the addresses at which they are fetched.
//!
//! A card is made from what visitors see, when somebody first asks for it, and kept in the storage
//! under a hash over everything that is on it. The head of a page and the address use the same
//! function, so a page whose title changed names another card, and a card never changes.

mod making;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use data_encoding::HEXLOWER;
use domain::{Article, SectionKey, Service, Slug};
use persistence::{PgConnection, articles, services};
use sha2::{Digest, Sha256};
use site_pages::{Frame, SocialCard};
use social_card::{Card, LOOK};
use url::Url;
use web_kit::dates;

use crate::address::Address;
use crate::error::PublicError;
use crate::fallback;
use crate::state::PublicState;

pub(crate) use making::CardMaker;

/// A card and the part of its address that says whose it is.
struct Wanted {
    card: Card,
    place: String,
}

impl Wanted {
    fn path(&self) -> String {
        format!("/cards/{}/{}.png", self.place, hash(&self.card))
    }
}

/// What the page of an article names as its picture.
pub(crate) fn of_article(
    state: &PublicState,
    frame: &Frame,
    article: &Article,
) -> Option<SocialCard> {
    link(state, frame, article_card(frame, &state.base_url, article))
}

/// What the page of a service names as its picture.
pub(crate) fn of_service(
    state: &PublicState,
    frame: &Frame,
    service: &Service,
) -> Option<SocialCard> {
    link(state, frame, service_card(frame, &state.base_url, service))
}

/// What every other page names.
pub(crate) fn of_site(state: &PublicState, frame: &Frame) -> Option<SocialCard> {
    named(state, &site_card(frame, &state.base_url))
}

/// The page's own card, or that of the site where no font here can write its title.
fn link(state: &PublicState, frame: &Frame, wanted: Wanted) -> Option<SocialCard> {
    named(state, &wanted).or_else(|| of_site(state, frame))
}

fn named(state: &PublicState, wanted: &Wanted) -> Option<SocialCard> {
    if !state.cards.can_draw(&wanted.card) {
        return None;
    }
    Some(SocialCard {
        address: state.base_url.join(&wanted.path()).ok()?.into(),
        alt: format!("{} · {}", wanted.card.title, wanted.card.site_name),
    })
}

fn article_card(frame: &Frame, base_url: &Url, article: &Article) -> Wanted {
    let label = dates::display_date(article.published_at, frame.time_zone);
    Wanted {
        card: card(frame, base_url, article.title.as_str(), Some(label)),
        place: format!("articles/{}", article.slug),
    }
}

fn service_card(frame: &Frame, base_url: &Url, service: &Service) -> Wanted {
    Wanted {
        card: card(
            frame,
            base_url,
            service.title.as_str(),
            Some("Service".to_owned()),
        ),
        place: format!("services/{}", service.slug),
    }
}

fn site_card(frame: &Frame, base_url: &Url) -> Wanted {
    let hero = frame
        .section(SectionKey::Hero)
        .map(|section| section.content.heading().as_str());
    let title = [hero.unwrap_or_default(), &frame.tagline]
        .into_iter()
        .find(|text| !text.trim().is_empty())
        .unwrap_or(&frame.site_name);
    Wanted {
        card: card(frame, base_url, title, None),
        place: "site".to_owned(),
    }
}

fn card(frame: &Frame, base_url: &Url, title: &str, label: Option<String>) -> Card {
    Card {
        title: title.to_owned(),
        label: label.unwrap_or_else(|| base_url.host_str().unwrap_or_default().to_owned()),
        site_name: frame.site_name.clone(),
        owner_name: frame.owner_name.clone(),
        role: frame.role.clone(),
    }
}

/// The name of a card: 32 digits over everything that it is made from.
fn hash(card: &Card) -> String {
    let mut hash = Sha256::new();
    hash.update(LOOK.to_be_bytes());
    for part in [
        &card.title,
        &card.label,
        &card.site_name,
        &card.owner_name,
        &card.role,
    ] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    HEXLOWER.encode(digest.get(..16).unwrap_or_default())
}

/// The card of an article.
pub(crate) async fn show_article(
    request: HttpRequest,
    state: Data<PublicState>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PublicError> {
    let (slug, file) = path.into_inner();
    show_one(
        request,
        state,
        &slug,
        file,
        |conn, frame, base_url, slug| {
            let article = articles::find_published_by_slug(conn, slug)?;
            Ok(article.map(|article| article_card(frame, base_url, &article)))
        },
    )
    .await
}

/// The card of a service.
pub(crate) async fn show_service(
    request: HttpRequest,
    state: Data<PublicState>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PublicError> {
    let (slug, file) = path.into_inner();
    show_one(
        request,
        state,
        &slug,
        file,
        |conn, frame, base_url, slug| {
            let service = services::find_published_by_slug(conn, slug)?;
            Ok(service.map(|service| service_card(frame, base_url, &service)))
        },
    )
    .await
}

/// The card of the site.
pub(crate) async fn show_site(
    request: HttpRequest,
    state: Data<PublicState>,
    file: Path<String>,
) -> Result<HttpResponse, PublicError> {
    let (frame, ()) = state.load(|_, _| Ok(())).await?;
    let wanted = site_card(&frame, &state.base_url);
    send(&request, &state, &wanted, &file).await
}

type Finding = fn(&mut PgConnection, &Frame, &Url, &Slug) -> Result<Option<Wanted>, PublicError>;

async fn show_one(
    request: HttpRequest,
    state: Data<PublicState>,
    slug: &str,
    file: String,
    find: Finding,
) -> Result<HttpResponse, PublicError> {
    let Some(slug) = Address::slug(slug) else {
        return fallback::show(request, state).await;
    };
    let base_url = state.base_url.clone();
    let (_, wanted) = state
        .load(move |conn, frame| find(conn, frame, &base_url, &slug)?.ok_or(PublicError::NotFound))
        .await?;
    send(&request, &state, &wanted, &file).await
}

/// Sends the card, or leads to it from the address of an earlier one.
async fn send(
    request: &HttpRequest,
    state: &PublicState,
    wanted: &Wanted,
    file: &str,
) -> Result<HttpResponse, PublicError> {
    if !state.cards.can_draw(&wanted.card) {
        return Err(PublicError::NotFound);
    }
    let hash = hash(&wanted.card);
    if file != format!("{hash}.png") {
        return Err(PublicError::Elsewhere { to: wanted.path() });
    }
    state
        .cards
        .send(request, &state.storage, &wanted.card, &hash)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use site_pages::fixtures as site;

    #[test]
    fn everything_on_a_card_is_in_its_name() {
        let frame = site::frame();
        let base_url = site::base_url();
        let first = card(&frame, &base_url, "Title", None);
        let changes: [fn(&mut Card); 5] = [
            |card| card.title.push('!'),
            |card| card.label.push('!'),
            |card| card.site_name.push('!'),
            |card| card.owner_name.push('!'),
            |card| card.role.push('!'),
        ];
        for change in changes {
            let mut other = first.clone();
            change(&mut other);
            assert_ne!(hash(&first), hash(&other));
        }
        // What moves from one line to the next is another card.
        let mut moved = first.clone();
        moved.title = "Titl".to_owned();
        moved.label = format!("e{}", first.label);
        assert_ne!(hash(&first), hash(&moved));
        assert_eq!(hash(&first), hash(&first.clone()));
    }

    #[test]
    fn without_fonts_pages_name_no_card() {
        assert!(of_site(&fixtures::state(), &site::frame()).is_none());
    }
}
