//! What a page says of itself to search engines, in the words of schema.org, as JSON-LD.
//!
//! Everything is made from typed values, so that a page cannot say what it does not show. The owner
//! is a `Person` everywhere: a business at a place would need a postal address, which a site of one
//! person does not have to give.

mod nodes;

use chrono::{DateTime, SecondsFormat, Utc};
use url::Url;
use web_kit::Html;

use crate::article::ArticleView;
use crate::frame::Frame;
use crate::listing::excerpt;
use crate::service::ServiceView;

use nodes::{
    BlogPosting, BreadcrumbList, CreativeWorkSeries, EntryPoint, Graph, ListItem, Node, Person,
    Reference, SearchAction, Service, WebPage, WebSite,
};

/// The language in which the site speaks around what its owner writes.
pub const LANGUAGE: &str = "en";

/// Characters of a headline that search engines show.
const HEADLINE_CHARS: usize = 110;

/// A page on the way to another, as a reader would name it.
#[derive(Clone, Copy, Debug)]
pub struct Crumb<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its path.
    pub path: &'a str,
}

impl Crumb<'static> {
    /// The list of articles.
    pub const WRITING: Self = Self {
        name: "Writing",
        path: "/articles",
    };

    /// The list of services.
    pub const SERVICES: Self = Self {
        name: "Services",
        path: "/services",
    };
}

/// What an article says of itself beside its own fields.
#[derive(Clone, Copy, Debug, Default)]
pub struct ArticleFacts<'a> {
    /// When its owner declared it to be brought up to date, UTC; its date otherwise.
    pub modified_at: Option<DateTime<Utc>>,
    /// A picture of it, by its absolute address.
    pub image: Option<&'a str>,
}

/// The data of the first page: whose site it is, and how it is searched.
pub fn home(frame: &Frame, base_url: &Url) -> Html {
    let owner = person(frame, base_url);
    let site = WebSite {
        id: absolute(base_url, "/#website"),
        url: absolute(base_url, "/"),
        name: frame.site_name.clone(),
        description: given(frame.seo_description.as_deref().unwrap_or(&frame.tagline)),
        in_language: LANGUAGE,
        publisher: Reference {
            id: owner.id.clone(),
        },
        potential_action: SearchAction {
            target: EntryPoint {
                // The braces are the template's own, so this is no address to be encoded.
                url_template: format!("{}?q={{search_term_string}}", absolute(base_url, "/search")),
            },
            query_input: "required name=search_term_string",
        },
    };
    printed(vec![Node::Person(owner), Node::WebSite(site)])
}

/// The data of an article's page.
pub fn article(
    article: &ArticleView<'_>,
    facts: &ArticleFacts<'_>,
    frame: &Frame,
    base_url: &Url,
) -> Html {
    let path = format!("/articles/{}", article.slug);
    let address = absolute(base_url, &path);
    let owner = person(frame, base_url);
    let posting = BlogPosting {
        id: format!("{address}#article"),
        url: address.clone(),
        headline: headline(article.title),
        description: given(&excerpt(article.excerpt, article.body)),
        image: facts.image.map(str::to_owned),
        date_published: moment(article.published_at),
        // A day is all that is declared, and may begin before the article came.
        date_modified: moment(
            facts
                .modified_at
                .map_or(article.published_at, |at| at.max(article.published_at)),
        ),
        publisher: Reference {
            id: owner.id.clone(),
        },
        author: owner,
        in_language: LANGUAGE,
        word_count: article.word_count,
        keywords: article.tags.iter().map(|tag| tag.name.clone()).collect(),
        main_entity_of_page: WebPage { id: address },
        is_part_of: article.series.as_ref().map(|series| CreativeWorkSeries {
            name: series.title().to_owned(),
            url: series.href().map(|href| absolute(base_url, href)),
        }),
    };
    let own = Crumb {
        name: article.title,
        path: &path,
    };
    printed(vec![
        Node::BlogPosting(posting),
        Node::BreadcrumbList(trail(&[Crumb::WRITING, own], base_url)),
    ])
}

/// The data of a service's page.
pub fn service(
    service: &ServiceView<'_>,
    image: Option<&str>,
    frame: &Frame,
    base_url: &Url,
) -> Html {
    let path = format!("/services/{}", service.slug);
    let address = absolute(base_url, &path);
    let own = Crumb {
        name: service.title,
        path: &path,
    };
    let offer = Service {
        id: format!("{address}#service"),
        url: address,
        name: service.title.to_owned(),
        description: given(service.summary),
        image: image.map(str::to_owned),
        provider: person(frame, base_url),
    };
    printed(vec![
        Node::Service(offer),
        Node::BreadcrumbList(trail(&[Crumb::SERVICES, own], base_url)),
    ])
}

/// The data of a page that is a list below others, such as a tag's or a series'. The last crumb is
/// the page itself.
pub fn breadcrumbs(crumbs: &[Crumb<'_>], base_url: &Url) -> Html {
    printed(vec![Node::BreadcrumbList(trail(crumbs, base_url))])
}

fn trail(crumbs: &[Crumb<'_>], base_url: &Url) -> BreadcrumbList {
    let home = Crumb {
        name: "Home",
        path: "/",
    };
    let items = std::iter::once(&home).chain(crumbs);
    BreadcrumbList {
        item_list_element: (1..)
            .zip(items)
            .map(|(position, crumb)| ListItem {
                position,
                name: crumb.name.to_owned(),
                item: absolute(base_url, crumb.path),
            })
            .collect(),
    }
}

fn person(frame: &Frame, base_url: &Url) -> Person {
    Person {
        id: absolute(base_url, "/#owner"),
        name: frame.owner_name.clone(),
        url: absolute(base_url, "/"),
        job_title: given(&frame.role),
        email: frame.contact_email.clone(),
        same_as: frame
            .social_links
            .iter()
            .map(|link| link.address.clone())
            .filter(|address| address.starts_with("http"))
            .collect(),
    }
}

/// So much of a title as search engines show, cut between words where there is a place for it.
fn headline(title: &str) -> String {
    if title.chars().count() <= HEADLINE_CHARS {
        return title.to_owned();
    }
    let cut: String = title.chars().take(HEADLINE_CHARS - 1).collect();
    let whole = match cut.rsplit_once(' ') {
        Some((before, _)) if before.len() * 2 > cut.len() => before,
        _ => cut.as_str(),
    };
    format!("{}…", whole.trim_end())
}

fn absolute(base_url: &Url, path: &str) -> String {
    base_url
        .join(path)
        .map_or_else(|_| base_url.to_string(), String::from)
}

fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn printed(graph: Vec<Node>) -> Html {
    Html::data_block(
        "application/ld+json",
        &Graph {
            context: "https://schema.org",
            graph,
        },
    )
}

#[cfg(test)]
mod tests;
