//! What to look at before publishing. Most of it only advises; a link to nowhere and a picture
//! that is gone or has no text are refused.

mod library;

use domain::{ContentId, ContentKind, Slug, Snapshot};
use persistence::{DatabaseError, PgConnection, contents, redirects};

use library::Library;
use uuid::Uuid;

use super::page::Check;
use super::subject::Subject;

/// Looks a state over.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub(crate) fn of(
    conn: &mut PgConnection,
    subject: Subject,
    snapshot: &Snapshot,
) -> Result<Vec<Check>, DatabaseError> {
    let mut checks = Vec::new();
    let kind = snapshot.kind();
    if kind.is_markdown("body") {
        let body = snapshot.get("body");
        let ids = content::internal_links(body);
        let library = Library::load(conn, snapshot, body, &ids)?;
        links(conn, subject, &ids, &library, &mut checks)?;
        text(body, &library, &mut checks);
        library.check_feature(snapshot, &mut checks);
    }
    if kind == ContentKind::Article
        && snapshot.get("excerpt").trim().is_empty()
        && !snapshot.get("body").contains("<!--more-->")
        && !snapshot.is_blank()
    {
        advise(
            &mut checks,
            "excerpt",
            "There is no excerpt; lists and search results show the opening of the text.",
        );
    }
    for (field, value) in snapshot.iter() {
        if field != "body" && has_marker(value) {
            advise(&mut checks, field, "A “TODO” is left in this field.");
        }
    }
    if let Some(message) = claim_of(conn, subject, snapshot)? {
        advise(&mut checks, "slug", &message);
    }
    Ok(checks)
}

/// What the address of an article or a service leads to until now, where that is something else.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub(crate) fn claim_of(
    conn: &mut PgConnection,
    subject: Subject,
    snapshot: &Snapshot,
) -> Result<Option<String>, DatabaseError> {
    let slug = match Slug::parse(snapshot.get("slug")) {
        Ok(slug) => Some(slug),
        Err(_) => Slug::from_title(snapshot.get("title")),
    };
    let Some(slug) = slug else {
        return Ok(None);
    };
    match subject {
        Subject::Article(id) => claimed(conn, id.into(), &format!("/articles/{slug}")),
        Subject::Service(id) => claimed(conn, id.into(), &format!("/services/{slug}")),
        Subject::Section(_) => Ok(None),
    }
}

fn advise(checks: &mut Vec<Check>, field: &'static str, message: &str) {
    checks.push(Check {
        is_blocking: false,
        message: message.to_owned(),
        field,
    });
}

fn refuse(checks: &mut Vec<Check>, field: &'static str, message: String) {
    checks.push(Check {
        is_blocking: true,
        message,
        field,
    });
}

/// Links to content that visitors cannot see would lose their address on the page.
fn links(
    conn: &mut PgConnection,
    subject: Subject,
    ids: &[Uuid],
    library: &Library,
    checks: &mut Vec<Check>,
) -> Result<(), DatabaseError> {
    if ids.is_empty() {
        return Ok(());
    }
    let known = contents::list_published_addresses(conn, ids)?;
    // A text may link to itself before it is published.
    let own = subject.id_text();
    let broken: Vec<_> = ids
        .iter()
        .filter(|id| !known.contains_key(id) && id.to_string() != own)
        .filter(|id| {
            library
                .get(**id)
                .is_none_or(|item| item.trashed_at.is_some())
        })
        .collect();
    let titles = contents::list_titles(conn, &broken.iter().map(|id| **id).collect::<Vec<_>>())?;
    for id in broken {
        if let Some(item) = library.get(*id) {
            refuse(
                checks,
                "body",
                format!(
                    "A link leads to the file “{}”, which is in the trash of the library. Restore it \
                     there, or take the link out of the text.",
                    item.name
                ),
            );
            continue;
        }
        let what = titles.get(id).filter(|title| !title.trim().is_empty());
        refuse(
            checks,
            "body",
            match what {
                Some(title) => format!(
                    "A link leads to “{}”, which visitors cannot see.",
                    title.trim()
                ),
                None => "A link leads to something that was deleted.".to_owned(),
            },
        );
    }
    Ok(())
}

fn text(body: &str, library: &Library, checks: &mut Vec<Check>) {
    if let Err(error) = content::check(body) {
        refuse(checks, "body", error.to_string());
        return;
    }
    library.check_text(checks);
    for finding in content::findings(body, &library.known()) {
        match finding {
            content::Finding::LibraryPictureWithoutText { name } => refuse(
                checks,
                "body",
                format!(
                    "The picture “{name}” has no text for those who cannot see it. Write what it shows \
                     between the brackets of ![], or say it in the library, or mark it there as \
                     decorative."
                ),
            ),
            content::Finding::PictureWithoutText { source } => refuse(
                checks,
                "body",
                format!("The picture {source} has no text for those who cannot see it."),
            ),
            content::Finding::HeadingSkipsLevel { text } => advise(
                checks,
                "body",
                &format!("The heading “{text}” skips a level."),
            ),
            content::Finding::LeftToDo => {
                advise(checks, "body", "A “TODO” is left in the text.");
            }
        }
    }
}

/// True where somebody left a note to themselves.
fn has_marker(text: &str) -> bool {
    text.split(|character: char| !character.is_alphanumeric())
        .any(|word| word == "TODO" || word == "FIXME")
}

/// What an address leads to until now, where that is something else.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub(crate) fn claimed(
    conn: &mut PgConnection,
    own: ContentId,
    path: &str,
) -> Result<Option<String>, DatabaseError> {
    Ok(redirects::find_claim(conn, path, own)?.map(|claim| {
        let times = match claim.hits {
            1 => "once".to_owned(),
            hits => format!("{hits} times"),
        };
        format!(
            "This address leads to {} until now (followed {times}). Publishing takes it from there: \
             tick “Take this address” in the settings to do so.",
            claim.title
        )
    }))
}
