//! How well the elements of some HTML are closed, before anything builds a tree of them.
//!
//! An emphasis that is left open is opened again in each later paragraph, as the HTML standard
//! asks of a parser. So a hundred of them and a thousand paragraphs make a hundred thousand
//! elements out of a few kilobytes. The product is what is bounded here.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use crate::limits::{DEPTH, TooComplex};

/// Elements that the parser may make out of those that are left open.
const REOPENED: usize = 200_000;

/// Elements that may be left open, or closed without being open, in one text.
const SLIPS: usize = 200;

/// Elements that a paragraph opens again when they were left open.
const REOPENING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Elements that have no end tag, or whose end tag may be left out.
const WITHOUT_END: [&str; 29] = [
    "area", "base", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input",
    "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody", "td",
    "tfoot", "th", "thead", "tr", "wbr",
];

/// Refuses HTML that a parser would need long for.
pub(crate) fn check(html: &str) -> Result<(), TooComplex> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Elements::default(), TokenizerOpts::default());
    // The sink never asks for a script to be run, which is all that this result tells.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let count = tokenizer.sink.0.into_inner();
    if count.deepest > 2 * DEPTH {
        return Err(TooComplex::Deep);
    }
    let slips = count.slips + count.open.len();
    let reopened = (slips + count.most_reopening).saturating_mul(count.tags);
    if slips > SLIPS || (slips > 0 && reopened > REOPENED) {
        return Err(TooComplex::TangledHtml);
    }
    Ok(())
}

/// What is open, and what went wrong so far.
#[derive(Default)]
struct Count {
    open: Vec<String>,
    tags: usize,
    deepest: usize,
    reopening: usize,
    most_reopening: usize,
    slips: usize,
}

impl Count {
    fn start(&mut self, tag: &Tag) {
        self.tags += 1;
        let name = &*tag.name;
        if WITHOUT_END.contains(&name) || (tag.self_closing && self.is_drawing()) {
            return;
        }
        if REOPENING.contains(&name) {
            self.reopening += 1;
            self.most_reopening = self.most_reopening.max(self.reopening);
        }
        // Beyond the limit only the count matters, and a long list would be searched in vain.
        if self.open.len() <= 2 * DEPTH {
            self.open.push(name.to_owned());
        } else {
            self.slips += 1;
        }
        self.deepest = self.deepest.max(self.open.len());
    }

    fn end(&mut self, tag: &Tag) {
        let name = &*tag.name;
        if WITHOUT_END.contains(&name) {
            return;
        }
        let Some(index) = self.open.iter().rposition(|open| open == name) else {
            self.slips += 1;
            return;
        };
        self.slips += self.open.len() - index - 1;
        for closed in self.open.drain(index..) {
            if REOPENING.contains(&closed.as_str()) {
                self.reopening -= 1;
            }
        }
    }

    fn is_drawing(&self) -> bool {
        self.open.iter().any(|open| open == "svg" || open == "math")
    }

    /// How the parser reads on after this element's start.
    fn reads_on(&self, name: &str) -> TokenSinkResult<()> {
        match name {
            _ if self.is_drawing() => TokenSinkResult::Continue,
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "plaintext" => TokenSinkResult::Plaintext,
            _ => TokenSinkResult::Continue,
        }
    }
}

#[derive(Default)]
struct Elements(RefCell<Count>);

impl TokenSink for Elements {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        let mut count = self.0.borrow_mut();
        match tag.kind {
            TagKind::StartTag => {
                count.start(&tag);
                count.reads_on(&tag.name)
            }
            TagKind::EndTag => {
                count.end(&tag);
                TokenSinkResult::Continue
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_that_is_closed_as_it_was_opened_may_be_long() {
        let html = "<p><b>a</b> <i>c <em>d</em></i><br><ul><li>e<li>f</ul>".repeat(2_000);
        assert_eq!(check(&html), Ok(()));
    }

    #[test]
    fn a_few_slips_are_forgiven() {
        assert_eq!(check("<div><b>a</div></i></p>"), Ok(()));
    }

    #[test]
    fn what_would_be_opened_again_and_again_is_refused() {
        let open: String = (0..100).map(|id| format!("<b id=\"{id}\">")).collect();
        let html = open + &"<p>a</p>".repeat(5_000);
        assert_eq!(check(&html), Err(TooComplex::TangledHtml));
    }

    #[test]
    fn elements_closed_crosswise_count_as_open() {
        let html = "<b id=\"1\"><table><td></b></table>".repeat(300);
        assert_eq!(check(&html), Err(TooComplex::TangledHtml));
    }

    #[test]
    fn deep_html_is_refused() {
        assert_eq!(check(&"<div>".repeat(100_000)), Err(TooComplex::Deep));
    }
}
