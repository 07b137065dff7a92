//! Makes valid things, so that a test names only what it is about.

use domain::{
    ArticleDraft, ArticleId, Deliverables, EmailAddress, MarkdownText, MessageBody, MessageFolder,
    MessageId, NewMessage, PersonName, SeriesPart, ServiceDraft, ServiceId, Slug, Summary, TagName,
    Title,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A new article id.
pub fn article_id() -> ArticleId {
    ArticleId::from_uuid(Uuid::now_v7())
}

/// A new service id.
pub fn service_id() -> ServiceId {
    ServiceId::from_uuid(Uuid::now_v7())
}

/// A slug that is known to be valid.
pub fn slug(text: &str) -> Slug {
    Slug::parse(text).expect("a valid slug")
}

/// An article at an address.
pub fn article(slug_text: &str) -> ArticleDraft {
    ArticleDraft {
        slug: slug(slug_text),
        title: Title::parse(&format!("Article {slug_text}")).expect("a valid title"),
        excerpt: None,
        body: MarkdownText::parse("Some words.\n").expect("a valid text"),
        tags: Vec::new(),
        series: None,
        feature: None,
        declared_update: None,
    }
}

/// An article with tags.
pub fn tagged_article(slug_text: &str, tags: &[&str]) -> ArticleDraft {
    ArticleDraft {
        tags: tags
            .iter()
            .map(|name| TagName::parse(name).expect("a valid tag"))
            .collect(),
        ..article(slug_text)
    }
}

/// An article at an address with a text of its own.
pub fn article_saying(slug_text: &str, body: &str) -> ArticleDraft {
    ArticleDraft {
        body: MarkdownText::parse(body).expect("a valid text"),
        ..article(slug_text)
    }
}

/// An article with a title of its own.
pub fn article_titled(slug_text: &str, title: &str) -> ArticleDraft {
    ArticleDraft {
        title: Title::parse(title).expect("a valid title"),
        ..article(slug_text)
    }
}

/// An article in a series.
pub fn article_in_series(slug_text: &str, series: &str, part: Option<u16>) -> ArticleDraft {
    let title = Title::parse(series).expect("a valid title");
    let part = part.map(|part| SeriesPart::new(part).expect("a valid part"));
    ArticleDraft {
        series: Some((title, part)),
        ..article(slug_text)
    }
}

/// A service at an address.
pub fn service(slug_text: &str) -> ServiceDraft {
    ServiceDraft {
        slug: slug(slug_text),
        title: Title::parse(&format!("Service {slug_text}")).expect("a valid title"),
        summary: Summary::parse("One line.").expect("a valid summary"),
        body: MarkdownText::parse("Some words.\n").expect("a valid text"),
        deliverables: Deliverables::parse_lines("A plan").expect("a valid list"),
        feature: None,
    }
}

/// A message in the inbox; the same words make the same submission.
pub fn message(words: &str) -> NewMessage {
    NewMessage {
        id: MessageId::from_uuid(Uuid::now_v7()),
        sender_name: PersonName::parse("Ada").expect("a valid name"),
        sender_email: EmailAddress::parse("ada@example.org").expect("a valid address"),
        service_slug: None,
        body: MessageBody::parse(words).expect("a valid message"),
        folder: MessageFolder::Inbox,
        suspicions: Vec::new(),
        submission_digest: Sha256::digest(words).into(),
    }
}
