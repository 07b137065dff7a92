//! What several do at once.

use std::sync::Barrier;
use std::sync::mpsc;
use std::thread;

use persistence::DatabaseError;

use super::*;

#[test]
fn the_same_bytes_sent_at_once_become_one_item() {
    let database = TestDatabase::empty();
    let barrier = Barrier::new(6);
    let ids: Vec<(MediaId, bool)> = thread::scope(|scope| {
        let senders: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| {
                    let mut conn = database.connection();
                    barrier.wait();
                    let id = MediaId::from_uuid(Uuid::now_v7());
                    let file = file(1, FileFormat::Jpeg);
                    let uploaded = media::insert_upload(&mut conn, id, "photo.jpg", &file).unwrap();
                    (uploaded.item.id, uploaded.is_new)
                })
            })
            .collect();
        senders
            .into_iter()
            .map(|sender| sender.join().unwrap())
            .collect()
    });
    assert!(ids.iter().all(|(id, _)| *id == ids[0].0), "{ids:?}");
    assert_eq!(ids.iter().filter(|(_, is_new)| *is_new).count(), 1);
    assert_eq!(
        database.number("select count(*) as value from media_items"),
        1
    );
}

#[test]
fn files_of_one_name_sent_at_once_get_names_of_their_own() {
    let database = TestDatabase::empty();
    let barrier = Barrier::new(8);
    let mut names: Vec<String> = thread::scope(|scope| {
        let senders: Vec<_> = (0..8)
            .map(|number| {
                let (database, barrier) = (&database, &barrier);
                scope.spawn(move || {
                    let mut conn = database.connection();
                    barrier.wait();
                    upload(&mut conn, number, "photo.jpg").name.to_string()
                })
            })
            .collect();
        senders
            .into_iter()
            .map(|sender| sender.join().unwrap())
            .collect()
    });
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 8);
}

#[test]
fn a_text_that_names_an_item_while_it_would_be_erased_keeps_it() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let item = upload(conn, 1, "a.jpg");
    media::trash(conn, item.id).unwrap();
    thread::scope(|scope| {
        let (began, is_written) = mpsc::channel();
        let (go_on, may_commit) = mpsc::channel::<()>();
        let (database, item) = (&database, &item);
        let writer = scope.spawn(move || {
            use diesel::Connection as _;
            let mut conn = database.connection();
            let body = format!("![](plinth:{})", item.id);
            conn.transaction(|conn| {
                draft(conn, "late", &body);
                began.send(()).unwrap();
                may_commit.recv().unwrap();
                Ok::<_, diesel::result::Error>(())
            })
            .unwrap();
        });
        is_written.recv().unwrap();
        // The upkeep does not see the text yet, and does not erase past it either: it gives way.
        let busy = media::purge_trash(&mut database.connection(), much_later());
        assert!(busy.is_err(), "{busy:?}");
        go_on.send(()).unwrap();
        writer.join().unwrap();
    });
    assert_eq!(media::purge_trash(conn, much_later()).unwrap(), 0);
    assert!(media::find(conn, item.id).unwrap().is_some());
}

#[test]
fn an_upload_and_the_sweep_of_the_same_bytes_come_one_after_the_other() {
    let database = TestDatabase::empty();
    let hash = file(1, FileFormat::Jpeg).hash;
    let stored = Stored::new(true);
    thread::scope(|scope| {
        let (removing, is_removing) = mpsc::channel();
        let (go_on, may_end) = mpsc::channel::<()>();
        let (database, hash, stored) = (&database, &hash, &stored);
        let sweep = scope.spawn(move || {
            let removed = media::remove_without_row(&mut database.connection(), hash, || {
                removing.send(()).unwrap();
                may_end.recv().unwrap();
                stored.set(false);
                Ok::<_, DatabaseError>(())
            });
            assert!(removed.unwrap(), "nothing has these bytes yet");
        });
        is_removing.recv().unwrap();
        let upload = scope.spawn(|| {
            let mut conn = database.connection();
            media::hold_stored(
                &mut conn,
                hash,
                || Ok::<_, DatabaseError>(stored.get()),
                |conn| Ok(upload(conn, 1, "a.jpg")),
            )
        });
        wait_for_a_lock(database, || upload.is_finished());
        go_on.send(()).unwrap();
        sweep.join().unwrap();
        let outcome = upload.join().unwrap().unwrap();
        assert_eq!(outcome, None, "the upload learns that its bytes are gone");
    });
    // The bytes are stored once more, and from then on the sweep leaves them alone.
    stored.set(true);
    let conn = &mut database.connection();
    let is_stored = || Ok::<_, DatabaseError>(stored.get());
    let item = media::hold_stored(conn, &hash, is_stored, |conn| Ok(upload(conn, 1, "a.jpg")));
    assert!(item.unwrap().is_some());
    let removed = media::remove_without_row(conn, &hash, || {
        assert!(!stored.get(), "a file with a row is never removed");
        Ok::<_, DatabaseError>(())
    });
    assert!(!removed.unwrap());
}

/// Whether bytes are stored, seen by two threads.
struct Stored(std::sync::atomic::AtomicBool);

impl Stored {
    fn new(is_there: bool) -> Self {
        Self(is_there.into())
    }

    fn get(&self) -> bool {
        self.0.load(std::sync::atomic::Ordering::SeqCst)
    }

    fn set(&self, is_there: bool) {
        self.0.store(is_there, std::sync::atomic::Ordering::SeqCst);
    }
}

/// Waits until somebody waits for the lock of a name.
fn wait_for_a_lock(database: &TestDatabase, is_over: impl Fn() -> bool) {
    let query =
        "select count(*) as value from pg_locks where locktype = 'advisory' and not granted";
    while database.number(query) == 0 {
        assert!(!is_over(), "it did not wait");
        thread::yield_now();
    }
}
