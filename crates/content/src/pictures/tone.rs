//! The colour that keeps a picture's place. A page may carry no style of its own, so the colour is
//! the nearest of 64 that have a class in `assets/css/shared/34-tones.css`.

use std::fmt;

/// Levels of each channel.
const LEVELS: u8 = 4;

/// One of 64 colours: two bits for each of red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tone([u8; 3]);

impl Tone {
    /// The tone of a colour in sRGB.
    pub fn of(colour: [u8; 3]) -> Self {
        Self(colour.map(|channel| channel >> 6))
    }
}

impl fmt::Display for Tone {
    /// The name of its class: `tone-` and a digit from 0 to 3 for each channel.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "tone-{red}{green}{blue}")
    }
}

/// True for the class of a tone.
pub(crate) fn is_class(class: &str) -> bool {
    class.strip_prefix("tone-").is_some_and(|digits| {
        digits.len() == 3
            && digits
                .bytes()
                .all(|digit| (b'0'..b'0' + LEVELS).contains(&digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_has_the_class_of_its_quarter_in_each_channel() {
        for (colour, class) in [
            ([0, 0, 0], "tone-000"),
            ([63, 64, 127], "tone-011"),
            ([128, 191, 192], "tone-223"),
            ([255, 255, 255], "tone-333"),
        ] {
            assert_eq!(Tone::of(colour).to_string(), class);
            assert!(is_class(class));
        }
        for other in ["tone-", "tone-00", "tone-004", "tone-0000", "stone-000"] {
            assert!(!is_class(other), "{other}");
        }
    }
}
