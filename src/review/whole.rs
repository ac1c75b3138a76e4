//! The whole text of a document on both sides, line by line: what a reader looks at who wants to see every letter.

use std::sync::Arc;

use similar::{Algorithm, ChangeTag, TextDiff};

use super::words::Op;

/// So many lines around one that differs are told.
const AROUND: usize = 3;
/// Texts with more lines than this are not compared line by line: nobody reads that, and it takes long.
const LINES: usize = 5_000;

/// The text of a document on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeText {
    before: Arc<str>,
    after: Arc<str>,
}

/// The lines of a text that differ, with some around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines<'t> {
    /// How many lines came.
    pub added: usize,
    /// How many lines went.
    pub removed: usize,
    /// Stretches of lines, in the order of the text, without their line ends.
    pub stretches: Vec<Vec<(Op, &'t str)>>,
}

impl WholeText {
    pub(super) fn new(before: &Arc<str>, after: &Arc<str>) -> Self {
        WholeText { before: Arc::clone(before), after: Arc::clone(after) }
    }

    /// The lines that differ; nothing where none does, or where there are too many to compare.
    #[must_use]
    pub fn lines(&self) -> Option<Lines<'_>> {
        let too_many = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count() > LINES;
        if self.before == self.after || too_many(&self.before) || too_many(&self.after) {
            return None;
        }
        let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(&*self.before, &*self.after);
        let mut lines = Lines { added: 0, removed: 0, stretches: Vec::new() };
        for group in diff.grouped_ops(AROUND) {
            let mut stretch = Vec::new();
            for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
                let op = match change.tag() {
                    ChangeTag::Equal => Op::Same,
                    ChangeTag::Delete => Op::Removed,
                    ChangeTag::Insert => Op::Added,
                };
                lines.added += usize::from(op == Op::Added);
                lines.removed += usize::from(op == Op::Removed);
                stretch.push((op, change.value().trim_end_matches(['\n', '\r'])));
            }
            lines.stretches.push(stretch);
        }
        Some(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_come_with_their_neighbours() {
        let text = |lines: &[&str]| -> Arc<str> { Arc::from(lines.join("\n")) };
        let before = text(&["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]);
        let after = text(&["1", "two", "3", "4", "5", "6", "7", "8", "9", "10", "11"]);
        let whole = WholeText::new(&before, &after);
        let lines = whole.lines().unwrap();
        assert_eq!((lines.added, lines.removed), (2, 3), "the last line has no end any more");
        let signs =
            |stretch: &[(Op, &str)]| stretch.iter().map(|(op, line)| format!("{op:?} {line}")).collect::<Vec<_>>().join(", ");
        assert_eq!(signs(&lines.stretches[0]), "Same 1, Removed 2, Added two, Same 3, Same 4, Same 5");
        assert_eq!(lines.stretches.len(), 2);
        assert_eq!(WholeText::new(&before, &before).lines(), None);
        let long = text(&vec!["x"; LINES + 2]);
        assert_eq!(WholeText::new(&before, &long).lines(), None);
    }
}
