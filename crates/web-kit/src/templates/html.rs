//! HTML as a field of a page.

use content::SafeHtml;
use serde::{Serialize, Serializer};

/// HTML that was made safe, as a field of a page. A template prints it with three braces.
#[derive(Clone, Debug, Default)]
pub struct Html(Source);

#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    Nothing,
    Text(SafeHtml),
    DataBlock(String),
}

impl Html {
    /// Data for programs that read the page: a `script` element that no browser executes, since
    /// its type is no script's. Whatever the data says, it cannot end the element.
    ///
    /// Nothing is printed for what is no JSON, such as a map whose keys are no texts.
    pub fn data_block(media_type: &'static str, data: &impl Serialize) -> Self {
        let Ok(json) = serde_json::to_string(data) else {
            return Self::default();
        };
        let mut html = format!("<script type=\"{media_type}\">");
        for character in json.chars() {
            match character {
                // Outside of its texts JSON has none of these.
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    html.push_str(&format!("\\u{:04x}", u32::from(character)));
                }
                other => html.push(other),
            }
        }
        html.push_str("</script>");
        Self(Source::DataBlock(html))
    }
}

impl From<SafeHtml> for Html {
    fn from(html: SafeHtml) -> Self {
        Self(Source::Text(html))
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match &self.0 {
            Source::Nothing => "",
            Source::Text(html) => html.as_ref(),
            Source::DataBlock(html) => html,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(data: &str) -> String {
        let html = Html::data_block("application/ld+json", &data);
        let value = serde_json::to_value(&html).unwrap();
        value.as_str().unwrap().to_owned()
    }

    #[test]
    fn a_data_block_cannot_be_ended_by_what_it_says() {
        let said = "</script><!-- <script> & \u{2028}\u{2029} \" \\";
        let html = printed(said);
        let json = html
            .strip_prefix("<script type=\"application/ld+json\">")
            .and_then(|rest| rest.strip_suffix("</script>"))
            .unwrap();
        assert!(
            !json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']),
            "{json}"
        );
        assert!(json.starts_with("\"\\u003c/script\\u003e"), "{json}");
        assert_eq!(serde_json::from_str::<String>(json).unwrap(), said);
    }

    #[test]
    fn a_page_without_data_prints_nothing() {
        assert_eq!(serde_json::to_value(Html::default()).unwrap(), "");
    }
}
