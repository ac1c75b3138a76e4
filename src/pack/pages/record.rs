//! A page for each record: what it says, the text of a document, what it refers to, what refers to it, and what the checks found.

use serde_json::Value as Json;

use super::super::links::relative;
use super::super::{Desk, Page, Part, classification_of, plan};
use super::{control, evidence, label, sentence};
use crate::files::{folder, resolve};
use crate::model::{Head, Isms, Kind, digest, natural};
use crate::query::{Records, View};
use crate::report::document::prose::{Item, Target};
use crate::report::document::{Cell, Column, Document, Inline, Passage, Table, Tone};
use crate::report::prose;
use crate::standard;
use crate::syntax::markdown;

/// The pages of all records that have one, in the order of the chapters.
pub(super) fn pages(desk: &Desk<'_>) -> Vec<Page> {
    let isms = desk.subject.isms;
    let records = Records { isms, files: &desk.material.loaded.files, as_of: desk.subject.as_of };
    // Of an id that is taken twice the first record counts, as everywhere.
    let first = |head: &&Head| isms.head(&head.id).is_some_and(|first| first.file == head.file);
    let mut heads: Vec<&Head> = isms.heads().filter(|head| desk.paths.contains_key(&*head.id)).filter(first).collect();
    heads.sort_by_cached_key(|head| (head.kind, natural(&head.id)));
    let page = |head: &&Head| {
        let path = desk.paths[&*head.id].clone();
        let chapter =
            isms.document(&head.id).map_or_else(|| plan::chapter_of_kind(head.kind), |found| plan::chapter_of_document(found));
        let chapter = if desk.has(chapter) { chapter } else { plan::POLICIES };
        let title = if *head.id == *head.title() { head.id.to_string() } else { format!("{} {}", head.id, head.title()) };
        let part = if head.kind.is_document() { Part::Section } else { Part::Record };
        let document = page_of(desk, head, &records.view(head), &path);
        Page { path, chapter, part, title, record: Some(head.id.to_string()), document }
    };
    heads.iter().map(page).collect()
}

fn page_of(desk: &Desk<'_>, head: &Head, view: &View, path: &str) -> Document {
    let title = if *head.id == *head.title() { head.id.to_string() } else { format!("{} {}", head.id, head.title()) };
    let name = head.kind.word();
    let mut document = desk.subject.document(name, &title, classification_of(head));
    facts(desk, head, view, &mut document);
    match head.kind {
        Kind::Control => control::lead(desk, &head.id, &mut document),
        Kind::Evidence => evidence::lead(desk, &head.id, path, &mut document),
        _ => {}
    }
    if head.body.is_some() {
        text(desk, head, path, &mut document);
        document.heading(2, "What the record says of the document");
    }
    fields(desk, head, view, &mut document);
    if let Some(control) = (head.kind == Kind::Control).then(|| desk.subject.isms.control(&head.id)).flatten() {
        control::proof(desk, control, &mut document);
    }
    relations(desk, head, &mut document);
    findings(desk, head, &mut document);
    document
}

fn facts(desk: &Desk<'_>, head: &Head, view: &View, document: &mut Document) {
    let isms = desk.subject.isms;
    document.fact("What it is", sentence(&head.kind.word().replace('_', " ")));
    if let Some(owner) = head.common.owner.as_deref() {
        document.fact("Owner", desk.subject.party(owner));
    }
    if let Json::String(status) = view.value("status") {
        document.fact("State", status.replace('_', " "));
    }
    if let Some(record) = isms.document(&head.id) {
        document.version.clone_from(&record.version);
        if let Some(version) = &record.version {
            document.fact("Version", version.clone());
        }
        if let Some(review) = isms.review_of(record) {
            document.fact("Next review", review.due.to_string());
        }
    }
    if let Some(approval) = isms.approvals_of(&head.id).last() {
        let by = approval.by.as_deref().and_then(|by| isms.head(by)).map_or("", Head::title);
        let on = approval.on.map(|on| format!(" on {on}")).unwrap_or_default();
        let fits = approval.digest.as_deref() == Some(digest::of_record(head).as_str());
        let fits = if fits { ", for this text" } else { ", for a text that has changed since" };
        document.fact("Approved", format!("{by}{on}, {}{fits}", approval.id()));
    }
    document.fact("File", desk.material.loaded.files.path(head.file).to_owned());
    document.fact("Digest of the content", digest::of_record(head).get(..12).unwrap_or_default().to_owned());
}

/// The text of a document as it was written, with links that lead within the pack.
fn text(desk: &Desk<'_>, head: &Head, path: &str, document: &mut Document) {
    let files = &desk.material.loaded.files;
    let Some(file) = files.get(head.file) else { return };
    let whole = file.text.as_deref().unwrap_or_default();
    let (parts, _) = markdown::split(whole);
    let target = |written: &str| {
        let (target, anchor) = written.split_once('#').map_or((written, None), |(target, anchor)| (target, Some(anchor)));
        if target.is_empty() {
            return anchor.map(|anchor| format!("#{anchor}"));
        }
        let resolved = resolve(folder(&file.path), target)?;
        let record = files.find(&resolved).and_then(|found| desk.subject.isms.heads().find(|head| head.file == found))?;
        desk.paths.get(&*record.id).map(|page| relative(path, page))
    };
    let passages = prose::read(parts.body.of(whole), 2, &target);
    let mut passages = prose::without_title(passages, head.title());
    level(&mut passages);
    document.prose(passages);
}

/// Headings in steps of one from 2 on, whatever levels the author chose: readers of a page jump from heading to heading.
fn level(passages: &mut [Passage]) {
    let mut open: Vec<u8> = Vec::new();
    for passage in passages {
        if let Passage::Heading { level, .. } = passage {
            open.retain(|above| *above < *level);
            open.push(*level);
            *level = u8::try_from(open.len() + 1).unwrap_or(6).min(6);
        }
    }
}

/// The written fields: plain ones in one table, lists of objects in tables of their own.
fn fields(desk: &Desk<'_>, head: &Head, view: &View, document: &mut Document) {
    let isms = desk.subject.isms;
    let told = ["owner", "status", "classification", "version"];
    let mut rows = Vec::new();
    let mut tables = Vec::new();
    for (key, value) in view.written().filter(|(key, _)| !told.contains(&key.as_str())) {
        match value {
            Json::Array(items) if items.iter().any(Json::is_object) => {
                tables.push((label(key), items_table(isms, head, key, items)));
            }
            value => rows.push(vec![Cell::text(label(key)), cell(isms, head, value)]),
        }
    }
    rows.retain(|row| !row[1].is_empty());
    if !rows.is_empty() {
        let columns = vec![Column::one("field", "Field", 3), Column::one("value", "What the record says", 12)];
        document.table(Table::new("fields", "Fields of the record", columns, rows));
    }
    for (title, table) in tables {
        document.heading(2, title);
        document.table(table);
    }
}

/// A list of objects: a row for each, a column for each key in the order in which they first come.
fn items_table(isms: &Isms, head: &Head, key: &str, items: &[Json]) -> Table {
    let mut keys: Vec<&String> = Vec::new();
    for key in items.iter().filter_map(Json::as_object).flat_map(|item| item.keys()) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let weight = |key: &str| {
        let longest = items.iter().filter_map(|item| item.get(key)).map(|value| cell(isms, head, value).plain().len()).max();
        u8::try_from(longest.unwrap_or_default().clamp(6, 60) / 3).unwrap_or(20)
    };
    let columns = keys.iter().map(|key| Column::one((*key).clone(), label(key), weight(key))).collect();
    let row = |item: &Json| match item.as_object() {
        Some(item) => keys.iter().map(|key| item.get(*key).map_or(Cell::Empty, |value| cell(isms, head, value))).collect(),
        None => {
            let first = [cell(isms, head, item)].into_iter();
            first.chain(keys.iter().skip(1).map(|_| Cell::Empty)).collect()
        }
    };
    Table::new(key.to_owned(), label(key), columns, items.iter().map(row).collect())
}

/// A value of a record as a cell; ids that are references get their titles.
fn cell(isms: &Isms, head: &Head, value: &Json) -> Cell {
    match value {
        Json::Null => Cell::Empty,
        Json::Bool(flag) => Cell::Flag(*flag),
        Json::Number(number) => number.as_i64().map_or_else(|| Cell::decimal(number.as_f64()), Cell::Number),
        Json::String(text) => Cell::text(named(isms, head, text)),
        Json::Array(items) => Cell::list(items.iter().map(|item| line(isms, head, item)).filter(|line| !line.is_empty()).collect()),
        Json::Object(_) => Cell::text(line(isms, head, value)),
    }
}

/// A value in words on one line.
fn line(isms: &Isms, head: &Head, value: &Json) -> String {
    match value {
        Json::Array(items) => items.iter().map(|item| line(isms, head, item)).collect::<Vec<_>>().join(", "),
        Json::Object(map) => {
            let part = |(key, value): (&String, &Json)| format!("{}: {}", label(key), line(isms, head, value));
            map.iter().filter(|(_, value)| !value.is_null()).map(part).collect::<Vec<_>>().join("; ")
        }
        Json::String(text) => named(isms, head, text),
        other => cell(isms, head, other).plain(),
    }
}

/// A reference with the title of what it names; any other text as it is.
fn named(isms: &Isms, head: &Head, text: &str) -> String {
    let known = head.links.iter().any(|link| *link.target == *text).then(|| title_of(isms, text)).flatten();
    match known {
        // The id of a role or a person is an ordinary word, and stands behind the name.
        Some(title) if !text.bytes().any(|letter| letter.is_ascii_digit()) => format!("{title} ({text})"),
        Some(title) if title != text => format!("{text} {title}"),
        _ => text.trim().to_owned(),
    }
}

fn title_of(isms: &Isms, id: &str) -> Option<String> {
    let record = isms.head(id).map(|head| head.title().to_owned());
    record.or_else(|| standard::control(id).map(|control| control.title.to_owned()))
}

/// What refers to the record, and what it refers to, each once with the fields that say so.
fn relations(desk: &Desk<'_>, head: &Head, document: &mut Document) {
    let isms = desk.subject.isms;
    let steps = |link: &crate::model::Link| {
        let names = link.pointer.steps().filter(|step| step.parse::<usize>().is_err()).map(|step| step.replace('_', " "));
        names.collect::<Vec<_>>().join(", ")
    };
    let to = head.links.iter().map(|link| (&*link.target, steps(link)));
    let from = isms.links_to(&head.id).map(|(other, link)| (&*other.id, steps(link)));
    for (title, links) in [("Refers to", to.collect::<Vec<_>>()), ("Referred to by", from.collect())] {
        let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
        for (id, field) in links {
            match rows.iter_mut().find(|(known, _)| *known == id) {
                Some((_, fields)) if fields.contains(&field) => {}
                Some((_, fields)) => fields.push(field),
                None => rows.push((id, vec![field])),
            }
        }
        rows.sort_by_cached_key(|(id, _)| natural(id));
        if rows.is_empty() {
            continue;
        }
        let row = |(id, fields): &(&str, Vec<String>)| {
            let kind = isms.head(id).map(|head| head.kind.word().replace('_', " "));
            let shown = if id.bytes().any(|letter| letter.is_ascii_digit()) { (*id).to_owned() } else { format!("({id})") };
            // Titles of what the audience may not see are withheld with it.
            let seen = isms.head(id).is_none_or(|head| desk.may_see(head));
            let title = if seen { title_of(isms, id) } else { Some("withheld".to_owned()) };
            vec![Cell::text(shown), Cell::maybe(title.as_deref()), Cell::maybe(kind.as_deref()), Cell::list(fields.clone())]
        };
        let columns = vec![
            Column::one("id", "Id", 3),
            Column::one("title", "Title", 10),
            Column::one("kind", "What", 3),
            Column::one("field", "As", 5),
        ];
        document.heading(2, title);
        document.table(Table::new(title.to_lowercase().replace(' ', "_"), title, columns, rows.iter().map(row).collect()));
    }
}

/// What the checks found about the record: auditors see it where it belongs.
fn findings(desk: &Desk<'_>, head: &Head, document: &mut Document) {
    if desk.material.audience != plan::Audience::Auditor {
        return;
    }
    let report = desk.material.report;
    let about = |finding: &crate::finding::Finding| {
        finding.record.as_deref().map_or(finding.primary.at.file == head.file, |id| id == &*head.id)
    };
    let open = report.findings.iter().chain(&report.in_baseline).filter(|finding| about(finding));
    for finding in open {
        let tone = match finding.severity {
            crate::finding::Severity::Error => Tone::Bad,
            crate::finding::Severity::Warning => Tone::Open,
            crate::finding::Severity::Info => Tone::Plain,
        };
        document.note(tone, format!("{} {}", sentence(finding.severity.name()), finding.code), finding.message.clone());
    }
    for waived in report.waived.iter().filter(|waived| about(&waived.finding)) {
        let text = format!("{} (waived by {} until {})", waived.finding.message, waived.waiver.exception, waived.waiver.expires);
        document.note(Tone::Plain, format!("Waived {}", waived.finding.code), text);
    }
}

/// A link from one page of the pack to another.
pub(super) fn link_to(title: &str, from: &str, to: &str) -> Inline {
    Inline::Link { text: vec![Inline::text(title)], target: Target::Page(relative(from, to)) }
}

/// A list of words.
pub(super) fn list(items: Vec<Vec<Inline>>) -> Passage {
    let item = |text: Vec<Inline>| Item { done: None, passages: vec![Passage::Paragraph { text }] };
    Passage::List { first: None, items: items.into_iter().map(item).collect() }
}
