//! What Plinth is about, as values and rules: articles, services, page sections, contact messages,
//! the owner's account and the site's settings.
//!
//! Nothing here knows storage, the web, the clock or randomness: a time or an id is an argument.
//! Every value is built through `parse`, so whoever holds one holds a valid one.

mod account;
mod addresses;
mod article;
mod content;
mod identifiers;
mod media;
mod message;
mod paging;
mod redirect;
mod schedule;
mod search;
mod section;
mod service;
mod settings;
mod site;
mod slug;
mod snapshot;
mod text;

pub use account::Account;
pub use addresses::{
    EmailAddress, EmailAddressError, LinkTarget, LinkTargetError, WebAddress, WebAddressError,
};
pub use article::{
    Article, ArticleDraft, ArticleSummary, MAX_TAGS, Series, SeriesPart, SeriesPartError,
    SeriesPlace, Tag, TagsError, parse_tags,
};
pub use content::{
    Authorship, ContentKind, Draft, RENDERER_VERSION, Revision, RevisionReason, RevisionSummary,
    UnknownReason,
};
pub use identifiers::{
    AccountId, ArticleId, ContentId, IdError, JobId, MediaId, MessageId, PreviewLinkId, RedirectId,
    RevisionId, SeriesId, ServiceId, SetupLinkId, TagId,
};
pub use media::{
    AltText, Encoding, FeatureImage, FileFormat, FileHash, FileHashError, FocalPoint,
    FocalPointError, MediaFile, MediaItem, MediaName, MediaNameError, MediaReferenceError,
    Rendition, UnknownEncoding, UnknownFormat, media_reference, parse_media_reference,
};
pub use message::{
    Message, MessageFolder, MessageListing, MessageSummary, NewMessage, UnknownFolder,
};
pub use paging::{Cursor, CursorError, Page, SeriesCursor, Version, VersionError};
pub use redirect::{
    LoopFound, Redirect, RedirectDraft, RedirectOrigin, RedirectTarget, SITE_PAGES, SitePath,
    SitePathError, TargetAddress, TargetAddressError, TypedRule, find_loop, is_noise, similarity,
};
pub use schedule::{
    Boundary, BoundaryKind, LocalMoment, LocalMomentError, Occurrence, OfferedMoment, Schedule,
    ScheduleError, ScheduleStanding, UnknownBoundary, UnknownOccurrence, ZoneEdge, display_moment,
};
pub use search::{SearchCursor, SearchQuery, slip_cost};
pub use section::{
    Action, MAX_SECTION_ITEMS, Section, SectionContent, SectionItem, SectionKey, UnknownSection,
};
pub use service::{
    Deliverables, DeliverablesError, MAX_DELIVERABLES, Service, ServiceDraft, ServiceSummary,
    Visibility,
};
pub use settings::{MAX_SOCIAL_LINKS, SiteSettings, SocialLink, TimeZone, TimeZoneError};
pub use site::PublishedSite;
pub use slug::{Slug, SlugError};
pub use snapshot::{FieldProblem, Snapshot};
pub use text::{
    Heading, Label, MarkdownText, MessageBody, Paragraph, PersonName, Summary, TagName, TextError,
    Title,
};
