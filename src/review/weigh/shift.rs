//! What two sentences say differently, signal by signal.

use super::Verdict;
use crate::review::lexicon::{Bound, Force};
use crate::review::page::Sentence;
use crate::review::signals::{Amount, Cadence, Signals};
use crate::review::{ChangeKind, Direction};

/// All shifts between two sentences.
pub(super) fn all(old: &Signals, new: &Signals, before: &Sentence, after: &Sentence) -> Vec<Verdict> {
    let rules = |signals: &Signals| signals.binds() || signals.scope || signals.measures();
    let binding = rules(old) || rules(new) || before.led.is_some() && after.led.is_some();
    let mut shifts = Vec::new();
    shifts.extend(force(old, new, before, after));
    shifts.extend(cadence(&old.cadences, &new.cadences));
    shifts.extend(threshold(&old.amounts, &new.amounts));
    if binding || old.strongest().is_some() && new.strongest().is_some() {
        shifts.extend(exemption(old, new));
        shifts.extend(scope(old, new));
    }
    shifts
}

/// What is left of two lists after what they share.
fn rest<'s, T: PartialEq>(old: &'s [T], new: &'s [T]) -> (Vec<&'s T>, Vec<&'s T>) {
    let mut gone: Vec<&T> = old.iter().collect();
    let mut come: Vec<&T> = Vec::new();
    for item in new {
        match gone.iter().position(|other| *other == item) {
            Some(at) => drop(gone.remove(at)),
            None => come.push(item),
        }
    }
    (gone, come)
}

fn towards(stronger: bool) -> Direction {
    if stronger { Direction::Stronger } else { Direction::Weaker }
}

/// A force as a side (to do, not to do) and a strength on it.
fn strength(force: Force) -> (bool, u8) {
    match force {
        Force::Must => (true, 3),
        Force::Should => (true, 2),
        Force::May => (true, 1),
        Force::Exempt => (true, 0),
        Force::Never => (false, 3),
        Force::Avoid => (false, 2),
    }
}

/// Where one force leads from another; nothing where they bind alike.
fn compared(old: Force, new: Force) -> Option<Direction> {
    let ((old_side, old), (new_side, new)) = (strength(old), strength(new));
    match (old_side == new_side, old.cmp(&new)) {
        (true, std::cmp::Ordering::Equal) => None,
        (true, order) => Some(towards(order.is_lt())),
        // From leave to prohibition and back; from duty to prohibition is a reversal.
        (false, _) if old_side && old <= 1 => Some(Direction::Stronger),
        (false, _) if new_side && new <= 1 => Some(Direction::Weaker),
        (false, _) => Some(Direction::Unclear),
    }
}

fn force(old: &Signals, new: &Signals, old_text: &Sentence, new_text: &Sentence) -> Vec<Verdict> {
    let kinds = |signals: &Signals| signals.forces.iter().map(|(force, _)| *force).collect::<Vec<_>>();
    let (mut before, mut after) = (kinds(old), kinds(new));
    // A stated duty binds like a must, and only counts against a sentence with a modal verb.
    if before.is_empty() && old.present && !after.is_empty() {
        before.push(Force::Must);
    }
    if after.is_empty() && new.present && !before.is_empty() {
        after.push(Force::Must);
    }
    let (gone, come) = rest(&before, &after);
    let words = |signals: &Signals, force: Force| {
        let found = signals.forces.iter().find(|(one, _)| *one == force);
        found.map_or_else(|| "a stated duty".to_owned(), |(_, words)| format!("“{words}”"))
    };
    let mut shifts: Vec<Verdict> = Vec::new();
    for (from, to) in gone.iter().zip(&come) {
        if let Some(direction) = compared(**from, **to) {
            let kind = match direction {
                Direction::Weaker => ChangeKind::ObligationWeakened,
                Direction::Stronger => ChangeKind::ObligationStrengthened,
                _ => ChangeKind::ObligationChanged,
            };
            let reason = format!("{} became {}", words(old, **from), words(new, **to));
            shifts.push(Verdict::new(kind, direction, reason));
        }
    }
    let pairs = gone.len().min(come.len());
    for force in come[pairs..].iter().copied().copied() {
        let hedge = is_hedge(force) && new.forces.iter().any(|(one, modal)| *one == force && hedges(old_text, new_text, modal));
        shifts.extend(if hedge { Some(hedged(&words(new, force), true)) } else { extra(force, &words(new, force), true) });
    }
    for force in gone[pairs..].iter().copied().copied() {
        let hedge = is_hedge(force) && old.forces.iter().any(|(one, modal)| *one == force && hedges(new_text, old_text, modal));
        shifts.extend(if hedge { Some(hedged(&words(old, force), false)) } else { extra(force, &words(old, force), false) });
    }
    shifts
}

/// Whether a modal verb binds less than saying plainly what is done.
fn is_hedge(force: Force) -> bool {
    matches!(force, Force::Should | Force::May)
}

/// Whether the hedged sentence is the plain one with a modal verb put in: "rights end", "rights should end". In a policy the plain
/// one is a rule, whatever its verb is.
fn hedges(plain: &Sentence, hedged: &Sentence, modal: &str) -> bool {
    let modal: Vec<&str> = modal.split(' ').collect();
    let Some(at) = hedged.words.windows(modal.len()).position(|window| window == modal) else { return false };
    let rest = hedged.words[..at].iter().chain(&hedged.words[at + modal.len()..]);
    plain.words.len() + modal.len() == hedged.words.len() && rest.zip(&plain.words).all(|(one, other)| base(one) == base(other))
}

/// A verb without its ending, as far as it takes to see "reviews" and "review", "is" and "be" as one.
fn base(word: &str) -> &str {
    match word {
        "is" | "are" | "be" => "be",
        "has" | "have" => "have",
        word => word.strip_suffix("es").or_else(|| word.strip_suffix('s')).or_else(|| word.strip_suffix('e')).unwrap_or(word),
    }
}

/// A modal verb that came into a plain statement, or left one.
fn hedged(words: &str, came: bool) -> Verdict {
    let (kind, reason) = if came {
        (ChangeKind::ObligationWeakened, format!("what was stated plainly is now {words}"))
    } else {
        (ChangeKind::ObligationStrengthened, format!("{words} is gone: it is stated plainly now"))
    };
    Verdict::new(kind, towards(!came), reason)
}

/// A force that came or went within a sentence.
fn extra(force: Force, words: &str, came: bool) -> Option<Verdict> {
    let verb = if came { "added" } else { "gone" };
    match force {
        Force::May => None,
        Force::Exempt => Some(Verdict::new(ChangeKind::Exemption, towards(!came), format!("the exemption {words} is {verb}"))),
        _ => {
            let kind = if came { ChangeKind::ObligationStrengthened } else { ChangeKind::ObligationWeakened };
            Some(Verdict::new(kind, towards(came), format!("{words} is {verb}")))
        }
    }
}

fn cadence(old: &[Cadence], new: &[Cadence]) -> Vec<Verdict> {
    let (gone, come) = rest(old, new);
    let verdict = |direction, reason| Verdict::new(ChangeKind::Cadence, direction, reason);
    let mut shifts = Vec::new();
    for (from, to) in gone.iter().zip(&come) {
        let same = |one: f64, other: f64| (one - other).abs() <= 0.04 * one.max(other);
        let (direction, how) = match (from.days, to.days) {
            (Some(from), Some(to)) if same(from, to) => continue,
            (Some(from), Some(to)) if to > from => (Direction::Weaker, "less often"),
            (Some(_), Some(_)) => (Direction::Stronger, "more often"),
            (Some(_), None) => (Direction::Weaker, "no fixed interval any more"),
            (None, Some(_)) => (Direction::Stronger, "a fixed interval now"),
            (None, None) => continue,
        };
        shifts.push(verdict(direction, format!("“{}” became “{}”: {how}", from.words, to.words)));
    }
    let pairs = gone.len().min(come.len());
    shifts.extend(
        come[pairs..]
            .iter()
            .filter(|cadence| cadence.days.is_some())
            .map(|cadence| verdict(Direction::Stronger, format!("it now says how often: “{}”", cadence.words))),
    );
    shifts.extend(
        gone[pairs..]
            .iter()
            .filter(|cadence| cadence.days.is_some())
            .map(|cadence| verdict(Direction::Weaker, format!("it no longer says how often: “{}” is gone", cadence.words))),
    );
    shifts
}

fn threshold(old: &[Amount], new: &[Amount]) -> Vec<Verdict> {
    let (gone, mut come) = rest(old, new);
    let verdict = |direction, reason| Verdict::new(ChangeKind::Threshold, direction, reason);
    let mut shifts = Vec::new();
    let mut lost = Vec::new();
    for from in gone {
        // Amounts of one dimension belong together.
        let Some(at) = come.iter().position(|to| to.dimension == from.dimension) else {
            lost.push(from);
            continue;
        };
        let to = come.remove(at);
        if from.bound == to.bound && is_same(from, to) {
            continue;
        }
        let more = to.value > from.value;
        let (direction, why) = match (from.bound, to.bound) {
            (Some(Bound::Floor), Some(Bound::Floor)) => (towards(more), "a lower limit"),
            (Some(Bound::Ceiling), Some(Bound::Ceiling)) => (towards(!more), "an upper limit"),
            _ => (Direction::Unclear, "it does not say whether more is stricter"),
        };
        shifts.push(verdict(direction, format!("{} became {} ({why})", from.words, to.words)));
    }
    shifts.extend(come.iter().map(|to| match to.bound {
        Some(_) => verdict(Direction::Stronger, format!("it now has a limit: {}", to.words)),
        None => verdict(Direction::Unclear, format!("it now names {}", to.words)),
    }));
    shifts.extend(lost.iter().map(|from| match from.bound {
        Some(_) => verdict(Direction::Weaker, format!("the limit {} is gone", from.words)),
        None => verdict(Direction::Unclear, format!("it no longer names {}", from.words)),
    }));
    shifts
}

/// Whether two amounts are the same. Months have no exact length, so that amounts in other units may differ a little.
fn is_same(from: &Amount, to: &Amount) -> bool {
    let unit = |amount: &Amount| amount.words.rsplit(' ').next().map(|unit| unit.trim_end_matches('s').to_owned());
    let slack = if unit(from) == unit(to) { 1e-9 } else { 0.02 };
    (from.value - to.value).abs() <= slack * from.value.abs().max(to.value.abs())
}

fn exemption(old: &Signals, new: &Signals) -> Option<Verdict> {
    let (gone, come) = rest(&old.exemptions, &new.exemptions);
    // A condition on a permission takes something away from it.
    let gives = |signals: &Signals| matches!(signals.strongest(), Some(Force::May | Force::Exempt));
    let inverted = gives(old) && gives(new);
    let verdict = |came: bool, words: &str| {
        let verb = if came { "added" } else { "gone" };
        let reason = format!("the exemption or condition “{words}” is {verb}");
        Some(Verdict::new(ChangeKind::Exemption, towards(came == inverted), reason))
    };
    match come.len().cmp(&gone.len()) {
        std::cmp::Ordering::Greater => verdict(true, come.last()?),
        std::cmp::Ordering::Less => verdict(false, gone.last()?),
        std::cmp::Ordering::Equal => None,
    }
}

fn scope(old: &Signals, new: &Signals) -> Vec<Verdict> {
    let inverted = old.strongest() == Some(Force::Exempt) && new.strongest() == Some(Force::Exempt);
    let verdict = |wider: bool, reason: String| Verdict::new(ChangeKind::Scope, towards(wider != inverted), reason);
    let mut shifts = Vec::new();
    let lists = [(&old.wide, &new.wide, true), (&old.include, &new.include, true), (&old.narrow, &new.narrow, false)];
    for (before, after, wide) in lists {
        let (gone, come) = rest(before, after);
        let leave =
            |words: &str| matches!(words, "only" | "solely" | "limited to" | "restricted to") && restricts(old) && restricts(new);
        if let (true, Some(words)) = (come.len() > gone.len(), come.last()) {
            let wider = wide || leave(words);
            let how = if wider == wide && !wide { "it covers less" } else { "it covers more or allows less" };
            shifts.push(verdict(wider, format!("“{words}” is added: {how}")));
        } else if let (true, Some(words)) = (gone.len() > come.len(), gone.last()) {
            let wider = !(wide || leave(words));
            let how = if wider { "it covers more" } else { "it covers less or allows more" };
            shifts.push(verdict(wider, format!("“{words}” is gone: {how}")));
        }
    }
    shifts
}

/// Whether a sentence gives leave or forbids, so that "only" makes it stricter.
fn restricts(signals: &Signals) -> bool {
    signals.forces.iter().any(|(force, _)| matches!(force, Force::May | Force::Never))
}
