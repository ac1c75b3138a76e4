//! Text that a terminal, a page or a reader's eye can trust: nothing in it acts, nothing hides or reorders what it says.

/// A text without characters that a terminal would obey or that reorder what a reader sees. Each is replaced by a character of the
/// same length in bytes, so that places stay true. Tabs stay, and line ends where `lines` is set. The zero-width joiner and
/// non-joiner stay where a script is written with them, and the joiner within an emoji: there they change what is seen.
#[must_use]
pub fn tame(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = '\0';
    // Whether an emoji stands before, with signs that only change its look behind it.
    let mut emoji = false;
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied().unwrap_or('\0');
        let joins = match letter {
            '\u{200c}' => joined(before, after),
            '\u{200d}' => joined(before, after) || emoji && is_emoji(after),
            _ => false,
        };
        out.push(if joins { letter } else { tamed(letter, lines) });
        emoji = is_emoji(letter) || emoji && letter == '\u{fe0f}';
        before = letter;
    }
    out
}

fn tamed(letter: char, lines: bool) -> char {
    match letter {
        '\t' => '\t',
        '\n' | '\r' if lines => letter,
        '\u{0}'..='\u{1f}' | '\u{7f}' => '?',
        '\u{80}'..='\u{9f}' => '¿',
        // Bidirectional controls, zero-width characters, line and paragraph separators, and the byte order mark.
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => {
            '\u{fffd}'
        }
        letter => letter,
    }
}

/// Whether two neighbours are of one script in which letters join, and are written with and without a joiner between them.
fn joined(before: char, after: char) -> bool {
    script(before).is_some_and(|script| self::script(after) == Some(script))
}

/// A number for each script that is written with joiners: the Arabic and the other cursive ones, and the Indic ones block by block.
fn script(letter: char) -> Option<u32> {
    match u32::from(letter) {
        0x0600..=0x06ff | 0x0750..=0x077f | 0x0870..=0x08ff | 0xfb50..=0xfdff | 0xfe70..=0xfefc => Some(0),
        0x0700..=0x074f => Some(1),
        0x07c0..=0x07ff => Some(2),
        0x1780..=0x17ff => Some(3),
        0x1800..=0x18af => Some(4),
        // Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada, Malayalam, Sinhala.
        code @ 0x0900..=0x0dff => Some(code >> 7),
        _ => None,
    }
}

/// Whether a letter is a picture that a joiner makes one picture with the next.
fn is_emoji(letter: char) -> bool {
    matches!(u32::from(letter), 0x2190..=0x21ff | 0x2600..=0x27bf | 0x2b00..=0x2bff | 0x1f300..=0x1faff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_acts_and_places_stay() {
        let text = "a\u{1b}[31mb\u{202e}c\u{9b}d\re\u{feff}";
        let tamed = tame(text, false);
        assert_eq!(tamed, "a?[31mb\u{fffd}c¿d?e\u{fffd}");
        assert_eq!(tamed.len(), text.len());
    }

    #[test]
    fn joiners_stay_where_a_script_is_written_with_them() {
        for text in ["می\u{200c}خواهم", "क्\u{200d}ष", "ක්\u{200d}ෂ", "র\u{200d}্য", "👩\u{200d}💻", "🏳\u{fe0f}\u{200d}🌈"]
        {
            assert_eq!(tame(text, false), text);
        }
        for text in [
            "ad\u{200d}min",
            "ad\u{200c}min",
            "م\u{200c}",
            "\u{200d}م",
            "م\u{200c}\u{200c}م",
            "م\u{200d}a",
            "क\u{200d}م",
            "👩\u{200c}💻",
        ] {
            let tamed = tame(text, false);
            assert!(!tamed.contains(['\u{200c}', '\u{200d}']), "{text:?}");
            assert_eq!(tamed.len(), text.len());
        }
    }
}
