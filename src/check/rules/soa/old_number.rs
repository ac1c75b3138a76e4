//! SOA-012: control numbers are those of the 2022 edition.
//!
//! Numbers in references come up while files are read; here are the controls' own ids and the lists of clauses.

use crate::check::rules::repo::unknown_clause::written_clauses;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::load::{successor, successors_in_words};
use crate::standard;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-012",
    name: "old-control-number",
    title: "control numbers are those of the 2022 edition",
    clauses: &["6.1.3 c"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("old_number.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let strange = |id: &str| id.starts_with("A.") && standard::control(id).is_none();
    for control in ctx.isms.controls.iter().filter(|control| strange(control.id())) {
        let id = control.id();
        let (message, help) = if standard::is_2013_number(id) {
            (format!("{id} is a number of the 2013 edition"), successors_in_words(id))
        } else {
            let help = "take the number from Annex A of ISO/IEC 27001:2022; an own control begins with `X.`".to_owned();
            (format!("{id} is no control of Annex A"), help)
        };
        out.report(control.at("/id"), message).help(help).record(id);
    }
    for written in written_clauses(ctx.isms).filter(|written| standard::is_2013_number(written.text)) {
        out.report(written.head.at(written.pointer.clone()), format!("{} is a number of the 2013 edition", written.text))
            .help(successors_in_words(written.text))
            .fix(successor(written.text))
            .record(&*written.head.id)
            .about(written.text);
    }
}
