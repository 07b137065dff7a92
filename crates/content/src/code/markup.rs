//! Reads HTML, XML and templates of them.

use super::highlight::Spans;

/// Reads all of the code.
pub(super) fn read(code: &str, spans: &mut Spans) {
    let mut rest = code;
    while let Some(start) = rest.find(['<', '&', '{']) {
        let (text, from) = rest.split_at(start);
        spans.push(text, None);
        rest = if from.starts_with("<!--") {
            take_to(from, "-->", "cm", spans)
        } else if from.starts_with("{{") {
            take_to(from, "}}", "kw", spans)
        } else if from.starts_with('&') {
            read_entity(from, spans)
        } else if from.starts_with('<') {
            read_tag(from, spans)
        } else {
            take(from, 1, None, spans)
        };
    }
    spans.push(rest, None);
}

/// Takes all up to and with this end, or everything.
fn take_to<'a>(from: &'a str, end: &str, class: &'static str, spans: &mut Spans) -> &'a str {
    let length = from.find(end).map_or(from.len(), |at| at + end.len());
    take(from, length, Some(class), spans)
}

fn take<'a>(
    from: &'a str,
    length: usize,
    class: Option<&'static str>,
    spans: &mut Spans,
) -> &'a str {
    let (taken, rest) = from.split_at(length);
    spans.push(taken, class);
    rest
}

fn read_entity<'a>(from: &'a str, spans: &mut Spans) -> &'a str {
    let length = 1 + length_while(&from[1..], |c| c.is_ascii_alphanumeric() || c == '#');
    if length > 1 && from[length..].starts_with(';') {
        take(from, length + 1, Some("es"), spans)
    } else {
        take(from, 1, None, spans)
    }
}

fn read_tag<'a>(from: &'a str, spans: &mut Spans) -> &'a str {
    let marks = length_while(from, |c| matches!(c, '<' | '/' | '!' | '?')).min(2);
    let name = length_while(&from[marks..], is_name);
    if name == 0 {
        return take(from, marks, None, spans);
    }
    let rest = take(from, marks, None, spans);
    let mut rest = take(rest, name, Some("tg"), spans);
    // A value follows an equals sign; everything else that looks like a name is one.
    let mut is_value = false;
    while let Some(first) = rest.chars().next() {
        let (length, class) = match first {
            '<' => return rest,
            '>' => return take(rest, 1, None, spans),
            '"' | '\'' => {
                let length = rest[1..].find(first).map_or(rest.len(), |at| at + 2);
                (length, Some("st"))
            }
            '=' => (1, Some("op")),
            c if is_name(c) && is_value => (
                length_while(rest, |c| !c.is_whitespace() && c != '>'),
                Some("st"),
            ),
            c if is_name(c) => (length_while(rest, is_name), Some("at")),
            c => (c.len_utf8(), None),
        };
        if !first.is_whitespace() {
            is_value = first == '=';
        }
        rest = take(rest, length, class, spans);
    }
    rest
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}
