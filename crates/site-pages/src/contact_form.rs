//! The form as its template prints it, empty or with what was typed.

use serde::Serialize;
use web_kit::FieldErrors;

use crate::frame::Frame;

/// What `templates/public/contact/_form.hbs` reads.
#[derive(Debug, Serialize)]
pub struct FormView {
    token: String,
    name: String,
    email: String,
    message: String,
    services: Vec<ServiceOption>,
    /// What is wrong with what was typed.
    pub errors: FieldErrors,
}

/// What somebody typed into the form, right or wrong.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypedMessage<'a> {
    /// The sender's name.
    pub name: &'a str,
    /// The sender's e-mail address.
    pub email: &'a str,
    /// The slug of the service that it is about.
    pub service: &'a str,
    /// The text.
    pub message: &'a str,
}

#[derive(Debug, Serialize)]
struct ServiceOption {
    slug: String,
    title: String,
    is_selected: bool,
}

impl FormView {
    /// The form before anything was typed, with a service chosen if it is one of the site's.
    pub fn empty(frame: &Frame, token: String, service: Option<&str>) -> Self {
        Self::filled(
            frame,
            token,
            TypedMessage {
                service: service.unwrap_or_default(),
                ..TypedMessage::default()
            },
        )
    }

    /// The form with every character that was typed.
    pub fn filled(frame: &Frame, token: String, typed: TypedMessage<'_>) -> Self {
        Self {
            token,
            name: typed.name.to_owned(),
            email: typed.email.to_owned(),
            message: typed.message.to_owned(),
            services: frame
                .services
                .iter()
                .map(|service| ServiceOption {
                    slug: service.slug.to_string(),
                    title: service.title.to_string(),
                    is_selected: service.slug.as_str() == typed.service,
                })
                .collect(),
            errors: FieldErrors::new(),
        }
    }
}
