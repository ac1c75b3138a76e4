//! Text from records on its way to a terminal or a log: nothing in it may act.

/// A text without characters that a terminal would obey or that reorder what a reader sees. Each is replaced by a character of the
/// same length in bytes, so that places stay true. Tabs stay, and line ends where `lines` is set.
#[must_use]
pub fn tame(text: &str, lines: bool) -> String {
    let tame = |letter: char| match letter {
        '\t' => '\t',
        '\n' | '\r' if lines => letter,
        '\u{0}'..='\u{1f}' | '\u{7f}' => '?',
        '\u{80}'..='\u{9f}' => '¿',
        // Bidirectional controls, zero-width characters, line and paragraph separators, and the byte order mark.
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => {
            '\u{fffd}'
        }
        letter => letter,
    };
    text.chars().map(tame).collect()
}

#[cfg(test)]
mod tests {
    use super::tame;

    #[test]
    fn nothing_in_a_text_acts_and_places_stay() {
        let text = "a\u{1b}[31mb\u{202e}c\u{9b}d\re\u{feff}";
        let tamed = tame(text, false);
        assert_eq!(tamed, "a?[31mb\u{fffd}c¿d?e\u{fffd}");
        assert_eq!(tamed.len(), text.len());
    }
}
