//! Every page's template, compiled at start, in strict mode.
//!
//! A file `templates/public/articles/show.hbs` is registered as `public/articles/show`, so a
//! partial is named by its path too: `{{> shared/_field}}`. A page opens its layout with
//! `{{#> public/_layout title=title}}` and the layout prints `{{> @partial-block}}`.

mod helpers;
mod html;

use handlebars::Handlebars;
use rust_embed::RustEmbed;
use serde::Serialize;

use crate::assets::Assets;

pub use html::Html;

#[derive(RustEmbed)]
#[folder = "../../templates"]
struct Files;

const EXTENSION: &str = ".hbs";

/// What a page shows, and which template shows it.
pub trait PageTemplate: Serialize {
    /// The template's path without its extension, such as `public/articles/show`.
    const TEMPLATE: &'static str;
}

/// The compiled templates.
pub struct Templates {
    registry: Handlebars<'static>,
}

/// A template that cannot be compiled or rendered; the sentence names the file and the line.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The file is not a template.
    #[error("templates/{file}: {cause}")]
    Syntax {
        /// The file below `templates/`.
        file: String,
        /// What is wrong, with the line.
        cause: Box<handlebars::TemplateError>,
    },
    /// The file is not UTF-8.
    #[error("templates/{file} is not UTF-8")]
    Encoding {
        /// The file below `templates/`.
        file: String,
    },
    /// The page could not be rendered, often as it names a value that the page does not have.
    #[error("templates/{file}, line {line}: {cause}")]
    Render {
        /// The file below `templates/`; in a layout or partial, that one.
        file: String,
        /// The line, counted from 1; 0 where it is not known.
        line: usize,
        /// What is wrong.
        cause: Box<handlebars::RenderError>,
    },
}

impl Templates {
    /// Compiles every template.
    ///
    /// # Errors
    /// `Syntax` or `Encoding` for the first file that is not a template.
    pub fn load(assets: &Assets) -> Result<Self, TemplateError> {
        let files = Files::iter()
            .filter_map(|path| Some((path.to_string(), Files::get(&path)?.data.into_owned())));
        Self::from_files(files, assets)
    }

    fn from_files(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
        assets: &Assets,
    ) -> Result<Self, TemplateError> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        // A partial is no paragraph: its lines stay where they are, whatever the indentation.
        registry.set_prevent_indent(true);
        helpers::register(&mut registry, assets);
        for (file, bytes) in files {
            let Some(name) = file.strip_suffix(EXTENSION) else {
                continue;
            };
            let text = String::from_utf8(bytes)
                .map_err(|_| TemplateError::Encoding { file: file.clone() })?;
            registry
                .register_template_string(name, text)
                .map_err(|cause| TemplateError::Syntax {
                    file: file.clone(),
                    cause: Box::new(cause),
                })?;
        }
        Ok(Self { registry })
    }

    /// The page as HTML.
    ///
    /// # Errors
    /// `Render` when the template names a value, a partial or an asset that is not there.
    pub fn render<P: PageTemplate>(&self, page: &P) -> Result<String, TemplateError> {
        self.render_named(P::TEMPLATE, page)
    }

    fn render_named(&self, name: &str, page: &impl Serialize) -> Result<String, TemplateError> {
        self.registry
            .render(name, page)
            .map_err(|cause| TemplateError::Render {
                file: format!(
                    "{}{EXTENSION}",
                    cause.template_name.as_deref().unwrap_or(name)
                ),
                line: cause.line_no.unwrap_or(0),
                cause: Box::new(cause),
            })
    }
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Templates")
            .field("count", &self.registry.get_templates().len())
            .finish()
    }
}

#[cfg(test)]
mod tests;
