//! The types of schema.org that the pages use, with the properties that they can fill.

use serde::Serialize;

/// All that a page says.
#[derive(Debug, Serialize)]
pub(super) struct Graph {
    #[serde(rename = "@context")]
    pub context: &'static str,
    #[serde(rename = "@graph")]
    pub graph: Vec<Node>,
}

/// A thing that a page speaks of.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Node {
    Person(Person),
    WebSite(WebSite),
    BlogPosting(BlogPosting),
    Service(Service),
    BreadcrumbList(BreadcrumbList),
}

/// A thing that is described on another page or elsewhere on this one.
#[derive(Debug, Serialize)]
pub(super) struct Reference {
    #[serde(rename = "@id")]
    pub id: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct Person {
    #[serde(rename = "@id")]
    pub id: String,
    pub name: String,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct WebSite {
    #[serde(rename = "@id")]
    pub id: String,
    pub url: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub in_language: &'static str,
    pub publisher: Reference,
    pub potential_action: SearchAction,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub(super) struct SearchAction {
    pub target: EntryPoint,
    #[serde(rename = "query-input")]
    pub query_input: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct EntryPoint {
    pub url_template: String,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct BlogPosting {
    #[serde(rename = "@id")]
    pub id: String,
    pub url: String,
    pub headline: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    pub date_published: String,
    pub date_modified: String,
    pub author: Person,
    pub publisher: Reference,
    pub in_language: &'static str,
    pub word_count: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    pub main_entity_of_page: WebPage,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_part_of: Option<CreativeWorkSeries>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub(super) struct WebPage {
    #[serde(rename = "@id")]
    pub id: String,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub(super) struct CreativeWorkSeries {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub(super) struct Service {
    #[serde(rename = "@id")]
    pub id: String,
    pub url: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    pub provider: Person,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct BreadcrumbList {
    pub item_list_element: Vec<ListItem>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub(super) struct ListItem {
    pub position: u32,
    pub name: String,
    pub item: String,
}
