//! How alike two addresses are.

use std::collections::HashMap;

/// From 0 (nothing in common) to 1 (equal): the share of pairs of neighbouring letters that two
/// texts have in common (the coefficient of Dice and Sørensen over bigrams), without regard to case.
pub fn similarity(one: &str, other: &str) -> f64 {
    let mut pairs: HashMap<(char, char), i32> = HashMap::new();
    let mut total = 0_i32;
    for pair in bigrams(one) {
        *pairs.entry(pair).or_default() += 1;
        total += 1;
    }
    let mut common = 0_i32;
    for pair in bigrams(other) {
        total += 1;
        if let Some(count) = pairs.get_mut(&pair).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    if total == 0 {
        return 0.0;
    }
    f64::from(2 * common) / f64::from(total)
}

fn bigrams(text: &str) -> impl Iterator<Item = (char, char)> {
    let letters: Vec<char> = text.to_lowercase().chars().take(1_000).collect();
    letters
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some((*a, *b)),
            _ => None,
        })
        .collect::<Vec<_>>()
        .into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_close_and_another_word_is_not() {
        assert!((similarity("growth", "Growth") - 1.0).abs() < f64::EPSILON);
        assert!(similarity("my-first-artcle", "my-first-article") > 0.8);
        assert!(similarity("pricing", "database-engineering") < 0.4);
        assert!(similarity("", "a") < f64::EPSILON);
    }
}
