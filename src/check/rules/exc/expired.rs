//! EXC-001: an exception ends, and it ends when it was said.

use crate::check::wording::days;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Date;
use crate::model::{Exception, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "EXC-001",
    name: "exception-expired",
    title: "no exception outlives its end, and none is granted for longer than allowed",
    clauses: &["A.5.1", "A.5.36"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("expired.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for exception in ctx.isms.exceptions.iter().filter(|exception| exception.is_active()) {
        if let Some(end) = exception.expires().filter(|end| *end < ctx.today) {
            let place = match exception.renewals.iter().rposition(|renewal| renewal.until.is_some()) {
                Some(last) => format!("/renewals/{last}/until"),
                None => "/expires".to_owned(),
            };
            let late = days(ctx.today.days_since(end));
            out.report(exception.at(place), format!("{} ended on {end}, {late} ago, and is still active", exception.id()))
                .help("close it once the rule is kept again; a renewal needs a reason and an approval of its own")
                .record(exception.id());
        }
        too_long(ctx, exception, out);
    }
}

/// Each decision counts by itself: the first one, and every renewal.
fn too_long(ctx: &Ctx<'_>, exception: &Record<Exception>, out: &mut Findings) {
    let first = ("/expires".to_owned(), exception.granted, exception.expires);
    let renewals = exception.renewals.iter().enumerate();
    let later = renewals.map(|(at, renewal)| (format!("/renewals/{at}/until"), renewal.on, renewal.until));
    for (place, from, until) in std::iter::once(first).chain(later) {
        let Some((from, until)): Option<(Date, Date)> = from.zip(until) else { continue };
        let max = ctx.isms.settings.defaults.max_exception;
        if until > from.after(max) {
            let length = days(until.days_since(from));
            out.report(exception.at(place), format!("{} is granted for {length}, until {until}", exception.id()))
                .label(format!("granted on {from}; your own rule: at most {}", max.words()))
                .help("end it earlier and decide again then, or accept the risk for good where that can be done")
                .record(exception.id())
                .about(from.to_string());
        }
    }
}
