//! Rows of the Statement of Applicability: what is decided, how far it is, and what shows it.

use super::{Effect, Topic};
use crate::model::{Applicable, Control, Implementation, Isms, Record, natural};
use crate::review::Direction;

/// What differs, row by row. A control that came or went is a row that did.
pub(super) fn rows(before: &Isms, after: &Isms) -> Vec<Effect> {
    let mut ids: Vec<&str> = before.controls.iter().chain(&after.controls).map(|control| control.id()).collect();
    ids.sort_by_cached_key(|id| natural(id));
    ids.dedup();
    let mut effects = Vec::new();
    for id in ids {
        match (before.control(id), after.control(id)) {
            (Some(old), Some(new)) => {
                effects.extend(decided(old, new));
                if old.is_applicable() && new.is_applicable() {
                    effects.extend(implemented(old, new));
                    effects.extend(reasons(before, after, old, new));
                    effects.extend(shown(before, after, new));
                }
            }
            (Some(old), None) => effects.push(gone(old)),
            (None, Some(new)) => effects.push(come(new)),
            (None, None) => {}
        }
    }
    effects
}

fn effect(control: &Record<Control>, direction: Direction, what: &str, reason: impl Into<String>) -> Effect {
    Effect::new(Topic::Statement, direction, &control.head, what, reason)
}

fn word(applicable: Applicable) -> &'static str {
    match applicable {
        Applicable::Yes => "included",
        Applicable::No => "excluded",
        Applicable::Undecided => "undecided",
    }
}

fn gone(control: &Record<Control>) -> Effect {
    effect(control, Direction::Weaker, "applicability", "the row is gone").between(Some(word(control.applicable)), None::<&str>)
}

fn come(control: &Record<Control>) -> Effect {
    let direction = if control.is_applicable() { Direction::Stronger } else { Direction::Neutral };
    effect(control, direction, "applicability", "the row is new").between(None::<&str>, Some(word(control.applicable)))
}

fn decided(old: &Record<Control>, new: &Record<Control>) -> Option<Effect> {
    let (direction, reason) = match (old.applicable, new.applicable) {
        (one, other) if one == other => return None,
        (Applicable::Yes, _) => (Direction::Weaker, "the control is no longer included"),
        (_, Applicable::Yes) => (Direction::Stronger, "the control is included now"),
        (_, Applicable::No) => (Direction::Weaker, "the control is excluded now"),
        _ => (Direction::Unclear, "the decision is open again"),
    };
    Some(effect(new, direction, "applicability", reason).between(Some(word(old.applicable)), Some(word(new.applicable))))
}

/// How far a control is, from nothing to in place; one that was taken out of use is nothing again.
fn stage(implementation: Option<Implementation>) -> u8 {
    match implementation {
        None | Some(Implementation::Retired | Implementation::NotStarted) => 0,
        Some(Implementation::Planned) => 1,
        Some(Implementation::Partial) => 2,
        Some(Implementation::Implemented) => 3,
    }
}

fn implemented(old: &Record<Control>, new: &Record<Control>) -> Option<Effect> {
    if old.implementation == new.implementation {
        return None;
    }
    let (direction, reason) = match stage(new.implementation).cmp(&stage(old.implementation)) {
        std::cmp::Ordering::Less => (Direction::Weaker, "less of it is in place"),
        std::cmp::Ordering::Greater => (Direction::Stronger, "more of it is in place"),
        std::cmp::Ordering::Equal => (Direction::Neutral, "no more and no less of it is in place"),
    };
    let said = |control: &Record<Control>| control.implementation.map(|it| it.word().replace('_', " "));
    Some(effect(new, direction, "implementation", reason).between(said(old), said(new)))
}

/// Why it is included: the reasons that are written, and what the other records say.
fn reasons(before: &Isms, after: &Isms, old: &Record<Control>, new: &Record<Control>) -> Option<Effect> {
    let sources = |isms: &Isms, control: &Record<Control>| {
        let mut words: Vec<String> = control.reasons.iter().map(|reason| reason.word().to_owned()).collect();
        words.sort_unstable();
        words.dedup();
        words.extend(isms.risks_of_control(control.id()).iter().map(|risk| risk.id().to_owned()));
        words.extend(isms.requirements_met_by(control.id()).iter().map(|requirement| requirement.id().to_owned()));
        words.join(", ")
    };
    let (one, other) = (sources(before, old), sources(after, new));
    (one != other).then(|| {
        effect(new, Direction::Neutral, "reasons", "why it is included differs")
            .between(Some(one).filter(|it| !it.is_empty()), Some(other).filter(|it| !it.is_empty()))
    })
}

/// Whether anything shows that it works, and whether a document says how it is done.
fn shown(before: &Isms, after: &Isms, control: &Record<Control>) -> Vec<Effect> {
    let id = control.id();
    let evidence = |isms: &Isms| isms.newest_evidence(id).map(|evidence| evidence.id().to_owned());
    let text = |isms: &Isms| {
        let documents = isms.documents_of_control(id);
        documents.into_iter().find(|document| document.is_effective()).map(|document| document.id().to_owned())
    };
    let facts = [
        ("evidence", evidence(before), evidence(after), "it has lost its last evidence", "it has evidence now"),
        ("document", text(before), text(after), "no effective document says how it is done", "a document says how it is done"),
    ];
    let mut effects = Vec::new();
    for (what, old, new, lost, won) in facts {
        let (direction, reason) = match (&old, &new) {
            (Some(_), None) => (Direction::Weaker, lost),
            (None, Some(_)) => (Direction::Stronger, won),
            _ => continue,
        };
        effects.push(effect(control, direction, what, reason).between(old, new));
    }
    effects
}
