//! The first page.

use domain::{Section, SectionContent, SectionKey, Visibility};
use persistence::{DatabaseError, PgConnection, articles, sections};
use site_pages::{Frame, HomePage, NEWEST_ARTICLES, article_rows, home_page};

use crate::{AssemblyError, Site, Subject, references};

/// The first page as visitors see it.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn home(
    conn: &mut PgConnection,
    site: &Site<'_>,
    form_stamp: String,
) -> Result<HomePage, DatabaseError> {
    let newest = articles::list_published_newest(conn, NEWEST_ARTICLES)?;
    let rows = article_rows(&newest, site.frame.time_zone);
    let references = references(conn, markdown_of(site.frame), None)?;
    Ok(home_page(&site.surroundings(&references), rows, form_stamp))
}

/// The one section whose text is Markdown.
fn markdown_of(frame: &Frame) -> &str {
    match frame
        .section(SectionKey::About)
        .map(|section| &section.content)
    {
        Some(SectionContent::About { body, .. }) => body.as_str(),
        _ => "",
    }
}

pub(crate) fn of_snapshot(
    conn: &mut PgConnection,
    site: &Site<'_>,
    key: SectionKey,
    subject: &Subject<'_>,
    form_stamp: String,
) -> Result<HomePage, AssemblyError> {
    let content = subject
        .snapshot
        .to_section()
        .map_err(AssemblyError::Fields)?;
    let position = match site.frame.section(key) {
        Some(section) => section.position,
        // A hidden section is previewed in its own place.
        None => sections::find(conn, key)?.map_or(i32::MAX, |section| section.position),
    };
    let frame = site.frame.clone().with_section(Section {
        content,
        visibility: Visibility::Shown,
        position,
        updated_at: site.now,
    });
    let site = Site {
        frame: &frame,
        ..*site
    };
    Ok(home(conn, &site, form_stamp)?)
}
