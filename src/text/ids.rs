//! Ids in running text.

/// The stretches of a text that may be ids: letters and digits joined by `-` and `.`.
#[must_use]
pub fn possible_ids(text: &str) -> Vec<(usize, usize)> {
    let mut ids = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text[from..at].trim_end_matches(['.', '-']);
                ids.push((from, from + word.len()));
                start = None;
            }
            _ => {}
        }
    }
    ids
}

/// The words of a text that may be the id of a record and can hardly be an ordinary word: those with a digit. That of a role may be one.
pub fn ids_with_digits(text: &str) -> impl Iterator<Item = &str> {
    let words = possible_ids(text).into_iter().map(|(start, end)| &text[start..end]);
    words.filter(|word| word.bytes().any(|letter| letter.is_ascii_digit()))
}
