//! NCR-005: whoever did the work does not judge its effect.

use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "NCR-005",
    name: "effect-judged-by-doer",
    title: "the effect of a corrective action is judged by somebody who was not responsible for it",
    clauses: &["10.2 d", "A.5.3"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("judged_by_doer.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for nonconformity in &ctx.isms.nonconformities {
        let Some(review) = &nonconformity.effectiveness else { continue };
        let (Some(judge), Some(on)) = (review.reviewed_by.as_deref(), review.reviewed_on) else { continue };
        let is_judge = |party: &str| party == judge || ctx.isms.holds_role(judge, party, on);
        let actions = nonconformity.actions.iter().enumerate().filter(|(_, action)| !action.is_open());
        let own = actions.filter_map(|(at, action)| Some((at, action, action.responsible.as_deref()?)));
        let Some((at, action, _)) = own.into_iter().find(|(.., party)| is_judge(party)) else { continue };
        let message = format!("{judge} judges the effect of {}, and was responsible for its action {}", nonconformity.id(), action.id);
        out.report(nonconformity.at("/effectiveness/reviewed_by"), message)
            .help("have somebody else look whether the failure came back")
            .also(nonconformity.at(format!("/actions/{at}/responsible")), "responsible for the action")
            .record(nonconformity.id());
    }
}
