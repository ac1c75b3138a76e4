//! RISK-001: the risk criteria say what every score means, and who may carry it.

use std::collections::BTreeSet;

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Authority, Criteria, CriteriaStatus, Kind, Record, Risk, RoleStatus, ScaleValue};
use crate::text::Locus;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-001",
    name: "risk-criteria-incomplete",
    title: "the risk criteria are approved, define every value and level, and say who accepts what",
    clauses: &["6.1.2 a"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("criteria_incomplete.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if ctx.isms.criteria.is_empty() {
        return none_at_all(ctx, out);
    }
    for criteria in ctx.isms.criteria_in_use() {
        scales(criteria, out);
        if criteria.is_understood() {
            results(criteria, out);
        }
        authority(criteria, out);
        approval(ctx, criteria, out);
    }
    limits_of_roles(ctx, out);
}

fn none_at_all(ctx: &Ctx<'_>, out: &mut Findings) {
    let scored = ctx.isms.risks.iter().filter(|risk| risk.is_assessed()).count();
    let Some(settings) = ctx.isms.settings_file.filter(|_| scored > 0 && !ctx.isms.may_have_unread(Kind::Criteria)) else { return };
    out.report(Locus::value(settings, "/name"), format!("{} without risk criteria", risks(scored, "scored")))
        .help("write `clauses/06-planning/risk-criteria.yaml`: scales with definitions, levels, and the score up to which a risk is carried");
}

fn risks(count: usize, how: &str) -> String {
    if count == 1 { format!("1 risk is {how}") } else { format!("{count} risks are {how}") }
}

fn scales(criteria: &Record<Criteria>, out: &mut Findings) {
    let scales = [("likelihood", &criteria.likelihood_scale), ("impact", &criteria.impact_scale)];
    for (name, _) in scales.iter().filter(|(name, scale)| scale.is_empty() && !criteria.head.says(format!("/{name}_scale"))) {
        out.report(criteria.at(format!("/{name}_scale")), format!("{} has no {name} scale", criteria.id()))
            .help("list its values from the lowest to the highest, each with a label and a definition")
            .record(criteria.id());
    }
    let lacks = |value: &ScaleValue| value.definition.is_none() && value.dimensions.is_empty();
    let undefined = |(name, scale): &(&str, &Vec<ScaleValue>)| {
        let refused = |at: usize| criteria.head.says(format!("/{name}_scale/{at}/definition"));
        let open = scale.iter().enumerate().filter(|(at, value)| lacks(value) && !refused(*at));
        open.map(|(at, value)| (format!("/{name}_scale/{at}/value"), format!("{name} {}", value.value))).collect::<Vec<_>>()
    };
    let undefined: Vec<_> = scales.iter().flat_map(undefined).collect();
    if let Some((first, _)) = undefined.first() {
        let values: Vec<&str> = undefined.iter().map(|(_, value)| value.as_str()).collect();
        out.report(criteria.at(first.as_str()), format!("{} does not define {}", criteria.id(), values.join(", ")))
            .help("add a `definition` with a frequency, an amount or an example, so that two people choose the same value")
            .record(criteria.id())
            .about("definitions");
    }
}

fn results(criteria: &Record<Criteria>, out: &mut Findings) {
    let id = criteria.id();
    let without: Vec<String> = criteria
        .scores()
        .filter(|(_, _, score)| score.is_none())
        .map(|(likelihood, impact, _)| format!("{likelihood} × {impact}"))
        .collect();
    if !without.is_empty() {
        out.report(criteria.key("/matrix"), format!("the matrix of {id} has no result for {}", without.join(", ")))
            .help("write one row for each value of likelihood, and in it one number for each value of impact")
            .record(id);
    }
    if criteria.levels.is_empty() && !criteria.head.says("/levels") {
        out.report(criteria.at("/levels"), format!("{id} has no levels"))
            .help("say which scores belong together, what that means, and who may accept them")
            .record(id);
        return;
    }
    let (in_none, in_several) = criteria.misplaced_scores();
    let list = |scores: &BTreeSet<i64>| listed(&scores.iter().map(i64::to_string).collect::<Vec<_>>());
    let scores = |scores: &BTreeSet<i64>| format!("the {} {}", if scores.len() == 1 { "score" } else { "scores" }, list(scores));
    let wrong = match (in_none.is_empty(), in_several.is_empty()) {
        (true, true) => return,
        (false, true) => format!("no level of {id} holds {}", scores(&in_none)),
        (true, false) => format!("more than one level of {id} holds {}", scores(&in_several)),
        (false, false) => {
            format!("no level of {id} holds {}, and more than one holds {}", scores(&in_none), list(&in_several))
        }
    };
    out.report(criteria.key("/levels"), wrong)
        .help("set `from` and `to` so that every score that can come out falls in exactly one level")
        .record(id);
}

fn authority(criteria: &Record<Criteria>, out: &mut Findings) {
    let id = criteria.id();
    let Some(threshold) = criteria.acceptance_threshold else {
        out.report(criteria.at("/acceptance_threshold"), format!("{id} has no acceptance threshold"))
            .help("decide up to which score a risk is carried without a decision, and write it into `acceptance_threshold`")
            .record(id);
        return;
    };
    for (at, level) in criteria.levels.iter().enumerate().filter(|(_, level)| level.is_above(threshold)) {
        let name = &level.name;
        let (key, wrong) = match level.acceptance {
            None => ("acceptance", format!("level {name} of {id} does not say who may accept a risk")),
            Some(Authority::Role) if level.roles.is_empty() => {
                ("roles", format!("level {name} of {id} is for a role to accept, but names none"))
            }
            Some(Authority::Criterion) => {
                let up_to = level.to;
                ("acceptance", format!("level {name} of {id} needs no acceptance up to {up_to}, but the threshold is {threshold}"))
            }
            Some(_) => continue,
        };
        let written = criteria.head.says(format!("/levels/{at}/{key}"));
        // What is written and not understood has been refused by the schema.
        if !written || level.acceptance == Some(Authority::Criterion) {
            out.report(criteria.at(format!("/levels/{at}/{}", if written { key } else { "name" })), wrong)
                .help("say who may accept: `criterion`, `owner`, `role` with `roles`, or `never`; agree it with top management")
                .record(id)
                .about(name.as_str());
        }
    }
}

fn approval(ctx: &Ctx<'_>, criteria: &Record<Criteria>, out: &mut Findings) {
    let id = criteria.id();
    let help = "let the people who answer for the risks approve them, record that under `approvals/`, and set `status: approved`";
    if criteria.status != Some(CriteriaStatus::Approved) {
        let judged = |risk: &&Record<Risk>| risk.is_assessed() && ctx.isms.criteria_of(risk).is_some_and(|used| used.id() == id);
        let scored = ctx.isms.risks.iter().filter(judged).count();
        out.report(criteria.at("/status"), format!("{id} is not approved, and {} by it", risks(scored, "judged")))
            .help(help)
            .record(id);
        return;
    }
    let expected = !ctx.isms.settings.approvers(Kind::Criteria.word()).is_empty();
    let on_file = !ctx.isms.approvals_of(id).is_empty() || ctx.isms.may_have_unread(Kind::Approval);
    if expected && !on_file {
        out.report(criteria.at("/status"), format!("{id} is marked as approved, but no approval of it is on file"))
            .help(help)
            .record(id);
    }
}

/// A limit that names no level limits nobody.
fn limits_of_roles(ctx: &Ctx<'_>, out: &mut Findings) {
    let criteria = ctx.isms.criteria_in_use();
    let levelled: Vec<_> = criteria.into_iter().filter(|criteria| !criteria.levels.is_empty()).collect();
    let Some(first) = levelled.first() else { return };
    for role in ctx.isms.roles.iter().filter(|role| role.status != Some(RoleStatus::Retired)) {
        let Some(limit) = &role.may_accept_up_to else { continue };
        if levelled.iter().all(|criteria| criteria.level_named(limit).is_none()) {
            let names: Vec<&str> = first.levels.iter().map(|level| level.name.as_str()).collect();
            out.report(
                role.at("/may_accept_up_to"),
                format!("{} may accept up to `{limit}`, which is no level of {}", role.id(), first.id()),
            )
            .help(format!("write one of its levels: {}", names.join(", ")))
            .also(first.key("/levels"), "the levels")
            .record(role.id());
        }
    }
}
