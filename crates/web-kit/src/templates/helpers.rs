//! The helpers that templates have beside the built-in ones: `asset`, `has_asset` and `url`.

use handlebars::{
    Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason,
    ScopedJson,
};

use crate::assets::Assets;

/// Schemes that a link may have. Without a scheme it is a path of this site.
const LINK_SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

pub(super) fn register(registry: &mut Handlebars<'static>, assets: &Assets) {
    registry.register_helper(
        "asset",
        Box::new(AssetHelper {
            assets: assets.clone(),
        }),
    );
    registry.register_helper(
        "has_asset",
        Box::new(HasAssetHelper {
            assets: assets.clone(),
        }),
    );
    registry.register_helper("url", Box::new(UrlHelper));
}

/// `{{asset "js/theme.js"}}`: the fingerprinted address.
struct AssetHelper {
    assets: Assets,
}

/// `{{#if (has_asset "js/markdown-editor.js")}}`: whether there is such an asset, for what the
/// asset build makes and a machine without Node does not have.
struct HasAssetHelper {
    assets: Assets,
}

/// `{{url address}}`: the address, if following it cannot run a script; otherwise an error.
struct UrlHelper;

impl HelperDef for AssetHelper {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let name = text_parameter(helper, "asset")?;
        let address = self.assets.path(name).ok_or_else(|| {
            RenderErrorReason::Other(format!("there is no asset `{name}` in assets/"))
        })?;
        Ok(ScopedJson::Derived(address.into()))
    }
}

impl HelperDef for HasAssetHelper {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let name = text_parameter(helper, "has_asset")?;
        Ok(ScopedJson::Derived(self.assets.path(name).is_some().into()))
    }
}

impl HelperDef for UrlHelper {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let address = text_parameter(helper, "url")?;
        if is_safe_link(address) {
            Ok(ScopedJson::Derived(address.into()))
        } else {
            Err(
                RenderErrorReason::Other("the address has a scheme that may not be linked".into())
                    .into(),
            )
        }
    }
}

fn text_parameter<'a>(helper: &'a Helper<'_>, name: &'static str) -> Result<&'a str, RenderError> {
    helper
        .param(0)
        .and_then(|parameter| parameter.value().as_str())
        .ok_or_else(|| RenderErrorReason::ParamNotFoundForIndex(name, 0).into())
}

fn is_safe_link(address: &str) -> bool {
    // Browsers skip control characters inside a scheme, so none may hide there.
    if address.chars().any(char::is_control) || address.starts_with(' ') {
        return false;
    }
    // `//host` and `/\host` leave the site while looking like a path.
    if address.starts_with("//") || address.starts_with("/\\") {
        return false;
    }
    match address.split_once(':') {
        None => true,
        Some((before, _)) if before.contains(['/', '?', '#']) => true,
        Some((scheme, _)) => LINK_SCHEMES
            .iter()
            .any(|allowed| scheme.eq_ignore_ascii_case(allowed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_run_or_hide_something_are_refused() {
        for address in [
            "/articles/a",
            "#contact",
            "?before=x:y",
            "articles",
            "/a:b",
            "https://example.com/",
            "HTTP://example.com",
            "mailto:a@example.com",
        ] {
            assert!(is_safe_link(address), "{address}");
        }
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//evil.example",
            "/\\evil.example",
        ] {
            assert!(!is_safe_link(address), "{address}");
        }
    }
}
