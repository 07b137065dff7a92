//! A section's form, whose fields depend on the section.

use domain::{
    Action, Heading, Label, LinkTarget, MAX_SECTION_ITEMS, MarkdownText, Paragraph, Section,
    SectionContent, SectionItem, SectionKey, Title, Version,
};
use serde::Serialize;
use web_kit::FieldErrors;

use crate::conflict::{difference, parse_version};
use crate::fields::Fields;

const SPARE_ROWS: usize = 2;

/// Names of a row's fields in the summary of errors, which are their ids in the page too.
const ROW_IDS: [(&str, &str); MAX_SECTION_ITEMS] = [
    ("item_title_1", "item_text_1"),
    ("item_title_2", "item_text_2"),
    ("item_title_3", "item_text_3"),
    ("item_title_4", "item_text_4"),
    ("item_title_5", "item_text_5"),
    ("item_title_6", "item_text_6"),
    ("item_title_7", "item_text_7"),
    ("item_title_8", "item_text_8"),
];

/// Which fields a section has beside its heading.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Parts {
    has_lead: bool,
    has_action: bool,
    has_body: bool,
    has_intro: bool,
    has_items: bool,
}

impl Parts {
    pub(super) fn of(key: SectionKey) -> Self {
        let has_items = matches!(key, SectionKey::Principles | SectionKey::WayOfWorking);
        Self {
            has_lead: key == SectionKey::Hero,
            has_action: key == SectionKey::Hero,
            has_body: key == SectionKey::About,
            has_intro: !matches!(key, SectionKey::Hero | SectionKey::About),
            has_items,
        }
    }
}

/// The fields as text, also where they are wrong.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct SectionForm {
    version: String,
    heading: String,
    lead: String,
    action_label: String,
    action_target: String,
    body: String,
    intro: String,
    items: Vec<ItemRow>,
}

/// A principle or a step as it was typed.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
struct ItemRow {
    legend: String,
    title_id: &'static str,
    text_id: &'static str,
    title: String,
    text: String,
    title_error: Option<String>,
    text_error: Option<String>,
}

/// What is stored in the fields that differ.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Stored {
    heading: Option<String>,
    lead: Option<String>,
    action_label: Option<String>,
    action_target: Option<String>,
    body: Option<String>,
    intro: Option<String>,
}

impl SectionForm {
    pub(super) fn from_fields(fields: &Fields) -> Self {
        // Both fields of a row are always sent, so that the n-th of each belong together.
        let rows = fields.all("item_title").zip(fields.all("item_text"));
        Self {
            version: fields.owned("version"),
            heading: fields.owned("heading"),
            lead: fields.owned("lead"),
            action_label: fields.owned("action_label"),
            action_target: fields.owned("action_target"),
            body: fields.owned("body"),
            intro: fields.owned("intro"),
            items: rows
                .take(MAX_SECTION_ITEMS)
                .map(|(title, text)| ItemRow {
                    title: title.to_owned(),
                    text: text.to_owned(),
                    ..ItemRow::default()
                })
                .collect(),
        }
    }

    pub(super) fn from_section(section: &Section) -> Self {
        let mut form = Self {
            version: section.version.to_string(),
            heading: section.content.heading().to_string(),
            ..Self::default()
        };
        match &section.content {
            SectionContent::Hero { lead, action, .. } => {
                form.lead = lead.to_string();
                if let Some(action) = action {
                    form.action_label = action.label.to_string();
                    form.action_target = action.target.to_string();
                }
            }
            SectionContent::About { body, .. } => form.body = body.to_string(),
            SectionContent::Principles { intro, items, .. }
            | SectionContent::WayOfWorking {
                intro,
                steps: items,
                ..
            } => {
                form.intro = intro.to_string();
                form.items = items
                    .iter()
                    .map(|item| ItemRow {
                        title: item.title.to_string(),
                        text: item.text.to_string(),
                        ..ItemRow::default()
                    })
                    .collect();
            }
            SectionContent::Services { intro, .. }
            | SectionContent::Writing { intro, .. }
            | SectionContent::Contact { intro, .. } => form.intro = intro.to_string(),
        }
        form
    }

    pub(super) fn version(&self) -> Version {
        parse_version(&self.version)
    }

    pub(super) fn set_version(&mut self, version: Version) {
        self.version = version.to_string();
    }

    /// Names the rows, and puts empty ones at the end for more.
    pub(super) fn add_spare_rows(&mut self, key: SectionKey) {
        if !Parts::of(key).has_items {
            return;
        }
        let used = self
            .items
            .iter()
            .rposition(|row| !row.is_blank())
            .map_or(0, |last| last + 1);
        let count = (used + SPARE_ROWS).min(MAX_SECTION_ITEMS);
        self.items.resize(count, ItemRow::default());
        let noun = match key {
            SectionKey::WayOfWorking => "Step",
            _ => "Principle",
        };
        for ((row, ids), number) in self.items.iter_mut().zip(ROW_IDS).zip(1..) {
            row.legend = format!("{noun} {number}");
            (row.title_id, row.text_id) = ids;
        }
    }

    /// Reads every field of this section, so that every error is told at once. Errors of rows are
    /// noted at the rows too.
    pub(super) fn parse(
        &mut self,
        key: SectionKey,
        errors: &mut FieldErrors,
    ) -> Option<SectionContent> {
        let heading = errors.keep("heading", Heading::parse(&self.heading));
        let parts = Parts::of(key);
        let intro = if parts.has_intro {
            errors.keep("intro", Paragraph::parse(&self.intro))
        } else {
            None
        };
        let content = match key {
            SectionKey::Hero => {
                let lead = errors.keep("lead", Paragraph::parse(&self.lead));
                let action = self.parse_action(errors);
                SectionContent::Hero {
                    heading: heading?,
                    lead: lead?,
                    action: action?,
                }
            }
            SectionKey::About => SectionContent::About {
                body: errors.keep("body", MarkdownText::parse(&self.body))?,
                heading: heading?,
            },
            SectionKey::Principles => SectionContent::Principles {
                items: self.parse_items(errors)?,
                heading: heading?,
                intro: intro?,
            },
            SectionKey::WayOfWorking => SectionContent::WayOfWorking {
                steps: self.parse_items(errors)?,
                heading: heading?,
                intro: intro?,
            },
            SectionKey::Services => SectionContent::Services {
                heading: heading?,
                intro: intro?,
            },
            SectionKey::Writing => SectionContent::Writing {
                heading: heading?,
                intro: intro?,
            },
            SectionKey::Contact => SectionContent::Contact {
                heading: heading?,
                intro: intro?,
            },
        };
        errors.is_empty().then_some(content)
    }

    fn parse_action(&self, errors: &mut FieldErrors) -> Option<Option<Action>> {
        if self.action_label.trim().is_empty() && self.action_target.trim().is_empty() {
            return Some(None);
        }
        let label = errors.keep("action_label", Label::parse(&self.action_label));
        let target = errors.keep("action_target", LinkTarget::parse(&self.action_target));
        Some(Some(Action {
            label: label?,
            target: target?,
        }))
    }

    fn parse_items(&mut self, errors: &mut FieldErrors) -> Option<Vec<SectionItem>> {
        let mut items = Vec::new();
        let mut is_whole = true;
        for (row, (title_id, text_id)) in self.items.iter_mut().zip(ROW_IDS) {
            if row.is_blank() {
                continue;
            }
            let title = errors.keep(title_id, Title::parse(&row.title));
            let text = errors.keep(text_id, Paragraph::parse(&row.text));
            row.title_error = errors.get(title_id).map(str::to_owned);
            row.text_error = errors.get(text_id).map(str::to_owned);
            match (title, text) {
                (Some(title), Some(text)) => items.push(SectionItem { title, text }),
                _ => is_whole = false,
            }
        }
        is_whole.then_some(items)
    }

    /// The stored text of every field that differs, and of the rows when any does.
    pub(super) fn differences(&self, section: &Section) -> (Stored, Option<String>) {
        let current = Self::from_section(section);
        let stored = Stored {
            heading: difference(&self.heading, &current.heading),
            lead: difference(&self.lead, &current.lead),
            action_label: difference(&self.action_label, &current.action_label),
            action_target: difference(&self.action_target, &current.action_target),
            body: difference(&self.body, &current.body),
            intro: difference(&self.intro, &current.intro),
        };
        (
            stored,
            difference(&self.rows_as_text(), &current.rows_as_text()),
        )
    }

    fn rows_as_text(&self) -> String {
        let rows: Vec<_> = self
            .items
            .iter()
            .filter(|row| !row.is_blank())
            .map(|row| format!("{}\n{}", row.title.trim(), row.text.trim()))
            .collect();
        rows.join("\n\n")
    }
}

impl ItemRow {
    fn is_blank(&self) -> bool {
        self.title.trim().is_empty() && self.text.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::section;

    fn form(body: &str) -> SectionForm {
        SectionForm::from_fields(&Fields::parse(body.as_bytes()))
    }

    #[test]
    fn what_is_stored_comes_back_unchanged_from_its_form() {
        for key in SectionKey::ALL {
            let section = section(key);
            let mut form = SectionForm::from_section(&section);
            form.add_spare_rows(key);
            let mut errors = FieldErrors::new();
            assert_eq!(form.parse(key, &mut errors), Some(section.content.clone()));
            assert_eq!(form.differences(&section), (Stored::default(), None));
        }
    }

    #[test]
    fn an_action_needs_both_its_fields_or_none() {
        for (body, is_right) in [
            ("action_label=&action_target=", true),
            ("action_label=Go&action_target=/contact", true),
            ("action_label=Go&action_target=", false),
            ("action_label=&action_target=/contact", false),
            ("action_label=Go&action_target=javascript:alert(1)", false),
        ] {
            let mut errors = FieldErrors::new();
            let content = form(body).parse(SectionKey::Hero, &mut errors);
            assert_eq!(content.is_some(), is_right, "{body}");
        }
    }

    #[test]
    fn empty_rows_are_dropped_and_spare_ones_end_at_eight() {
        let mut few =
            form("item_title=A&item_text=B&item_title=+&item_text=&item_title=C&item_text=");
        let content = few.parse(SectionKey::WayOfWorking, &mut FieldErrors::new());
        assert!(matches!(
            content,
            Some(SectionContent::WayOfWorking { steps, .. }) if steps.len() == 2
        ));
        few.add_spare_rows(SectionKey::WayOfWorking);
        assert_eq!(few.items.len(), 5);
        let mut many = form(&"item_title=A&item_text=B&".repeat(9));
        many.add_spare_rows(SectionKey::Principles);
        assert_eq!(many.items.len(), 8);
    }
}
