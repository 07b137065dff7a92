//! Reads code of languages that are made of words, strings, numbers and comments.
//!
//! One pass from left to right; each step takes at least one character, and none looks further
//! than the end of what it takes, but for a bounded glance.

use super::highlight::Spans;
use super::languages::{Language, Quote};

/// Bytes that an attribute may have for its end to be looked for.
const GLANCE: usize = 200;

/// Reads all of the code.
pub(super) fn read(code: &str, language: &Language, spans: &mut Spans) {
    let mut reader = Reader {
        code,
        at: 0,
        language,
    };
    while let Some((length, class)) = reader.next() {
        let start = reader.at;
        reader.at += length;
        let piece = code.get(start..reader.at).unwrap_or_default();
        if class == Some("st") {
            push_string(piece, language, spans);
        } else {
            spans.push(piece, class);
        }
    }
}

struct Reader<'a> {
    code: &'a str,
    at: usize,
    language: &'a Language,
}

type Piece = (usize, Option<&'static str>);

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.code.get(self.at..).unwrap_or_default()
    }

    fn previous(&self) -> Option<char> {
        self.code.get(..self.at)?.chars().next_back()
    }

    /// The bytes of the next piece and its class.
    fn next(&self) -> Option<Piece> {
        let rest = self.rest();
        let first = rest.chars().next()?;
        if first.is_whitespace() {
            return Some((length_while(rest, char::is_whitespace), None));
        }
        self.comment(rest)
            .or_else(|| self.string(rest, first))
            .or_else(|| self.attribute(rest, first))
            .or_else(|| self.number(rest, first))
            .or_else(|| self.word(rest, first))
            .or_else(|| self.operator(rest))
            .or_else(|| Some((first.len_utf8(), None)))
    }

    fn comment(&self, rest: &str) -> Option<Piece> {
        if let Some((open, close)) = self.language.block_comment
            && let Some(inside) = rest.strip_prefix(open)
        {
            let length = inside
                .find(close)
                .map_or(rest.len(), |end| open.len() + end + close.len());
            return Some((length, Some("cm")));
        }
        let mark = self
            .language
            .line_comments
            .iter()
            .find(|mark| rest.starts_with(**mark))?;
        // `$#` and `a#b` of a shell are no comments.
        if *mark == "#" && self.previous().is_some_and(|c| !c.is_whitespace()) {
            return None;
        }
        Some((line_length(rest), Some("cm")))
    }

    fn string(&self, rest: &str, first: char) -> Option<Piece> {
        if first == '\'' && self.language.has_lifetimes {
            return Some(character_or_lifetime(rest));
        }
        let quote = self
            .language
            .quotes
            .iter()
            .find(|quote| rest.starts_with(quote.open))?;
        // `r"` at the end of a word is no beginning of a string.
        if first.is_alphabetic() && self.previous().is_some_and(is_word) {
            return None;
        }
        let length = string_length(rest, quote);
        let is_key = self.language.key.is_some_and(|key| {
            rest.get(length..)
                .is_some_and(|after| after.trim_start_matches(' ').starts_with(key))
        });
        Some((length, Some(if is_key { "pr" } else { "st" })))
    }

    fn attribute(&self, rest: &str, first: char) -> Option<Piece> {
        if first == '@' && self.language.has_decorators {
            let length = length_while(rest.get(1..)?, |c| is_word(c) || matches!(c, '.' | '-'));
            return (length > 0).then_some((1 + length, Some("at")));
        }
        if first == '$' && self.language.has_variables {
            let inside = rest.get(1..)?;
            let length = match inside.chars().next()? {
                '{' => inside.bytes().take(GLANCE).position(|byte| byte == b'}')? + 1,
                '@' | '#' | '?' | '*' | '!' | '$' => 1,
                _ => length_while(inside, is_word),
            };
            return (length > 0).then_some((1 + length, Some("co")));
        }
        if self.language.has_lifetimes && (rest.starts_with("#[") || rest.starts_with("#![")) {
            let mut depth = 0_usize;
            for (index, byte) in rest.bytes().enumerate().take(GLANCE) {
                match byte {
                    b'[' => depth += 1,
                    b']' if depth == 1 => return Some((index + 1, Some("at"))),
                    b']' => depth -= 1,
                    _ => {}
                }
            }
        }
        // `[section]` at the beginning of a line.
        if first == '[' && self.language.has_sections && self.previous().is_none_or(|c| c == '\n') {
            return Some((line_length(rest), Some("hd")));
        }
        None
    }

    fn number(&self, rest: &str, first: char) -> Option<Piece> {
        if first == '#' && self.language.has_colours {
            let length = length_while(rest.get(1..)?, |c| c.is_ascii_hexdigit());
            return matches!(length, 3 | 4 | 6 | 8).then_some((1 + length, Some("nu")));
        }
        if !first.is_ascii_digit() {
            return None;
        }
        let mut length = length_while(rest, is_word);
        if rest.get(length..).is_some_and(|after| {
            let mut after = after.chars();
            after.next() == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit())
        }) {
            length += 1 + length_while(rest.get(length + 1..).unwrap_or_default(), is_word);
        }
        Some((length, Some("nu")))
    }

    fn word(&self, rest: &str, first: char) -> Option<Piece> {
        if !is_word(first) {
            return None;
        }
        let has_hyphens = self.language.has_hyphens;
        let length = length_while(rest, |c| is_word(c) || (has_hyphens && c == '-'));
        let word = rest.get(..length)?;
        let after = rest.get(length..)?;
        Some((length, self.class_of(word, after)))
    }

    fn class_of(&self, word: &str, after: &str) -> Option<&'static str> {
        let language = self.language;
        let is_key =
            |key| after.trim_start_matches(' ').starts_with(key) && !after.starts_with("::");
        if language.key.is_some_and(is_key) {
            return Some("pr");
        }
        // `.match(` is not the keyword.
        if self.previous() != Some('.') {
            if language.has(language.keywords, word) {
                return Some("kw");
            }
            if language.has(language.constants, word) {
                return Some("co");
            }
            if language.has(language.types, word) {
                return Some("ty");
            }
        }
        let mut next = after.chars();
        match next.next() {
            Some('(') => return Some("fn"),
            Some('!')
                if language.has_lifetimes && next.next().is_some_and(|c| "([{".contains(c)) =>
            {
                return Some("fn");
            }
            _ => {}
        }
        if !language.has_capitals || !word.starts_with(char::is_uppercase) {
            return None;
        }
        let is_constant = word.chars().nth(1).is_some() && !word.contains(char::is_lowercase);
        Some(if is_constant { "co" } else { "ty" })
    }

    fn operator(&self, rest: &str) -> Option<Piece> {
        // No operator is longer, and what follows is looked at again.
        let length: usize = rest
            .chars()
            .take(3)
            .take_while(|c| self.language.operators.contains(*c))
            .map(char::len_utf8)
            .sum();
        // A comment that follows at once is its own piece.
        let run = rest.get(..length)?;
        let end = self
            .language
            .line_comments
            .iter()
            .copied()
            .chain(self.language.block_comment.map(|(open, _)| open))
            .filter_map(|mark| run.find(mark))
            .min()
            .unwrap_or(length);
        (end > 0).then_some((end, Some("op")))
    }
}

/// A string with its escapes marked.
fn push_string(string: &str, language: &Language, spans: &mut Spans) {
    let has_escapes = language
        .quotes
        .iter()
        .find(|quote| string.starts_with(quote.open))
        .is_none_or(|quote| quote.has_escapes);
    let mut rest = string;
    while has_escapes && let Some(start) = rest.find('\\') {
        let (before, escape) = rest.split_at(start);
        let length = escape.chars().take(2).map(char::len_utf8).sum();
        let (escape, after) = escape.split_at(length);
        spans.push(before, Some("st"));
        spans.push(escape, Some("es"));
        rest = after;
    }
    spans.push(rest, Some("st"));
}

fn string_length(rest: &str, quote: &Quote) -> usize {
    let mut at = quote.open.len();
    while let Some(left) = rest.get(at..) {
        let Some(c) = left.chars().next() else {
            break;
        };
        if left.starts_with(quote.close) {
            return at + quote.close.len();
        }
        if c == '\n' && !quote.has_lines {
            break;
        }
        at += c.len_utf8();
        if c == '\\' && quote.has_escapes {
            at += rest
                .get(at..)
                .and_then(|left| left.chars().next())
                .map_or(0, char::len_utf8);
        }
    }
    at.min(rest.len())
}

/// `'a'` and `'\n'`, or the lifetime `'a`.
fn character_or_lifetime(rest: &str) -> Piece {
    let mut chars = rest.char_indices().skip(1);
    let (_, second) = chars.next().unwrap_or((0, ' '));
    let end = if second == '\\' {
        rest.bytes()
            .take(12)
            .skip(3)
            .position(|byte| byte == b'\'')
            .map(|at| at + 4)
    } else {
        chars
            .next()
            .filter(|(_, c)| *c == '\'')
            .map(|(at, _)| at + 1)
    };
    match end {
        Some(end) => (end, Some("st")),
        None => {
            let length = length_while(rest.get(1..).unwrap_or_default(), is_word);
            (1 + length, (length > 0).then_some("ty"))
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn line_length(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}
