use proptest::prelude::*;

use super::*;

fn lines() -> Vec<&'static str> {
    vec![
        "One.\n\n",
        "Two\nlines.\n\n",
        "# Head\n\n",
        "# Head\n",
        "- item\n",
        "- other\n",
        "---\n\n",
        "```\ncode\n\n```\n",
        "```\nopen\n",
        "| a |\n|---|\n",
        "\n",
        "last",
        "نووسین.\n\n",
        "一。\r\n\r\n",
    ]
}

fn text() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(lines()), 0..10)
}

/// A text, and two edits of it: pieces replaced, taken out, put in or moved.
fn three() -> impl Strategy<Value = (String, String, String)> {
    let edits = || {
        prop::collection::vec(
            (
                any::<prop::sample::Index>(),
                0..4_u8,
                any::<prop::sample::Index>(),
            ),
            0..3,
        )
    };
    (text(), edits(), edits()).prop_map(|(pieces, mine, theirs)| {
        let edited = |edits: Vec<(prop::sample::Index, u8, prop::sample::Index)>| {
            let mut pieces = pieces.clone();
            for (at, kind, with) in edits {
                if pieces.is_empty() {
                    break;
                }
                let at = at.index(pieces.len());
                match kind {
                    0 => pieces[at] = lines()[with.index(lines().len())],
                    1 => drop(pieces.remove(at)),
                    2 => pieces.insert(at, lines()[with.index(lines().len())]),
                    _ => {
                        let piece = pieces.remove(at);
                        pieces.insert(with.index(pieces.len() + 1), piece);
                    }
                }
            }
            pieces.concat()
        };
        (pieces.concat(), edited(mine), edited(theirs))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_side_that_changed_nothing_takes_what_the_other_wrote((base, mine, _) in three()) {
        prop_assert_eq!(merge(&base, &mine, &base), Ok(mine.clone()));
        prop_assert_eq!(merge(&base, &base, &mine), Ok(mine.clone()));
        prop_assert_eq!(merge(&base, &mine, &mine), Ok(mine));
    }

    #[test]
    fn it_does_not_matter_who_is_mine((base, mine, theirs) in three()) {
        let one = merge(&base, &mine, &theirs);
        let other = merge(&base, &theirs, &mine).map_err(|mut conflict| {
            for region in &mut conflict.regions {
                std::mem::swap(&mut region.mine, &mut region.theirs);
            }
            conflict
        });
        prop_assert_eq!(one, other);
    }

    #[test]
    fn a_clean_merge_holds_blocks_that_somebody_wrote_and_no_others((base, mine, theirs) in three()) {
        if let Ok(merged) = merge(&base, &mine, &theirs) {
            let written: Vec<_> = [&base, &mine, &theirs].into_iter().flat_map(|text| blocks(text)).collect();
            for block in blocks(&merged) {
                prop_assert!(written.contains(&block), "{:?} in {:?}", block, merged);
            }
        }
    }

    #[test]
    fn a_clean_merge_holds_every_block_that_either_side_put_in((base, mine, theirs) in three()) {
        if let Ok(merged) = merge(&base, &mine, &theirs) {
            let (base, merged) = (blocks(&base), blocks(&merged));
            for side in [&mine, &theirs] {
                for block in blocks(side).into_iter().filter(|block| !base.contains(block)) {
                    prop_assert!(merged.contains(&block), "{:?} not in {:?}", block, merged);
                }
            }
        }
    }

    #[test]
    fn a_block_that_all_three_hold_is_never_lost((base, mine, theirs) in three()) {
        if let Ok(merged) = merge(&base, &mine, &theirs) {
            let (mine, theirs, merged) = (blocks(&mine), blocks(&theirs), blocks(&merged));
            let count = |blocks: &[&str], block| blocks.iter().filter(|other| **other == block).count();
            for block in blocks(&base) {
                if count(&blocks(&base), block) == 1 && mine.contains(&block) && theirs.contains(&block) {
                    prop_assert!(merged.contains(&block), "{:?} not in {:?}", block, merged);
                }
            }
        }
    }

    #[test]
    fn edits_of_distant_blocks_are_both_in_the_result(a in 0..20_usize, between in 2..10_usize, after in 0..5_usize) {
        let b = a + between;
        let paragraphs: Vec<_> = (0..=b + after).map(|number| format!("Paragraph {number}.\n\n")).collect();
        let edited = |at: usize, with: &str| {
            let mut paragraphs = paragraphs.clone();
            with.clone_into(&mut paragraphs[at]);
            paragraphs
        };
        let mut both = edited(a, "Mine.\n\n");
        both[b] = "Theirs.\n\n".to_owned();
        prop_assert_eq!(
            merge(&paragraphs.concat(), &edited(a, "Mine.\n\n").concat(), &edited(b, "Theirs.\n\n").concat()),
            Ok(both.concat())
        );
    }

    #[test]
    fn a_conflict_names_places_of_the_three_texts((base, mine, theirs) in three()) {
        if let Err(conflict) = merge(&base, &mine, &theirs) {
            prop_assert!(!conflict.regions.is_empty());
            for region in conflict.regions {
                prop_assert!(base.contains(&region.base));
                prop_assert!(mine.contains(&region.mine));
                prop_assert!(theirs.contains(&region.theirs));
            }
        }
    }
}

const BASE: &str = "# Title\n\nFirst.\n\nSecond.\n\nThird.\n\nFourth.\n\nFifth.\n";

fn regions_of(mine: &str, theirs: &str) -> Vec<[String; 3]> {
    let conflict = merge(BASE, mine, theirs).unwrap_err();
    let regions = conflict.regions.into_iter();
    regions
        .map(|region| [region.base, region.mine, region.theirs])
        .collect()
}

#[test]
fn two_changes_of_one_paragraph_are_a_conflict_that_shows_all_three() {
    assert_eq!(
        regions_of(
            &BASE.replace("Third", "Mine"),
            &BASE.replace("Third", "Theirs")
        ),
        [["Third.\n\n", "Mine.\n\n", "Theirs.\n\n"]]
    );
}

#[test]
fn the_same_change_of_both_sides_is_no_conflict() {
    let both = BASE.replace("Second", "Changed");
    assert_eq!(
        merge(
            BASE,
            &both.replace("Fifth", "End"),
            &both.replace("# Title", "# Head")
        ),
        Ok(both.replace("Fifth", "End").replace("# Title", "# Head"))
    );
}

#[test]
fn edits_that_touch_are_a_conflict() {
    assert_eq!(
        regions_of(
            &BASE.replace("Second", "Mine"),
            &BASE.replace("Third", "Theirs")
        ),
        [[
            "Second.\n\nThird.\n\n",
            "Mine.\n\nThird.\n\n",
            "Second.\n\nTheirs.\n\n"
        ]]
    );
    assert_eq!(
        regions_of(
            &BASE.replace("Third", "Mine.\n\nThird"),
            &BASE.replace("Third", "Theirs.\n\nThird")
        ),
        [["", "Mine.\n\n", "Theirs.\n\n"]]
    );
}

#[test]
fn a_block_moved_by_one_and_edited_by_the_other_is_a_conflict() {
    let moved = "# Title\n\nSecond.\n\nThird.\n\nFourth.\n\nFirst.\n\nFifth.\n";
    let edited = BASE.replace("First", "Edited");
    assert!(merge(BASE, moved, &edited).is_err());
    let swapped = "# Title\n\nSecond.\n\nFirst.\n\nThird.\n\nFourth.\n\nFifth.\n";
    assert!(merge(BASE, swapped, &edited).is_err());
    assert!(merge(BASE, swapped, &BASE.replace("Second", "Edited")).is_err());
}

#[test]
fn a_block_moved_to_two_places_or_taken_away_and_moved_is_a_conflict() {
    let base = "A.\n\nB.\n\nC.\n\nD.\n\nE.\n\nF.\n\nG.\n\nH.\n";
    let mine = "A.\n\nC.\n\nD.\n\nB.\n\nE.\n\nF.\n\nG.\n\nH.\n";
    let theirs = "A.\n\nC.\n\nD.\n\nE.\n\nF.\n\nB.\n\nG.\n\nH.\n";
    let gone = "A.\n\nC.\n\nD.\n\nE.\n\nF.\n\nG.\n\nH.\n";
    let region = |mine: &str, theirs: &str| Region {
        base: "B.".to_owned(),
        mine: mine.to_owned(),
        theirs: theirs.to_owned(),
    };
    assert_eq!(
        merge(base, mine, theirs).unwrap_err().regions,
        [region("B.", "B.")]
    );
    assert_eq!(
        merge(base, mine, gone).unwrap_err().regions,
        [region("B.", "")]
    );
    assert_eq!(
        merge(base, gone, theirs).unwrap_err().regions,
        [region("", "B.")]
    );
}

#[test]
fn two_items_of_one_list_can_be_edited_by_two_people() {
    assert_eq!(
        merge("- a\n- b\n- c\n", "- A\n- b\n- c\n", "- a\n- b\n- C\n"),
        Ok("- A\n- b\n- C\n".to_owned())
    );
}

#[test]
fn line_ends_and_a_missing_final_newline_are_kept() {
    assert_eq!(
        merge(
            "a\r\n\r\nb\r\n\r\nc\r\n\r\nd",
            "A\r\n\r\nb\r\n\r\nc\r\n\r\nd",
            "a\r\n\r\nb\r\n\r\nc\r\n\r\nd\r\n"
        ),
        Ok("A\r\n\r\nb\r\n\r\nc\r\n\r\nd\r\n".to_owned())
    );
    assert_eq!(
        merge("a\n\nb\n\nc", "A\n\nb\n\nc", "a\n\nb\n\nC"),
        Ok("A\n\nb\n\nC".to_owned())
    );
}

#[test]
fn a_conflict_says_in_how_many_places() {
    let conflict = merge("a", "b", "c").unwrap_err();
    assert_eq!(
        conflict.to_string(),
        "the two edits contradict each other in one place"
    );
    let conflict = merge("a\n\nb\n\nc", "1\n\nb\n\n2", "3\n\nb\n\n4").unwrap_err();
    assert_eq!(
        conflict.to_string(),
        "the two edits contradict each other in 2 places"
    );
}
