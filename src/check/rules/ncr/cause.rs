//! NCR-002: a nonconformity that counts as analysed has a cause, and the cause is not the failure itself.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::NonconformityStatus;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "NCR-002",
    name: "root-cause-missing",
    title: "every analysed nonconformity states its cause, in other words than the failure",
    clauses: &["10.2 b"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("cause.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for nonconformity in ctx.isms.nonconformities.iter().filter(|nonconformity| nonconformity.is_analysed()) {
        let id = nonconformity.id();
        let help = "ask why until the answer is something that can be changed in a process, and write that down";
        let Some(cause) = nonconformity.root_cause.as_deref() else {
            let status = nonconformity.status.map(NonconformityStatus::label).unwrap_or_default();
            out.report(nonconformity.at("/root_cause"), format!("{id} is {status} and states no cause")).help(help).record(id);
            continue;
        };
        let cause = normal(cause);
        let said = [("description", nonconformity.description.as_deref()), ("title", nonconformity.head.common.title.as_deref())];
        if let Some((field, _)) = said.into_iter().find(|(_, text)| text.is_some_and(|text| normal(text) == cause)) {
            out.report(nonconformity.at("/root_cause"), format!("the cause of {id} repeats its {field}"))
                .help(help)
                .also(nonconformity.at(format!("/{field}")), "the same words")
                .record(id);
        }
    }
}

/// A text without letter case, marks and layout.
fn normal(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
