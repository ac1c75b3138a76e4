//! RTP-002: what was promised by a day is done by then, or the day was moved with a reason.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Action, ActionStatus, Head};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RTP-002",
    name: "treatment-overdue",
    title: "no action of the treatment plan is overdue, and every new date has a reason and an approval",
    clauses: &["6.1.3 e", "8.3"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("action_overdue.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for (head, at, action) in ctx.isms.treatment_actions().filter(|(_, _, action)| action.is_open()) {
        if let Some(due) = action.due().filter(|due| ctx.isms.settings.defaults.is_overdue(*due, ctx.today)) {
            let state = action.status.map_or_else(|| "open".to_owned(), ActionStatus::label);
            let days = ctx.today.days_since(due);
            let late = format!("{days} {}", if days == 1 { "day" } else { "days" });
            let last = action.revised_due.iter().rposition(|revised| revised.date.is_some());
            let pointer = match last {
                Some(last) => format!("/actions/{at}/revised_due/{last}/date"),
                None => format!("/actions/{at}/due"),
            };
            out.report(head.at(pointer), format!("{} of {} is {state} and {late} overdue", action.id, head.id))
                .help("finish it and show the evidence, or agree a new date: add it to `revised_due` with the reason and who approved it")
                .record(&*head.id)
                .about(action.id.as_str());
        }
        moved(head, at, action, out);
    }
}

fn moved(head: &Head, at: usize, action: &Action, out: &mut Findings) {
    for (number, revised) in action.revised_due.iter().enumerate() {
        let base = format!("/actions/{at}/revised_due/{number}");
        let lacks: Vec<&str> = [("reason", "reason"), ("approved_by", "approval")]
            .into_iter()
            .filter(|(key, _)| !head.says(format!("{base}/{key}")))
            .map(|(_, word)| word)
            .collect();
        if let Some(date) = revised.date.filter(|_| !lacks.is_empty()) {
            let wrong = format!("{} of {} was moved to {date} without {}", action.id, head.id, lacks.join(" and "));
            out.report(head.at(format!("{base}/date")), wrong)
                .help("add why the date moved (`reason`) and the person who agreed to it (`approved_by`)")
                .record(&*head.id)
                .about(format!("{} {date}", action.id));
        }
    }
}
