mod sample;

use super::*;
use sample::{ID, assert_holds, assert_lacks, editor, shown, shown_with};

#[test]
fn the_scripts_find_what_they_need() {
    let html = shown(editor());
    assert_holds(
        &html,
        &[
            r#"data-editor data-kind="article""#,
            &format!(r#"data-id="{ID}""#),
            &format!(r#"data-base="/admin/articles/{ID}""#),
            r#"data-version="7""#,
            r#"name="version" value="7""#,
            r#"name="save_key" value="key""#,
            "data-warn-unsaved",
            "data-save-state",
            "data-preview",
            "data-markdown",
            "/assets/js/admin/drafts/editor.",
        ],
    );
    assert_lacks(&html, &["data-unsaved", "data-conflict"]);
}

#[test]
fn everything_can_be_done_without_a_script() {
    let html = shown(editor());
    // All of them buttons of the one form, so that none of them loses what was typed.
    for intent in [
        "save",
        "publish",
        "schedule",
        "discard",
        "pin",
        "duplicate",
        "withdraw",
        "delete",
        "plain-field",
    ] {
        assert_holds(&html, &[&format!(r#"name="intent" value="{intent}""#)]);
    }
    assert_lacks(&html, &[r#" form=""#]);
    for link in ["revisions", "preview", "preview-links"] {
        assert_holds(&html, &[&format!("/admin/articles/{ID}/{link}\"")]);
    }
    assert_holds(&html, &[r#"type="datetime-local""#, "/articles/growth"]);
}

#[test]
fn enter_in_a_line_saves_and_publishes_nothing() {
    let html = shown(editor());
    let first = html.find(r#"name="intent""#).unwrap();
    assert!(html[first..].starts_with(r#"name="intent" value="save""#));
}

#[test]
fn something_new_offers_only_what_can_be_done_with_it() {
    let html = shown(Editor {
        is_new: true,
        version: 0,
        heading: "Untitled article".to_owned(),
        status: Status {
            word: "draft",
            label: "Draft",
            ..Status::default()
        },
        can_publish: true,
        publish_label: "Publish",
        can_discard: false,
        can_schedule: false,
        schedule: None,
        history_href: None,
        preview_href: None,
        preview_links_href: None,
        withdrawal_action: None,
        deletion_action: None,
        duplicate_action: None,
        pin: None,
        ..editor()
    });
    assert_holds(
        &html,
        &["Nothing to save yet", "Visitors cannot see it", ">Publish<"],
    );
    assert_lacks(
        &html,
        &[
            "datetime-local",
            "withdrawal-form",
            "deletion-form",
            "duplicate-form",
            "pin-form",
            "/revisions",
        ],
    );
}

#[test]
fn the_state_is_in_sight() {
    let quiet = shown(Editor {
        status: Status {
            has_unpublished_changes: false,
            ..editor().status
        },
        can_publish: false,
        can_discard: false,
        ..editor()
    });
    assert_holds(
        &quiet,
        &[
            "data-status-changes hidden",
            "data-status-difference hidden",
            "data-discard hidden",
            "data-publish data-nothing-new",
        ],
    );
    let busy = shown(Editor {
        status: Status {
            has_schedule_difference: true,
            scheduled: Some(Scheduled {
                label: "for Friday 09:00 (Europe/Berlin)".to_owned(),
                withdrawal_label: Some("on Monday 18:00".to_owned()),
            }),
            withdrawal: Some("on Tuesday 18:00".to_owned()),
            ..editor().status
        },
        ..editor()
    });
    assert_holds(
        &busy,
        &[
            "Scheduled for Friday 09:00 (Europe/Berlin)",
            "off the site again on Monday 18:00",
            "It goes off the site on Tuesday 18:00",
            "What you write now is not part of it",
            "Update the schedule",
            "Empty both times to call the schedule off",
            "data-status-changes>",
            "data-status-difference>",
        ],
    );
}

#[test]
fn a_scheduled_text_without_changes_says_so() {
    let html = shown(Editor {
        status: Status {
            scheduled: Some(Scheduled {
                label: "for Friday".to_owned(),
                withdrawal_label: None,
            }),
            ..editor().status
        },
        ..editor()
    });
    assert_holds(&html, &["It is this text that will be published"]);
    assert_lacks(&html, &["off the site again"]);
}

#[test]
fn a_refused_form_keeps_every_character_and_opens_the_drawer_where_the_error_is() {
    let typed = "\n  <b> & \"quotes\" </textarea>";
    let mut errors = FieldErrors::new();
    errors.add("slug", "Another article has this address.");
    let html = shown_with(
        Editor {
            holds_unsaved: true,
            main: vec![Field::markdown("body", "Text", typed)],
            ..editor()
        },
        errors,
    );
    assert_holds(
        &html,
        &[
            "\n\n  &lt;b&gt; &amp; &quot;quotes&quot; &lt;/textarea&gt;</textarea>",
            r#"aria-describedby="error-slug help-slug""#,
            r#"id="error-slug">Another article has this address.<"#,
            "data-drawer open",
            " data-unsaved",
            ">Not saved<",
        ],
    );
    assert_lacks(&shown(editor()), &["data-drawer open"]);

    let mut errors = FieldErrors::new();
    errors.add("publish_at", "This time is in the past.");
    errors.add("withdraw_at", "This is before it is published.");
    errors.add("zone", "There is no such zone.");
    assert_holds(
        &shown_with(editor(), errors),
        &[
            "data-drawer open",
            r#"id="error-publish_at">This time is in the past.<"#,
            r#"id="error-withdraw_at">This is before it is published.<"#,
            r#"id="error-zone">There is no such zone.<"#,
        ],
    );
}

#[test]
fn a_conflict_shows_both_texts_and_keeps_whichever_is_not_taken() {
    let html = shown(Editor {
        holds_unsaved: true,
        conflict: Some(Conflict {
            at: "12:04".to_owned(),
            by: "owner@example.org".to_owned(),
            version: 9,
            fields: vec![
                ConflictField {
                    name: "title",
                    label: "Title".to_owned(),
                    mine: "Mine <i>".to_owned(),
                    theirs: "Theirs".to_owned(),
                    is_long: false,
                },
                ConflictField {
                    name: "body",
                    label: "Text".to_owned(),
                    mine: "A\n\nB".to_owned(),
                    theirs: "C".to_owned(),
                    is_long: true,
                },
            ],
        }),
        ..editor()
    });
    assert_holds(
        &html,
        &[
            " data-conflict",
            r#"name="version" value="9""#,
            "\nMine &lt;i&gt;</textarea>",
            "\nTheirs</textarea>",
            "saved another one at 12:04",
            r#"name="intent" value="take-theirs""#,
            "theirs is kept as a revision",
            "mine is kept as a revision",
        ],
    );
    assert_eq!(html.matches(r#"class="difference""#).count(), 2);
}

#[test]
fn what_blocks_publishing_is_told_apart_from_what_only_asks_for_a_look() {
    let check = |is_blocking, message: &str| Check {
        is_blocking,
        message: message.to_owned(),
        field: "body",
    };
    let html = shown(Editor {
        checks: vec![check(false, "“TODO” is left in the text.")],
        ..editor()
    });
    assert_holds(&html, &["Worth a look before publishing", "“TODO”"]);
    assert_lacks(&html, &["must be mended", "checks--blocking"]);
    let html = shown(Editor {
        checks: vec![
            check(true, "A picture has no alternative text."),
            check(false, "“TODO” is left in the text."),
        ],
        ..editor()
    });
    assert_holds(&html, &["Before it can be published", "checks--blocking"]);
    assert_eq!(html.matches("must be mended").count(), 1);
    assert_lacks(&shown(editor()), &["id=\"checks\""]);
}

#[test]
fn a_change_of_a_live_address_asks_about_the_old_one() {
    assert_lacks(&shown(editor()), &["drop_old_address"]);
    let html = shown(Editor {
        keep_old_address_question: true,
        ..editor()
    });
    assert_holds(&html, &[r#"name="drop_old_address" value="true""#]);
}

#[test]
fn the_choice_of_field_and_the_pin_go_both_ways() {
    let html = shown(editor());
    assert_holds(
        &html,
        &["Use the plain field", "Pin to the top", r#"value="pin""#],
    );
    assert_lacks(&html, &["data-plain"]);
    let html = shown(Editor {
        uses_plain_editor: true,
        pin: Some(Pin {
            action: "/pin".to_owned(),
            is_pinned: true,
        }),
        ..editor()
    });
    assert_holds(
        &html,
        &[
            "Use the field with highlighting",
            "Release from the top",
            r#"value="unpin""#,
            "data-plain",
            "editor-field",
        ],
    );
}

#[test]
fn every_kind_has_the_same_page() {
    for (kind, word) in [
        (Kind::Article, "article"),
        (Kind::Service, "service"),
        (Kind::Section, "section"),
    ] {
        let html = shown(Editor {
            kind,
            noun: word,
            settings: Vec::new(),
            ..editor()
        });
        assert_holds(
            &html,
            &[&format!(r#"data-kind="{word}""#), &format!("This {word}")],
        );
    }
}
