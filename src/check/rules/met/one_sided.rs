//! MET-006: metrics tell of work done and of things that happened, and objectives are among what is measured.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Kind, Nature};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MET-006",
    name: "metrics-one-sided",
    title: "objectives with a number have a metric, and there are metrics of work done and of things that happened",
    clauses: &["6.2", "9.1"],
    weight: Weight::INFO,
    class: Class::Structural,
    doc: include_str!("one_sided.md"),
    check,
};

/// With fewer metrics nobody expects both sorts.
const ENOUGH: usize = 4;

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if ctx.isms.may_have_unread(Kind::Metric) {
        return;
    }
    for objective in ctx.isms.objectives.iter().filter(|objective| objective.is_pursued() && objective.target_value.is_some()) {
        // An objective that nobody has looked at yet has a rule of its own.
        if ctx.isms.metrics_of(objective.id()).is_empty() && ctx.isms.is_monitored(objective) {
            out.report(
                objective.at("/target_value"),
                format!("no metric measures {}, whose progress is kept by hand", objective.id()),
            )
            .help(format!("add {} to the `measures` of a metric", objective.id()))
            .record(objective.id());
        }
    }
    let active: Vec<_> = ctx.isms.metrics.iter().filter(|metric| metric.is_active()).collect();
    let Some(first) = active.first().filter(|_| active.len() >= ENOUGH) else { return };
    let Some(nature) = first.nature.filter(|nature| active.iter().all(|metric| metric.nature == Some(*nature))) else { return };
    let lacks = match nature {
        Nature::Proactive => "counts what happened: incidents, losses, late notices",
        Nature::Reactive => "counts what is done to prevent it: patches, reviews, tests",
    };
    out.report(first.at("/nature"), format!("all {} metrics are {}, and none {lacks}", active.len(), nature.word()))
        .help("measure the other side of what matters most, too")
        .about("nature");
}
