//! Short fields, and the measure of a text that shrank.

use std::collections::{HashMap, HashSet};

use crate::merge::{Conflict, Region};

/// Merges two edits of a short field, as a whole.
///
/// # Errors
/// [`Conflict`] when both sides changed it, each to something else.
pub fn merge_value(base: &str, mine: &str, theirs: &str) -> Result<String, Conflict> {
    if mine == theirs || theirs == base {
        Ok(mine.to_owned())
    } else if mine == base {
        Ok(theirs.to_owned())
    } else {
        Err(Conflict {
            regions: vec![Region {
                base: base.to_owned(),
                mine: mine.to_owned(),
                theirs: theirs.to_owned(),
            }],
        })
    }
}

/// Merges two edits of names with commas between them, such as tags; there is no conflict.
///
/// A name that either side took out is out, and a name that either side put in is in. The order is
/// the base's, or that of the side which changed it, mine if both did; new names follow, mine
/// first. Two spellings that differ in capitals are one name, spelt as the side has it that changed
/// it. A side that changed nothing gives way to the other's text as it is.
#[must_use]
pub fn merge_set(base: &str, mine: &str, theirs: &str) -> String {
    if mine == theirs || theirs == base {
        return mine.to_owned();
    }
    if mine == base {
        return theirs.to_owned();
    }
    let (base, mine, theirs) = (Names::of(base), Names::of(mine), Names::of(theirs));
    let is_kept = |name: &&String| {
        let holders = [&base, &mine, &theirs].map(|side| side.spelling.contains_key(*name));
        match holders {
            [true, of_mine, of_theirs] => of_mine && of_theirs,
            [false, of_mine, of_theirs] => of_mine || of_theirs,
        }
    };
    let shared: HashSet<_> = base.order.iter().filter(is_kept).collect();
    let order = |side: &Names| -> Vec<String> {
        let names = side.order.iter().filter(|name| shared.contains(name));
        names.cloned().collect()
    };
    let mut names = order(&mine);
    if names == order(&base) {
        names = order(&theirs);
    }
    let mut seen: HashSet<_> = names.iter().cloned().collect();
    for name in mine.order.iter().chain(&theirs.order).filter(is_kept) {
        if seen.insert(name.clone()) {
            names.push(name.clone());
        }
    }
    let spelt = names.iter().filter_map(|name| {
        let of_mine = mine.spelling.get(name);
        let of_theirs = theirs.spelling.get(name);
        let is_changed = of_mine.is_some() && of_mine != base.spelling.get(name);
        if is_changed {
            of_mine
        } else {
            of_theirs.or(of_mine)
        }
    });
    spelt.cloned().collect::<Vec<_>>().join(", ")
}

/// Names in their order, without the ones that come again.
struct Names {
    order: Vec<String>,
    spelling: HashMap<String, String>,
}

impl Names {
    fn of(text: &str) -> Self {
        let mut names = Self {
            order: Vec::new(),
            spelling: HashMap::new(),
        };
        for name in text
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            let key = name.to_lowercase();
            if names
                .spelling
                .insert(key.clone(), name.to_owned())
                .is_none()
            {
                names.order.push(key);
            }
        }
        names
    }
}

/// Whether a text lost more than this share of its characters.
///
/// Such a save is kept as a revision of its own: it may be a slip (everything marked, one key hit).
#[must_use]
pub fn shrank_by_more_than(before: &str, after: &str, percent: u8) -> bool {
    let (before, after) = (
        before.chars().count() as u128,
        after.chars().count() as u128,
    );
    let lost = before.saturating_sub(after);
    lost * 100 > before * u128::from(percent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names() -> impl Strategy<Value = String> {
        let name = prop::sample::select(vec!["rust", "Rust", "sql", "ژیان", "日本", " web ", ""]);
        prop::collection::vec(name, 0..6).prop_map(|names| names.join(","))
    }

    fn keys(text: &str) -> HashSet<String> {
        Names::of(text).order.into_iter().collect()
    }

    proptest! {
        #[test]
        fn names_put_in_are_in_and_names_taken_out_are_out(base in names(), mine in names(), theirs in names()) {
            let merged = keys(&merge_set(&base, &mine, &theirs));
            let (base, mine, theirs) = (keys(&base), keys(&mine), keys(&theirs));
            for name in base.union(&mine).chain(&theirs) {
                let sides = [&mine, &theirs].map(|side| side.contains(name));
                let expected = if base.contains(name) { sides == [true; 2] } else { sides != [false; 2] };
                prop_assert_eq!(merged.contains(name), expected, "{}", name);
            }
        }

        #[test]
        fn a_side_that_changed_no_name_gives_way(base in names(), mine in names()) {
            prop_assert_eq!(merge_set(&base, &mine, &base), mine.clone());
            prop_assert_eq!(merge_set(&base, &base, &mine), mine);
        }
    }

    #[test]
    fn a_value_that_one_side_changed_is_that_sides() {
        assert_eq!(merge_value("a", "b", "a"), Ok("b".to_owned()));
        assert_eq!(merge_value("a", "a", "b"), Ok("b".to_owned()));
        assert_eq!(merge_value("a", "b", "b"), Ok("b".to_owned()));
        let region = merge_value("a", "b", "c").unwrap_err().regions.remove(0);
        assert_eq!([region.base, region.mine, region.theirs], ["a", "b", "c"]);
    }

    #[test]
    fn names_keep_their_order_and_new_ones_follow() {
        assert_eq!(merge_set("a, b, c", "a, b, c, x", "b, c, y"), "b, c, x, y");
        assert_eq!(merge_set("a, b, c", "a, b, c, x", "c, b, a"), "c, b, a, x");
        assert_eq!(merge_set("a", "A, b", "a, c"), "A, b, c");
        assert_eq!(merge_set("a", "a, b", "A, c"), "A, b, c");
    }

    #[test]
    fn shrinking_is_measured_in_characters() {
        let ten = "ژ".repeat(10);
        assert!(!shrank_by_more_than(&ten, &"x".repeat(7), 30));
        assert!(shrank_by_more_than(&ten, &"x".repeat(6), 30));
        assert!(!shrank_by_more_than("", "", 30));
        assert!(!shrank_by_more_than("a", "aaa", 30));
        assert!(!shrank_by_more_than(&ten, "", 100));
    }
}
