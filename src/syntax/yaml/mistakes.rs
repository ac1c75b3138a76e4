//! The parser's errors in words that name the mistake and the cure.

use granit_parser::{ErrorKind, ScanError};

use super::NESTING_LIMIT;
use crate::syntax::Problem;
use crate::text::Span;

/// The parser's error in words that say what to do.
pub(super) fn explain(text: &str, base: usize, error: &ScanError) -> Problem {
    let at = base + error.marker().byte_offset().unwrap_or_default();
    let at = text.floor_char_boundary(at.min(text.len()));
    let end = text[at..].chars().next().map_or(at, |next| at + if next == '\n' { 0 } else { next.len_utf8() });
    let span = Span::new(at, end);
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => {
            Problem::new("YAML-007", span, format!("lists and mappings are nested more than {NESTING_LIMIT} deep here"))
                .help("no record needs that; look for brackets that are not closed")
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => {
            let problem = Problem::new("YAML-001", span, "a quoted text is not closed")
                .help("close it with the same quotation mark; inside '…' write '' for an apostrophe");
            match last_quote(&text[base..at]) {
                Some(open) => problem.also(Span::new(base + open, base + open + 1), "perhaps this one"),
                None => problem,
            }
        }
        kind => {
            let problem = Problem::new("YAML-001", span, format!("this is not valid YAML: {}", plain_words(kind)));
            match cure(kind) {
                Some(help) => problem.help(help),
                None => problem,
            }
        }
    }
}

/// The last quotation mark that begins a value: one behind a colon, dash, comma, bracket or blank.
fn last_quote(text: &str) -> Option<usize> {
    text.char_indices().rev().find_map(|(at, mark)| {
        let opens = matches!(mark, '"' | '\'') && text[..at].ends_with([' ', '[', '{', ',', '\n']);
        opens.then_some(at)
    })
}

fn plain_words(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => "a second `:` on one line".to_owned(),
        ErrorKind::TabInIndentation | ErrorKind::TabInBlockIndentation | ErrorKind::TabNotAllowed => {
            "a tab where blanks must stand".to_owned()
        }
        ErrorKind::UnclosedFlowCollection { open } => format!("the `{open}` is not closed"),
        ErrorKind::UnexpectedEofFlowSequence => "the `[` of a list is not closed".to_owned(),
        ErrorKind::UnexpectedEofFlowMapping => "the `{` of a mapping is not closed".to_owned(),
        ErrorKind::SimpleKeyExpected | ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidSimpleKey => {
            "a `key: value` was expected".to_owned()
        }
        ErrorKind::InvalidIndentation => "the indentation does not match the lines above".to_owned(),
        ErrorKind::DirectiveDisallowed => "directives (`%…`) are not used in records".to_owned(),
        ErrorKind::UnexpectedCharacter { character } => format!("a value cannot begin with `{character}`"),
        other => other.to_string(),
    }
}

fn cure(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "quote the value (`title: \"Backup: daily\"`), or indent the line if it belongs to the key above"
        }
        ErrorKind::TabInIndentation | ErrorKind::TabInBlockIndentation | ErrorKind::TabNotAllowed => {
            "replace the tab with two blanks for each level"
        }
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::ExpectedFlowMappingSeparator => "close the bracket, or put a comma between the items",
        ErrorKind::SimpleKeyExpected | ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidSimpleKey => {
            "check the colon and the indentation; a text of several lines needs `>-` or `|` behind its key"
        }
        ErrorKind::InvalidIndentation => "indent each level by two blanks, items of one list alike",
        ErrorKind::UnexpectedCharacter { .. } => "quote the value: \"…\"",
        ErrorKind::UnknownQuotedScalarEscape => "inside \"…\" write \\\\ for a backslash, or use '…'",
        ErrorKind::InvalidBlockScalarHeader => "begin the text on the line below the `>` or `|`, indented",
        _ => return None,
    })
}
