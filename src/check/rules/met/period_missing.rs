//! MET-002: every period of a metric has its value.

use crate::check::wording::counted;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Duration;
use crate::model::{Metric, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MET-002",
    name: "measurement-missing",
    title: "every period of a metric that is over has a value",
    clauses: &["9.1"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("period_missing.md"),
    check,
};

/// More gaps than these say nothing new.
const AT_MOST: usize = 12;

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for metric in ctx.isms.metrics.iter().filter(|metric| metric.is_active()) {
        report(ctx, metric, out);
    }
}

fn report(ctx: &Ctx<'_>, metric: &Record<Metric>, out: &mut Findings) {
    let grace = ctx.isms.settings.defaults.measurement_grace;
    let missing = metric.periods_missing(ctx.today.before(grace));
    let older = missing.len().saturating_sub(AT_MOST);
    let every = metric.measured_every.map(Duration::words).unwrap_or_default();
    for (at, period) in missing.iter().skip(older).enumerate() {
        let due = period.to.after(grace);
        let finding =
            out.report(metric.key("/measurements"), format!("{} has no value for {period}, which was due by {due}", metric.id()));
        finding
            .help(format!(
                "add the value if it can still be had; if not, record why in a nonconformity and in `notes:` (`isms measure {}`)",
                metric.id()
            ))
            .record(metric.id())
            .about(period.to_string());
        let rule = format!("your own rule: every {every}, at the latest {} after the period", grace.words());
        let more = format!("{rule}; so are {} before it", counted(older, "period", "periods"));
        finding.label(if at == 0 && older > 0 { more } else { rule });
    }
}
