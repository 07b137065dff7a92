//! A small site for the tests of this crate.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeZone as _, Utc};
use domain::{
    Action, Article, ArticleId, ArticleSummary, EmailAddress, Heading, Label, LinkTarget,
    MarkdownText, Paragraph, PersonName, Publication, Section, SectionContent, SectionItem,
    ServiceId, ServiceSummary, SiteSettings, Slug, SocialLink, Summary, Tag, TagId, TagName,
    TimeZone, Title, Version, Visibility, WebAddress,
};
use persistence::{Database, DatabaseError, PoolSettings};
use url::Url;
use uuid::Uuid;
use web_kit::{Assets, FormTokens, Templates, Throttle, TrustedProxies};

use crate::frame::Frame;
use crate::state::PublicState;

pub(crate) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 12, 9, 0, 0).unwrap()
}

pub(crate) fn base_url() -> Url {
    Url::parse("https://example.org/").unwrap()
}

pub(crate) fn templates() -> Arc<Templates> {
    Arc::new(Templates::load(&Assets::load()).unwrap())
}

/// A state whose database never answers.
pub(crate) fn state() -> PublicState {
    PublicState::new(
        Database::connect(
            "host=/nowhere",
            PoolSettings {
                checkout_timeout: Duration::from_millis(50),
                ..PoolSettings::default()
            },
        ),
        templates(),
        FormTokens::new([7; 32]),
        Arc::new(Throttle::new(
            NonZeroU32::new(5).unwrap(),
            Duration::from_secs(600),
        )),
        TrustedProxies::default(),
        base_url(),
    )
}

pub(crate) fn database_is_away() -> DatabaseError {
    DatabaseError::Unavailable(Box::new(std::io::Error::other("away")))
}

pub(crate) fn frame() -> Frame {
    let settings = SiteSettings {
        site_name: Label::parse("SarbastScript").unwrap(),
        owner_name: PersonName::parse("The Owner").unwrap(),
        role: Label::parse("Backend developer").unwrap(),
        tagline: Summary::parse("A tagline.").unwrap(),
        contact_email: Some(EmailAddress::parse("hama@sarbastscript.com").unwrap()),
        time_zone: TimeZone::UTC,
        seo_title: None,
        seo_description: None,
        social_links: vec![SocialLink {
            label: Label::parse("Elsewhere").unwrap(),
            address: WebAddress::parse("https://example.com/owner").unwrap(),
        }],
        version: Version::FIRST,
        updated_at: now(),
    };
    let contents = [
        SectionContent::Hero {
            heading: heading("The part that carries the rest"),
            lead: paragraph("A lead."),
            action: Some(Action {
                label: Label::parse("Write").unwrap(),
                target: LinkTarget::parse("/contact").unwrap(),
            }),
        },
        SectionContent::About {
            heading: heading("About the work"),
            body: MarkdownText::parse("Some *words*.").unwrap(),
        },
        SectionContent::Principles {
            heading: heading("Principles"),
            intro: paragraph(""),
            items: vec![item("Change"), item("Care")],
        },
        SectionContent::Services {
            heading: heading("Services"),
            intro: paragraph("An intro."),
        },
        SectionContent::WayOfWorking {
            heading: heading(""),
            intro: paragraph(""),
            steps: vec![item("Understand"), item("Build")],
        },
        SectionContent::Writing {
            heading: heading("Writing"),
            intro: paragraph(""),
        },
        SectionContent::Contact {
            heading: heading("Say hello"),
            intro: paragraph("Each message is read."),
        },
    ];
    let sections = contents.into_iter().map(section).collect();
    let services = vec![service("backend", 1), service("api-design", 2)];
    Frame::of(settings, sections, services, true)
}

pub(crate) fn bare_hero() -> Section {
    section(SectionContent::Hero {
        heading: heading("Only a heading"),
        lead: paragraph(""),
        action: None,
    })
}

pub(crate) fn article(body: &str) -> Article {
    Article {
        id: ArticleId::from_uuid(Uuid::nil()),
        slug: Slug::parse("an-article").unwrap(),
        title: Title::parse("An article").unwrap(),
        excerpt: None,
        body: MarkdownText::parse(body).unwrap(),
        tags: vec![tag()],
        publication: Publication::Published { at: now() },
        version: Version::FIRST,
        created_at: now(),
        updated_at: now(),
        deleted_at: None,
    }
}

pub(crate) fn article_summaries(count: usize) -> Vec<ArticleSummary> {
    (0..count)
        .map(|index| ArticleSummary {
            id: ArticleId::from_uuid(Uuid::nil()),
            slug: Slug::parse(&format!("article-{index}")).unwrap(),
            title: Title::parse(&format!("Article {index}")).unwrap(),
            excerpt: None,
            opening: "The opening.".into(),
            word_count: 900,
            tags: vec![tag()],
            publication: Publication::Published { at: now() },
            updated_at: now(),
        })
        .collect()
}

pub(crate) fn tag() -> Tag {
    Tag {
        id: TagId::from_uuid(Uuid::nil()),
        slug: Slug::parse("databases").unwrap(),
        name: TagName::parse("databases").unwrap(),
    }
}

fn service(slug: &str, position: i32) -> ServiceSummary {
    ServiceSummary {
        id: ServiceId::from_uuid(Uuid::nil()),
        slug: Slug::parse(slug).unwrap(),
        title: Title::parse(slug).unwrap(),
        summary: Summary::parse("One line.").unwrap(),
        visibility: Visibility::Shown,
        position,
        updated_at: now(),
    }
}

fn section(content: SectionContent) -> Section {
    Section {
        content,
        visibility: Visibility::Shown,
        position: 1,
        version: Version::FIRST,
        updated_at: now(),
    }
}

fn item(title: &str) -> SectionItem {
    SectionItem {
        title: Title::parse(title).unwrap(),
        text: paragraph("Some text."),
    }
}

fn heading(text: &str) -> Heading {
    Heading::parse(text).unwrap()
}

fn paragraph(text: &str) -> Paragraph {
    Paragraph::parse(text).unwrap()
}
