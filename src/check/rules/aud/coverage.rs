//! AUD-002: in a cycle the internal audits reach everything.

use crate::check::wording::counted;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Kind;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "AUD-002",
    name: "audit-coverage-incomplete",
    title: "every clause and every applicable control is audited in a cycle, or scheduled in it",
    clauses: &["9.2.1", "9.2.2"],
    weight: Weight::WARNING,
    class: Class::Temporal,
    doc: include_str!("coverage.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let isms = ctx.isms;
    let programme = isms.programme_in_force();
    // Where there is neither a programme nor an audit, that is the gap.
    let begun = programme.is_some() || isms.audits.iter().any(|audit| audit.is_internal());
    if !begun || isms.may_have_unread(Kind::Audit) {
        return;
    }
    let coverage = isms.audit_coverage(ctx.today);
    let missing = coverage.missing();
    if missing == 0 {
        return;
    }
    let (at, who) = match programme {
        Some(programme) => (programme.at("/period_to"), programme.id()),
        None => (ctx.setting("/defaults/audit_cycle"), "the audits on record"),
    };
    let cycle = isms.settings.defaults.audit_cycle.words();
    let verb = if programme.is_some() { "leaves" } else { "leave" };
    let items = counted(missing, "item", "items");
    let message = format!("{who} {verb} {items} without an internal audit before {}: {}", coverage.next_cycle, coverage.gaps());
    let finding = out.report(at, message);
    finding
        .label(format!("your own rule: everything once in {cycle}"))
        .help("plan an audit with these in `clauses:` and `controls:`, or add them to one that is planned");
    if let Some(programme) = programme {
        finding.record(programme.id());
    }
}
