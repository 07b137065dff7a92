//! One tag more or less in the drafts of many articles. Visitors see it once each is published.

use diesel::prelude::*;
use domain::{
    AccountId, ArticleId, Authorship, RevisionReason, Slug, Snapshot, TagName, parse_tags,
};
use serde_json::json;

use crate::drafts::{self, Save};
use crate::{DatabaseError, SaveError};

use super::{Act, BulkDone, Subject, each};

pub(super) const TAGS: &str = "articles_tags";

/// What is done to the tags of each draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagChange<'a> {
    /// The tag is added behind the others.
    Add(&'a TagName),
    /// The tag is taken out.
    Remove(&'a TagName),
}

/// Adds a tag to the drafts of some articles, or takes it from them; each former state stays in the
/// history.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer; then nothing was done.
pub fn change_tags(
    conn: &mut PgConnection,
    ids: &[ArticleId],
    change: TagChange<'_>,
    author: Option<AccountId>,
) -> Result<BulkDone, DatabaseError> {
    each(conn, TAGS, ids, |conn, subject| {
        let Some(draft) = drafts::find(conn, subject.id.into())? else {
            return Ok(Act::Unchanged);
        };
        let former = draft.snapshot.get("tags").to_owned();
        let tags = match changed(&former, change) {
            Ok(Some(tags)) => tags,
            Ok(None) => return Ok(Act::Unchanged),
            Err(reason) => return Ok(Act::Refused(reason)),
        };
        let version = write(
            conn,
            subject,
            &draft.snapshot,
            &tags,
            Authorship {
                author,
                reason: RevisionReason::Manual,
            },
        )?;
        Ok(match version {
            Some(version) => Act::Changed(json!({ "tags": former, "version": version })),
            None => Act::Refused("the tags do not fit.".to_owned()),
        })
    })
}

/// The tags as text after a change; nothing when they are so already.
fn changed(former: &str, change: TagChange<'_>) -> Result<Option<String>, String> {
    let mut tags = parse_tags(former).map_err(|error| error.to_string())?;
    let (TagChange::Add(tag) | TagChange::Remove(tag)) = change;
    let same = |other: &TagName| Slug::from_title(other.as_str()) == Slug::from_title(tag.as_str());
    let is_there = tags.iter().any(same);
    match change {
        TagChange::Add(_) if is_there => return Ok(None),
        TagChange::Remove(_) if !is_there => return Ok(None),
        TagChange::Add(tag) => tags.push(tag.clone()),
        TagChange::Remove(_) => tags.retain(|other| !same(other)),
    }
    let names: Vec<_> = tags.iter().map(TagName::as_str).collect();
    let text = names.join(", ");
    parse_tags(&text).map_err(|error| error.to_string())?;
    Ok(Some(text))
}

/// Saves a draft with other tags and gives its new version; nothing when they do not fit.
pub(super) fn write(
    conn: &mut PgConnection,
    subject: &Subject,
    snapshot: &Snapshot,
    tags: &str,
    authorship: Authorship,
) -> Result<Option<i64>, DatabaseError> {
    let mut snapshot = snapshot.clone();
    if snapshot.set("tags", tags).is_err() {
        return Ok(None);
    }
    let save = Save {
        id: subject.id.into(),
        snapshot: &snapshot,
        expected: subject.version,
        key: None,
        authorship,
    };
    match drafts::save(conn, &save) {
        Ok(saved) => Ok(Some(saved.version.get())),
        Err(SaveError::Database(error)) => Err(error),
        // It is locked at this version, so that nobody can have saved meanwhile.
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_the_same_however_it_is_written() {
        let tag = TagName::parse("Data Bases").unwrap();
        let add = |former| changed(former, TagChange::Add(&tag));
        let remove = |former| changed(former, TagChange::Remove(&tag));
        assert_eq!(add("Rust"), Ok(Some("Rust, Data Bases".to_owned())));
        assert_eq!(add(""), Ok(Some("Data Bases".to_owned())));
        assert_eq!(add("data bases, Rust"), Ok(None));
        assert_eq!(remove("Rust\ndata bases"), Ok(Some("Rust".to_owned())));
        assert_eq!(remove("Rust"), Ok(None));
        assert!(add("a,b,c,d,e,f,g,h,i,j,k,l").is_err());
        assert!(remove("!!!").is_err(), "what is there is not guessed at");
    }
}
