use super::compare::{ComparePage, ComparedField, ComparedState};
use super::index::{DraftState, IndexPage, RevisionState};
use super::*;
use crate::chrome::Room;
use crate::fixtures::{facts, plain_chrome, render};
use crate::moment::Moment;
use crate::pages::Pager;
use crate::picture_pairs;

fn moment() -> Moment {
    let facts = facts();
    facts.moment(facts.now)
}

fn subject() -> Subject {
    Subject {
        heading: "Growth & more".to_owned(),
        base: "/admin/articles/7".to_owned(),
    }
}

fn draft(differs_from_live: bool) -> DraftState {
    DraftState {
        saved: moment(),
        author: Some("hama@example.org".to_owned()),
        characters: 1_300,
        differs_from_live,
    }
}

fn revision(number: i64, address: Option<&str>) -> RevisionState {
    RevisionState {
        number,
        reason: "publish".to_owned(),
        author: None,
        made: moment(),
        characters: 1_240,
        address: address.map(str::to_owned),
        previous: (number > 1).then(|| (number - 1, 1_000)),
        restored_from: None,
    }
}

fn index(live: Option<i64>, draft: Option<DraftState>, revisions: Vec<RevisionState>) -> String {
    render(&IndexPage::new(
        plain_chrome(Room::Articles),
        &subject(),
        Some("/articles/growth"),
        live,
        draft,
        revisions,
        (true, Pager::new("/admin/articles/7/revisions", true, None)),
    ))
}

#[test]
fn the_draft_is_on_top_and_each_revision_says_what_it_is() {
    let html = index(
        Some(2),
        Some(draft(true)),
        vec![
            revision(3, Some("/articles/growth")),
            revision(2, Some("/articles/grown")),
            revision(1, None),
        ],
    );
    assert!(html.contains("History of “Growth &amp; more”"), "{html}");
    assert!(html.find("The draft") < html.find("Revision 3"), "{html}");
    assert!(html.contains("Not published like this"), "{html}");
    assert!(html.contains("1,300 characters"), "{html}");
    assert!(html.contains(">+60<"), "{html}");
    assert!(html.contains(">+240<"), "{html}");
    assert!(html.contains("Published"), "{html}");
    assert_eq!(html.matches("Live now").count(), 1, "{html}");
    assert!(
        html.contains("<form class=\"history__choose\" id=\"compare-two\" method=\"get\""),
        "{html}"
    );
}

#[test]
fn each_revision_can_be_compared_with_the_live_text_and_with_the_one_before() {
    let html = index(
        Some(2),
        Some(draft(true)),
        vec![revision(3, None), revision(2, None), revision(1, None)],
    );
    let link = |from: &str, to: &str| {
        let href = format!(
            "href=\"/admin/articles/7/revisions/compare?from&#x3D;{from}&amp;to&#x3D;{to}\""
        );
        html.matches(&href).count()
    };
    assert_eq!(link("live", "draft"), 1, "{html}");
    assert_eq!(link("live", "3"), 1, "{html}");
    assert_eq!(link("1", "live"), 1, "{html}");
    assert_eq!(link("2", "3"), 1, "{html}");
    assert_eq!(link("1", "2"), 1, "{html}");
    assert_eq!(
        html.matches("Compare with the one before").count(),
        2,
        "{html}"
    );
    assert_eq!(html.matches(">Compare with live").count(), 3, "{html}");
}

#[test]
fn any_two_states_can_be_chosen_and_two_are_chosen_already() {
    let html = index(
        None,
        Some(draft(true)),
        vec![revision(2, None), revision(1, None)],
    );
    assert_eq!(html.matches("type=\"radio\"").count(), 5, "{html}");
    assert!(
        html.contains("value=\"draft\" form=\"compare-two\" checked"),
        "{html}"
    );
    assert!(
        html.contains("name=\"from\" value=\"2\" form=\"compare-two\" checked"),
        "{html}"
    );
    assert_eq!(html.matches(" checked").count(), 2, "{html}");

    let html = index(None, None, vec![revision(2, None), revision(1, None)]);
    assert!(
        html.contains("name=\"to\" value=\"2\" form=\"compare-two\" checked"),
        "{html}"
    );
    assert!(
        html.contains("name=\"from\" value=\"1\" form=\"compare-two\" checked"),
        "{html}"
    );

    let html = index(None, None, vec![revision(1, None)]);
    assert!(
        !html.contains("type=\"radio\"") && !html.contains("compare-two"),
        "{html}"
    );
}

#[test]
fn restoring_offers_another_address_only_where_there_is_one() {
    let html = index(
        None,
        Some(draft(false)),
        vec![
            revision(2, Some("/articles/grown")),
            revision(1, Some("/articles/growth")),
        ],
    );
    assert!(
        html.contains("action=\"/admin/articles/7/revisions/2/restoration\""),
        "{html}"
    );
    assert_eq!(
        html.matches("name=\"address\" value=\"true\"").count(),
        1,
        "{html}"
    );
    assert!(html.contains("/articles/grown</span>"), "{html}");
    assert!(html.contains("Same as the live text"), "{html}");
    assert!(!html.contains("Compare with live"), "{html}");
}

#[test]
fn an_empty_history_says_when_the_first_revision_comes() {
    let html = index(None, None, Vec::new());
    assert!(html.contains("No revisions yet."), "{html}");
    let page = IndexPage::new(
        plain_chrome(Room::Articles),
        &subject(),
        None,
        None,
        None,
        Vec::new(),
        (
            false,
            Pager::new("/admin/articles/7/revisions", false, None),
        ),
    );
    let html = render(&page);
    assert!(html.contains("There is nothing older than this."), "{html}");
    assert!(html.contains(">Newest</a>"), "{html}");
}

fn state(place: Place, page: Option<&str>) -> ComparedState {
    ComparedState {
        place,
        reason: matches!(place, Place::Revision(_)).then(|| "manual".to_owned()),
        author: Some("hama@example.org".to_owned()),
        made: moment(),
        page_href: page.map(str::to_owned),
    }
}

fn field(name: &'static str, label: &str, before: &str, after: &str) -> ComparedField {
    ComparedField {
        name,
        label: label.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
        is_text: name == "body",
    }
}

const PICTURE: uuid::Uuid = uuid::Uuid::from_u128(7);

fn compare(fields: &[ComparedField], side_by_side: Option<&str>) -> String {
    render(&ComparePage::new(
        plain_chrome(Room::Articles),
        &subject(),
        state(
            Place::Revision(3),
            Some("/admin/articles/7/revisions/3/preview"),
        ),
        state(Place::Draft, None),
        fields,
        &picture_pairs::one_picture(PICTURE, "cat.jpg", "A cat"),
        side_by_side.map(str::to_owned),
    ))
}

#[test]
fn a_comparison_shows_the_pictures_on_top_where_they_are_not_the_same() {
    let reference = format!("plinth:{PICTURE}");
    let fields = |before: &str, words: &str| {
        [
            field("feature_image", "Picture on top", before, &reference),
            field("feature_alt", "What the picture shows", "", words),
        ]
    };
    let came = compare(&fields("", ""), None);
    assert_eq!(came.matches("<img").count(), 1, "{came}");
    assert!(
        came.contains("No picture") && came.contains("“A cat”"),
        "{came}"
    );
    assert!(!came.contains("plinth:"), "{came}");
    let renamed = compare(&fields(&reference, "Tom"), None);
    assert_eq!(renamed.matches("<img").count(), 2, "{renamed}");
    assert!(renamed.contains("“Tom”"), "{renamed}");
    let same = compare(&fields(&reference, ""), None);
    assert!(!same.contains("<img"), "{same}");
}

#[test]
fn a_comparison_shows_fields_before_and_after_and_the_text_by_word() {
    let html = compare(
        &[
            field("title", "Title", "Old name", "New name"),
            field("excerpt", "Excerpt", "", "Short"),
            field("tags", "Tags", "rust", "rust"),
            field("body", "Text", "It was here.", "It is here."),
        ],
        Some("/admin/articles/7/revisions/pages?from=3&to=draft"),
    );
    assert!(html.contains("<strong>Revision 3</strong>"), "{html}");
    assert!(html.contains("<strong>The draft</strong>"), "{html}");
    assert!(html.contains("<dt>Title</dt>"), "{html}");
    assert!(html.contains("</span>Old<span"), "{html}");
    assert!(html.contains(">empty</em>"), "{html}");
    assert!(html.contains("<h2>Text</h2>"), "{html}");
    assert!(html.contains("</span>was<span"), "{html}");
    assert!(html.contains("id=\"body-0\""), "{html}");
    assert!(html.contains("Unchanged: Tags."), "{html}");
    assert!(html.contains("Both pages side by side"), "{html}");
    assert!(
        html.contains("See the page<span class=\"visually-hidden\"> of Revision 3"),
        "{html}"
    );
    assert_eq!(html.matches("See the page").count(), 1, "{html}");
    assert_eq!(html.matches("Restore as draft").count(), 1, "{html}");
    assert!(html.contains("from&#x3D;draft&amp;to&#x3D;3"), "{html}");
}

#[test]
fn two_states_that_are_the_same_say_so() {
    let html = compare(&[field("title", "Title", "Same", "Same")], None);
    assert!(
        html.contains("There is no difference between these two."),
        "{html}"
    );
    assert!(!html.contains("Unchanged"), "{html}");
    assert!(!html.contains("side by side"), "{html}");
}

#[test]
fn only_the_text_changed_or_only_a_field() {
    let html = compare(&[field("body", "Text", "One.", "Two.")], None);
    assert!(
        !html.contains("fields-compared\"") && html.contains("text-compared"),
        "{html}"
    );
    assert!(!html.contains("Unchanged"), "{html}");
    let html = compare(&[field("title", "Title", "One", "Two")], None);
    assert!(
        html.contains("fields-compared\"") && !html.contains("text-compared"),
        "{html}"
    );
}

#[test]
fn a_place_is_read_from_an_address() {
    assert_eq!(Place::parse("draft"), Some(Place::Draft));
    assert_eq!(Place::parse("live"), Some(Place::Live));
    assert_eq!(Place::parse("12"), Some(Place::Revision(12)));
    for wrong in ["", "0", "-1", "Draft", "1.5"] {
        assert_eq!(Place::parse(wrong), None, "{wrong}");
    }
    assert_eq!(Place::Live.label(), "The live text");
}
