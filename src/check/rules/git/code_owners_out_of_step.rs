//! GIT-004: the forge asks the people who may approve.

use std::collections::BTreeMap;

use crate::check::wording::some;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Person, Record};
use crate::provenance::CodeOwner;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "GIT-004",
    name: "code-owners-out-of-step",
    title: "the code owners of a document are among those who may approve it",
    clauses: &["7.5.3", "5.3"],
    weight: Weight::WARNING,
    class: Class::Temporal,
    doc: include_str!("code_owners_out_of_step.md"),
    check,
};

/// A line of the file, and the documents for which it asks nobody who may approve them.
struct Wrong<'m> {
    line: &'m CodeOwner,
    ids: Vec<&'m str>,
}

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let Some(code_owners) = &ctx.provenance.code_owners else { return };
    let mut wrong: BTreeMap<(usize, Vec<&str>), Wrong<'_>> = BTreeMap::new();
    for (head, _) in ctx.isms.approved_records() {
        let roles = ctx.isms.approving_roles(head);
        let path = format!("{}{}", ctx.provenance.prefix, ctx.files.path(head.file));
        let Some(line) = code_owners.of(&path).filter(|line| !roles.is_empty() && !line.owners.is_empty()) else { continue };
        let may = |person: &Record<Person>| roles.iter().any(|role| ctx.isms.holds_role(person.id(), role, ctx.today));
        if !line.asks_one(ctx.isms, ctx.today, may) {
            wrong.entry((line.line, roles)).or_insert_with(|| Wrong { line, ids: Vec::new() }).ids.push(&head.id);
        }
    }
    for ((_, roles), Wrong { line, ids }) in wrong {
        let file = &code_owners.path;
        let message = format!(
            "line {} of {file} asks {} about {}, and {} may approve it",
            line.line,
            line.owners.join(", "),
            some(&ids),
            roles.join(" or ")
        );
        let Some(head) = ids.first().and_then(|id| ctx.isms.head(id)) else { continue };
        out.report(head.at("/id"), message)
            .help("name the people who hold the role now, by `forge_login` or address, or correct the approval matrix")
            .record(&*head.id)
            .about(format!("{} {}", line.pattern, roles.join(" ")));
    }
}
