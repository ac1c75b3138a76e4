//! Front matter and records, compared value by value, with a meaning for the keys that have one.

use super::page::Page;
use super::prose;
use super::weigh::Verdict;
use super::{Change, ChangeKind, Direction, Side};
use crate::model::date::{Date, Duration};
use crate::text::{LineIndex, Pointer};
use crate::value::{Type, Value};

/// What differs between two sets of fields.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) changes: Vec<Change>,
    pub(super) editorial: usize,
}

/// Keys whose change is a matter of the file.
const EDITORIAL: [&str; 19] = [
    "last_updated",
    "updated",
    "last_update",
    "last_modified",
    "lastmod",
    "modified",
    "created",
    "date",
    "weight",
    "order",
    "layout",
    "slug",
    "permalink",
    "sidebar_position",
    "sidebar_label",
    "description",
    "tags",
    "notes",
    "change_summary",
];
/// Words that go up from lax to strict, by key. `restricted` and `confidential` change places between organisations; the order here
/// is the one of the schemas, where `restricted` is the narrowest.
const SCALES: [(&str, &[&str]); 10] = [
    ("classification", &["public", "internal", "confidential", "restricted", "strictly_confidential", "secret"]),
    ("implementation", &["retired", "not_started", "planned", "partial", "implemented"]),
    ("applicable", &["false", "undecided", "true"]),
    ("acknowledge", &["false", "true"]),
    ("addressed", &["false", "true"]),
    ("effectiveness", &["ineffective", "not_assessed", "needs_improvement", "effective"]),
    ("profile", &["build", "stage1", "stage2", "maintain"]),
    ("acceptance", &["criterion", "owner", "role", "never"]),
    ("criticality", &["low", "medium", "high", "critical"]),
    ("rules", &["off", "info", "warning", "error"]),
];
/// States in which a document or an action binds, or work goes on; leaving them is weaker.
const BINDING: [&str; 8] = ["approved", "effective", "active", "in_force", "in_progress", "done", "verified", "implemented"];
/// States in which it does so no longer.
const LOOSE: [&str; 7] = ["draft", "superseded", "withdrawn", "retired", "cancelled", "terminated", "revoked"];
/// Numbers of which more is a greater risk.
const RISING: [&str; 2] = ["likelihood", "impact"];
/// Whole numbers and durations of which more is laxer.
const LAX: [&str; 8] =
    ["every", "max_acceptance", "max_exception", "grace", "refresh", "tolerance", "acceptance_threshold", "acknowledge_within"];
/// Dates that let something wait or last: later is laxer.
const TERMS: [&str; 5] = ["due", "expires", "valid_until", "until", "granted_until"];
/// Lists of what protects: an entry less is weaker.
const PROTECTS: [&str; 12] = [
    "controls",
    "existing_controls",
    "treatment_controls",
    "compensating_controls",
    "evidence_plan",
    "evidence",
    "commitments",
    "actions",
    "requirements",
    "met_by",
    "reassess_triggers",
    "competence_required",
];
/// Who answers for something: nobody is weaker.
const ANSWERS: [&str; 8] =
    ["owner", "approver_role", "responsible", "measured_by", "analysed_by", "operator", "custodian", "held_by"];

/// Compares the fields of two pages.
pub(super) fn compare(before: &Page, after: &Page) -> Fields {
    let mut walk = Walk { before, after, fields: Fields::default() };
    let root = |page: &'_ Page| page.tree.is_some();
    let old = before.tree.as_ref().map(|tree| tree.root());
    let new = after.tree.as_ref().map(|tree| tree.root());
    if root(before) || root(after) {
        walk.value(&Pointer::default(), old, new);
    }
    walk.fields
}

struct Walk<'p> {
    before: &'p Page,
    after: &'p Page,
    fields: Fields,
}

impl Walk<'_> {
    fn value(&mut self, at: &Pointer, old: Option<Value<'_>>, new: Option<Value<'_>>) {
        let said = |value: &Value<'_>| value.ty() != Type::Null;
        let (old, new) = (old.filter(said), new.filter(said));
        let shape = |value: Option<Value<'_>>| value.map(Value::ty).filter(|ty| matches!(ty, Type::Map | Type::List));
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) if old == new => {}
            _ => match (shape(old), shape(new)) {
                (Some(Type::Map) | None, Some(Type::Map) | None) if shape(old).or(shape(new)).is_some() && same(old, new) => {
                    self.map(at, old, new);
                }
                (Some(Type::List), Some(Type::List)) => self.list(at, old, new),
                (Some(Type::List), None) if new.is_none() => self.list(at, old, new),
                (None, Some(Type::List)) if old.is_none() => self.list(at, old, new),
                _ => self.scalar(at, old, new),
            },
        }
    }

    fn map(&mut self, at: &Pointer, old: Option<Value<'_>>, new: Option<Value<'_>>) {
        let keys = |value: Option<Value<'_>>| -> Vec<String> {
            value.into_iter().flat_map(Value::entries).filter_map(|(key, _)| key.scalar().map(str::to_owned)).collect()
        };
        let mut all = keys(old);
        all.extend(keys(new).into_iter().filter(|key| old.is_none_or(|old| old.get(key).is_none())));
        for key in all {
            self.value(&at.join(&key), old.and_then(|old| old.get(&key)), new.and_then(|new| new.get(&key)));
        }
    }

    /// Entries with an id belong together by it; others are there or not.
    fn list(&mut self, at: &Pointer, old: Option<Value<'_>>, new: Option<Value<'_>>) {
        let id = |value: Value<'_>| value.get("id").and_then(Value::scalar).map(str::to_owned);
        let (mut gone, mut come) = (items(old), Vec::new());
        for (number, item) in items(new) {
            let by_id = gone.iter().position(|(_, other)| id(item).is_some() && id(*other) == id(item));
            let equal = || gone.iter().position(|(_, other)| *other == item);
            match by_id.or_else(equal) {
                Some(found) => {
                    let (_, other) = gone.remove(found);
                    self.value(&at.join(number), Some(other), Some(item));
                }
                None => come.push((number, item)),
            }
        }
        for (number, item) in gone {
            self.scalar(&at.join(number), Some(item), None);
        }
        for (number, item) in come {
            self.scalar(&at.join(number), None, Some(item));
        }
    }

    fn scalar(&mut self, at: &Pointer, old: Option<Value<'_>>, new: Option<Value<'_>>) {
        let words = |value: Option<Value<'_>>| {
            value.map(|value| value.span().of(value.tree_text()).split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let plain = |value: Option<Value<'_>>| value.and_then(Value::scalar).map(str::to_owned).or_else(|| words(value));
        let (old_text, new_text) = (plain(old), plain(new));
        if let (Some(one), Some(other)) = (&old_text, &new_text)
            && is_prose(one)
            && is_prose(other)
        {
            return self.prose(at, one, other, old, new);
        }
        let aimed = self.aimed(at, old_text.as_deref(), new_text.as_deref());
        let verdict = aimed.unwrap_or_else(|| judge(at, old_text.as_deref(), new_text.as_deref()));
        if verdict.direction == Direction::Editorial {
            self.fields.editorial += 1;
            return;
        }
        let side = |page: &Page, value: Option<Value<'_>>, text: Option<String>| {
            let line = LineIndex::new(&page.text).position(value?.span().start).line;
            Some(Side { text: text?, section: String::new(), line })
        };
        let Verdict { kind, direction, reason } = verdict;
        let (before, after) = (side(self.before, old, old_text), side(self.after, new, new_text));
        let field = Some(at.as_str().to_owned());
        let (words, dependents) = (Vec::new(), Vec::new());
        self.fields.changes.push(Change {
            direction,
            kind,
            weight: 0,
            reason,
            field,
            before,
            after,
            words,
            dependents,
            closest: 0,
        });
    }

    /// A target or threshold, where a `direction` beside it says whether more is stricter.
    fn aimed(&self, at: &Pointer, old: Option<&str>, new: Option<&str>) -> Option<Verdict> {
        let name = at.steps().last().filter(|key| matches!(&**key, "target" | "threshold"))?.into_owned();
        let direction = |page: &Page| {
            let beside = page.tree.as_ref()?.root().at(&at.parent()?)?.get("direction")?;
            beside.scalar().map(str::to_owned)
        };
        let (before, after) = (direction(self.before)?, direction(self.after)?);
        let (from, to) = (old?.parse::<f64>().ok()?, new?.parse::<f64>().ok()?);
        let more_is_stricter = match (before.as_str(), after.as_str()) {
            ("at_least", "at_least") => true,
            ("at_most", "at_most") => false,
            _ => return None,
        };
        let direction = if (to > from) == more_is_stricter { Direction::Stronger } else { Direction::Weaker };
        let words = after.replace('_', " ");
        Some(Verdict::new(ChangeKind::Threshold, direction, format!("{name}, {words}: {from} became {to}")))
    }

    /// A field with sentences is read like a text.
    fn prose(&mut self, at: &Pointer, old_text: &str, new_text: &str, old: Option<Value<'_>>, new: Option<Value<'_>>) {
        let line = |page: &Page, value: Option<Value<'_>>| {
            value.map_or(1, |value| LineIndex::new(&page.text).position(value.span().start).line)
        };
        let (first, second) = (line(self.before, old), line(self.after, new));
        let found = prose::compare(
            &Page::read_with("field.md", old_text, &self.before.own),
            &Page::read_with("field.md", new_text, &self.after.own),
        );
        self.fields.editorial += found.editorial + usize::from(found.changes.is_empty() && found.editorial == 0);
        for mut change in found.changes {
            change.field = Some(at.as_str().to_owned());
            change.before.iter_mut().for_each(|side| side.line += first - 1);
            change.after.iter_mut().for_each(|side| side.line += second - 1);
            self.fields.changes.push(change);
        }
    }
}

fn items(value: Option<Value<'_>>) -> Vec<(usize, Value<'_>)> {
    value.into_iter().flat_map(Value::items).enumerate().collect()
}

/// Whether two values, where both are there, are of one shape.
fn same(old: Option<Value<'_>>, new: Option<Value<'_>>) -> bool {
    old.zip(new).is_none_or(|(old, new)| old.ty() == new.ty())
}

fn is_prose(text: &str) -> bool {
    text.split_whitespace().count() >= 4
}

/// What a change of one value means.
fn judge(at: &Pointer, old: Option<&str>, new: Option<&str>) -> Verdict {
    let steps: Vec<String> = at.steps().map(|step| step.into_owned()).collect();
    let named = steps.iter().rev().find(|step| !step.bytes().all(|byte| byte.is_ascii_digit()));
    let parent = steps.iter().rev().nth(1).map_or("", String::as_str);
    let key = named.map(|key| key.to_lowercase().replace([' ', '-'], "_")).unwrap_or_default();
    let field = |direction, reason: String| Verdict::new(ChangeKind::Field, direction, reason);
    if EDITORIAL.contains(&key.as_str()) {
        return field(Direction::Editorial, String::new());
    }
    let name = key.replace('_', " ");
    if steps.iter().any(|step| step.starts_with("x-")) {
        return field(Direction::Neutral, "a key of your own differs".to_owned());
    }
    if let (Some(old), Some(new)) = (old, new)
        && let Some(verdict) = measured(&key, parent, &name, old, new)
    {
        return verdict;
    }
    let came = old.is_none();
    let lost = || if came { Direction::Stronger } else { Direction::Weaker };
    let verb = if came { "added" } else { "removed" };
    match (old, new) {
        (Some(_), Some(_)) if ANSWERS.contains(&key.as_str()) => {
            Verdict::new(ChangeKind::Role, Direction::Neutral, format!("the {name} is somebody else"))
        }
        (Some(_), Some(_)) => field(Direction::Neutral, format!("the {name} differs")),
        _ if ANSWERS.contains(&key.as_str()) => Verdict::new(ChangeKind::Role, lost(), format!("the {name} is {verb}")),
        _ if PROTECTS.contains(&key.as_str()) => field(lost(), format!("an entry of {name} is {verb}")),
        _ if key.ends_with("every") => Verdict::new(ChangeKind::Cadence, lost(), format!("{name} is {verb}")),
        _ => field(Direction::Neutral, format!("{name} is {verb}")),
    }
}

/// Values that can be ordered.
fn measured(key: &str, parent: &str, name: &str, old: &str, new: &str) -> Option<Verdict> {
    let lax = LAX.iter().any(|word| key == *word || key.ends_with("every") || key.ends_with("_tolerance"));
    let towards = |stronger: bool| if stronger { Direction::Stronger } else { Direction::Weaker };
    if let (true, Some(from), Some(to)) = (lax, amount(old), amount(new)) {
        let direction = if from == to { Direction::Neutral } else { towards(to < from) };
        let kind = if key.ends_with("every") { ChangeKind::Cadence } else { ChangeKind::Threshold };
        return Some(Verdict::new(kind, direction, format!("{name}: {old} became {new}")));
    }
    if let (true, Ok(from), Ok(to)) = (RISING.contains(&key), old.parse::<f64>(), new.parse::<f64>()) {
        let direction = if from < to { Direction::Weaker } else { Direction::Stronger };
        return Some(Verdict::new(ChangeKind::Threshold, direction, format!("{parent} {name}: {old} became {new}")));
    }
    if key == "status" {
        return Some(Verdict::new(ChangeKind::Field, state(old, new), format!("{name}: {old} became {new}")));
    }
    // The level of a rule stands under its code.
    if let Some((_, scale)) = SCALES.iter().find(|(known, _)| *known == key || *known == parent && parent == "rules") {
        let place = |value: &str| scale.iter().position(|word| word.eq_ignore_ascii_case(value));
        let direction = match (place(old), place(new)) {
            (Some(from), Some(to)) => towards(to > from),
            _ => Direction::Unclear,
        };
        return Some(Verdict::new(ChangeKind::Field, direction, format!("{name}: {old} became {new}")));
    }
    let (from, to) = (old.parse::<Date>().ok()?, new.parse::<Date>().ok()?);
    let direction = if TERMS.contains(&key) && from != to { towards(to < from) } else { Direction::Neutral };
    Some(Verdict::new(ChangeKind::Date, direction, format!("{name}: {old} became {new}")))
}

/// Where a change of a state leads: out of what binds, into it, or neither.
fn state(old: &str, new: &str) -> Direction {
    let (from, to) = (old.to_lowercase(), new.to_lowercase());
    let is = |states: &[&str], state: &str| states.contains(&state);
    match (is(&BINDING, &from), is(&BINDING, &to)) {
        (true, false) if is(&LOOSE, &to) => Direction::Weaker,
        (false, true) if is(&LOOSE, &from) => Direction::Stronger,
        _ => Direction::Neutral,
    }
}

/// A duration in days, or a number.
fn amount(text: &str) -> Option<u32> {
    text.parse::<Duration>().map(Duration::about_days).ok().or_else(|| text.parse().ok())
}
