//! The languages whose code is coloured, each as far as a lexer needs to know it.

mod table;

/// How code is read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Words, strings, numbers and comments.
    Words(&'static Language),
    /// Tags and text.
    Markup,
    /// Lines that are added and taken away.
    Diff,
    /// Markdown.
    Markdown,
}

/// What a lexer has to know of a language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Language {
    pub line_comments: &'static [&'static str],
    pub block_comment: Option<(&'static str, &'static str)>,
    /// The longest opening first.
    pub quotes: &'static [Quote],
    /// Words with a space between.
    pub keywords: &'static str,
    pub constants: &'static str,
    pub types: &'static str,
    /// The signs that operators are made of.
    pub operators: &'static str,
    /// The sign after the name of a key.
    pub key: Option<char>,
    /// `SELECT` is `select`.
    pub ignores_case: bool,
    /// A word that begins with a capital is a type; one of capitals a constant.
    pub has_capitals: bool,
    /// `a-b` is one word.
    pub has_hyphens: bool,
    /// `@name`.
    pub has_decorators: bool,
    /// `$name` and `${name}`.
    pub has_variables: bool,
    /// Rust's `'a`, `#[name]` and `name!(…)`.
    pub has_lifetimes: bool,
    /// `#c0ffee`.
    pub has_colours: bool,
    /// A line that begins with `[` names a section.
    pub has_sections: bool,
}

/// How a string begins and ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quote {
    pub open: &'static str,
    pub close: &'static str,
    /// A backslash changes what the next sign means.
    pub has_escapes: bool,
    /// It may go on over the end of a line.
    pub has_lines: bool,
}

impl Language {
    /// True if this word is in one of the language's lists.
    pub(super) fn has(&self, words: &str, word: &str) -> bool {
        words.split(' ').any(|known| {
            if self.ignores_case {
                known.eq_ignore_ascii_case(word)
            } else {
                known == word
            }
        })
    }
}

/// The language that a block is written in, by one of its names.
pub(super) fn find(name: &str) -> Option<Kind> {
    Some(match name.to_ascii_lowercase().as_str() {
        "html" | "htm" | "xml" | "svg" | "xhtml" | "rss" | "atom" | "vue" | "svelte" | "hbs"
        | "handlebars" | "mustache" | "jinja" | "liquid" => Kind::Markup,
        "diff" | "patch" => Kind::Diff,
        "md" | "markdown" => Kind::Markdown,
        name => Kind::Words(table::find(name)?),
    })
}
