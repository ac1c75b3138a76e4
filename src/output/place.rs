//! Where a finding is, in the lines and columns that each format counts.

use super::Run;
use crate::finding::Label;

/// A stretch of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The path as the reader of the format should see it.
    pub(super) path: String,
    /// Its first character.
    pub(super) start: Point,
    /// The first character behind it.
    pub(super) end: Point,
}

/// A position in a file. Lines and columns count from 1; a file that was not read has only a first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    /// The offset in the file in bytes.
    pub(super) byte: u32,
    /// The line.
    pub(super) line: usize,
    /// The column in characters (Unicode scalar values).
    pub(super) characters: usize,
    /// The column in UTF-16 code units.
    pub(super) utf16: usize,
    /// The column in bytes of UTF-8.
    pub(super) utf8: usize,
}

impl Place {
    /// The place of a label.
    pub(super) fn new(run: &Run<'_>, label: &Label) -> Self {
        let span = run.files.span(&label.at);
        let lines = run.files.lines(label.at.file);
        let point = |byte: u32| {
            let (line, before) = lines.before(byte);
            Point {
                byte,
                line,
                characters: before.chars().count() + 1,
                utf16: before.encode_utf16().count() + 1,
                utf8: before.len() + 1,
            }
        };
        Place { path: run.path(label.at.file), start: point(span.start), end: point(span.end) }
    }

    /// Whether it has characters, all of them on one line.
    pub(super) fn is_on_one_line(&self) -> bool {
        self.start.line == self.end.line && self.start.byte < self.end.byte
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::check::Report;
    use crate::files::{File, Files};
    use crate::model::Profile;
    use crate::text::{FileId, Locus, Span};

    #[test]
    fn each_format_has_its_columns() {
        let text = "\u{feff}first\r\nü𐐀: here\r\n";
        let files = Files::new(vec![File { path: "a.yaml".into(), text: Some(Arc::from(text)), tree: None, content: None }]);
        let report = Report { files: 1, ..Report::default() };
        let as_of = "2026-06-30".parse().unwrap();
        let run = Run { files: &files, report: &report, as_of, profile: Profile::Build, prefix: "below/" };
        let at = text.find("here").unwrap();
        let place = |from, to| {
            let at = Locus::bytes(FileId(0), Span::new(from, to));
            Place::new(&run, &Label { at, text: String::new() })
        };
        let here = place(at, at + 4);
        let columns = |point: Point| (point.line, point.characters, point.utf16, point.utf8);
        assert_eq!((columns(here.start), columns(here.end)), ((2, 5, 6, 9), (2, 9, 10, 13)));
        assert_eq!((here.path.as_str(), here.is_on_one_line()), ("below/a.yaml", true));
        assert_eq!(columns(place(3, 4).start), (1, 1, 1, 1));
        assert!(!place(3, at).is_on_one_line());
    }
}
