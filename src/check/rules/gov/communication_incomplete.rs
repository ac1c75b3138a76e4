//! GOV-008: an entry of the communication plan says what, when, with whom and how.

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "GOV-008",
    name: "communication-incomplete",
    title: "every planned communication says what is told, when, with whom and how",
    clauses: &["7.4"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("communication_incomplete.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for communication in &ctx.isms.communications {
        let all = [
            (communication.what.is_none(), "/what", "what is told"),
            (communication.when.is_none(), "/when", "when"),
            (communication.with_whom.is_none(), "/with_whom", "with whom"),
            (communication.how.is_none(), "/how", "how"),
        ];
        let missing: Vec<_> = all.into_iter().filter(|(missing, ..)| *missing).collect();
        if let Some((_, field, _)) = missing.first() {
            let words: Vec<&str> = missing.iter().map(|(.., words)| *words).collect();
            out.report(communication.at(*field), format!("{} does not say {}", communication.id(), listed(&words)))
                .help("add it in a few words; `by:` is good to have as well")
                .record(communication.id());
        }
    }
}
