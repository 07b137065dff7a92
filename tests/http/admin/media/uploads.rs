//! Taking files in.

use plinth_tests::editing::Editor;

use super::*;

const JPEG: &str = "photo.jpg";

#[test]
fn each_kind_is_taken_and_told_by_what_is_in_it() {
    let site = Site::start();
    let owner = site.owner();
    let png = drawn::png(20, 10, [200, 0, 0, 128]);
    // Names lie: it is what is inside that counts.
    let results = upload(
        &site,
        &owner,
        &[
            (JPEG, &photograph(1)),
            ("Überblick (final).PNG", &png),
            ("renamed.txt", &photograph(2)),
        ],
    );
    let facts: Vec<_> = results
        .iter()
        .map(|result| {
            let item = &result["item"];
            (
                item["name"].clone(),
                item["kind"].clone(),
                item["width"].clone(),
            )
        })
        .collect();
    assert_eq!(
        facts,
        [
            ("photo.jpg".into(), "picture".into(), 64.into()),
            ("uberblick-final.png".into(), "picture".into(), 20.into()),
            ("renamed.jpg".into(), "picture".into(), 64.into()),
        ]
    );
    let item = &results[0]["item"];
    assert_eq!(
        item["reference"],
        format!("plinth:{}", item["id"].as_str().unwrap())
    );
    assert_eq!(item["address"], "/files/photo.jpg");
    assert_eq!(item["focal"]["x"], 50);
    assert_eq!(item["is_new"], true);
    assert_eq!(
        site.visitor().get("/files/photo.jpg").status,
        404,
        "no page shows it yet"
    );
    let reference = item["reference"].as_str().unwrap();
    Editor::published(&owner, "The photo", &format!("![A photo]({reference})"));
    let served = site.visitor().get("/files/photo.jpg");
    assert_eq!(
        (served.status, served.header("content-type")),
        (200, "image/jpeg")
    );
    assert_eq!(served.header("cache-control"), "no-cache");
    let thumbnail = item["thumbnail"].as_str().unwrap();
    assert_eq!(site.visitor().get(thumbnail).bytes(), served.bytes());
}

#[test]
fn the_same_bytes_again_are_the_item_that_has_them() {
    let site = Site::start();
    let owner = site.owner();
    let first = taken(&site, &owner, JPEG, &photograph(1));
    let again = taken(&site, &owner, "other-name.jpg", &photograph(1));
    assert_eq!(
        (&again["id"], &again["is_new"]),
        (&first["id"], &Value::Bool(false))
    );
    assert_eq!(
        site.database
            .number("select count(*) as value from media_items"),
        1
    );
}

#[test]
fn a_file_that_the_storage_does_not_take_is_told_and_the_others_are_kept() {
    let site = Site::start();
    let owner = site.owner();
    let item = taken(&site, &owner, "b.jpg", &photograph(2));
    let stored = item["thumbnail"].as_str().unwrap().to_owned();
    site.database
        .execute("delete from media_items; delete from media_files");
    // Where the second file goes there is no room for a directory.
    let hash = stored.trim_start_matches("/media/");
    let shelf = site.files().join("media").join(&hash[..2]);
    std::fs::remove_dir_all(&shelf).unwrap();
    std::fs::write(&shelf, b"").unwrap();
    let (one, two, three) = (photograph(1), photograph(2), photograph(3));
    let files = [
        ("a.jpg", one.as_slice()),
        ("b.jpg", &two),
        ("c.jpg", &three),
    ];
    let results = upload(&site, &owner, &files);
    assert_eq!(results[0]["item"]["name"], "a.jpg");
    assert_eq!(results[1]["status"], 503);
    assert!(
        results[1]["error"]
            .as_str()
            .unwrap()
            .contains("again in a moment")
    );
    assert_eq!(results[2]["item"]["name"], "c.jpg");
    let parts = files.map(|(name, bytes)| Part::File(name, bytes));
    let page = send(
        &site,
        &owner,
        "/admin/media",
        "text/html",
        &body("files", &parts),
    );
    assert_eq!(page.status, 503);
    assert_eq!(page.texts_of(".outcome").len(), 3);
}

#[test]
fn one_refusal_does_not_stop_the_others_and_leaves_nothing_behind() {
    let site = Site::start();
    let owner = site.owner();
    let mut truncated = photograph(3);
    truncated.truncate(truncated.len() / 2);
    let long = format!("{}.jpg", "n".repeat(300));
    let results = upload(
        &site,
        &owner,
        &[
            ("empty.jpg", b""),
            ("words.jpg", b"Not a picture at all."),
            ("cut.jpg", &truncated),
            (&long, &photograph(4)),
            (JPEG, &photograph(5)),
        ],
    );
    assert_eq!(results.len(), 5);
    for result in &results[..4] {
        assert_eq!(result["status"], 422, "{result}");
        let words = result["error"].as_str().unwrap();
        assert!(words.ends_with('.') && words.len() > 20, "{words}");
    }
    assert!(results[4]["item"].is_object(), "{}", results[4]);
    assert_eq!(stored_files(&site), 1);
    assert_eq!(
        site.database
            .number("select count(*) as value from media_files"),
        1
    );
}

#[test]
fn a_file_over_the_limit_is_refused_by_name_and_the_next_one_is_taken() {
    let site = Site::start();
    let owner = site.owner();
    let large = vec![0; 20 * 1024 * 1024 + 1];
    let results = upload(
        &site,
        &owner,
        &[("large.jpg", &large), (JPEG, &photograph(1))],
    );
    assert!(
        results[0]["error"].as_str().unwrap().contains("20 MB"),
        "{}",
        results[0]
    );
    assert!(results[1]["item"].is_object());
}

#[test]
fn twenty_files_are_taken_at_once_and_the_next_ones_are_told_so() {
    let site = Site::start();
    let owner = site.owner();
    let pictures: Vec<Vec<u8>> = (0..22).map(photograph).collect();
    let files: Vec<_> = pictures
        .iter()
        .map(|bytes| (JPEG, bytes.as_slice()))
        .collect();
    let results = upload(&site, &owner, &files);
    let stored = results
        .iter()
        .filter(|result| result["item"].is_object())
        .count();
    assert_eq!((results.len(), stored), (22, 20));
    assert!(results[21]["error"].as_str().unwrap().contains("20 files"));
}

#[test]
fn without_javascript_one_file_is_opened_and_several_are_told_on_the_shelf() {
    let site = Site::start();
    let owner = site.owner();
    let post = |parts: &[Part<'_>]| {
        send(
            &site,
            &owner,
            "/admin/media",
            "text/html",
            &body("files", parts),
        )
    };
    let one = post(&[Part::File(JPEG, &photograph(1))]);
    assert_eq!(one.status, 303, "{}", one.text());
    let page = owner.follow(&one);
    assert!(page.text_of(".flash").contains("photo.jpg"));
    assert!(page.has("#field-alt"));

    let several = post(&[
        Part::File(JPEG, &photograph(2)),
        Part::File("b.jpg", &photograph(1)),
    ]);
    assert_eq!(several.location(), "/admin/media");
    assert!(owner.follow(&several).text_of(".flash").contains("1 new"));

    let mixed = post(&[
        Part::File("words.heic", b"words"),
        Part::File(JPEG, &photograph(3)),
    ]);
    assert_eq!(mixed.status, 422);
    let told = mixed.texts_of(".outcome");
    assert!(
        told[0].contains("words.heic") && told[1].contains("is in the library"),
        "{told:?}"
    );

    // What a browser sends for a field that was left empty.
    let nothing = post(&[Part::File("", b"")]);
    assert_eq!(nothing.status, 422);
    assert!(nothing.text_of("#error-files").contains("choose a file"));
}

#[test]
fn strangers_and_other_sites_store_nothing() {
    let site = Site::start();
    let owner = site.owner();
    let form = body("files", &[Part::File(JPEG, &photograph(1))]);
    let visitor = site.visitor();
    let by_script = send(&site, &visitor, "/admin/media", "application/json", &form);
    assert_eq!(by_script.status, 401);
    let by_form = send(&site, &visitor, "/admin/media", "text/html", &form);
    assert_eq!(by_form.status, 303);
    assert!(by_form.location().starts_with("/admin/sign-in"));
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [
        ("content-type", kind.as_str()),
        ("origin", "https://evil.example"),
    ];
    assert_eq!(
        owner.send("POST", "/admin/media", &headers, &form).status,
        403
    );
    assert_eq!(stored_files(&site), 0);
}

#[test]
fn a_form_that_is_cut_off_or_is_none_is_refused_and_stores_nothing() {
    let site = Site::start();
    let owner = site.owner();
    let whole = body("files", &[Part::File(JPEG, &photograph(1))]);
    let cut = &whole[..whole.len() / 2];
    let answer = send(&site, &owner, "/admin/media", "application/json", cut);
    assert_eq!(answer.status, 400);
    let answer = owner.post("/admin/media", &[("files", "words")]);
    assert_eq!(answer.status, 400);
    assert_eq!(stored_files(&site), 0);
}
