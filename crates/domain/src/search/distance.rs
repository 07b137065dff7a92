//! How far a mistyped word is from a word that exists.

/// What it takes to get from a typed word to a known one, in half steps: two for each letter that is missing, too
/// much, wrong or exchanged with its neighbour (optimal string alignment distance, after Damerau). A known word that
/// only goes on behind what was typed costs one half step more, whatever its length. Nothing when they are too far
/// apart to be the same word.
pub fn slip_cost(typed: &str, known: &str) -> Option<u32> {
    let typed: Vec<char> = typed.to_lowercase().chars().collect();
    let known: Vec<char> = known.to_lowercase().chars().collect();
    let most = match typed.len() {
        0..=3 => return None,
        4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let row = last_row(&typed, &known);
    let whole = row.last().copied()?;
    let begun = row.into_iter().min()?;
    if begun > most {
        None
    } else if whole <= most {
        Some((2 * whole).min(2 * begun + 1))
    } else {
        Some(2 * begun + 1)
    }
}

/// The distances of all of `typed` from each beginning of `known`.
fn last_row(typed: &[char], known: &[char]) -> Vec<u32> {
    let mut before_last: Vec<u32> = Vec::new();
    let mut last: Vec<u32> = (0..).take(known.len() + 1).collect();
    let mut previous_letter = None;
    for (letter, number) in typed.iter().zip(1..) {
        let mut row = Vec::with_capacity(last.len());
        row.push(number);
        let mut left = number;
        for (column, other) in known.iter().enumerate() {
            let at = |row: &[u32], index: usize| row.get(index).copied().unwrap_or(u32::MAX / 2);
            let mut cost = at(&last, column) + u32::from(letter != other);
            cost = cost.min(at(&last, column + 1) + 1).min(left + 1);
            let is_exchange = column > 0
                && previous_letter == Some(other)
                && known.get(column - 1) == Some(letter);
            if is_exchange {
                cost = cost.min(at(&before_last, column - 1) + 1);
            }
            row.push(cost);
            left = cost;
        }
        before_last = std::mem::replace(&mut last, row);
        previous_letter = Some(letter);
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_near() {
        assert_eq!(slip_cost("indxe", "index"), Some(2));
        assert_eq!(slip_cost("postgers", "postgres"), Some(2));
        assert_eq!(slip_cost("Datbase", "database"), Some(2));
        assert_eq!(slip_cost("same", "same"), Some(0));
    }

    #[test]
    fn a_word_that_goes_on_is_near_too_but_less_than_one_that_ends() {
        assert_eq!(slip_cost("postgers", "postgresql"), Some(3));
        assert_eq!(slip_cost("archit", "architecture"), Some(1));
    }

    #[test]
    fn another_word_is_too_far() {
        for (typed, known) in [
            ("rust", "ruin"),
            ("index", "queue"),
            ("abc", "abd"),
            ("postgers", "progress"),
        ] {
            assert_eq!(slip_cost(typed, known), None, "{typed} {known}");
        }
    }
}
