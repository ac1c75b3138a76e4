//! The control of documents (clause 7.5): which there are, in which version, whose they are, who approved which text and when they
//! are due.

use std::fmt::Write as _;

use super::document::{Cell, Column, Document as Page, Group, Table, Tone};
use super::words::{comma, plain};
use super::{Act, Make, Report, Subject};
use crate::model::{
    Agreement, Approval, ApprovalMethod, Document, DocumentStatus, DocumentType, Head, Kind, Record, Standing, digest,
};
use crate::text::wording::{counted, listed};

pub(super) static REPORT: Report = Report {
    name: "document-control",
    title: "Document control",
    about: "every document with version, owner, approval, next review and the digest of its content",
    clauses: &["7.5.2", "7.5.3"],
    make: Make::Whole(make),
};

/// How many digits of a digest are shown: enough to tell contents apart by eye.
const DIGITS: usize = 12;

fn make(subject: &Subject<'_>) -> Page {
    let documents = &subject.isms.documents;
    let mut page = REPORT.begin(
        subject,
        documents.iter().map(|document| &document.head),
        "This list shows the documents of the ISMS: which version is in force, who owns it, who approved exactly which text, and when it \
         is looked at again.",
    );
    page.heading(2, "Summary");
    page.paragraph(summary(subject));
    page.heading(2, "Documents that the standard calls for");
    page.table(mandatory(subject));
    page.heading(2, "Documents");
    if documents.is_empty() {
        page.paragraph("No documents are recorded.");
    } else {
        page.paragraph(format!(
            "The digest is the beginning ({DIGITS} of 64 digits) of the SHA-256 of the meaning of a document. It changes with every word, \
             and not with layout, moves or line ends. An approval names the digest of what was approved.",
        ));
        page.table(control(subject));
    }
    let others = others(subject);
    if !others.groups.iter().all(|group| group.rows.is_empty()) {
        page.heading(2, "Other approved records");
        page.table(others);
    }
    page
}

/// `20 documents: 18 in force, 2 drafts. Review overdue: …`
fn summary(subject: &Subject<'_>) -> String {
    let documents = &subject.isms.documents;
    if documents.is_empty() {
        return "No documents are recorded.".to_owned();
    }
    let in_force = documents.iter().filter(|document| document.is_in_force());
    let obsolete = documents.iter().filter(|document| document.is_obsolete()).count();
    let count = in_force.clone().count();
    let mut text = format!("{}: {count} in force", counted(documents.len(), "document", "documents"));
    let drafts = documents.len() - count - obsolete;
    if drafts > 0 {
        let _ = write!(text, ", {drafts} in preparation");
    }
    if obsolete > 0 {
        let _ = write!(text, ", {obsolete} obsolete");
    }
    text.push('.');
    let ids = |fits: &dyn Fn(&Record<Document>) -> bool| -> Vec<&str> {
        in_force.clone().filter(|document| fits(document)).map(Record::id).collect()
    };
    let agreement = |document: &Record<Document>| subject.isms.agreement(&document.head, document.version.as_deref());
    let unapproved =
        ids(&|document| !document.is_external() && matches!(agreement(document), Agreement::Never | Agreement::Earlier(_)));
    let changed = ids(&|document| matches!(agreement(document), Agreement::Changed(_)));
    let late = ids(&|document| {
        subject.isms.review_of(document).is_some_and(|it| subject.isms.settings.defaults.is_overdue(it.due, subject.as_of))
    });
    for (words, ids) in [
        ("In force without an approval of the version", unapproved),
        ("Changed since the approval", changed),
        ("Review overdue", late),
    ] {
        if !ids.is_empty() {
            let _ = write!(text, " {words}: {}.", listed(&ids));
        }
    }
    text
}

fn mandatory(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("clause", "Clause", 3),
        Column::one("name", "What the clause calls for", 12),
        Column::one("answered_by", "Answered by", 14),
        Column::one("standing", "Standing", 8),
    ];
    let rows = subject.isms.mandatory_documents().map(|(item, standing)| {
        let answered = match item.clause {
            "6.1.3 d" | "6.1.3 e" => vec![REPORTED.to_owned()],
            "6.2" => subject.isms.objectives.iter().map(|it| format!("{} {}", it.id(), it.title())).collect(),
            "9.2.2" => subject.isms.audit_programmes.iter().map(|it| format!("{} {}", it.id(), it.title())).collect(),
            clause => {
                let found = subject.isms.documents_answering(clause);
                found.into_iter().map(|it| format!("{} {}", it.id(), it.title())).collect()
            }
        };
        let (words, tone) = match standing {
            Standing::Approved => ("approved", Tone::Good),
            Standing::Missing => ("missing", Tone::Bad),
            Standing::NeverApproved(_) => ("never approved", Tone::Bad),
            Standing::WithoutApproval(_) => ("in force, and no approval is recorded", Tone::Bad),
        };
        vec![Cell::text(item.clause), Cell::text(item.name), Cell::list(answered), Cell::State(words.to_owned(), tone)]
    });
    super::table("mandatory", "Documents that the standard calls for", columns, rows.collect())
}

/// What stands for a document that is computed.
const REPORTED: &str = "computed from the records";

fn columns() -> Vec<Column> {
    vec![
        Column::one("document", "ID", 5),
        Column::many("Title", 15, &[("title", "Title", ""), ("type", "Type", "")]),
        Column::many("Version", 6, &[("version", "Version", ""), ("status", "Status", "")]),
        Column::one("owner", "Owner", 9),
        Column::many(
            "Approval",
            14,
            &[
                ("agreement", "Approval", ""),
                ("approved_by", "Approved by", ""),
                ("approved_on", "Approved on", ""),
                ("method", "Method", ""),
                ("reference", "Reference", ""),
                ("approval_commit", "Commit of the approval", "Commit"),
                ("approval_signature", "Signature of the approval", "Signed"),
            ],
        ),
        Column::many(
            "Dates",
            9,
            &[
                ("effective_from", "Effective from", "In effect since"),
                ("next_review", "Next review", "Next review"),
                ("review_state", "Review state", ""),
            ],
        ),
        Column::many("For", 9, &[("classification", "Classification", ""), ("audience", "Audience", "")]),
        Column::many("Answers", 11, &[("clauses", "Clauses", "Clauses"), ("controls", "Controls", "Controls")]),
        Column::many(
            "Content",
            8,
            &[
                ("digest", "Digest", "Digest"),
                ("changed_on", "Last changed on", "Last changed"),
                ("changed_by", "Last changed by", ""),
                ("changed_commit", "Commit of the last change", "Commit"),
                ("changed_signature", "Signature of the last change", "Signed"),
            ],
        ),
    ]
}

fn control(subject: &Subject<'_>) -> Table {
    let titles = [("Policies", Kind::Policy), ("Procedures", Kind::Procedure), ("Other documents", Kind::Document)];
    let mut groups: Vec<Group> = Vec::new();
    let mut add = |title: &str, fits: &dyn Fn(&Record<Document>) -> bool| {
        let mut documents: Vec<_> = subject.isms.documents.iter().filter(|document| fits(document)).collect();
        documents.sort_by_cached_key(|document| crate::model::natural(document.id()));
        if !documents.is_empty() {
            let rows = documents.into_iter().map(|document| row(subject, document)).collect();
            groups.push(Group { title: title.to_owned(), rows });
        }
    };
    for (title, kind) in titles {
        add(title, &|document| document.head.kind == kind && !document.is_obsolete() && !document.is_external());
    }
    add("Documents of external origin", &|document| document.is_external() && !document.is_obsolete());
    add("Obsolete", &|document| document.is_obsolete());
    super::grouped("documents", "Documents", columns(), groups)
}

fn row(subject: &Subject<'_>, document: &Record<Document>) -> Vec<Cell> {
    let head = &document.head;
    let doctype = document.doctype.map_or_else(|| head.kind.word().to_owned(), DocumentType::label);
    let review = subject.isms.review_of(document).map(|review| review.due);
    let mut cells = vec![
        Cell::text(document.id()),
        Cell::text(document.title()),
        Cell::text(doctype),
        Cell::maybe(document.version.as_deref()),
        state(document),
        subject.owner(document.owner()),
    ];
    cells.extend(approval(subject, head, document.version.as_deref(), document.is_in_force() && !document.is_external()));
    cells.push(Cell::date(document.effective_from));
    cells.extend(match review {
        _ if document.is_obsolete() => [Cell::Empty, Cell::Empty],
        None => [
            Cell::Empty,
            Cell::State("no date of a review".to_owned(), if document.is_in_force() { Tone::Bad } else { Tone::Open }),
        ],
        due => subject.due(due),
    });
    cells.extend([
        Cell::text(head.common.classification.unwrap_or_default().label()),
        comma(&document.audience),
        comma(&document.clauses),
        comma(&document.controls),
        Cell::text(short(head)),
    ]);
    cells.extend(last_change(subject, head));
    cells
}

/// The day, the author, the commit and the signature of the last change, where Git is asked.
fn last_change(subject: &Subject<'_>, head: &Head) -> [Cell; 4] {
    let Some(trace) = subject.memory.and_then(|memory| memory.records.get(&*head.id)) else {
        return [Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty];
    };
    let [commit, signature] = commit(&trace.last);
    [Cell::Date(trace.last.on), Cell::text(trace.last.by.clone()), commit, signature]
}

/// A commit with what its signature is worth.
fn commit(act: &Act) -> [Cell; 2] {
    let tone = if act.is_sure { Tone::Good } else { Tone::Plain };
    [Cell::text(act.commit.clone()), Cell::state(act.signature.clone(), tone)]
}

/// The beginning of the digest of a record's content.
fn short(head: &Head) -> String {
    digest::of_record(head).chars().take(DIGITS).collect()
}

fn state(document: &Document) -> Cell {
    let Some(status) = document.status else { return Cell::State("no state".to_owned(), Tone::Bad) };
    let tone = match status {
        DocumentStatus::Approved | DocumentStatus::Effective => Tone::Good,
        DocumentStatus::Draft | DocumentStatus::InReview => Tone::Open,
        DocumentStatus::Superseded | DocumentStatus::Withdrawn => Tone::Plain,
    };
    Cell::State(status.label(), tone)
}

/// Whether what stands there was approved, and the newest approval: who, on which day, how, and where that is to be seen.
fn approval(subject: &Subject<'_>, head: &Head, version: Option<&str>, needed: bool) -> [Cell; 7] {
    let (words, tone, found): (_, _, Option<&Record<Approval>>) = match subject.isms.agreement(head, version) {
        Agreement::Never if needed => ("no approval is recorded", Tone::Bad, None),
        Agreement::Never => ("not approved", Tone::Plain, None),
        Agreement::Earlier(approval) => {
            ("this version is not approved", if needed { Tone::Bad } else { Tone::Open }, Some(approval))
        }
        Agreement::Unbound(approval) => ("approved, bound to no content", Tone::Open, Some(approval)),
        Agreement::Same(approval) => ("approved as it stands", Tone::Good, Some(approval)),
        Agreement::Changed(approval) => ("changed since the approval", Tone::Bad, Some(approval)),
    };
    let state = Cell::State(words.to_owned(), tone);
    let Some(approval) = found else {
        return [state, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty];
    };
    let who = subject.act(approval.by.as_deref(), approval.name.as_deref(), approval.role.as_deref(), None);
    let who = match (&approval.version, words) {
        (Some(version), "this version is not approved") => format!("{who} (version {version})"),
        _ => who,
    };
    let method = plain(approval.method.map(ApprovalMethod::label));
    let filed = subject.memory.and_then(|memory| memory.records.get(&*approval.head.id));
    let [commit, signature] = filed.map_or([Cell::Empty, Cell::Empty], |trace| commit(&trace.first));
    [state, Cell::text(who), Cell::date(approval.on), method, Cell::maybe(approval.reference.as_deref()), commit, signature]
}

/// Criteria and programmes: what is approved besides documents.
fn others(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("record", "ID", 5),
        Column::many("Title", 15, &[("title", "Title", ""), ("version", "Version", "Version")]),
        Column::one("owner", "Owner", 10),
        Column::many(
            "Approval",
            16,
            &[
                ("agreement", "Approval", ""),
                ("approved_by", "Approved by", ""),
                ("approved_on", "Approved on", ""),
                ("method", "Method", ""),
                ("reference", "Reference", ""),
                ("approval_commit", "Commit of the approval", "Commit"),
                ("approval_signature", "Signature of the approval", "Signed"),
            ],
        ),
        Column::one("digest", "Digest", 8),
    ];
    let records = subject.isms.approved_records().filter(|(head, _)| !head.kind.is_document());
    let rows = records.map(|(head, version)| {
        let mut cells = vec![
            Cell::text(&*head.id),
            Cell::text(head.title()),
            Cell::maybe(version),
            subject.owner(head.common.owner.as_deref()),
        ];
        cells.extend(approval(subject, head, version, true));
        cells.push(Cell::text(short(head)));
        cells
    });
    super::table("other_records", "Other approved records", columns, rows.collect())
}
