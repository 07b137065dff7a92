//! Draws cards that nobody has asked for before, one at a time, and keeps them.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use object_storage::{ObjectKey, Storage};
use social_card::{Card, CardError, Fonts};
use tokio::sync::Semaphore;

use crate::error::PublicError;
use crate::stored::{self, KEPT_FOR_EVER, Kind, StoredFile};

/// How many cards are drawn at once. Each is drawn once in its life, and a page never waits for it.
const DRAWN_AT_ONCE: usize = 1;

/// The fonts, and the turn of whoever draws.
#[derive(Clone, Debug)]
pub(crate) struct CardMaker {
    fonts: Option<Fonts>,
    turns: Arc<Semaphore>,
}

impl CardMaker {
    /// Without fonts nothing is drawn.
    pub(crate) fn new(fonts: Option<Fonts>) -> Self {
        Self {
            fonts: fonts.filter(|fonts| !fonts.is_empty()),
            turns: Arc::new(Semaphore::new(DRAWN_AT_ONCE)),
        }
    }

    /// Whether there are fonts that have the letters of its title.
    pub(crate) fn can_draw(&self, card: &Card) -> bool {
        self.fonts
            .as_ref()
            .is_some_and(|fonts| card.is_readable(fonts))
    }

    /// Sends the card of this name, after drawing and keeping it where that was not done yet.
    pub(crate) async fn send(
        &self,
        request: &HttpRequest,
        storage: &Storage,
        card: &Card,
        hash: &str,
    ) -> Result<HttpResponse, PublicError> {
        let name = format!("{hash}.png");
        let key = ObjectKey::parse(&format!("cards/{name}")).map_err(|_| PublicError::NotFound)?;
        if storage.size_bytes(&key).await?.is_none() {
            self.make(storage, card, &key).await?;
        }
        let file = StoredFile {
            key,
            kind: Kind::Png,
            tag: name,
            cache_control: KEPT_FOR_EVER,
            download_as: None,
        };
        stored::send(request, storage, &file).await
    }

    async fn make(
        &self,
        storage: &Storage,
        card: &Card,
        key: &ObjectKey,
    ) -> Result<(), PublicError> {
        let fonts = self.fonts.clone().ok_or(PublicError::NotFound)?;
        let turn = self.turns.acquire().await;
        // Somebody else may have drawn it meanwhile.
        if storage.size_bytes(key).await?.is_some() {
            return Ok(());
        }
        let card = card.clone();
        let png = web::block(move || card.draw(&fonts))
            .await
            .map_err(|_| CardError::NotDrawn)??;
        storage.put(key, png.into()).await?;
        drop(turn);
        Ok(())
    }
}
