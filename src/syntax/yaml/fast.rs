//! The short way for plain YAML: what people and `isms new` write, read in one pass over its lines.
//!
//! It accepts block mappings and lists with simple keys, plain and quoted scalars on one line, `|` and `>` blocks, flow collections on
//! one line, and comments. Everything else, every mistake included, it hands back: then the full parser reads the text from its
//! start, so that no problem is ever told from here. What it does accept becomes the same arena, node by node, as the full parser
//! makes; `tests/yaml.rs` compares the two.

use super::Builder;
use crate::text::Span;
use crate::value::{Node, Tree, Type};

/// Far below [`super::NESTING_LIMIT`], and deeper than any record.
const DEPTH: usize = 16;

/// Longer keys are not simple ones; the full parser has the limit of the standard (1,024 characters).
const KEY_LIMIT: usize = 256;

/// Reads the text that `builder` was made for; `None` where the full parser must.
pub(super) fn parse(mut builder: Builder<'_>, range: Span) -> Option<Tree> {
    let bytes = builder.text.as_bytes().get(range.range())?;
    let bytes = &builder.text.as_bytes()[..range.start as usize + bytes.len()];
    if !is_plain(&bytes[range.start as usize..]) {
        return None;
    }
    let mut lines = Lines { bytes, line: None, folded: String::new() };
    lines.go_to(range.start as usize);
    if lines.line?.indent > 0 {
        return None;
    }
    lines.map(&mut builder, 0, DEPTH)?;
    // A line that belongs to nothing is a mistake, and so is a key that is written twice.
    if lines.line.is_some() || !builder.problems.is_empty() {
        return None;
    }
    builder.finish().0
}

/// Whether every character is one that both ways read alike: no tabs and other controls, no second kind of line end, nothing that
/// YAML calls unprintable.
fn is_plain(bytes: &[u8]) -> bool {
    let mut at = 0;
    bytes.chunks(64).all(|chunk| {
        let (from, end) = (at, at + chunk.len());
        at = end;
        // Without an early end this is a few instructions for the whole chunk.
        let odd = chunk.iter().filter(|byte| !(0x20..0x7f).contains(*byte) && **byte != b'\n').count();
        odd == 0 || (from..end).all(|at| is_plain_at(bytes, at))
    })
}

fn is_plain_at(bytes: &[u8], at: usize) -> bool {
    let next = |steps: usize| bytes.get(at + steps).copied().unwrap_or_default();
    match bytes[at] {
        b'\r' => next(1) == b'\n',
        // Control characters of Latin-1; separators of lines and paragraphs.
        0xc2 => next(1) >= 0xa0,
        0xe2 => next(1) != 0x80 || !matches!(next(2), 0xa8 | 0xa9),
        // A byte order mark and its neighbours begin with 0xef.
        byte => byte == b'\n' || (byte >= 0x20 && byte != 0x7f && byte != 0xef),
    }
}

/// A line with content, or the rest of one behind a `-`.
#[derive(Clone, Copy)]
struct Line {
    /// The column of its first character that is not a space.
    indent: usize,
    /// The byte of that character.
    at: usize,
    /// Where it ends, without the line end.
    end: usize,
    /// Where the next line begins.
    next: usize,
}

struct Lines<'t> {
    /// The file as far as it is read; places are bytes of it.
    bytes: &'t [u8],
    /// The line at hand: the next one that is neither blank nor a comment.
    line: Option<Line>,
    /// Room for the content of a `|` or `>` block.
    folded: String,
}

impl Lines<'_> {
    /// The line that begins at a byte; `None` behind the last one.
    fn raw(&self, start: usize) -> Option<Line> {
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let length = rest.iter().position(|byte| *byte == b'\n');
        let next = length.map_or(self.bytes.len(), |length| start + length + 1);
        let end = length.map_or(self.bytes.len(), |length| start + length);
        let end = if end > start && self.bytes[end - 1] == b'\r' { end - 1 } else { end };
        let at = self.skip_spaces(start, end);
        Some(Line { indent: at - start, at, end, next })
    }

    /// Takes up the next line with content, from the line on that begins at `start`.
    fn go_to(&mut self, mut start: usize) {
        loop {
            self.line = self.raw(start);
            match self.line {
                Some(line) if line.at == line.end || self.bytes[line.at] == b'#' => start = line.next,
                _ => return,
            }
        }
    }

    fn skip_spaces(&self, at: usize, end: usize) -> usize {
        at + self.bytes[at..end].iter().take_while(|byte| **byte == b' ').count()
    }

    /// Whether the rest of a line is a comment or nothing.
    fn is_over(&self, at: usize, end: usize) -> bool {
        let rest = self.skip_spaces(at, end);
        rest == end || (self.bytes[rest] == b'#' && rest > at)
    }

    /// Whether a line is an item of a list.
    fn is_item(&self, line: Line) -> bool {
        self.bytes[line.at] == b'-' && (line.at + 1 == line.end || self.bytes[line.at + 1] == b' ')
    }

    /// The end of the simple key at a byte, if a colon with a space or the end of the line follows.
    fn key(&self, at: usize, end: usize) -> Option<usize> {
        let letter = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        let length = self.bytes[at..end.min(at + KEY_LIMIT)].iter().take_while(letter).count();
        let colon = at + length;
        let first = self.bytes[at];
        let simple = length > 0 && (first.is_ascii_alphanumeric() || first == b'_');
        let ends = colon < end && self.bytes[colon] == b':' && (colon + 1 == end || self.bytes[colon + 1] == b' ');
        (simple && ends).then_some(colon)
    }

    /// The block mapping whose keys stand in a column.
    fn map(&mut self, builder: &mut Builder<'_>, column: usize, depth: usize) -> Option<()> {
        let start = self.line?.at;
        builder.open(Type::Map, 0, Span::new(start, start));
        while let Some(line) = self.line.filter(|line| line.indent >= column) {
            // Further in stands what belongs to no key, or a scalar that goes on.
            if line.indent > column {
                return None;
            }
            let colon = self.key(line.at, line.end)?;
            builder.plain(line.at, colon);
            if self.is_over(colon + 1, line.end) {
                self.below(builder, line, colon, depth)?;
            } else {
                self.value(builder, line, self.skip_spaces(colon + 1, line.end), column)?;
            }
        }
        builder.close(Span::new(start, start));
        Some(())
    }

    /// What stands below a key that has nothing beside it.
    fn below(&mut self, builder: &mut Builder<'_>, key: Line, colon: usize, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        self.go_to(key.next);
        match self.line {
            Some(line) if line.indent >= key.indent && self.is_item(line) => {
                // The full parser places a list in the column of its key at the first item, not at its dash.
                let start = if line.indent > key.indent { line.at } else { self.skip_spaces(line.at + 1, line.end) };
                self.list(builder, line.indent, start, depth)
            }
            Some(line) if line.indent > key.indent => self.map(builder, line.indent, depth),
            _ => {
                builder.nothing(colon);
                Some(())
            }
        }
    }

    /// The block list whose dashes stand in a column.
    fn list(&mut self, builder: &mut Builder<'_>, column: usize, start: usize, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        builder.open(Type::List, 0, Span::new(start, start));
        while let Some(line) = self.line.filter(|line| line.indent >= column) {
            if line.indent > column {
                return None;
            }
            if !self.is_item(line) {
                // In the column of the dashes the key after the list may stand.
                break;
            }
            let at = self.skip_spaces(line.at + 1, line.end);
            if at == line.end || self.bytes[at] == b'#' {
                return None;
            }
            if self.key(at, line.end).is_some() {
                let column = line.indent + (at - line.at);
                self.line = Some(Line { indent: column, at, ..line });
                self.map(builder, column, depth)?;
            } else {
                self.value(builder, line, at, column)?;
            }
        }
        builder.close(Span::new(start, start));
        Some(())
    }

    /// The value that begins at a byte of a line; what contains it stands in `column`.
    fn value(&mut self, builder: &mut Builder<'_>, line: Line, at: usize, column: usize) -> Option<()> {
        let next = match self.bytes[at] {
            b'|' => return self.block(builder, line, at, column, false),
            b'>' => return self.block(builder, line, at, column, true),
            b'[' | b'{' => self.flow(builder, at, line.end, DEPTH)?,
            b'"' | b'\'' => self.quoted(builder, at, line.end)?,
            _ => {
                let end = self.plain(at, line.end)?;
                builder.plain(at, end);
                line.end
            }
        };
        if !self.is_over(next, line.end) {
            return None;
        }
        self.go_to(line.next);
        Some(())
    }

    /// The end of the plain scalar that begins at a byte.
    fn plain(&self, at: usize, end: usize) -> Option<usize> {
        let first = self.bytes[at];
        let dash = first == b'-' && self.bytes[at + 1..end].first().is_some_and(|next| next.is_ascii_alphanumeric());
        if !dash
            && !first.is_ascii_alphanumeric()
            && !matches!(first, b'_' | b'/' | b'(' | b'.' | b'$' | b'+' | b'~' | b'<' | 0x80..)
        {
            return None;
        }
        let mut stop = end;
        for (here, byte) in self.bytes[at..end].iter().enumerate().map(|(here, byte)| (at + here, *byte)) {
            match byte {
                b':' if here + 1 == end || self.bytes[here + 1] == b' ' => return None,
                b'#' if self.bytes[here - 1] == b' ' => {
                    stop = here;
                    break;
                }
                _ => {}
            }
        }
        Some(at + self.bytes[at..stop].trim_ascii_end().len())
    }

    /// A quoted scalar that ends on its line, without escapes but `''`; where it ends.
    fn quoted(&self, builder: &mut Builder<'_>, at: usize, end: usize) -> Option<usize> {
        let quote = self.bytes[at];
        let mut here = at + 1;
        let mut doubled = false;
        loop {
            match self.bytes[..end].get(here)? {
                b'\\' if quote == b'"' => return None,
                byte if *byte != quote => here += 1,
                _ if quote == b'\'' && self.bytes[..end].get(here + 1) == Some(&quote) => {
                    doubled = true;
                    here += 2;
                }
                _ => break,
            }
        }
        let span = Span::new(at, here + 1);
        let inner = Span::new(at + 1, here);
        let content = inner.of(builder.text);
        let node = if doubled {
            builder.owned(Type::String, &content.replace("''", "'"), span)
        } else {
            builder.push(Node { ty: Type::String, owned: false, span, from: inner.start, to: inner.end })
        };
        builder.place(node, 1);
        Some(here + 1)
    }

    /// A list or mapping in brackets on one line; where it ends.
    fn flow(&self, builder: &mut Builder<'_>, at: usize, end: usize, depth: usize) -> Option<usize> {
        let depth = depth.checked_sub(1)?;
        let (ty, close) = if self.bytes[at] == b'[' { (Type::List, b']') } else { (Type::Map, b'}') };
        builder.open(ty, 0, Span::new(at, at + 1));
        let mut here = self.skip_spaces(at + 1, end);
        if self.bytes[..end].get(here) != Some(&close) {
            loop {
                if ty == Type::Map {
                    let colon = self.key(here, end)?;
                    builder.plain(here, colon);
                    here = self.skip_spaces(colon + 1, end);
                }
                here = self.skip_spaces(self.flow_value(builder, here, end, depth)?, end);
                match self.bytes[..end].get(here)? {
                    b',' => here = self.skip_spaces(here + 1, end),
                    byte if *byte == close => break,
                    _ => return None,
                }
            }
        }
        builder.close(Span::new(here, here + 1));
        Some(here + 1)
    }

    fn flow_value(&self, builder: &mut Builder<'_>, at: usize, end: usize, depth: usize) -> Option<usize> {
        match self.bytes[..end].get(at)? {
            b'[' | b'{' => self.flow(builder, at, end, depth),
            b'"' | b'\'' => self.quoted(builder, at, end),
            first if first.is_ascii_alphanumeric() => {
                let sign = |byte: u8| matches!(byte, b' ' | b'_' | b'-' | b'.' | b'/' | b'(' | b')' | b'@' | b'+' | 0x80..);
                let word = |byte: &&u8| byte.is_ascii_alphanumeric() || sign(**byte);
                let length = self.bytes[at..end].iter().take_while(word).count();
                let stop = at + self.bytes[at..at + length].trim_ascii_end().len();
                builder.plain(at, stop);
                Some(at + length)
            }
            _ => None,
        }
    }

    /// A `|` or `>` block below a header that begins at a byte.
    fn block(&mut self, builder: &mut Builder<'_>, line: Line, at: usize, column: usize, folds: bool) -> Option<()> {
        let strips = match &self.bytes[at + 1..line.end] {
            b"" => false,
            b"-" => true,
            _ => return None,
        };
        let first = self.raw(line.next).filter(|first| first.indent > column && first.at < first.end)?;
        let mut content = std::mem::take(&mut self.folded);
        content.clear();
        let mut here = Some(first);
        // The line that follows the block, if there is one.
        let mut next = first.next;
        let mut blank = 0;
        let mut end = first.end;
        while let Some(line) = here {
            if line.at == line.end {
                // More spaces than the block is indented would be content.
                if line.indent > first.indent {
                    return None;
                }
                blank += 1;
            } else if line.indent < first.indent {
                // Further in than its parent, it is neither of the block nor of the parent.
                if line.indent > column {
                    return None;
                }
                break;
            } else if folds && line.indent > first.indent {
                return None;
            } else {
                let from = line.at - (line.indent - first.indent);
                if from > first.at {
                    content.push_str(if folds && blank == 0 { " " } else { "" });
                    (0..blank + usize::from(!folds)).for_each(|_| content.push('\n'));
                }
                content.push_str(Span::new(from, line.end).of(builder.text));
                blank = 0;
                end = line.end;
                // The line end of the last line is part of the content.
                if line.next == line.end {
                    return None;
                }
            }
            next = line.next;
            here = self.raw(next);
        }
        content.push_str(if strips { "" } else { "\n" });
        let node = builder.block(&content, Span::new(first.at, end));
        builder.place(node, 1);
        self.folded = content;
        self.go_to(next);
        Some(())
    }
}
