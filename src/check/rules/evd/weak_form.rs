//! EVD-004: a technical control is shown by what its system gives out, not by pictures and assurances alone.

use crate::check::wording::counted;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Control, EvidenceForm, Kind, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "EVD-004",
    name: "evidence-weak-form",
    title: "a technological control is not shown by screenshots and statements alone",
    clauses: &["9.1"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("weak_form.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if ctx.isms.may_have_unread(Kind::Evidence) {
        return;
    }
    let technological =
        |control: &&Record<Control>| control.id().starts_with("A.8.") && control.is_applicable() && control.is_in_place();
    for control in ctx.isms.controls.iter().filter(technological) {
        let mut proofs = ctx.isms.evidence_of_control(control.id());
        proofs.retain(|evidence| evidence.is_accepted());
        let weak = |form| matches!(form, Some(EvidenceForm::Screenshot | EvidenceForm::Statement));
        if !proofs.iter().all(|evidence| weak(evidence.form)) {
            continue;
        }
        let Some(newest) = ctx.isms.newest_evidence(control.id()).or_else(|| proofs.last().copied()) else { continue };
        let all = counted(proofs.len(), "accepted proof", "accepted proofs");
        out.report(newest.at("/form"), format!("{} is shown by screenshots or statements alone ({all})", control.id()))
            .help("export the setting or the report from the system, with its date, and file that")
            .also(control.at("/id"), control.title())
            .record(control.id());
    }
}
