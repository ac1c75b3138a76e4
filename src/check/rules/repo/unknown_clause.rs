//! REPO-012: clauses and controls that are named as criteria exist.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Head, Isms, Kind};
use crate::standard;
use crate::text::Pointer;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "REPO-012",
    name: "unknown-clause",
    title: "a clause or control that a record names exists",
    clauses: &["7.5.3"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("unknown_clause.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for written in written_clauses(ctx.isms) {
        let text = written.text;
        // Numbers of the old edition are SOA-012's.
        if standard::is_clause_reference(text) || ctx.isms.exists(text) || standard::is_2013_number(text) {
            continue;
        }
        let own = text.starts_with("X.");
        if own && ctx.isms.may_have_unread(Kind::Control) {
            continue;
        }
        let message = if own {
            format!("{} names {text}, and there is no such control of your own", written.head.id)
        } else {
            format!("{} names {text}, which ISO/IEC 27001:2022 does not have", written.head.id)
        };
        let help = if own {
            "write the id of a control under annex-a/custom/"
        } else {
            "clauses run from 4 to 10.2, controls from A.5.1 to A.8.34; write the number that is meant"
        };
        out.report(written.head.at(written.pointer.clone()), message).help(help).record(&*written.head.id).about(text);
    }
}

/// A clause or control number in a field that is no reference to a record.
pub(in crate::check::rules) struct WrittenClause<'m> {
    pub(in crate::check::rules) head: &'m Head,
    pub(in crate::check::rules) pointer: Pointer,
    pub(in crate::check::rules) text: &'m str,
}

/// All clause numbers that records name, as they are written: the model leaves out what a schema refuses, and the places with it.
pub(in crate::check::rules) fn written_clauses(isms: &Isms) -> impl Iterator<Item = WrittenClause<'_>> {
    isms.heads().flat_map(|head| {
        let key = match head.kind {
            kind if kind.is_document() => "clauses",
            Kind::Evidence | Kind::Audit => "clauses",
            Kind::Nonconformity => "criterion",
            _ => "",
        };
        let list = head.fields().get(key).into_iter().flat_map(|list| list.items()).enumerate();
        let in_list = list.map(move |(at, item)| (Pointer::ROOT.join(key).join(at), item));
        let findings = head.fields().get("findings").filter(|_| head.kind == Kind::Audit);
        let findings = findings.into_iter().flat_map(|list| list.items()).enumerate();
        let in_findings =
            findings.filter_map(|(at, item)| Some((Pointer::from("/findings").join(at).join("criterion"), item.get("criterion")?)));
        let written = in_list.chain(in_findings).filter_map(|(pointer, item)| Some((pointer, item.scalar()?)));
        written.map(move |(pointer, text)| WrittenClause { head, pointer, text })
    })
}
