//! RISK-007: a risk above the threshold has a treatment, and a place in the order of treatment.

use std::collections::BTreeMap;

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Criteria, Record, Risk, Weighed};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-007",
    name: "risk-untreated",
    title: "every risk above the acceptance threshold has a treatment option and a priority",
    clauses: &["6.1.2 e", "6.1.3 a"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("untreated.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    // By file and level, so that a level without a priority is said once.
    let mut unordered: BTreeMap<_, (&Record<Criteria>, Vec<&Record<Risk>>)> = BTreeMap::new();
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed()) {
        let Some(current) = ctx.isms.weighed(risk, risk.current.as_ref()).filter(Weighed::is_above) else { continue };
        if risk.treatment.is_empty() && !risk.head.says("/treatment") {
            let limit = current.threshold;
            out.report(
                risk.at("/treatment"),
                format!("{} is scored {current}, above {limit}, and no treatment is chosen", risk.id()),
            )
            .help("choose with the owner: `modify`, `retain`, `avoid`, `share`; a score above your threshold is not left alone")
            .also(risk.key("/current"), format!("{current}"))
            .record(risk.id());
        }
        if let Some(criteria) = ctx.isms.criteria_of(risk)
            && let Some(at) = criteria.levels.iter().position(|level| Some(&level.name) == current.level.map(|level| &level.name))
            && !criteria.head.says(format!("/levels/{at}/priority"))
        {
            unordered.entry((criteria.head.file, at)).or_insert((criteria, Vec::new())).1.push(risk);
        }
    }
    for ((_, at), (criteria, risks)) in unordered {
        let name = &criteria.levels[at].name;
        let wrong = match &risks[..] {
            [risk] => format!("level {name} of {} has no priority, and {} is in it", criteria.id(), risk.id()),
            risks => format!("level {name} of {} has no priority, and {} risks are in it", criteria.id(), risks.len()),
        };
        out.report(criteria.at(format!("/levels/{at}/name")), wrong)
            .help("give each level a `priority`, 1 for what is treated first")
            .record(criteria.id())
            .about(name.as_str());
    }
}
