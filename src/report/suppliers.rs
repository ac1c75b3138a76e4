//! The register of suppliers (clause 8.1, controls A.5.19 to A.5.23): whom the organisation relies on, and what shows that it may.

use super::document::{Cell, Column, Document, Group, Table, Tone};
use super::words::{comma, plain};
use super::{Make, Report, Subject};
use crate::model::{Assurance, Conclusion, Coverage, Criticality, Record, Supplier, SupplierCategory, SupplierStatus, natural};
use crate::text::wording::{counted, listed};

pub(super) static REPORT: Report = Report {
    name: "suppliers",
    title: "Register of suppliers",
    about: "every supplier with service, criticality, data, contract, assurance, review and exit",
    clauses: &["8.1"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let suppliers = &subject.isms.suppliers;
    let mut document = REPORT.begin(
        subject,
        suppliers.iter().map(|supplier| &supplier.head),
        "This register lists the suppliers whose services touch the security of information: what they do and see, what the contract says, \
         what they show for their own security, what the last review concluded, and how the organisation could leave them.",
    );
    document.heading(2, "Summary");
    document.paragraph(summary(subject));
    if !suppliers.is_empty() {
        document.heading(2, "Register");
        document.table(register(subject));
    }
    document
}

fn summary(subject: &Subject<'_>) -> String {
    let active: Vec<_> = subject.isms.suppliers.iter().filter(|supplier| supplier.is_active()).collect();
    if active.is_empty() {
        return "No active suppliers are recorded.".to_owned();
    }
    let critical = active.iter().filter(|supplier| supplier.criticality == Some(Criticality::Critical)).count();
    let personal = active.iter().filter(|supplier| supplier.personal_data == Some(true)).count();
    let mut parts = vec![format!(
        "{}: {critical} critical, {personal} with access to personal data.",
        counted(active.len(), "active supplier", "active suppliers")
    )];
    let defaults = &subject.isms.settings.defaults;
    let ids = |fits: &dyn Fn(&Record<Supplier>) -> bool| -> Vec<&str> {
        active.iter().filter(|supplier| fits(supplier)).map(|supplier| supplier.id()).collect()
    };
    let late = |supplier: &Record<Supplier>| {
        subject.isms.next_review_of(&supplier.head).is_some_and(|due| defaults.is_overdue(due, subject.as_of))
    };
    for (words, ids) in [
        ("Review overdue", ids(&late)),
        ("Concluded with conditions", ids(&|it| it.conclusion == Some(Conclusion::Conditional))),
        ("Concluded as unsatisfactory", ids(&|it| it.conclusion == Some(Conclusion::Unsatisfactory))),
    ] {
        if !ids.is_empty() {
            parts.push(format!("{words}: {}.", listed(&ids)));
        }
    }
    parts.join(" ")
}

fn register(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("supplier", "ID", 5),
        Column::many("Supplier", 15, &[("title", "Name", ""), ("service", "Service", ""), ("categories", "Categories", "")]),
        Column::many("Owner", 9, &[("owner", "Owner", "")]),
        Column::many(
            "Data",
            12,
            &[
                ("data_accessed", "Data", ""),
                ("personal_data", "Personal data", "Personal data"),
                ("location", "Location", "Where"),
            ],
        ),
        Column::many(
            "Contract",
            9,
            &[
                ("contract_ref", "Contract", ""),
                ("security_clauses", "Security clauses", "Security clauses"),
                ("subprocessors", "Subprocessors", "Subprocessors"),
            ],
        ),
        Column::one("assurance", "Assurance", 15),
        Column::many(
            "Review",
            9,
            &[
                ("conclusion", "Conclusion", ""),
                ("reviewed", "Last review", "Last"),
                ("next_review", "Next review", "Next"),
                ("review_state", "Review state", ""),
            ],
        ),
        Column::many(
            "Leaving",
            14,
            &[("exit_plan", "Exit", ""), ("shared_responsibility", "Shared responsibility", "Shared responsibility")],
        ),
        Column::one("status", "State", 6),
    ];
    let mut groups: Vec<Group> = Vec::new();
    let mut add = |title: String, fits: &dyn Fn(&Record<Supplier>) -> bool| {
        let mut found: Vec<_> = subject.isms.suppliers.iter().filter(|it| fits(it)).collect();
        found.sort_by_cached_key(|supplier| natural(supplier.id()));
        if !found.is_empty() {
            groups.push(Group { title, rows: found.into_iter().map(|it| row(subject, it)).collect() });
        }
    };
    for criticality in Criticality::ALL.iter().rev().copied().map(Some).chain([None]) {
        let title = criticality.map_or_else(|| "Criticality not judged".to_owned(), |it| format!("Criticality: {it}"));
        add(title, &|it| it.is_active() && it.criticality == criticality);
    }
    add("Not in use".to_owned(), &|it| !it.is_active());
    super::grouped("suppliers", "Suppliers", columns, groups)
}

fn row(subject: &Subject<'_>, supplier: &Record<Supplier>) -> Vec<Cell> {
    let text = |text: &Option<String>| Cell::maybe(text.as_deref());
    let categories: Vec<String> = supplier.categories.iter().copied().map(SupplierCategory::label).collect();
    let conclusion = match supplier.conclusion {
        Some(Conclusion::Satisfactory) => Cell::State("satisfactory".to_owned(), Tone::Good),
        Some(Conclusion::Conditional) => Cell::State("conditional".to_owned(), Tone::Open),
        Some(Conclusion::Unsatisfactory) => Cell::State("unsatisfactory".to_owned(), Tone::Bad),
        None => Cell::State("none recorded".to_owned(), Tone::Open),
    };
    let mut cells = vec![
        Cell::text(supplier.id()),
        Cell::text(supplier.title()),
        text(&supplier.service),
        comma(&categories),
        subject.owner(supplier.owner()),
        text(&supplier.data_accessed),
        supplier.personal_data.map_or(Cell::Empty, Cell::Flag),
        text(&supplier.location),
        text(&supplier.contract_ref),
        plain(supplier.security_clauses.map(Coverage::label)),
        comma(&supplier.subprocessors),
        Cell::list(supplier.assurance.iter().map(assurance).collect()),
        conclusion,
        Cell::date(supplier.head.common.reviewed),
    ];
    cells.extend(if supplier.is_active() { subject.next_review(&supplier.head) } else { [Cell::Empty, Cell::Empty] });
    cells.extend([
        text(&supplier.exit_plan),
        text(&supplier.shared_responsibility),
        plain(supplier.status.map(SupplierStatus::label)),
    ]);
    cells
}

/// `SOC 2 Type II of Firm, to 2026-03-31; scope not checked`.
fn assurance(assurance: &Assurance) -> String {
    let issuer = assurance.issuer.as_ref().map(|issuer| format!(" of {issuer}")).unwrap_or_default();
    let to = assurance.period_end.map(|end| format!(", to {end}")).unwrap_or_default();
    let unchecked = if assurance.scope_checked == Some(false) { "; scope not checked" } else { "" };
    format!("{}{issuer}{to}{unchecked}", assurance.assurance_type)
}
