//! Places in files: the leaf that every other module shares.
//!
//! A place is a *route* (a JSON Pointer into a file) until a finding is shown; only then does it become bytes, and each
//! output format turns the bytes into its own kind of columns. Nothing here knows YAML, Git or findings.

pub mod ids;
pub mod splice;
mod tame;
pub mod wording;

use std::borrow::Cow;
use std::fmt::{self, Write as _};

pub use tame::tame;

/// The number of a file in a [`crate::load::Loaded`] repository, in the sorted order of paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes of one file; `end` is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte behind the range.
    pub end: u32,
}

impl Span {
    /// The range `start..end`, where an `end` before `start` is read as an empty range.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self { start, end: end.max(start) }
    }

    /// The part of `text` that the span covers; empty where the span does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// The same as a range for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the two ranges share a byte, or one is an empty range inside the other.
    #[must_use]
    pub fn touches(self, other: Span) -> bool {
        self.start < other.end.max(other.start + 1) && other.start < self.end.max(self.start + 1)
    }
}

/// A route to a value inside a structured file: a JSON Pointer (RFC 6901).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole file.
    pub const ROOT: Pointer = Pointer(String::new());

    /// The pointer as written in RFC 6901, for example `/actions/0/due`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The decoded steps from the root.
    pub fn steps(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(|step| {
            if step.contains('~') { Cow::Owned(step.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(step) }
        })
    }

    /// This pointer with one more step.
    #[must_use]
    pub fn join(&self, step: impl fmt::Display) -> Pointer {
        let mut longer = Pointer(String::with_capacity(self.0.len() + 12));
        longer.0.push_str(&self.0);
        longer.push(step);
        longer
    }

    fn push(&mut self, step: impl fmt::Display) {
        let from = self.0.len();
        // Writing into a string cannot fail.
        let _ = write!(self.0, "/{step}");
        if self.0[from + 1..].contains(['~', '/']) {
            let step = self.0[from + 1..].replace('~', "~0").replace('/', "~1");
            self.0.truncate(from + 1);
            self.0.push_str(&step);
        }
    }

    /// The pointer one step up; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Pointer> {
        self.0.rfind('/').map(|cut| Pointer(self.0[..cut].to_owned()))
    }

    /// Whether `self` is `other` or leads to something inside it.
    #[must_use]
    pub fn is_within(&self, other: &Pointer) -> bool {
        self.0.strip_prefix(&other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// A route while it is walked: its steps stand on the stack, and become a [`Pointer`] only where something is found.
#[derive(Debug, Clone, Copy)]
pub enum Way<'w> {
    /// The whole file.
    Root,
    /// The value of a key.
    Key(&'w Way<'w>, &'w str),
    /// An item of a list, counted from 0.
    Item(&'w Way<'w>, usize),
}

impl Way<'_> {
    /// About as many bytes as the pointer has.
    fn length(&self) -> usize {
        match self {
            Way::Root => 0,
            Way::Key(before, key) => before.length() + 1 + key.len(),
            Way::Item(before, _) => before.length() + 2,
        }
    }

    fn write(&self, pointer: &mut Pointer) {
        match self {
            Way::Root => {}
            Way::Key(before, key) => {
                before.write(pointer);
                pointer.push(key);
            }
            Way::Item(before, at) => {
                before.write(pointer);
                pointer.push(at);
            }
        }
    }
}

impl From<&Way<'_>> for Pointer {
    fn from(way: &Way<'_>) -> Self {
        let mut pointer = Pointer(String::with_capacity(way.length()));
        way.write(&mut pointer);
        pointer
    }
}

impl From<&str> for Pointer {
    fn from(text: &str) -> Self {
        Pointer(text.to_owned())
    }
}

impl From<String> for Pointer {
    fn from(text: String) -> Self {
        Pointer(text)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where in a file something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The value at a pointer, or its nearest existing parent's key where the value is missing.
    Value(Pointer),
    /// The key that introduces the value at a pointer.
    Key(Pointer),
    /// Bytes that are known already: Markdown bodies and files with no structure.
    Bytes(Span),
}

/// A place in one of the files of a repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locus {
    /// The file.
    pub file: FileId,
    /// The place in it.
    pub place: Place,
}

impl Locus {
    /// The value at `pointer` in `file`.
    #[must_use]
    pub fn value(file: FileId, pointer: impl Into<Pointer>) -> Self {
        Self { file, place: Place::Value(pointer.into()) }
    }

    /// The key of the value at `pointer` in `file`.
    #[must_use]
    pub fn key(file: FileId, pointer: impl Into<Pointer>) -> Self {
        Self { file, place: Place::Key(pointer.into()) }
    }

    /// The bytes `span` of `file`.
    #[must_use]
    pub fn bytes(file: FileId, span: Span) -> Self {
        Self { file, place: Place::Bytes(span) }
    }

    /// The first bytes of `file`, for what concerns the file as a whole.
    #[must_use]
    pub fn whole(file: FileId) -> Self {
        Self::bytes(file, Span::default())
    }

    /// The pointer of the place, if it has one.
    #[must_use]
    pub fn pointer(&self) -> Option<&Pointer> {
        match &self.place {
            Place::Value(pointer) | Place::Key(pointer) => Some(pointer),
            Place::Bytes(_) => None,
        }
    }
}

/// A position for people: both numbers count from 1, the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column in characters (Unicode scalar values).
    pub column: usize,
}

/// Finds lines and columns in a text. Lines end with LF, CRLF or a lone CR.
#[derive(Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Cow<'t, [usize]>,
}

impl<'t> LineIndex<'t> {
    /// Reads the text once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, starts: Cow::Owned(line_starts(text)) }
    }

    /// The same for a text that was read before, with its [`line_starts`].
    #[must_use]
    pub fn known(text: &'t str, starts: &'t [usize]) -> Self {
        Self { text, starts: Cow::Borrowed(starts) }
    }

    /// The position of a byte; a byte behind the text is the end of the text, one inside a character its start.
    #[must_use]
    pub fn position(&self, byte: u32) -> Position {
        let (line, before) = self.before(byte);
        Position { line, column: before.chars().count() + 1 }
    }

    /// The line of a byte (counted from 1), and what stands before the byte in it. A byte order mark has no column: editors do not
    /// show it.
    #[must_use]
    pub fn before(&self, byte: u32) -> (usize, &'t str) {
        let byte = self.text.floor_char_boundary((byte as usize).min(self.text.len()));
        let line = self.starts.partition_point(|start| *start <= byte) - 1;
        (line + 1, self.text[self.starts[line]..byte].trim_start_matches('\u{feff}'))
    }

    /// The text of a line (counted from 1) without its line end.
    #[must_use]
    pub fn line(&self, number: usize) -> &'t str {
        let Some(start) = number.checked_sub(1).and_then(|at| self.starts.get(at)) else { return "" };
        let end = self.starts.get(number).copied().unwrap_or(self.text.len());
        self.text[*start..end].trim_end_matches(['\n', '\r'])
    }

    /// The first byte of a line (counted from 1).
    #[must_use]
    pub fn start(&self, number: usize) -> usize {
        number.checked_sub(1).and_then(|at| self.starts.get(at)).copied().unwrap_or(self.text.len())
    }
}

/// The first byte of every line.
#[must_use]
pub fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            starts.push(at + 1);
        }
    }
    starts
}

/// Text that stays text in an XML element or attribute, with only characters that XML 1.0 has.
#[must_use]
pub fn xml_safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in tame(text, true).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

/// A cell that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe in front, and so does one that
/// could be taken for such a cell.
#[must_use]
pub fn spreadsheet_safe(cell: &str) -> String {
    let cell = cell.replace('\u{0}', "");
    if is_like_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell }
}

/// What [`spreadsheet_safe`] has made a cell of.
#[must_use]
pub fn spreadsheet_plain(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_like_formula(rest.trim_start_matches('\''))).unwrap_or(cell)
}

fn is_like_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// Text that stays text in every dialect of Markdown, and on one line.
#[must_use]
pub fn markdown_safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in tame(text, false).chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A zero-width joiner would be invisible in a copy; the entity keeps `@name` from being a mention and still reads the same.
            '@' => out.push_str("&#64;"),
            letter => out.push(letter),
        }
    }
    out.replace("://", "&#58;//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_know_all_line_ends() {
        let text = "\u{feff}a\r\nüb\rc\n𐐀d";
        let lines = LineIndex::new(text);
        let at = |needle: &str| {
            let position = lines.position(u32::try_from(text.find(needle).unwrap()).unwrap());
            (position.line, position.column)
        };
        assert_eq!(at("a"), (1, 1));
        assert_eq!(at("b"), (2, 2));
        assert_eq!(at("c"), (3, 1));
        assert_eq!(at("d"), (4, 2));
        assert_eq!(lines.line(2), "üb");
        assert_eq!(lines.position(9999), Position { line: 4, column: 3 });
    }

    #[test]
    fn pointers_escape_and_nest() {
        let pointer = Pointer::ROOT.join("a/b").join("c~d").join(3);
        assert_eq!(pointer.as_str(), "/a~1b/c~0d/3");
        assert_eq!(pointer.steps().collect::<Vec<_>>(), ["a/b", "c~d", "3"]);
        assert!(pointer.is_within(&Pointer::from("/a~1b")));
        assert!(!Pointer::from("/owners").is_within(&Pointer::from("/owner")));
        assert_eq!(pointer.parent(), Some(Pointer::from("/a~1b/c~0d")));
        let (first, second) = (Way::Key(&Way::Root, "a/b"), "c~d");
        assert_eq!(Pointer::from(&Way::Item(&Way::Key(&first, second), 3)), pointer);
    }

    #[test]
    fn nothing_ends_an_element() {
        assert_eq!(xml_safe("]]><a b=\"c\">&\u{1b}\u{ffff}\u{0}"), "]]&gt;&lt;a b=&quot;c&quot;&gt;&amp;?\u{fffd}?");
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "\u{0}=1"] {
            assert!(spreadsheet_safe(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(spreadsheet_safe("a=1"), "a=1");
        for cell in ["=1", "'=1", "''-", "'a", "'", "a", "-5"] {
            assert_eq!(spreadsheet_plain(&spreadsheet_safe(cell)), cell);
        }
    }

    #[test]
    fn nothing_in_a_record_becomes_markup() {
        assert_eq!(markdown_safe("a|b <script> [x](y) @team"), "a\\|b &lt;script&gt; \\[x\\](y) &#64;team");
        assert_eq!(markdown_safe("see https://x.example"), "see https&#58;//x.example");
        assert_eq!(markdown_safe("two\nlines"), "two?lines");
    }
}
