//! What is wrong with a form, above it and at each field.

use serde::Serialize;
use web_kit::FieldErrors;

/// The parts of a page that tell what was refused.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Problems {
    problems: Vec<Line>,
    problems_title: String,
    errors: FieldErrors,
}

/// A line of the summary. It names its field, as the sentence alone is written for the field.
#[derive(Debug, Serialize)]
struct Line {
    field: &'static str,
    label: String,
    message: String,
}

impl From<FieldErrors> for Problems {
    fn from(errors: FieldErrors) -> Self {
        let problems: Vec<_> = errors
            .summary()
            .entries()
            .iter()
            .map(|entry| Line {
                field: entry.field,
                label: label(entry.field),
                message: entry.message.clone(),
            })
            .collect();
        Self {
            problems_title: match problems.len() {
                1 => "One field needs another look".to_owned(),
                count => format!("{count} fields need another look"),
            },
            problems,
            errors,
        }
    }
}

/// The label that the form shows at a field.
fn label(field: &str) -> String {
    let words = match field {
        "alt" => "Alt text",
        "focal_x" => "Percent from the left",
        "focal_y" => "Percent from the top",
        "action_label" => "Words on the button",
        "publish_at" => "Publish",
        "withdraw_at" => "Take off the site",
        "zone" => "Time zone",
        "series_part" => "Part",
        "action_target" => "Where the button leads",
        "body" => "Text",
        "contact_email" => "Contact address",
        "deliverables" => "What the client gets",
        "email" => "E-mail address",
        "csv" => "Lines",
        "from" => "Old address",
        "into" => "The tag that stays",
        "to" => "Leads to",
        "intro" => "Introduction",
        "owner_name" => "Your name",
        "password_confirmation" => "Password again",
        "seo_description" => "Description",
        "seo_title" => "Title of the home page",
        "site_name" => "Site name",
        "slug" => "Address",
        "time_zone" => "Time zone",
        other => return row_label(other),
    };
    words.to_owned()
}

/// The label of a field whose name says it, also of one in a numbered row: `item_3_title`.
fn row_label(field: &str) -> String {
    if let Some((number, part)) = field
        .strip_prefix("item_")
        .and_then(|rest| rest.split_once('_'))
    {
        return format!("Row {number}, {part}");
    }
    let (name, number) = match field.rsplit_once('_') {
        Some((name, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name, Some(number))
        }
        _ => (field, None),
    };
    let word = match name {
        "link_label" => "name",
        "link_address" => "address",
        other => other,
    };
    match number {
        Some(number) => format!("Row {number}, {word}"),
        None => {
            let mut letters = word.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters).collect()
        }
    }
}

/// A value that may be left out: blank is none, and anything else must parse.
pub(crate) fn optional<T, E: std::fmt::Display>(
    errors: &mut FieldErrors,
    field: &'static str,
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<Option<T>> {
    if text.trim().is_empty() {
        Some(None)
    } else {
        errors.keep(field, parse(text)).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_its_field() {
        for (field, words) in [
            ("title", "Title"),
            ("slug", "Address"),
            ("item_3_title", "Row 3, title"),
            ("link_address_8", "Row 8, address"),
            ("password_confirmation", "Password again"),
        ] {
            assert_eq!(label(field), words);
        }
    }

    #[test]
    fn the_summary_counts() {
        let mut errors = FieldErrors::new();
        errors.add("title", "Please fill in this field.");
        assert_eq!(
            Problems::from(errors).problems_title,
            "One field needs another look"
        );
    }
}
