//! The form of a redirect: the old address, where it leads, and whether all below it moved too.

use domain::{RedirectOrigin, SitePath, TargetAddress};
use persistence::redirects::{Refusal, RuleError};
use serde::Serialize;
use url::Url;
use web_kit::FieldErrors;

use crate::error::AdminError;
use crate::fields::Fields;

use super::{Target, on_this_site, uses};

/// The form as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct RedirectForm {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) is_prefix: bool,
    pub(super) replace: bool,
    pub(super) is_miss: bool,
}

/// What a valid form asks for; the source is given with a new one only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) source: SitePath,
    pub(super) target: TargetAddress,
    pub(super) is_prefix: bool,
    pub(super) origin: RedirectOrigin,
}

impl RedirectForm {
    pub(super) fn from_fields(fields: &Fields) -> Self {
        let is_set = |name: &str| fields.get(name) == "true";
        Self {
            from: fields.owned("from"),
            to: fields.owned("to"),
            is_prefix: is_set("prefix"),
            replace: is_set("replace"),
            is_miss: is_set("miss"),
        }
    }

    pub(super) fn parse(&self, base_url: &Url, errors: &mut FieldErrors) -> Option<Wanted> {
        let source = errors.keep("from", SitePath::parse(&on_this_site(base_url, &self.from)));
        let target = self.parse_target(base_url, errors);
        Some(Wanted {
            source: source?,
            target: target?,
            is_prefix: self.is_prefix,
            origin: if self.is_miss {
                RedirectOrigin::Miss
            } else {
                RedirectOrigin::Manual
            },
        })
    }

    pub(super) fn parse_target(
        &self,
        base_url: &Url,
        errors: &mut FieldErrors,
    ) -> Option<TargetAddress> {
        let target = TargetAddress::parse(&on_this_site(base_url, &self.to));
        let target = errors.keep("to", target)?;
        if self.is_prefix {
            errors.keep("to", target.expect_folder())?;
        }
        Some(target)
    }
}

/// Puts the reason at its field; gives back what is no reason but a fault. `true` when the address
/// is taken and may be replaced.
pub(super) fn refuse(error: RuleError, errors: &mut FieldErrors) -> Result<bool, AdminError> {
    match error {
        RuleError::Refused(refusal) => {
            let field = match refusal {
                Refusal::LivePage | Refusal::TooMany => "from",
                Refusal::Loop(_) | Refusal::FolderToContent | Refusal::NoTarget => "to",
            };
            errors.add(field, refusal.to_string());
            Ok(false)
        }
        RuleError::Taken(row) => {
            errors.add(
                "from",
                format!(
                    "This address leads to {} already, and was {}. Tick the box below to lead it elsewhere.",
                    Target::new(&row.leads_to).in_words(),
                    uses(row.redirect.hits)
                ),
            );
            Ok(true)
        }
        RuleError::Missing => Err(AdminError::NotFound),
        RuleError::Database(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(from: &str, to: &str, is_prefix: bool) -> (Option<Wanted>, FieldErrors) {
        let mut errors = FieldErrors::new();
        let form = RedirectForm {
            from: from.to_owned(),
            to: to.to_owned(),
            is_prefix,
            ..RedirectForm::default()
        };
        let base: Url = "https://site.example".parse().unwrap();
        (form.parse(&base, &mut errors), errors)
    }

    #[test]
    fn both_fields_say_what_is_wrong_with_them() {
        let (wanted, errors) = errors("old", "", false);
        assert_eq!(wanted, None);
        assert!(errors.get("from").is_some() && errors.get("to").is_some());
    }

    #[test]
    fn whole_addresses_of_this_site_are_taken() {
        let (wanted, _) = errors(
            "https://site.example/Old/",
            "https://site.example/contact",
            false,
        );
        let wanted = wanted.unwrap();
        assert_eq!(wanted.source.as_str(), "/Old");
        assert_eq!(wanted.target.as_str(), "/contact");
    }

    #[test]
    fn nothing_can_be_put_behind_a_query() {
        let (wanted, found) = errors("/a", "/b?x=1", true);
        assert_eq!(wanted, None);
        assert!(found.get("to").is_some());
        assert!(errors("/a", "/b?x=1", false).0.is_some());
    }
}
