//! The site's settings.

use domain::{Label, SocialLink, TimeZone, Version, WebAddress};
use persistence::{SaveError, settings};
use plinth_tests::TestDatabase;

#[test]
fn settings_come_back_as_they_were_saved() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let mut wanted = settings::load(conn).unwrap();
    wanted.site_name = Label::parse("Another name").unwrap();
    wanted.time_zone = TimeZone::parse("Asia/Baghdad").unwrap();
    wanted.contact_email = None;
    wanted.social_links = vec![SocialLink {
        label: Label::parse("Code").unwrap(),
        address: WebAddress::parse("https://example.org/me").unwrap(),
    }];
    let saved = settings::update(conn, &wanted).unwrap();
    assert_eq!(saved.version, Version::new(2));
    wanted.version = saved.version;
    wanted.updated_at = saved.updated_at;
    assert_eq!(saved, wanted);
    assert_eq!(settings::load(conn).unwrap(), wanted);
}

#[test]
fn a_stale_save_of_the_settings_shows_what_is_stored() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let old = settings::load(conn).unwrap();
    let mut mine = old.clone();
    mine.site_name = Label::parse("Mine").unwrap();
    settings::update(conn, &mine).unwrap();
    let Err(SaveError::Stale { current }) = settings::update(conn, &old) else {
        panic!("a stale save must be refused");
    };
    assert_eq!(current.site_name.as_str(), "Mine");
}
