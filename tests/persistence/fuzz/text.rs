//! The text of the model: paragraphs of words, each word typed once in its life.

use std::collections::BTreeSet;

use domain::{ContentKind, Slug, Snapshot};

use super::operation::Edit;

/// The fields that a window can change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    pub body: String,
    pub excerpt: String,
}

/// The words of a text.
pub type Words = BTreeSet<String>;

const BREAK: &str = "\n\n";

impl Text {
    /// The whole of the fields, at an address.
    pub fn snapshot(&self, slug: &Slug) -> Snapshot {
        let mut snapshot = Snapshot::empty(ContentKind::Article);
        for (name, value) in [
            ("title", "A title"),
            ("slug", slug.as_str()),
            ("body", self.body.as_str()),
            ("excerpt", self.excerpt.as_str()),
        ] {
            snapshot.set(name, value).expect("it fits");
        }
        snapshot
    }

    pub fn of(snapshot: &Snapshot) -> Self {
        Self {
            body: snapshot.get("body").to_owned(),
            excerpt: snapshot.get("excerpt").to_owned(),
        }
    }

    pub fn words(&self) -> Words {
        [&self.body, &self.excerpt]
            .into_iter()
            .flat_map(|text| text.split_whitespace())
            .map(str::to_owned)
            .collect()
    }

    /// Edits the text; returns the words that are gone by it.
    pub fn edit(&mut self, edit: Edit, new: &str) -> Words {
        let before = self.words();
        let mut paragraphs: Vec<String> = self.body.split(BREAK).map(str::to_owned).collect();
        match edit {
            Edit::AddWord(at) => {
                let at = usize::from(at) % paragraphs.len();
                let paragraph = &mut paragraphs[at];
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(new);
            }
            Edit::AddParagraph(at) => {
                let at = usize::from(at) % (paragraphs.len() + 1);
                paragraphs.insert(at, new.to_owned());
            }
            // More would not fit at publishing.
            Edit::AddToExcerpt if self.excerpt.len() > 250 => {}
            Edit::AddToExcerpt => {
                self.excerpt = format!("{} {new}", self.excerpt).trim().to_owned();
            }
            Edit::DeleteWord(which) => {
                if let Some(word) = before.iter().nth(usize::from(which) % before.len().max(1)) {
                    self.excerpt = without(&self.excerpt, word);
                    for paragraph in &mut paragraphs {
                        *paragraph = without(paragraph, word);
                    }
                }
            }
            Edit::TypeOverAll => paragraphs = vec![new.to_owned()],
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        self.body = paragraphs.join(BREAK);
        before.difference(&self.words()).cloned().collect()
    }
}

fn without(text: &str, word: &str) -> String {
    let words: Vec<_> = text.split(' ').filter(|other| *other != word).collect();
    words.join(" ")
}
