//! Which block of a later text an earlier block became: edited in its place, or moved.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::alignment::Gap;

/// Words in common, in thousandths, from which a block is the edited form of another.
const EDITED: usize = 400;

/// Words in common, in thousandths, from which a block elsewhere is the same one moved.
const MOVED: usize = 800;

/// Blocks of fewer words are not said to have moved: rules and one-word items repeat by chance.
const FEWEST_WORDS_OF_A_MOVE: usize = 2;

/// The same for a block that was also edited.
const FEWEST_WORDS_OF_AN_EDITED_MOVE: usize = 5;

/// Pairs of blocks that are looked at in one search for similar ones. Beyond that (300 blocks
/// rewritten as 300 others) blocks are removed and added, but none is the edited form of another.
const MOST_PAIRS: usize = 90_000;

/// Pairs of indices, of the earlier block and the later.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Pairing {
    /// Edited in their place; both indices grow.
    pub(crate) edited: Vec<(usize, usize)>,
    /// Moved, and perhaps edited too; in the order of the earlier text.
    pub(crate) moved: Vec<(usize, usize)>,
}

/// Pairs the blocks that the gaps hold; the blocks come without the blank lines after them.
pub(crate) fn pair(before: &[&str], after: &[&str], gaps: &[Gap]) -> Pairing {
    let mut bags = Bags::default();
    let mut gone: Vec<_> = gaps.iter().flat_map(|gap| gap.before.clone()).collect();
    let mut come: Vec<_> = gaps.iter().flat_map(|gap| gap.after.clone()).collect();
    let before_bags: HashMap<_, _> = gone.iter().map(|at| (*at, bags.of(before[*at]))).collect();
    let after_bags: HashMap<_, _> = come.iter().map(|at| (*at, bags.of(after[*at]))).collect();
    let likeness =
        |left: usize, right: usize| match (before_bags.get(&left), after_bags.get(&right)) {
            (Some(left), Some(right)) => likeness(left, right),
            _ => 0,
        };
    let words = |bags: &HashMap<usize, Vec<u32>>, at: usize| bags.get(&at).map_or(0, Vec::len);

    let mut pairing = Pairing::default();
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for at in &come {
        places.entry(after[*at]).or_default().push_back(*at);
    }
    gone.retain(|left| {
        if words(&before_bags, *left) < FEWEST_WORDS_OF_A_MOVE {
            return true;
        }
        let place = places.get_mut(before[*left]).and_then(VecDeque::pop_front);
        pairing.moved.extend(place.map(|right| (*left, right)));
        place.is_none()
    });
    let taken: HashSet<_> = pairing.moved.iter().map(|pair| pair.1).collect();
    come.retain(|right| !taken.contains(right));

    for gap in gaps {
        let left = within(&gone, &gap.before);
        let right = within(&come, &gap.after);
        if left.len() * right.len() <= MOST_PAIRS {
            pairing.edited.extend(align(left, right, likeness));
        }
    }
    let (old, new): (HashSet<_>, HashSet<_>) = pairing.edited.iter().copied().unzip();
    come.retain(|right| !new.contains(right));
    gone.retain(|left| {
        !old.contains(left) && words(&before_bags, *left) >= FEWEST_WORDS_OF_AN_EDITED_MOVE
    });
    if gone.len() * come.len() <= MOST_PAIRS {
        for left in gone {
            let likest = come
                .iter()
                .map(|right| (likeness(left, *right), *right))
                .filter(|(likeness, _)| *likeness >= MOVED)
                // The first of equals, because the last would make long moves out of short ones.
                .reduce(|best, other| if other.0 > best.0 { other } else { best });
            if let Some((_, right)) = likest {
                pairing.moved.push((left, right));
                come.retain(|other| *other != right);
            }
        }
    }
    pairing.moved.sort_unstable();
    pairing
}

/// The part of growing indices that lies in a range.
fn within<'i>(indices: &'i [usize], range: &Range<usize>) -> &'i [usize] {
    let start = indices.partition_point(|index| *index < range.start);
    let end = indices.partition_point(|index| *index < range.end);
    &indices[start..end]
}

/// The pairs in order that are alike enough and together the most alike.
fn align(
    left: &[usize],
    right: &[usize],
    likeness: impl Fn(usize, usize) -> usize,
) -> Vec<(usize, usize)> {
    let width = right.len() + 1;
    // The best sum for what begins at each pair of places; the last row and column stay zero.
    let mut best = vec![0_usize; (left.len() + 1) * width];
    let mut alike = vec![0_usize; left.len() * right.len()];
    for (row, before) in left.iter().enumerate().rev() {
        for (column, after) in right.iter().enumerate().rev() {
            let here = likeness(*before, *after);
            let pair = if here >= EDITED {
                here + best[(row + 1) * width + column + 1]
            } else {
                0
            };
            alike[row * right.len() + column] = pair;
            best[row * width + column] = pair
                .max(best[(row + 1) * width + column])
                .max(best[row * width + column + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut row, mut column) = (0, 0);
    while row < left.len() && column < right.len() {
        let sum = best[row * width + column];
        if sum == 0 {
            break;
        }
        if alike[row * right.len() + column] == sum {
            pairs.push((left[row], right[column]));
            (row, column) = (row + 1, column + 1);
        } else if best[(row + 1) * width + column] == sum {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}

/// Numbers for words, so that two blocks are compared by numbers.
#[derive(Default)]
struct Bags<'a>(HashMap<&'a str, u32>);

impl<'a> Bags<'a> {
    /// The words of a block as growing numbers, each as often as it occurs.
    fn of(&mut self, block: &'a str) -> Vec<u32> {
        let words = block.unicode_words().map(|word| {
            let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
            *self.0.entry(word).or_insert(next)
        });
        let mut bag: Vec<_> = words.collect();
        bag.sort_unstable();
        bag
    }
}

/// The share of words in common (Dice's coefficient), in thousandths.
fn likeness(left: &[u32], right: &[u32]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while i < left.len() && j < right.len() {
        match left[i].cmp(&right[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    let all = left.len() + right.len();
    (2 * common * 1_000).checked_div(all).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(before: &[&str], after: &[&str]) -> Pairing {
        let gap = Gap {
            before: 0..before.len(),
            after: 0..after.len(),
        };
        pair(before, after, &[gap])
    }

    #[test]
    fn an_edited_block_is_paired_with_its_old_self() {
        let before = ["A quick brown fox.", "Nothing of the kind here."];
        let after = ["Wholly new words.", "Nothing of the sort here.", "A fox."];
        assert_eq!(whole(&before, &after).edited, [(1, 1)]);
        assert_eq!(whole(&before[..1], &after).edited, [(0, 2)]);
    }

    #[test]
    fn a_block_in_another_place_has_moved_even_when_a_word_changed() {
        let before = [
            "Ten words or so stay right here.",
            "One sentence and no more.",
        ];
        let after = [
            "One sentence and no less.",
            "Ten words or so stay just here.",
        ];
        let pairing = whole(&before, &after);
        assert_eq!(
            (pairing.edited, pairing.moved),
            (vec![(0, 1)], vec![(1, 0)])
        );
    }

    #[test]
    fn short_blocks_that_repeat_by_chance_have_not_moved() {
        assert_eq!(whole(&["---", "a"], &["b", "---"]), Pairing::default());
    }
}
