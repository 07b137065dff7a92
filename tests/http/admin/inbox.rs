//! The inbox.

use plinth_tests::client::Client;
use plinth_tests::site::Site;

fn senders(owner: &Client, folder: &str) -> usize {
    owner
        .get(&format!("/admin/inbox?folder={folder}"))
        .texts_of(".mail-row")
        .len()
}

fn unread(owner: &Client) -> String {
    owner
        .get("/admin")
        .attributes("nav [data-unread]", "data-unread")
        .pop()
        .unwrap_or_default()
}

#[test]
fn a_message_is_read_whole_and_escaped_and_counted_until_it_was_read() {
    let site = Site::start();
    site.store_message("First <script>alert(1)</script>\n\nSecond paragraph & more");
    let owner = site.owner();
    assert_eq!(unread(&owner), "1");
    let list = owner.get("/admin/inbox");
    let path = list.attribute(".mail-row a", "href");
    let page = owner.get(&path);
    assert!(!page.text().contains("<script>alert"));
    assert!(
        page.text_of("article")
            .contains("First <script>alert(1)</script>")
    );
    assert!(page.text_of("article").contains("Second paragraph & more"));
    assert!(page.has("a[href^=\"mailto:ada@example.org\"]"));
    assert_eq!(unread(&owner), "1", "looking at a page changes nothing");

    let base = path.split('?').next().unwrap();
    owner.post_and_follow(&format!("{base}/read"), &[("read", "true")]);
    assert_eq!(unread(&owner), "");
    owner.post_and_follow(&format!("{base}/read"), &[("read", "false")]);
    assert_eq!(unread(&owner), "1");
}

#[test]
fn messages_are_archived_judged_deleted_and_brought_back() {
    let site = Site::start();
    let id = site.store_message("Move me");
    let owner = site.owner();
    let base = format!("/admin/inbox/{id}");
    for folder in ["archive", "spam", "inbox"] {
        owner.post_and_follow(&format!("{base}/folder"), &[("folder", folder)]);
        assert_eq!(senders(&owner, folder), 1, "{folder}");
    }
    assert_eq!(senders(&owner, "archive") + senders(&owner, "spam"), 0);
    let page = owner.post_and_follow(&format!("{base}/deletion"), &[]);
    assert_eq!(senders(&owner, "inbox"), 0);
    assert_eq!(senders(&owner, "deleted"), 1);
    let undo = page.attribute("[role=status] form", "action");
    owner.post_and_follow(&undo, &[]);
    assert_eq!(senders(&owner, "inbox"), 1);
    assert_eq!(
        owner
            .post(&format!("{base}/folder"), &[("folder", "attic")])
            .status,
        400
    );
}

#[test]
fn spam_says_why() {
    let site = Site::start();
    let id = site.store_message("Buy");
    site.database.execute(
        "update contact_messages set folder = 'spam', suspicions = array['The decoy field was filled in']",
    );
    let page = site.owner().get(&format!("/admin/inbox/{id}"));
    assert!(
        page.text_of("article")
            .contains("The decoy field was filled in")
    );
}

#[test]
fn a_long_inbox_has_pages() {
    let site = Site::start();
    for number in 0..60 {
        site.store_message(&format!("Message {number}"));
    }
    let owner = site.owner();
    let mut seen = 0;
    let mut path = "/admin/inbox".to_owned();
    let mut pages = 0;
    loop {
        let page = owner.get(&path);
        seen += page.texts_of(".mail-row").len();
        pages += 1;
        match page.attributes("a[rel=next]", "href").pop() {
            Some(next) => path = next,
            None => break,
        }
    }
    assert_eq!(seen, 60);
    assert!(pages > 1);
}

#[test]
fn unknown_messages_and_folders_are_no_pages() {
    let site = Site::start();
    let owner = site.owner();
    for path in [
        "/admin/inbox/x",
        "/admin/inbox/00000000-0000-7000-8000-000000000000",
        "/admin/inbox?folder=attic",
    ] {
        assert_eq!(owner.get(path).status, 404, "{path}");
    }
}
