//! A person at a browser without JavaScript: keeps cookies, follows nothing by itself, says where
//! a form came from.

use std::collections::BTreeMap;
use std::sync::Mutex;

use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use ureq::http;

/// A visitor, or the owner once signed in.
pub struct Client {
    agent: ureq::Agent,
    server: String,
    origin: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Client {
    pub(crate) fn new(server: &str, origin: &str) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build()
            .into();
        Self {
            agent,
            server: server.to_owned(),
            origin: origin.to_owned(),
            cookies: Mutex::default(),
        }
    }

    /// Opens a page.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    /// Opens a page with headers of one's own.
    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", path, headers, b"")
    }

    /// Sends a form as the site's own page would.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = self.origin.clone();
        self.post_with(path, fields, &[("origin", &origin)])
    }

    /// Sends a form with headers of one's own and no others.
    pub fn post_with(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend_from_slice(headers);
        self.send("POST", path, &all, encode(fields).as_bytes())
    }

    /// Sends JSON as a script of the site's own pages would.
    pub fn post_json(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let origin = self.origin.clone();
        let mut all = vec![
            ("content-type", "application/json"),
            ("accept", "application/json"),
            ("origin", origin.as_str()),
        ];
        all.extend_from_slice(headers);
        self.send("POST", path, &all, body.to_string().as_bytes())
    }

    /// Sends any request.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.server));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        let request = request.body(body.to_vec()).expect("a valid request");
        let has_body = method != "GET" && method != "HEAD";
        let outcome = if has_body {
            self.agent.run(request)
        } else {
            self.agent.run(request.map(|_| ()))
        };
        let mut response = outcome.expect("the site answers");
        for cookie in response.headers().get_all("set-cookie") {
            self.keep(cookie.to_str().expect("a readable cookie"));
        }
        let body = response.body_mut().read_to_vec().expect("a whole body");
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body,
        }
    }

    /// Follows a redirect within the site.
    pub fn follow(&self, answer: &Answer) -> Answer {
        self.get(&answer.location())
    }

    /// Sends a form and opens the page that the answer leads to.
    pub fn post_and_follow(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
        self.follow(&answer)
    }

    /// The cookies as the browser would send them.
    pub fn cookie_header(&self) -> String {
        let cookies = self.cookies.lock().expect("no other test");
        let pairs: Vec<_> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn keep(&self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let (name, value) = pair.split_once('=').expect("a cookie has a name");
        let mut cookies = self.cookies.lock().expect("no other test");
        if value.is_empty() {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn encode(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// What the site answered.
pub struct Answer {
    /// The status code.
    pub status: u16,
    headers: http::HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    /// A header's value; empty without one.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("a readable header"))
    }

    /// Every value of a header.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        self.headers
            .get_all(name)
            .iter()
            .map(|value| value.to_str().expect("a readable header"))
            .collect()
    }

    /// Where a redirect leads.
    pub fn location(&self) -> String {
        let location = self.header("location");
        assert!(!location.is_empty(), "status {} leads nowhere", self.status);
        location.to_owned()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("a text")
    }

    /// The body as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body without the stamps of contact forms, which are others each time.
    pub fn unstamped(&self) -> String {
        const FIELD: &str = "name=\"token\" value=\"";
        let text = self.text();
        let mut parts = text.split(FIELD);
        let mut kept = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            kept.push_str(FIELD);
            kept.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
        }
        kept
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON (status {}):\n{}", self.status, self.text()))
    }

    /// Every field that a form would send, without those of its buttons; also the ones that stand
    /// outside of it and name it.
    pub fn form(&self, id: &str) -> Vec<(String, String)> {
        let html = Html::parse_document(&self.text());
        let mut fields = Vec::new();
        let selector = ["input", "textarea", "select"].map(|element| {
            format!("#{id} {element}[name]:not([form]), {element}[name][form=\"{id}\"]")
        });
        for element in html.select(&parse(&selector.join(", "))) {
            let kind = element.attr("type").unwrap_or_default();
            let is_left_out =
                matches!(kind, "checkbox" | "radio") && element.attr("checked").is_none();
            if let (Some(name), false) = (element.attr("name"), is_left_out) {
                fields.push((name.to_owned(), value_of(element)));
            }
        }
        fields
    }

    /// The text of the first element that matches, with its white space folded.
    pub fn text_of(&self, selector: &str) -> String {
        self.texts_of(selector)
            .into_iter()
            .next()
            .unwrap_or_else(|| {
                panic!(
                    "no {selector} on this page (status {}):\n{}",
                    self.status,
                    self.text()
                )
            })
    }

    /// The texts of all elements that match, with their white space folded.
    pub fn texts_of(&self, selector: &str) -> Vec<String> {
        let html = Html::parse_document(&self.text());
        html.select(&parse(selector))
            .map(|element| {
                let text: String = element.text().collect();
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// True when an element matches.
    pub fn has(&self, selector: &str) -> bool {
        let html = Html::parse_document(&self.text());
        html.select(&parse(selector)).next().is_some()
    }

    /// An attribute of every element that matches.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let html = Html::parse_document(&self.text());
        html.select(&parse(selector))
            .filter_map(|element| element.attr(name).map(str::to_owned))
            .collect()
    }

    /// An attribute of the first element that matches.
    pub fn attribute(&self, selector: &str, name: &str) -> String {
        self.attributes(selector, name)
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("no {selector} with {name}:\n{}", self.text()))
    }

    /// What a form's field holds: an input's value, a text area's text, a list's choice.
    pub fn field(&self, name: &str) -> String {
        let html = Html::parse_document(&self.text());
        let selector =
            format!("input[name=\"{name}\"], textarea[name=\"{name}\"], select[name=\"{name}\"]");
        let element = html
            .select(&parse(&selector))
            .next()
            .unwrap_or_else(|| panic!("no field {name}:\n{}", self.text()));
        value_of(element)
    }
}

fn value_of(element: ElementRef<'_>) -> String {
    match element.value().name() {
        "textarea" => element.text().collect(),
        "select" => element
            .select(&parse("option[selected]"))
            .next()
            .and_then(|option| option.attr("value"))
            .unwrap_or_default()
            .to_owned(),
        _ => element.attr("value").unwrap_or_default().to_owned(),
    }
}

fn parse(selector: &str) -> Selector {
    Selector::parse(selector).expect("a valid selector")
}
