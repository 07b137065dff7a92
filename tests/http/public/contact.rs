//! The contact form: every message arrives, or its sender is told and keeps the text.

use std::time::Duration;

use plinth_tests::client::Answer;
use plinth_tests::site::Site;

const MESSAGE: &str = "Hello,\r\n\r\n<b>Is</b> “this” read? & more\r\n  indented";

/// A form that a person filled in, a minute after the page was made.
fn fields(site: &Site) -> Vec<(&'static str, String)> {
    vec![
        ("token", site.form_token(Duration::from_secs(60))),
        ("name", "Ada Lovelace".to_owned()),
        ("email", "ada+test@example.org".to_owned()),
        ("service", "database-engineering".to_owned()),
        ("message", MESSAGE.to_owned()),
        ("website", String::new()),
    ]
}

fn with(site: &Site, changes: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut fields = fields(site);
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, (*value).to_owned()));
    }
    fields
}

fn send(site: &Site, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    site.visitor().post("/contact", &fields)
}

fn stored(site: &Site, folder: &str) -> i64 {
    site.database.number(&format!(
        "select count(*) as value from contact_messages where folder = '{folder}'"
    ))
}

/// The page that refuses a message still holds every character of it.
fn assert_kept(answer: &Answer) {
    assert_eq!(answer.field("name"), "Ada Lovelace");
    assert_eq!(answer.field("email"), "ada+test@example.org");
    assert_eq!(answer.field("service"), "database-engineering");
    assert_eq!(answer.field("message"), MESSAGE.replace("\r\n", "\n"));
    assert!(!answer.field("token").is_empty());
}

#[test]
fn a_message_is_stored_before_the_thanks_and_a_reload_sends_nothing() {
    let site = Site::start();
    let answer = send(&site, &fields(&site));
    assert_eq!(answer.status, 303);
    assert_eq!(stored(&site, "inbox"), 1);
    let visitor = site.visitor();
    let thanks = visitor.follow(&answer);
    assert_eq!(thanks.status, 200);
    assert!(thanks.text_of("h1").contains("Thank you"));
    visitor.follow(&answer);
    assert_eq!(stored(&site, "inbox"), 1);
    let body = site
        .database
        .texts("select body as value from contact_messages");
    assert_eq!(body, [MESSAGE.replace("\r\n", "\n")]);
    let title = site
        .database
        .texts("select service_title as value from contact_messages");
    assert_eq!(title, ["Database engineering"]);
}

#[test]
fn pressing_the_button_twice_stores_one_message() {
    let site = Site::start();
    let fields = fields(&site);
    assert_eq!(send(&site, &fields).status, 303);
    assert_eq!(send(&site, &fields).status, 303);
    assert_eq!(stored(&site, "inbox"), 1);
}

#[test]
fn wrong_fields_are_named_and_every_character_is_kept() {
    let site = Site::start();
    for (field, value) in [
        ("name", ""),
        ("name", " \t "),
        ("email", ""),
        ("email", "ada@"),
        ("email", "a@b.org\r\nBcc: c@d.org"),
        ("message", ""),
        ("service", "no/such/service"),
    ] {
        let answer = send(&site, &with(&site, &[(field, value)]));
        assert_eq!(answer.status, 422, "{field}={value:?}");
        assert!(
            answer.has(&format!("#{field}[aria-invalid=true]")),
            "{field}"
        );
        assert!(answer.has(&format!("#{field}-error")), "{field}");
        assert!(
            answer.has(&format!("[role=alert] a[href=\"#{field}\"]")),
            "{field}"
        );
        if field != "message" {
            assert_eq!(answer.field("message"), MESSAGE.replace("\r\n", "\n"));
        }
    }
    assert_eq!(stored(&site, "inbox") + stored(&site, "spam"), 0);
}

#[test]
fn a_text_that_is_too_long_is_refused_and_kept_whole() {
    let site = Site::start();
    let long = "x".repeat(8_001);
    let answer = send(&site, &with(&site, &[("message", &long)]));
    assert_eq!(answer.status, 422);
    assert_eq!(answer.field("message"), long);
    let name = "n".repeat(101);
    let answer = send(&site, &with(&site, &[("name", &name)]));
    assert_eq!(answer.status, 422);
    assert_eq!(answer.field("name"), name);
}

#[test]
fn a_body_over_the_limit_is_refused_with_a_page() {
    let site = Site::start();
    let huge = "x".repeat(70_000);
    let answer = send(&site, &with(&site, &[("message", &huge)]));
    assert_eq!(answer.status, 413);
    assert!(answer.has("main h1"));
    assert_eq!(stored(&site, "inbox"), 0);
}

#[test]
fn a_missing_forged_or_old_stamp_asks_to_confirm_and_keeps_the_text() {
    let site = Site::start();
    let old = site.form_token(Duration::from_secs(49 * 60 * 60));
    for token in ["", "AAAA", &old] {
        let answer = send(&site, &with(&site, &[("token", token)]));
        assert_eq!(answer.status, 422);
        assert_kept(&answer);
        // Sending the form again, as it came back, is enough.
        let token = answer.field("token");
        assert_eq!(send(&site, &with(&site, &[("token", &token)])).status, 303);
    }
    assert_eq!(stored(&site, "inbox"), 3);
}

#[test]
fn a_filled_decoy_or_an_instant_answer_is_kept_as_spam_behind_the_same_thanks() {
    let site = Site::start();
    let honest = send(&site, &fields(&site));
    let decoy = send(&site, &with(&site, &[("website", "https://spam.example")]));
    let instant = site.form_token(Duration::from_secs(1));
    let fast = send(&site, &with(&site, &[("token", &instant)]));
    for answer in [&decoy, &fast] {
        assert_eq!(answer.status, honest.status);
        assert_eq!(answer.location(), honest.location());
    }
    assert_eq!(stored(&site, "inbox"), 1);
    assert_eq!(stored(&site, "spam"), 2);
    let reasons = site.database.number(
        "select count(*) as value from contact_messages where folder = 'spam' and suspicions <> '{}'",
    );
    assert_eq!(reasons, 2);
}

#[test]
fn a_sender_who_writes_too_often_is_asked_to_wait_and_keeps_the_text() {
    let site = Site::start_with(|settings| settings.contact_limit = 2.try_into().unwrap());
    for number in 0..2 {
        let text = format!("Message {number}");
        assert_eq!(send(&site, &with(&site, &[("message", &text)])).status, 303);
    }
    let answer = send(&site, &fields(&site));
    assert_eq!(answer.status, 429);
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
    assert_kept(&answer);
    assert_eq!(stored(&site, "inbox"), 2);
}

#[test]
fn a_made_up_sender_address_does_not_get_around_the_limit() {
    let site = Site::start_with(|settings| settings.contact_limit = 1.try_into().unwrap());
    assert_eq!(send(&site, &fields(&site)).status, 303);
    let fields = with(&site, &[("message", "Another")]);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let headers = [
        ("x-forwarded-for", "203.0.113.9"),
        ("forwarded", "for=203.0.113.9"),
    ];
    assert_eq!(
        site.visitor()
            .post_with("/contact", &fields, &headers)
            .status,
        429
    );
}

#[test]
fn while_the_database_is_away_the_sender_is_told_and_keeps_the_text() {
    let site = Site::start();
    // The page was opened while all was well.
    site.visitor().get("/contact");
    site.database.set_reachable(false);
    let fields = fields(&site);
    let answer = send(&site, &fields);
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("not stored"));
    assert!(answer.text().contains("hama@sarbastscript.com"));
    assert_kept(&answer);

    site.database.set_reachable(true);
    assert_eq!(send(&site, &fields).status, 303);
    assert_eq!(stored(&site, "inbox"), 1);
}

#[test]
fn a_service_is_chosen_beforehand_and_an_unknown_one_is_not() {
    let site = Site::start();
    let visitor = site.visitor();
    let page = visitor.get("/contact?service=software-architecture");
    assert_eq!(page.field("service"), "software-architecture");
    let page = visitor.get("/contact?service=%22%3E%3Cscript%3E");
    assert_eq!(page.status, 200);
    assert_eq!(page.field("service"), "");
    assert!(!page.text().contains("<script>\""));
}

#[test]
fn a_form_that_another_site_sends_is_refused() {
    let site = Site::start();
    let fields = fields(&site);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    for headers in [
        [
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ],
        [("origin", "https://evil.example"), ("accept", "*/*")],
    ] {
        let answer = site.visitor().post_with("/contact", &fields, &headers);
        assert_eq!(answer.status, 403);
    }
    assert_eq!(stored(&site, "inbox"), 0);
}

#[test]
fn a_body_that_is_no_form_gets_a_page_and_stores_nothing() {
    let site = Site::start();
    let visitor = site.visitor();
    let origin = site.base_url();
    for (kind, body) in [
        ("application/json", &b"{}"[..]),
        ("text/plain", b"name=a"),
        (
            "application/x-www-form-urlencoded",
            b"name=%ff%fe&message=\xff",
        ),
    ] {
        let headers = [("content-type", kind), ("origin", origin.as_str())];
        let answer = visitor.send("POST", "/contact", &headers, body);
        assert!(
            (400..=422).contains(&answer.status),
            "{kind}: {}",
            answer.status
        );
        assert!(answer.has("main h1"), "{kind}");
    }
    assert_eq!(stored(&site, "inbox") + stored(&site, "spam"), 0);
}

#[test]
fn the_same_words_about_another_service_are_another_message() {
    let site = Site::start();
    let fields = fields(&site);
    assert_eq!(send(&site, &fields).status, 303);
    let mut other = fields;
    for (name, value) in &mut other {
        if *name == "service" {
            "software-architecture".clone_into(value);
        }
    }
    assert_eq!(send(&site, &other).status, 303);
    assert_eq!(stored(&site, "inbox"), 2);
}
