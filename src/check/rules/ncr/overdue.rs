//! NCR-001: a nonconformity is dealt with in time.

use crate::check::wording::{days, excerpt};
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Date;
use crate::model::{Nonconformity, Record};
use crate::text::Locus;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "NCR-001",
    name: "nonconformity-overdue",
    title: "every nonconformity is closed, and its actions are done, by the agreed date",
    clauses: &["10.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("overdue.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for nonconformity in ctx.isms.nonconformities.iter().filter(|nonconformity| nonconformity.is_open()) {
        let id = nonconformity.id();
        let passed = |date: &Date| *date < ctx.today;
        let late = |date: Date| days(ctx.today.days_since(date));
        // A date that somebody outside has set weighs more than one's own, and no grace applies to it.
        let deadline = nonconformity.deadline.filter(passed);
        let due = nonconformity.due.filter(|due| ctx.isms.settings.defaults.is_overdue(*due, ctx.today));
        let (at, message) = match (deadline, due, late_action(ctx, nonconformity)) {
            (Some(deadline), ..) => {
                let message = format!("{id} is open {} after the deadline {deadline} that was set from outside", late(deadline));
                (nonconformity.at("/deadline"), message)
            }
            (None, Some(due), _) => (nonconformity.at("/due"), format!("{id} was due on {due}, {} ago, and is open", late(due))),
            (None, None, Some((at, action, due))) => {
                (at, format!("the action {action} of {id} was due on {due}, {} ago, and is not done", late(due)))
            }
            (None, None, None) => continue,
        };
        let finding = out.report(at, message);
        finding.help("finish it, or agree on a new date with whoever decides and say why").record(id);
        if let Some(what) = nonconformity.description.as_deref() {
            finding.label(excerpt(what));
        }
    }
}

/// The first action that is late: one finding a case, since one conversation settles them all.
fn late_action<'m>(ctx: &Ctx<'_>, nonconformity: &'m Record<Nonconformity>) -> Option<(Locus, &'m str, Date)> {
    nonconformity.actions.iter().enumerate().filter(|(_, action)| action.is_open()).find_map(|(at, action)| {
        let due = action.due().filter(|due| ctx.isms.settings.defaults.is_overdue(*due, ctx.today))?;
        let place = match action.revised_due.len().checked_sub(1) {
            Some(last) => format!("/actions/{at}/revised_due/{last}/date"),
            None => format!("/actions/{at}/due"),
        };
        Some((nonconformity.at(place), action.id.as_str(), due))
    })
}
