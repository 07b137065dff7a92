//! What this site understands as Markdown.

use comrak::Options;

/// CommonMark with GitHub's extensions and footnotes.
pub(crate) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.render.tasklist_classes = true;
    // The owner may write HTML; what is not safe of it is taken out afterwards.
    options.render.r#unsafe = true;
    options
}

#[cfg(test)]
mod specifications;
