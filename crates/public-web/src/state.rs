//! What the handlers share.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::Utc;
use object_storage::Storage;
use persistence::{Database, PgConnection, site};
use site_pages::{Chrome, Frame, Head};
use social_card::Fonts;
use url::Url;
use web_kit::{FormTokens, Templates, Throttle, TrustedProxies};

use crate::cards::{self, CardMaker};
use crate::error::PublicError;
use crate::feeds::Moments;
use crate::search::SearchGate;

/// What the public pages need to do their work; cheap to clone.
#[derive(Clone)]
pub struct PublicState {
    /// The database.
    pub database: Database,
    /// The files: pictures, downloads and what is made from them.
    pub storage: Storage,
    /// The compiled templates.
    pub templates: Arc<Templates>,
    /// Stamps for the contact form.
    pub form_tokens: FormTokens,
    /// Counts the messages of each sender.
    pub contact_throttle: Arc<Throttle>,
    /// The proxies whose word about the sender's address is believed.
    pub trusted_proxies: TrustedProxies,
    /// The address of the site, for links that must be absolute.
    pub base_url: Url,
    pub(crate) search_gate: SearchGate,
    pub(crate) feed_moments: Moments,
    pub(crate) cards: CardMaker,
    last_frame: Arc<RwLock<Arc<Frame>>>,
}

impl PublicState {
    /// Puts the parts together.
    pub fn new(
        database: Database,
        storage: Storage,
        templates: Arc<Templates>,
        form_tokens: FormTokens,
        contact_throttle: Arc<Throttle>,
        trusted_proxies: TrustedProxies,
        base_url: Url,
    ) -> Self {
        let frame = Arc::new(Frame::unknown(&base_url));
        Self {
            database,
            storage,
            templates,
            form_tokens,
            contact_throttle,
            trusted_proxies,
            base_url,
            search_gate: SearchGate::new(),
            feed_moments: Moments::default(),
            cards: CardMaker::new(None),
            last_frame: Arc::new(RwLock::new(frame)),
        }
    }

    /// The same with social cards, which need fonts.
    #[must_use]
    pub fn with_cards(mut self, fonts: Fonts) -> Self {
        self.cards = CardMaker::new(Some(fonts));
        self
    }

    /// Loads the frame of a page and, in the same visit to the database, what the page shows.
    pub(crate) async fn load<T, F>(&self, work: F) -> Result<(Arc<Frame>, T), PublicError>
    where
        T: Send + 'static,
        F: FnOnce(&mut PgConnection, &Frame) -> Result<T, PublicError> + Send + 'static,
    {
        let (frame, found) = self
            .database
            .run(move |conn| {
                // One view of the database for all of a page, so that no page shows half a change.
                site::at_one_moment(conn, |conn| {
                    let frame = Frame::of(site::load_published(conn)?);
                    let found = work(conn, &frame);
                    Ok::<_, PublicError>((Arc::new(frame), found))
                })
            })
            .await?;
        // Remembered even when nothing was found: the page that says so stands in the same frame.
        self.remember(Arc::clone(&frame));
        Ok((frame, found?))
    }

    /// What stands around a page that is made now.
    pub(crate) fn chrome(&self, frame: &Frame, head: Head<'_>) -> Chrome {
        Chrome::new(frame, &self.base_url, Utc::now(), head).with_card(cards::of_site(self, frame))
    }

    /// The frame of the last page, for a page that must appear without the database.
    pub(crate) fn last_frame(&self) -> Arc<Frame> {
        let frame = self
            .last_frame
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&frame)
    }

    fn remember(&self, frame: Arc<Frame>) {
        *self
            .last_frame
            .write()
            .unwrap_or_else(PoisonError::into_inner) = frame;
    }
}

impl std::fmt::Debug for PublicState {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("PublicState")
            .field("base_url", &self.base_url.as_str())
            .finish_non_exhaustive()
    }
}
