//! The sections of a new home page.

use domain::{
    Action, Heading, Label, LinkTarget, MarkdownText, Paragraph, SectionContent, SectionItem, Title,
};
use serde::Deserialize;

use crate::StarterContentError;
use crate::error::InField;
use crate::front_matter::{File, file, parse_toml};

const FILE: File = file!("sections.toml");

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SectionsShape {
    hero: HeroShape,
    about: AboutShape,
    principles: PrinciplesShape,
    services: IntroShape,
    way_of_working: WayOfWorkingShape,
    writing: IntroShape,
    contact: IntroShape,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeroShape {
    heading: String,
    lead: String,
    action: Option<ActionShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionShape {
    label: String,
    target: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AboutShape {
    heading: String,
    body: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrinciplesShape {
    heading: String,
    intro: String,
    items: Vec<ItemShape>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WayOfWorkingShape {
    heading: String,
    intro: String,
    steps: Vec<ItemShape>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct IntroShape {
    heading: String,
    intro: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemShape {
    title: String,
    text: String,
}

/// Each section with its words.
pub(crate) fn load() -> Result<Vec<SectionContent>, StarterContentError> {
    read(&parse_toml(&FILE)?)
}

/// Each section without words.
pub(crate) fn blank() -> Result<Vec<SectionContent>, StarterContentError> {
    read(&SectionsShape::default())
}

fn read(shape: &SectionsShape) -> Result<Vec<SectionContent>, StarterContentError> {
    Ok(vec![
        SectionContent::Hero {
            heading: heading(&shape.hero.heading, "hero.heading")?,
            lead: paragraph(&shape.hero.lead, "hero.lead")?,
            action: shape.hero.action.as_ref().map(action).transpose()?,
        },
        SectionContent::About {
            heading: heading(&shape.about.heading, "about.heading")?,
            body: MarkdownText::parse(&shape.about.body).in_field(FILE.path, "about.body")?,
        },
        SectionContent::Principles {
            heading: heading(&shape.principles.heading, "principles.heading")?,
            intro: paragraph(&shape.principles.intro, "principles.intro")?,
            items: items(&shape.principles.items, "principles.items")?,
        },
        SectionContent::Services {
            heading: heading(&shape.services.heading, "services.heading")?,
            intro: paragraph(&shape.services.intro, "services.intro")?,
        },
        SectionContent::WayOfWorking {
            heading: heading(&shape.way_of_working.heading, "way-of-working.heading")?,
            intro: paragraph(&shape.way_of_working.intro, "way-of-working.intro")?,
            steps: items(&shape.way_of_working.steps, "way-of-working.steps")?,
        },
        SectionContent::Writing {
            heading: heading(&shape.writing.heading, "writing.heading")?,
            intro: paragraph(&shape.writing.intro, "writing.intro")?,
        },
        SectionContent::Contact {
            heading: heading(&shape.contact.heading, "contact.heading")?,
            intro: paragraph(&shape.contact.intro, "contact.intro")?,
        },
    ])
}

fn heading(text: &str, field: &'static str) -> Result<Heading, StarterContentError> {
    Heading::parse(text).in_field(FILE.path, field)
}

fn paragraph(text: &str, field: &'static str) -> Result<Paragraph, StarterContentError> {
    Paragraph::parse(text).in_field(FILE.path, field)
}

fn action(shape: &ActionShape) -> Result<Action, StarterContentError> {
    Ok(Action {
        label: Label::parse(&shape.label).in_field(FILE.path, "hero.action.label")?,
        target: LinkTarget::parse(&shape.target).in_field(FILE.path, "hero.action.target")?,
    })
}

fn items(
    shapes: &[ItemShape],
    field: &'static str,
) -> Result<Vec<SectionItem>, StarterContentError> {
    shapes
        .iter()
        .map(|shape| {
            Ok(SectionItem {
                title: Title::parse(&shape.title).in_field(FILE.path, field)?,
                text: paragraph(&shape.text, field)?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hero_asks_for_one_thing() {
        let has_action = |content: &SectionContent| {
            matches!(
                content,
                SectionContent::Hero {
                    action: Some(_),
                    ..
                }
            )
        };
        assert_eq!(
            load().unwrap().iter().filter(|it| has_action(it)).count(),
            1
        );
    }

    #[test]
    fn there_are_four_principles_and_four_steps() {
        let mut counts = Vec::new();
        for content in load().unwrap() {
            match content {
                SectionContent::Principles { items, .. } => counts.push(items.len()),
                SectionContent::WayOfWorking { steps, .. } => counts.push(steps.len()),
                _ => {}
            }
        }
        assert_eq!(counts, [4, 4]);
    }
}
