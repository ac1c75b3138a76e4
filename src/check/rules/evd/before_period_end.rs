//! EVD-006: evidence does not speak of days that were still to come.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{EvidenceForm, EvidenceStatus};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "EVD-006",
    name: "evidence-before-period-end",
    title: "evidence is collected when the period it speaks of is over",
    clauses: &["9.1"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("before_period_end.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for evidence in ctx.isms.evidence.iter().filter(|evidence| evidence.status != Some(EvidenceStatus::Rejected)) {
        let (Some(to), Some(collected)) = (evidence.period_to, evidence.collected_on) else { continue };
        // The period of a certificate is the time for which it is valid. What was collected before its period began has impossible
        // dates altogether.
        let validity = evidence.form == Some(EvidenceForm::Certificate);
        let impossible = evidence.period_from.is_some_and(|from| collected < from || to < from);
        if collected < to && !validity && !impossible {
            out.report(
                evidence.at("/period_to"),
                format!("{} speaks of the time until {to}, and was collected on {collected}", evidence.id()),
            )
            .help("end the period on the day of collection, or collect it again for the whole period")
            .also(evidence.at("/collected_on"), "collected here")
            .record(evidence.id());
        }
    }
}
