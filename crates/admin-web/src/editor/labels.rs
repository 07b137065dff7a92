//! The fields of each kind of content as people see them: names, help, order.

use domain::{ContentKind, SectionKey};

use super::page::{Field, FieldKind};
use super::typed::Typed;

/// The title and the text.
pub(crate) fn main_fields(kind: ContentKind, shown: &Typed) -> Vec<Field> {
    match kind {
        ContentKind::Article => vec![
            Field::line("title", "Title", shown.get("title"))
                .help("Up to 160 characters.")
                .required(),
            Field::markdown("body", "Text", shown.get("body")).help(
                "Markdown: ## headings, **strong**, tables, footnotes, fenced code. \
                 Up to 200,000 characters.",
            ),
        ],
        ContentKind::Service => vec![
            Field::line("title", "Title", shown.get("title"))
                .help("Up to 160 characters.")
                .required(),
            Field::area("summary", "Summary", shown.get("summary"), 3)
                .help("One line that says what it is, up to 300 characters.")
                .required(),
            Field::markdown("body", "Text", shown.get("body"))
                .help("Markdown. Up to 200,000 characters."),
        ],
        ContentKind::Section(key) => section_fields(key, shown),
    }
}

fn section_fields(key: SectionKey, shown: &Typed) -> Vec<Field> {
    let mut fields = vec![
        Field::line("heading", "Heading", shown.get("heading"))
            .help("Up to 160 characters. Left empty, the section has no heading of its own."),
    ];
    fields.push(match key {
        SectionKey::About => {
            Field::markdown("body", "Text", shown.get("body")).help("Markdown. A few paragraphs.")
        }
        SectionKey::Hero => Field::area("body", "Lead", shown.get("body"), 4)
            .help("One or two sentences under the heading, up to 2,000 characters."),
        _ => Field::area("body", "Introduction", shown.get("body"), 3)
            .help("A sentence or two, up to 2,000 characters.")
            .optional(),
    });
    if matches!(key, SectionKey::Principles | SectionKey::WayOfWorking) {
        let kind = ContentKind::Section(key);
        // All rows, also the empty ones: what a script sends must never lack a row that another
        // window filled meanwhile.
        for row in kind.fields().chunks_exact(2).skip(1) {
            let &[title, text] = row else {
                continue;
            };
            fields.push(
                Field::line(title, label(kind, title), shown.get(title))
                    .help("A row with both fields empty is left out."),
            );
            fields.push(Field::area(text, label(kind, text), shown.get(text), 3));
        }
    }
    fields
}

/// Everything in the drawer.
pub(crate) fn setting_fields(
    kind: ContentKind,
    shown: &Typed,
    opening: &str,
    tags: &[String],
    series: &[String],
) -> Vec<Field> {
    let slug = Field::code("slug", "Address", shown.get("slug"))
        .help(
            "The last part of the address, a to z, 0 to 9 and hyphens. Left empty, it is made from \
             the title.",
        )
        .optional();
    let mut fields = match kind {
        ContentKind::Article => vec![
            Field::area("excerpt", "Excerpt", shown.get("excerpt"), 3)
                .help(if opening.is_empty() {
                    "Shown in lists, feeds and search results, up to 300 characters. Left empty, \
                     the text before <!--more--> or its opening is used."
                        .to_owned()
                } else {
                    format!(
                        "Shown in lists, feeds and search results, up to 300 characters. \
                         Left empty: “{opening}”"
                    )
                })
                .optional(),
            Field::line("tags", "Tags", shown.get("tags"))
                .help("Separated by commas, for example: databases, planning.")
                .optional()
                .suggesting(tags.to_vec()),
            Field::line("series", "Series", shown.get("series"))
                .help("The name of a series that this article is a part of.")
                .optional()
                .suggesting(series.to_vec()),
            Field::code("series_part", "Part", shown.get("series_part"))
                .help("Its number in the series. Left empty, it comes last, by its date.")
                .optional(),
            slug,
        ],
        ContentKind::Service => vec![
            Field::area(
                "deliverables",
                "What the client gets",
                shown.get("deliverables"),
                6,
            )
            .help("One a line, at most 12, each up to 300 characters.")
            .optional(),
            slug,
        ],
        ContentKind::Section(SectionKey::Hero) => vec![
            Field::line(
                "action_label",
                "Words on the button",
                shown.get("action_label"),
            )
            .help("Up to 60 characters. Empty both fields for no button.")
            .optional(),
            Field::code(
                "action_target",
                "Where the button leads",
                shown.get("action_target"),
            )
            .help("A path such as /contact, a part of the page such as #services, or an address.")
            .optional(),
        ],
        ContentKind::Section(_) => Vec::new(),
    };
    if matches!(kind, ContentKind::Article | ContentKind::Service) {
        fields.extend(feature_fields(kind, shown));
    }
    if kind == ContentKind::Article {
        fields.push(updated_on(shown.get("updated_on")));
    }
    fields
}

/// The day of the last update. A browser shows nothing for what is no day, and would send nothing in
/// its place: such a text stays in a field of one line, where it can be mended.
fn updated_on(value: &str) -> Field {
    let field = Field::code(
        "updated_on",
        label(ContentKind::Article, "updated_on"),
        value,
    )
    .optional();
    if value.is_empty() || value.parse::<chrono::NaiveDate>().is_ok() {
        field
            .of_kind(FieldKind::Date)
            .help("Only with a day here does the page say that it was updated.")
    } else {
        field.help("A day such as 2026-11-24. Only then does the page say that it was updated.")
    }
}

/// The picture on top.
fn feature_fields(kind: ContentKind, shown: &Typed) -> [Field; 3] {
    let field = |name| Field::code(name, label(kind, name), shown.get(name)).optional();
    [
        field("feature_image")
            .of_kind(FieldKind::Picture)
            .help("A picture of the library, by its reference plinth:…"),
        Field::line(
            "feature_alt",
            label(kind, "feature_alt"),
            shown.get("feature_alt"),
        )
        .help("For those who do not see it. Left empty, the library's text is used.")
        .optional(),
        field("feature_focus").of_kind(FieldKind::Focus).help(
            "Percent from the left and from the top, as 50 30. Left empty, the library's is used.",
        ),
    ]
}

/// The name of a field for people.
pub(crate) fn label(kind: ContentKind, name: &str) -> String {
    if let Some((number, part)) = name
        .strip_prefix("item_")
        .and_then(|rest| rest.split_once('_'))
    {
        let noun = if kind == ContentKind::Section(SectionKey::WayOfWorking) {
            "Step"
        } else {
            "Principle"
        };
        return format!("{noun} {number}: {part}");
    }
    let words = match (kind, name) {
        (_, "title") => "Title",
        (ContentKind::Section(SectionKey::Hero), "body") => "Lead",
        (ContentKind::Section(SectionKey::About), "body") => "Text",
        (ContentKind::Section(_), "body") => "Introduction",
        (_, "body") => "Text",
        (_, "heading") => "Heading",
        (_, "excerpt") => "Excerpt",
        (_, "tags") => "Tags",
        (_, "series") => "Series",
        (_, "series_part") => "Part of the series",
        (_, "slug") => "Address",
        (_, "summary") => "Summary",
        (_, "deliverables") => "What the client gets",
        (_, "feature_image") => "Picture on top",
        (_, "feature_alt") => "What the picture shows",
        (_, "feature_focus") => "Focal point of the picture",
        (_, "updated_on") => "Brought up to date on",
        (_, "action_label") => "Words on the button",
        (_, "action_target") => "Where the button leads",
        (_, other) => other,
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Fields;

    #[test]
    fn every_field_of_every_kind_can_be_written() {
        let mut kinds = vec![ContentKind::Article, ContentKind::Service];
        kinds.extend(SectionKey::ALL.map(ContentKind::Section));
        for kind in kinds {
            let typed = Typed::from_form(kind, &Fields::default());
            let mut shown: Vec<_> = main_fields(kind, &typed);
            shown.extend(setting_fields(kind, &typed, "", &[], &[]));
            for name in kind.fields() {
                assert!(
                    shown.iter().any(|field| field.name == *name),
                    "{kind:?} {name}"
                );
                assert!(!label(kind, name).contains('_'), "{name}");
            }
        }
    }
}
