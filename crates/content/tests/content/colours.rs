//! The colours of code against the paper that they stand on.

use std::collections::HashMap;
use std::fs;

use super::path;

/// The smallest ratio of text of this size in WCAG 2.2, level AA.
const AA: f64 = 4.5;

/// Each token of a style sheet as its colours by day and by night.
fn tokens(file: &str) -> HashMap<String, [String; 2]> {
    let css = fs::read_to_string(path(file)).unwrap();
    css.lines()
        .filter_map(|line| {
            let (name, rest) = line.trim().split_once(": light-dark(")?;
            let (light, dark) = rest.strip_suffix(");")?.split_once(", ")?;
            Some((name.to_owned(), [light.to_owned(), dark.to_owned()]))
        })
        // The panel's own come later in the file; the first are those of the public pages.
        .fold(HashMap::new(), |mut tokens, (name, colours)| {
            tokens.entry(name).or_insert(colours);
            tokens
        })
}

/// The relative luminance of `#rrggbb` (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(first: &str, second: &str) -> f64 {
    let (first, second) = (luminance(first), luminance(second));
    (first.max(second) + 0.05) / (first.min(second) + 0.05)
}

#[test]
fn every_colour_of_code_can_be_read_on_plain_and_on_marked_lines_in_both_themes() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.001);
    let site = tokens("assets/css/shared/00-tokens.css");
    let code = tokens("assets/css/shared/32-code.css");
    assert_eq!(code.len(), 9);
    for (name, colours) in &code {
        for paper in ["--paper-sunk", "--accent-soft"] {
            for (theme, colour) in colours.iter().enumerate() {
                let ratio = contrast(colour, &site[paper][theme]);
                println!("{name} {colour} on {paper}: {ratio:.2}");
                assert!(ratio >= AA, "{name} {colour} on {paper}: {ratio:.2}");
            }
        }
    }
}

#[test]
fn every_class_of_code_has_a_colour() {
    let css = fs::read_to_string(path("assets/css/shared/32-code.css")).unwrap();
    for (class, meaning) in content::CODE_CLASSES {
        assert!(css.contains(&format!(".{class}")), "{class}: {meaning}");
    }
}
