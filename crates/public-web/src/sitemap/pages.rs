//! The pages that are no articles, each with the change of what it shows.

use chrono::{DateTime, Utc};
use domain::SectionKey;
use persistence::sitemap::Change;
use site_pages::Frame;

use super::document::Place;

/// The first page, the services, the lists and the contact page. What is empty or hidden has none.
pub(super) fn of(
    frame: &Frame,
    newest_article: Option<DateTime<Utc>>,
    tags: Vec<Change>,
    series: Vec<Change>,
) -> Vec<Place> {
    let newest_service = frame
        .services
        .iter()
        .map(|service| service.updated_at)
        .max();
    let newest_section = frame
        .sections
        .iter()
        .map(|section| section.updated_at)
        .max();
    let newest = [newest_article, newest_service, newest_section]
        .into_iter()
        .flatten()
        .fold(frame.updated_at, DateTime::max);
    // A list has a heading from the first page above it.
    let list = |path: &str, key: SectionKey, newest: DateTime<Utc>| {
        let heading = frame.section(key).map(|section| section.updated_at);
        let at = heading.map_or(newest, |heading| heading.max(newest));
        Place::changed(path.to_owned(), at)
    };
    let mut places = vec![Place::changed("/".to_owned(), newest)];
    if let Some(at) = newest_service {
        places.push(list("/services", SectionKey::Services, at));
    }
    places.extend(
        frame.services.iter().map(|service| {
            Place::changed(format!("/services/{}", service.slug), service.updated_at)
        }),
    );
    if let Some(at) = newest_article {
        places.push(list("/articles", SectionKey::Writing, at));
        places.push(Place {
            path: "/subscribe".to_owned(),
            changed_at: None,
        });
    }
    let named = |folder: &'static str, list: Vec<Change>| {
        list.into_iter()
            .map(move |(slug, at)| Place::changed(format!("{folder}/{slug}"), at))
    };
    places.extend(named("/tags", tags));
    places.extend(named("/series", series));
    if let Some(section) = frame.section(SectionKey::Contact) {
        let at = section.updated_at.max(frame.updated_at);
        places.push(Place::changed("/contact".to_owned(), at));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::super::document;
    use super::*;
    use chrono::TimeDelta;
    use domain::Slug;
    use site_pages::fixtures;

    fn change(name: &str, days: i64) -> Change {
        let at = fixtures::now() + TimeDelta::days(days);
        (Slug::parse(name).unwrap(), at)
    }

    fn of_fixtures() -> Vec<Place> {
        let newest = Some(fixtures::now() + TimeDelta::days(3));
        let (tags, series) = (vec![change("databases", 3)], vec![change("on-rust", 2)]);
        of(&fixtures::frame(), newest, tags, series)
    }

    #[test]
    fn every_page_is_named_by_its_absolute_address() {
        let text = document::list(&of_fixtures(), &fixtures::base_url()).unwrap();
        for path in [
            "",
            "services",
            "services/api-design",
            "articles",
            "subscribe",
            "tags/databases",
            "series/on-rust",
            "contact",
        ] {
            let element = format!("<loc>https://example.org/{path}</loc>");
            assert!(text.contains(&element), "{path}");
        }
        assert!(text.contains("<lastmod>2026-11-12T09:00:00Z</lastmod>"));
    }

    #[test]
    fn each_page_changed_when_what_it_shows_did() {
        let places = of_fixtures();
        let day = |path: &str| {
            let place = places.iter().find(|place| place.path == path).unwrap();
            (place.changed_at.unwrap() - fixtures::now()).num_days()
        };
        assert_eq!(day("/"), 3);
        assert_eq!(day("/articles"), 3);
        assert_eq!(day("/series/on-rust"), 2);
        assert_eq!(day("/services/backend"), 0);
        assert_eq!(day("/contact"), 0);
    }

    #[test]
    fn parts_that_are_empty_or_hidden_are_not_named() {
        let mut frame = fixtures::frame();
        frame.services.clear();
        frame.sections.clear();
        let places = of(&frame, None, Vec::new(), Vec::new());
        let paths: Vec<_> = places.iter().map(|place| place.path.as_str()).collect();
        assert_eq!(paths, ["/"]);
    }
}
