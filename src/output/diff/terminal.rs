//! Changes for people at a terminal: documents worst first, with the words that differ.

use std::fmt::Write as _;

use super::{Compared, concerned, dependents, effect, headline, place, remarks, sections};
use crate::output::terminal::Look;
use crate::output::text::wrap;
use crate::review::{Change, Direction, Effect, Op, Piece};
use crate::text::tame;

const RED: &str = "31";
const GREEN: &str = "32";
const YELLOW: &str = "33";
const BOLD: &str = "1";

/// The comparison as text.
#[must_use]
pub fn text(compared: &Compared<'_>, look: Look) -> String {
    let pen = Pen { look };
    let mut text = String::new();
    for document in &compared.diff.documents {
        let id = document.id.as_ref().map(|id| format!("{id} · ")).unwrap_or_default();
        let title = if document.title == document.path { String::new() } else { format!(" · {}", document.title) };
        let remarks = Some(remarks(document)).filter(|remarks| !remarks.is_empty()).map(|remarks| format!(" ({remarks})"));
        let name = pen.paint(BOLD, &tame(&format!("{id}{}{title}", document.path), false));
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{name}{}", tame(&remarks.unwrap_or_default(), false));
        for change in &document.changes {
            pen.change(&mut text, change);
        }
        for (what, words) in [("sections", sections(document)), ("relied on by", dependents(document))] {
            if let Some(words) = words {
                pen.lines(&mut text, "  ", &format!("{what}: {}", tame(&words, false)));
            }
        }
        text.push('\n');
    }
    pen.effects(&mut text, &compared.diff.effects);
    let _ =
        writeln!(text, "isms: {} ({} to {})", headline(compared.diff), tame(compared.before, false), tame(compared.after, false));
    text
}

struct Pen {
    look: Look,
}

impl Pen {
    fn paint(&self, code: &str, text: &str) -> String {
        if self.look.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn change(&self, text: &mut String, change: &Change) {
        let line = change.after.as_ref().or(change.before.as_ref()).map_or(0, |side| side.line);
        let place = Some(place(change)).filter(|place| !place.is_empty()).map(|place| format!(", {place}")).unwrap_or_default();
        let word = self.paint(color(change.direction), change.direction.word());
        let _ = writeln!(text, "  {word}: {}{} (line {line})", change.kind.words(), tame(&place, false));
        if change.words.is_empty() {
            self.whole(text, change.before.as_ref().map(|side| &side.text), Op::Removed);
            self.whole(text, change.after.as_ref().map(|side| &side.text), Op::Added);
        } else {
            let pieces: Vec<String> = change.words.iter().map(|piece| self.piece(piece)).collect();
            self.lines(text, "    ", &pieces.join(" "));
        }
        self.lines(text, "    ", &format!("= {}", tame(&change.reason, false)));
        if let Some(concerned) = concerned(change) {
            self.lines(text, "    ", &tame(&concerned, false));
        }
    }

    fn effects(&self, text: &mut String, effects: &[Effect]) {
        if effects.is_empty() {
            return;
        }
        let _ = writeln!(text, "{}", self.paint(BOLD, "What follows"));
        for each in effects {
            let word = self.paint(color(each.direction), each.direction.word());
            self.lines(text, "  ", &format!("{word}: {}", tame(&effect(each), false)));
        }
        text.push('\n');
    }

    fn whole(&self, text: &mut String, side: Option<&String>, op: Op) {
        if let Some(side) = side {
            self.lines(text, "    ", &self.piece(&Piece { op, text: side.clone() }));
        }
    }

    /// Marked by signs as well as by colour, which not everybody sees.
    fn piece(&self, piece: &Piece) -> String {
        let words = tame(&piece.text, false);
        match piece.op {
            Op::Same => words,
            Op::Removed => self.paint(RED, &format!("[-{words}-]")),
            Op::Added => self.paint(GREEN, &format!("{{+{words}+}}")),
        }
    }

    fn lines(&self, text: &mut String, margin: &str, line: &str) {
        let width = self.look.width.map(|width| width.saturating_sub(margin.len()));
        for line in wrap(line, width) {
            let _ = writeln!(text, "{margin}{line}");
        }
    }
}

fn color(direction: Direction) -> &'static str {
    match direction {
        Direction::Weaker => RED,
        Direction::Unclear => YELLOW,
        Direction::Stronger => GREEN,
        Direction::Neutral | Direction::Editorial => BOLD,
    }
}
