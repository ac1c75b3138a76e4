//! The card of a record: what it says, what it refers to, what refers to it, and what `check` finds about it.

use serde_json::{Value as Json, json};

use super::Failure;
use super::session::{Opened, Session};
use crate::check::{Report, Waived};
use crate::finding::Finding;
use crate::model::{Head, Isms, Link, natural};
use crate::output::sheet::Sheet;
use crate::output::{Run, json};
use crate::query::{Records, View};
use crate::standard;
use crate::syntax::markdown::BlockKind;
use crate::text::LineIndex;

/// A reference, seen from one of its ends.
struct Relation {
    id: String,
    title: Option<String>,
    kind: Option<&'static str>,
    field: String,
}

/// Everything that is known of a record.
pub(super) struct Card<'o> {
    opened: &'o Opened,
    head: &'o Head,
    view: View,
    refers_to: Vec<Relation>,
    referred_to_by: Vec<Relation>,
    report: Report,
    session: &'o Session,
}

impl<'o> Card<'o> {
    /// Gathers what is known of a record; `check` runs over all of them, because a finding may need the others.
    pub(super) fn new(session: &'o Session, opened: &'o Opened, head: &'o Head) -> Result<Self, Failure> {
        let isms = &opened.loaded.isms;
        let records = Records { isms, files: &opened.loaded.files, as_of: session.as_of() };
        let levels = session.levels(opened, None)?;
        let mut report = session.check(opened, &levels)?;
        report.findings.retain(|finding| is_about(finding, head));
        report.waived.retain(|waived| is_about(&waived.finding, head));
        Ok(Card {
            opened,
            head,
            view: records.view(head),
            refers_to: head.links.iter().map(|link| target(isms, link)).collect(),
            referred_to_by: referring(isms, head),
            report,
            session,
        })
    }

    /// The card for programs.
    pub(super) fn json(&self) -> String {
        let prefix = self.opened.place.prefix.clone();
        let run = self.run(&prefix);
        let document = json!({
            "schema_version": 1,
            "as_of": self.session.as_of(),
            "record": self.view.fields,
            "refers_to": self.refers_to.iter().map(Relation::json).collect::<Vec<_>>(),
            "referred_to_by": self.referred_to_by.iter().map(Relation::json).collect::<Vec<_>>(),
            "findings": self.report.findings.iter().map(|finding| json::finding(&run, finding)).collect::<Vec<_>>(),
            "waived": self.report.waived.iter().map(|waived| json::waived(&run, waived)).collect::<Vec<_>>(),
        });
        // Plain data cannot fail to serialise.
        serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
    }

    /// The card for people.
    pub(super) fn write(&self, sheet: &mut Sheet) {
        let prefix = self.session.prefix(&self.opened.place.root);
        let run = self.run(&prefix);
        let kind = self.head.kind.word().replace('_', " ");
        let span = run.files.span(&self.head.at("/id"));
        let line = LineIndex::new(self.head.tree.text()).position(span.start).line;
        let place = format!("{}:{line}", run.path(self.head.file));
        sheet.title(&self.head.id, self.head.title());
        sheet.whole_line(&format!("{kind} · {place}"));
        if let Some(control) = standard::control(&self.head.id) {
            super::explain::control::write_standard(sheet, control);
        }
        sheet.gap();
        sheet.fields(self.view.written());
        self.write_computed(sheet);
        self.write_text(sheet);
        write_relations(sheet, "Refers to", &self.refers_to, false);
        write_relations(sheet, "Referred to by", &self.referred_to_by, true);
        self.write_findings(sheet);
    }

    fn write_computed(&self, sheet: &mut Sheet) {
        let shown_elsewhere = ["path", "as_of", "links", "linked_from"];
        let computed: Vec<_> = self.view.computed().filter(|(name, _)| !shown_elsewhere.contains(&name.as_str())).collect();
        if computed.iter().any(|(_, value)| !value.is_null()) {
            sheet.heading(&format!("Computed, as of {}", self.session.as_of()));
            sheet.fields(computed);
        }
    }

    /// The headings of the text of a Markdown record.
    fn write_text(&self, sheet: &mut Sheet) {
        let Some(body) = &self.head.body else { return };
        let lines = LineIndex::new(self.head.tree.text());
        let headings = body.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Heading(level) => {
                let indent = "  ".repeat(usize::from(level).saturating_sub(1));
                Some((lines.position(block.span.start).line, format!("{indent}{}", block.text)))
            }
            _ => None,
        });
        let headings: Vec<_> = headings.collect();
        if !headings.is_empty() {
            sheet.heading("Text");
            for (line, text) in &headings {
                sheet.indented(&format!("line {line}"), text);
            }
        }
    }

    fn write_findings(&self, sheet: &mut Sheet) {
        let Report { findings, waived, .. } = &self.report;
        sheet.heading(if findings.is_empty() { "No findings" } else { "Findings" });
        for finding in findings {
            sheet.item(&format!("{}[{}] {}", finding.severity, finding.code, finding.message));
        }
        if !waived.is_empty() {
            sheet.heading("Waived");
        }
        for Waived { finding, waiver } in waived {
            let by = format!("{}, until {}", waiver.exception, waiver.expires);
            sheet.item(&format!("{}[{}] {} ({by})", finding.severity, finding.code, finding.message));
        }
    }

    fn run<'r>(&'r self, prefix: &'r str) -> Run<'r> {
        let loaded = &self.opened.loaded;
        let profile = loaded.isms.settings.profile;
        Run { files: &loaded.files, report: &self.report, as_of: self.session.as_of(), profile, prefix }
    }
}

impl Relation {
    fn new(isms: &Isms, id: &str, link: &Link) -> Self {
        let head = isms.head(id);
        let title =
            head.map(Head::title).filter(|title| *title != id).or_else(|| standard::control(id).map(|control| control.title));
        Relation {
            id: id.to_owned(),
            title: title.map(str::to_owned),
            kind: head.map(|head| head.kind.word()),
            field: link.pointer.as_str().to_owned(),
        }
    }

    fn json(&self) -> Json {
        json!({ "id": self.id, "title": self.title, "kind": self.kind, "field": self.field })
    }

    /// The names on the way to the field, without the numbers of list items.
    fn field_words(&self) -> String {
        let steps = self.field.split('/').filter(|step| !step.is_empty() && step.parse::<usize>().is_err());
        steps.collect::<Vec<_>>().join(".")
    }
}

fn target(isms: &Isms, link: &Link) -> Relation {
    Relation::new(isms, &link.target, link)
}

/// The references to a record, in the order of the ids they come from.
fn referring(isms: &Isms, head: &Head) -> Vec<Relation> {
    let mut all: Vec<Relation> = isms.links_to(&head.id).map(|(from, link)| Relation::new(isms, &from.id, link)).collect();
    all.sort_by_cached_key(|relation| natural(&relation.id));
    all
}

/// A finding about a record, or about its file where it names no record.
fn is_about(finding: &Finding, head: &Head) -> bool {
    finding.record.as_deref().map_or(finding.primary.at.file == head.file, |id| id == &*head.id)
}

/// One line for each record, with all fields that hold the reference.
fn write_relations(sheet: &mut Sheet, heading: &str, relations: &[Relation], with_kind: bool) {
    if relations.is_empty() {
        return;
    }
    let mut by_id: Vec<(&Relation, Vec<String>)> = Vec::new();
    for relation in relations {
        let field = relation.field_words();
        match by_id.iter_mut().find(|(known, _)| known.id == relation.id) {
            Some((_, fields)) if fields.contains(&field) => {}
            Some((_, fields)) => fields.push(field),
            None => by_id.push((relation, vec![field])),
        }
    }
    let row = |(relation, fields): &(&Relation, Vec<String>)| {
        let title = relation.title.clone().unwrap_or_else(|| absent(relation).to_owned());
        let kind = with_kind.then(|| relation.kind.unwrap_or_default().replace('_', " "));
        [relation.id.clone(), title].into_iter().chain(kind).chain([fields.join(", ")]).collect()
    };
    let rows: Vec<Vec<String>> = by_id.iter().map(row).collect();
    sheet.heading(heading);
    sheet.rows(&rows);
}

/// What stands for a title that is missing.
fn absent(relation: &Relation) -> &'static str {
    match relation.id.as_str() {
        "soa" => "Statement of Applicability",
        "rtp" => "risk treatment plan",
        _ if relation.kind.is_some() => "",
        _ => "(there is no such record)",
    }
}
