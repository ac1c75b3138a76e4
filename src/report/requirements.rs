//! Interested parties and their requirements (clause 4.2, control A.5.31): who expects what, and how the ISMS answers.

use std::fmt::Write as _;

use super::document::{Cell, Column, Document, Group, Table, Tone};
use super::words::{capital, plain};
use super::{Make, Report, Subject};
use crate::model::{Addressed, Compliance, PartyType, Record, Requirement, RequirementStatus, RequirementType, is_legal, natural};
use crate::text::wording::{counted, listed};

pub(super) static REPORT: Report = Report {
    name: "requirements",
    title: "Interested parties and requirements",
    about: "who expects what of the ISMS, whether and how it is met, and when that was last checked",
    clauses: &["4.2"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let isms = subject.isms;
    let heads = isms.requirements.iter().map(|it| &it.head).chain(isms.parties.iter().map(|it| &it.head));
    let mut document = REPORT.begin(
        subject,
        heads,
        "This register lists who has an interest in the information security of the organisation, what laws, contracts and expectations \
         require, which of that the ISMS takes on, and what meets it.",
    );
    document.heading(2, "Summary");
    document.paragraph(summary(subject));
    document.heading(2, "Interested parties");
    if isms.parties.is_empty() {
        document.paragraph("No interested parties are recorded.");
    } else {
        document.table(parties(subject));
    }
    document.heading(2, "Requirements");
    if isms.requirements.is_empty() {
        document.paragraph("No requirements are recorded.");
    } else {
        document.table(register(subject));
    }
    document
}

fn summary(subject: &Subject<'_>) -> String {
    let active: Vec<_> = subject.isms.requirements.iter().filter(|requirement| requirement.is_active()).collect();
    let parties = counted(subject.isms.parties.len(), "interested party", "interested parties");
    if active.is_empty() {
        return format!("{parties}; no requirements are recorded.");
    }
    let legal = active.iter().filter(|requirement| is_legal(requirement)).count();
    let contractual =
        active.iter().filter(|requirement| requirement.requirement_type == Some(RequirementType::Contractual)).count();
    let mut text = format!(
        "{parties}; {}, of which {legal} of laws and regulators and {contractual} of contracts.",
        counted(active.len(), "requirement", "requirements")
    );
    let ids = |fits: &dyn Fn(&Record<Requirement>) -> bool| -> Vec<&str> {
        active.iter().filter(|requirement| fits(requirement)).map(|requirement| requirement.id()).collect()
    };
    let overdue = |requirement: &Record<Requirement>| {
        subject.isms.next_check(requirement).is_some_and(|due| subject.isms.settings.defaults.is_overdue(due, subject.as_of))
    };
    for (words, ids) in [
        ("Not decided whether the ISMS takes them on", ids(&|it| it.addressed.is_none())),
        ("Not met", ids(&|it| it.compliance == Some(Compliance::NotMet))),
        ("Met in part", ids(&|it| it.compliance == Some(Compliance::Partly))),
        ("Check overdue", ids(&overdue)),
    ] {
        if !ids.is_empty() {
            let _ = write!(text, " {words}: {}.", listed(&ids));
        }
    }
    text
}

fn parties(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("party", "ID", 5),
        Column::many("Party", 12, &[("title", "Party", ""), ("type", "Type", "")]),
        Column::one("interest", "Interest", 20),
        Column::one("requirements", "Requirements", 16),
    ];
    let mut parties: Vec<_> = subject.isms.parties.iter().collect();
    parties.sort_by_cached_key(|party| natural(party.id()));
    let rows = parties.into_iter().map(|party| {
        let theirs = subject.isms.requirements.iter().filter(|it| it.is_active() && it.party.as_deref() == Some(party.id()));
        let theirs: Vec<&str> = theirs.map(Record::id).collect();
        vec![
            Cell::text(party.id()),
            Cell::text(party.title()),
            plain(party.party_type.map(PartyType::label)),
            Cell::maybe(party.interest.as_deref()),
            subject.all_named(&theirs),
        ]
    });
    super::table("parties", "Interested parties", columns, rows.collect())
}

fn register(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("requirement", "ID", 5),
        Column::many("Of whom", 10, &[("party", "Party", ""), ("jurisdiction", "Jurisdiction", "Where")]),
        Column::many(
            "Requirement",
            20,
            &[("title", "Title", ""), ("statement", "Requirement", ""), ("citation", "Source", "Source")],
        ),
        Column::many("Taken on", 11, &[("addressed", "Addressed", ""), ("addressed_reason", "Reason", "")]),
        Column::many("How it is met", 18, &[("how_met", "How met", ""), ("met_by", "Met by", "By"), ("risks", "Risks", "Risks")]),
        Column::one("owner", "Owner", 9),
        Column::many(
            "Checked",
            9,
            &[
                ("compliance", "State", ""),
                ("last_checked", "Last check", "Last"),
                ("next_check", "Next check", "Next"),
                ("next_state", "Next check state", ""),
            ],
        ),
    ];
    let mut groups: Vec<Group> = Vec::new();
    let kinds = RequirementType::ALL.iter().copied().map(Some).chain([None]);
    let mut add = |title: String, fits: &dyn Fn(&Record<Requirement>) -> bool| {
        let mut found: Vec<_> = subject.isms.requirements.iter().filter(|it| fits(it)).collect();
        found.sort_by_cached_key(|requirement| natural(requirement.id()));
        if !found.is_empty() {
            groups.push(Group { title, rows: found.into_iter().map(|it| row(subject, it)).collect() });
        }
    };
    for kind in kinds {
        let title = capital(&kind.map_or_else(|| "of no type".to_owned(), RequirementType::label));
        add(title, &|it| it.is_active() && it.requirement_type == kind);
    }
    add("Withdrawn".to_owned(), &|it| it.status == Some(RequirementStatus::Withdrawn));
    super::grouped("requirements", "Requirements", columns, groups)
}

fn row(subject: &Subject<'_>, requirement: &Record<Requirement>) -> Vec<Cell> {
    let text = |text: &Option<String>| Cell::maybe(text.as_deref());
    let addressed = match requirement.addressed {
        None => Cell::State("not decided".to_owned(), Tone::Bad),
        Some(Addressed::Fully) => Cell::State("fully".to_owned(), Tone::Good),
        Some(Addressed::Partly) => Cell::State("in part".to_owned(), Tone::Open),
        Some(Addressed::Not) => Cell::State("not".to_owned(), Tone::Plain),
    };
    let state = match requirement.compliance {
        Some(Compliance::Met) => Cell::State("met".to_owned(), Tone::Good),
        Some(Compliance::Partly) => Cell::State("met in part".to_owned(), Tone::Open),
        Some(Compliance::NotMet) => Cell::State("not met".to_owned(), Tone::Bad),
        Some(Compliance::Unknown) | None => Cell::State("not judged".to_owned(), Tone::Open),
    };
    let next = match subject.isms.next_check(requirement) {
        Some(due) if requirement.is_active() => subject.due(Some(due)),
        due => [Cell::date(due), Cell::Empty],
    };
    let mut cells = vec![
        Cell::text(requirement.id()),
        requirement.party.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.named(id))),
        text(&requirement.jurisdiction),
        Cell::text(requirement.title()),
        text(&requirement.statement),
        text(&requirement.citation),
        addressed,
        text(&requirement.addressed_reason),
        text(&requirement.how_met),
        subject.all_named(&requirement.met_by),
        subject.all_named(&requirement.risks),
        subject.owner(requirement.owner()),
        state,
        Cell::date(requirement.last_checked),
    ];
    cells.extend(next);
    cells
}
