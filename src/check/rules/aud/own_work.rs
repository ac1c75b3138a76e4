//! AUD-003: nobody audits their own work.

use crate::check::wording::some;
use crate::check::{Class, Ctx, Findings, Rule, Weight};

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
    for audit in ctx.isms.audits.iter().filter(|audit| audit.is_internal() && audit.is_performed()) {
        let Some(day) = audit.date() else { continue };
        for (at, auditor) in audit.auditors.iter().enumerate() {
            let Some(person) = auditor.person.as_deref().filter(|id| ctx.isms.person(id).is_some()) else { continue };
            let own = ctx.isms.own_work(audit, person, day);
            if own.is_empty() {
                continue;
            }
            let ids: Vec<&str> = own.iter().map(|part| part.id).collect();
            let message = format!("{person} audits their own work in {}: {}", audit.id(), some(&ids));
            let finding = out.report(audit.at(format!("/auditors/{at}/person")), message);
            finding
                .help("have somebody else look at these parts again, and say in the record who did")
                .record(audit.id())
                .about(person);
            for part in own {
                finding.also(part.at, part.why);
            }
        }
    }
}
