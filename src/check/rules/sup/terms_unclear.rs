//! SUP-001: it is known how much depends on a supplier, what data it sees, and under which contract.

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Coverage, Criticality, Record, Supplier};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SUP-001",
    name: "supplier-terms-unclear",
    title: "every supplier in use has a criticality, the data it sees, and where it matters a contract with security clauses",
    clauses: &["8.1", "A.5.19", "A.5.20"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("terms_unclear.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for supplier in ctx.isms.suppliers.iter().filter(|supplier| supplier.is_active()) {
        let missing = missing(supplier);
        if let Some((field, _)) = missing.first() {
            let words: Vec<&str> = missing.iter().map(|(_, words)| *words).collect();
            out.report(supplier.at(*field), format!("{} does not say {}", supplier.id(), listed(&words)))
                .help("complete the record with its owner; `data_accessed` may say that it sees none")
                .record(supplier.id());
        }
        if supplier.security_clauses == Some(Coverage::None) && matters(supplier) {
            out.report(supplier.at("/security_clauses"), format!("{} has a contract without security clauses", supplier.id()))
                .help(
                    "agree on them at the next change or renewal, and record until then why it is carried: a risk or an exception",
                )
                .record(supplier.id());
        }
    }
}

/// Whether the contract has to say something about security.
fn matters(supplier: &Supplier) -> bool {
    supplier.personal_data == Some(true) || supplier.criticality.is_some_and(|it| it != Criticality::Low)
}

fn missing(supplier: &Record<Supplier>) -> Vec<(&'static str, &'static str)> {
    let matters = matters(supplier);
    let all = [
        (supplier.criticality.is_none(), "/criticality", "how critical it is"),
        (supplier.data_accessed.is_none(), "/data_accessed", "what data it sees"),
        (matters && supplier.contract_ref.is_none(), "/contract_ref", "under which contract it works"),
        (matters && supplier.security_clauses.is_none(), "/security_clauses", "whether the contract has security clauses"),
    ];
    all.into_iter().filter(|(missing, ..)| *missing).map(|(_, field, words)| (field, words)).collect()
}
