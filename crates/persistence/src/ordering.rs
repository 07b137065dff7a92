//! Moving a thing within its list.

/// One step within a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

impl Direction {
    /// Reads the word that forms send; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            _ => None,
        }
    }
}

/// The list after one step; unchanged at its ends and for what it does not hold.
pub(crate) fn shifted<T: PartialEq>(mut list: Vec<T>, item: &T, direction: Direction) -> Vec<T> {
    if let Some(from) = list.iter().position(|other| other == item) {
        let to = match direction {
            Direction::Up => from.checked_sub(1),
            Direction::Down => Some(from + 1).filter(|to| *to < list.len()),
        };
        if let Some(to) = to {
            list.swap(from, to);
        }
    }
    list
}

/// The list in the wanted order; what was not named keeps its order behind it.
pub(crate) fn arranged<T: PartialEq + Copy>(list: &[T], wanted: &[T]) -> Vec<T> {
    let mut arranged = Vec::with_capacity(list.len());
    for item in wanted.iter().chain(list) {
        if list.contains(item) && !arranged.contains(item) {
            arranged.push(*item);
        }
    }
    arranged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_swaps_two_neighbours_and_stops_at_the_ends() {
        assert_eq!(shifted(vec![1, 2, 3], &2, Direction::Up), [2, 1, 3]);
        assert_eq!(shifted(vec![1, 2, 3], &2, Direction::Down), [1, 3, 2]);
        assert_eq!(shifted(vec![1, 2, 3], &1, Direction::Up), [1, 2, 3]);
        assert_eq!(shifted(vec![1, 2, 3], &3, Direction::Down), [1, 2, 3]);
        assert_eq!(shifted(vec![1, 2, 3], &9, Direction::Down), [1, 2, 3]);
    }

    #[test]
    fn a_wanted_order_loses_nothing_and_adds_nothing() {
        assert_eq!(arranged(&[1, 2, 3], &[3, 1]), [3, 1, 2]);
        assert_eq!(arranged(&[1, 2, 3], &[9, 3, 3]), [3, 1, 2]);
    }
}
