//! A form as it was sent: every field, also the ones that will be refused.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use url::form_urlencoded;

use crate::error::AdminError;

/// Bytes that a form may have. The longest draft (400,000 characters) takes up to 4.8 MB once a
/// browser has percent-encoded it, and a text that is too long must still come back to its author.
pub(crate) const FORM_LIMIT_BYTES: usize = 6 * 1024 * 1024;

/// The fields of a form, in the order sent.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    fields: Vec<(String, String)>,
}

impl Fields {
    /// Reads `application/x-www-form-urlencoded`; what is no UTF-8 is replaced, never refused.
    pub(crate) fn parse(body: &[u8]) -> Self {
        Self {
            fields: form_urlencoded::parse(body).into_owned().collect(),
        }
    }

    /// The first value of a field, or nothing at all.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// The first value of a field, to keep.
    pub(crate) fn owned(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    /// Every value of a repeated field.
    pub(crate) fn all(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// True when a script sent the form and wants no page.
    pub(crate) fn is_quiet(&self) -> bool {
        self.get("quiet") == "true"
    }
}

/// True when the body is a plain form, or does not say what it is.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_none_or(|kind| {
        kind.as_bytes()
            .to_ascii_lowercase()
            .starts_with(b"application/x-www-form-urlencoded")
    })
}

impl FromRequest for Fields {
    type Error = AdminError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AdminError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = is_form(request.headers());
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            let body = body
                .await
                .map_err(|error| match error.as_error::<PayloadError>() {
                    Some(PayloadError::Overflow) => AdminError::TooLarge,
                    _ => AdminError::Unreadable,
                })?;
            if is_form {
                Ok(Self::parse(&body))
            } else {
                Err(AdminError::Unreadable)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{ResponseError, test::TestRequest, web::PayloadConfig};

    #[test]
    fn every_typed_character_is_kept() {
        let fields = Fields::parse(b"a=%00+%F0%9F%8C%8D%ff&id=1&id=2&c");
        assert_eq!(fields.get("a"), "\0 🌍\u{fffd}");
        assert_eq!(fields.all("id").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(fields.get("c"), "");
        assert_eq!(fields.get("absent"), "");
    }

    #[actix_web::test]
    async fn a_body_over_the_limit_and_one_that_is_no_form_are_told_apart() {
        for (kind, body, status) in [
            ("application/x-www-form-urlencoded", "a=1", 200),
            (
                "Application/X-WWW-Form-Urlencoded; charset=utf-8",
                "a=1",
                200,
            ),
            ("application/x-www-form-urlencoded", "a=1234567890", 413),
            ("application/json", "{}", 400),
        ] {
            let (request, mut payload) = TestRequest::post()
                .app_data(PayloadConfig::new(10))
                .insert_header(("content-type", kind))
                .set_payload(body)
                .to_http_parts();
            let outcome = Fields::from_request(&request, &mut payload).await;
            let answered = outcome.map_or_else(|error| error.status_code().as_u16(), |_| 200);
            assert_eq!(answered, status, "{kind} {body}");
        }
    }
}
