//! Which things of two rows are the same, in order: a longest common subsequence.
//!
//! The algorithm is Hunt and Szymanski's, "A fast algorithm for computing longest common
//! subsequences" (1977), because texts differ in most of their blocks: its cost grows with the
//! number of equal pairs, not with the product of the lengths. Where pairs are too many (a text of
//! ten thousand equal lines), the things that repeat most are left out of the search and matched
//! afterwards where they stand next to something matched.

use std::collections::HashMap;
use std::ops::Range;

/// Equal pairs that are looked at; a search over so many takes some tenths of a second unoptimised.
const MOST_PAIRS: usize = 1_000_000;

/// A run of things that the two rows do not share; one of the ranges may be empty, not both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) before: Range<usize>,
    pub(crate) after: Range<usize>,
}

/// The pairs of equal things, both indices growing.
pub(crate) fn matches(before: &[&str], after: &[&str]) -> Vec<(usize, usize)> {
    let prefix = common_prefix(before, after);
    let (before_rest, after_rest) = (&before[prefix..], &after[prefix..]);
    let suffix = common_suffix(before_rest, after_rest);
    let before_middle = &before_rest[..before_rest.len() - suffix];
    let after_middle = &after_rest[..after_rest.len() - suffix];

    let mut found: Vec<_> = (0..prefix).map(|index| (index, index)).collect();
    let anchors = search(before_middle, after_middle, MOST_PAIRS);
    found.extend(
        widen(before_middle, after_middle, &anchors)
            .into_iter()
            .map(|(left, right)| (left + prefix, right + prefix)),
    );
    let (left, right) = (before.len() - suffix, after.len() - suffix);
    found.extend((0..suffix).map(|index| (left + index, right + index)));
    found
}

/// What lies between the pairs.
pub(crate) fn gaps(pairs: &[(usize, usize)], before: usize, after: usize) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let (mut left, mut right) = (0, 0);
    for &(next_left, next_right) in pairs.iter().chain([&(before, after)]) {
        if next_left > left || next_right > right {
            gaps.push(Gap {
                before: left..next_left,
                after: right..next_right,
            });
        }
        (left, right) = (next_left + 1, next_right + 1);
    }
    gaps
}

/// How many things stand between the equal beginning and the equal end, in both rows together.
pub(crate) fn unlike(before: &[&str], after: &[&str]) -> usize {
    let prefix = common_prefix(before, after);
    let (before, after) = (&before[prefix..], &after[prefix..]);
    before.len() + after.len() - 2 * common_suffix(before, after)
}

fn common_prefix(before: &[&str], after: &[&str]) -> usize {
    let pairs = before.iter().zip(after);
    pairs.take_while(|(left, right)| left == right).count()
}

fn common_suffix(before: &[&str], after: &[&str]) -> usize {
    let pairs = before.iter().rev().zip(after.iter().rev());
    pairs.take_while(|(left, right)| left == right).count()
}

/// Where each thing of `after` that may be matched stands, last place first.
fn places<'a>(
    before: &[&'a str],
    after: &[&'a str],
    most_pairs: usize,
) -> HashMap<&'a str, Vec<usize>> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, thing) in after.iter().enumerate().rev() {
        places.entry(thing).or_default().push(index);
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for thing in before {
        *counts.entry(thing).or_default() += 1;
    }
    // The rarest first, so that what is left out is what repeats most. The text decides between
    // equals, because the order of a hash map is another one each time.
    let mut costs: Vec<_> = counts
        .iter()
        .filter_map(|(thing, count)| Some((places.get(thing)?.len() * count, *thing)))
        .collect();
    costs.sort_unstable();
    let mut left = most_pairs;
    for (cost, thing) in costs {
        if cost > left {
            places.remove(thing);
        } else {
            left -= cost;
        }
    }
    places
}

/// A pair, and the pair that comes before it in the longest sequence which ends here.
struct Link {
    pair: (usize, usize),
    previous: Option<usize>,
}

fn search(before: &[&str], after: &[&str], most_pairs: usize) -> Vec<(usize, usize)> {
    let places = places(before, after, most_pairs);
    let mut links: Vec<Link> = Vec::new();
    // For each length, the link that ends a sequence of that length earliest in `after`.
    let mut ends: Vec<usize> = Vec::new();
    for (left, thing) in before.iter().enumerate() {
        for &right in places.get(thing).into_iter().flatten() {
            let length = ends.partition_point(|link| links[*link].pair.1 < right);
            if ends
                .get(length)
                .is_some_and(|link| links[*link].pair.1 == right)
            {
                continue;
            }
            let previous = length.checked_sub(1).map(|shorter| ends[shorter]);
            links.push(Link {
                pair: (left, right),
                previous,
            });
            let link = links.len() - 1;
            match ends.get_mut(length) {
                Some(end) => *end = link,
                None => ends.push(link),
            }
        }
    }
    let mut found = Vec::with_capacity(ends.len());
    let mut current = ends.last().copied();
    while let Some(link) = current {
        found.push(links[link].pair);
        current = links[link].previous;
    }
    found.reverse();
    found
}

/// Adds the equal things right after and right before each pair that the search left out.
fn widen(before: &[&str], after: &[&str], pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut found = Vec::with_capacity(pairs.len());
    let (mut left, mut right) = (0, 0);
    for &(next_left, next_right) in pairs.iter().chain([&(before.len(), after.len())]) {
        let (gap_before, gap_after) = (&before[left..next_left], &after[right..next_right]);
        let prefix = common_prefix(gap_before, gap_after);
        let suffix = common_suffix(&gap_before[prefix..], &gap_after[prefix..]);
        found.extend((0..prefix).map(|index| (left + index, right + index)));
        found.extend(
            (0..suffix)
                .rev()
                .map(|index| (next_left - 1 - index, next_right - 1 - index)),
        );
        if next_left < before.len() && next_right < after.len() {
            found.push((next_left, next_right));
        }
        (left, right) = (next_left + 1, next_right + 1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row() -> impl Strategy<Value = Vec<&'static str>> {
        prop::collection::vec(prop::sample::select(vec!["a", "b", "c", "d"]), 0..12)
    }

    /// The length by the textbook's table.
    fn longest(before: &[&str], after: &[&str]) -> usize {
        let mut table = vec![vec![0; after.len() + 1]; before.len() + 1];
        for (i, left) in before.iter().enumerate() {
            for (j, right) in after.iter().enumerate() {
                table[i + 1][j + 1] = if left == right {
                    table[i][j] + 1
                } else {
                    table[i][j + 1].max(table[i + 1][j])
                };
            }
        }
        table[before.len()][after.len()]
    }

    fn is_valid(before: &[&str], after: &[&str], pairs: &[(usize, usize)]) -> bool {
        pairs
            .iter()
            .all(|(left, right)| before[*left] == after[*right])
            && pairs
                .windows(2)
                .all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1)
    }

    proptest! {
        #[test]
        fn the_sequence_is_common_and_longest(before in row(), after in row()) {
            let pairs = matches(&before, &after);
            prop_assert!(is_valid(&before, &after, &pairs));
            prop_assert_eq!(pairs.len(), longest(&before, &after));
        }

        #[test]
        fn a_search_with_too_many_pairs_is_still_common(before in row(), after in row()) {
            let anchors = search(&before, &after, 4);
            prop_assert!(is_valid(&before, &after, &widen(&before, &after, &anchors)));
        }
    }

    #[test]
    fn gaps_are_what_the_pairs_leave_out() {
        let gap = |before, after| Gap { before, after };
        assert_eq!(
            gaps(&[(1, 0), (2, 2)], 3, 4),
            [gap(0..1, 0..0), gap(2..2, 1..2), gap(3..3, 3..4)]
        );
        assert_eq!(gaps(&[], 0, 0), []);
    }
}
