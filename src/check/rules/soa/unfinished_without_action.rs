//! SOA-006: what is included and not implemented has a dated action.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Control, Kind, Record};
use crate::text::Pointer;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-006",
    name: "unfinished-control-without-action",
    title: "a control that is included and not implemented has an open action with a date",
    clauses: &["6.1.3 d", "6.1.3 e"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("unfinished_without_action.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if ctx.isms.may_have_unread(Kind::Risk) {
        return;
    }
    for control in ctx.isms.controls.iter().filter(|control| control.is_unfinished() && !ctx.isms.has_dated_action(control)) {
        let state = control.implementation.map_or_else(|| "does not say how far it is".to_owned(), |it| it.label());
        let message = format!("{} is included and {state}, and no open action with a date leads on from there", control.id());
        let finding = out.report(control.at("/implementation"), message);
        finding
            .help("add an action with `due` to the control, or to a risk that has it among `treatment_controls`")
            .record(control.id());
        name_undated(control, finding);
    }
}

fn name_undated(control: &Record<Control>, finding: &mut crate::finding::Finding) {
    for (at, action) in control.actions.iter().enumerate().filter(|(_, action)| action.is_open()) {
        finding.also(control.at(Pointer::from("/actions").join(at)), format!("{} is open and has no date", action.id));
    }
}
