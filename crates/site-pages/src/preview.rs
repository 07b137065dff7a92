//! The line above a page that says that it is a preview, and of what.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use web_kit::dates;

/// What `templates/public/_preview-banner.hbs` reads. It is all by which a preview differs from the
/// page: whatever must keep a preview out of search engines is a header of its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PreviewBanner {
    what: String,
    at: Option<Moment>,
    link_ends: Option<Moment>,
}

/// A moment for people and for machines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Moment {
    text: String,
    iso: String,
}

impl Moment {
    fn new(text: String, at: DateTime<Utc>) -> Self {
        Self {
            text,
            iso: dates::iso(at),
        }
    }
}

impl PreviewBanner {
    /// The text as it stands in an editor.
    pub fn of_unsaved_text() -> Self {
        Self {
            what: "the text in the editor, which is not saved yet".to_owned(),
            at: None,
            link_ends: None,
        }
    }

    /// The draft. One that was saved today, by the site's own zone, is known by the time alone.
    pub fn of_draft(saved_at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> Self {
        let local = saved_at.with_timezone(&zone);
        let text = if local.date_naive() == now.with_timezone(&zone).date_naive() {
            local.format("%H:%M").to_string()
        } else {
            dates::display_date_time(saved_at, zone)
        };
        Self {
            what: "the draft, saved".to_owned(),
            at: Some(Moment::new(text, saved_at)),
            link_ends: None,
        }
    }

    /// A revision, by the number that its list shows.
    pub fn of_revision(number: i64, made_at: DateTime<Utc>, zone: Tz) -> Self {
        Self {
            what: format!("revision {number} of"),
            at: Some(Moment::new(
                dates::display_date_time(made_at, zone),
                made_at,
            )),
            link_ends: None,
        }
    }

    /// Says when the link that led here ends, with the zone, as its reader may live in another.
    #[must_use]
    pub fn with_link_until(mut self, ends_at: DateTime<Utc>, zone: Tz) -> Self {
        let text = format!(
            "{} ({})",
            dates::display_date_time(ends_at, zone),
            zone.name()
        );
        self.link_ends = Some(Moment::new(text, ends_at));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use chrono::{TimeDelta, TimeZone as _};

    fn banner(preview: PreviewBanner) -> String {
        let html = fixtures::render(&fixtures::article_page("Words.").with_preview(preview));
        let (_, after) = html.split_once("<body>\n").unwrap();
        let (banner, after) = after.split_once("</aside>\n").unwrap();
        assert!(after.starts_with("<a class=\"skip-link\""), "{after}");
        banner.to_owned()
    }

    #[test]
    fn a_draft_of_today_is_known_by_the_time_and_an_older_one_by_the_day_too() {
        let now = Utc.with_ymd_and_hms(2026, 11, 24, 22, 30, 0).unwrap();
        let saved_at = now - TimeDelta::hours(1);
        let html = banner(PreviewBanner::of_draft(saved_at, now, Tz::UTC));
        assert!(
            html.contains(
                "of the draft, saved <time datetime=\"2026-11-24T21:30:00Z\">21:30</time>."
            ),
            "{html}"
        );
        assert!(!html.contains("This link ends"), "{html}");
        let zone = Tz::Europe__Berlin;
        let html = banner(PreviewBanner::of_draft(
            saved_at,
            now + TimeDelta::hours(1),
            zone,
        ));
        assert!(html.contains(">24 November 2026, 22:30</time>"), "{html}");
    }

    #[test]
    fn a_stranger_reads_which_revision_it_is_and_when_the_link_ends() {
        let made_at = fixtures::now();
        let preview = PreviewBanner::of_revision(7, made_at, Tz::UTC)
            .with_link_until(made_at + TimeDelta::days(7), Tz::UTC);
        let html = banner(preview);
        assert!(html.contains("of revision 7 of <time"), "{html}");
        assert!(html.contains(">12 November 2026, 09:00</time>."), "{html}");
        assert!(
            html.contains("This link ends on <time datetime=\"2026-11-19T09:00:00Z\">19 November 2026, 09:00 (UTC)</time>."),
            "{html}"
        );
    }

    #[test]
    fn a_text_that_is_not_saved_is_said_to_be_so() {
        let html = banner(PreviewBanner::of_unsaved_text());
        assert!(html.contains("which is not saved yet."), "{html}");
        assert!(!html.contains("<time"), "{html}");
    }
}
