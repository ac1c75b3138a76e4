//! SUP-002: suppliers that matter are looked at in time, and somebody concludes.

use crate::check::wording::days;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Criticality, Record, Supplier};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SUP-002",
    name: "supplier-review-overdue",
    title: "every supplier of high or critical importance is reviewed in time, with a conclusion",
    clauses: &["A.5.22", "8.1"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("review_overdue.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let matters = |supplier: &&Record<Supplier>| {
        supplier.is_active() && matches!(supplier.criticality, Some(Criticality::High | Criticality::Critical))
    };
    for supplier in ctx.isms.suppliers.iter().filter(matters) {
        let id = supplier.id();
        let importance = supplier.criticality.map(Criticality::word).unwrap_or_default();
        let Some((reviewed, due)) = supplier.head.common.reviewed.zip(ctx.isms.next_review_of(&supplier.head)) else {
            out.report(supplier.at("/reviewed"), format!("{id} is {importance} and was never reviewed"))
                .help("review service, assurance and contract, and set `reviewed:` and `conclusion:`")
                .record(id);
            continue;
        };
        if ctx.isms.settings.defaults.is_overdue(due, ctx.today) {
            let late = days(ctx.today.days_since(due));
            out.report(supplier.at("/reviewed"), format!("{id} is {importance} and was due for review on {due}, {late} ago"))
                .label(format!("your own rule: every {}", ctx.isms.review_interval(&supplier.head).words()))
                .help("review service, assurance and contract, and set `reviewed:` and `conclusion:`")
                .record(id);
        } else if supplier.conclusion.is_none() {
            out.report(supplier.at("/conclusion"), format!("{id} was reviewed on {reviewed} without a conclusion"))
                .help("add `conclusion:` satisfactory, conditional or unsatisfactory")
                .record(id);
        }
    }
}
