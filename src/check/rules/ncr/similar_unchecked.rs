//! NCR-006: where something failed once, it is looked for elsewhere.

use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "NCR-006",
    name: "similar-cases-unchecked",
    title: "for every analysed nonconformity somebody looked for similar ones",
    clauses: &["10.2 b"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("similar_unchecked.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for nonconformity in ctx.isms.nonconformities.iter().filter(|nonconformity| nonconformity.is_analysed()) {
        if nonconformity.similar_check.is_none() {
            out.report(nonconformity.at("/similar_check"), format!("{} does not say whether it happened elsewhere", nonconformity.id()))
                .help("look at other systems, teams and periods, and write into `similar_check:` where you looked and what you found")
                .record(nonconformity.id());
        }
    }
}
