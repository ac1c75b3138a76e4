//! GIT-005: where history is asked for, all of it is there.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::provenance::Past;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "GIT-005",
    name: "history-incomplete",
    title: "the clone that is checked holds the whole history",
    clauses: &["7.5.3"],
    weight: Weight::FROM_STAGE2,
    class: Class::Structural,
    doc: include_str!("history_incomplete.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if let Past::Incomplete(gap) = &ctx.provenance.past {
        out.report(ctx.setting(""), format!("this clone {}; what rests on history is not known", gap.words())).help(gap.cure());
    }
}
