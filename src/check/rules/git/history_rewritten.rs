//! GIT-002: the history that approvals and packs point into is still there.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Approval, ApprovalMethod};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "GIT-002",
    name: "history-rewritten",
    title: "commits that approvals and settings name are part of the history",
    clauses: &["7.5.3"],
    weight: Weight::ERROR,
    class: Class::Historical,
    doc: include_str!("history_rewritten.md"),
    check,
};

const HELP: &str = "find out who rewrote the history and why; fetch the old commits from another clone or the archive and keep them";

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let Some(history) = ctx.provenance.history() else { return };
    for (at, id) in ctx.isms.settings.git.ancestors.iter().enumerate() {
        if history.has(id) == Some(false) {
            out.report(ctx.setting(&format!("/git/ancestors/{at}")), format!("commit {id} is not part of the history any more"))
                .help(HELP)
                .about(id);
        }
    }
    for approval in ctx.isms.approvals.iter().filter(|approval| approval.is_positive()) {
        if let Some(id) = commits_named(approval).find(|id| history.has(id) == Some(false)) {
            let message = format!("{} was given for commit {id}, which is not part of the history any more", approval.id());
            out.report(approval.at("/reference"), message).help(HELP).record(approval.id());
        }
    }
}

/// The commits that an approval names: full ids, and shorter ones where it was given by signing a commit.
fn commits_named(approval: &Approval) -> impl Iterator<Item = &str> {
    let signed = approval.method == Some(ApprovalMethod::SignedCommit);
    let words = approval.reference.as_deref().unwrap_or_default().split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(move |word| {
        let is_hex = word.bytes().all(|byte| byte.is_ascii_hexdigit()) && word.bytes().any(|byte| byte.is_ascii_digit());
        is_hex && (matches!(word.len(), 40 | 64) || (signed && (7..40).contains(&word.len())))
    })
}
