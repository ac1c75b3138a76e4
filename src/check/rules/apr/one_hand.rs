//! APR-007: owning and approving is not all in one hand.

use std::collections::BTreeMap;

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Document, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "APR-007",
    name: "owner-and-approver-in-one-hand",
    title: "no one person owns and approves most of the documents",
    clauses: &["A.5.3"],
    weight: Weight::WARNING,
    class: Class::Temporal,
    doc: include_str!("one_hand.md"),
    check,
};

/// With fewer documents a half is a coincidence.
const ENOUGH: usize = 6;

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let effective: Vec<_> = ctx.isms.documents.iter().filter(|document| document.is_effective()).collect();
    if effective.len() < ENOUGH {
        return;
    }
    let mut by_person: BTreeMap<&str, Vec<&Record<Document>>> = BTreeMap::new();
    for document in &effective {
        if let Some(person) = owner_who_approved(ctx, document) {
            by_person.entry(person).or_default().push(document);
        }
    }
    for (id, documents) in by_person.into_iter().filter(|(_, documents)| documents.len() * 2 > effective.len()) {
        let Some(person) = ctx.isms.person(id) else { continue };
        let message = format!("{id} owns and approves {} of {} effective documents", documents.len(), effective.len());
        let finding = out.report(person.at("/id"), message);
        finding.help("give some of them to another owner, or let another role approve them").record(id);
        for document in documents {
            finding.also(document.at("/owner"), format!("the owner of {}", document.id()));
        }
    }
}

/// The person behind the owner, where the same person alone approved the version in force.
fn owner_who_approved<'m>(ctx: &Ctx<'m>, document: &Record<Document>) -> Option<&'m str> {
    let approvals = ctx.isms.approvals_of_version(document.id(), document.version.as_deref());
    let by = approvals.last()?.by.as_deref()?;
    let alone = approvals.iter().all(|approval| approval.by.as_deref() == Some(by));
    let owners = ctx.isms.people_behind(document.owner()?, ctx.today);
    owners.into_iter().find(|owner| alone && owner.id() == by).map(Record::id)
}
