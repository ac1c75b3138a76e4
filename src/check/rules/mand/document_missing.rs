//! MAND-001: the documents that every ISMS must have are there and were approved.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Head, Isms, Kind, Standing};
use crate::standard::Mandatory;
use crate::text::{FileId, Locus};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MAND-001",
    name: "mandatory-document-missing",
    title: "every document that the standard calls for exists and was approved",
    clauses: &["7.5.1 a", "4.3", "5.2", "6.1.2", "6.1.3", "6.2", "9.2.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("document_missing.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    // One document may answer several clauses: what is wrong with it is said once.
    let mut wrong: Vec<(&Head, &str, Vec<&str>)> = Vec::new();
    for (item, standing) in ctx.isms.mandatory_documents() {
        let (head, what) = match standing {
            Standing::Approved => continue,
            Standing::Missing => {
                report_missing(ctx, item, out);
                continue;
            }
            Standing::NeverApproved(head) => (head, "was never approved"),
            Standing::WithoutApproval(_) if ctx.isms.may_have_unread(Kind::Approval) => continue,
            Standing::WithoutApproval(head) => (head, "calls itself approved, and no approval of it is on file"),
        };
        match wrong.iter_mut().find(|(other, ..)| other.id == head.id) {
            Some((_, _, clauses)) => clauses.push(item.clause),
            None => wrong.push((head, what, vec![item.clause])),
        }
    }
    for (head, what, clauses) in wrong {
        let number = if clauses.len() == 1 { "clause" } else { "clauses" };
        let message = format!("{} ({}), which answers {number} {}, {what}", head.id, head.title(), clauses.join(" and "));
        out.report(head.at("/status"), message)
            .help("have it approved by the role that may do so, and record the approval under approvals/")
            .record(&*head.id);
    }
}

fn report_missing(ctx: &Ctx<'_>, item: &Mandatory, out: &mut Findings) {
    if kinds_of(item.clause).iter().any(|kind| ctx.isms.may_have_unread(*kind)) {
        return;
    }
    let at = Locus::value(ctx.isms.settings_file.unwrap_or(FileId(0)), "/name");
    let (message, help) = match item.clause {
        "6.1.3 d" | "6.1.3 e" => {
            let subject = if item.clause == "6.1.3 d" { "soa" } else { "rtp" };
            (
                format!("there is no approval of the {}", item.name),
                format!("once it is decided, record the approval with `subject: {subject}`"),
            )
        }
        "9.2.2" => (
            format!("there is no {}", decapitalised(item.name)),
            "write one for the cycle (`kind: audit_programme`) and have it approved".to_owned(),
        ),
        clause => (
            format!("no document answers clause {clause}: {}", item.name),
            format!("write it, name \"{clause}\" in its `clauses`, and have it approved"),
        ),
    };
    let finding = out.report(at, message);
    finding.help(help).about(item.clause);
    for document in obsolete(ctx.isms, item.clause) {
        finding.also(document.at("/status"), format!("{} is no longer in force", document.id));
    }
}

/// The kinds of records among which an answer would be.
fn kinds_of(clause: &str) -> &'static [Kind] {
    match clause {
        "6.1.3 d" | "6.1.3 e" => &[Kind::Approval],
        "6.2" => &[Kind::Objective, Kind::Policy, Kind::Procedure, Kind::Document],
        "9.2.2" => &[Kind::AuditProgramme],
        _ => &[Kind::Policy, Kind::Procedure, Kind::Document],
    }
}

fn obsolete<'m>(isms: &'m Isms, clause: &str) -> impl Iterator<Item = &'m Head> {
    isms.documents_of_clause(clause).filter(|document| document.is_obsolete()).map(|document| &document.head)
}

fn decapitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
