//! Each section of the first page as its template prints it.

use domain::{SectionContent, SectionItem, SectionKey};
use serde::Serialize;
use web_kit::Html;

use crate::columns;
use crate::contact_form::FormView;
use crate::frame::Frame;
use crate::listing::{ArticleRow, ServiceRow, number, service_rows};
use crate::surroundings::Surroundings;

/// A hero's heading of more characters than this is set smaller.
const LONG_HEADING_CHARS: usize = 64;

/// A section with its place in the count. The hero is not counted.
#[derive(Debug, Serialize)]
pub(super) struct SectionView {
    number: String,
    label: &'static str,
    heading: String,
    #[serde(flatten)]
    content: ContentView,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum ContentView {
    Hero {
        lead: String,
        action: Option<ActionView>,
        has_aside: bool,
        is_long: bool,
    },
    About {
        body_html: Html,
    },
    Principles {
        intro: String,
        items: Vec<ItemView>,
    },
    Services {
        intro: String,
        services: Vec<ServiceRow>,
    },
    WayOfWorking {
        intro: String,
        steps: Vec<ItemView>,
        has_many: bool,
    },
    Writing {
        intro: String,
        articles: Vec<ArticleRow>,
    },
    Contact {
        intro: String,
        contact_email: Option<String>,
        form: Box<FormView>,
    },
}

#[derive(Debug, Serialize)]
struct ActionView {
    label: String,
    target: String,
}

#[derive(Debug, Serialize)]
struct ItemView {
    title: String,
    text: String,
}

impl SectionView {
    pub fn is_hero(&self) -> bool {
        matches!(self.content, ContentView::Hero { .. })
    }
}

/// The sections that have something to show. Renders Markdown, so it belongs on a blocking thread.
pub(super) fn shown(
    around: &Surroundings<'_>,
    articles: Vec<ArticleRow>,
    form: FormView,
) -> Vec<SectionView> {
    let frame = around.frame;
    let mut articles = Some(articles);
    let mut form = Some(form);
    let mut count = 0;
    frame
        .sections
        .iter()
        .filter_map(|section| {
            let key = section.key();
            let content = match &section.content {
                SectionContent::Writing { intro, .. } => {
                    let articles = articles.take().filter(|rows| !rows.is_empty())?;
                    ContentView::Writing {
                        intro: intro.to_string(),
                        articles,
                    }
                }
                SectionContent::Contact { intro, .. } => ContentView::Contact {
                    intro: intro.to_string(),
                    contact_email: frame.contact_email.clone(),
                    form: Box::new(form.take()?),
                },
                SectionContent::Services { intro, .. } if !frame.services.is_empty() => {
                    ContentView::Services {
                        intro: intro.to_string(),
                        services: service_rows(&frame.services),
                    }
                }
                other => written(around, other)?,
            };
            if key != SectionKey::Hero {
                count += 1;
            }
            Some(SectionView {
                number: number(count),
                label: key.name(),
                heading: heading(frame, key),
                content,
            })
        })
        .collect()
}

/// A section whose words are all its own; nothing when it has none.
fn written(around: &Surroundings<'_>, content: &SectionContent) -> Option<ContentView> {
    match content {
        SectionContent::Hero {
            heading,
            lead,
            action,
        } if !content.is_empty() => Some(ContentView::Hero {
            lead: lead.to_string(),
            is_long: heading.as_str().chars().count() > LONG_HEADING_CHARS,
            has_aside: !lead.is_blank() || action.is_some(),
            action: action.as_ref().map(|action| ActionView {
                label: action.label.to_string(),
                target: action.target.to_string(),
            }),
        }),
        SectionContent::About { body, .. } if !body.is_blank() => Some(ContentView::About {
            body_html: around.rendered(body.as_str(), columns::SECTION).html.into(),
        }),
        SectionContent::Principles { intro, items, .. }
            if !(items.is_empty() && intro.is_blank()) =>
        {
            Some(ContentView::Principles {
                intro: intro.to_string(),
                items: item_views(items),
            })
        }
        SectionContent::WayOfWorking { intro, steps, .. }
            if !(steps.is_empty() && intro.is_blank()) =>
        {
            Some(ContentView::WayOfWorking {
                intro: intro.to_string(),
                steps: item_views(steps),
                has_many: steps.len() > 4,
            })
        }
        _ => None,
    }
}

fn heading(frame: &Frame, key: SectionKey) -> String {
    match (key, frame.heading(key)) {
        // A hero without a heading of its own still needs the page's first heading.
        (SectionKey::Hero, heading) if heading == key.name() => frame.site_name.clone(),
        (_, heading) => heading.to_owned(),
    }
}

fn item_views(items: &[SectionItem]) -> Vec<ItemView> {
    items
        .iter()
        .map(|item| ItemView {
            title: item.title.to_string(),
            text: item.text.to_string(),
        })
        .collect()
}
