//! HTML as a field of a page.

use content::SafeHtml;
use serde::{Serialize, Serializer};

/// HTML that was made safe, as a field of a page. A template prints it with three braces.
#[derive(Clone, Debug)]
pub struct Html(SafeHtml);

impl From<SafeHtml> for Html {
    fn from(html: SafeHtml) -> Self {
        Self(html)
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_ref())
    }
}
