//! Other words in the place of some, with every other byte as it was.

use super::Span;

/// A new text in the quotes of the old one. Only what stands on one line and is no block, tag, anchor or alias is replaced.
#[must_use]
pub fn as_written(old: &str, new: &str) -> Option<String> {
    let first = old.chars().next()?;
    if old.contains('\n') || matches!(first, '|' | '>' | '&' | '*' | '!') {
        return None;
    }
    let is_quoted = matches!(first, '"' | '\'') && old.len() > 1 && old.ends_with(first);
    let keeps = is_quoted && !new.starts_with(['"', '[']);
    Some(if keeps { format!("{first}{new}{first}") } else { new.to_owned() })
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
