//! The page of a service.

use domain::{ContentId, Service, ServiceDraft, Snapshot, Summary, Title};
use persistence::{DatabaseError, PgConnection};
use site_pages::{ServicePage, ServiceView, service_page, service_source};

use crate::{AssemblyError, Site, Subject, cut, references};

/// The page of a service that visitors see.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn published_service(
    conn: &mut PgConnection,
    site: &Site<'_>,
    service: &Service,
    form_stamp: String,
) -> Result<ServicePage, DatabaseError> {
    let references = references(conn, service.body.as_str(), service.feature.as_ref())?;
    let view = ServiceView::from(service);
    Ok(service_page(
        &view,
        &site.surroundings(&references),
        form_stamp,
    ))
}

/// The source of a service that visitors see: its Markdown, with addresses that lead here from
/// anywhere.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn published_service_source(
    conn: &mut PgConnection,
    site: &Site<'_>,
    service: &Service,
) -> Result<String, DatabaseError> {
    let references = references(conn, service.body.as_str(), None)?;
    Ok(service_source(service, &site.surroundings(&references)))
}

pub(crate) fn of_snapshot(
    conn: &mut PgConnection,
    site: &Site<'_>,
    subject: &Subject<'_>,
    form_stamp: String,
) -> Result<ServicePage, AssemblyError> {
    let draft = as_far_as_it_goes(subject.snapshot)?;
    let references = references(conn, draft.body.as_str(), draft.feature.as_ref())?;
    let frame = site
        .frame
        .clone()
        .with_service(in_the_list(site, subject.id, &draft));
    let site = Site {
        frame: &frame,
        ..*site
    };
    let view = ServiceView::from(&draft);
    Ok(service_page(
        &view,
        &site.surroundings(&references),
        form_stamp,
    ))
}

/// The service as the list of services would name it, in the place where it stands or at the end.
fn in_the_list(site: &Site<'_>, id: ContentId, draft: &ServiceDraft) -> domain::ServiceSummary {
    let id = domain::ServiceId::from_uuid(id.as_uuid());
    let known = site.frame.services.iter().find(|service| service.id == id);
    domain::ServiceSummary {
        id,
        slug: draft.slug.clone(),
        title: draft.title.clone(),
        summary: draft.summary.clone(),
        visibility: domain::Visibility::Shown,
        position: known.map_or(i32::MAX, |service| service.position),
        updated_at: site.now,
    }
}

/// The service that the fields say, where what is missing beside the text is filled in.
fn as_far_as_it_goes(snapshot: &Snapshot) -> Result<ServiceDraft, AssemblyError> {
    let problems = match snapshot.to_service() {
        Ok(draft) => return Ok(draft),
        Err(problems) => problems,
    };
    let mut mended = snapshot.clone();
    for problem in &problems {
        let typed = snapshot.get(problem.field);
        let text = match problem.field {
            "title" => cut(typed, Title::MAX_CHARS, "Untitled service"),
            "summary" => cut(typed, Summary::MAX_CHARS, "…"),
            "slug" => "untitled".to_owned(),
            "feature_image" | "feature_alt" | "feature_focus" => String::new(),
            _ => return Err(AssemblyError::Fields(problems)),
        };
        mended
            .set(problem.field, &text)
            .map_err(|problem| AssemblyError::Fields(vec![problem]))?;
    }
    mended.to_service().map_err(AssemblyError::Fields)
}
