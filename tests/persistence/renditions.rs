//! Who makes the renditions of a file, and what is known of it meanwhile.

use chrono::TimeDelta;
use domain::{Encoding, FileFormat, FileHash, MediaId, Rendition};
use persistence::PgConnection;
use persistence::media::{
    self, ClaimedFile, NewFile, claim_encoding, fail_encoding, finish_encoding, insert_rendition,
};
use plinth_tests::TestDatabase;
use uuid::Uuid;

/// A photograph whose renditions are not made yet.
fn upload(conn: &mut PgConnection, number: u8) -> FileHash {
    let hash = FileHash::parse(&format!("{number:032x}")).unwrap();
    let file = NewFile {
        hash: hash.clone(),
        format: FileFormat::Jpeg,
        size_bytes: 1_000,
        width_px: 4_000,
        height_px: 3_000,
        colour: Some([1, 2, 255]),
        has_transparency: false,
        is_animated: false,
        encoding: Encoding::Pending,
    };
    let id = MediaId::from_uuid(Uuid::now_v7());
    let uploaded = media::insert_upload(conn, id, &format!("photo {number}.jpg"), &file).unwrap();
    assert_eq!(uploaded.item.file.colour, Some([1, 2, 255]));
    hash
}

fn claim(conn: &mut PgConnection) -> Option<ClaimedFile> {
    claim_encoding(conn, TimeDelta::minutes(5), true).unwrap()
}

/// Lets every lease and every pause run out.
fn later(database: &TestDatabase) {
    database.execute("update media_files set encoding_due_at = now() - interval '1 second'");
}

#[test]
fn each_file_is_in_one_hand_at_a_time_and_the_longest_waiting_comes_first() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let first = upload(conn, 1);
    let second = upload(conn, 2);
    assert_eq!(claim(conn).unwrap().file.hash, first);
    assert_eq!(claim(conn).unwrap().file.hash, second);
    assert_eq!(claim(conn), None);
}

#[test]
fn a_file_whose_runner_died_is_taken_up_again_and_the_dead_one_can_finish_nothing() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    upload(conn, 1);
    let dead = claim(conn).unwrap();
    later(&database);
    let other = claim(conn).unwrap();
    assert_eq!((dead.attempt, other.attempt), (1, 2));
    assert!(!finish_encoding(conn, &dead, Encoding::Done).unwrap());
    assert!(finish_encoding(conn, &other, Encoding::Done).unwrap());
    later(&database);
    assert_eq!(claim(conn), None, "what is done is done");
}

#[test]
fn pictures_without_any_rendition_come_before_those_that_lack_avif_alone() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let first = upload(conn, 1);
    let claimed = claim(conn).unwrap();
    assert!(finish_encoding(conn, &claimed, Encoding::Avif).unwrap());
    let second = upload(conn, 2);
    later(&database);
    assert_eq!(claim(conn).unwrap().file.hash, second);
    let avif = claim(conn).unwrap();
    assert_eq!(
        (avif.file.hash, avif.file.encoding),
        (first, Encoding::Avif)
    );
    later(&database);
    let without = claim_encoding(conn, TimeDelta::minutes(5), false).unwrap();
    assert_eq!(
        without.unwrap().file.hash,
        second,
        "a program without AVIF leaves it alone"
    );
}

#[test]
fn what_fails_four_times_is_served_as_it_was_stored() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    upload(conn, 1);
    for attempt in 1..=4 {
        let claimed = claim(conn).unwrap();
        assert_eq!(claimed.attempt, attempt);
        fail_encoding(conn, &claimed, "the picture is damaged").unwrap();
        assert_eq!(claim(conn), None, "it rests before the next try");
        later(&database);
    }
    assert_eq!(claim(conn), None);
    assert_eq!(
        database.texts("select encoding || ': ' || encoding_error as value from media_files"),
        ["failed: the picture is damaged"]
    );
}

#[test]
fn a_picture_whose_avif_fails_keeps_what_every_browser_shows() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    upload(conn, 1);
    let claimed = claim(conn).unwrap();
    finish_encoding(conn, &claimed, Encoding::Avif).unwrap();
    for _ in 0..4 {
        later(&database);
        let claimed = claim(conn).unwrap();
        fail_encoding(conn, &claimed, "too slow").unwrap();
    }
    assert_eq!(
        database.texts("select encoding as value from media_files"),
        ["done"]
    );
}

#[test]
fn a_rendition_that_is_made_twice_is_one() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let hash = upload(conn, 1);
    let rendition = Rendition {
        format: FileFormat::WebP,
        width_px: 480,
        height_px: 360,
        size_bytes: 9_000,
    };
    for _ in 0..2 {
        insert_rendition(conn, &hash, rendition).unwrap();
    }
    let id = database.texts("select id::text as value from media_items");
    let id: Uuid = id[0].parse().unwrap();
    let pictures = media::list_published_pictures(conn, &[id, Uuid::now_v7()]).unwrap();
    let [picture] = pictures.as_slice() else {
        panic!("one picture");
    };
    assert_eq!(picture.renditions, [rendition]);
    assert_eq!(
        rendition.path(&hash),
        "/media/00000000000000000000000000000001-480.webp"
    );
}

mod lane {
    //! The lane itself, over a real database and real pictures.

    use std::time::Duration;

    use object_storage::{ObjectKey, Storage};
    use persistence::Database;
    use persistence::media::PublishedPicture;
    use plinth::serve::renditions::RenditionMaker;
    use tokio::runtime::Runtime;

    use super::*;

    /// A picture of 1,200 × 900 pixels, as an upload stores it.
    fn stored(conn: &mut PgConnection, storage: &Storage, runtime: &Runtime, fill: u8) -> Uuid {
        let mut picture = image::RgbImage::new(1_200, 900);
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            *pixel = image::Rgb([(x % 256) as u8, (y % 256) as u8, fill]);
        }
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture
            .write_to(&mut bytes, image::ImageFormat::Jpeg)
            .unwrap();
        let prepared = ::media::prepare(bytes.get_ref()).unwrap();
        let file = NewFile {
            hash: FileHash::parse(&::media::hash_of(&prepared.bytes)).unwrap(),
            format: FileFormat::Jpeg,
            size_bytes: prepared.bytes.len() as u64,
            width_px: prepared.width_px,
            height_px: prepared.height_px,
            colour: prepared.colour,
            has_transparency: prepared.has_transparency,
            is_animated: prepared.is_animated,
            encoding: Encoding::Pending,
        };
        let id = MediaId::from_uuid(Uuid::now_v7());
        let item = media_items::insert_upload(conn, id, "photo.jpg", &file)
            .unwrap()
            .item;
        let key = ObjectKey::parse(&item.file.object_key()).unwrap();
        runtime
            .block_on(storage.put(&key, prepared.bytes.into()))
            .unwrap();
        item.id.as_uuid()
    }

    use persistence::media as media_items;

    /// Waits until nothing is left to be made of these pictures.
    async fn finished(database: &Database, ids: &[Uuid]) -> Vec<PublishedPicture> {
        let ids = ids.to_vec();
        for _ in 0..600 {
            let ids = ids.clone();
            let pictures = database
                .run(move |conn| media_items::list_published_pictures(conn, &ids))
                .await
                .unwrap();
            let is_done = |picture: &PublishedPicture| {
                !matches!(picture.file.encoding, Encoding::Pending | Encoding::Avif)
            };
            if pictures.iter().all(is_done) {
                return pictures;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the pictures are not done");
    }

    #[test]
    fn every_rendition_that_is_noted_is_in_the_storage_and_no_larger_than_the_picture() {
        let database = TestDatabase::empty();
        let (runtime, storage) = (Runtime::new().unwrap(), Storage::in_memory());
        let conn = &mut database.connection();
        let ids = [1, 2].map(|fill| stored(conn, &storage, &runtime, fill));
        let pool = database.database();
        runtime.block_on(async {
            let maker = RenditionMaker::start(pool.clone(), storage.clone());
            for picture in finished(&pool, &ids).await {
                assert_eq!(picture.file.encoding, Encoding::Done);
                let made: Vec<_> = picture
                    .renditions
                    .iter()
                    .filter(|rendition| rendition.format != FileFormat::Avif)
                    .map(|rendition| (rendition.format, rendition.width_px, rendition.height_px))
                    .collect();
                let widths = [(480, 360), (960, 720), (1_200, 900)];
                let expected: Vec<_> = [FileFormat::Jpeg, FileFormat::WebP]
                    .into_iter()
                    .flat_map(|format| widths.map(|(width, height)| (format, width, height)))
                    .collect();
                assert_eq!(made, expected);
                for rendition in &picture.renditions {
                    let key = ObjectKey::parse(&rendition.object_key(&picture.file.hash)).unwrap();
                    let size = storage.size_bytes(&key).await.unwrap();
                    assert_eq!(size, Some(rendition.size_bytes));
                }
            }
            maker.stop().await;
        });
    }

    #[test]
    fn a_picture_that_is_missing_does_not_hold_up_the_others() {
        let database = TestDatabase::empty();
        let (runtime, storage) = (Runtime::new().unwrap(), Storage::in_memory());
        let conn = &mut database.connection();
        let lost = upload(conn, 9);
        let id = stored(conn, &storage, &runtime, 1);
        let pool = database.database();
        runtime.block_on(async {
            let maker = RenditionMaker::start(pool.clone(), storage);
            assert!(!finished(&pool, &[id]).await[0].renditions.is_empty());
            maker.stop().await;
        });
        assert_eq!(
            database.texts(&format!(
                "select encoding || ': ' || encoding_error as value from media_files
                 where hash = '{lost}'"
            )),
            ["pending: the stored picture is missing"]
        );
    }
}
