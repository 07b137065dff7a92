//! Two states of a content, field by field.

use serde::Serialize;
use web_kit::PageTemplate;

use super::wording::reason_label;
use super::{Place, Subject};
use crate::chrome::Chrome;
use crate::comparison_view::{FieldComparison, TextComparison};
use crate::moment::Moment;
use crate::picture_pairs::{PicturePair, Pictures};

/// One of the two states of a comparison.
#[derive(Debug)]
pub(crate) struct ComparedState {
    /// Which one.
    pub(crate) place: Place,
    /// Why it was kept; nothing for the draft and the live text.
    pub(crate) reason: Option<String>,
    /// Who made it.
    pub(crate) author: Option<String>,
    /// When.
    pub(crate) made: Moment,
    /// Its page as visitors would see it, where it has one.
    pub(crate) page_href: Option<String>,
}

/// Two states of a content, compared.
#[derive(Debug, Serialize)]
pub(crate) struct ComparePage {
    chrome: Chrome,
    heading: String,
    history_href: String,
    edit_href: String,
    swap_href: String,
    from: Side,
    to: Side,
    fields: Vec<FieldComparison>,
    /// The pictures on top, where they are not the same.
    feature: Option<PicturePair>,
    texts: Vec<ComparedText>,
    unchanged: String,
    is_same: bool,
    side_by_side_href: Option<String>,
}

impl PageTemplate for ComparePage {
    const TEMPLATE: &'static str = "admin/revisions/compare";
}

#[derive(Debug, Serialize)]
struct Side {
    label: String,
    reason: Option<String>,
    author: Option<String>,
    made: Moment,
    page_href: Option<String>,
    restoration_action: Option<String>,
}

#[derive(Debug, Serialize)]
struct ComparedText {
    label: String,
    comparison: TextComparison,
}

/// A field in two states, as it is to be compared.
#[derive(Debug)]
pub(crate) struct ComparedField {
    /// The field's name, `title` and the like; it makes anchors.
    pub(crate) name: &'static str,
    /// The field's label.
    pub(crate) label: String,
    /// What it says in the first state.
    pub(crate) before: String,
    /// What it says in the second.
    pub(crate) after: String,
    /// Whether it is Markdown, compared by block.
    pub(crate) is_text: bool,
}

impl ComparePage {
    /// The page that compares these two states; the fields come in the order of the editor.
    pub(crate) fn new(
        chrome: Chrome,
        subject: &Subject,
        from: ComparedState,
        to: ComparedState,
        fields: &[ComparedField],
        pictures: &Pictures,
        side_by_side_href: Option<String>,
    ) -> Self {
        let is_changed = |field: &&ComparedField| field.before != field.after;
        let unchanged: Vec<_> = fields
            .iter()
            .filter(|field| !is_changed(field))
            .map(|field| field.label.as_str())
            .collect();
        let texts = fields
            .iter()
            .filter(is_changed)
            .filter(|field| field.is_text);
        let feature = feature(fields, pictures);
        // Where the pictures are seen, nobody needs to compare their ids.
        let is_seen = |field: &&ComparedField| field.name == "feature_image" && feature.is_some();
        Self {
            heading: subject.heading.clone(),
            history_href: subject.history_href(),
            edit_href: subject.edit_href(),
            swap_href: subject.compare_href(to.place, from.place),
            from: Side::new(subject, from),
            to: Side::new(subject, to),
            fields: fields
                .iter()
                .filter(|field| !field.is_text && !is_seen(field))
                .filter_map(|field| FieldComparison::new(&field.label, &field.before, &field.after))
                .collect(),
            feature,
            texts: texts
                .map(|field| ComparedText {
                    label: field.label.clone(),
                    comparison: TextComparison::new(
                        field.name,
                        &field.before,
                        &field.after,
                        pictures,
                    ),
                })
                .collect(),
            is_same: unchanged.len() == fields.len(),
            unchanged: unchanged.join(", "),
            side_by_side_href,
            chrome,
        }
    }
}

/// The pictures on top.
fn feature(fields: &[ComparedField], pictures: &Pictures) -> Option<PicturePair> {
    let field = |name: &str| fields.iter().find(|field| field.name == name);
    let image = field("feature_image")?;
    let words = field("feature_alt")?;
    pictures.feature([&image.before, &words.before], [&image.after, &words.after])
}

impl Side {
    fn new(subject: &Subject, state: ComparedState) -> Self {
        let restoration_action = match state.place {
            Place::Revision(number) => {
                Some(format!("{}/{number}/restoration", subject.history_href()))
            }
            Place::Draft | Place::Live => None,
        };
        Self {
            label: state.place.label(),
            reason: state.reason.map(|reason| reason_label(&reason, None)),
            author: state.author,
            made: state.made,
            page_href: state.page_href,
            restoration_action,
        }
    }
}
