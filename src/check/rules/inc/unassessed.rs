//! INC-001: an event is assessed, and it is decided in time who has to be told.

use crate::check::wording::{days, listed};
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Duration;
use crate::model::{Assessment, Incident, IncidentStatus, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "INC-001",
    name: "incident-unassessed",
    title: "every event is assessed, and for every incident it is decided in time whether somebody has to be notified",
    clauses: &["A.5.25", "A.5.26"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("unassessed.md"),
    check,
};

/// How long a report may wait. Most duties to notify run out before that.
const ASSESSED_WITHIN: Duration = Duration::days(7);

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for incident in &ctx.isms.incidents {
        let id = incident.id();
        if incident.status == Some(IncidentStatus::Reported) {
            if let Some(detected) =
                incident.detected_on.filter(|on| incident.assessment.is_none() && on.after(ASSESSED_WITHIN) < ctx.today)
            {
                let age = days(ctx.today.days_since(detected));
                out.report(
                    incident.at("/assessment"),
                    format!("{id} was detected on {detected}, {age} ago, and nobody has assessed it"),
                )
                .help("decide what it is: event, incident, weakness or false positive, with your name and the day")
                .record(id);
            }
            continue;
        }
        let missing = missing(incident);
        if let Some((field, _)) = missing.first() {
            let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
            out.report(incident.at(*field), format!("{id} does not say {}", listed(&words)))
                .help("complete it from the notes of that day; whether somebody has to be notified needs a yes or no with a reason")
                .record(id);
        }
        notified_late(ctx, incident, out);
    }
}

fn missing(incident: &Record<Incident>) -> Vec<(&'static str, &'static str)> {
    let real = incident.assessment == Some(Assessment::Incident);
    let notification = incident.notification.as_ref();
    let required = notification.and_then(|it| it.required);
    let unexplained = required == Some(false) && notification.is_some_and(|it| it.reason.is_none());
    let all = [
        (incident.assessment.is_none(), "/assessment", "what it was found to be"),
        (incident.assessed_by.is_none(), "/assessed_by", "who assessed it"),
        (incident.assessed_on.is_none(), "/assessed_on", "when it was assessed"),
        (real && incident.severity.is_none(), "/severity", "how severe it is"),
        (real && incident.owner().is_none(), "/owner", "who answers for it"),
        (real && required.is_none(), "/notification/required", "whether somebody has to be notified"),
        (unexplained, "/notification/reason", "why nobody has to be notified"),
    ];
    all.into_iter().filter(|(missing, ..)| *missing).map(|(_, field, words)| (field, words)).collect()
}

fn notified_late(ctx: &Ctx<'_>, incident: &Record<Incident>, out: &mut Findings) {
    let Some(notification) = incident.notification.as_ref().filter(|it| it.required == Some(true)) else { return };
    let to = notification.authority.as_deref().unwrap_or("whoever has to be told");
    let Some(due) = notification.due else {
        if notification.sent.is_none() {
            out.report(incident.at("/notification/due"), format!("{} does not say by when {to} is notified", incident.id()))
                .help("add `due:`; many duties run for 24 or 72 hours from the day you know of it")
                .record(incident.id());
        }
        return;
    };
    let (field, message, help) = match notification.sent {
        Some(sent) if sent > due => {
            let late = days(sent.days_since(due));
            let message = format!("{} was notified to {to} on {sent}, {late} late", incident.id());
            ("/notification/sent", message, "write down why; why it was late is a nonconformity of its own")
        }
        None if due < ctx.today => {
            let late = days(ctx.today.days_since(due));
            let message = format!("{} was to be notified to {to} by {due}, {late} ago", incident.id());
            ("/notification/due", message, "notify now and say why it is late; why it was late is a nonconformity of its own")
        }
        _ => return,
    };
    out.report(incident.at(field), message)
        .label(format!("due on {due}"))
        .help(help)
        .record(incident.id())
        .about("late");
}
