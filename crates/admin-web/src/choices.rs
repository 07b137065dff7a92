//! The words that the buttons of a list send, for services and sections alike.

use domain::Visibility;
use persistence::Direction;

use crate::error::AdminError;
use crate::fields::Fields;

/// Whether to show or hide: the field `visible`.
///
/// # Errors
/// [`AdminError::Unreadable`] for any other word.
pub(crate) fn visibility(fields: &Fields) -> Result<Visibility, AdminError> {
    match fields.get("visible") {
        "true" => Ok(Visibility::Shown),
        "false" => Ok(Visibility::Hidden),
        _ => Err(AdminError::Unreadable),
    }
}

/// Which way to move: the field `direction`.
///
/// # Errors
/// [`AdminError::Unreadable`] for any other word.
pub(crate) fn direction(fields: &Fields) -> Result<Direction, AdminError> {
    match fields.get("direction") {
        "up" => Ok(Direction::Up),
        "down" => Ok(Direction::Down),
        _ => Err(AdminError::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_of_the_buttons_are_read() {
        let fields = |body: &str| Fields::parse(body.as_bytes());
        assert!(matches!(
            visibility(&fields("visible=false")),
            Ok(Visibility::Hidden)
        ));
        assert!(matches!(
            direction(&fields("direction=up")),
            Ok(Direction::Up)
        ));
        assert!(visibility(&fields("visible=maybe")).is_err());
        assert!(direction(&fields("")).is_err());
    }
}
