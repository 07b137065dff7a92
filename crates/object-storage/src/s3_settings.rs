//! What S3-compatible storage needs to be told.

use std::fmt;

use url::{Host, Url};

/// Where a bucket is, and with which key it is opened.
#[derive(Clone, Debug)]
pub struct S3Settings {
    /// The name of the bucket, which exists already.
    pub bucket: String,
    /// The region that requests are signed for.
    pub region: String,
    /// The address of the service; without one, that of Amazon in the region.
    pub endpoint: Option<Url>,
    /// The public half of the access key.
    pub access_key_id: String,
    /// The secret half of the access key.
    pub secret_access_key: SecretText,
    /// Whether what is stored may cross a network unencrypted.
    pub allow_plain_http: bool,
}

impl S3Settings {
    /// Whether everything would cross a network unencrypted although nobody allowed that.
    pub fn is_exposed(&self) -> bool {
        match &self.endpoint {
            Some(endpoint) => {
                endpoint.scheme() != "https" && !self.allow_plain_http && !is_loopback(endpoint)
            }
            None => false,
        }
    }
}

fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// A text that no debug output shows.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    /// Takes the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for where it is needed.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretText")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(endpoint: Option<&str>, allow_plain_http: bool) -> S3Settings {
        S3Settings {
            bucket: "bucket".to_owned(),
            region: "us-east-1".to_owned(),
            endpoint: endpoint.map(|text| text.parse().unwrap()),
            access_key_id: "id".to_owned(),
            secret_access_key: SecretText::new("very secret"),
            allow_plain_http,
        }
    }

    #[test]
    fn plain_http_is_for_this_machine_unless_it_is_allowed() {
        for (endpoint, allowed, exposed) in [
            (None, false, false),
            (Some("https://s3.example"), false, false),
            (Some("http://127.0.0.1:9000"), false, false),
            (Some("http://[::1]:9000"), false, false),
            (Some("http://localhost:9000"), false, false),
            (Some("http://s3.example"), false, true),
            (Some("http://192.0.2.1"), false, true),
            (Some("http://s3.example"), true, false),
        ] {
            let settings = settings(endpoint, allowed);
            assert_eq!(settings.is_exposed(), exposed, "{endpoint:?}");
        }
    }

    #[test]
    fn the_secret_is_in_no_debug_output() {
        assert!(!format!("{:?}", settings(None, false)).contains("very secret"));
    }
}
