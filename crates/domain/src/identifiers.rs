//! One type per kind of id, so that a service's id cannot be passed where an article's is meant.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// The text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This is not a valid id.")]
pub struct IdError;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID (version 7, made by the caller).
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// The UUID inside.
            pub const fn as_uuid(&self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::parse_str(text).map(Self).map_err(|_| IdError)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

id! {
    /// Names an account.
    AccountId;
    /// Names an article, whatever its slug.
    ArticleId;
    /// Names a service, whatever its slug.
    ServiceId;
    /// Names an article, a service or a section, whatever kind of content it is.
    ContentId;
    /// Names a kept state of a content.
    RevisionId;
    /// Names a tag.
    TagId;
    /// Names a series of articles.
    SeriesId;
    /// Names a redirect.
    RedirectId;
    /// Names a contact message.
    MessageId;
    /// Names a set-up or recovery link.
    SetupLinkId;
    /// Names a link to a preview.
    PreviewLinkId;
    /// Names a piece of background work.
    JobId;
    /// Names an item of the media library, whatever its file.
    MediaId;
}

macro_rules! content_id {
    ($($name:ident),*) => {$(
        impl From<$name> for ContentId {
            fn from(id: $name) -> Self {
                Self(id.as_uuid())
            }
        }
    )*};
}

content_id!(ArticleId, ServiceId);
