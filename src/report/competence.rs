//! Competence and communication (clauses 7.2, 7.3, 7.4): what roles need, who has shown it, and who is told what.

use std::fmt::Write as _;

use super::document::{Cell, Column, Document, Group, Table, Tone};
use super::words::plain;
use super::{Make, Report, Subject};
use crate::model::{Basis, Competence, Record, Role, RoleStatus, natural};
use crate::text::wording::{counted, some};

pub(super) static REPORT: Report = Report {
    name: "competence",
    title: "Competence, awareness and communication",
    about: "what each role needs, who has shown it until when, gaps, and who is told what",
    clauses: &["5.3", "7.2", "7.3", "7.4"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let isms = subject.isms;
    let heads = isms.competences.iter().map(|it| &it.head).chain(isms.communications.iter().map(|it| &it.head));
    let mut document = REPORT.begin(
        subject,
        heads,
        "This report shows what people in roles of the ISMS must be able to do, what proves that they can, where proof is missing or has \
         run out, and who is told what when.",
    );
    document.heading(2, "Summary");
    document.paragraph(summary(subject));
    let roles = roles(subject);
    document.heading(2, "What roles need");
    if roles.groups.is_empty() {
        document.paragraph("No role says which competence it needs.");
    } else {
        document.table(roles);
    }
    document.heading(2, "Competence records");
    if isms.competences.is_empty() {
        document.paragraph("No competence records are kept.");
    } else {
        document.table(records(subject));
    }
    document.heading(2, "Communication");
    if isms.communications.is_empty() {
        document.paragraph("No communication is planned.");
    } else {
        document.table(communication(subject));
    }
    document
}

fn summary(subject: &Subject<'_>) -> String {
    let isms = subject.isms;
    let needing = active_roles(subject).filter(|role| !role.competence_required.is_empty()).count();
    let vacant: Vec<&str> = active_roles(subject).filter(|role| !isms.is_filled(role, subject.as_of)).map(Record::title).collect();
    let gaps = isms.competence_gaps(subject.as_of);
    let mut text = format!(
        "{} of {} what competence they need. {} kept.",
        needing,
        counted(active_roles(subject).count(), "role says", "roles say"),
        counted(isms.competences.len(), "competence record is", "competence records are")
    );
    if gaps.is_empty() {
        text.push_str(" No holder of a role lacks proof of what the role needs.");
    } else {
        let words: Vec<String> = gaps
            .iter()
            .map(|gap| {
                let name = isms.person(gap.person).map_or(gap.person, Record::title);
                format!("{name} as {} ({})", gap.role.title(), gap.topic.topic)
            })
            .collect();
        let _ = write!(text, " Proof is missing or has run out in {}: {}.", counted(gaps.len(), "case", "cases"), some(&words));
    }
    if !vacant.is_empty() {
        let _ = write!(text, " Held by nobody: {}.", some(&vacant));
    }
    text
}

fn active_roles<'m>(subject: &Subject<'m>) -> impl Iterator<Item = &'m Record<Role>> + Clone {
    subject.isms.roles.iter().filter(|role| role.status != Some(RoleStatus::Retired))
}

/// A row for each competence that a role needs and each person who holds the role.
fn roles(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::many("Competence needed", 16, &[("topic", "Competence", ""), ("level", "Level", "Level")]),
        Column::many("Shown by", 10, &[("proof", "Proof", ""), ("refresh", "Refreshed every", "Refreshed every")]),
        Column::one("person", "Person", 10),
        Column::one("state", "State", 12),
    ];
    let gaps = subject.isms.competence_gaps(subject.as_of);
    let mut groups = Vec::new();
    for role in active_roles(subject).filter(|role| !role.competence_required.is_empty()) {
        let people = subject.isms.people_behind(role.id(), subject.as_of);
        let mut rows = Vec::new();
        for topic in &role.competence_required {
            let needed = || {
                vec![
                    Cell::text(topic.topic.as_str()),
                    Cell::maybe(topic.level.as_deref()),
                    Cell::maybe(topic.evidence.as_deref()),
                    topic.refresh.map_or(Cell::Empty, |every| Cell::Text(every.words())),
                ]
            };
            if people.is_empty() {
                let mut row = needed();
                row.extend([Cell::Empty, Cell::State("the role is vacant".to_owned(), Tone::Open)]);
                rows.push(row);
            }
            for person in &people {
                let gap = gaps
                    .iter()
                    .find(|gap| gap.role.id() == role.id() && gap.person == person.id() && std::ptr::eq(gap.topic, topic));
                let state = match gap.map(|gap| &gap.ended) {
                    None => Cell::State("shown".to_owned(), Tone::Good),
                    Some(None) => Cell::State("no proof on record".to_owned(), Tone::Bad),
                    Some(Some((end, record))) => Cell::State(format!("{} ended on {end}", record.id()), Tone::Bad),
                };
                let mut row = needed();
                row.extend([Cell::text(person.title()), state]);
                rows.push(row);
            }
        }
        groups.push(Group { title: role.title().to_owned(), rows });
    }
    super::grouped("roles", "Competence that roles need", columns, groups)
}

fn records(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("competence", "ID", 5),
        Column::many("Person and role", 11, &[("person", "Person", ""), ("role", "Role", "as")]),
        Column::many("Competence", 16, &[("requirement", "Competence", ""), ("basis", "Basis", "Basis")]),
        Column::many(
            "Valid",
            9,
            &[("obtained", "Obtained", "from"), ("valid_until", "Valid until", "until"), ("valid_state", "Validity", "")],
        ),
        Column::many("Evaluated", 14, &[("evaluated_by", "Evaluated by", ""), ("evaluation", "Evaluation", "")]),
        Column::one("evidence", "Evidence", 10),
    ];
    let mut records: Vec<_> = subject.isms.competences.iter().collect();
    records.sort_by_cached_key(|record| natural(record.id()));
    let row = |record: &&Record<Competence>| {
        let named = |id: &Option<String>| {
            id.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.isms.head(id).map_or(id, |head| head.title())))
        };
        let topic = record.requirement.as_deref().unwrap_or(record.title());
        let mut cells = vec![
            Cell::text(record.id()),
            named(&record.person),
            named(&record.role),
            Cell::text(topic),
            plain(record.basis.map(Basis::label)),
            Cell::date(record.obtained),
        ];
        cells.extend(subject.end(record.valid_until));
        cells.extend([
            Cell::text(subject.act(record.evaluated_by.as_deref(), None, None, record.evaluated_on)),
            Cell::maybe(record.evaluation.as_deref()),
            subject.all_named(&record.evidence),
        ]);
        cells
    };
    super::table("competences", "Competence records", columns, records.iter().map(row).collect())
}

fn communication(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("communication", "ID", 5),
        Column::one("what", "What", 14),
        Column::one("when", "When", 10),
        Column::one("with_whom", "With whom", 11),
        Column::one("how", "How", 12),
        Column::many("By", 9, &[("by", "By", ""), ("evidence", "Evidence", "Evidence")]),
    ];
    let mut records: Vec<_> = subject.isms.communications.iter().collect();
    records.sort_by_cached_key(|record| natural(record.id()));
    let rows = records.into_iter().map(|record| {
        let text = |text: &Option<String>| Cell::maybe(text.as_deref());
        vec![
            Cell::text(record.id()),
            Cell::text(record.what.as_deref().unwrap_or(record.title())),
            text(&record.when),
            text(&record.with_whom),
            text(&record.how),
            record.by.as_deref().or(record.owner()).map_or(Cell::Empty, |id| Cell::text(subject.party(id))),
            subject.all_named(&record.evidence),
        ]
    });
    super::table("communication", "Communication", columns, rows.collect())
}
