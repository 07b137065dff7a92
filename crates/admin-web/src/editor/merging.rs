//! Three states of one content into one: field by field, the text block by block.

use comparison::{merge, merge_set, merge_value};
use domain::Snapshot;

/// Two states that both changed one field.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    /// The fields that cannot be merged.
    pub(crate) fields: Vec<&'static str>,
}

/// What became of two states.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Merged {
    /// Both in one.
    pub(crate) snapshot: Snapshot,
    /// The fields that differ from mine, which came from them.
    pub(crate) fields: Vec<&'static str>,
}

/// Merges what was typed here and what was saved elsewhere, both made from `base`.
///
/// # Errors
/// [`Clash`] when both changed the same field, or the same block of the text, in different ways.
pub(crate) fn merge_snapshots(
    base: &Snapshot,
    mine: &Snapshot,
    theirs: &Snapshot,
) -> Result<Merged, Clash> {
    let kind = mine.kind();
    let mut merged = mine.clone();
    let mut clashes = Vec::new();
    for (field, my_text) in mine.iter() {
        let (base_text, their_text) = (base.get(field), theirs.get(field));
        let outcome = if field == "tags" {
            Ok(set(base_text, my_text, their_text))
        } else if kind.is_markdown(field) {
            merge(base_text, my_text, their_text)
        } else {
            merge_value(base_text, my_text, their_text)
        };
        // What was merged of two texts that fit may be too long; then it is no clean merge either.
        if outcome.is_ok_and(|text| merged.set(field, &text).is_ok()) {
            continue;
        }
        clashes.push(field);
    }
    if clashes.is_empty() {
        let fields = merged.differences(mine);
        Ok(Merged {
            snapshot: merged,
            fields,
        })
    } else {
        Err(Clash { fields: clashes })
    }
}

/// The names of one side where only that side changed them, else those of both.
fn set(base: &str, mine: &str, theirs: &str) -> String {
    if theirs == base || theirs == mine {
        mine.to_owned()
    } else if mine == base {
        theirs.to_owned()
    } else {
        merge_set(base, mine, theirs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ContentKind;

    fn article(title: &str, body: &str, tags: &str) -> Snapshot {
        let mut snapshot = Snapshot::empty(ContentKind::Article);
        for (field, text) in [("title", title), ("body", body), ("tags", tags)] {
            snapshot.set(field, text).unwrap();
        }
        snapshot
    }

    #[test]
    fn changes_of_different_fields_and_blocks_are_both_kept() {
        let base = article("T", "One\n\nTwo\n\nThree\n", "a");
        let mine = article("Mine", "One, mine\n\nTwo\n\nThree\n", "a, b");
        let theirs = article("T", "One\n\nTwo\n\nThree, theirs\n", "a, c");
        let merged = merge_snapshots(&base, &mine, &theirs).unwrap();
        assert_eq!(merged.snapshot.get("title"), "Mine");
        assert_eq!(
            merged.snapshot.get("body"),
            "One, mine\n\nTwo\n\nThree, theirs\n"
        );
        for tag in ["a", "b", "c"] {
            assert!(merged.snapshot.get("tags").contains(tag));
        }
        assert_eq!(merged.fields, ["body", "tags"]);
    }

    #[test]
    fn the_same_field_changed_twice_is_a_clash() {
        let base = article("T", "One\n", "");
        let mine = article("Mine", "One, mine\n", "");
        let theirs = article("Theirs", "One, theirs\n", "");
        assert_eq!(
            merge_snapshots(&base, &mine, &theirs),
            Err(Clash {
                fields: vec!["title", "body"]
            })
        );
    }

    #[test]
    fn nothing_changed_here_takes_what_was_saved_there() {
        let base = article("T", "One\n", "a");
        let theirs = article("T2", "Two\n", "b");
        let merged = merge_snapshots(&base, &base, &theirs).unwrap();
        assert_eq!(merged.snapshot, theirs);
    }
}
