//! Two edits of one text made into one, block by block.
//!
//! Each side's edits are the runs of blocks by which it differs from the base. Runs of the two
//! sides that overlap *or touch* (no unchanged block between them) are a conflict, unless both
//! sides made the same change. There is no merging inside of a block: two changes of words in one
//! paragraph make a sentence that nobody wrote, so a person has to look.
//!
//! Touching counts because of moves: a block that one side moved by a place and the other edited
//! would otherwise come out twice. For the same reason a block that both sides took away from one
//! place and that comes up again in another is a conflict.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use crate::alignment::{Gap, gaps, matches};
use crate::blocks;

/// The regions in which two edits contradict each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// At least one, in the order of the base text.
    pub regions: Vec<Region>,
}

/// One region in its three states; any of them may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// What both began with.
    pub base: String,
    /// What the first side made of it.
    pub mine: String,
    /// What the second side made of it.
    pub theirs: String,
}

impl fmt::Display for Conflict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.regions.len() {
            1 => formatter.write_str("the two edits contradict each other in one place"),
            count => write!(
                formatter,
                "the two edits contradict each other in {count} places"
            ),
        }
    }
}

impl std::error::Error for Conflict {}

/// Merges two edits of one Markdown text, block by block.
///
/// It does not matter which side is called mine. A clean result holds only blocks of the three
/// texts, and every block that either side put in.
///
/// # Errors
/// [`Conflict`] when both sides changed the same or touching blocks in different ways, or moved
/// one block to different places.
pub fn merge(base: &str, mine: &str, theirs: &str) -> Result<String, Conflict> {
    if mine == theirs || theirs == base {
        return Ok(mine.to_owned());
    }
    if mine == base {
        return Ok(theirs.to_owned());
    }
    let base = blocks(base);
    let mine = Side::new(&base, mine);
    let theirs = Side::new(&base, theirs);
    let regions = regions(&mine, &theirs);

    let contradictions = regions.iter().filter(|region| region.outcome().is_none());
    let mut conflicts: Vec<_> = contradictions
        .map(|region| Region {
            base: base[region.base.clone()].concat(),
            mine: region.mine.concat(),
            theirs: region.theirs.concat(),
        })
        .collect();
    conflicts.extend(torn_moves(&base, &regions));
    if !conflicts.is_empty() {
        return Err(Conflict { regions: conflicts });
    }

    let mut merged = String::new();
    let mut done = 0;
    for region in &regions {
        merged.extend(base[done..region.base.start].iter().copied());
        merged.extend(region.outcome().into_iter().flatten().copied());
        done = region.base.end;
    }
    merged.extend(base[done..].iter().copied());
    Ok(merged)
}

/// One side's blocks and where they differ from the base.
struct Side<'a> {
    blocks: Vec<&'a str>,
    gaps: Vec<Gap>,
}

impl<'a> Side<'a> {
    fn new(base: &[&str], text: &'a str) -> Self {
        let blocks = blocks(text);
        let gaps = gaps(&matches(base, &blocks), base.len(), blocks.len());
        Self { blocks, gaps }
    }

    /// What this side made of a range of the base that no gap of this side reaches over.
    fn of(&self, base: &Range<usize>) -> &[&'a str] {
        let before = self.gaps.partition_point(|gap| gap.before.end < base.start);
        let until = self
            .gaps
            .partition_point(|gap| gap.before.start <= base.end);
        &self.blocks[self.place(before, base.start)..self.place(until, base.end)]
    }

    /// Where a place of the base is on this side, after its first `passed` gaps.
    fn place(&self, passed: usize, base: usize) -> usize {
        match passed.checked_sub(1).map(|last| &self.gaps[last]) {
            Some(gap) => gap.after.end + (base - gap.before.end),
            None => base,
        }
    }
}

/// Who changed a range of the base.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Mine,
    Theirs,
    Both,
}

/// A range of the base that at least one side changed.
struct Changed<'s> {
    base: Range<usize>,
    by: By,
    mine: &'s [&'s str],
    theirs: &'s [&'s str],
}

impl<'s> Changed<'s> {
    /// What stands there in the merged text, unless the sides contradict each other.
    fn outcome(&self) -> Option<&'s [&'s str]> {
        match self.by {
            By::Mine => Some(self.mine),
            By::Theirs => Some(self.theirs),
            By::Both => (self.mine == self.theirs).then_some(self.mine),
        }
    }
}

fn regions<'s>(mine: &'s Side<'s>, theirs: &'s Side<'s>) -> Vec<Changed<'s>> {
    let by_mine = mine.gaps.iter().map(|gap| (gap.before.clone(), By::Mine));
    let by_theirs = theirs
        .gaps
        .iter()
        .map(|gap| (gap.before.clone(), By::Theirs));
    let mut edits: Vec<_> = by_mine.chain(by_theirs).collect();
    edits.sort_by_key(|(range, _)| (range.start, range.end));

    let mut grouped: Vec<(Range<usize>, By)> = Vec::new();
    for (range, by) in edits {
        match grouped.last_mut() {
            Some((last, others)) if range.start <= last.end => {
                last.end = last.end.max(range.end);
                if *others != by {
                    *others = By::Both;
                }
            }
            _ => grouped.push((range, by)),
        }
    }
    let changed = grouped.into_iter().map(|(base, by)| Changed {
        mine: mine.of(&base),
        theirs: theirs.of(&base),
        base,
        by,
    });
    changed.collect()
}

/// Blocks that both sides took away from one place and that one of them put into another.
fn torn_moves(base: &[&str], regions: &[Changed<'_>]) -> Vec<Region> {
    let put = |side: By| -> HashSet<&str> {
        let of_side = regions.iter().filter(|region| region.by == side);
        of_side
            .flat_map(|region| {
                let replaced: HashSet<_> = words_of(&base[region.base.clone()]).collect();
                let put = words_of(region.outcome().unwrap_or_default());
                put.filter(move |block| !replaced.contains(block))
            })
            .collect()
    };
    let (by_mine, by_theirs) = (put(By::Mine), put(By::Theirs));
    let mut torn = Vec::new();
    for region in regions.iter().filter(|region| region.by == By::Both) {
        let kept: HashSet<_> = words_of(region.mine)
            .chain(words_of(region.theirs))
            .collect();
        for block in words_of(&base[region.base.clone()]) {
            let is_in = |side: &HashSet<&str>| side.contains(block) && !kept.contains(block);
            if is_in(&by_mine) || is_in(&by_theirs) {
                let now = |is_there: bool| if is_there { block } else { "" }.to_owned();
                torn.push(Region {
                    base: block.to_owned(),
                    mine: now(by_mine.contains(block)),
                    theirs: now(by_theirs.contains(block)),
                });
            }
        }
    }
    torn
}

/// Blocks without the blank lines after them, because those change when a block moves to the end.
fn words_of<'b>(blocks: &'b [&'b str]) -> impl Iterator<Item = &'b str> {
    let words = blocks.iter().map(|block| block.trim_end());
    words.filter(|block| !block.is_empty())
}

#[cfg(test)]
mod tests;
