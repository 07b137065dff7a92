//! The page on which something is written, as a person without JavaScript uses it and as its script
//! does.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::client::{Answer, Client};

/// One content in the panel.
pub struct Editor<'a> {
    client: &'a Client,
    /// What all of its addresses begin with.
    pub base: String,
}

impl<'a> Editor<'a> {
    /// The content whose addresses begin so.
    pub fn at(client: &'a Client, base: impl Into<String>) -> Self {
        Self {
            client,
            base: base.into(),
        }
    }

    /// An article that nobody stored yet.
    pub fn new_article(client: &'a Client) -> Self {
        Self::at(client, format!("/admin/articles/{}", Uuid::now_v7()))
    }

    /// An article that was saved once and is not published.
    pub fn drafted(client: &'a Client, title: &str, body: &str) -> Self {
        let editor = Self::new_article(client);
        let fields = [("title", title), ("body", body)];
        let answer = editor.send_new("save", &fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
        editor
    }

    /// An article that visitors can read.
    pub fn published(client: &'a Client, title: &str, body: &str) -> Self {
        let editor = Self::drafted(client, title, body);
        editor.publish(&[]);
        editor
    }

    /// Its id, or a section's key.
    pub fn id(&self) -> &str {
        self.base.rsplit('/').next().unwrap_or_default()
    }

    /// An address below its own.
    pub fn path(&self, end: &str) -> String {
        format!("{}{end}", self.base)
    }

    /// The page.
    pub fn page(&self) -> Answer {
        let page = self.client.get(&self.path("/edit"));
        assert_eq!(page.status, 200, "{}", page.text());
        page
    }

    /// Sends the form of a new content.
    pub fn send_new(&self, intent: &str, fields: &[(&str, &str)]) -> Answer {
        let key = Uuid::now_v7().to_string();
        let mut all = vec![("version", "0"), ("save_key", &key), ("intent", intent)];
        all.extend_from_slice(fields);
        self.client.post(&self.base, &all)
    }

    /// Sends the form of a page that was opened before, with changes, by one of its buttons.
    pub fn send(&self, page: &Answer, intent: &str, changes: &[(&str, &str)]) -> Answer {
        let mut fields = page.form("the-form");
        assert!(!fields.is_empty(), "no form:\n{}", page.text());
        for (name, value) in changes {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        fields.push(("intent".to_owned(), intent.to_owned()));
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.client.post(&self.base, &fields)
    }

    /// Opens the page and sends its form.
    pub fn submit(&self, intent: &str, changes: &[(&str, &str)]) -> Answer {
        self.send(&self.page(), intent, changes)
    }

    /// Saves the draft with changes.
    pub fn save(&self, changes: &[(&str, &str)]) {
        let answer = self.submit("save", changes);
        assert_eq!(answer.status, 303, "{}", answer.text());
    }

    /// Publishes the draft with changes.
    pub fn publish(&self, changes: &[(&str, &str)]) {
        let answer = self.submit("publish", changes);
        assert_eq!(answer.status, 303, "{}", answer.text());
    }

    /// The fields of the draft as a script would send them.
    pub fn fields(&self, changes: &[(&str, &str)]) -> Map<String, Value> {
        let page = self.client.get(&self.path("/edit"));
        let mut fields = Map::new();
        if page.status == 200 {
            let form = page.form("the-form");
            let known = form.into_iter().filter(|(name, _)| {
                let of_the_form = ["version", "save_key", "zone", "after_conflict"];
                !of_the_form.contains(&name.as_str())
            });
            fields.extend(known.map(|(name, value)| (name, Value::from(value))));
        }
        for (name, value) in changes {
            fields.insert((*name).to_owned(), Value::from(*value));
        }
        fields
    }

    /// Saves as the script does by itself.
    pub fn autosave(&self, version: i64, changes: &[(&str, &str)]) -> Answer {
        self.autosave_by(&Uuid::now_v7().to_string(), version, changes)
    }

    /// Saves as the script does, under a key of the test's own.
    pub fn autosave_by(&self, key: &str, version: i64, changes: &[(&str, &str)]) -> Answer {
        let body = json!({ "fields": self.fields(changes), "reason": "autosave" });
        self.script("/draft", key, version, &body)
    }

    /// What the script sends to an address below this one.
    pub fn script(&self, end: &str, key: &str, version: i64, body: &Value) -> Answer {
        let version = format!("\"{version}\"");
        let headers = [("if-match", version.as_str()), ("idempotency-key", key)];
        self.client.post_json(&self.path(end), &headers, body)
    }

    /// The version that is stored.
    pub fn version(&self) -> i64 {
        self.page().field("version").parse().expect("a version")
    }

    /// The texts of its revisions' headings, newest first.
    pub fn history(&self) -> Vec<String> {
        let page = self.client.get(&self.path("/revisions"));
        assert_eq!(page.status, 200, "{}", page.text());
        page.texts_of("ol.history h2")
    }

    /// The whole text of one revision's page as visitors would see it.
    pub fn revision_page(&self, number: usize) -> Answer {
        self.client
            .get(&self.path(&format!("/revisions/{number}/page")))
    }
}
