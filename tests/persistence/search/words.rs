//! How words are read: stop words, phrases, scripts, accents, Markdown.

use plinth_tests::TestDatabase;
use plinth_tests::factories::{article_id, article_saying, article_titled};
use plinth_tests::writing::publish_article;

use super::{find, slugs};

const NONE: [&str; 0] = [];

#[test]
fn stop_words_do_not_stand_in_the_way_and_can_be_asked_for_alone() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    publish_article(
        conn,
        article_id(),
        &article_saying("play", "To be or not to be, that is the question."),
    );
    publish_article(
        conn,
        article_id(),
        &article_saying("table", "An index makes tables quick."),
    );
    assert_eq!(slugs(conn, "how to index a table"), ["table"]);
    assert_eq!(slugs(conn, "\"to be or not to be\""), ["play"]);
    assert_eq!(slugs(conn, "the"), ["play"]);
    assert_eq!(slugs(conn, "\"that is the question\""), ["play"]);
}

#[test]
fn phrases_exclusions_and_alternatives_are_understood() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    publish_article(
        conn,
        article_id(),
        &article_saying("a", "A state of the art machine."),
    );
    publish_article(
        conn,
        article_id(),
        &article_saying("b", "The art of the state, a machine."),
    );
    assert_eq!(slugs(conn, "\"state of the art\""), ["a"]);
    assert_eq!(slugs(conn, "machine -\"state of the art\""), ["b"]);
    assert_eq!(slugs(conn, "art nowhere or machine").len(), 2);
    assert_eq!(slugs(conn, "-machine"), NONE);
    assert_eq!(slugs(conn, "machines").len(), 2);
}

#[test]
fn every_script_is_found_and_accents_do_not_matter() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    publish_article(
        conn,
        article_id(),
        &article_titled("arabic", "البحث في النص الكامل"),
    );
    publish_article(
        conn,
        article_id(),
        &article_titled("chinese", "PostgreSQL全文检索引擎"),
    );
    publish_article(
        conn,
        article_id(),
        &article_titled("cyrillic", "Поиск по словам"),
    );
    publish_article(
        conn,
        article_id(),
        &article_titled("french", "Les Éléments naïfs"),
    );
    for (words, slug) in [
        ("البحث", "arabic"),
        ("检索", "chinese"),
        ("postgresql", "chinese"),
        ("поиск", "cyrillic"),
        ("elements", "french"),
        ("élément naif", "french"),
    ] {
        assert_eq!(slugs(conn, words), [slug], "{words}");
    }
    assert_eq!(slugs(conn, "索检"), NONE);
    let title = find(conn, "检索").hits.remove(0).title;
    assert_eq!(title.plain(), "PostgreSQL全文检索引擎");
    assert!(
        title
            .spans
            .iter()
            .any(|span| span.is_found && span.text == "检索"),
        "{title:?}"
    );
}

#[test]
fn types_and_places_in_code_are_words_and_no_tags_and_links() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let text = "Use `HashMap<String, Vec<Uuid>>`, `Box<dyn Error>` and `config[key]`.\n\n\
                ```rust\nlet x: Option<Quokka> = rows[index];\n```\n";
    let mut article = article_saying("a", text);
    article.title = article_titled("a", "Why Result<Wombat> matters").title;
    publish_article(conn, article_id(), &article);
    for words in [
        "uuid",
        "vec<uuid>",
        "dyn",
        "config[key]",
        "key",
        "quokka",
        "index",
        "wombat",
    ] {
        assert_eq!(slugs(conn, words), ["a"], "{words}");
    }
    let shown: String = database
        .texts("select words as value from search_documents")
        .concat();
    assert_eq!(
        shown.replace('\u{200b}', ""),
        "Use HashMap<String, Vec<Uuid>>, Box<dyn Error> and config[key]. let x: Option<Quokka> = rows[index];"
    );
}

#[test]
fn what_stands_inside_of_a_tag_is_not_found() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let text = "<font color=\"wombat\">Granite</font> <input value=\"quokka\"> <section id=\"numbat\">basalt</section>";
    publish_article(conn, article_id(), &article_saying("a", text));
    for words in ["granite", "basalt"] {
        assert_eq!(slugs(conn, words), ["a"], "{words}");
    }
    let shown = database.texts("select words as value from search_documents");
    assert_eq!(shown, ["Granite basalt"]);
}

#[test]
fn words_of_code_and_links_are_found_and_marks_and_addresses_are_not() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let text = "## A *heading*\n\nSome **bo**ld and [a link](https://hidden.example/path) and https://bare.example/x.\n\n\
                ```rust title=\"main.rs\"\nfn quicksort(items: &mut [u8]) {}\n```\n\n\
                ![A lantern](plinth:0190aaaa-0000-7000-8000-000000000000)\n\n<div class=\"secret\">raw</div>\n\n\
                <!-- nobody sees this -->\n\nUse Node.js and `tokio::select!`.\n";
    publish_article(conn, article_id(), &article_saying("a", text));
    for words in [
        "heading",
        "bold",
        "link",
        "quicksort",
        "lantern",
        "raw",
        "node.js",
        "node",
        "tokio::select",
        "select",
    ] {
        assert_eq!(slugs(conn, words), ["a"], "{words}");
    }
    for words in [
        "hidden",
        "bare.example",
        "rust",
        "secret",
        "nobody",
        "plinth",
        "class",
    ] {
        assert_eq!(slugs(conn, words), NONE, "{words}");
    }
}

#[test]
fn the_excerpt_shows_the_words_where_they_stand_and_keeps_signs_as_they_are() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let text = format!(
        "{} a < b && granite \"stone\" {}",
        "before ".repeat(80),
        "after ".repeat(80)
    );
    publish_article(conn, article_id(), &article_saying("a", &text));
    let excerpt = find(conn, "granite").hits.remove(0).excerpt;
    assert!(
        excerpt
            .spans
            .iter()
            .any(|span| span.is_found && span.text == "granite"),
        "{excerpt:?}"
    );
    let plain = excerpt.plain();
    assert!(
        plain.contains("a < b && granite \"stone\"") && plain.len() < 500,
        "{plain}"
    );
}

#[test]
fn a_hostile_text_is_indexed_like_any_other() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    for (number, part) in [
        "<", "<!--", "[", "](", "](a(", "`", "*", "> ", "| ", "\\", "{#", "[^", "- ", "http:",
    ]
    .into_iter()
    .enumerate()
    {
        let text = format!("granite {}", part.repeat(199_000 / part.len()));
        publish_article(
            conn,
            article_id(),
            &article_saying(&format!("a{number}"), &text),
        );
    }
    let words: String = (0..33_000).map(|n| format!("{n:05} ")).collect();
    publish_article(conn, article_id(), &article_saying("numbers", &words));
    publish_article(
        conn,
        article_id(),
        &article_saying("long", &"x".repeat(200_000)),
    );
    assert_eq!(slugs(conn, "granite").len(), 10);
    assert_eq!(slugs(conn, "01234"), ["numbers"]);
}
