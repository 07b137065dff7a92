//! Percent-encoding for the two kinds of address that the panel composes.

/// A `mailto:` link with a subject.
pub(crate) fn mailto(address: &str, subject: &str) -> String {
    format!(
        "mailto:{}?subject={}",
        encode(address, b"@"),
        encode(subject, b"")
    )
}

/// A value in a query.
pub(crate) fn query_value(value: &str) -> String {
    encode(value, b"/")
}

/// Keeps unreserved characters (RFC 3986) and these, and encodes every other byte.
fn encode(text: &str, kept: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_cannot_smuggle_a_second_header() {
        assert_eq!(
            mailto("a+b@example.org?cc=x", "Re: ünter & über"),
            "mailto:a%2Bb@example.org%3Fcc%3Dx?subject=Re%3A%20%C3%BCnter%20%26%20%C3%BCber"
        );
    }
}
