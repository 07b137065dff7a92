//! Keeping an item: its text, its address, its files, its place in the trash.

use plinth_tests::editing::Editor;

use super::*;

fn version(owner: &Client, item: &Value) -> String {
    owner.get(&page(item)).field("version")
}

#[test]
fn a_description_is_kept_for_scripts_and_without_one() {
    let site = Site::start();
    let owner = site.owner();
    let item = taken(&site, &owner, "a.jpg", &photograph(1));
    let form = owner.get(&page(&item));
    let text = [
        ("version", form.field("version")),
        ("alt", "A harbour <at> noon".to_owned()),
        ("focal_x", "30".to_owned()),
        ("focal_y", "70".to_owned()),
    ];
    let fields: Vec<_> = text
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let saved = owner.post_and_follow(&action(&item, "text"), &fields);
    assert!(saved.text_of(".flash").contains("is saved"));
    assert_eq!(saved.field("focal_x"), "30");
    assert!(saved.text().contains("A harbour &lt;at&gt; noon"));

    let origin = site.base_url();
    let headers = [("origin", origin.as_str()), ("accept", "application/json")];
    let answer = owner.post_with(
        &action(&item, "text"),
        &[("is_decorative", "true"), ("alt", "")],
        &headers,
    );
    assert_eq!(answer.status, 200, "{}", answer.text());
    let json = answer.json();
    assert_eq!(
        (&json["is_decorative"], &json["alt"]),
        (&Value::Bool(true), &"".into())
    );
    assert_eq!(json["focal"]["y"], 70, "what was not sent is kept");
    let answer = owner.post_with(&action(&item, "text"), &[("focal_x", "101")], &headers);
    assert_eq!(answer.status, 422);
    assert!(
        answer.json()["error"]
            .as_str()
            .unwrap()
            .contains("0 to 100")
    );
}

#[test]
fn what_two_windows_say_stands_side_by_side_and_nothing_typed_is_lost() {
    let site = Site::start();
    let owner = site.owner();
    let item = taken(&site, &owner, "a.jpg", &photograph(1));
    let first = version(&owner, &item);
    let post = |alt: &str, version: &str| {
        owner.post(
            &action(&item, "text"),
            &[("version", version), ("alt", alt)],
        )
    };
    assert_eq!(post("Theirs", &first).status, 303);
    let conflict = post("Mine", &first);
    assert_eq!(conflict.status, 409);
    assert!(conflict.has(".conflict"));
    assert_eq!(conflict.field("alt"), "Mine");
    assert!(conflict.text_of("#stored-alt").contains("Theirs"));
    assert_eq!(post("Mine", &conflict.field("version")).status, 303);
    let refused = owner.post(
        &action(&item, "text"),
        &[
            ("alt", "Words"),
            ("is_decorative", "true"),
            ("focal_x", "x"),
        ],
    );
    assert_eq!(refused.status, 422);
    assert!(refused.has("#field-is_decorative[checked]"));
    assert_eq!(refused.field("focal_x"), "x");
}

#[test]
fn a_picture_that_visitors_see_does_not_lose_its_description() {
    let site = Site::start();
    let owner = site.owner();
    let item = taken(&site, &owner, "a.jpg", &photograph(1));
    let post = |alt: &str| {
        let version = version(&owner, &item);
        owner.post(
            &action(&item, "text"),
            &[("version", &version), ("alt", alt)],
        )
    };
    assert_eq!(post("A harbour").status, 303);
    assert_eq!(post("").status, 303, "nobody sees it yet");
    assert_eq!(post("A harbour").status, 303);
    let reference = item["reference"].as_str().unwrap();
    Editor::published(&owner, "The harbour", &format!("![]({reference})"));
    let refused = post("");
    assert_eq!(refused.status, 422);
    assert!(
        refused.text_of("#error-alt").contains("The harbour"),
        "{}",
        refused.text()
    );
    assert_eq!(post("Boats").status, 303);
}

#[test]
fn a_replaced_file_keeps_the_address_and_the_one_before_comes_back() {
    let site = Site::start();
    let owner = site.owner();
    let visitor = site.visitor();
    let item = taken(&site, &owner, "a.jpg", &photograph(1));
    let reference = item["reference"].as_str().unwrap();
    Editor::published(&owner, "The harbour", &format!("![A boat]({reference})"));
    let before = visitor.get("/files/a.jpg");
    let form = owner.get(&page(&item));
    let (stored, seen) = (form.field("version"), form.field("seen"));
    // Only its text changed meanwhile, which is no reason to refuse the file.
    owner.post_and_follow(
        &action(&item, "text"),
        &[("version", &stored), ("alt", "Mine")],
    );
    let replace = |bytes: &[u8], seen: &str| {
        let parts = [
            Part::Field("version", &stored),
            Part::Field("seen", seen),
            Part::File("b.jpg", bytes),
        ];
        send(
            &site,
            &owner,
            &action(&item, "replacement"),
            "text/html",
            &body("file", &parts),
        )
    };
    let replaced = replace(&photograph(2), &seen);
    assert_eq!(replaced.status, 303, "{}", replaced.text());
    let after = visitor.get("/files/a.jpg");
    assert_eq!(after.status, 200);
    assert_ne!(after.bytes(), before.bytes());
    assert_ne!(after.header("etag"), before.header("etag"));
    let kept = visitor.get_with("/files/a.jpg", &[("if-none-match", after.header("etag"))]);
    assert_eq!(kept.status, 304);

    let late = replace(&photograph(3), &seen);
    assert_eq!(late.status, 409);
    assert!(late.text_of("#replace .notice").contains("Somebody else"));
    assert_eq!(replace(b"words", &seen).status, 422);

    let page = owner.follow(&replaced);
    assert_eq!(page.texts_of(".earlier li").len(), 1);
    let (version, bytes) = (page.field("version"), photograph(2));
    let parts = [
        Part::Field("version", &version),
        Part::File("b.jpg", &bytes),
    ];
    let same = send(
        &site,
        &owner,
        &action(&item, "replacement"),
        "text/html",
        &body("file", &parts),
    );
    assert!(
        owner
            .follow(&same)
            .text_of(".flash")
            .contains("Nothing was changed")
    );
    let fields = [("version", page.field("version")), ("file", seen)];
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    owner.post_and_follow(&action(&item, "earlier"), &fields);
    assert_eq!(visitor.get("/files/a.jpg").bytes(), before.bytes());
}

#[test]
fn a_new_address_answers_and_the_old_one_leads_there() {
    let site = Site::start();
    let owner = site.owner();
    let item = taken(&site, &owner, "a.jpg", &photograph(1));
    let other = taken(&site, &owner, "b.jpg", &photograph(2));
    let rename = |name: &str| {
        let version = version(&owner, &item);
        owner.post(
            &action(&item, "address"),
            &[("version", &version), ("name", name)],
        )
    };
    for (name, reason) in [
        ("b.jpg", "Another file"),
        ("a.png", "ending"),
        ("A b", "small letters"),
    ] {
        let answer = rename(name);
        assert_eq!(answer.status, 422, "{name}");
        assert_eq!(answer.field("name"), name);
        assert!(answer.text_of("#error-name").contains(reason), "{name}");
    }
    assert_eq!(rename("harbour.jpg").status, 303);
    let reference = item["reference"].as_str().unwrap();
    Editor::published(&owner, "The harbour", &format!("![A boat]({reference})"));
    let visitor = site.visitor();
    assert_eq!(visitor.get("/files/harbour.jpg").status, 200);
    let old = visitor.get("/files/a.jpg");
    assert_eq!(
        (old.status, old.location().as_str()),
        (301, "/files/harbour.jpg")
    );
    owner.post_and_follow(&action(&other, "deletion"), &[]);
    assert_eq!(visitor.get("/files/b.jpg").status, 410);
    assert_eq!(visitor.get("/files/never.jpg").status, 404);
}

#[test]
fn where_it_is_used_is_told_before_it_goes_and_texts_go_on_showing_it() {
    let site = Site::start();
    let owner = site.owner();
    let item = taken(&site, &owner, "a.jpg", &photograph(1));
    let unused = taken(&site, &owner, "b.jpg", &photograph(2));
    let reference = item["reference"].as_str().unwrap();
    Editor::published(&owner, "The harbour", &format!("![A boat]({reference})"));

    let page = owner.get(&page(&item));
    assert!(page.text_of(".uses").contains("The harbour"));
    assert!(page.text_of(".uses").contains("live now"));
    let list = owner.get("/admin/media?show=unused");
    assert_eq!(list.texts_of(".card__name"), ["b.jpg"]);

    let gone = owner.post_and_follow(&action(&item, "deletion"), &[]);
    assert!(gone.text_of(".flash").contains("in the trash"));
    let thumbnail = item["thumbnail"].as_str().unwrap();
    assert_eq!(
        site.visitor().get(thumbnail).status,
        200,
        "no page loses a picture"
    );
    let trash = owner.get("/admin/media?show=trash");
    assert_eq!(trash.texts_of(".card__name"), ["a.jpg"]);
    let undo = gone.attribute(".flash form", "action");
    let back = owner.post_and_follow(&undo, &[]);
    assert!(back.text_of(".flash").contains("is back"));
    assert_eq!(site.visitor().get("/files/a.jpg").status, 200);

    let id = unused["id"].as_str().unwrap();
    let used = item["id"].as_str().unwrap();
    let marked = [("ids", id), ("ids", used), ("ids", "nonsense")];
    let gone = owner.post_and_follow("/admin/media/deletion", &marked);
    let told = gone.text_of(".flash");
    assert!(told.contains("1 file is in the trash"), "{told}");
    assert!(
        told.contains("Left alone, since something names it: “a.jpg”"),
        "{told}"
    );
    assert_eq!(site.visitor().get("/files/a.jpg").status, 200);
    let undo = gone.attribute(".flash form", "action");
    let ids = gone.attribute(".flash input", "value");
    let back = owner.post_and_follow(&undo, &[("ids", &ids)]);
    assert!(back.text_of(".flash").contains("1 file is back"));
}

#[test]
fn the_picker_finds_by_words_and_kind_and_goes_on_where_it_stopped() {
    let site = Site::start();
    let owner = site.owner();
    let pictures: Vec<Vec<u8>> = (0..30).map(photograph).collect();
    for half in pictures.chunks(15) {
        let files: Vec<_> = half
            .iter()
            .map(|bytes| ("photo.jpg", bytes.as_slice()))
            .collect();
        upload(&site, &owner, &files);
    }
    let mut ids = Vec::new();
    let mut path = "/admin/media/picker?kind=picture&q=photo".to_owned();
    loop {
        let page = owner.get(&path).json();
        ids.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["id"].to_string()),
        );
        match page["next"].as_str() {
            Some(next) => path = format!("/admin/media/picker?kind=picture&q=photo&after={next}"),
            None => break,
        }
    }
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!((all, ids.len()), (30, 30));
    let none = owner.get("/admin/media/picker?kind=download").json();
    assert_eq!(none["items"], Value::Array(Vec::new()));
    assert_eq!(none["next"], Value::Null);
}

#[test]
fn an_item_that_is_gone_has_no_page_and_takes_no_form() {
    let site = Site::start();
    let owner = site.owner();
    let nobody = serde_json::json!({ "id": "0190aaaa-0000-7000-8000-000000000000" });
    assert_eq!(
        owner
            .get("/admin/media/0190aaaa-0000-7000-8000-000000000000/edit")
            .status,
        404
    );
    for end in ["text", "address", "deletion", "restoration"] {
        let fields = [("version", "1"), ("name", "a.jpg"), ("alt", "x")];
        assert_eq!(
            owner.post(&action(&nobody, end), &fields).status,
            404,
            "{end}"
        );
    }
}
