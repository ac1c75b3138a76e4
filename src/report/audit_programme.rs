//! The audit programme (clause 9.2.2): what is audited when by whom, what came out, and what is left out.

use std::fmt::Write as _;

use super::document::{Cell, Column, Document, Group, Table, Tone};
use super::words::{comma, plain};
use super::{Make, Report, Subject, pictures};
use crate::model::{Audit, AuditProgramme, AuditStatus, AuditType, Grade, ProgrammeStatus, Record, natural};
use crate::standard;
use crate::text::wording::counted;

pub(super) static REPORT: Report = Report {
    name: "audit-programme",
    title: "Audit programme",
    about: "every audit with window, scope, auditor and results, and what the cycle covers or leaves out",
    clauses: &["9.2.1", "9.2.2"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let isms = subject.isms;
    let heads = isms.audits.iter().map(|it| &it.head).chain(isms.audit_programmes.iter().map(|it| &it.head));
    let mut document = REPORT.begin(
        subject,
        heads,
        "This report shows how the organisation checks its ISMS: the audits that took place and those that are planned, with their scope, \
         their auditors and their results, and which clauses and controls the cycle reaches.",
    );
    document.heading(2, "Summary");
    document.paragraph(summary(subject));
    document.heading(2, "Programme");
    match isms.programme_in_force() {
        None => document.paragraph("No audit programme is recorded."),
        Some(programme) => document.table(programme_table(subject, programme)),
    }
    document.heading(2, "Audits");
    if isms.audits.is_empty() {
        document.paragraph("No audits are recorded.");
    } else {
        document.table(audits(subject));
    }
    document.heading(2, "Coverage");
    pictures::audit_years(subject, &mut document);
    document.paragraph(coverage_words(subject));
    document.table(coverage(subject));
    document
}

fn summary(subject: &Subject<'_>) -> String {
    let audits = &subject.isms.audits;
    if audits.is_empty() {
        return "No audits are recorded.".to_owned();
    }
    let reported = audits.iter().filter(|audit| audit.is_reported()).count();
    let ahead = audits.iter().filter(|audit| audit.is_ahead()).count();
    let mut text = format!("{}: {reported} reported, {ahead} ahead.", counted(audits.len(), "audit", "audits"));
    let late: Vec<&str> = audits.iter().filter(|audit| is_late(subject, audit)).map(Record::id).collect();
    if !late.is_empty() {
        let _ = write!(text, " Their window has passed: {}.", late.join(", "));
    }
    let next = audits.iter().filter(|audit| audit.is_ahead()).filter_map(|audit| Some((audit.date()?, audit.id())));
    if let Some((day, id)) = next.filter(|(day, _)| *day >= subject.as_of).min() {
        let _ = write!(text, " Next: {id}, until {day}.");
    }
    let certification = audits.iter().filter(|audit| audit.is_certification() && audit.is_reported()).max_by_key(|it| it.date());
    if let Some(audit) = certification {
        let _ = write!(text, " Last visit of the certification body: {}, {}.", audit.id(), findings(audit));
    }
    text
}

fn is_late(subject: &Subject<'_>, audit: &Audit) -> bool {
    audit.status != Some(AuditStatus::InProgress) && audit.is_ahead() && audit.window_end().is_some_and(|end| end < subject.as_of)
}

/// `1 minor, 2 observations`; `no findings`.
pub(super) fn findings(audit: &Audit) -> String {
    let counts: Vec<String> = Grade::ALL
        .iter()
        .filter_map(|grade| {
            let count = audit.findings.iter().filter(|finding| finding.grade == Some(*grade)).count();
            let words = match grade {
                Grade::Major => ("major", "major"),
                Grade::Minor => ("minor", "minor"),
                Grade::Observation => ("observation", "observations"),
                Grade::Opportunity => ("opportunity", "opportunities"),
                Grade::Positive => ("positive point", "positive points"),
            };
            (count > 0).then(|| counted(count, words.0, words.1))
        })
        .collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

/// What the programme in force says, a row for each question of clause 9.2.2.
fn programme_table(subject: &Subject<'_>, programme: &Record<AuditProgramme>) -> Table {
    let columns = vec![Column::one("topic", "Topic", 5), Column::one("text", "What the programme says", 24)];
    let period = match (programme.period_from, programme.period_to) {
        (Some(from), Some(to)) => Cell::Text(format!("{from} to {to}")),
        (from, to) => Cell::date(from.or(to)),
    };
    let text = |text: &Option<String>| Cell::maybe(text.as_deref());
    let rows = [
        ("Programme", Cell::Text(format!("{} {}", programme.id(), programme.title()))),
        ("State", programme.status.map_or(Cell::Empty, |it| Cell::Text(ProgrammeStatus::label(it)))),
        ("Owner", subject.owner(programme.owner())),
        ("Period", period),
        ("Frequency", text(&programme.frequency)),
        ("Methods", text(&programme.methods)),
        ("Responsibilities", text(&programme.responsibilities)),
        ("Planning", text(&programme.planning)),
        ("Reporting", text(&programme.reporting)),
        ("Importance of what is audited", text(&programme.importance)),
        ("Results of earlier audits", text(&programme.previous_results)),
    ];
    let rows = rows.into_iter().map(|(topic, cell)| {
        let cell = if cell.is_empty() { Cell::State("not said".to_owned(), Tone::Open) } else { cell };
        vec![Cell::text(topic), cell]
    });
    super::table("programme", "Audit programme", columns, rows.collect())
}

fn audits(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("audit", "ID", 5),
        Column::many("Audit", 13, &[("title", "Title", ""), ("type", "Type", "")]),
        Column::many(
            "Period",
            10,
            &[("from", "From", ""), ("to", "To", "to"), ("window_state", "Window state", ""), ("replanned", "Moved", "Moved")],
        ),
        Column::one("criteria", "Criteria", 13),
        Column::many("Scope", 13, &[("clauses", "Clauses", "Clauses"), ("controls", "Controls", "Controls")]),
        Column::many("Auditors", 11, &[("auditors", "Auditors", ""), ("independence", "Independence", "")]),
        Column::many("Method and sample", 16, &[("sample", "Sample", "")]),
        Column::many(
            "Results",
            11,
            &[("findings", "Findings", ""), ("report", "Report", "Report"), ("reported_on", "Reported on", "On")],
        ),
        Column::one("status", "State", 6),
    ];
    let mut groups = Vec::new();
    let mut add = |title: &str, fits: &dyn Fn(&Audit) -> bool| {
        let mut found: Vec<_> = subject.isms.audits.iter().filter(|audit| fits(audit)).collect();
        found.sort_by_cached_key(|audit| (audit.date(), natural(audit.id())));
        if !found.is_empty() {
            groups.push(Group { title: title.to_owned(), rows: found.into_iter().map(|audit| row(subject, audit)).collect() });
        }
    };
    add("Ahead", &|audit| audit.is_ahead());
    add("Done", &|audit| audit.is_reported());
    add("Cancelled", &|audit| audit.status == Some(AuditStatus::Cancelled));
    super::grouped("audits", "Audits", columns, groups)
}

fn row(subject: &Subject<'_>, audit: &Record<Audit>) -> Vec<Cell> {
    let window = audit.replanned.last();
    let from = audit.performed_from.or_else(|| window.and_then(|window| window.from)).or(audit.planned_from);
    let to = audit.performed_to.or_else(|| audit.window_end());
    let late = if is_late(subject, audit) { Cell::State("the window has passed".to_owned(), Tone::Bad) } else { Cell::Empty };
    let moved = audit.replanned.iter().filter_map(|window| {
        let to = window.to.or(window.from)?;
        Some(window.reason.as_ref().map_or_else(|| format!("to {to}"), |reason| format!("to {to}: {reason}")))
    });
    let tone = if audit.is_reported() { Tone::Good } else { Tone::Open };
    let results = if audit.is_reported() { Cell::Text(findings(audit)) } else { Cell::Empty };
    vec![
        Cell::text(audit.id()),
        Cell::text(audit.title()),
        plain(audit.audit_type.map(AuditType::label)),
        Cell::date(from),
        Cell::date(to),
        late,
        Cell::list(moved.collect()),
        Cell::list(audit.criteria.clone()),
        comma(&audit.clauses),
        comma(&audit.controls),
        Cell::list(auditors(subject, audit)),
        independence(subject, audit),
        Cell::maybe(audit.sample.as_deref()),
        results,
        audit.report.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.named(id))),
        Cell::date(audit.reported_on),
        audit.status.map_or(Cell::Empty, |status| Cell::State(status.label(), tone)),
    ]
}

/// Who audits: by name, with the firm.
pub(super) fn auditors(subject: &Subject<'_>, audit: &Audit) -> Vec<String> {
    let words = audit.auditors.iter().map(|auditor| {
        let person = auditor.person.as_deref().map(|id| subject.party(id));
        let name = auditor.name.clone().or(person);
        [name, auditor.firm.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    words.filter(|words| !words.is_empty()).collect()
}

/// Whether the auditors audit their own work.
pub(super) fn independence(subject: &Subject<'_>, audit: &Record<Audit>) -> Cell {
    let mut people = audit.auditors.iter().filter_map(|auditor| auditor.person.as_deref()).peekable();
    let Some(day) = audit.date().filter(|_| audit.is_internal() && people.peek().is_some()) else { return Cell::Empty };
    let mut own: Vec<&str> = people.flat_map(|person| subject.isms.own_work(audit, person, day)).map(|part| part.id).collect();
    own.sort_by_cached_key(|id| natural(id));
    own.dedup();
    if own.is_empty() {
        Cell::State("none of it their own work".to_owned(), Tone::Good)
    } else {
        Cell::State(format!("their own work: {}", own.join(", ")), Tone::Bad)
    }
}

fn coverage_words(subject: &Subject<'_>) -> String {
    let coverage = subject.isms.audit_coverage(subject.as_of);
    let reached = coverage.items.len() - coverage.missing();
    let mut text = format!(
        "Internal audits of the last cycle, and those planned before the next one begins on {}, reach {reached} of {} clauses and \
         applicable controls.",
        coverage.next_cycle,
        coverage.items.len()
    );
    if coverage.missing() > 0 {
        let _ = write!(text, " Left out: {}.", coverage.gaps());
    }
    text.push_str(
        " In the matrix, ● is an audit that took place and ○ one that is ahead; what a certification body audited is in brackets.",
    );
    text
}

/// A row for each clause of the second level and each applicable control, a column for each year with an audit.
fn coverage(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("item", "Clause or control", 4),
        Column::one("title", "Title", 14),
        Column::one("done", "Audited", 12),
        Column::one("ahead", "Ahead", 12),
        Column::one("state", "In this cycle", 6),
    ];
    let covered = subject.isms.audit_coverage(subject.as_of);
    let row = |(item, reached): &(&str, bool)| {
        let clause = standard::clause(item);
        let title = match (clause, subject.isms.control(item)) {
            (Some(clause), _) => clause.title,
            (None, Some(control)) => control.title(),
            (None, None) => "",
        };
        let mut audits: Vec<&Record<Audit>> = subject
            .isms
            .audits
            .iter()
            .filter(|audit| audit.is_internal() || audit.is_certification())
            .filter(|audit| if clause.is_some() { audit.touches_clause(item) } else { audit.all_controls().any(|id| id == *item) })
            .collect();
        audits.sort_by_cached_key(|audit| (audit.date(), natural(audit.id())));
        let words = |audit: &&Record<Audit>, mark: &str| {
            let month = audit.date().map(|day| format!(" {:04}-{:02}", day.year(), day.month())).unwrap_or_default();
            if audit.is_internal() { format!("{mark} {}{month}", audit.id()) } else { format!("({mark} {}{month})", audit.id()) }
        };
        let done: Vec<String> = audits.iter().filter(|audit| audit.is_performed()).map(|audit| words(audit, "●")).collect();
        let ahead = audits.iter().filter(|audit| audit.is_ahead() && !audit.is_performed());
        let ahead: Vec<String> = ahead.map(|audit| words(audit, "○")).collect();
        let state = if *reached { ("reached", Tone::Good) } else { ("left out", Tone::Bad) };
        vec![Cell::text(*item), Cell::text(title), comma(&done), comma(&ahead), Cell::State(state.0.to_owned(), state.1)]
    };
    super::table("coverage", "What audits reach", columns, covered.items.iter().map(row).collect())
}
