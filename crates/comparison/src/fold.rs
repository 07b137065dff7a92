//! Long runs of unchanged blocks, put aside so that the changes are in sight.

use crate::compare::Block;

/// A run of blocks as it is to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Changes, with the blocks around them.
    Shown(Vec<Block>),
    /// Unchanged blocks far from any change.
    Folded(Vec<Block>),
}

/// Folds unchanged blocks that are further than `context` blocks from a change.
///
/// The blocks stay in their order, so a count over all runs is the place that a moved block names.
/// A single block is not folded, because the line that offers to open it takes as much room.
#[must_use]
pub fn fold(blocks: Vec<Block>, context: usize) -> Vec<Run> {
    let changes: Vec<_> = blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| !block.is_same())
        .map(|(place, _)| place)
        .collect();
    let is_near = |place: usize| {
        let next = changes.partition_point(|change| *change < place);
        let after = changes.get(next).map(|change| change - place);
        let before = next.checked_sub(1).map(|last| place - changes[last]);
        [before, after]
            .into_iter()
            .flatten()
            .any(|distance| distance <= context)
    };

    let mut runs: Vec<(bool, Vec<Block>)> = Vec::new();
    for (place, block) in blocks.into_iter().enumerate() {
        let is_near = is_near(place);
        match runs.last_mut() {
            Some((near, run)) if *near == is_near => run.push(block),
            _ => runs.push((is_near, vec![block])),
        }
    }
    let mut folded: Vec<Run> = Vec::new();
    for (is_near, run) in runs {
        if !is_near && run.len() > 1 {
            folded.push(Run::Folded(run));
        } else if let Some(Run::Shown(shown)) = folded.last_mut() {
            shown.extend(run);
        } else {
            folded.push(Run::Shown(run));
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare;

    /// How many blocks each run has; folded ones as negative numbers.
    fn shape(runs: &[Run]) -> Vec<isize> {
        let length = |blocks: &[Block]| isize::try_from(blocks.len()).unwrap();
        runs.iter()
            .map(|run| match run {
                Run::Shown(blocks) => length(blocks),
                Run::Folded(blocks) => -length(blocks),
            })
            .collect()
    }

    fn paragraphs(changed: &[usize]) -> String {
        (0..12)
            .map(|number| match changed.contains(&number) {
                true => format!("Here is paragraph {number}, changed.\n\n"),
                false => format!("Here is paragraph {number}.\n\n"),
            })
            .collect()
    }

    fn folded(changed: &[usize], context: usize) -> Vec<isize> {
        shape(&fold(
            compare(&paragraphs(&[]), &paragraphs(changed)),
            context,
        ))
    }

    #[test]
    fn unchanged_blocks_far_from_a_change_are_folded() {
        assert_eq!(folded(&[5], 1), [-4, 3, -5]);
        assert_eq!(folded(&[0, 11], 2), [3, -6, 3]);
        assert_eq!(folded(&[5], 0), [-5, 1, -6]);
    }

    #[test]
    fn a_single_block_is_not_folded() {
        assert_eq!(folded(&[0, 4], 1), [6, -6]);
        assert_eq!(folded(&[1, 10], 8), [12]);
    }

    #[test]
    fn a_text_without_changes_is_one_fold() {
        assert_eq!(folded(&[], 2), [-12]);
        assert!(fold(Vec::new(), 2).is_empty());
    }

    #[test]
    fn nothing_is_left_out_and_the_order_stays() {
        let blocks = compare(&paragraphs(&[]), &paragraphs(&[3, 9]));
        let runs = fold(blocks.clone(), 1).into_iter();
        let together: Vec<_> = runs
            .flat_map(|run| match run {
                Run::Shown(blocks) | Run::Folded(blocks) => blocks,
            })
            .collect();
        assert_eq!(together, blocks);
    }
}
