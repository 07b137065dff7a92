//! The picture on top, and the day of an update.

use chrono::{Datelike, NaiveDate};

use super::Problems;
use crate::{AltText, FeatureImage, Snapshot, media_reference, parse_media_reference};

/// A day between the years 1970 and 9999, or none.
pub(super) fn day(text: &str) -> Result<Option<NaiveDate>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|day| (1970..=9999).contains(&day.year()))
        .map(Some)
        .ok_or("Please give a day as 2026-11-24.")
}

impl Snapshot {
    /// The picture on top; its text and focus mean nothing without it.
    pub(super) fn feature(&self, problems: &mut Problems) -> Option<Option<FeatureImage>> {
        let reference = self.get("feature_image");
        if reference.trim().is_empty() {
            return Some(None);
        }
        let media = problems.keep("feature_image", parse_media_reference(reference));
        let alt = problems.keep("feature_alt", AltText::parse(self.get("feature_alt")));
        let focus = match self.get("feature_focus").trim() {
            "" => Some(None),
            text => problems.keep("feature_focus", text.parse()).map(Some),
        };
        Some(Some(FeatureImage {
            media: media?,
            focus: focus?,
            alt: alt?.into_option(),
        }))
    }

    pub(super) fn put_feature(&mut self, feature: Option<&FeatureImage>) {
        let Some(feature) = feature else {
            return;
        };
        self.put("feature_image", media_reference(feature.media));
        self.put(
            "feature_alt",
            feature.alt.as_ref().map_or("", AltText::as_str),
        );
        self.put(
            "feature_focus",
            feature
                .focus
                .map(|focus| focus.to_string())
                .unwrap_or_default(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ContentKind, FocalPoint};

    const REFERENCE: &str = "plinth:0197a3c4-5d6e-7f80-9123-456789abcdef";

    fn article(fields: &[(&str, &str)]) -> Snapshot {
        let mut snapshot = Snapshot::empty(ContentKind::Article);
        for (name, text) in [("title", "A title"), ("body", "Words.")]
            .iter()
            .chain(fields)
        {
            snapshot.set(name, text).unwrap();
        }
        snapshot
    }

    #[test]
    fn a_picture_on_top_comes_back_as_it_was_typed() {
        let typed = article(&[
            ("feature_image", REFERENCE),
            ("feature_alt", "A bridge"),
            ("feature_focus", "30 70"),
            ("updated_on", "2026-11-24"),
        ]);
        let draft = typed.to_article().unwrap();
        let feature = draft.feature.clone().unwrap();
        assert_eq!(feature.focus, FocalPoint::new(30, 70).ok());
        assert_eq!(
            draft.declared_update.map(|day| day.to_string()).as_deref(),
            Some("2026-11-24")
        );
        let again = Snapshot::of_article(&draft);
        for name in [
            "feature_image",
            "feature_alt",
            "feature_focus",
            "updated_on",
        ] {
            assert_eq!(again.get(name), typed.get(name), "{name}");
        }
    }

    #[test]
    fn a_text_for_no_picture_is_nothing_wrong() {
        let draft = article(&[("feature_alt", "A bridge")])
            .to_article()
            .unwrap();
        assert_eq!(draft.feature, None);
        assert_eq!(draft.declared_update, None);
    }

    #[test]
    fn what_is_no_picture_no_point_and_no_day_is_told_at_its_field() {
        let problems = article(&[
            ("feature_image", REFERENCE),
            ("feature_focus", "in the middle"),
            ("updated_on", "yesterday"),
        ])
        .to_article()
        .unwrap_err();
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["feature_focus", "updated_on"]);
        let problems = article(&[("feature_image", "bridge.jpg")])
            .to_article()
            .unwrap_err();
        assert_eq!(problems[0].field, "feature_image");
    }
}
