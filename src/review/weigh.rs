//! The direction of a change: two sentences, or one that came or went, become a kind, a direction and a reason.
//!
//! Every judgement compares two sets of [`Signals`] by rules that hold in both directions, so that the mirror image of a change
//! has the mirror image of its verdict.

mod edit;
mod list;
mod shift;

use super::lexicon::Force;
use super::page::{Sentence, Shape};
use super::renames::Renames;
use super::signals::{Amount, Signals};
use super::{ChangeKind, Direction};
use edit::Edits;

/// What a change means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) kind: ChangeKind,
    pub(super) direction: Direction,
    pub(super) reason: String,
}

impl Verdict {
    pub(super) fn new(kind: ChangeKind, direction: Direction, reason: impl Into<String>) -> Self {
        Verdict { kind, direction, reason: reason.into() }
    }
}

/// Judges a sentence that became another.
pub(super) fn changed(before: &Sentence, after: &Sentence, renames: &Renames) -> Verdict {
    let editorial = |reason: &str| Verdict::new(ChangeKind::Wording, Direction::Editorial, reason);
    if before.words == after.words {
        return editorial("only punctuation, case or white space differs");
    }
    let (old_words, new_words) = edit::repaired(before, after);
    let (old, new) = (Signals::of(&old_words), Signals::of(&new_words));
    let edits = Edits::between((before, &old), (after, &new), renames);
    let shifts = shift::all(&old, &new, &old_words, &new_words);
    if !shifts.is_empty() {
        return joined(shifts);
    }
    if edits.is_empty() || edit::is_turned(&old_words, &new_words) {
        return editorial("the same words but for spelling, endings and filling words");
    }
    edits.verdict(&old, &new, || list::direction(before, after))
}

/// Several shifts as one verdict. A clear direction leads; two that contradict each other are for a person to judge.
fn joined(mut shifts: Vec<Verdict>) -> Verdict {
    let has = |direction: Direction| shifts.iter().any(|shift| shift.direction == direction);
    let direction = match (has(Direction::Weaker), has(Direction::Stronger)) {
        (true, true) => Direction::Unclear,
        (true, false) => Direction::Weaker,
        (false, true) => Direction::Stronger,
        _ if has(Direction::Unclear) => Direction::Unclear,
        _ => Direction::Neutral,
    };
    shifts.sort_by_key(|shift| (direction != Direction::Unclear && shift.direction != direction, rank(shift.kind)));
    let reason = shifts.iter().map(|shift| shift.reason.as_str()).collect::<Vec<_>>().join("; ");
    Verdict { kind: shifts[0].kind, direction, reason }
}

/// Which kind names a change that has several.
fn rank(kind: ChangeKind) -> u8 {
    match kind {
        ChangeKind::ObligationAdded | ChangeKind::ObligationRemoved => 0,
        ChangeKind::ObligationWeakened | ChangeKind::ObligationStrengthened | ChangeKind::ObligationChanged => 1,
        ChangeKind::Threshold => 2,
        ChangeKind::Cadence => 3,
        ChangeKind::Exemption => 4,
        ChangeKind::Scope => 5,
        _ => 6,
    }
}

/// Judges a sentence that is new.
pub(super) fn added(sentence: &Sentence) -> Verdict {
    let signals = Signals::of(sentence);
    let wording = |direction, reason: &str| Verdict::new(ChangeKind::Wording, direction, reason);
    let led = matches!(sentence.led, Some(Force::Must | Force::Never | Force::Should | Force::Avoid));
    match signals.strongest() {
        _ if signals.metadata && signals.forces.is_empty() => {
            Verdict::new(ChangeKind::Date, Direction::Neutral, "it speaks of the document itself")
        }
        Some(Force::Exempt) => Verdict::new(ChangeKind::Exemption, Direction::Weaker, "it lets somebody off"),
        None | Some(Force::May) if !signals.exemptions.is_empty() && signals.scope => {
            Verdict::new(ChangeKind::Exemption, Direction::Weaker, "it leaves something out of the scope")
        }
        _ if signals.scope => Verdict::new(ChangeKind::Scope, Direction::Unclear, "it says what the document covers"),
        Some(Force::Must | Force::Never | Force::Should | Force::Avoid) => {
            Verdict::new(ChangeKind::ObligationAdded, Direction::Stronger, format!("it asks for something{}", quoted(&signals)))
        }
        Some(Force::May) if grants(sentence) => wording(Direction::Unclear, "it gives a permission"),
        _ if led => Verdict::new(ChangeKind::ObligationAdded, Direction::Stronger, "it is an item of a list of obligations"),
        _ if limits(sentence, &signals) => {
            Verdict::new(ChangeKind::Scope, Direction::Stronger, "it names something with a time or an amount that it must keep to")
        }
        _ => wording(Direction::Neutral, "it informs, and asks for nothing"),
    }
}

/// Judges a sentence that is gone.
pub(super) fn removed(sentence: &Sentence) -> Verdict {
    let verdict = added(sentence);
    let reason = match verdict.direction {
        Direction::Neutral | Direction::Editorial => format!("{} (removed)", verdict.reason),
        _ => format!("gone: {}", verdict.reason),
    };
    Verdict { kind: verdict.kind.mirrored(), direction: verdict.direction.mirrored(), reason }
}

fn quoted(signals: &Signals) -> String {
    signals.forces.iter().find(|(force, _)| *force != Force::May).map(|(_, words)| format!(" (“{words}”)")).unwrap_or_default()
}

/// Whether a row or an item names a time or an amount, or a sentence a limit.
fn limits(sentence: &Sentence, signals: &Signals) -> bool {
    let limit = |amount: &Amount| amount.bound.is_some() || amount.dimension == "time";
    match sentence.shape {
        Shape::Row | Shape::Item => !signals.cadences.is_empty() || signals.period || signals.amounts.iter().any(limit),
        Shape::Prose => signals.amounts.iter().any(|amount| amount.bound.is_some()),
        Shape::Code => false,
    }
}

/// "may" and "is permitted to" give leave; "can" and "could" tell what is possible.
fn grants(sentence: &Sentence) -> bool {
    sentence.words.iter().any(|word| matches!(word.as_str(), "may" | "allowed" | "permitted"))
}

#[cfg(test)]
mod tests;
