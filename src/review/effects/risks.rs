//! Risks: what is left of them against the appetite, what still works against them, and who has to accept.

use super::{Effect, Topic};
use crate::model::date::Date;
use crate::model::{Isms, Record, Risk, Weighed, natural};
use crate::review::Direction;

/// A risk on one side, where it is open there.
type Side<'m> = Option<&'m Record<Risk>>;

/// The open risks of one side or both, in the order of their ids.
fn pairs<'m>(before: &'m Isms, after: &'m Isms) -> Vec<(Side<'m>, Side<'m>)> {
    let mut ids: Vec<&str> = before.risks.iter().chain(&after.risks).map(|risk| risk.id()).collect();
    ids.sort_by_cached_key(|id| natural(id));
    ids.dedup();
    let open = |isms: &'m Isms, id: &str| isms.risk(id).filter(|risk| risk.is_open());
    ids.into_iter().map(|id| (open(before, id), open(after, id))).collect()
}

/// What is left of risks, or will be once their plans are carried out.
pub(super) fn levels(before: &Isms, after: &Isms) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (old, new) in pairs(before, after) {
        let (was, is) = (old.and_then(|risk| before.residual(risk)), new.and_then(|risk| after.residual(risk)));
        let Some(risk) = new.or(old) else { continue };
        if let Some((direction, reason)) = moved(was.as_ref(), is.as_ref()) {
            effects.push(Effect::new(Topic::Risk, direction, &risk.head, "residual risk", reason).between(was, is));
        }
    }
    effects
}

fn moved(was: Option<&Weighed<'_>>, is: Option<&Weighed<'_>>) -> Option<(Direction, String)> {
    let place = |it: &Weighed<'_>| if it.is_above() { "above appetite" } else { "within appetite" };
    Some(match (was, is) {
        (None, None) => return None,
        (None, Some(is)) => (if is.is_above() { Direction::Weaker } else { Direction::Neutral }, format!("new, {}", place(is))),
        (Some(_), None) => (Direction::Neutral, "closed, or no longer scored".to_owned()),
        (Some(was), Some(is)) => {
            let level = |it: &Weighed<'_>| it.level.map(|level| level.name.clone());
            if was.score == is.score && was.is_above() == is.is_above() && level(was) == level(is) {
                return None;
            }
            let crossed = if was.is_above() == is.is_above() { "still" } else { "now" };
            let direction = match (is.score.cmp(&was.score), is.is_above(), was.is_above()) {
                (std::cmp::Ordering::Greater, ..) | (_, true, false) => Direction::Weaker,
                (std::cmp::Ordering::Less, ..) | (_, false, true) => Direction::Stronger,
                _ => Direction::Neutral,
            };
            (direction, format!("{crossed} {}", place(is)))
        }
    })
}

/// Risks that lost the last control that works against them, or have one for the first time.
pub(super) fn defences(before: &Isms, after: &Isms) -> Vec<Effect> {
    let ids = |isms: &Isms, risk: &Record<Risk>| {
        isms.working_controls(risk).iter().map(|control| control.id().to_owned()).collect::<Vec<_>>()
    };
    let mut effects = Vec::new();
    for (old, new) in pairs(before, after) {
        let (Some(old), Some(new)) = (old, new) else { continue };
        let (had, has) = (ids(before, old), ids(after, new));
        let (direction, reason) = match (had.is_empty(), has.is_empty()) {
            (false, true) => (Direction::Weaker, "it has lost its last implemented control"),
            (true, false) => (Direction::Stronger, "an implemented control works against it now"),
            _ => continue,
        };
        let said = |list: Vec<String>| Some(list.join(", ")).filter(|list| !list.is_empty());
        effects.push(Effect::new(Topic::Risk, direction, &new.head, "implemented controls", reason).between(said(had), said(has)));
    }
    effects
}

/// Risks that have to be accepted by name from now on, or no longer.
pub(super) fn acceptances(before: &Isms, after: &Isms, today: Date) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (old, new) in pairs(before, after) {
        let lacked = old.is_some_and(|risk| before.lacks_acceptance(risk, today));
        let Some(risk) = new else { continue };
        let lacks = after.lacks_acceptance(risk, today);
        let (direction, reason) = match (lacked, lacks) {
            (false, true) => (Direction::Weaker, "somebody has to accept what is left of it, or plan more"),
            (true, false) => (Direction::Stronger, "nobody has to accept it any more, or somebody has"),
            _ => continue,
        };
        let said = |lacks: bool| Some(if lacks { "needed" } else { "not needed, or given" });
        effects
            .push(Effect::new(Topic::Acceptance, direction, &risk.head, "acceptance", reason).between(said(lacked), said(lacks)));
    }
    effects
}
