//! SOA-001: every control of Annex A is decided.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{self, Applicable, Kind, Record};
use crate::standard::{self, Control};
use crate::text::{FileId, Locus};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-001",
    name: "control-undecided",
    title: "every control of Annex A is included or excluded",
    clauses: &["6.1.3 c", "6.1.3 d"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("undecided.md"),
    check,
};

/// More open decisions than this are one piece of work that has not been done, and one finding.
const SINGLY: usize = 10;

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let is_open = |record: Option<&Record<model::Control>>| record.is_some_and(|record| record.applicable == Applicable::Undecided);
    let undecided: Vec<&Control> =
        ctx.isms.annex_a().filter(|(_, record)| is_open(*record)).map(|(control, _)| control).collect();
    let at = Locus::value(ctx.isms.settings_file.unwrap_or(FileId(0)), "/name");
    let all = standard::controls().len();
    if undecided.len() > SINGLY {
        let message = format!("controls of Annex A that nobody has decided on yet: {} of {all}", undecided.len());
        out.report(at.clone(), message).help(format!("set `applicable` in the control.yaml of {}", ranges(&undecided))).about("undecided");
    } else {
        for control in undecided.iter().filter_map(|control| ctx.isms.control(control.id)) {
            out.report(control.at("/applicable"), format!("nobody has decided whether {} ({}) applies", control.id(), control.title()))
                .help("write `applicable: true` with reasons and a justification, or `applicable: false` with the fact that makes it unnecessary")
                .record(control.id());
        }
    }
    let missing = ctx.isms.controls_without_record();
    if missing.is_empty() || ctx.isms.may_have_unread(Kind::Control) {
        return;
    }
    let count = missing.len();
    let message = format!("controls of Annex A without a record, and so without a decision: {count} of {all}");
    out.report(at, message).help(format!("write a control.yaml for {}", ranges(&missing)));
}

/// Control ids with runs of neighbours shortened: `A.5.1-A.5.4, A.8.2`.
fn ranges(controls: &[&Control]) -> String {
    let follows = |one: &Control, next: &Control| {
        let ((theme, number), (next_theme, next_number)) = (one.number(), next.number());
        theme == next_theme && number + 1 == next_number
    };
    let runs = controls.chunk_by(|one, next| follows(one, next)).map(|run| match run {
        [only] => only.id.to_owned(),
        [first, .., last] => format!("{}-{}", first.id, last.id),
        [] => String::new(),
    });
    runs.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_become_a_range_within_a_theme() {
        let of = |ids: &[&str]| ranges(&ids.iter().filter_map(|id| standard::control(id)).collect::<Vec<_>>());
        assert_eq!(of(&["A.5.36", "A.5.37", "A.6.1", "A.6.3", "A.6.4", "A.6.5"]), "A.5.36-A.5.37, A.6.1, A.6.3-A.6.5");
        assert_eq!(of(&[]), "");
    }
}
