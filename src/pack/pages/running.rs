//! How this ISMS is run, and how its documents are controlled (clause 7.5): the page that lets an auditor trust the rest.

use super::super::Desk;
use crate::model::Kind;
use crate::model::date::Duration;
use crate::report::document::{Cell, Column, Document, Table};

/// The page.
pub(super) fn running(desk: &Desk<'_>) -> Document {
    let mut document = desk.document("how-this-isms-is-run", "How this ISMS is run");
    document.paragraph(
        "The ISMS is a folder of plain text files in a Git repository: one file for each document, control, risk, asset, metric, audit and \
         so on. A file says what it is and has an id that is never given again; files refer to each other by id. Everything else in this \
         pack, such as scores, levels, due dates and the Statement of Applicability, is computed from them.",
    );
    document.heading(2, "How documents and records are controlled");
    document.list([
        "Identification and versions (7.5.2): every record has an id, a title and an owner; documents have a version, and Git keeps every state of every file with who committed it, when and why.",
        "Review and approval (7.5.2): an approval is a record of its own. It names the person, the role in which the person decided, the day, the method, and where it can be seen, and it is bound to a digest of the content. One changed word in an approved document makes the approval void, and the checks report it.",
        "Availability and protection (7.5.3): who may read and change files is settled where the repository is kept; changes are proposed, reviewed and merged there. Files on that service, such as reviews and protection rules, are not part of Git and have to be looked at there.",
        "Changes (7.5.3): nothing is overwritten. What a change means, sentence by sentence and record by record, is shown before it is merged.",
        "Retention and disposal (7.5.3): records are closed, not deleted; the history keeps what was.",
    ]);
    tree(desk, &mut document);
    matrix(desk, &mut document);
    intervals(desk, &mut document);
    document
}

/// Where things stand.
fn tree(desk: &Desk<'_>, document: &mut Document) {
    let isms = desk.subject.isms;
    let row = |kind: &Kind| {
        let count = isms.heads().filter(|head| head.kind == *kind).count();
        let family = match kind.family() {
            crate::model::Family::Document => "document, kept current",
            crate::model::Family::Register => "register, kept current",
            crate::model::Family::Record => "record, retained",
        };
        let folder = if kind.folder().is_empty() { "beside the clause or control that it belongs to" } else { kind.folder() };
        (count > 0)
            .then(|| vec![Cell::text(super::sentence(kind.plural())), Cell::text(folder), Cell::text(family), Cell::count(count)])
    };
    let columns = vec![
        Column::one("kind", "What", 5),
        Column::one("folder", "Folder", 7),
        Column::one("family", "Kept how", 5),
        Column::one("count", "How many", 2),
    ];
    document.heading(2, "The tree");
    document.table(Table::new("tree", "The tree", columns, Kind::ALL.iter().filter_map(row).collect()));
}

/// Who must approve what.
fn matrix(desk: &Desk<'_>, document: &mut Document) {
    let settings = &desk.subject.isms.settings;
    document.heading(2, "Who approves what");
    if settings.approval_matrix.is_empty() {
        document.paragraph("The settings of the repository name no approvers; documents name their own.");
        return;
    }
    let row = |(subject, roles): (&String, &Vec<String>)| {
        let subject = match subject.as_str() {
            "soa" => "Statement of Applicability".to_owned(),
            "rtp" => "Risk treatment plan".to_owned(),
            word => super::label(word),
        };
        vec![Cell::text(subject), Cell::list(roles.iter().map(|role| desk.subject.party(role)).collect())]
    };
    let columns =
        vec![Column::one("subject", "What", 4), Column::one("roles", "One of these roles, held on the day of the approval", 10)];
    document.table(Table::new("approval_matrix", "Approval matrix", columns, settings.approval_matrix.iter().map(row).collect()));
}

/// The intervals and limits that the organisation set itself.
fn intervals(desk: &Desk<'_>, document: &mut Document) {
    let own = &desk.subject.isms.settings.defaults;
    let row = |what: &str, every: Duration| vec![Cell::text(what), Cell::text(every.words())];
    let rows = vec![
        row("Documents and records are confirmed every", own.review_every),
        row("Evidence for a control is collected every", own.evidence_every),
        row("The audit programme covers everything within", own.audit_cycle),
        row("Management reviews take place every", own.management_review_every),
        row("An acceptance of a risk lasts at most", own.max_acceptance),
        row("An exception lasts at most", own.max_exception),
    ];
    document.heading(2, "Intervals and limits");
    document.paragraph("These are rules of the organisation, not of the standard. A record may set a shorter interval of its own.");
    document.table(Table::new(
        "intervals",
        "Intervals and limits",
        vec![Column::one("what", "What", 8), Column::one("every", "Interval", 3)],
        rows,
    ));
}
