//! Contact messages: stored once, never lost.

use domain::{MessageFolder, MessageListing};
use persistence::PgConnection;
use persistence::messages::{self, Inserted};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{message, service, service_id, slug};
use plinth_tests::writing::publish_service;

const INBOX: MessageListing = MessageListing::Folder(MessageFolder::Inbox);

fn openings(conn: &mut PgConnection, listing: MessageListing) -> Vec<String> {
    messages::list(conn, listing, None, 50)
        .unwrap()
        .items
        .into_iter()
        .map(|message| message.opening)
        .collect()
}

#[test]
fn a_message_comes_back_as_it_was_sent() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let sent = message("Hello.\n\nA second paragraph.");
    assert_eq!(messages::insert(conn, &sent).unwrap(), Inserted::New);
    let stored = messages::find(conn, sent.id).unwrap().unwrap();
    assert_eq!(stored.body, sent.body);
    assert_eq!(stored.sender_email, sent.sender_email);
    assert_eq!(stored.folder, MessageFolder::Inbox);
    assert!(stored.read_at.is_none());
}

#[test]
fn the_same_form_sent_twice_at_once_is_one_message() {
    let database = TestDatabase::empty();
    let new: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..5)
            .map(|_| {
                let mut conn = database.connection();
                scope.spawn(move || messages::insert(&mut conn, &message("Twice")).unwrap())
            })
            .collect();
        threads
            .into_iter()
            .filter_map(|thread| (thread.join().unwrap() == Inserted::New).then_some(()))
            .count()
    });
    assert_eq!(new, 1);
    assert_eq!(openings(&mut database.connection(), INBOX), ["Twice"]);
}

#[test]
fn a_message_names_its_service_also_after_the_service_is_gone() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    publish_service(conn, service_id(), &service("api"));
    let mut sent = message("About the API");
    sent.service_slug = Some(slug("api"));
    messages::insert(conn, &sent).unwrap();
    database.execute("delete from services");
    let stored = messages::find(conn, sent.id).unwrap().unwrap();
    assert_eq!(stored.service_title.as_deref(), Some("Service api"));
    assert_eq!(stored.service_id, None);
}

#[test]
fn an_unknown_service_does_not_cost_the_message() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let mut sent = message("About something");
    sent.service_slug = Some(slug("nowhere"));
    messages::insert(conn, &sent).unwrap();
    assert_eq!(
        messages::find(conn, sent.id)
            .unwrap()
            .unwrap()
            .service_title,
        None
    );
}

#[test]
fn messages_move_between_folders_and_come_back_from_deletion() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let sent = message("Move me");
    messages::insert(conn, &sent).unwrap();
    messages::move_to(conn, sent.id, MessageFolder::Spam).unwrap();
    assert!(openings(conn, INBOX).is_empty());
    assert_eq!(
        openings(conn, MessageListing::Folder(MessageFolder::Spam)),
        ["Move me"]
    );
    messages::delete(conn, sent.id).unwrap();
    assert!(openings(conn, MessageListing::Folder(MessageFolder::Spam)).is_empty());
    assert_eq!(openings(conn, MessageListing::Deleted), ["Move me"]);
    messages::restore(conn, sent.id).unwrap();
    assert_eq!(
        openings(conn, MessageListing::Folder(MessageFolder::Spam)),
        ["Move me"]
    );
}

#[test]
fn only_unread_messages_of_the_inbox_are_counted() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for words in ["one", "two", "three", "four"] {
        messages::insert(conn, &message(words)).unwrap();
    }
    let ids: Vec<_> = messages::list(conn, INBOX, None, 50)
        .unwrap()
        .items
        .iter()
        .map(|item| item.id)
        .collect();
    messages::set_read(conn, ids[0], true).unwrap();
    messages::move_to(conn, ids[1], MessageFolder::Spam).unwrap();
    messages::delete(conn, ids[2]).unwrap();
    assert_eq!(messages::count_unread(conn).unwrap(), 1);
    messages::set_read(conn, ids[0], false).unwrap();
    assert_eq!(messages::count_unread(conn).unwrap(), 2);
}

#[test]
fn reading_twice_keeps_the_first_time() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let sent = message("Read me");
    messages::insert(conn, &sent).unwrap();
    messages::set_read(conn, sent.id, true).unwrap();
    let first = messages::find(conn, sent.id).unwrap().unwrap().read_at;
    messages::set_read(conn, sent.id, true).unwrap();
    assert_eq!(
        messages::find(conn, sent.id).unwrap().unwrap().read_at,
        first
    );
}

#[test]
fn pages_of_the_inbox_show_each_message_once() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for number in 0..7 {
        messages::insert(conn, &message(&format!("m{number}"))).unwrap();
    }
    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let page = messages::list(conn, INBOX, before.as_ref(), 3).unwrap();
        seen.extend(page.items.into_iter().map(|item| item.opening));
        match page.next {
            Some(cursor) => before = Some(cursor),
            None => break,
        }
    }
    assert_eq!(seen, ["m6", "m5", "m4", "m3", "m2", "m1", "m0"]);
}
