//! Stored files and their renditions, as browsers get them.

use object_storage::ObjectKey;
use plinth_tests::site::Site;

const HASH: &str = "0123456789abcdef0123456789abcdef";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

fn store(site: &Site, name: &str, bytes: &[u8]) -> String {
    let key = ObjectKey::parse(&format!("media/01/{HASH}{name}")).expect("a key");
    site.store(&key, bytes);
    format!("/media/{HASH}{name}")
}

#[test]
fn a_file_is_sent_with_its_type_and_may_be_kept_for_ever() {
    let site = Site::start_blank();
    let visitor = site.visitor();
    for (name, content_type) in [
        (".jpg", "image/jpeg"),
        ("-480.webp", "image/webp"),
        (".avif", "image/avif"),
        (".png", "image/png"),
        (".gif", "image/gif"),
    ] {
        let address = store(&site, name, b"pixels");
        let answer = visitor.get_with(&address, &[("accept-encoding", "br, gzip")]);
        assert_eq!(answer.status, 200, "{name}");
        assert_eq!(answer.bytes(), b"pixels");
        assert_eq!(answer.header("content-type"), content_type);
        assert_eq!(answer.header("cache-control"), FOR_EVER);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("content-disposition"), "inline");
        assert_eq!(answer.header("content-encoding"), "identity");
        assert_eq!(answer.header("content-length"), "6");
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[test]
fn what_could_be_more_than_a_picture_may_do_nothing() {
    let site = Site::start_blank();
    let visitor = site.visitor();
    for name in [".svg", ".pdf"] {
        let address = store(&site, name, b"<svg xmlns='http://www.w3.org/2000/svg'/>");
        let answer = visitor.get(&address);
        let policies = answer.headers("content-security-policy");
        assert_eq!(policies.len(), 1, "{policies:?}");
        assert!(policies[0].starts_with("sandbox; default-src 'none'"));
        assert!(!policies[0].contains("script-src"));
    }
    let answer = visitor.get(&format!("/media/{HASH}.pdf"));
    assert_eq!(
        answer.header("content-disposition"),
        format!("attachment; filename=\"{HASH}.pdf\"")
    );
}

#[test]
fn a_drawing_is_packed_on_its_way_and_a_photograph_is_not() {
    let site = Site::start_blank();
    let visitor = site.visitor();
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg'></svg>".repeat(50);
    let accept = [("accept-encoding", "gzip")];
    let address = store(&site, ".svg", drawing.as_bytes());
    let answer = visitor.get_with(&address, &accept);
    assert_eq!(answer.header("content-encoding"), "gzip");
    let address = store(&site, ".jpg", drawing.as_bytes());
    let answer = visitor.get_with(&address, &accept);
    assert_eq!(answer.header("content-encoding"), "identity");
    assert_eq!(answer.bytes().len(), drawing.len());
}

#[test]
fn a_browser_that_has_it_is_not_sent_it_again() {
    let site = Site::start_blank();
    let visitor = site.visitor();
    for name in [".jpg", ".svg"] {
        let address = store(&site, name, b"bytes");
        let etag = visitor.get(&address).header("etag").to_owned();
        assert!(etag.contains(HASH), "{etag}");
        let again = visitor.get_with(&address, &[("if-none-match", &etag)]);
        assert_eq!(again.status, 304);
        assert!(again.bytes().is_empty());
        assert_eq!(again.header("cache-control"), FOR_EVER);
        assert_eq!(again.header("etag"), etag);
    }
}

#[test]
fn one_part_is_sent_when_it_is_asked_for() {
    let site = Site::start_blank();
    let visitor = site.visitor();
    let address = store(&site, ".pdf", b"0123456789");
    let whole = visitor.get(&address);
    assert_eq!(whole.header("accept-ranges"), "bytes");
    let etag = whole.header("etag");

    let part = visitor.get_with(&address, &[("range", "bytes=2-4")]);
    assert_eq!(part.status, 206);
    assert_eq!(part.bytes(), b"234");
    assert_eq!(part.header("content-range"), "bytes 2-4/10");
    assert_eq!(part.header("content-length"), "3");
    assert_eq!(part.header("content-type"), "application/pdf");

    let beyond = visitor.get_with(&address, &[("range", "bytes=10-")]);
    assert_eq!(beyond.status, 416);
    assert_eq!(beyond.header("content-range"), "bytes */10");

    let several = visitor.get_with(&address, &[("range", "bytes=0-1,3-4")]);
    assert_eq!((several.status, several.bytes().len()), (200, 10));

    let same = [("range", "bytes=8-"), ("if-range", etag)];
    assert_eq!(visitor.get_with(&address, &same).bytes(), b"89");
    let other = [("range", "bytes=8-"), ("if-range", "\"other\"")];
    assert_eq!(visitor.get_with(&address, &other).status, 200);
}

#[test]
fn a_question_about_a_file_is_answered_without_its_bytes() {
    let site = Site::start_blank();
    let address = store(&site, ".jpg", b"0123456789");
    let answer = site.visitor().send("HEAD", &address, &[], b"");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-length"), "10");
    assert!(answer.bytes().is_empty());
    let refused = site.visitor().send("DELETE", &address, &[], b"");
    assert_eq!(refused.status, 405);
}

#[test]
fn a_large_file_arrives_whole() {
    let site = Site::start_blank();
    let bytes: Vec<u8> = (0..5_000_000_u32).map(|n| (n % 251) as u8).collect();
    let address = store(&site, ".png", &bytes);
    assert!(site.visitor().get(&address).bytes() == bytes);
}

#[test]
fn what_is_not_stored_has_the_usual_page_and_is_asked_for_again() {
    let site = Site::start_blank();
    let visitor = site.visitor();
    visitor.get("/");
    for name in [format!("{HASH}.jpg"), "logo.png".to_owned()] {
        let answer = visitor.get(&format!("/media/{name}"));
        assert_eq!(answer.status, 404, "{name}");
        assert!(answer.has("main h1"), "{name}");
        assert_eq!(answer.header("cache-control"), "no-store", "{name}");
    }
}

#[test]
fn files_are_sent_while_the_database_is_away() {
    let site = Site::start_blank();
    let address = store(&site, ".jpg", b"bytes");
    site.database.set_reachable(false);
    assert_eq!(site.visitor().get(&address).bytes(), b"bytes");
    assert_eq!(
        site.visitor().get(&format!("/media/{HASH}.gif")).status,
        404
    );
    site.database.set_reachable(true);
}
