//! Pictures of the library on the pages.

use domain::{FileFormat, MediaItem};
use plinth_tests::editing::Editor;
use plinth_tests::factories::{article, article_id, article_saying, service, service_id};
use plinth_tests::pictures::{feature, photograph, stored};
use plinth_tests::site::Site;
use plinth_tests::writing::{publish_article, publish_service};

/// What the library says of an item.
fn describe(site: &Site, item: &MediaItem, alt: &str, is_decorative: bool) {
    site.database.execute(&format!(
        "update media_items set alt = '{alt}', is_decorative = {is_decorative} where id = '{}'",
        item.id
    ));
}

fn trash(site: &Site, item: &MediaItem) {
    site.database.execute(&format!(
        "update media_items set trashed_at = now() where id = '{}'",
        item.id
    ));
}

#[test]
fn an_article_shows_a_picture_in_every_format_and_width_with_its_measures() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let item = photograph(conn, "Harbour Wall.jpg");
    describe(&site, &item, "A wall", false);
    let body = format!("![](plinth:{} \"The *harbour*\")\n", item.id);
    publish_article(conn, article_id(), &article_saying("walls", &body));
    let page = site.visitor().get("/articles/walls");
    let hash = item.file.hash;
    let figure = "figure.picture";
    assert_eq!(
        page.attribute(&format!("{figure} source"), "srcset"),
        format!(
            "/media/{hash}-480.webp 480w, /media/{hash}-960.webp 960w, /media/{hash}-1600.webp 1600w"
        )
    );
    assert_eq!(
        page.attribute(&format!("{figure} source"), "type"),
        "image/webp"
    );
    for (name, value) in [
        ("src", format!("/media/{hash}-960.jpg")),
        ("width", "4000".to_owned()),
        ("height", "3000".to_owned()),
        ("alt", "A wall".to_owned()),
        ("loading", "eager".to_owned()),
        ("fetchpriority", "high".to_owned()),
        ("decoding", "async".to_owned()),
        ("class", "tone-310".to_owned()),
    ] {
        assert_eq!(
            page.attribute(&format!("{figure} img"), name),
            value,
            "{name}"
        );
    }
    let sizes = page.attribute(&format!("{figure} img"), "sizes");
    assert!(sizes.contains("52rem") && sizes.contains("vw"), "{sizes}");
    assert_eq!(page.text_of("figure.picture figcaption"), "The *harbour*");
}

#[test]
fn the_picture_on_top_of_an_article_and_a_service_is_cut_around_its_focal_point() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let item = photograph(conn, "top.jpg");
    describe(&site, &item, "On top", false);
    let mut with_picture = article_saying("tall", &format!("![Inside](plinth:{})", item.id));
    with_picture.feature = Some(feature(&item, Some((33, 88))));
    publish_article(conn, article_id(), &with_picture);
    let mut offer = service("offer");
    offer.feature = Some(feature(&item, None));
    publish_service(conn, service_id(), &offer);
    publish_article(conn, article_id(), &article("plain"));
    let visitor = site.visitor();
    let page = visitor.get("/articles/tall");
    assert_eq!(
        page.attribute("figure.feature", "class"),
        "feature focus-x-30 focus-y-90"
    );
    assert_eq!(page.attribute("figure.feature img", "alt"), "On top");
    assert_eq!(
        page.attribute("figure.feature img", "fetchpriority"),
        "high"
    );
    assert_eq!(page.attribute(".prose img", "loading"), "lazy");
    let page = visitor.get("/services/offer");
    assert_eq!(
        page.attribute("figure.feature", "class"),
        "feature focus-x-50 focus-y-50"
    );
    assert!(!visitor.get("/articles/plain").has("figure.feature"));
}

#[test]
fn a_picture_in_the_trash_stays_in_what_visitors_read_and_one_that_is_erased_leaves_its_words() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let item = photograph(conn, "kept.jpg");
    let body = format!("![Words](plinth:{})", item.id);
    let mut kept = article_saying("kept", &body);
    kept.feature = Some(feature(&item, None));
    publish_article(conn, article_id(), &kept);
    trash(&site, &item);
    let page = site.visitor().get("/articles/kept");
    assert_eq!(page.attributes("picture img", "src").len(), 2);
    site.database
        .execute(&format!("delete from media_items where id = '{}'", item.id));
    let page = site.visitor().get("/articles/kept");
    assert!(!page.has("main img"), "{}", page.text());
    assert_eq!(page.text_of(".prose"), "Words");
}

#[test]
fn a_drawing_or_a_fresh_picture_is_its_stored_file_and_a_download_is_a_link() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let drawing = stored(conn, "plan.svg", FileFormat::Svg);
    let fresh = stored(conn, "fresh.png", FileFormat::Png);
    let letter = stored(conn, "My CV.pdf", FileFormat::Pdf);
    let body = format!(
        "![a](plinth:{}) ![b](plinth:{}) ![no picture](plinth:{letter}) [my letter](plinth:{letter})",
        drawing.id,
        fresh.id,
        letter = letter.id
    );
    publish_article(conn, article_id(), &article_saying("files", &body));
    let page = site.visitor().get("/articles/files");
    assert_eq!(
        page.attributes(".prose img", "src"),
        [
            format!("/media/{}.svg", drawing.file.hash),
            format!("/media/{}.png", fresh.file.hash)
        ]
    );
    assert!(!page.has(".prose source"));
    assert_eq!(
        page.attributes(".prose img", "class"),
        ["see-through", "tone-310"]
    );
    assert_eq!(page.attribute(".prose a", "href"), "/files/my-cv.pdf");
    assert!(page.text_of(".prose").contains("no picture"));
    trash(&site, &letter);
    assert!(!site.visitor().get("/articles/files").has(".prose a"));
}

#[test]
fn decoration_has_no_words_only_where_somebody_said_so() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let item = photograph(conn, "dots.jpg");
    describe(&site, &item, "Dots", false);
    let body = format!(
        "![](plinth:{id})\n\n<img src=\"plinth:{id}\" alt=\"\">\n\n![Mine](plinth:{id})",
        id = item.id
    );
    publish_article(conn, article_id(), &article_saying("dots", &body));
    let alts = || {
        let page = site.visitor().get("/articles/dots");
        page.attributes(".prose img", "alt")
    };
    assert_eq!(alts(), ["Dots", "", "Mine"]);
    describe(&site, &item, "Dots", true);
    assert_eq!(alts(), ["", "", "Mine"]);
}

#[test]
fn the_preview_of_a_draft_shows_what_publishing_it_will_show() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let item = photograph(conn, "cat.jpg");
    describe(&site, &item, "A cat", false);
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Cats", "No picture yet.");
    let reference = format!("plinth:{}", item.id);
    editor.save(&[
        ("body", &format!("![]({reference})\n\nWords.")),
        ("feature_image", &reference),
        ("feature_focus", "10 20"),
        ("feature_alt", "The cat again"),
    ]);
    let preview = owner.get(&editor.path("/preview"));
    assert_eq!(preview.status, 200);
    editor.publish(&[]);
    let page = site.visitor().get("/articles/cats");
    for selector in ["figure.feature img", ".prose img"] {
        for name in ["src", "srcset", "sizes", "alt", "loading", "width", "class"] {
            let shown = page.attribute(selector, name);
            assert!(!shown.is_empty(), "{selector} {name}");
            assert_eq!(
                preview.attribute(selector, name),
                shown,
                "{selector} {name}"
            );
        }
    }
    assert_eq!(page.attribute("figure.feature img", "alt"), "The cat again");
    let revision = owner.get(&editor.path("/revisions/1/page"));
    assert_eq!(revision.status, 200);
    assert!(!revision.has("main img"), "the first state had no picture");
}

#[test]
fn the_first_page_shows_the_pictures_of_the_words_about_the_owner() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let item = photograph(conn, "me.jpg");
    let owner = site.owner();
    let editor = Editor::at(&owner, "/admin/sections/about");
    editor.publish(&[("body", &format!("Hello. ![Me](plinth:{})", item.id))]);
    let page = site.visitor().get("/");
    assert_eq!(page.attribute("#about img", "alt"), "Me");
}
