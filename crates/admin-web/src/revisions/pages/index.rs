//! The list of what a content was.

use serde::Serialize;
use web_kit::PageTemplate;

use super::wording::{characters, reason_label, size_change};
use super::{Place, Subject};
use crate::chrome::Chrome;
use crate::moment::Moment;
use crate::pages::Pager;

/// What the history knows of the draft.
#[derive(Debug)]
pub(crate) struct DraftState {
    /// When it was saved.
    pub(crate) saved: Moment,
    /// Who saved it.
    pub(crate) author: Option<String>,
    /// The length of its text.
    pub(crate) characters: usize,
    /// Whether it says something else than the live text.
    pub(crate) differs_from_live: bool,
}

/// What the history knows of a revision.
#[derive(Debug)]
pub(crate) struct RevisionState {
    /// Its number within the content.
    pub(crate) number: i64,
    /// Why it was kept: `autosave`, `manual`, `publish`, …
    pub(crate) reason: String,
    /// Who made it.
    pub(crate) author: Option<String>,
    /// When.
    pub(crate) made: Moment,
    /// The length of its text.
    pub(crate) characters: usize,
    /// The address that it would have, where contents of this kind have one.
    pub(crate) address: Option<String>,
    /// The number and the length of the revision before it.
    pub(crate) previous: Option<(i64, usize)>,
    /// The number of the revision that it was restored from.
    pub(crate) restored_from: Option<i64>,
}

/// The list of a content's states, newest first.
#[derive(Debug, Serialize)]
pub(crate) struct IndexPage {
    chrome: Chrome,
    heading: String,
    edit_href: String,
    compare_action: String,
    can_compare: bool,
    draft: Option<DraftRow>,
    revisions: Vec<RevisionRow>,
    is_first_page: bool,
    pager: Pager,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "admin/revisions/index";
}

#[derive(Debug, Serialize)]
struct DraftRow {
    saved: Moment,
    author: Option<String>,
    size: String,
    change: Option<String>,
    compare_live_href: Option<String>,
    differs_from_live: bool,
}

#[derive(Debug, Serialize)]
struct RevisionRow {
    number: i64,
    reason: String,
    is_live: bool,
    can_compare: bool,
    is_first_choice: bool,
    is_second_choice: bool,
    author: Option<String>,
    made: Moment,
    size: String,
    change: Option<String>,
    compare_live_href: Option<String>,
    compare_previous_href: Option<String>,
    previous: Option<i64>,
    restoration_action: String,
    other_address: Option<String>,
}

impl IndexPage {
    /// The page of these states.
    ///
    /// `live` is the number of the revision that visitors see; `address` is the draft's, so that a
    /// revision with another one can offer its own.
    pub(crate) fn new(
        chrome: Chrome,
        subject: &Subject,
        address: Option<&str>,
        live: Option<i64>,
        draft: Option<DraftState>,
        revisions: Vec<RevisionState>,
        pager: (bool, Pager),
    ) -> Self {
        let (is_first_page, pager) = pager;
        let newest = revisions.first().map(|newest| newest.characters);
        // Without a draft on the page the two newest revisions are chosen, else the draft and one.
        let second = usize::from(draft.is_none());
        let can_compare = revisions.len() > second;
        let row = |(index, revision): (usize, RevisionState)| {
            let this = Place::Revision(revision.number);
            let is_live = live == Some(revision.number);
            let compare_live = live.filter(|_| !is_live).map(|live| {
                if revision.number < live {
                    subject.compare_href(this, Place::Live)
                } else {
                    subject.compare_href(Place::Live, this)
                }
            });
            let previous = revision.previous.map(|(number, _)| number);
            RevisionRow {
                number: revision.number,
                reason: reason_label(&revision.reason, revision.restored_from),
                is_live,
                can_compare,
                is_first_choice: index == second,
                is_second_choice: index + 1 == second,
                author: revision.author,
                made: revision.made,
                size: characters(revision.characters),
                change: revision
                    .previous
                    .map(|(_, before)| size_change(before, revision.characters)),
                compare_live_href: compare_live,
                compare_previous_href: previous
                    .map(|previous| subject.compare_href(Place::Revision(previous), this)),
                previous,
                restoration_action: format!(
                    "{}/{}/restoration",
                    subject.history_href(),
                    revision.number
                ),
                other_address: revision
                    .address
                    .filter(|other| address != Some(other.as_str())),
            }
        };
        Self {
            heading: subject.heading.clone(),
            edit_href: subject.edit_href(),
            compare_action: subject.compare_action(),
            can_compare,
            draft: draft.map(|draft| DraftRow {
                saved: draft.saved,
                author: draft.author,
                size: characters(draft.characters),
                change: newest.map(|before| size_change(before, draft.characters)),
                compare_live_href: live
                    .filter(|_| draft.differs_from_live)
                    .map(|_| subject.compare_href(Place::Live, Place::Draft)),
                differs_from_live: draft.differs_from_live,
            }),
            revisions: revisions.into_iter().enumerate().map(row).collect(),
            is_first_page,
            pager,
            chrome,
        }
    }
}
