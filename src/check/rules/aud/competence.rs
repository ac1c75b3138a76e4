//! AUD-004: whoever audits has shown that they can.

use std::collections::HashMap;

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Date;
use crate::model::{Competence, Kind, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "AUD-004",
    name: "auditor-competence-unproven",
    title: "the competence of every internal auditor is on record and was valid at the time of the audit",
    clauses: &["7.2", "9.2.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("competence.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if ctx.isms.may_have_unread(Kind::Competence) {
        return;
    }
    let mut known: HashMap<&str, Vec<&Record<Competence>>> = HashMap::new();
    for audit in ctx.isms.audits.iter().filter(|audit| audit.is_internal() && audit.is_performed()) {
        let Some(day) = audit.date() else { continue };
        for (at, auditor) in audit.auditors.iter().enumerate() {
            let named = auditor.competence.iter().filter_map(|id| ctx.isms.competence(id));
            let own = auditor.person.as_deref().map(|person| &*known.entry(person).or_insert_with(|| ctx.isms.competences_of(person)));
            let records: Vec<_> = named.chain(own.into_iter().flatten().copied()).collect();
            if records.iter().any(|record| record.is_valid(day)) {
                continue;
            }
            let who = auditor.person.as_deref().or(auditor.name.as_deref()).or(auditor.firm.as_deref()).unwrap_or("the auditor");
            let message = match records.iter().filter_map(|record| record.valid_until).max() {
                Some(until) if until < day => format!("the proof that {who} can audit ended on {until}, before {} on {day}", audit.id()),
                _ => format!("nothing on record says that {who} could audit in {} on {day}", audit.id()),
            };
            let field = if auditor.person.is_some() { "person" } else { "name" };
            let finding = out.report(audit.at(format!("/auditors/{at}/{field}")), message);
            finding
                .help("file a competence record (certificate, training, earlier audits) and name it in `competence:`")
                .record(audit.id())
                .about(who);
            if let Some(newest) = newest(&records, day) {
                finding.also(newest.at("/valid_until"), format!("the newest record is {}", newest.id()));
            }
        }
    }
}

fn newest<'m>(records: &[&'m Record<Competence>], day: Date) -> Option<&'m Record<Competence>> {
    let ended = records.iter().filter(|record| record.valid_until.is_some_and(|until| until < day));
    ended.max_by_key(|record| record.valid_until).copied()
}
