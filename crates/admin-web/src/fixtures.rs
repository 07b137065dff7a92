//! Things to show on pages, and the real templates to show them by, for tests.

use std::sync::{Arc, LazyLock};

use actix_web::test as actix_test;
use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use domain::{
    Account, AccountId, Action, AltText, ArticleId, EmailAddress, Encoding, FileHash, FocalPoint,
    Heading, Label, LinkTarget, MarkdownText, MediaFile, MediaId, MediaItem, MediaName, Message,
    MessageBody, MessageFolder, MessageId, MessageSummary, Paragraph, PersonName, Section,
    SectionContent, SectionItem, SectionKey, ServiceId, SiteSettings, SocialLink, Summary,
    TimeZone, Title, Version, Visibility, WebAddress,
};
use persistence::articles::{ArticleRow, ArticleState, ArticleStatus};
use persistence::services::{ServiceRow, ServiceState, ServiceStatus};
use uuid::Uuid;
use web_kit::{Assets, PageTemplate, Templates};

use crate::chrome::{Chrome, Facts, Room};

pub(crate) static TEMPLATES: LazyLock<Arc<Templates>> =
    LazyLock::new(|| Arc::new(Templates::load(&Assets::load()).unwrap()));

/// Renders a page by its real template.
pub(crate) fn render<P: PageTemplate>(page: &P) -> String {
    TEMPLATES.render(page).unwrap()
}

fn at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 8, 0, 0).unwrap()
}

/// What every page needs.
pub(crate) fn facts() -> Facts {
    Facts {
        site_name: "A site".to_owned(),
        zone: Tz::Europe__Stockholm,
        unread: 1,
        now: at() + TimeDelta::hours(2),
    }
}

fn account() -> Account {
    Account {
        id: AccountId::from_uuid(Uuid::nil()),
        email: EmailAddress::parse("hama@example.org").unwrap(),
        password_hash: String::new(),
        uses_plain_editor: false,
        created_at: at(),
    }
}

/// The head of a page, without a word about what was just done.
pub(crate) fn plain_chrome(room: Room) -> Chrome {
    chrome_with(room, |_| {})
}

/// The head of a page, with what a session was prepared to say.
pub(crate) fn chrome_with(room: Room, prepare: impl FnOnce(&actix_session::Session)) -> Chrome {
    use actix_session::SessionExt;
    let session = actix_test::TestRequest::default()
        .to_srv_request()
        .get_session();
    prepare(&session);
    Chrome::new(&facts(), &account(), &session, room, "Title")
}

/// An item of the library; its name says what it is.
pub(crate) fn library_item(number: u128, name: &str) -> MediaItem {
    let is_picture = !name.ends_with(".pdf");
    MediaItem {
        id: MediaId::from_uuid(Uuid::from_u128(number)),
        name: MediaName::parse(name).unwrap(),
        file: MediaFile {
            hash: FileHash::parse(&format!("{number:032x}")).unwrap(),
            format: name.rsplit('.').next().unwrap().parse().unwrap(),
            size_bytes: 2_340_000,
            width_px: if is_picture { 4_000 } else { 0 },
            height_px: if is_picture { 3_000 } else { 0 },
            colour: None,
            has_transparency: false,
            is_animated: false,
            encoding: Encoding::None,
        },
        alt: AltText::default(),
        is_decorative: false,
        focus: FocalPoint::CENTRE,
        version: Version::FIRST,
        created_at: at(),
        updated_at: at(),
        trashed_at: None,
    }
}

/// An article in the panel's list: a draft.
pub(crate) fn article_row() -> ArticleRow {
    ArticleRow {
        id: ArticleId::from_uuid(Uuid::from_u128(1)),
        title: "Growth".to_owned(),
        slug: "growth".to_owned(),
        tags: "Rust".to_owned(),
        saved_at: at(),
        status: ArticleStatus {
            state: ArticleState::Draft,
            live_slug: None,
            published_at: None,
            has_unpublished_changes: false,
            scheduled_at: None,
            has_schedule_difference: false,
            withdraw_at: None,
            zone: None,
            is_pinned: false,
        },
    }
}

/// A service in the panel's list: shown.
pub(crate) fn service_row() -> ServiceRow {
    ServiceRow {
        id: ServiceId::from_uuid(Uuid::from_u128(2)),
        title: "Backend".to_owned(),
        summary: "Stored".to_owned(),
        saved_at: at(),
        status: ServiceStatus {
            state: ServiceState::Shown,
            live_slug: Some("backend".to_owned()),
            published_at: Some(at()),
            has_unpublished_changes: false,
        },
    }
}

/// A section; the one about writing is empty.
pub(crate) fn section(key: SectionKey) -> Section {
    let heading = Heading::parse("Four principles").unwrap();
    let intro = Paragraph::parse("Before the list").unwrap();
    let items = vec![SectionItem {
        title: Title::parse("First").unwrap(),
        text: Paragraph::parse("Why").unwrap(),
    }];
    let content = match key {
        SectionKey::Hero => SectionContent::Hero {
            heading,
            lead: intro,
            action: Some(Action {
                label: Label::parse("Write").unwrap(),
                target: LinkTarget::parse("/contact").unwrap(),
            }),
        },
        SectionKey::About => SectionContent::About {
            heading,
            body: MarkdownText::parse("Body").unwrap(),
        },
        SectionKey::Principles => SectionContent::Principles {
            heading,
            intro,
            items,
        },
        SectionKey::Services => SectionContent::Services { heading, intro },
        SectionKey::WayOfWorking => SectionContent::WayOfWorking {
            heading,
            intro,
            steps: items,
        },
        SectionKey::Writing => SectionContent::Writing { heading, intro },
        SectionKey::Contact => SectionContent::Contact { heading, intro },
    };
    Section {
        content,
        visibility: Visibility::Shown,
        position: 1,
        updated_at: at(),
    }
}

/// The site's settings.
pub(crate) fn site_settings() -> SiteSettings {
    SiteSettings {
        site_name: Label::parse("A site").unwrap(),
        owner_name: PersonName::parse("Hama").unwrap(),
        role: Label::parse("Developer").unwrap(),
        tagline: Summary::parse("One line").unwrap(),
        contact_email: Some(EmailAddress::parse("hama@example.org").unwrap()),
        time_zone: TimeZone::parse("Europe/Stockholm").unwrap(),
        seo_title: None,
        seo_description: None,
        social_links: vec![SocialLink {
            label: Label::parse("Elsewhere").unwrap(),
            address: WebAddress::parse("https://example.org/hama").unwrap(),
        }],
        version: Version::FIRST,
        updated_at: at(),
    }
}

/// A message that nobody has read yet.
pub(crate) fn message() -> Message {
    Message {
        id: MessageId::from_uuid(Uuid::from_u128(3)),
        sender_name: PersonName::parse("Ingrid").unwrap(),
        sender_email: EmailAddress::parse("ingrid+x@example.org").unwrap(),
        service_id: None,
        service_title: Some("Backend".to_owned()),
        body: MessageBody::parse("Hello").unwrap(),
        folder: MessageFolder::Inbox,
        suspicions: Vec::new(),
        received_at: at(),
        read_at: None,
        deleted_at: None,
    }
}

/// The same message in a list.
pub(crate) fn message_summary() -> MessageSummary {
    let message = message();
    MessageSummary {
        id: message.id,
        sender_name: message.sender_name,
        sender_email: message.sender_email,
        service_title: message.service_title,
        opening: "Hello".to_owned(),
        folder: message.folder,
        is_read: false,
        received_at: message.received_at,
        deleted_at: None,
    }
}
