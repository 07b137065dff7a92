use super::*;
use crate::FieldErrors;
use serde::Serialize;
use serde_json::json;

fn templates(files: &[(&str, &str)]) -> Result<Templates, TemplateError> {
    Templates::from_files(
        files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())),
        &Assets::load(),
    )
}

fn render(files: &[(&str, &str)], value: serde_json::Value) -> Result<String, TemplateError> {
    templates(files)?.render_named("a", &value)
}

#[test]
fn every_template_in_the_repository_compiles() {
    Templates::load(&Assets::load()).unwrap();
}

#[test]
fn a_page_fills_its_layout_and_the_layout_sees_the_page() {
    let text = render(
        &[
            (
                "a.hbs",
                "{{#> public/_layout title=(concat heading)}}<p>{{heading}}</p>{{/public/_layout}}"
                    .replace("(concat heading)", "heading")
                    .as_str(),
            ),
            (
                "public/_layout.hbs",
                "<title>{{title}} · {{site.name}}</title>{{> @partial-block}}",
            ),
        ],
        json!({"heading": "A & B", "site": {"name": "S"}}),
    )
    .unwrap();
    assert_eq!(text, "<title>A &amp; B · S</title><p>A &amp; B</p>");
}

#[test]
fn a_partial_takes_an_absent_error_as_nothing() {
    let files = [
        (
            "a.hbs",
            r#"{{> shared/_field name="title" error=errors.title}}"#,
        ),
        (
            "shared/_field.hbs",
            "<input id={{name}}>{{#if error}}<p>{{error}}</p>{{/if}}",
        ),
    ];
    let mut errors = FieldErrors::new();
    let text = render(&files, json!({"errors": errors})).unwrap();
    assert_eq!(text, "<input id=title>");
    errors.add("title", "Too long.");
    let text = render(&files, json!({"errors": errors})).unwrap();
    assert_eq!(text, "<input id=title><p>Too long.</p>");
}

#[test]
fn an_error_names_the_file_and_the_line() {
    let error = templates(&[("public/a.hbs", "one\n{{#if x}}")]).unwrap_err();
    assert!(
        error.to_string().starts_with("templates/public/a.hbs: "),
        "{error}"
    );

    let error = render(
        &[
            ("a.hbs", "{{> shared/_b}}"),
            ("shared/_b.hbs", "one\ntwo {{missing}}"),
        ],
        json!({}),
    )
    .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("templates/shared/_b.hbs, line 2: "),
        "{error}"
    );
}

#[test]
fn a_missing_partial_and_a_missing_asset_are_errors() {
    assert!(render(&[("a.hbs", "{{> nothing}}")], json!({})).is_err());
    let error = render(&[("a.hbs", r#"{{asset "js/no.js"}}"#)], json!({})).unwrap_err();
    assert!(error.to_string().contains("`js/no.js`"), "{error}");
}

#[test]
fn links_are_checked_and_escaped() {
    let files = [("a.hbs", r#"<a href="{{url to}}">"#)];
    assert_eq!(
        render(&files, json!({"to": "/a?b=1&c=\""})).unwrap(),
        r#"<a href="/a?b&#x3D;1&amp;c&#x3D;&quot;">"#
    );
    assert!(render(&files, json!({"to": "javascript:alert(1)"})).is_err());
}

#[test]
fn a_page_names_its_template() {
    #[derive(Serialize)]
    struct Page<'a> {
        name: &'a str,
    }
    impl PageTemplate for Page<'_> {
        const TEMPLATE: &'static str = "public/hello";
    }
    let templates = templates(&[("public/hello.hbs", "Hello {{name}}")]).unwrap();
    assert_eq!(
        templates.render(&Page { name: "<you>" }).unwrap(),
        "Hello &lt;you&gt;"
    );
}

#[test]
fn a_template_may_ask_whether_an_asset_was_built_and_leave_it_out() {
    let files = [(
        "a.hbs",
        r#"{{#if (has_asset "js/theme.js")}}{{asset "js/theme.js"}}{{/if}}{{#if (has_asset "js/never-built.js")}}{{asset "js/never-built.js"}}{{else}} plain{{/if}}"#,
    )];
    let text = render(&files, json!({})).unwrap();
    assert!(text.starts_with("/assets/js/theme."), "{text}");
    assert!(text.ends_with(".js plain"), "{text}");
}
