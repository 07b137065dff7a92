//! From what is stored, and what was typed, to the page on which it is written.

use content::excerpt;
use domain::{Account, ContentKind, Draft, FieldProblem, SectionKey, Slug, Snapshot};
use uuid::Uuid;
use web_kit::FieldErrors;

use crate::chrome::Facts;
use crate::moment::Moment;
use persistence::articles::ArticleState;

use super::feature::Shelf;
use super::labels;
use super::page::{Check, Conflict, ConflictField, Editor, Field, FieldKind, Pin};
use super::schedule_form::ScheduleForm;
use super::standing::Standing;
use super::subject::Subject;
use super::typed::Typed;

/// What the page was loaded with.
pub(crate) struct Loaded {
    pub(crate) facts: Facts,
    pub(crate) subject: Subject,
    pub(crate) draft: Option<Draft>,
    pub(crate) standing: Standing,
    pub(crate) checks: Vec<Check>,
    pub(crate) has_claim: bool,
    pub(crate) tags: Vec<String>,
    pub(crate) series: Vec<String>,
    pub(crate) shelf: Option<Shelf>,
}

/// What stands in the form instead of what is stored, and why.
#[derive(Default)]
pub(crate) struct Attempt {
    /// What was typed.
    pub(crate) typed: Option<Typed>,
    /// The version that it was made from.
    pub(crate) version: Option<i64>,
    /// What was saved meanwhile.
    pub(crate) meets: Option<Box<Draft>>,
    /// The fields of the schedule as typed.
    pub(crate) schedule: Option<ScheduleForm>,
    /// What is wrong with it.
    pub(crate) errors: FieldErrors,
}

impl Attempt {
    /// Typed fields that were refused.
    pub(crate) fn refused(typed: Typed, version: i64, problems: Vec<FieldProblem>) -> Self {
        let mut errors = FieldErrors::new();
        for problem in problems {
            errors.add(problem.field, problem.message);
        }
        Self {
            typed: Some(typed),
            version: Some(version),
            errors,
            ..Self::default()
        }
    }
}

/// The editor for the template.
pub(crate) fn editor_of(loaded: &Loaded, account: &Account, attempt: &Attempt) -> Editor {
    let subject = loaded.subject;
    let stored = loaded.draft.as_ref().map(|draft| &draft.snapshot);
    let shown = match (&attempt.typed, stored) {
        (Some(typed), _) => typed.clone(),
        (None, Some(snapshot)) => Typed::from_snapshot(snapshot),
        (None, None) => Typed::from_snapshot(&Snapshot::empty(subject.content_kind())),
    };
    let version = loaded.draft.as_ref().map_or(0, |draft| draft.version.get());
    let is_stored = loaded.draft.is_some();
    let is_article = matches!(subject, Subject::Article(_));
    let is_live = loaded.standing.is_live();
    let has_changes = loaded.standing.has_unpublished_changes();
    let base = subject.base();
    let when_stored = |end: &str| is_stored.then(|| format!("{base}/{end}"));
    let address_changes = loaded
        .standing
        .live_slug()
        .is_some_and(|live| address_of(&shown) != Some(live.to_owned()));
    Editor {
        kind: subject.kind(),
        noun: subject.noun(),
        id: subject.id_text(),
        is_new: !is_stored,
        heading: heading(subject, &shown),
        action: base.clone(),
        base: base.clone(),
        list_href: subject.list_href(),
        list_label: subject.list_label(),
        version: attempt.version.unwrap_or(version),
        save_key: Uuid::now_v7().to_string(),
        holds_unsaved: attempt.typed.is_some(),
        uses_plain_editor: account.uses_plain_editor,
        status: loaded.standing.status(loaded.draft.as_ref(), &loaded.facts),
        main: labels::main_fields(subject.content_kind(), &shown),
        settings: settings(loaded, &shown),
        checks: loaded
            .checks
            .iter()
            .map(|check| Check {
                is_blocking: check.is_blocking,
                message: check.message.clone(),
                field: check.field,
            })
            .collect(),
        conflict: attempt
            .meets
            .as_ref()
            .map(|stored| conflict(&shown, stored, &loaded.facts)),
        can_publish: !is_live || has_changes || attempt.typed.is_some(),
        publish_label: if is_live {
            "Publish changes"
        } else {
            "Publish"
        },
        can_discard: is_live && has_changes,
        can_schedule: is_article,
        schedule: match (&attempt.schedule, &loaded.standing) {
            (Some(form), _) if is_article => Some(form.fields(&attempt.errors)),
            (None, Standing::Article(status)) => {
                Some(ScheduleForm::of_status(status, &loaded.facts).fields(&attempt.errors))
            }
            _ if is_article => {
                Some(ScheduleForm::in_zone(loaded.facts.zone.name()).fields(&attempt.errors))
            }
            _ => None,
        },
        keep_old_address_question: address_changes,
        take_address_question: loaded.has_claim,
        history_href: when_stored("revisions"),
        preview_href: when_stored("preview"),
        preview_links_href: when_stored("preview-links"),
        withdrawal_action: withdrawal(loaded, &base),
        deletion_action: match subject {
            Subject::Section(_) => None,
            _ => when_stored("deletion"),
        },
        duplicate_action: when_stored("duplicate").filter(|_| is_article),
        pin: match &loaded.standing {
            Standing::Article(status) => Some(Pin {
                action: format!("{base}/pin"),
                is_pinned: status.is_pinned,
            }),
            _ => None,
        },
        ..Editor::default()
    }
}

fn withdrawal(loaded: &Loaded, base: &str) -> Option<String> {
    match &loaded.standing {
        Standing::Article(status)
            if matches!(
                status.state,
                ArticleState::Published | ArticleState::Scheduled
            ) =>
        {
            Some(format!("{base}/publication/withdrawal"))
        }
        _ => None,
    }
}

/// The address that publishing these fields would give.
fn address_of(shown: &Typed) -> Option<String> {
    let typed = shown.get("slug").trim();
    if typed.is_empty() {
        Slug::from_title(shown.get("title")).map(|slug| slug.to_string())
    } else {
        Some(typed.to_owned())
    }
}

fn heading(subject: Subject, shown: &Typed) -> String {
    match subject {
        Subject::Section(key) => key.name().to_owned(),
        _ => {
            let title = shown.get("title").trim();
            if title.is_empty() {
                format!("Untitled {}", subject.noun())
            } else {
                title.chars().take(160).collect()
            }
        }
    }
}

fn settings(loaded: &Loaded, shown: &Typed) -> Vec<Field> {
    let opening = excerpt(shown.get("body"), 200);
    let mut fields = labels::setting_fields(
        loaded.subject.content_kind(),
        shown,
        &opening,
        &loaded.tags,
        &loaded.series,
    );
    for field in &mut fields {
        if field.kind == FieldKind::Picture {
            field.shelf.clone_from(&loaded.shelf);
        }
    }
    fields
}

fn conflict(shown: &Typed, stored: &Draft, facts: &Facts) -> Conflict {
    let kind = stored.snapshot.kind();
    let fields = stored
        .snapshot
        .iter()
        .filter(|(name, theirs)| shown.get(name).replace("\r\n", "\n") != *theirs)
        .map(|(name, theirs)| ConflictField {
            name,
            label: labels::label(kind, name),
            mine: shown.get(name).to_owned(),
            theirs: theirs.to_owned(),
            is_long: is_long(kind, name),
        })
        .collect();
    Conflict {
        at: Moment::clock(stored.saved_at, facts.zone),
        by: stored
            .saved_by
            .as_ref()
            .map_or_else(|| "The program".to_owned(), ToString::to_string),
        version: stored.version.get(),
        fields,
    }
}

fn is_long(kind: ContentKind, name: &str) -> bool {
    match kind {
        ContentKind::Article => name == "body",
        ContentKind::Service => matches!(name, "body" | "deliverables"),
        ContentKind::Section(SectionKey::About) => name == "body",
        ContentKind::Section(_) => false,
    }
}
