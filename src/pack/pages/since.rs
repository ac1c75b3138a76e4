//! Since the last audit: which records are new, gone or changed, the evidence of the period, and what became of earlier findings.

use std::collections::BTreeMap;

use super::super::Desk;
use super::{looks_at_operation, sentence};
use crate::model::{Head, Isms, Kind, digest, natural};
use crate::report::document::{Cell, Column, Document, KeyNumber, Table, Tone};

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    New,
    Changed,
    Gone,
}

/// The page.
pub(super) fn since(desk: &Desk<'_>) -> Document {
    let mut document = desk.document("since-last-audit", "Since the last audit");
    let since = desk.material.made.since.clone().unwrap_or_default();
    document.fact("From", since);
    document.fact("To", desk.material.made.commit.clone().unwrap_or_else(|| "files that are not committed".to_owned()));
    let Some(before) = desk.material.before.map(|loaded| &loaded.isms) else { return document };
    let changes = changes(before, desk.subject.isms);
    let count = |wanted: Change| changes.iter().filter(|(change, _, _)| *change == wanted).count();
    let number = |wanted: Change, one: &str, many: &str| {
        let count = count(wanted);
        KeyNumber { value: count.to_string(), label: (if count == 1 { one } else { many }).to_owned(), tone: Tone::Plain }
    };
    document.numbers(vec![
        number(Change::New, "new record", "new records"),
        number(Change::Changed, "changed record", "changed records"),
        number(Change::Gone, "record that is gone", "records that are gone"),
    ]);
    by_kind(&changes, &mut document);
    each(desk, &changes, &mut document);
    earlier_findings(desk, before, &mut document);
    if looks_at_operation(desk) {
        evidence(desk, before, &mut document);
    }
    document
}

type Changes<'m> = Vec<(Change, &'m Head, Vec<String>)>;

/// What differs in meaning, in the order of kinds and ids; evidence has a table of its own.
fn changes<'m>(before: &'m Isms, now: &'m Isms) -> Changes<'m> {
    let mut found = Vec::new();
    for head in now.heads() {
        match before.head(&head.id) {
            None => found.push((Change::New, head, Vec::new())),
            Some(old) if digest::of_record(old) != digest::of_record(head) || state(old) != state(head) => {
                found.push((Change::Changed, head, fields(old, head)));
            }
            Some(_) => {}
        }
    }
    let gone = before.heads().filter(|head| now.head(&head.id).is_none());
    found.extend(gone.map(|head| (Change::Gone, head, Vec::new())));
    found.sort_by_cached_key(|(change, head, _)| (head.kind, *change, natural(&head.id)));
    found
}

/// The state of a record, which its digest leaves out.
fn state(head: &Head) -> Option<String> {
    head.fields().get("status").and_then(|status| status.scalar()).map(|status| status.to_string())
}

/// The names of the fields that differ.
fn fields(old: &Head, new: &Head) -> Vec<String> {
    let values = |head: &Head| -> BTreeMap<String, String> {
        let entry = |(key, value): (crate::value::Value<'_>, crate::value::Value<'_>)| {
            let text = serde_json::to_string(&value).unwrap_or_default();
            (key.scalar().unwrap_or_default().to_string(), text)
        };
        head.fields().entries().map(entry).collect()
    };
    let (old_values, new_values) = (values(old), values(new));
    let mut names: Vec<String> = Vec::new();
    for key in new_values.keys().chain(old_values.keys()) {
        if old_values.get(key) != new_values.get(key) && !names.contains(key) {
            names.push(key.clone());
        }
    }
    names.sort_unstable();
    let text = |head: &Head| head.body.as_ref().map(|body| body.blocks.iter().map(|block| block.text.clone()).collect::<Vec<_>>());
    if text(old) != text(new) {
        names.push("text".to_owned());
    }
    names.iter().map(|name| name.replace('_', " ")).collect()
}

fn by_kind(changes: &Changes<'_>, document: &mut Document) {
    let mut counts: BTreeMap<Kind, [usize; 3]> = BTreeMap::new();
    for (change, head, _) in changes {
        counts.entry(head.kind).or_default()[*change as usize] += 1;
    }
    let row = |(kind, counts): (&Kind, &[usize; 3])| {
        let counts = counts.iter().map(|count| if *count == 0 { Cell::Empty } else { Cell::count(*count) });
        [Cell::text(sentence(kind.plural()))].into_iter().chain(counts).collect()
    };
    let columns = vec![
        Column::one("kind", "What", 6),
        Column::one("new", "New", 2),
        Column::one("changed", "Changed", 2),
        Column::one("gone", "Gone", 2),
    ];
    document.heading(2, "By kind");
    document.table(Table::new("by_kind", "Changes by kind", columns, counts.iter().map(row).collect()));
}

fn each(desk: &Desk<'_>, changes: &Changes<'_>, document: &mut Document) {
    let row = |(change, head, fields): &(Change, &Head, Vec<String>)| {
        let change = match change {
            Change::New => "new",
            Change::Changed => "changed",
            Change::Gone => "gone",
        };
        vec![
            Cell::text(&*head.id),
            Cell::text(if desk.may_see(head) { head.title() } else { "withheld" }),
            Cell::text(head.kind.word().replace('_', " ")),
            Cell::text(change),
            Cell::list(fields.clone()),
        ]
    };
    let columns = vec![
        Column::one("id", "Id", 3),
        Column::one("title", "Title", 9),
        Column::one("kind", "What", 4),
        Column::one("change", "Change", 3),
        Column::one("fields", "What differs", 8),
    ];
    document.heading(2, "Each record");
    let shown = changes.iter().filter(|(_, head, _)| head.kind != Kind::Evidence || !looks_at_operation(desk));
    document.table(Table::new("changes", "Changed records", columns, shown.map(row).collect()));
}

/// What was open then, and what was found since: its state now.
fn earlier_findings(desk: &Desk<'_>, before: &Isms, document: &mut Document) {
    let isms = desk.subject.isms;
    let mut cases: Vec<_> = isms.nonconformities.iter().collect();
    cases.retain(|case| case.is_open() || before.nonconformity(case.id()).is_none_or(|old| old.is_open()));
    cases.sort_by_cached_key(|case| natural(case.id()));
    let row = |case: &&crate::model::Record<crate::model::Nonconformity>| {
        let then = match before.nonconformity(case.id()) {
            None => "not known yet".to_owned(),
            Some(old) => old.status.map(|status| status.label()).unwrap_or_default(),
        };
        let tone = if case.is_open() { Tone::Open } else { Tone::Good };
        vec![
            Cell::text(case.id()),
            Cell::text(case.title()),
            case.grade.map_or(Cell::Empty, |grade| Cell::text(grade.label())),
            Cell::text(then),
            case.status.map_or(Cell::Empty, |status| Cell::state(status.label(), tone)),
            Cell::date(case.due),
            case.effectiveness.as_ref().and_then(|review| review.result).map_or(Cell::Empty, |result| Cell::text(result.label())),
        ]
    };
    let columns = vec![
        Column::one("id", "Id", 3),
        Column::one("title", "Nonconformity", 9),
        Column::one("grade", "Grade", 3),
        Column::one("then", "State then", 4),
        Column::one("now", "State now", 4),
        Column::one("due", "Due", 3),
        Column::one("effect", "Effect", 4),
    ];
    document.heading(2, "Earlier findings and new ones");
    document.table(Table::new("earlier_findings", "Earlier findings and new ones", columns, cases.iter().map(row).collect()));
}

/// The evidence that came since.
fn evidence(desk: &Desk<'_>, before: &Isms, document: &mut Document) {
    let mut new: Vec<_> = desk.subject.isms.evidence.iter().filter(|item| before.evidence_item(item.id()).is_none()).collect();
    new.sort_by_cached_key(|item| (std::cmp::Reverse(item.date()), natural(item.id())));
    let row = |item: &&crate::model::Record<crate::model::Evidence>| {
        vec![
            Cell::text(item.id()),
            Cell::text(item.title()),
            Cell::list(item.controls.iter().chain(&item.clauses).cloned().collect()),
            Cell::date(item.date()),
        ]
    };
    let columns = vec![
        Column::one("id", "Id", 3),
        Column::one("title", "Evidence", 10),
        Column::one("controls", "Shows", 5),
        Column::one("date", "Speaks of", 4),
    ];
    document.heading(2, "Evidence since then");
    document.table(Table::new("new_evidence", "Evidence since then", columns, new.iter().map(row).collect()));
}
