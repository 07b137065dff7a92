//! Pictures of the library in what is written: looked over before publishing, and compared.

use domain::FileFormat;
use plinth_tests::editing::Editor;
use plinth_tests::pictures::{photograph, stored};
use plinth_tests::site::Site;

#[test]
fn a_picture_that_visitors_cannot_have_or_that_says_nothing_is_not_published() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let mute = photograph(conn, "mute.jpg");
    let trashed = photograph(conn, "old.jpg");
    let letter = stored(conn, "cv.pdf", FileFormat::Pdf);
    site.database.execute(&format!(
        "update media_items set trashed_at = now(), alt = 'Old' where id = '{}'",
        trashed.id
    ));
    let gone = "0193b2a0-0000-7000-8000-00000000dead";
    let owner = site.owner();
    let editor = Editor::published(&owner, "Pictures", "Old words.");
    for (body, words) in [
        (format!("![](plinth:{})", mute.id), "“mute.jpg” has no text"),
        (
            format!("<img src=\"plinth:{}\">", mute.id),
            "“mute.jpg” has no text",
        ),
        (
            format!("![a](plinth:{})", trashed.id),
            "“old.jpg” is in the trash",
        ),
        (
            format!("[a](plinth:{})", trashed.id),
            "the file “old.jpg”, which is in the trash",
        ),
        (
            format!("![Cat](plinth:{gone})"),
            "“Cat” is not in the library any more",
        ),
        (
            format!("![a](plinth:{})", letter.id),
            "“cv.pdf” is a download",
        ),
    ] {
        let answer = editor.submit("publish", &[("body", &body)]);
        assert_eq!(answer.status, 422, "{body}");
        let message = answer.text_of("#error-body");
        assert!(message.contains(words), "{message}");
        assert_eq!(editor.page().field("body"), body, "the text is kept");
        let shown = site.visitor().get("/articles/pictures");
        assert_eq!(shown.text_of(".prose"), "Old words.");
    }
    for body in [
        format!("![Words](plinth:{})", mute.id),
        format!("<img src=\"plinth:{}\" alt=\"\">", mute.id),
        format!("[letter](plinth:{})", letter.id),
    ] {
        editor.publish(&[("body", &body)]);
    }
}

#[test]
fn a_picture_on_top_is_looked_over_too() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let mute = photograph(conn, "mute.jpg");
    let owner = site.owner();
    let editor = Editor::published(&owner, "On top", "Words.");
    let reference = format!("plinth:{}", mute.id);
    let answer = editor.submit("publish", &[("feature_image", &reference)]);
    assert_eq!(answer.status, 422);
    let message = answer.text_of("#error-feature_alt");
    assert!(message.contains("“mute.jpg”, has no text"), "{message}");
    editor.publish(&[("feature_alt", "A mute picture")]);
    let page = site.visitor().get("/articles/on-top");
    assert_eq!(
        page.attribute("figure.feature img", "alt"),
        "A mute picture"
    );
    site.database
        .execute("update media_items set trashed_at = now()");
    let answer = editor.submit("publish", &[("title", "Another title")]);
    assert_eq!(answer.status, 422);
    let message = answer.text_of("#error-feature_image");
    assert!(message.contains("“mute.jpg” is in the trash"), "{message}");
    editor.publish(&[("feature_image", "")]);
    assert!(!site.visitor().get("/articles/on-top").has("figure.feature"));
}

#[test]
fn two_states_show_the_pictures_that_went_and_came_beside_one_another() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let (cat, dog) = (photograph(conn, "cat.jpg"), photograph(conn, "dog.jpg"));
    let owner = site.owner();
    let body = |item: &domain::MediaItem| format!("First.\n\n![It](plinth:{})\n\nLast.", item.id);
    let editor = Editor::drafted(&owner, "Animals", &body(&cat));
    editor.save(&[
        ("body", &body(&dog)),
        ("feature_image", &format!("plinth:{}", dog.id)),
    ]);
    let page = owner.get(&editor.path("/revisions/compare?from=1&to=draft"));
    assert_eq!(page.status, 200, "{}", page.text());
    assert_eq!(
        page.texts_of(".pair__name"),
        ["dog.jpg", "cat.jpg", "dog.jpg"]
    );
    assert_eq!(
        page.attributes(".pair img", "src"),
        [&dog, &cat, &dog].map(|item| format!("/media/{}-960.jpg", item.file.hash))
    );
    let sides = page.texts_of(".pair__side");
    assert!(sides[0].contains("No picture"), "{sides:?}");
    let same = owner.get(&editor.path("/revisions/compare?from=draft&to=draft"));
    assert!(!same.has(".pair"));
}
