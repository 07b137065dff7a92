//! Redirects as a table of comma-separated values (RFC 4180): `from,to,prefix`.
//!
//! Content and tags are named by their present addresses, and by `plinth:` with their id where
//! visitors cannot see them, so that what was exported can be imported as it is. No cell can begin a
//! formula in a spreadsheet: each begins with a slash, with `http`, with `plinth:` or with `yes`.

use domain::{RedirectTarget, SitePath, TargetAddress};
use persistence::redirects::{ImportLine, ImportTarget, LeadsTo, RedirectRow};
use url::Url;
use uuid::Uuid;

use super::on_this_site;

/// Lines that one import takes.
pub(super) const MAX_LINES: usize = 2_000;

/// Bytes that one import takes.
pub(super) const MAX_BYTES: usize = 512 * 1024;

const BY_ID: &str = "plinth:";

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadLine {
    pub(super) number: u64,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) reason: String,
}

/// The lines of a table, in their order.
pub(super) type Lines = Vec<Result<ImportLine, BadLine>>;

/// Reads a table. The first line may name the columns, in any order; fields are separated by commas,
/// or by semicolons or tabs where the first line has no comma.
///
/// # Errors
/// A sentence for the whole text: it is empty, too long or no table.
pub(super) fn read(text: &str, base_url: &Url) -> Result<Lines, String> {
    if text.trim().is_empty() {
        return Err("Please paste some lines, such as /old,/new.".to_owned());
    }
    if text.len() > MAX_BYTES {
        return Err("This is too much for one import: at most 512 KB fit.".to_owned());
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut columns = Columns::default();
    let mut place = Place::default();
    let mut lines = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|error| format!("This is no table: {error}."))?;
        if index == 0
            && let Some(named) = Columns::named(&record)
        {
            columns = named;
            continue;
        }
        if lines.len() == MAX_LINES {
            return Err(format!(
                "These are too many lines for one import: at most {MAX_LINES} fit."
            ));
        }
        let number = place.line_of(text, record.position());
        let cell = |column: usize| record.get(column).unwrap_or_default().to_owned();
        let (from, to) = (cell(columns.from), cell(columns.to));
        let line = line(number, &from, &to, &cell(columns.prefix), base_url);
        lines.push(line.map_err(|reason| BadLine {
            number,
            from,
            to,
            reason,
        }));
    }
    if lines.is_empty() {
        return Err("There is no line below the names of the columns.".to_owned());
    }
    Ok(lines)
}

/// Counts lines as people do, blank ones too, which the reader passes over.
#[derive(Default)]
struct Place {
    bytes: usize,
    line_ends: u64,
}

impl Place {
    fn line_of(&mut self, text: &str, start: Option<&csv::Position>) -> u64 {
        let start = start.map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let rest = text.as_bytes().get(self.bytes..).unwrap_or_default();
        for byte in rest {
            let is_before = self.bytes < start || matches!(byte, b'\r' | b'\n');
            if !is_before {
                break;
            }
            self.bytes += 1;
            self.line_ends += u64::from(*byte == b'\n');
        }
        self.line_ends + 1
    }
}

fn delimiter(text: &str) -> u8 {
    let first = text.trim_start().lines().next().unwrap_or_default();
    if first.contains(',') {
        b','
    } else if first.contains(';') {
        b';'
    } else if first.contains('\t') {
        b'\t'
    } else {
        b','
    }
}

struct Columns {
    from: usize,
    to: usize,
    prefix: usize,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            from: 0,
            to: 1,
            prefix: 2,
        }
    }
}

impl Columns {
    /// The columns by their names; `None` where the first line is none of names.
    fn named(record: &csv::StringRecord) -> Option<Self> {
        let place = |names: &[&str]| {
            record
                .iter()
                // A text from a spreadsheet may begin with a byte order mark.
                .map(|cell| cell.trim_start_matches('\u{feff}').to_lowercase())
                .position(|cell| names.contains(&cell.as_str()))
        };
        Some(Self {
            from: place(&["from", "source"])?,
            to: place(&["to", "target"])?,
            prefix: place(&["prefix"]).unwrap_or(usize::MAX),
        })
    }
}

fn line(
    number: u64,
    from: &str,
    to: &str,
    prefix: &str,
    base_url: &Url,
) -> Result<ImportLine, String> {
    let from = from.trim_start_matches('\u{feff}');
    let source =
        SitePath::parse(&on_this_site(base_url, from)).map_err(|error| error.to_string())?;
    let is_prefix = match prefix.to_lowercase().as_str() {
        "" | "no" | "false" | "0" => false,
        "yes" | "true" | "1" | "x" => true,
        _ => return Err("The third column says “yes” or stays empty.".to_owned()),
    };
    let target = if let Some(id) = to.strip_prefix(BY_ID) {
        let id = Uuid::parse_str(id).map_err(|_| "This is no id of content.".to_owned())?;
        ImportTarget::Id(id)
    } else {
        let address = TargetAddress::parse(&on_this_site(base_url, to));
        let address = address.map_err(|error| error.to_string())?;
        if is_prefix {
            address.expect_folder().map_err(|error| error.to_string())?;
        }
        ImportTarget::Address(address)
    };
    Ok(ImportLine {
        number,
        source,
        is_prefix,
        target,
    })
}

/// Writes a table.
///
/// # Errors
/// [`csv::Error`] when memory cannot be written to.
pub(super) fn write(rows: &[RedirectRow]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record(["from", "to", "prefix"])?;
    for row in rows {
        let prefix = if row.redirect.is_prefix { "yes" } else { "" };
        writer.write_record([row.redirect.source.as_str(), &target(row), prefix])?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

fn target(row: &RedirectRow) -> String {
    match (&row.leads_to, &row.redirect.target) {
        (
            LeadsTo::Content {
                path: Some(path), ..
            }
            | LeadsTo::Tag { path, .. },
            _,
        ) => path.clone(),
        (LeadsTo::Address(address), _) => address.clone(),
        (_, RedirectTarget::Content(id)) => format!("{BY_ID}{id}"),
        (_, RedirectTarget::Tag(id)) => format!("{BY_ID}{id}"),
        (_, RedirectTarget::Address(address)) => address.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{ContentId, Redirect, RedirectId, RedirectOrigin};

    fn base() -> Url {
        "https://site.example".parse().unwrap()
    }

    fn row(source: &str, leads_to: LeadsTo, is_prefix: bool) -> RedirectRow {
        let target = match &leads_to {
            LeadsTo::Address(address) => {
                RedirectTarget::Address(TargetAddress::parse(address).unwrap())
            }
            _ => RedirectTarget::Content(ContentId::from_uuid(Uuid::from_u128(7))),
        };
        RedirectRow {
            redirect: Redirect {
                id: RedirectId::from_uuid(Uuid::nil()),
                source: SitePath::parse(source).unwrap(),
                is_prefix,
                target,
                origin: RedirectOrigin::Manual,
                hits: 0,
                last_hit_at: None,
            },
            leads_to,
        }
    }

    fn rows() -> Vec<RedirectRow> {
        let content = |path: Option<&str>| LeadsTo::Content {
            title: "=HYPERLINK(\"x\")".to_owned(),
            path: path.map(str::to_owned),
            is_trashed: false,
        };
        let typed = |address: &str| LeadsTo::Address(address.to_owned());
        vec![
            row("/=cmd|' /C calc'!A0", typed("/contact"), false),
            row("/a,b", typed("https://example.org/x?a=1,2&b=%22"), false),
            row("/blog", typed("/articles"), true),
            row("/old", content(Some("/articles/growth")), false),
            row("/withdrawn", content(None), false),
            row("/\"quoted\"", typed("/contact#form"), false),
            row("/وتار", typed("/contact"), false),
        ]
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let text = String::from_utf8(write(&rows()).unwrap()).unwrap();
        let lines = read(&text, &base()).unwrap();
        assert_eq!(lines.len(), rows().len());
        for (line, row) in lines.into_iter().zip(rows()) {
            let line = line.unwrap();
            assert_eq!(line.source, row.redirect.source);
            assert_eq!(line.is_prefix, row.redirect.is_prefix);
            let written = match line.target {
                ImportTarget::Address(address) => address.to_string(),
                ImportTarget::Id(id) => format!("plinth:{id}"),
            };
            assert_eq!(written, target(&row));
        }
    }

    #[test]
    fn no_cell_begins_a_formula_and_lines_end_as_the_standard_says() {
        let text = String::from_utf8(write(&rows()).unwrap()).unwrap();
        assert!(text.starts_with("from,to,prefix\r\n"));
        assert!(text.ends_with("\r\n"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{cell}"
                );
            }
        }
    }

    #[test]
    fn names_of_columns_are_optional_and_lines_are_numbered() {
        let lines = |text: &str| read(text, &base()).unwrap();
        let plain = lines("/a,/b\n\n/c,/d,yes\n");
        assert_eq!(plain.len(), 2);
        assert_eq!(plain[1].as_ref().unwrap().number, 3);
        assert!(plain[1].as_ref().unwrap().is_prefix);
        let named = lines("Prefix;To;From\nyes;/b;https://site.example/a\n");
        let line = named[0].as_ref().unwrap();
        assert_eq!(
            (line.number, line.source.as_str(), line.is_prefix),
            (2, "/a", true)
        );
        let bad = lines("/a,/b\nold,/b\n/c,javascript:x\n/d\n/e,/f,perhaps");
        let numbers: Vec<_> = bad
            .iter()
            .filter_map(|line| line.as_ref().err())
            .map(|line| line.number)
            .collect();
        assert_eq!(numbers, [2, 3, 4, 5]);
    }

    #[test]
    fn too_much_and_nothing_are_refused_as_a_whole() {
        for text in ["", " \n", "from,to\n", "/a,\"b"] {
            let outcome = read(text, &base());
            let is_refused = outcome
                .as_ref()
                .map_or(true, |lines| lines.iter().all(Result::is_err));
            assert!(is_refused, "{text:?}: {outcome:?}");
        }
        assert!(read(&"/a,/b\n".repeat(MAX_LINES + 1), &base()).is_err());
        assert!(read(&"x".repeat(MAX_BYTES + 1), &base()).is_err());
    }
}
