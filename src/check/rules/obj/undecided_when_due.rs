//! OBJ-003: an objective is looked at on its way, and decided when it is due.

use crate::check::wording::days;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Duration;
use crate::model::{Kind, ObjectiveStatus};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "OBJ-003",
    name: "objective-undecided-when-due",
    title: "every objective is monitored, and decided when it is due",
    clauses: &["6.2", "9.3.2"],
    weight: Weight::WARNING,
    class: Class::Temporal,
    doc: include_str!("undecided_when_due.md"),
    check,
};

/// By when somebody has looked at a new objective at least once.
const FIRST_LOOK: Duration = Duration::months(6);

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for objective in &ctx.isms.objectives {
        let id = objective.id();
        let status = objective.status.map(ObjectiveStatus::label).unwrap_or_default();
        let overdue = objective.due.filter(|due| objective.is_pursued() && ctx.isms.settings.defaults.is_overdue(*due, ctx.today));
        if let Some(due) = overdue {
            let late = days(ctx.today.days_since(due));
            out.report(objective.at("/due"), format!("{id} was due on {due}, {late} ago, and is still {status}"))
                .help("judge it: achieved, missed, revised or dropped, with the reason in `decision:`")
                .also(objective.at("/status"), status)
                .record(id);
            continue;
        }
        let open_end =
            matches!(objective.status, Some(ObjectiveStatus::Missed | ObjectiveStatus::Revised | ObjectiveStatus::Dropped));
        if open_end && objective.decision.is_none() {
            out.report(objective.at("/status"), format!("{id} is {status}, and nobody says what was decided"))
                .help("add `decision:` with what follows, who decided and when")
                .record(id);
        }
        let begun = objective.head.common.created.is_none_or(|created| created.after(FIRST_LOOK) < ctx.today);
        let watched = objective.status == Some(ObjectiveStatus::InProgress);
        if watched && begun && !ctx.isms.is_monitored(objective) && !ctx.isms.may_have_unread(Kind::Metric) {
            let since = objective.head.common.created.map(|created| format!(" since {created}")).unwrap_or_default();
            out.report(objective.at("/progress"), format!("{id} is in progress{since}, and nobody has looked at how far it is"))
                .help("add an entry to `progress:` with date and value, or measure it with a metric that names it in `measures:`")
                .record(id)
                .about("progress");
        }
    }
}
