//! SOA-004: a reason for including a control has something behind it.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Control, Isms, Kind, Reason, Record, RequirementType};
use crate::text::Pointer;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-004",
    name: "reason-without-source",
    title: "a reason risk, legal or contractual has a risk or requirement behind it that names the control",
    clauses: &["6.1.3 b", "6.1.3 d"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("reason_without_source.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for control in ctx.isms.controls.iter().filter(|control| control.is_applicable()) {
        let written = control.head.fields().get("reasons");
        for (at, word) in written.iter().flat_map(|list| list.items()).enumerate() {
            let Some(reason) = Reason::ALL.iter().find(|reason| word.scalar() == Some(reason.word())) else { continue };
            let Some((missing, help)) = lacks_source(ctx.isms, control, *reason) else { continue };
            let message = format!("{} is included for the reason {reason}, and {missing}", control.id());
            let finding = out.report(control.at(Pointer::from("/reasons").join(at)), message);
            finding.help(help).record(control.id()).about(reason.word());
            if *reason == Reason::Risk {
                for (head, link) in ctx.isms.links_to(control.id()).filter(|(head, _)| head.kind == Kind::Risk) {
                    finding.also(head.at(link.pointer.clone()), format!("{} names it and is closed", head.id));
                }
            }
        }
    }
}

/// What is not there for a reason, and what to do.
fn lacks_source(isms: &Isms, control: &Record<Control>, reason: Reason) -> Option<(&'static str, &'static str)> {
    use RequirementType::{Contractual, Legal, Regulatory};
    let lacks = |types: &[RequirementType]| {
        !isms.may_have_unread(Kind::Requirement) && isms.requirements_behind(control.id(), types).is_empty()
    };
    match reason {
        Reason::Risk if !isms.may_have_unread(Kind::Risk) && isms.risks_of_control(control.id()).is_empty() => Some((
            "no open risk names it",
            "name the control in the risk that it treats (`existing_controls` or `treatment_controls`), or take the reason away",
        )),
        Reason::Legal if lacks(&[Legal, Regulatory]) => Some((
            "no legal or regulatory requirement is met by it",
            "name the control in `met_by` of the requirement, or take the reason away",
        )),
        Reason::Contractual if lacks(&[Contractual]) => Some((
            "no contractual requirement is met by it",
            "name the control in `met_by` of the requirement, or take the reason away",
        )),
        _ => None,
    }
}
