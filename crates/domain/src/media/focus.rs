//! The point of a picture that must stay in sight.

use std::fmt;
use std::str::FromStr;

/// A point in percent from the left and from the top, each 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FocalPoint {
    x: u8,
    y: u8,
}

/// The text is no point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "Please give two whole numbers from 0 to 100, as “50 30”: percent from the left and from the top."
)]
pub struct FocalPointError;

impl FocalPoint {
    /// The middle.
    pub const CENTRE: Self = Self { x: 50, y: 50 };

    /// Checks a point.
    ///
    /// # Errors
    /// [`FocalPointError`] for what lies outside.
    pub fn new(x: u8, y: u8) -> Result<Self, FocalPointError> {
        if x <= 100 && y <= 100 {
            Ok(Self { x, y })
        } else {
            Err(FocalPointError)
        }
    }

    /// Percent from the left.
    pub fn x(self) -> u8 {
        self.x
    }

    /// Percent from the top.
    pub fn y(self) -> u8 {
        self.y
    }
}

impl Default for FocalPoint {
    fn default() -> Self {
        Self::CENTRE
    }
}

impl fmt::Display for FocalPoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.x, self.y)
    }
}

impl FromStr for FocalPoint {
    type Err = FocalPointError;

    fn from_str(text: &str) -> Result<Self, FocalPointError> {
        let mut parts = text
            .split(|character: char| character.is_whitespace() || matches!(character, ',' | '%'))
            .filter(|part| !part.is_empty());
        let mut number = || parts.next().and_then(|part| part.parse().ok());
        let (x, y) = (number(), number());
        let point = x.zip(y).ok_or(FocalPointError)?;
        if parts.next().is_some() {
            return Err(FocalPointError);
        }
        Self::new(point.0, point.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_read_as_it_is_written_and_as_people_write_it() {
        let point = FocalPoint::new(30, 70).unwrap();
        assert_eq!(point.to_string().parse(), Ok(point));
        assert_eq!("30%, 70%".parse(), Ok(point));
        for text in ["", "30", "30 101", "-1 2", "1 2 3", "a b"] {
            assert_eq!(text.parse::<FocalPoint>(), Err(FocalPointError), "{text}");
        }
    }
}
