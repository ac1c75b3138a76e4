//! How wide columns are: as the report weighs them, but none so narrow that its words are broken.

/// Between the text of a cell and its borders, on both sides together.
pub(super) const AIR: u32 = 160;

/// A word with at most as many letters is never broken at its hyphens: dates and ids are read as one.
const WHOLE: usize = 14;

/// A longer word, such as a digest, is broken anywhere.
const LONGEST: usize = 28;

/// Widths that add up to `room`: shares of it by weight, none less than its least, as far as there is room.
pub(super) fn by_weight(weights: &[u32], least: &[u32], room: u32) -> Vec<u32> {
    let wanted: u32 = least.iter().fold(0, |sum: u32, one| sum.saturating_add(*one));
    let mut widths: Vec<Option<u32>> = vec![None; weights.len()];
    if wanted >= room {
        widths = least.iter().map(|one| Some(share(*one, wanted, room))).collect();
    }
    // Columns that would be too narrow take what they need, and the others share what is left, until all are wide enough.
    loop {
        let left = room.saturating_sub(widths.iter().flatten().sum());
        let open: u32 = weights.iter().zip(&widths).filter(|(_, width)| width.is_none()).map(|(weight, _)| (*weight).max(1)).sum();
        let of = |at: usize| share(weights[at].max(1), open, left);
        let narrow: Vec<usize> = (0..weights.len()).filter(|at| widths[*at].is_none() && of(*at) < least[*at]).collect();
        if narrow.is_empty() {
            let mut done: Vec<u32> = (0..weights.len()).map(|at| widths[at].unwrap_or_else(|| of(at))).collect();
            let rest = room.saturating_sub(done.iter().sum());
            if let Some(last) = done.last_mut() {
                *last += rest;
            }
            return done;
        }
        for at in narrow {
            widths[at] = Some(least[at]);
        }
    }
}

/// Widths as [`by_weight`] gives them, but what a column does not need for its longest line (`most`) is given to those that do.
pub(super) fn by_need(weights: &[u32], least: &[u32], most: &[u32], room: u32) -> Vec<u32> {
    let mut widths = by_weight(weights, least, room);
    let mut full = vec![false; widths.len()];
    // Each round fills a column at least, and the last one changes nothing.
    for _ in 0..widths.len() {
        let mut spare = 0;
        for at in 0..widths.len() {
            if !full[at] && widths[at] > most[at].max(least[at]) {
                full[at] = true;
                spare += widths[at] - most[at].max(least[at]);
                widths[at] = most[at].max(least[at]);
            }
        }
        let open: u32 = widths.iter().zip(&full).filter(|(_, full)| !**full).map(|(width, _)| *width).sum();
        if open == 0 {
            // Everything fits on one line, so that the weights decide.
            return by_weight(weights, least, room);
        }
        for (width, _) in widths.iter_mut().zip(&full).filter(|(_, full)| !**full) {
            *width += share(*width, open, spare);
        }
    }
    let rest = room.saturating_sub(widths.iter().sum());
    if let Some(widest) = widths.iter_mut().max() {
        *widest += rest;
    }
    widths
}

fn share(part: u32, whole: u32, of: u32) -> u32 {
    u32::try_from(u64::from(part) * u64::from(of) / u64::from(whole.max(1))).unwrap_or(of)
}

/// The width of the longest word of a text that should not be broken, with the air around it. `size` is in half points.
pub(super) fn longest_word(text: &str, size: u32) -> u32 {
    let words = text.split(|letter: char| letter.is_whitespace() || is_wide(letter));
    let parts = words.flat_map(|word| {
        if word.chars().count() > WHOLE { word.split_inclusive(['-', '/', '.', ',']).collect() } else { vec![word] }
    });
    let end = |word: &str| word.char_indices().nth(LONGEST).map_or(word.len(), |(cut, _)| cut);
    parts.map(|word| wide(&word[..end(word)], size)).max().unwrap_or_default().saturating_add(AIR)
}

/// How wide a text is on one line, in twentieths of a point. `size` is in half points.
pub(super) fn wide(text: &str, size: u32) -> u32 {
    // In hundredths of the size, a little generous, so that other fonts fit too.
    let hundredths: u32 = text
        .chars()
        .map(|letter| match letter {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 29,
            'f' | 't' | 'r' | ' ' | '-' | '(' | ')' | '[' | ']' | '/' => 36,
            'm' | 'w' | 'M' | 'W' | '@' | '%' => 88,
            'A'..='Z' | '&' => 62,
            letter if is_wide(letter) => 102,
            '\u{400}'..='\u{52f}' => 60,
            _ => 53,
        })
        .fold(0, u32::saturating_add);
    u32::try_from(u64::from(hundredths) * u64::from(size) / 10).unwrap_or(u32::MAX)
}

/// Letters between which every line may end.
fn is_wide(letter: char) -> bool {
    letter as u32 >= 0x1100
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_the_room_and_no_word_is_broken() {
        assert_eq!(by_weight(&[1, 1, 2], &[0, 0, 0], 1000), [250, 250, 500]);
        assert_eq!(by_weight(&[1, 1, 8], &[300, 0, 0], 1000), [300, 77, 623]);
        assert_eq!(by_weight(&[1, 1], &[1500, 500], 1000), [750, 250]);
        assert_eq!(by_weight(&[0, 0, 0], &[0, 0, 0], 100), [33, 33, 34]);
        assert!(by_weight(&[], &[], 100).is_empty());
        assert_eq!(by_need(&[1, 1], &[0, 0], &[100, 5000], 1000), [100, 900]);
        assert_eq!(by_need(&[1, 3], &[0, 0], &[100, 100], 1000), [250, 750]);
        assert_eq!(by_need(&[1, 1, 2], &[300, 0, 0], &[200, 50, 900], 1000), [300, 50, 650]);
        assert!(longest_word("on 2026-06-30", 15) > longest_word("on a day of June", 15));
        assert!(longest_word("a-very-long-name-with-hyphens", 15) < longest_word("averylongnamewithout", 15));
        assert_eq!(longest_word("日本語", 15), AIR);
        assert_eq!(longest_word(&"ä".repeat(64), 15), longest_word(&"ä".repeat(28), 15));
    }
}
