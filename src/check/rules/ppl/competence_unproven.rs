//! PPL-002: whoever holds a role has shown what the role asks for, and it still holds.

use crate::check::wording::{days, excerpt};
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Kind;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "PPL-002",
    name: "competence-unproven",
    title: "every holder of a role has shown the competence that the role asks for, and it has not run out",
    clauses: &["7.2"],
    weight: Weight::FROM_STAGE1,
    class: Class::Temporal,
    doc: include_str!("competence_unproven.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if ctx.isms.may_have_unread(Kind::Competence) {
        return;
    }
    for gap in ctx.isms.competence_gaps(ctx.today) {
        let (person, role, topic) = (gap.person, gap.role.id(), excerpt(&gap.topic.topic));
        let message = match gap.ended {
            Some((end, _)) => {
                let late = days(ctx.today.days_since(end));
                format!("what showed that {person} can do \"{topic}\" as {role} ended on {end}, {late} ago")
            }
            None => format!("nothing on record shows that {person} can do \"{topic}\" as {role}"),
        };
        let finding = out.report(gap.role.at(format!("/held_by/{}/person", gap.holder)), message);
        finding
            .help("file a competence record with this topic as its `requirement`, the basis, and who judged it when; or plan the training")
            .record(role)
            .about(format!("{person} {}", gap.topic.topic));
        if let Some((_, record)) = gap.ended {
            finding.also(record.at("/valid_until"), format!("{} is the last record", record.id()));
        }
    }
}
