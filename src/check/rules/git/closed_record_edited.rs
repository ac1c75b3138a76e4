//! GIT-001: what is closed is corrected, never rewritten.

use std::collections::BTreeMap;

use crate::check::wording::excerpt;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{ClosedPart, Edit, Head, Kind};
use crate::provenance::{Commit, History, Step};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "GIT-001",
    name: "closed-record-edited",
    title: "measurements, acceptances, approvals, audit results and minutes say what they said when they were closed",
    clauses: &["7.5.3", "A.5.33"],
    weight: Weight::ERROR,
    class: Class::Historical,
    doc: include_str!("closed_record_edited.md"),
    check,
};

/// What is mended within a day of being written down, nobody has relied on: 24 hours in seconds.
const WET_INK: i64 = 24 * 60 * 60;

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let Some(history) = ctx.provenance.history() else { return };
    let kinds = [Kind::Approval, Kind::Audit, Kind::ManagementReview, Kind::Metric, Kind::Risk];
    for head in ctx.isms.heads().filter(|head| kinds.contains(&head.kind)) {
        if let Some(file) = ctx.files.get(head.file) {
            record(ctx, history, head, &file.path, file.text.as_deref().unwrap_or_default(), out);
        }
    }
}

fn record(ctx: &Ctx<'_>, history: &History, head: &Head, path: &str, text: &str, out: &mut Findings) {
    let mut states = history.mainline(path);
    let is_as_committed = states.first().and_then(|state| state.now).is_some_and(|now| now.is(text));
    if states.len() < 2 && is_as_committed {
        return;
    }
    states.reverse();
    let closed = closed_states(ctx, &states, head);
    for (key, at) in &closed {
        let Some(old) = states[*at].now.and_then(|now| now.record()) else { continue };
        let parts = old.closed_parts();
        let Some(part) = parts.iter().find(|part| part.key == *key) else { continue };
        if let [first, more @ ..] = part.edits_in(head).as_slice() {
            report(head, part, first, more.len(), who(&states[at + 1..], part, first), out);
        }
    }
}

/// For each closed part of a record, the last state in which it may still have been changed.
fn closed_states(ctx: &Ctx<'_>, states: &[Step<'_>], head: &Head) -> BTreeMap<String, usize> {
    let mut closed: BTreeMap<String, (i64, usize)> = BTreeMap::new();
    for (at, state) in states.iter().enumerate() {
        let Some(old) = state.now.and_then(|now| now.record()).filter(|old| old.id == head.id) else { continue };
        let when = state.commit.authored_at;
        for part in old.closed_parts() {
            let (since, last) = closed.entry(part.key).or_insert((when, at));
            if !ctx.provenance.judges(state.commit) || when - *since <= WET_INK {
                *last = at;
            }
        }
    }
    closed.into_iter().map(|(key, (_, at))| (key, at)).collect()
}

/// The commit that made a record say what it says now; nothing where that is not committed.
fn who<'h>(later: &[Step<'h>], part: &ClosedPart<'_>, edit: &Edit) -> Option<&'h Commit> {
    let has = |state: &&Step<'h>| {
        let record = state.now.and_then(|now| now.record());
        record.is_some_and(|record| part.edits_in(&record).iter().any(|found| found.field == edit.field && found.now == edit.now))
    };
    later.iter().find(has).map(|state| state.commit)
}

fn report(head: &Head, part: &ClosedPart<'_>, edit: &Edit, more: usize, by: Option<&Commit>, out: &mut Findings) {
    let Edit { field, was, now, .. } = edit;
    let edited = match now {
        Some(now) if was.is_empty() => format!("was edited after it was closed: {field} says “{}”, which it did not", excerpt(now)),
        Some(now) => format!("was edited after it was closed: {field} said “{}” and says “{}” now", excerpt(was), excerpt(now)),
        None if field.is_empty() => "was closed, and is gone or open again".to_owned(),
        None => format!("was edited after it was closed: {field} said “{}” and says it no more", excerpt(was)),
    };
    let more = if more == 0 { String::new() } else { format!(", and {more} more") };
    let message = format!("{} in {} {edited}{more}", part.name, head.id);
    let by = match by {
        Some(by) => format!("changed on {} by {} in {}", by.authored, by.author.name, by.short()),
        None => "changed in files that are not committed".to_owned(),
    };
    out.report(head.at(edit.at.clone()), message)
        .label(by)
        .help("restore what it said; if it was wrong, append to `corrections` which field it was, what it was and is now, and why")
        .record(&*head.id)
        .about(format!("{} {}", part.key, edit.field));
}
