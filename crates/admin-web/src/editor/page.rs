//! What the page on which something is written shows: its fields, where they stand and what can be
//! done with them. Built by whoever knows the kind of content; the template knows none.

#[cfg(test)]
mod tests;

use serde::Serialize;
use web_kit::{FieldErrors, PageTemplate};

use crate::chrome::Chrome;
use crate::moment::Moment;
use crate::problems::Problems;

use super::feature::Shelf;

/// The whole page.
#[derive(Debug, Serialize)]
pub(crate) struct EditorPage {
    chrome: Chrome,
    editor: Editor,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for EditorPage {
    const TEMPLATE: &'static str = "admin/editor/edit";
}

impl EditorPage {
    /// Puts each error to its field, and opens the settings where one of theirs is wrong.
    pub(crate) fn new(chrome: Chrome, mut editor: Editor, errors: FieldErrors) -> Self {
        for field in editor.main.iter_mut().chain(&mut editor.settings) {
            field.error = errors.get(field.name).map(str::to_owned);
        }
        let is_wrong = |name: &str| errors.get(name).is_some();
        editor.settings_open = editor.settings.iter().any(|field| field.error.is_some())
            || ["publish_at", "withdraw_at", "zone"]
                .into_iter()
                .any(is_wrong);
        editor.has_blocking_checks = editor.checks.iter().any(|check| check.is_blocking);
        Self {
            chrome,
            editor,
            problems: errors.into(),
        }
    }
}

/// What is written, and everything around it.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Editor {
    /// The kind of content.
    pub(crate) kind: Kind,
    /// The kind in a sentence: “article”.
    pub(crate) noun: &'static str,
    /// The id, or a section's key.
    pub(crate) id: String,
    /// True while nothing was ever stored under this id.
    pub(crate) is_new: bool,
    /// The title, or “Untitled article”.
    pub(crate) heading: String,
    /// Where the plain form is sent.
    pub(crate) action: String,
    /// What the addresses of the script's requests begin with.
    pub(crate) base: String,
    /// The list to go back to.
    pub(crate) list_href: &'static str,
    /// Its name.
    pub(crate) list_label: &'static str,
    /// The version that the fields were made from, also where they hold another text.
    pub(crate) version: i64,
    /// The key that makes a plain form sent twice one save.
    pub(crate) save_key: String,
    /// True when the fields hold what was typed and not what is stored at `version`.
    pub(crate) holds_unsaved: bool,
    /// True when this account prefers the plain field.
    pub(crate) uses_plain_editor: bool,
    /// Where the content stands.
    pub(crate) status: Status,
    /// The title and the text.
    pub(crate) main: Vec<Field>,
    /// Everything in the drawer.
    pub(crate) settings: Vec<Field>,
    /// Set by [`EditorPage::new`].
    pub(crate) settings_open: bool,
    /// What to look at before publishing.
    pub(crate) checks: Vec<Check>,
    /// Set by [`EditorPage::new`].
    pub(crate) has_blocking_checks: bool,
    /// What was saved meanwhile, after a save that found another version.
    pub(crate) conflict: Option<Conflict>,
    /// True when there is something to publish.
    pub(crate) can_publish: bool,
    /// “Publish” or “Publish changes”.
    pub(crate) publish_label: &'static str,
    /// True when the draft differs from what is live.
    pub(crate) can_discard: bool,
    /// Whether a schedule can be set; `schedule` then holds its fields.
    pub(crate) can_schedule: bool,
    /// The fields of the schedule.
    pub(crate) schedule: Option<ScheduleFields>,
    /// Whether publishing would change the address of something that is live.
    pub(crate) keep_old_address_question: bool,
    /// Whether publishing would take an address that leads to something else until now.
    pub(crate) take_address_question: bool,
    /// The list of revisions.
    pub(crate) history_href: Option<String>,
    /// The page of the stored draft as visitors would see it.
    pub(crate) preview_href: Option<String>,
    /// The links by which others may see the draft.
    pub(crate) preview_links_href: Option<String>,
    /// Takes it off the site.
    pub(crate) withdrawal_action: Option<String>,
    /// Deletes it.
    pub(crate) deletion_action: Option<String>,
    /// Makes a copy of it.
    pub(crate) duplicate_action: Option<String>,
    /// Puts it on top of the list.
    pub(crate) pin: Option<Pin>,
}

/// The kinds of content that are written here.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// An article.
    #[default]
    Article,
    /// A service.
    Service,
    /// A section of the home page.
    Section,
}

/// Where the content stands.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Status {
    /// `draft`, `published`, `scheduled`, `withdrawn`, `hidden` or `shown`.
    pub(crate) word: &'static str,
    /// The same for people.
    pub(crate) label: &'static str,
    /// True when the draft differs from what is live.
    pub(crate) has_unpublished_changes: bool,
    /// True when the draft differs from what will be published.
    pub(crate) has_schedule_difference: bool,
    /// When the draft was saved last.
    pub(crate) saved: Option<Moment>,
    /// Where it is live.
    pub(crate) live_href: Option<String>,
    /// Since when.
    pub(crate) published: Option<Moment>,
    /// When it will be.
    pub(crate) scheduled: Option<Scheduled>,
    /// When it goes off the site again: “on Monday 30 November, 18:00 (Europe/Berlin)”.
    pub(crate) withdrawal: Option<String>,
}

/// A publication to come.
#[derive(Debug, Serialize)]
pub(crate) struct Scheduled {
    /// “for Friday 09:00 (Europe/Berlin)”.
    pub(crate) label: String,
    /// When it ends again.
    pub(crate) withdrawal_label: Option<String>,
}

/// One field of the form.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Field {
    /// Its name in forms, drafts and revisions.
    pub(crate) name: &'static str,
    /// Its name for people.
    pub(crate) label: String,
    /// What belongs into it.
    pub(crate) help: String,
    /// What stands in it.
    pub(crate) value: String,
    /// Set by [`EditorPage::new`].
    error: Option<String>,
    /// How it is written.
    pub(crate) kind: FieldKind,
    /// Lines that an area shows at first.
    pub(crate) rows: u8,
    /// True when it may be left empty, which the label then says.
    pub(crate) is_optional: bool,
    /// True when it must not be empty.
    pub(crate) is_required: bool,
    /// What is offered while typing.
    pub(crate) suggestions: Vec<String>,
    /// The picture that is named, and those to choose from, at a field that names one.
    pub(crate) shelf: Option<Shelf>,
}

impl Field {
    /// A field of one line.
    pub(crate) fn line(
        name: &'static str,
        label: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Self {
            name,
            label: label.into(),
            value: value.into(),
            rows: 1,
            ..Self::default()
        }
    }

    /// A field of a value that machines read, such as an address.
    pub(crate) fn code(
        name: &'static str,
        label: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Self {
            kind: FieldKind::Code,
            ..Self::line(name, label, value)
        }
    }

    /// The same field, written in another way.
    pub(crate) fn of_kind(self, kind: FieldKind) -> Self {
        Self { kind, ..self }
    }

    /// A field of some lines.
    pub(crate) fn area(
        name: &'static str,
        label: impl Into<String>,
        value: impl Into<String>,
        rows: u8,
    ) -> Self {
        Self {
            kind: FieldKind::Area,
            rows,
            ..Self::line(name, label, value)
        }
    }

    /// The field of the text itself.
    pub(crate) fn markdown(
        name: &'static str,
        label: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Self {
            kind: FieldKind::Markdown,
            rows: 22,
            ..Self::line(name, label, value)
        }
    }

    /// With a sentence under it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// May be left empty.
    pub(crate) fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// Must not be empty once it is published.
    pub(crate) fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// With words that are offered while typing.
    pub(crate) fn suggesting(mut self, suggestions: Vec<String>) -> Self {
        self.suggestions = suggestions;
        self
    }
}

/// How a field is written.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FieldKind {
    /// One line.
    #[default]
    Line,
    /// Some lines.
    Area,
    /// The text, in Markdown.
    Markdown,
    /// One line that machines read.
    Code,
    /// The reference of a picture of the library.
    Picture,
    /// The point of that picture that stays in sight.
    Focus,
    /// A day.
    Date,
}

/// Something to look at before publishing.
#[derive(Debug, Serialize)]
pub(crate) struct Check {
    /// True when publishing is refused until it is mended.
    pub(crate) is_blocking: bool,
    /// The sentence.
    pub(crate) message: String,
    /// The field to mend it in.
    pub(crate) field: &'static str,
}

/// What was saved while this was being written.
#[derive(Debug, Serialize)]
pub(crate) struct Conflict {
    /// The time of day.
    pub(crate) at: String,
    /// Who saved it.
    pub(crate) by: String,
    /// The version that is stored now, and the one that the decision is made on.
    pub(crate) version: i64,
    /// The fields that differ.
    pub(crate) fields: Vec<ConflictField>,
}

/// Both texts of one field.
#[derive(Debug, Serialize)]
pub(crate) struct ConflictField {
    /// Its name in forms.
    pub(crate) name: &'static str,
    /// Its name for people.
    pub(crate) label: String,
    /// What was typed here.
    pub(crate) mine: String,
    /// What is stored.
    pub(crate) theirs: String,
    /// True when it needs more than a line.
    pub(crate) is_long: bool,
}

/// The fields of the schedule as they were typed or stored; their errors stand with the others.
#[derive(Debug, Default, Serialize)]
pub(crate) struct ScheduleFields {
    /// `2026-11-27T09:00` in the zone below, or empty.
    pub(crate) publish_at: String,
    /// The same for the end.
    pub(crate) withdraw_at: String,
    /// `first` or `second` where the clock shows that time twice.
    pub(crate) publish_occurrence: String,
    /// The same for the end.
    pub(crate) withdraw_occurrence: String,
    /// True when it has to be said which of two equal times is meant.
    pub(crate) asks_publish_occurrence: bool,
    /// The same for the end.
    pub(crate) asks_withdraw_occurrence: bool,
    /// The IANA name of the zone.
    pub(crate) zone: String,
    /// Names of zones to choose from.
    pub(crate) zones: Vec<&'static str>,
}

/// The form that pins or releases.
#[derive(Debug, Serialize)]
pub(crate) struct Pin {
    /// Where it is sent.
    pub(crate) action: String,
    /// True when it is on top already.
    pub(crate) is_pinned: bool,
}
