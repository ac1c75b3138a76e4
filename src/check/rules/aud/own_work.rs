//! AUD-003: nobody audits their own work.

use std::collections::HashMap;

use crate::check::wording::some;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Date;
use crate::model::{Audit, Control, Document, Isms, Record};
use crate::text::Locus;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "AUD-003",
    name: "auditor-not-independent",
    title: "internal auditors neither run nor have written what they audit",
    clauses: &["9.2.2"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("own_work.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let mut written: HashMap<&str, Vec<&Record<Document>>> = HashMap::new();
    for audit in ctx.isms.audits.iter().filter(|audit| audit.is_internal() && audit.is_performed()) {
        let Some(day) = audit.date() else { continue };
        for (at, auditor) in audit.auditors.iter().enumerate() {
            let Some(person) = auditor.person.as_deref().filter(|id| ctx.isms.person(id).is_some()) else { continue };
            let written = written.entry(person).or_insert_with(|| ctx.isms.documents_by(person));
            let own = own_work(ctx.isms, audit, person, written, day);
            if own.is_empty() {
                continue;
            }
            let ids: Vec<&str> = own.iter().map(|(id, ..)| *id).collect();
            let message = format!("{person} audits their own work in {}: {}", audit.id(), some(&ids));
            let finding = out.report(audit.at(format!("/auditors/{at}/person")), message);
            finding
                .help("have somebody else look at these parts again, and say in the record who did")
                .record(audit.id())
                .about(person);
            for (_, place, why) in own {
                finding.also(place, why);
            }
        }
    }
}

fn own_work<'m>(
    isms: &'m Isms,
    audit: &Record<Audit>,
    person: &str,
    written: &[&'m Record<Document>],
    day: Date,
) -> Vec<(&'m str, Locus, String)> {
    let controls = audit.all_controls().filter_map(|id| isms.control(id));
    let run = controls.filter_map(|control| runs(isms, control, person, day));
    let written = written.iter().filter_map(|document| wrote(document, audit, day));
    run.chain(written).collect()
}

/// The person owns or operates a control, in person or in a role held at the time.
fn runs<'m>(isms: &Isms, control: &'m Record<Control>, person: &str, day: Date) -> Option<(&'m str, Locus, String)> {
    let duties = [("owner", "owns", control.owner()), ("operator", "operates", control.operator.as_deref())];
    let is_them = |party: &str| party == person || isms.holds_role(person, party, day);
    let (field, verb, party) = duties.into_iter().find(|(.., party)| party.is_some_and(is_them))?;
    let role = party.filter(|party| *party != person).map(|role| format!(" as {role}")).unwrap_or_default();
    let id = control.id();
    Some((id, control.at(format!("/{field}")), format!("{person} {verb} {id}{role} on {day}")))
}

/// The person wrote a document that answers an audited clause. One that took effect later may have had another author then.
fn wrote<'m>(document: &'m Record<Document>, audit: &Audit, day: Date) -> Option<(&'m str, Locus, String)> {
    if document.effective_from.is_some_and(|from| from > day) {
        return None;
    }
    let clause = document.clauses.iter().find(|clause| audit.touches_clause(clause))?;
    Some((document.id(), document.at("/author"), format!("the author of {}, which answers {clause}", document.id())))
}
