//! What one line of Markdown can begin.

/// What a line would begin if a block began there.
pub(super) enum Opening {
    Heading,
    Rule,
    Quote,
    Table,
    Footnote,
    /// A list item; a number other than one, or an empty item, does not break off a paragraph.
    Item {
        may_interrupt: bool,
    },
    Fence(Fence),
    Html(HtmlEnd),
    HtmlLines,
    Text,
}

/// Looks at a line, and for a table's head also at the line after it.
pub(super) fn opening(line: &str, next: &str) -> Opening {
    let text = line.trim();
    if let Some(fence) = Fence::opening(line) {
        return Opening::Fence(fence);
    }
    if is_rule(text) {
        return Opening::Rule;
    }
    if let Some(may_interrupt) = item(text) {
        return Opening::Item { may_interrupt };
    }
    if indentation(line) > 3 {
        return Opening::Text;
    }
    if is_heading(text) {
        Opening::Heading
    } else if text.starts_with('>') {
        Opening::Quote
    } else if text.starts_with("[^") && text.contains("]:") {
        Opening::Footnote
    } else if text.contains('|') && is_table_delimiter(next.trim()) {
        Opening::Table
    } else {
        html(text)
    }
}

/// The width of the white space before a line's first sign; a tab counts as four.
pub(super) fn indentation(line: &str) -> usize {
    line.chars()
        .take_while(|sign| matches!(sign, ' ' | '\t'))
        .map(|sign| if sign == '\t' { 4 } else { 1 })
        .sum()
}

/// A line of `=` or `-` under a paragraph, which makes it a heading.
pub(super) fn is_setext_underline(line: &str) -> bool {
    let text = line.trim();
    indentation(line) <= 3
        && !text.is_empty()
        && (text.bytes().all(|byte| byte == b'=') || text.bytes().all(|byte| byte == b'-'))
}

/// A line of a block quote.
pub(super) fn is_quote(line: &str) -> bool {
    indentation(line) <= 3 && line.trim_start().starts_with('>')
}

/// The opening line of a fenced code block.
pub(super) struct Fence {
    sign: char,
    length: usize,
    indentation: usize,
}

impl Fence {
    pub(super) fn opening(line: &str) -> Option<Self> {
        let text = line.trim();
        let sign = text
            .chars()
            .next()
            .filter(|sign| matches!(sign, '`' | '~'))?;
        let length = text.chars().take_while(|found| *found == sign).count();
        // A backtick later in the line means that these are backticks of code inside a sentence.
        let is_open = length >= 3 && (sign == '~' || !text[length..].contains('`'));
        is_open.then(|| Self {
            sign,
            length,
            indentation: indentation(line),
        })
    }

    /// The fence that stands on the very line of a list item's marker.
    pub(super) fn opening_in_item(line: &str) -> Option<Self> {
        let content = line.trim_start().split_once([' ', '\t'])?.1;
        Self::opening(content).map(|fence| Self {
            indentation: line.len() - content.len(),
            ..fence
        })
    }

    pub(super) fn is_closed_by(&self, line: &str) -> bool {
        let text = line.trim();
        text.len() >= self.length
            && text.chars().all(|sign| sign == self.sign)
            && indentation(line) <= self.indentation + 3
    }
}

/// What ends a run of HTML that may hold blank lines.
pub(super) struct HtmlEnd(&'static [&'static str]);

impl HtmlEnd {
    pub(super) fn is_in(&self, line: &str) -> bool {
        let line = line.to_ascii_lowercase();
        self.0.iter().any(|end| line.contains(end))
    }
}

const RAW_TAGS: [&str; 4] = ["script", "pre", "style", "textarea"];
const RAW_ENDS: HtmlEnd = HtmlEnd(&["</script>", "</pre>", "</style>", "</textarea>"]);

fn html(text: &str) -> Opening {
    let Some(rest) = text.strip_prefix('<') else {
        return Opening::Text;
    };
    if rest.starts_with("!--") {
        return Opening::Html(HtmlEnd(&["-->"]));
    }
    if rest.starts_with('?') {
        return Opening::Html(HtmlEnd(&["?>"]));
    }
    if rest.starts_with("![CDATA[") {
        return Opening::Html(HtmlEnd(&["]]>"]));
    }
    if rest.starts_with('!') {
        return Opening::Html(HtmlEnd(&[">"]));
    }
    let name = rest.strip_prefix('/').unwrap_or(rest);
    let length = name
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        .count();
    let (name, after) = name.split_at(length);
    if !name.starts_with(|sign: char| sign.is_ascii_alphabetic())
        || !(after.is_empty() || after.starts_with([' ', '\t', '>', '/']))
    {
        // An address in angle brackets, or a lesser-than.
        return Opening::Text;
    }
    let is_raw = RAW_TAGS.iter().any(|raw| name.eq_ignore_ascii_case(raw));
    if is_raw && !rest.starts_with('/') {
        Opening::Html(RAW_ENDS)
    } else {
        Opening::HtmlLines
    }
}

fn is_heading(text: &str) -> bool {
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    (1..=6).contains(&level) && (text.len() == level || text[level..].starts_with([' ', '\t']))
}

fn is_rule(text: &str) -> bool {
    ['-', '*', '_'].iter().any(|rule| {
        let mut length = 0;
        let is_pure = text.chars().all(|sign| {
            length += usize::from(sign == *rule);
            sign == *rule || matches!(sign, ' ' | '\t')
        });
        is_pure && length >= 3
    })
}

/// Whether the text begins a list item, and if so whether it may break off a paragraph.
fn item(text: &str) -> Option<bool> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = text.split_at(digits);
    let is_marker = match digits {
        0 => after.starts_with(['-', '*', '+']),
        1..=9 => after.starts_with(['.', ')']),
        _ => false,
    };
    let content = after.get(1..).filter(|_| is_marker)?;
    if content.is_empty() {
        return Some(false);
    }
    content
        .starts_with([' ', '\t'])
        .then_some(digits == 0 || number == "1")
}

fn is_table_delimiter(text: &str) -> bool {
    text.contains('-')
        && text.contains('|')
        && text
            .bytes()
            .all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}
