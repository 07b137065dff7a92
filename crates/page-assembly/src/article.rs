//! The page of an article.

use domain::{
    Article, ArticleDraft, ArticleId, FieldProblem, SeriesPlace, Slug, Snapshot, Summary, Title,
};
use persistence::articles::{self, EditionDates};
use persistence::{DatabaseError, PgConnection, series, tags};
use site_pages::{ArticlePage, ArticleView, SeriesEntry, SeriesNavigation, TagLink, article_page};

use crate::{AssemblyError, Site, Subject, cut, links};

/// The page of an article that visitors see.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn published_article(
    conn: &mut PgConnection,
    site: &Site<'_>,
    article: &Article,
) -> Result<ArticlePage, DatabaseError> {
    let links = links(conn, article.body.as_str())?;
    let place = Place {
        id: article.id,
        slug: article.slug.as_str(),
        title: article.title.as_str(),
    };
    let mut view = ArticleView::from(article);
    view.series = navigation(conn, article.series.as_ref(), &place)?;
    Ok(article_page(&view, &site.surroundings(&links)))
}

/// What of an article stands in the list of its series.
struct Place<'a> {
    id: ArticleId,
    slug: &'a str,
    title: &'a str,
}

pub(crate) fn of_snapshot(
    conn: &mut PgConnection,
    site: &Site<'_>,
    subject: &Subject<'_>,
) -> Result<ArticlePage, AssemblyError> {
    let draft = as_far_as_it_goes(subject.snapshot)?;
    let id = ArticleId::from_uuid(subject.id.as_uuid());
    let links = links(conn, draft.body.as_str())?;
    let dates = articles::find_edition_dates(conn, id)?;
    // Of the revision that visitors see, the preview carries the dates that they see.
    let (published_at, updated_at) = match dates {
        Some(EditionDates {
            revision,
            published_at,
            updated_at,
        }) if Some(revision) == subject.revision => (published_at, updated_at),
        Some(EditionDates { published_at, .. }) => (published_at, site.now),
        None => (site.now, site.now),
    };
    let word_count = content::word_count(draft.body.as_str());
    let mut view = ArticleView::of_draft(&draft, word_count, published_at, updated_at);
    view.tags = tags::resolve(conn, &draft.tags)?
        .into_iter()
        .map(|(slug, name)| TagLink {
            href: format!("/tags/{slug}"),
            name: name.to_string(),
            count: 0,
        })
        .collect();
    let series = match &draft.series {
        Some((title, part)) => series::find_place(conn, title, *part)?,
        None => None,
    };
    let place = Place {
        id,
        slug: draft.slug.as_str(),
        title: draft.title.as_str(),
    };
    view.series = navigation(conn, series.as_ref(), &place)?;
    let mut frame = site.frame.clone();
    frame.has_articles = true;
    let site = Site {
        frame: &frame,
        ..*site
    };
    Ok(article_page(&view, &site.surroundings(&links)))
}

/// The article that the fields say, where what is missing or wrong beside the text is filled in.
fn as_far_as_it_goes(snapshot: &Snapshot) -> Result<ArticleDraft, AssemblyError> {
    let problems = match snapshot.to_article() {
        Ok(draft) => return Ok(draft),
        Err(problems) => problems,
    };
    let body: Vec<FieldProblem> = problems
        .iter()
        .filter(|problem| problem.field == "body")
        .cloned()
        .collect();
    if !body.is_empty() {
        return Err(AssemblyError::Fields(body));
    }
    let mut mended = snapshot.clone();
    for problem in &problems {
        let text = match problem.field {
            "title" => cut(snapshot.get("title"), Title::MAX_CHARS, "Untitled article"),
            "excerpt" => cut(snapshot.get("excerpt"), Summary::MAX_CHARS, ""),
            "slug" => "untitled".to_owned(),
            _ => String::new(),
        };
        mended
            .set(problem.field, &text)
            .map_err(|problem| AssemblyError::Fields(vec![problem]))?;
    }
    mended.to_article().map_err(AssemblyError::Fields)
}

/// The way through a series, with this article in its place even where visitors do not see it yet.
fn navigation(
    conn: &mut PgConnection,
    place: Option<&SeriesPlace>,
    own: &Place<'_>,
) -> Result<Option<SeriesNavigation>, DatabaseError> {
    let Some(place) = place else {
        return Ok(None);
    };
    let mut parts = articles::list_published_of_series(conn, place.series.id)?;
    if let Some(part) = parts.iter_mut().find(|part| part.id == own.id) {
        part.title = own.title.to_owned();
        part.slug = own.slug.to_owned();
    } else {
        let at = parts.partition_point(|part| match (part.part, place.part) {
            (Some(theirs), Some(ours)) => theirs <= ours,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => true,
        });
        parts.insert(
            at,
            articles::SeriesMember {
                id: own.id,
                slug: own.slug.to_owned(),
                title: own.title.to_owned(),
                part: place.part,
            },
        );
    }
    let entries = parts
        .into_iter()
        .map(|part| SeriesEntry {
            is_current: part.id == own.id,
            href: Slug::parse(&part.slug)
                .ok()
                .map(|slug| format!("/articles/{slug}")),
            title: part.title,
        })
        .collect();
    Ok(SeriesNavigation::of(
        place.series.title.to_string(),
        None,
        entries,
    ))
}
