//! Breaks a title into lines: as large as it fits, in lines of about the same length.

use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

/// The sizes that a title may have, largest first, with the lines that then fit.
const STEPS: [(f32, usize); 7] = [
    (96.0, 2),
    (84.0, 3),
    (76.0, 3),
    (66.0, 4),
    (58.0, 4),
    (50.0, 5),
    (44.0, 5),
];

/// A title, ready to be set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Set {
    pub(crate) size_px: f32,
    pub(crate) lines: Vec<String>,
}

/// A part of a title that is not broken, with its width at a size of one pixel.
#[derive(Clone, Copy, Debug)]
struct Piece<'a> {
    text: &'a str,
    width: f32,
    /// The width of the space behind it, which counts only inside of a line.
    space: f32,
}

/// Sets a title within a width. `measure` gives the width of each text at a size of one pixel.
pub(crate) fn set(title: &str, width_px: f32, measure: impl Fn(&[&str]) -> Vec<f32>) -> Set {
    let parts: Vec<&str> = parts(title);
    let pieces = measured(&parts, &measure);
    for (size_px, most) in STEPS {
        let width = width_px / size_px;
        if pieces.iter().any(|piece| piece.width > width) {
            continue;
        }
        let lines = broken(&pieces, width);
        if lines.len() <= most {
            return Set {
                size_px,
                lines: texts(&balanced(&pieces, width, lines.len())),
            };
        }
    }
    let (size_px, most) = STEPS[STEPS.len() - 1];
    let width = width_px / size_px;
    // A word that is longer than a line may be broken anywhere.
    let parts: Vec<&str> = parts
        .into_iter()
        .zip(&pieces)
        .flat_map(|(part, piece)| match piece.width > width {
            true => part.graphemes(true).collect::<Vec<_>>(),
            false => vec![part],
        })
        .collect();
    let pieces = measured(&parts, &measure);
    let mut lines = broken(&pieces, width);
    let is_cut = lines.len() > most;
    lines.truncate(most);
    if is_cut && let Some(last) = lines.last_mut() {
        let ellipsis = measure(&["…"]).first().copied().unwrap_or_default();
        while last.len() > 1 && length(last) + ellipsis > width {
            last.pop();
        }
    }
    let mut lines = texts(&lines);
    if is_cut && let Some(last) = lines.last_mut() {
        let kept = last
            .trim_end_matches(|letter: char| letter.is_whitespace() || ",.;:–—-".contains(letter))
            .len();
        last.truncate(kept);
        last.push('…');
    }
    Set { size_px, lines }
}

/// The parts between the places where a line may be broken (Unicode's annex 14).
fn parts(title: &str) -> Vec<&str> {
    let mut start = 0;
    linebreaks(title)
        .filter_map(|(end, _)| {
            let part = title.get(start..end);
            start = end;
            part.filter(|part| !part.is_empty())
        })
        .collect()
}

fn measured<'a>(parts: &[&'a str], measure: &impl Fn(&[&str]) -> Vec<f32>) -> Vec<Piece<'a>> {
    let mut texts: Vec<&str> = parts.iter().map(|part| part.trim_end()).collect();
    texts.extend(["n n", "nn"]);
    let widths = measure(&texts);
    let space = match widths.as_slice() {
        [.., apart, together] => apart - together,
        _ => 0.0,
    };
    parts
        .iter()
        .zip(&widths)
        .map(|(part, width)| Piece {
            text: part,
            width: *width,
            space: if part.ends_with(' ') { space } else { 0.0 },
        })
        .collect()
}

fn length(line: &[Piece<'_>]) -> f32 {
    let spaces: f32 = line.iter().rev().skip(1).map(|piece| piece.space).sum();
    line.iter().map(|piece| piece.width).sum::<f32>() + spaces
}

/// Fills line after line.
fn broken<'a>(pieces: &[Piece<'a>], width: f32) -> Vec<Vec<Piece<'a>>> {
    let mut lines: Vec<Vec<Piece<'a>>> = Vec::new();
    for piece in pieces {
        let fits = lines.last_mut().is_some_and(|line| {
            line.push(*piece);
            let fits = length(line) <= width || line.len() == 1;
            if !fits {
                line.pop();
            }
            fits
        });
        if !fits {
            lines.push(vec![*piece]);
        }
    }
    lines
}

/// The same number of lines, in the narrowest width that allows it, so that none is nearly empty.
fn balanced<'a>(pieces: &[Piece<'a>], width: f32, count: usize) -> Vec<Vec<Piece<'a>>> {
    let widest = pieces.iter().map(|piece| piece.width).fold(0.0, f32::max);
    let (mut too_narrow, mut enough) = (widest * 0.99, width);
    for _ in 0..12 {
        let middle = f32::midpoint(too_narrow, enough);
        let fits = middle >= widest && broken(pieces, middle).len() <= count;
        if fits {
            enough = middle;
        } else {
            too_narrow = middle;
        }
    }
    broken(pieces, enough)
}

fn texts(lines: &[Vec<Piece<'_>>]) -> Vec<String> {
    lines
        .iter()
        .map(|line| {
            let text: String = line.iter().map(|piece| piece.text).collect();
            text.trim().to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter is half as wide as the size.
    fn set_title(title: &str) -> Set {
        set(title, 1_000.0, |texts| {
            texts
                .iter()
                .map(|text| text.graphemes(true).count() as f32 * 0.5)
                .collect()
        })
    }

    #[test]
    fn a_short_title_is_large_and_a_longer_one_smaller() {
        let short = set_title("Short");
        assert_eq!((short.size_px, short.lines.len()), (96.0, 1));
        let mut last = short.size_px;
        for words in [8, 14, 20, 26, 34] {
            let size = set_title(&"words ".repeat(words)).size_px;
            assert!(size <= last, "{words}");
            last = size;
        }
        assert_eq!(last, 44.0);
    }

    #[test]
    fn lines_are_about_equally_long() {
        let set = set_title("one two three four five six seven");
        let longest = set.lines.iter().map(String::len).max().unwrap();
        let shortest = set.lines.iter().map(String::len).min().unwrap();
        assert!(longest - shortest < 8, "{set:?}");
        assert_eq!(set.lines.join(" "), "one two three four five six seven");
    }

    #[test]
    fn no_line_is_wider_than_there_is_room_and_nothing_is_lost_before_the_cut() {
        for title in [
            "a".repeat(400),
            "word ".repeat(80),
            "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen und mehr".to_owned(),
            "見出しはここで折り返されます".repeat(6),
            "a/b/c".repeat(30),
        ] {
            let set = set_title(&title);
            for line in &set.lines {
                let width = line.graphemes(true).count() as f32 * 0.5 * set.size_px;
                assert!(width <= 1_000.0, "{line}");
            }
            let plain = |text: &str| text.replace([' ', '…'], "");
            assert!(plain(&title).starts_with(&plain(&set.lines.concat())));
            assert!(set.lines.len() <= 5);
        }
    }

    #[test]
    fn a_title_that_is_too_long_ends_with_an_ellipsis() {
        let set = set_title(&"word, ".repeat(80));
        assert!(set.lines[4].ends_with("word…"), "{set:?}");
        assert!(!set_title("word").lines[0].contains('…'));
    }
}
