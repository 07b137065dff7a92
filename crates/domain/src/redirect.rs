//! Redirects: old addresses of this site, and what they lead to.

mod miss;
mod path;
mod rules;
mod similarity;
mod target;

pub use miss::is_noise;
pub use path::{SITE_PAGES, SitePath, SitePathError};
pub use rules::{LoopFound, TypedRule, find_loop};
pub use similarity::similarity;
pub use target::{TargetAddress, TargetAddressError};

use chrono::{DateTime, Utc};

use crate::{ContentId, RedirectId, TagId};

/// What a redirect leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectTarget {
    /// Content, wherever it is by then.
    Content(ContentId),
    /// A tag, whatever it is called by then.
    Tag(TagId),
    /// An address that the owner typed.
    Address(TargetAddress),
}

/// How a redirect came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectOrigin {
    /// Something that visitors knew got another address.
    Rename,
    /// The owner typed it.
    Manual,
    /// It came with an import.
    Import,
    /// Two tags became one.
    Merge,
    /// The owner made it from the list of misses.
    Miss,
}

impl RedirectOrigin {
    /// Every origin, in the order in which people see them.
    pub const ALL: [Self; 5] = [
        Self::Rename,
        Self::Manual,
        Self::Import,
        Self::Merge,
        Self::Miss,
    ];

    /// The word in the database and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rename => "rename",
            Self::Manual => "manual",
            Self::Import => "import",
            Self::Merge => "merge",
            Self::Miss => "miss",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.as_str() == word)
    }
}

/// A redirect to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectDraft {
    /// The old address.
    pub source: SitePath,
    /// True when everything below the old address moved with it.
    pub is_prefix: bool,
    /// What it leads to; a prefix leads to a typed address.
    pub target: RedirectTarget,
    /// How it came to be.
    pub origin: RedirectOrigin,
}

/// A redirect as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Its id.
    pub id: RedirectId,
    /// The old address.
    pub source: SitePath,
    /// True when everything below the old address moved with it.
    pub is_prefix: bool,
    /// What it leads to.
    pub target: RedirectTarget,
    /// How it came to be.
    pub origin: RedirectOrigin,
    /// How often visitors were led on by it.
    pub hits: i64,
    /// When that was last, UTC.
    pub last_hit_at: Option<DateTime<Utc>>,
}
