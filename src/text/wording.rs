//! Words that messages of many rules and sentences of many reports need, so that they all say it the same way.

/// `1 day`, `12 days`.
#[must_use]
pub fn days(count: i64) -> String {
    format!("{count} {}", if count == 1 { "day" } else { "days" })
}

/// `1 record`, `12 records`.
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `a, b and c`.
#[must_use]
pub fn listed<W: AsRef<str>>(words: &[W]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => (*last).to_owned(),
        None => String::new(),
    }
}

/// `a, b, c and 4 more`, where more than six would make a sentence unreadable.
#[must_use]
pub fn some<W: AsRef<str>>(words: &[W]) -> String {
    const READABLE: usize = 6;
    if words.len() <= READABLE {
        return listed(words);
    }
    let first: Vec<&str> = words[..READABLE - 1].iter().map(AsRef::as_ref).collect();
    format!("{} and {} more", first.join(", "), words.len() + 1 - READABLE)
}

/// The beginning of a text on one line.
#[must_use]
pub fn excerpt(text: &str) -> String {
    const LENGTH: usize = 90;
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if folded.chars().count() <= LENGTH {
        return folded;
    }
    let mut short: String = folded.chars().take(LENGTH - 1).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lists_read_well() {
        assert_eq!((days(1), days(0)), ("1 day".to_owned(), "0 days".to_owned()));
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!((listed(&["a"]), listed::<&str>(&[])), ("a".to_owned(), String::new()));
        assert_eq!(some(&["a", "b", "c", "d", "e", "f", "g"]), "a, b, c, d, e and 2 more");
        assert_eq!(excerpt("a\n  b"), "a b");
        assert_eq!(excerpt(&"ä".repeat(91)).chars().count(), 90);
    }
}
