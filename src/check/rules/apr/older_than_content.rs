//! APR-011: nobody approves a text before it is written.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Decision, Head, digest};
use crate::provenance::{Commit, History};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "APR-011",
    name: "approval-older-than-content",
    title: "what is in force was approved after its last change",
    clauses: &["7.5.2"],
    weight: Weight::WARNING,
    class: Class::Historical,
    doc: include_str!("older_than_content.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let Some(history) = ctx.provenance.history() else { return };
    for (head, version) in ctx.isms.approved_records() {
        let mut approvals = ctx.isms.approvals_of_version(&head.id, version);
        approvals.retain(|approval| approval.decision == Some(Decision::Approved));
        let Some((approval, on)) = approvals.pop().and_then(|approval| Some((approval, approval.on?))) else { continue };
        let path = ctx.files.path(head.file);
        let filed = history.introduced(ctx.files.path(approval.head.file));
        // What was squashed into one commit has lost its order.
        let is_later = |commit: &Commit| {
            ctx.provenance.judges(commit) && filed.is_none_or(|filed| filed.id != commit.id) && commit.authored > on.next()
        };
        if !history.of(path).iter().any(|step| is_later(step.commit)) {
            continue;
        }
        // One of another content is another finding.
        let present = digest::of_record(head);
        if approval.digest.as_ref().is_some_and(|digest| *digest != present) {
            continue;
        }
        let Some(commit) = last_change(history, head, path, &present).filter(|commit| is_later(commit)) else { continue };
        let message = format!("{} approves {} on {on}, and its content was changed on {}", approval.id(), head.id, commit.authored);
        out.report(approval.at("/on"), message)
            .label(format!("commit {} by {}", commit.short(), commit.author.name))
            .help(format!("correct the date if it is wrong; else have the text approved as it is now: `isms approve {}`", head.id))
            .record(approval.id())
            .about(&*head.id);
    }
}

/// The commit that gave a record the content it has now; nothing where that is not committed.
fn last_change<'h>(history: &'h History, head: &Head, path: &str, present: &str) -> Option<&'h Commit> {
    let steps = history.of(path);
    let means_the_same = |record: &Head| record.id == head.id && digest::of_record(record) == present;
    let newest = steps.first()?.now?.record()?;
    if !means_the_same(&newest) {
        return None;
    }
    let changed = steps.iter().find(|step| !step.was.and_then(|was| was.record()).is_some_and(|was| means_the_same(&was)));
    changed.map(|step| step.commit)
}
