//! Word by word: which words of a text went and which came.
//!
//! Words are Unicode's (UAX 29), so Arabic script keeps its words whole and Chinese and Japanese,
//! which have no spaces, are compared by character or syllable. Between too many words the search
//! would take seconds, so each comparison has an [`Effort`] to spend. What is too much for the rest
//! of it is compared by sentence first (code always by line), and word by word only in what differs.

mod changes;

use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use crate::alignment::{gaps, matches, unlike};
use changes::Changes;

/// A piece of text and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What became of it.
    pub kind: SpanKind,
    /// The words, with the white space between them; never empty.
    pub text: String,
}

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanKind {
    /// It is in both texts.
    Same,
    /// It is in the later text only.
    Inserted,
    /// It is in the earlier text only.
    Deleted,
}

/// Compares two short fields word by word.
///
/// The spans that are not inserted give the earlier text, those that are not deleted the later.
/// What was deleted stands before what was inserted in its place.
#[must_use]
pub fn compare_line(before: &str, after: &str) -> Vec<Span> {
    let mut effort = Effort::default();
    spans(before, after, Form::Prose, &mut effort)
}

/// How much searching a comparison may still do.
pub(crate) struct Effort(usize);

impl Default for Effort {
    /// The worst case of one paragraph of about 3,000 words rewritten as a whole, or of a hundred
    /// such paragraphs of 300 words; some tenths of a second.
    fn default() -> Self {
        Self(40_000_000)
    }
}

impl Effort {
    /// Takes the worst cost of a search over so many words, if that much is left.
    fn covers(&mut self, words: usize) -> bool {
        let rest = self.0.checked_sub(words.saturating_mul(words));
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }
}

/// What kind of text is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Prose,
    Code,
}

/// Compares two texts word by word as far as the effort goes.
pub(crate) fn spans(before: &str, after: &str, form: Form, effort: &mut Effort) -> Vec<Span> {
    let mut changes = Changes::default();
    match form {
        Form::Code => by_unit(
            &before.split_inclusive('\n').collect::<Vec<_>>(),
            &after.split_inclusive('\n').collect::<Vec<_>>(),
            effort,
            &mut changes,
        ),
        Form::Prose => {
            if !by_word(before, after, effort, &mut changes) {
                by_unit(&sentences(before), &sentences(after), effort, &mut changes);
            }
        }
    }
    changes.into_spans()
}

/// The spans of a block whose words stayed and whose blank lines may differ.
pub(crate) fn spans_of_same(words: &str, before: &str, after: &str) -> Vec<Span> {
    let mut changes = Changes::default();
    changes.same(words);
    let (before, after) = (&before[words.len()..], &after[words.len()..]);
    if before == after {
        changes.same(before);
    } else {
        changes.delete(before);
        changes.insert(after);
    }
    changes.into_spans()
}

fn by_unit(before: &[&str], after: &[&str], effort: &mut Effort, changes: &mut Changes) {
    let mut done = 0;
    for gap in gaps(&matches(before, after), before.len(), after.len()) {
        changes.same(&before[done..gap.before.start].concat());
        done = gap.before.end;
        let (gone, come) = (before[gap.before].concat(), after[gap.after].concat());
        if !by_word(&gone, &come, effort, changes) {
            changes.delete(&gone);
            changes.insert(&come);
        }
    }
    changes.same(&before[done..].concat());
}

/// Splits a text after what looks like the end of a sentence, and after each line.
///
/// Unicode's own rule is not used, because looking ahead for the next letter costs the square of a
/// run of brackets or spaces: a minute for 100,000 of them.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let (mut start, mut is_over, mut previous) = (0, false, ' ');
    for (at, sign) in text.char_indices() {
        if is_over && !sign.is_whitespace() {
            sentences.push(&text[start..at]);
            (start, is_over) = (at, false);
        }
        let ends_before_space = matches!(previous, '.' | '!' | '?' | '…' | '؟' | '۔');
        is_over |= matches!(sign, '\n' | '。' | '！' | '？')
            || (sign.is_whitespace() && ends_before_space);
        previous = sign;
    }
    sentences.push(&text[start..]);
    sentences
}

/// Compares by word if the effort is enough for it; otherwise it does nothing.
fn by_word(before: &str, after: &str, effort: &mut Effort, changes: &mut Changes) -> bool {
    let before: Vec<_> = before.split_word_bounds().collect();
    let after: Vec<_> = after.split_word_bounds().collect();
    if !effort.covers(unlike(&before, &after)) {
        return false;
    }
    for operation in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let (tag, old, new) = operation.as_tag_tuple();
        if tag == DiffTag::Equal {
            changes.same(&before[old].concat());
        } else {
            changes.delete(&before[old].concat());
            changes.insert(&after[new].concat());
        }
    }
    true
}

#[cfg(test)]
mod tests;
