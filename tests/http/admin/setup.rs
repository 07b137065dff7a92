//! The single-use link by which the owner is made.

use plinth_tests::site::{OWNER_EMAIL, OWNER_PASSWORD, Site};

#[test]
fn the_link_makes_the_owner_who_is_then_signed_in() {
    let site = Site::start();
    let path = site.setup_link();
    let client = site.visitor();
    let page = client.get(&path);
    assert_eq!(page.status, 200);
    assert!(page.has("input[name=password][type=password][autocomplete=new-password]"));
    let home = client.post_and_follow(&path, &Site::owner_fields());
    assert_eq!(home.status, 200);
    assert!(home.has("nav[aria-label=Panel]"));
}

#[test]
fn it_works_once() {
    let site = Site::start();
    let path = site.setup_link();
    assert_eq!(
        site.visitor().post(&path, &Site::owner_fields()).status,
        303
    );
    let other = site.visitor();
    assert_eq!(other.get(&path).status, 410);
    let again = other.post(&path, &Site::owner_fields());
    assert_eq!(again.status, 410);
    assert!(again.text().contains("plinth owner link"));
    assert!(other.cookie_header().is_empty());
    assert_eq!(
        site.database
            .number("select count(*) as value from accounts"),
        1
    );
}

#[test]
fn of_many_requests_at_once_one_makes_the_owner() {
    let site = Site::start();
    let path = site.setup_link();
    let made = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| site.visitor().post(&path, &Site::owner_fields()).status))
            .collect();
        threads
            .into_iter()
            .filter_map(|thread| (thread.join().unwrap() == 303).then_some(()))
            .count()
    });
    assert_eq!(made, 1);
    assert_eq!(
        site.database
            .number("select count(*) as value from accounts"),
        1
    );
}

#[test]
fn a_made_up_an_expired_and_a_replaced_link_are_gone() {
    let site = Site::start();
    assert_eq!(site.visitor().get("/admin/setup/made-up").status, 410);
    let first = site.setup_link();
    let second = site.setup_link();
    assert_eq!(site.visitor().get(&first).status, 410);
    site.database
        .execute("update setup_links set expires_at = now() - interval '1 second'");
    assert_eq!(site.visitor().get(&second).status, 410);
    assert_eq!(
        site.visitor().post(&second, &Site::owner_fields()).status,
        410
    );
    assert_eq!(
        site.database
            .number("select count(*) as value from accounts"),
        0
    );
}

#[test]
fn a_weak_password_is_refused_with_a_reason_and_the_address_is_kept() {
    let site = Site::start();
    let path = site.setup_link();
    for password in [
        "short",
        "elevenchars",
        "passwordpassword",
        "aaaaaaaaaaaaaaaa",
        OWNER_EMAIL,
    ] {
        let fields = [
            ("email", OWNER_EMAIL),
            ("password", password),
            ("password_confirmation", password),
        ];
        let answer = site.visitor().post(&path, &fields);
        assert_eq!(answer.status, 422, "{password}");
        assert!(
            answer.has("input[name=password][aria-invalid=true]"),
            "{password}"
        );
        assert!(answer.has("#error-password"), "{password}");
        assert_eq!(answer.field("email"), OWNER_EMAIL);
        assert_eq!(answer.field("password"), "");
    }
    let fields = [
        ("email", OWNER_EMAIL),
        ("password", OWNER_PASSWORD),
        ("password_confirmation", "something else"),
    ];
    let answer = site.visitor().post(&path, &fields);
    assert_eq!(answer.status, 422);
    assert!(answer.has("#error-password_confirmation"));
    // The link is not used up by a refused form.
    assert_eq!(
        site.visitor().post(&path, &Site::owner_fields()).status,
        303
    );
}

#[test]
fn recovery_gives_a_new_password_and_signs_everybody_out() {
    let site = Site::start();
    let owner = site.owner();
    assert_eq!(owner.get("/admin").status, 200);
    let path = site.setup_link();
    let new = "another calm river 73 stones";
    let fields = [
        ("email", OWNER_EMAIL),
        ("password", new),
        ("password_confirmation", new),
    ];
    assert_eq!(site.visitor().post(&path, &fields).status, 303);
    assert_eq!(owner.get("/admin").status, 303);
    let client = site.visitor();
    let old = client.post(
        "/admin/sign-in",
        &[("email", OWNER_EMAIL), ("password", OWNER_PASSWORD)],
    );
    assert_eq!(old.status, 422);
    let now = client.post(
        "/admin/sign-in",
        &[("email", OWNER_EMAIL), ("password", new)],
    );
    assert_eq!(now.status, 303);
}

#[test]
fn no_password_and_no_token_is_stored_as_it_is() {
    let site = Site::start();
    let path = site.setup_link();
    let token = path.rsplit('/').next().unwrap().to_owned();
    site.visitor().post(&path, &Site::owner_fields());
    let stored = site.database.texts(
        "select a::text || s::text || l::text as value from accounts a, sessions s, setup_links l",
    );
    assert_eq!(stored.len(), 1);
    assert!(stored[0].contains("$argon2id$"));
    assert!(!stored[0].contains(&token) && !stored[0].contains(OWNER_PASSWORD));
}
