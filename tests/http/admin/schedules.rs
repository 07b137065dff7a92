//! Publishing and withdrawing at a moment to come.

use chrono::{Datelike, Days, NaiveDate, Utc, Weekday};
use plinth_tests::client::Answer;
use plinth_tests::editing::Editor;
use plinth_tests::site::Site;

/// The next last Sunday of a month, when Europe turns its clocks, at least a week ahead.
fn turning_day(month: u32) -> NaiveDate {
    let soon = Utc::now().date_naive() + Days::new(7);
    (soon.year()..)
        .filter_map(|year| {
            let last = NaiveDate::from_ymd_opt(year, month, 31)?;
            let back = last.weekday().days_since(Weekday::Sun);
            last.checked_sub_days(Days::new(back.into()))
        })
        .find(|day| *day > soon)
        .unwrap()
}

fn schedule(editor: &Editor<'_>, publish_at: &str, withdraw_at: &str) -> Answer {
    let fields = [
        ("publish_at", publish_at),
        ("withdraw_at", withdraw_at),
        ("zone", "Europe/Berlin"),
    ];
    editor.submit("schedule", &fields)
}

fn next_year() -> i32 {
    Utc::now().year() + 1
}

#[test]
fn what_is_scheduled_is_seen_from_its_moment_on_as_it_was_then() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Soon", "The words that were scheduled.");
    let at = format!("{}-01-15T09:00", next_year());
    let until = format!("{}-02-15T09:00", next_year());
    let answer = schedule(&editor, &at, &until);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = editor.page();
    assert_eq!(page.field("publish_at"), at);
    assert_eq!(page.field("withdraw_at"), until);
    assert_eq!(page.field("zone"), "Europe/Berlin");
    let stored = site.database.texts(
        "select to_char(visible_from at time zone 'UTC', 'MM-DD HH24:MI') as value
         from article_editions where slug = 'soon'",
    );
    assert_eq!(stored, ["01-15 08:00"], "nine in Berlin's winter");
    let visitor = site.visitor();
    assert_eq!(visitor.get("/articles/soon").status, 404);

    editor.save(&[("body", "Words after it.")]);
    let words = editor.page().text();
    assert!(words.contains("not part of it"), "{words}");
    site.database.execute(
        "update article_editions set visible_from = now(), published_at = now() where slug = 'soon'",
    );
    let shown = visitor.get("/articles/soon");
    assert_eq!(shown.text_of(".prose"), "The words that were scheduled.");
    site.database
        .execute("update article_editions set visible_until = now() where slug = 'soon'");
    assert_eq!(visitor.get("/articles/soon").status, 404);
}

#[test]
fn a_time_that_does_not_exist_is_refused_with_those_that_do() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Soon", "Words.");
    let at = format!("{}T02:30", turning_day(3));
    let answer = schedule(&editor, &at, "");
    assert_eq!(answer.status, 422);
    let message = answer.text_of("#error-publish_at");
    assert!(message.contains("does not exist"), "{message}");
    assert!(
        message.contains("1:59") && message.contains("3:00"),
        "{message}"
    );
    assert_eq!(answer.field("publish_at"), at, "what was typed is kept");
    assert_eq!(answer.field("body"), "Words.");
}

#[test]
fn a_time_that_comes_twice_is_asked_for() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Soon", "Words.");
    let day = turning_day(10);
    let answer = schedule(&editor, &format!("{day}T02:30"), "");
    assert_eq!(answer.status, 422);
    assert!(answer.text_of("#error-publish_at").contains("twice"));
    assert!(answer.has("select[name=publish_occurrence]"));
    for (occurrence, hour) in [("first", "00:30"), ("second", "01:30")] {
        let at = format!("{day}T02:30");
        let fields = [
            ("publish_at", at.as_str()),
            ("publish_occurrence", occurrence),
            ("zone", "Europe/Berlin"),
        ];
        let answer = editor.submit("schedule", &fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
        let stored = site.database.texts(
            "select to_char(visible_from at time zone 'UTC', 'HH24:MI') as value
             from article_editions where slug = 'soon'",
        );
        assert_eq!(stored, [hour], "{occurrence}");
        assert_eq!(editor.page().field("publish_occurrence"), occurrence);
    }
}

#[test]
fn a_schedule_can_be_changed_and_called_off() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Soon", "Words.");
    let first = format!("{}-01-15T09:00", next_year());
    let second = format!("{}-03-01T10:00", next_year());
    for at in [&first, &second] {
        assert_eq!(schedule(&editor, at, "").status, 303);
        assert_eq!(editor.page().field("publish_at"), *at);
    }
    assert_eq!(
        owner
            .get("/admin/articles?state=scheduled")
            .texts_of(".row__title"),
        ["Soon"]
    );
    assert_eq!(schedule(&editor, "", "").status, 303);
    assert_eq!(editor.page().field("publish_at"), "");
    let waiting = "select count(*) as value from article_editions where slug = 'soon'";
    assert_eq!(site.database.number(waiting), 0);
}

#[test]
fn an_end_alone_withdraws_what_is_on_the_site() {
    let site = Site::start();
    let owner = site.owner();
    let draft = Editor::drafted(&owner, "Never seen", "Words.");
    let until = format!("{}-01-15T09:00", next_year());
    let refused = schedule(&draft, "", &until);
    assert_eq!(refused.status, 422);
    assert!(refused.has("#error-publish_at"));
    let editor = Editor::published(&owner, "For a while", "Words.");
    assert_eq!(schedule(&editor, "", &until).status, 303);
    assert_eq!(site.visitor().get("/articles/for-a-while").status, 200);
    assert_eq!(editor.page().field("withdraw_at"), until);
    site.database
        .execute("update article_editions set visible_until = now() where slug = 'for-a-while'");
    assert_eq!(site.visitor().get("/articles/for-a-while").status, 404);
}

#[test]
fn what_has_passed_or_is_no_time_is_refused_and_nothing_is_scheduled() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Soon", "Words.");
    let next = format!("{}-01-15T09:00", next_year());
    let before = format!("{}-01-14T09:00", next_year());
    for (publish_at, withdraw_at, field) in [
        ("2020-01-01T09:00", "", "publish_at"),
        ("next week", "", "publish_at"),
        (next.as_str(), before.as_str(), "withdraw_at"),
        ("9999-01-01T00:00", "", "publish_at"),
    ] {
        let answer = schedule(&editor, publish_at, withdraw_at);
        assert_eq!(answer.status, 422, "{publish_at}");
        assert!(answer.has(&format!("#error-{field}")), "{publish_at}");
    }
    let fields = [("publish_at", next.as_str()), ("zone", "Mars/Base")];
    let answer = editor.submit("schedule", &fields);
    assert_eq!(answer.status, 422);
    assert!(answer.has("#error-zone"));
    assert_eq!(answer.field("zone"), "Mars/Base");
    let waiting = "select count(*) as value from article_editions where slug = 'soon'";
    assert_eq!(site.database.number(waiting), 0);
}

#[test]
fn what_cannot_be_published_cannot_be_scheduled() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Soon", "![](/x.png)");
    let answer = schedule(&editor, &format!("{}-01-15T09:00", next_year()), "");
    assert_eq!(answer.status, 422);
    assert!(answer.has("#error-body"));
    assert_eq!(answer.field("body"), "![](/x.png)");
}
