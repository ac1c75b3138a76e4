//! Other words in the place of some, with every other byte as it was.

use super::Span;

/// What to write at a place so that `new` stands there, in the quotes of the old text. Only what stands on one line and is no block,
/// tag, anchor or alias is replaced.
#[must_use]
pub fn as_written(text: &str, span: Span, new: &str) -> Option<String> {
    let old = span.of(text);
    let first = old.chars().next()?;
    let is_more = old.contains('\n') || matches!(first, '|' | '>' | '&' | '*' | '!');
    if is_more || is_in_a_block(text.get(..span.start as usize)?) {
        return None;
    }
    let is_quoted = matches!(first, '"' | '\'') && old.len() > 1 && old.ends_with(first);
    let keeps = is_quoted && !new.starts_with(['"', '[']);
    Some(if keeps { format!("{first}{new}{first}") } else { new.to_owned() })
}

/// Whether what follows is the first line of a block: its sign ends the last line before that says something.
#[must_use]
pub fn is_in_a_block(before: &str) -> bool {
    let Some(above) = before.trim_end_matches([' ', '\t']).strip_suffix('\n') else { return false };
    let line = above.trim_end().rsplit('\n').next().unwrap_or_default();
    let line = line.split(" #").next().unwrap_or_default().trim_end();
    line.trim_end_matches(|letter: char| matches!(letter, '+' | '-' | '0'..='9')).ends_with(['|', '>'])
}

/// A text with other bytes at some places, which do not overlap.
#[must_use]
pub fn spliced(text: &str, mut edits: Vec<(Span, String)>) -> String {
    edits.sort_by_key(|(span, _)| *span);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (span, new) in edits {
        out.push_str(text.get(from..span.start as usize).unwrap_or_default());
        out.push_str(&new);
        from = span.end as usize;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stay_and_blocks_are_left_alone() {
        let written = |text: &str, new: &str| {
            let start = text.find("CISO").unwrap();
            let quote = text[..start].chars().next_back().filter(|letter| matches!(letter, '"' | '\''));
            let wide = usize::from(quote.is_some());
            as_written(text, Span::new(start - wide, start + "CISO".len() + wide), new)
        };
        assert_eq!(written("owner: CISO\n", "ciso").as_deref(), Some("ciso"));
        assert_eq!(written("owner: 'CISO' # x\n", "ciso").as_deref(), Some("'ciso'"));
        assert_eq!(written("owner: \"CISO\"\n", "[ciso]").as_deref(), Some("[ciso]"));
        assert_eq!(written("owner:\n  CISO\n", "ciso").as_deref(), Some("ciso"));
        for block in ["owner: |\n  CISO\n", "owner: >2-  # x\r\n\r\n    CISO\r\n"] {
            assert_eq!(written(block, "ciso"), None, "{block:?}");
        }
    }
}
