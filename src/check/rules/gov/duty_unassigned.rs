//! GOV-005: somebody answers for the conformity of the ISMS, and somebody reports on it.

use std::collections::BTreeMap;

use crate::check::wording::listed;
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
    let mut vacant: BTreeMap<&str, Vec<IsmsDuty>> = BTreeMap::new();
    for duty in IsmsDuty::ALL {
        let (filled, empty) = ctx.isms.roles_with_duty(*duty, ctx.today);
        match empty.first() {
            _ if !filled.is_empty() => {}
            Some(role) => vacant.entry(role.id()).or_default().push(*duty),
            None => {
                out.report(ctx.setting("/name"), format!("no role has the duty to {}", words(*duty)))
                    .help(format!("add `{duty}` to the `isms_duties` of a role"))
                    .about(duty.word());
            }
        }
    }
    // A role that nobody holds is one gap, however many duties it has.
    for (id, duties) in vacant {
        let Some(role) = ctx.isms.role(id) else { continue };
        let duties: Vec<&str> = duties.into_iter().map(words).collect();
        let message = format!("nobody holds {id} on {}, which has the duty to {}", ctx.today, listed(&duties));
        out.report(role.key("/held_by"), message)
            .help("name a holder, or give the duty to another role")
            .record(id);
    }
}

/// What a duty asks, behind `to`.
fn words(duty: IsmsDuty) -> &'static str {
    match duty {
        IsmsDuty::Conformity => "see that the ISMS meets the standard",
        IsmsDuty::PerformanceReporting => "report to top management how the ISMS does",
    }
}
