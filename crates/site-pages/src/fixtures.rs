//! A small site for tests, of this crate and of those that use it.
#![expect(
    clippy::unwrap_used,
    reason = "only tests use this, and a value here that is not valid must end them"
)]

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, TimeZone as _, Utc};
use content::{Candidate, Focus, Picture};
use domain::{
    Action, Article, ArticleId, ArticleSummary, EmailAddress, Heading, Label, LinkTarget,
    MarkdownText, MediaId, Paragraph, PersonName, PublishedSite, RevisionId, Section,
    SectionContent, SectionItem, ServiceId, ServiceSummary, SiteSettings, Slug, SocialLink,
    Summary, Tag, TagId, TagName, TimeZone, Title, Version, Visibility, WebAddress,
};
use url::Url;
use uuid::Uuid;
use web_kit::{Assets, PageTemplate, Templates};

use crate::{ArticlePage, ArticleView, Frame, Surroundings};

/// The moment at which everything here happened.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 12, 9, 0, 0).unwrap()
}

/// The address of the site.
pub fn base_url() -> Url {
    Url::parse("https://example.org/").unwrap()
}

/// Every template, compiled.
pub fn templates() -> Arc<Templates> {
    static TEMPLATES: LazyLock<Arc<Templates>> =
        LazyLock::new(|| Arc::new(Templates::load(&Assets::load()).unwrap()));
    Arc::clone(&TEMPLATES)
}

/// A site with every section, two services and articles.
pub fn frame() -> Frame {
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
    let sections = (1..).zip(contents).map(section).collect();
    let services = vec![service("backend", 1), service("api-design", 2)];
    Frame::of(PublishedSite {
        settings,
        sections,
        services,
        has_articles: true,
    })
}

/// What stands around a page of this site, without an internal link.
pub fn surroundings(frame: &Frame) -> Surroundings<'_> {
    static BASE_URL: LazyLock<Url> = LazyLock::new(base_url);
    static LINKS: LazyLock<HashMap<Uuid, String>> = LazyLock::new(HashMap::new);
    static PICTURES: LazyLock<HashMap<Uuid, Picture>> = LazyLock::new(HashMap::new);
    Surroundings {
        frame,
        base_url: &BASE_URL,
        now: now(),
        links: &LINKS,
        pictures: &PICTURES,
    }
}

/// The id of the one picture of [`pictures`].
pub fn picture_id() -> MediaId {
    MediaId::from_uuid(Uuid::from_u128(7))
}

/// A library of one picture, of which the stored file is there.
pub fn pictures() -> HashMap<Uuid, Picture> {
    let picture = Picture {
        fallback: Candidate {
            src: "/media/0123456789abcdef0123456789abcdef.jpg".to_owned(),
            width_px: 4000,
        },
        fallback_srcset: Vec::new(),
        sources: Vec::new(),
        width_px: 4000,
        height_px: 3000,
        alt: "A cat".to_owned(),
        is_decorative: false,
        has_transparency: false,
        tone: None,
        focus: Focus { x: 25, y: 75 },
    };
    HashMap::from([(picture_id().as_uuid(), picture)])
}

/// The page of an article with this text.
pub fn article_page(body: &str) -> ArticlePage {
    let article = article(body);
    crate::article_page(&ArticleView::from(&article), &surroundings(&frame()))
}

/// The page as HTML.
pub fn render<P: PageTemplate>(page: &P) -> String {
    templates().render(page).unwrap()
}

/// A hero that is a heading and nothing else.
pub fn bare_hero() -> Section {
    let content = SectionContent::Hero {
        heading: heading("Only a heading"),
        lead: paragraph(""),
        action: None,
    };
    section((1, content))
}

/// A published article with this text.
pub fn article(body: &str) -> Article {
    Article {
        id: ArticleId::from_uuid(Uuid::nil()),
        revision: RevisionId::from_uuid(Uuid::nil()),
        slug: Slug::parse("an-article").unwrap(),
        title: Title::parse("An article").unwrap(),
        excerpt: None,
        body: MarkdownText::parse(body).unwrap(),
        word_count: 2,
        tags: vec![tag()],
        series: None,
        feature: None,
        declared_update: None,
        published_at: now(),
        updated_at: now(),
    }
}

/// So many rows of a list.
pub fn article_summaries(count: usize) -> Vec<ArticleSummary> {
    (0..count)
        .map(|index| ArticleSummary {
            id: ArticleId::from_uuid(Uuid::nil()),
            slug: Slug::parse(&format!("article-{index}")).unwrap(),
            title: Title::parse(&format!("Article {index}")).unwrap(),
            excerpt: None,
            opening: "The opening.".into(),
            word_count: 900,
            tags: vec![tag()],
            is_pinned: false,
            published_at: now(),
            updated_at: now(),
        })
        .collect()
}

/// A tag.
pub fn tag() -> Tag {
    Tag {
        id: TagId::from_uuid(Uuid::nil()),
        slug: Slug::parse("databases").unwrap(),
        name: TagName::parse("databases").unwrap(),
    }
}

fn service(slug: &str, position: i32) -> ServiceSummary {
    ServiceSummary {
        id: ServiceId::from_uuid(Uuid::from_u128(position.unsigned_abs().into())),
        slug: Slug::parse(slug).unwrap(),
        title: Title::parse(slug).unwrap(),
        summary: Summary::parse("One line.").unwrap(),
        visibility: Visibility::Shown,
        position,
        updated_at: now(),
    }
}

fn section((position, content): (i32, SectionContent)) -> Section {
    Section {
        content,
        visibility: Visibility::Shown,
        position,
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
