//! SUP-003: what a supplier shows is current and was read, and a cloud service can be left.

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Duration;
use crate::model::{Criticality, Record, Supplier, SupplierCategory};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SUP-003",
    name: "supplier-assurance-weak",
    title: "critical suppliers show current assurance that was read, and cloud services have an exit and a division of duties",
    clauses: &["A.5.21", "A.5.22", "A.5.23"],
    weight: Weight::WARNING,
    class: Class::Temporal,
    doc: include_str!("assurance_weak.md"),
    check,
};

/// Reports come out some months after the period they speak of.
const PUBLISHED_WITHIN: Duration = Duration::months(4);

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for supplier in ctx.isms.suppliers.iter().filter(|supplier| supplier.is_active()) {
        // Suppliers that were never reviewed have a rule of their own.
        if matches!(supplier.criticality, Some(Criticality::High | Criticality::Critical))
            && supplier.head.common.reviewed.is_some()
        {
            assurance(ctx, supplier, out);
        }
        cloud(supplier, out);
    }
}

fn assurance(ctx: &Ctx<'_>, supplier: &Record<Supplier>, out: &mut Findings) {
    let id = supplier.id();
    let newest = supplier.assurance.iter().enumerate().max_by_key(|(_, assurance)| assurance.period_end);
    let Some((at, assurance)) = newest else {
        out.report(supplier.at("/assurance"), format!("{id} shows nothing that proves how it works"))
            .help("ask for a report or certificate, or record what you looked at yourself in `assurance:`")
            .record(id);
        return;
    };
    let every = ctx.isms.review_interval(&supplier.head);
    match assurance.period_end {
        Some(end) if end.after(every).after(PUBLISHED_WITHIN) < ctx.today => {
            out.report(supplier.at(format!("/assurance/{at}/period_end")), format!("the newest assurance of {id} ends on {end}"))
                .label(format!("your own rule: every {}, and {} until a report is out", every.words(), PUBLISHED_WITHIN.words()))
                .help("ask for the next report; a letter for the time between is better than nothing")
                .record(id)
                .about("age");
        }
        None => {
            out.report(
                supplier.at(format!("/assurance/{at}/period_end")),
                format!("the assurance of {id} does not say until when it holds"),
            )
            .help("add `period_end:`")
            .record(id)
            .about("age");
        }
        Some(_) => {}
    }
    let mut unread = Vec::new();
    if assurance.scope_checked != Some(true) {
        unread.push("whether its scope has the service in use");
    }
    if assurance.user_controls_reviewed != Some(true) {
        unread.push("what it leaves to its customers");
    }
    if !unread.is_empty() {
        let message = format!("nobody has checked in the assurance of {id} {}", listed(&unread));
        out.report(supplier.at(format!("/assurance/{at}/type")), message)
            .help("read the report, and set `scope_checked:` and `user_controls_reviewed:`")
            .record(id)
            .about("read");
    }
}

fn cloud(supplier: &Record<Supplier>, out: &mut Findings) {
    use SupplierCategory::{Iaas, Paas, Saas};
    let is_cloud = supplier.categories.iter().any(|category| matches!(category, Iaas | Paas | Saas));
    if !is_cloud || matches!(supplier.criticality, None | Some(Criticality::Low)) {
        return;
    }
    let all = [
        (supplier.exit_plan.is_none(), "/exit_plan", "how it can be left"),
        (supplier.shared_responsibility.is_none(), "/shared_responsibility", "which duties are whose"),
    ];
    let missing: Vec<_> = all.into_iter().filter(|(missing, ..)| *missing).collect();
    if let Some((_, field, _)) = missing.first() {
        let words: Vec<&str> = missing.iter().map(|(.., words)| *words).collect();
        out.report(
            supplier.at(*field),
            format!("{} provides a cloud service, and its record does not say {}", supplier.id(), listed(&words)),
        )
        .help("add `exit_plan:` and `shared_responsibility:`; two sentences each are a good beginning")
        .record(supplier.id())
        .about("cloud");
    }
}
