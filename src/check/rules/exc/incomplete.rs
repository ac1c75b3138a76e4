//! EXC-002: an exception says why, at what risk, what is done instead, until when, and was granted by somebody else.

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Exception, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "EXC-002",
    name: "exception-incomplete",
    title: "every active exception gives reason, risk, what is done instead, end and approver, and nobody grants their own",
    clauses: &["A.5.1", "A.5.3"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("incomplete.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for exception in ctx.isms.exceptions.iter().filter(|exception| exception.is_active()) {
        let missing = missing(exception);
        if let Some((field, _)) = missing.first() {
            let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
            out.report(exception.at(*field), format!("{} does not say {}", exception.id(), listed(&words)))
                .help("complete it with whoever approved it; until then the rule applies")
                .record(exception.id());
        }
        granted_to_oneself(ctx, exception, out);
    }
}

fn missing(exception: &Exception) -> Vec<(&'static str, &'static str)> {
    // A waiver of a rule of this program endangers the picture, not the assets.
    let real = exception.rule.is_none();
    let all = [
        (exception.reason.is_none(), "/reason", "why"),
        (real && exception.risk.is_none() && exception.risks.is_empty(), "/risk", "at what risk"),
        (real && exception.compensating_controls.is_empty(), "/compensating_controls", "what is done instead"),
        (exception.approved_by.is_none(), "/approved_by", "who approved it"),
        (exception.granted.is_none(), "/granted", "since when"),
        (exception.expires().is_none(), "/expires", "until when"),
    ];
    all.into_iter().filter(|(missing, ..)| *missing).map(|(_, field, words)| (field, words)).collect()
}

fn granted_to_oneself(ctx: &Ctx<'_>, exception: &Record<Exception>, out: &mut Findings) {
    let (Some(by), Some(asked)) = (exception.approved_by.as_deref(), exception.requested_by.as_deref()) else { return };
    let day = exception.granted.unwrap_or(ctx.today);
    // A role that several people hold may well ask one of them.
    let people = ctx.isms.people_behind(asked, day);
    if by == asked || (people.len() == 1 && people[0].id() == by) {
        out.report(exception.at("/approved_by"), format!("{by} approves an exception that {by} asked for"))
            .help("have somebody above, or the owner of the rule, decide")
            .also(exception.at("/requested_by"), format!("requested by {asked}"))
            .record(exception.id());
    }
}
