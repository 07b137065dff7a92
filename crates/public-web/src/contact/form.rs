//! The form as its template prints it, empty or with what was typed.

use serde::Serialize;
use web_kit::FieldErrors;

use super::submission::ContactInput;
use crate::frame::Frame;

/// What `templates/public/contact/_form.hbs` reads.
#[derive(Debug, Serialize)]
pub(crate) struct FormView {
    token: String,
    name: String,
    email: String,
    message: String,
    services: Vec<ServiceOption>,
    pub(super) errors: FieldErrors,
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
            &ContactInput {
                service: service.unwrap_or_default().to_owned(),
                ..ContactInput::default()
            },
        )
    }

    /// The form with every character that was typed.
    pub(super) fn filled(frame: &Frame, token: String, input: &ContactInput) -> Self {
        Self {
            token,
            name: input.name.clone(),
            email: input.email.clone(),
            message: input.message.clone(),
            services: frame
                .services
                .iter()
                .map(|service| ServiceOption {
                    slug: service.slug.to_string(),
                    title: service.title.to_string(),
                    is_selected: service.slug.as_str() == input.service,
                })
                .collect(),
            errors: FieldErrors::new(),
        }
    }
}
