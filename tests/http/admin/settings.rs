//! The settings in the panel.

use plinth_tests::client::Answer;
use plinth_tests::site::Site;

/// The form as a browser would send it back, with changes.
fn form(page: &Answer, changes: &[(&'static str, &str)]) -> Vec<(String, String)> {
    let names = [
        "site_name",
        "owner_name",
        "role",
        "tagline",
        "contact_email",
        "time_zone",
        "seo_title",
        "seo_description",
        "version",
    ];
    let mut fields: Vec<_> = names
        .iter()
        .map(|name| {
            let changed = changes.iter().find(|(known, _)| known == name);
            let value = changed.map_or_else(|| page.field(name), |(_, value)| (*value).to_owned());
            ((*name).to_owned(), value)
        })
        .collect();
    for (name, value) in changes {
        if !names.contains(name) {
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    fields
}

fn save(site: &Site, changes: &[(&'static str, &str)]) -> Answer {
    let owner = site.owner();
    let fields = form(&owner.get("/admin/settings"), changes);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    owner.post("/admin/settings", &fields)
}

#[test]
fn they_change_the_public_pages_at_the_next_request() {
    let site = Site::start();
    let answer = save(
        &site,
        &[
            ("site_name", "Quiet Systems"),
            ("contact_email", "write@example.org"),
            ("seo_title", "A title for search engines"),
            ("seo_description", "A description for search engines."),
            ("link_label", "Code"),
            ("link_address", "https://code.example/me"),
            ("link_label", ""),
            ("link_address", ""),
        ],
    );
    assert_eq!(answer.status, 303, "{}", answer.text());
    let home = site.visitor().get("/");
    assert_eq!(home.text_of("a.site-name"), "Quiet Systems");
    assert!(home.text_of("title").contains("A title for search engines"));
    assert_eq!(
        home.attribute("meta[name=description]", "content"),
        "A description for search engines."
    );
    assert!(home.has("footer a[href=\"https://code.example/me\"]"));
    assert!(home.has("a[href=\"mailto:write@example.org\"]"));
}

#[test]
fn wrong_values_are_named_and_kept() {
    let site = Site::start();
    for (field, value) in [
        ("site_name", ""),
        ("contact_email", "not an address"),
        ("time_zone", "Mars/Olympus"),
        ("tagline", &"t".repeat(301)),
    ] {
        let answer = save(&site, &[(field, value)]);
        assert_eq!(answer.status, 422, "{field}");
        assert!(answer.has(&format!("#error-{field}")), "{field}");
        if field != "time_zone" {
            assert_eq!(answer.field(field), value);
        }
    }
    let answer = save(
        &site,
        &[
            ("link_label", "Bad"),
            ("link_address", "javascript:alert(1)"),
        ],
    );
    assert_eq!(answer.status, 422);
    assert!(
        answer.text().contains("javascript:alert(1)"),
        "kept in the form"
    );
    assert!(!site.visitor().get("/").text().contains("javascript:"));
}

#[test]
fn the_second_of_two_tabs_sees_both_texts() {
    let site = Site::start();
    let owner = site.owner();
    let page = owner.get("/admin/settings");
    let send = |changes: &[(&'static str, &str)]| {
        let fields = form(&page, changes);
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        owner.post("/admin/settings", &fields)
    };
    assert_eq!(send(&[("tagline", "First.")]).status, 303);
    let conflict = send(&[("tagline", "Second.")]);
    assert_eq!(conflict.status, 409);
    assert_eq!(conflict.field("tagline"), "Second.");
    assert!(conflict.text_of("#stored-tagline").contains("First."));
}
