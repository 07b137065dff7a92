//! The page of an article.

mod related;

use chrono::{DateTime, Utc};
use domain::{
    Article, ArticleDraft, ArticleId, FieldProblem, SeriesPlace, Slug, Snapshot, Summary, Title,
};
use persistence::articles::{self, EditionDates, Neighbour};
use persistence::{DatabaseError, PgConnection, series, tags};
use site_pages::{
    ArticlePage, ArticleView, NeighbourLink, NeighbourLinks, SeriesEntry, SeriesNavigation,
    TagLink, article_page, article_source,
};

use crate::{AssemblyError, Site, Subject, cut, references};

/// The page of an article that visitors see.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn published_article(
    conn: &mut PgConnection,
    site: &Site<'_>,
    article: &Article,
) -> Result<ArticlePage, DatabaseError> {
    let references = references(conn, article.body.as_str(), article.feature.as_ref())?;
    let place = Place {
        id: article.id,
        slug: article.slug.as_str(),
        title: article.title.as_str(),
    };
    let mut view = ArticleView::from(article);
    view.series = navigation(conn, article.series.as_ref(), &place)?;
    let tags: Vec<Slug> = article.tags.iter().map(|tag| tag.slug.clone()).collect();
    view.related = related::related(conn, site, article.id, (view.title, view.excerpt), &tags)?;
    view.neighbours = neighbours(
        conn,
        site,
        (article.published_at, article.id),
        article.series.as_ref(),
    )?;
    Ok(article_page(&view, &site.surroundings(&references)))
}

/// The source of an article that visitors see: its Markdown, with addresses that lead here from
/// anywhere.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn published_article_source(
    conn: &mut PgConnection,
    site: &Site<'_>,
    article: &Article,
) -> Result<String, DatabaseError> {
    let references = references(conn, article.body.as_str(), None)?;
    Ok(article_source(article, &site.surroundings(&references)))
}

/// The ways to the articles before and after a place in time.
fn neighbours(
    conn: &mut PgConnection,
    site: &Site<'_>,
    (published_at, id): (DateTime<Utc>, ArticleId),
    own_series: Option<&SeriesPlace>,
) -> Result<Option<NeighbourLinks>, DatabaseError> {
    let series = own_series.map(|place| place.series.id);
    let found = articles::find_published_neighbours(conn, published_at, id, series)?;
    let link = |neighbour: Neighbour| {
        NeighbourLink::new(
            neighbour.slug.as_str(),
            neighbour.title.as_str(),
            neighbour.published_at,
            site.frame.time_zone,
        )
    };
    Ok(NeighbourLinks::of(
        found.earlier.map(link),
        found.later.map(link),
    ))
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
    let references = references(conn, draft.body.as_str(), draft.feature.as_ref())?;
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
    let tags = tags::resolve(conn, &draft.tags)?;
    let addresses: Vec<Slug> = tags.iter().map(|(slug, _)| slug.clone()).collect();
    view.related = related::related(conn, site, id, (view.title, view.excerpt), &addresses)?;
    view.tags = tags
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
    view.neighbours = neighbours(conn, site, (published_at, id), series.as_ref())?;
    let mut frame = site.frame.clone();
    frame.has_articles = true;
    let site = Site {
        frame: &frame,
        ..*site
    };
    Ok(article_page(&view, &site.surroundings(&references)))
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
        Some(format!("/series/{}", place.series.slug)),
        entries,
    ))
}
