//! GOV-005: somebody answers for the conformity of the ISMS, and somebody reports on it.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{IsmsDuty, Kind};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "GOV-005",
    name: "isms-duty-unassigned",
    title: "both duties of clause 5.3 belong to a role that somebody holds",
    clauses: &["5.3"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("duty_unassigned.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if ctx.isms.may_have_unread(Kind::Role) {
        return;
    }
    for duty in IsmsDuty::ALL {
        let (filled, vacant) = ctx.isms.roles_with_duty(*duty, ctx.today);
        if !filled.is_empty() {
            continue;
        }
        let what = match duty {
            IsmsDuty::Conformity => "see that the ISMS meets the standard",
            IsmsDuty::PerformanceReporting => "report to top management how the ISMS does",
        };
        match vacant.first() {
            Some(role) => {
                out.report(role.key("/held_by"), format!("{} has the duty to {what}, and nobody holds it on {}", role.id(), ctx.today))
                    .help("name a holder, or give the duty to another role")
                    .record(role.id())
                    .about(duty.word());
            }
            None => {
                out.report(ctx.setting("/name"), format!("no role has the duty to {what}"))
                    .help(format!("add `{duty}` to the `isms_duties` of a role"))
                    .about(duty.word());
            }
        }
    }
}
