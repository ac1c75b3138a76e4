//! GIT-003: what binds people came into the repository by somebody who is known.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Head;
use crate::provenance::{Commit, History, Provenance, Signature, Step};
use crate::text::Locus;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "GIT-003",
    name: "unaccountable-commit",
    title: "approvals and acceptances are committed by people of the ISMS, and signed where that is the rule",
    clauses: &["7.5.3", "A.5.16"],
    weight: Weight::WARNING,
    class: Class::Historical,
    doc: include_str!("unaccountable_commit.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let Some(history) = ctx.provenance.history() else { return };
    for approval in &ctx.isms.approvals {
        let steps = history.of(ctx.files.path(approval.head.file));
        first_flaw(ctx, &steps, &approval.head, &approval.at("/by"), &format!("{} was committed", approval.id()), out);
    }
    for risk in ctx.isms.risks.iter().filter(|risk| !risk.acceptances.is_empty()) {
        for (part, steps) in accepting_steps(ctx, history, &risk.head, ctx.files.path(risk.head.file)) {
            let what = format!("{part} in {} was committed", risk.id());
            first_flaw(ctx, &steps, &risk.head, &risk.at("/acceptances"), &what, out);
        }
    }
}

/// Reports the newest of some commits that nobody can be held to.
fn first_flaw(ctx: &Ctx<'_>, steps: &[Step<'_>], head: &Head, at: &Locus, what: &str, out: &mut Findings) {
    let mut judged = steps.iter().map(|step| step.commit).filter(|commit| ctx.provenance.judges(commit));
    if let Some((commit, (how, help))) = judged.find_map(|commit| Some((commit, flaw(ctx, commit)?))) {
        out.report(at.clone(), format!("{what} {how}"))
            .label(format!("commit {} of {}", commit.short(), commit.committed))
            .help(help)
            .record(&*head.id)
            .about(what);
    }
}

/// What is wrong with a commit, and what to do about it.
fn flaw(ctx: &Ctx<'_>, commit: &Commit) -> Option<(String, String)> {
    let isms = ctx.isms;
    let author = Provenance::person(isms, &commit.author.email);
    let identities_known = isms.people.iter().any(|person| !person.git_identities.is_empty());
    let signature = ctx.provenance.signature(commit);
    if signature == Signature::Bad {
        let help = "treat it as an incident: a bad signature means that the commit was changed after it was signed";
        return Some(("with a signature that does not fit it".to_owned(), help.to_owned()));
    }
    if identities_known && author.is_none() {
        let how = format!("by {} <{}>, who is nobody of this ISMS", commit.author.name, commit.author.email);
        return Some((how, "add the address to `git_identities` of the person, or map it in `.mailmap`".to_owned()));
    }
    if let Signature::Good { signer, .. } = &signature
        && let Some(signer) = Provenance::person(isms, signer)
        && let Some(committer) = Provenance::person(isms, &commit.committer.email)
        && signer.id() != committer.id()
    {
        let how = format!("in the name of {} and signed by {}", committer.id(), signer.id());
        return Some((how, "find out who made it; correct `signing_keys` or `git_identities` if one of them is wrong".to_owned()));
    }
    if isms.settings.git.signed && !signature.is_good() {
        let how = format!("without a signature that can be trusted ({})", signature.words());
        let help = "sign commits with SSH (`git config gpg.format ssh`), and name the keys in `signing_keys` or `git.allowed_signers`";
        return Some((how, help.to_owned()));
    }
    None
}

/// The commits that brought each acceptance of a risk.
fn accepting_steps<'h>(ctx: &Ctx<'_>, history: &'h History, head: &Head, path: &str) -> Vec<(String, Vec<Step<'h>>)> {
    let steps = history.of(path);
    if !steps.iter().any(|step| ctx.provenance.judges(step.commit)) {
        return Vec::new();
    }
    let has = |step: &Step<'_>, key: &str| {
        let record = step.now.and_then(|now| now.record()).filter(|record| record.id == head.id);
        record.is_some_and(|record| record.closed_parts().iter().any(|part| part.key == key))
    };
    let parts = head.closed_parts();
    let first = |key: &str| steps.iter().rev().find(|step| has(step, key)).cloned();
    parts.into_iter().filter_map(|part| Some((part.name, vec![first(&part.key)?]))).collect()
}
