//! MAND-003: every kind of result that the standard calls for has an instance in the current cycle.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::text::{FileId, Locus};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MAND-003",
    name: "no-result-in-cycle",
    title: "every kind of result that the standard calls for was produced in the current cycle",
    clauses: &["7.2", "8.1", "8.2", "9.1", "9.2.2", "9.3.3"],
    weight: Weight::FROM_STAGE2,
    class: Class::Temporal,
    doc: include_str!("no_result_in_cycle.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let since = ctx.isms.results_since(ctx.today);
    let settings = ctx.isms.settings_file.unwrap_or(FileId(0));
    for result in ctx.isms.cycle_results(ctx.today) {
        let in_cycle = result.newest.is_some_and(|(day, _)| since <= day);
        if in_cycle || ctx.isms.may_have_unread(result.kind) {
            continue;
        }
        let message = format!("{} since {since} (clause {})", result.none, result.clause);
        let finding = out.report(Locus::value(settings, "/cycle_start"), message);
        finding
            .help(format!("do it and keep {} of it, or record what was done already", result.kind.with_article()))
            .about(result.clause);
        if let Some((day, head)) = result.newest {
            finding.also(head.at("/id"), format!("the last one is of {day}: {}", head.id));
        }
    }
}
