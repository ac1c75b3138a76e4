//! Traceability (clauses 4.2, 6.1.3, 8, 9): from what is required and what threatens to what is done and what shows it, and back.

use super::document::{Cell, Column, Document, Table};
use super::words::comma;
use super::{Make, Report, Subject};
use crate::model::{Audit, Control, Kind, Nonconformity, Record, Treatment, natural};
use crate::text::wording::counted;

pub(super) static REPORT: Report = Report {
    name: "traceability",
    title: "Traceability",
    about: "from requirements and risks to controls, documents and evidence, back again, and orphans",
    clauses: &["4.2", "6.1.3", "8.1", "9.1"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let isms = subject.isms;
    let shown = isms.heads().filter(|head| matches!(head.kind, Kind::Risk | Kind::Requirement | Kind::Control));
    let mut document = REPORT.begin(
        subject,
        shown,
        "These matrices lead from what is required and what threatens to the controls, documents, evidence, metrics and audits that answer, \
         and from each control back. What stands alone is listed at the end.",
    );
    let orphans = orphans(subject);
    document.heading(2, "Summary");
    document.paragraph(summary(&orphans));
    let sections: [(&str, &str, Table); 3] = [
        ("From requirements", "No active requirements are recorded.", from_requirements(subject)),
        ("From risks", "No open risks are recorded.", from_risks(subject)),
        ("Back from controls", "No controls are included.", from_controls(subject)),
    ];
    for (title, none, table) in sections {
        document.heading(2, title);
        if table.groups.iter().all(|group| group.rows.is_empty()) {
            document.paragraph(none);
        } else {
            document.table(table);
        }
    }
    document.heading(2, "What stands alone");
    if orphans.iter().all(|(_, ids)| ids.is_empty()) {
        document.paragraph("Nothing stands alone.");
    } else {
        let columns = vec![
            Column::one("what", "What is missing", 10),
            Column::one("count", "Count", 3),
            Column::one("records", "Records", 24),
        ];
        let rows = orphans.iter().filter(|(_, ids)| !ids.is_empty()).map(|(words, ids)| {
            let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
            vec![Cell::text(*words), Cell::Number(count), comma(ids)]
        });
        document.table(super::table("orphans", "What stands alone", columns, rows.collect()));
    }
    document
}

fn summary(orphans: &[(&str, Vec<&str>)]) -> String {
    let count: usize = orphans.iter().map(|(_, ids)| ids.len()).sum();
    match count {
        0 => "Every requirement, risk, control, document and piece of evidence is connected.".to_owned(),
        count => {
            let kinds = orphans.iter().filter(|(_, ids)| !ids.is_empty()).map(|(words, ids)| format!("{} {words}", ids.len()));
            format!("{} not fully connected: {}.", counted(count, "record is", "records are"), kinds.collect::<Vec<_>>().join("; "))
        }
    }
}

/// What has no connection that one would look for, in the order of the way from requirements to evidence.
fn orphans<'m>(subject: &Subject<'m>) -> Vec<(&'static str, Vec<&'m str>)> {
    let isms = subject.isms;
    let sorted = |mut ids: Vec<&'m str>| {
        ids.sort_by_cached_key(|id| natural(id));
        ids
    };
    let requirements = isms.requirements.iter().filter(|it| it.is_active() && it.met_by.is_empty()).map(Record::id).collect();
    let risks = isms.risks.iter().filter(|risk| risk.is_open() && risk.controls().next().is_none()).map(Record::id).collect();
    let included = || isms.controls.iter().filter(|control| control.is_applicable());
    let unfounded = included().filter(|it| {
        isms.risks_of_control(it.id()).is_empty() && isms.requirements_met_by(it.id()).is_empty() && it.justification.is_none()
    });
    let unshown = included().filter(|it| {
        isms.documents_of_control(it.id()).is_empty()
            && isms.evidence_of_control(it.id()).is_empty()
            && isms.metrics_of(it.id()).is_empty()
    });
    let loose = isms.documents.iter().filter(|it| !it.is_obsolete() && it.clauses.is_empty() && it.controls.is_empty());
    let evidence = isms.evidence.iter().filter(|it| it.controls.is_empty() && it.clauses.is_empty());
    let metrics = isms.metrics.iter().filter(|it| it.is_active() && it.measures.is_empty());
    vec![
        ("requirements that nothing meets", sorted(requirements)),
        ("open risks without a control", sorted(risks)),
        ("included controls without risk, requirement or justification", sorted(unfounded.map(Record::id).collect())),
        ("included controls without document, evidence or metric", sorted(unshown.map(Record::id).collect())),
        ("documents that answer no clause and no control", sorted(loose.map(Record::id).collect())),
        ("metrics that measure nothing on record", sorted(metrics.map(Record::id).collect())),
        ("evidence that proves nothing on record", sorted(evidence.map(Record::id).collect())),
    ]
}

fn from_requirements(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("requirement", "Requirement", 14),
        Column::one("party", "Of", 9),
        Column::one("risks", "Risks", 7),
        Column::one("controls", "Controls", 12),
        Column::one("documents", "Documents", 9),
        Column::one("evidence", "Newest evidence", 9),
    ];
    let mut requirements: Vec<_> = subject.isms.requirements.iter().filter(|it| it.is_active()).collect();
    requirements.sort_by_cached_key(|it| natural(it.id()));
    let rows = requirements.into_iter().map(|it| {
        let of_kind = |is: &dyn Fn(Kind) -> bool| -> Vec<&str> {
            let found = it.met_by.iter().filter(|id| subject.isms.head(id).is_some_and(|head| is(head.kind)));
            found.map(String::as_str).collect()
        };
        let controls = of_kind(&|kind| kind == Kind::Control);
        vec![
            Cell::Text(subject.named(it.id())),
            it.party.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.named(id))),
            comma(&it.risks),
            comma(&controls),
            comma(&of_kind(&Kind::is_document)),
            Cell::date(newest(subject, controls.into_iter())),
        ]
    });
    super::table("from_requirements", "From requirements", columns, rows.collect())
}

/// The newest day that accepted evidence for some controls speaks of.
fn newest<'a>(subject: &Subject<'_>, controls: impl Iterator<Item = &'a str>) -> Option<crate::model::date::Date> {
    controls.filter_map(|id| subject.isms.newest_evidence(id)?.date()).max()
}

fn from_risks(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("risk", "Risk", 14),
        Column::one("treatment", "Option", 5),
        Column::one("controls", "Controls", 12),
        Column::one("documents", "Documents", 10),
        Column::one("evidence", "Newest evidence", 6),
        Column::one("nonconformities", "Nonconformities", 6),
    ];
    let mut risks: Vec<_> = subject.isms.risks.iter().filter(|risk| risk.is_open()).collect();
    risks.sort_by_cached_key(|risk| natural(risk.id()));
    let rows = risks.into_iter().map(|risk| {
        let controls: Vec<&str> = risk.controls().collect();
        let mut documents: Vec<&str> = controls.iter().flat_map(|id| in_force(subject, id)).collect();
        documents.sort_by_cached_key(|id| natural(id));
        documents.dedup();
        let options: Vec<String> = risk.treatment.iter().copied().map(Treatment::label).collect();
        vec![
            Cell::Text(subject.named(risk.id())),
            comma(&options),
            comma(&controls),
            comma(&documents),
            Cell::date(newest(subject, controls.iter().copied())),
            comma(&cases(subject, |case| case.risks.iter().any(|id| id == risk.id()))),
        ]
    });
    super::table("from_risks", "From risks", columns, rows.collect())
}

/// The documents for a control that are not obsolete.
fn in_force<'m>(subject: &Subject<'m>, control: &str) -> impl Iterator<Item = &'m str> {
    subject.isms.documents_of_control(control).into_iter().filter(|document| !document.is_obsolete()).map(Record::id)
}

fn cases<'m>(subject: &Subject<'m>, fits: impl Fn(&Nonconformity) -> bool) -> Vec<&'m str> {
    let mut found: Vec<&str> = subject.isms.nonconformities.iter().filter(|case| fits(case)).map(Record::id).collect();
    found.sort_by_cached_key(|id| natural(id));
    found
}

fn from_controls(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("control", "Control", 12),
        Column::one("requirements", "Requirements", 7),
        Column::one("risks", "Risks", 7),
        Column::one("documents", "Documents", 7),
        Column::many("Evidence", 7, &[("evidence", "Pieces", ""), ("evidence_on", "Newest", "newest")]),
        Column::one("metrics", "Metrics", 5),
        Column::one("audits", "Last audit", 8),
        Column::one("nonconformities", "Nonconformities", 6),
    ];
    let mut controls: Vec<_> = subject.isms.controls.iter().filter(|control| control.is_applicable()).collect();
    controls.sort_by_cached_key(|control| (natural(control.id()), control.id().to_owned()));
    let row = |control: &Record<Control>| {
        let isms = subject.isms;
        let id = control.id();
        let ids = |ids: Vec<&str>| {
            let mut ids = ids;
            ids.sort_by_cached_key(|id| natural(id));
            comma(&ids)
        };
        let audits = isms.audits.iter().filter(|audit| audit.is_performed() && audit.all_controls().any(|scope| scope == id));
        let audit: Option<&Record<Audit>> = audits.max_by_key(|audit| (audit.date(), audit.id()));
        let pieces = i64::try_from(isms.evidence_of_control(id).len()).unwrap_or(i64::MAX);
        vec![
            Cell::Text(subject.named(id)),
            ids(isms.requirements_met_by(id).iter().map(|it| it.id()).collect()),
            ids(isms.risks_of_control(id).iter().map(|it| it.id()).collect()),
            ids(in_force(subject, id).collect()),
            if pieces > 0 { Cell::Number(pieces) } else { Cell::Empty },
            Cell::date(newest(subject, [id].into_iter())),
            ids(isms.metrics_of(id).iter().map(|it| it.id()).collect()),
            audit.map_or(Cell::Empty, |audit| {
                let on = audit.date().map(|day| format!(", {day}")).unwrap_or_default();
                Cell::Text(format!("{}{on}", audit.id()))
            }),
            comma(&cases(subject, |case| case.controls.iter().any(|it| it == id))),
        ]
    };
    super::table("from_controls", "Back from controls", columns, controls.into_iter().map(row).collect())
}
