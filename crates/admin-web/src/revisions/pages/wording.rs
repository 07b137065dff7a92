//! What a history says of a revision, in words.

/// Why a revision was kept, in a word or two.
pub(super) fn reason_label(reason: &str, restored_from: Option<i64>) -> String {
    let label = match reason {
        "autosave" => "Saved automatically",
        "manual" => "Saved",
        "publish" => "Published",
        "unpublish" => "Withdrawn",
        "schedule" => "Scheduled",
        "restore" => match restored_from {
            Some(number) => return format!("Restored from {number}"),
            None => "Restored",
        },
        "import" => "Imported",
        "merge" => "Merged",
        "conflict" => "Kept from a conflict",
        other => other,
    };
    label.to_owned()
}

/// The length of a text.
pub(super) fn characters(count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} character{plural}", grouped(count))
}

/// How much longer or shorter a text became.
pub(super) fn size_change(before: usize, after: usize) -> String {
    match after.checked_sub(before) {
        Some(0) => "same length".to_owned(),
        Some(more) => format!("+{}", grouped(more)),
        None => format!("−{}", grouped(before - after)),
    }
}

/// A number with a comma between its thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_told_with_commas_and_a_sign() {
        assert_eq!(characters(1), "1 character");
        assert_eq!(characters(1_234_567), "1,234,567 characters");
        assert_eq!(size_change(1_000, 2_234), "+1,234");
        assert_eq!(size_change(2_234, 1_000), "−1,234");
        assert_eq!(size_change(7, 7), "same length");
    }

    #[test]
    fn every_reason_has_its_words() {
        let words = |reason| reason_label(reason, None);
        assert_eq!(words("autosave"), "Saved automatically");
        assert_eq!(words("manual"), "Saved");
        assert_eq!(words("publish"), "Published");
        assert_eq!(words("unpublish"), "Withdrawn");
        assert_eq!(words("schedule"), "Scheduled");
        assert_eq!(words("restore"), "Restored");
        assert_eq!(reason_label("restore", Some(4)), "Restored from 4");
        assert_eq!(words("import"), "Imported");
        assert_eq!(words("merge"), "Merged");
        assert_eq!(words("conflict"), "Kept from a conflict");
        assert_eq!(words("something new"), "something new");
    }
}
