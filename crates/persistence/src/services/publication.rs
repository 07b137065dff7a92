//! Making a service's draft what visitors see.

use diesel::prelude::*;
use domain::{
    Authorship, ContentKind, Draft, RevisionReason, ServiceDraft, ServiceId, Slug, Version,
};
use uuid::Uuid;

use crate::articles::PublishOptions;
use crate::error::stored;
use crate::schema::services;
use crate::{SaveError, contents, drafts, paths, redirects};

use super::columns;

/// Makes the draft what visitors see, from now on; a service that is published for the first time
/// comes last in the list and is shown. `service` is what the draft of the version `expected` says.
/// Publishing what is live already changes nothing.
///
/// # Errors
/// [`SaveError::Stale`] when the draft was saved meanwhile; [`SaveError::SlugTaken`];
/// [`SaveError::Missing`] when the service is gone; [`SaveError::Database`] when the database did
/// not answer.
pub fn publish(
    conn: &mut PgConnection,
    id: ServiceId,
    expected: Version,
    service: &ServiceDraft,
    options: PublishOptions,
) -> Result<(), SaveError<Draft>> {
    conn.transaction(|conn| {
        let current = drafts::expect(conn, id.into(), ContentKind::Service, expected)?;
        let live: Option<(String, Uuid, bool, bool)> = services::table
            .find(id.as_uuid())
            .select((
                services::slug,
                services::revision_id,
                services::was_public,
                services::is_shown,
            ))
            .first(conn)
            .optional()?;
        if live
            .as_ref()
            .is_some_and(|(_, revision, ..)| current.revision == Some(*revision))
        {
            return Ok(());
        }
        let fields = current.snapshot()?.with_slug(&service.slug);
        let authorship = Authorship {
            author: options.author,
            reason: RevisionReason::Publish,
        };
        let revision = contents::keep_as(conn, &current, &fields, authorship)?.as_uuid();
        let columns = columns(conn, service)?;
        let is_shown = live.as_ref().is_none_or(|(.., is_shown)| *is_shown);
        match live {
            Some((old_slug, _, was_public, _)) => {
                diesel::update(services::table.find(id.as_uuid()))
                    .set((
                        columns,
                        services::revision_id.eq(revision),
                        services::updated_at.eq(diesel::dsl::now),
                    ))
                    .execute(conn)?;
                let old_slug = stored("services.slug", Slug::parse(&old_slug))?;
                if was_public && old_slug != service.slug && !options.drop_old_address {
                    redirects::keep_old_address(conn, &paths::service(&old_slug), id.into())?;
                }
            }
            None => {
                let last: Option<i32> = services::table
                    .select(diesel::dsl::max(services::position))
                    .first(conn)?;
                diesel::insert_into(services::table)
                    .values((
                        services::id.eq(id.as_uuid()),
                        services::position.eq(last.unwrap_or(0).saturating_add(1)),
                        services::is_shown.eq(true),
                        services::was_public.eq(true),
                        services::revision_id.eq(revision),
                        columns,
                    ))
                    .execute(conn)?;
            }
        }
        // What visitors cannot see takes no address away from what they can.
        if is_shown {
            redirects::release(conn, &paths::service(&service.slug))?;
            contents::mark_public(conn, id.into())?;
        }
        Ok(())
    })
}
