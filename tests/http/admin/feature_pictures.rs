//! The picture on top, chosen by a plain form: from a list, by its reference, or none.

use domain::FileFormat;
use plinth_tests::editing::Editor;
use plinth_tests::pictures::{photograph, stored};
use plinth_tests::site::Site;
use uuid::Uuid;

#[test]
fn a_picture_on_top_is_chosen_from_a_list_without_scripts() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let harbour = photograph(conn, "harbour.jpg");
    let bridge = photograph(conn, "bridge.jpg");
    stored(conn, "cv.pdf", FileFormat::Pdf);
    let reference = |id: domain::MediaId| format!("plinth:{id}");
    let owner = site.owner();
    for path in ["articles", "services"] {
        let editor = Editor::at(&owner, format!("/admin/{path}/{}", Uuid::now_v7()));
        let fields = [("title", "On top"), ("summary", "One."), ("body", "Words.")];
        assert_eq!(editor.send_new("save", &fields).status, 303);
        let page = editor.page();
        assert_eq!(
            page.texts_of("#field-feature_choice option"),
            [
                "As the reference below says",
                "No picture",
                "bridge.jpg",
                "harbour.jpg"
            ],
            "the newest pictures, and no downloads"
        );
        assert!(!page.has("[data-feature-shown]"));

        editor.save(&[("feature_choice", &reference(harbour.id))]);
        let page = editor.page();
        assert_eq!(page.field("feature_image"), reference(harbour.id));
        assert_eq!(page.text_of("[data-feature-shown]"), "harbour.jpg");
        assert!(
            page.attribute("[data-feature-shown] img", "src")
                .contains("-480.")
        );

        editor.save(&[
            ("feature_image", &reference(bridge.id)),
            ("feature_alt", "A bridge"),
            ("feature_focus", "30 70"),
        ]);
        let page = editor.page();
        assert_eq!(page.text_of("[data-feature-shown]"), "bridge.jpg");
        assert_eq!(page.field("feature_focus"), "30 70");

        editor.publish(&[]);
        let shown = site.visitor().get(&format!("/{path}/on-top"));
        assert_eq!(shown.attribute("figure.feature img", "alt"), "A bridge");
        assert!(shown.has("figure.feature.focus-x-30.focus-y-70"));

        editor.save(&[("feature_choice", "none")]);
        let page = editor.page();
        assert_eq!(page.field("feature_image"), "");
        assert!(!page.has("[data-feature-shown]"));
    }
}

#[test]
fn a_picture_that_is_gone_and_a_point_that_is_none_are_said_at_their_fields() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "On top", "Words.");
    editor.save(&[(
        "feature_image",
        "plinth:0193b2a0-0000-7000-8000-00000000dead",
    )]);
    let page = editor.page();
    assert_eq!(
        page.text_of("[data-feature-missing]"),
        "It is not in the library."
    );
    let harbour = photograph(&mut site.database.connection(), "harbour.jpg");
    let changes = [
        ("feature_image", format!("plinth:{}", harbour.id)),
        ("feature_alt", "A harbour".to_owned()),
        ("feature_focus", "here".to_owned()),
    ];
    let changes = changes
        .each_ref()
        .map(|(name, text)| (*name, text.as_str()));
    let answer = editor.submit("publish", &changes);
    assert_eq!(answer.status, 422);
    assert!(
        answer
            .text_of("#error-feature_focus")
            .contains("two whole numbers")
    );
    assert_eq!(
        answer.field("feature_focus"),
        "here",
        "what was typed is kept"
    );
}

#[test]
fn a_day_of_the_last_update_is_picked_and_what_is_no_day_can_be_mended() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Updated", "Words.");
    let kind = |value: &str| {
        editor.save(&[("updated_on", value)]);
        let page = editor.page();
        assert_eq!(page.field("updated_on"), value);
        page.attribute("#field-updated_on", "type")
    };
    assert_eq!(kind("2026-11-24"), "date");
    assert_eq!(kind("yesterday"), "text");
    assert_eq!(kind(""), "date");
}

#[test]
fn the_editor_learns_what_an_id_of_the_library_stands_for() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let harbour = photograph(conn, "harbour.jpg");
    let owner = site.owner();
    let ask = |words: &str| {
        owner
            .get_with(
                &format!("/admin/links?q={words}"),
                &[("accept", "application/json")],
            )
            .json()
    };
    let answer = ask(&harbour.id.to_string());
    assert_eq!(answer[0]["title"], "harbour.jpg");
    assert_eq!(answer[0]["kind"], "picture");
    assert_eq!(answer[0]["item"]["focal"]["x"], 50);
    assert_eq!(
        ask("harbour"),
        serde_json::json!([]),
        "words find pages only"
    );
    assert_eq!(
        ask("0193b2a0-0000-7000-8000-00000000dead"),
        serde_json::json!([])
    );
}
