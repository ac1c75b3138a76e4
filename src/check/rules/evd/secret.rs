//! EVD-005: no key lies open in a file of evidence.

use crate::check::wording::counted;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::files::{Content, Exposed, Exposure};
use crate::model::{Evidence, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "EVD-005",
    name: "secret-in-evidence",
    title: "no private key and no access key stands in a file of evidence",
    clauses: &["A.5.33", "A.5.17", "A.8.24"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("secret.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for (evidence, exposure) in exposures(ctx) {
        let what = match exposure.what {
            Exposed::PrivateKey => counted(exposure.times, "private key", "private keys"),
            Exposed::AccessKey => counted(exposure.times, "access key of a service", "access keys of services"),
            Exposed::BankAccount | Exposed::PaymentCard | Exposed::Addresses => continue,
        };
        out.report(evidence.at("/file"), in_words(evidence, exposure, &what))
            .help("revoke it now: Git has kept it, and so has every clone; then file a copy without it and say so in `redaction`")
            .record(evidence.id())
            .about(what_it_is(exposure));
    }
}

/// What the files of evidence expose, each with its record. The text itself is shown nowhere: a log would only spread it.
pub(in crate::check::rules) fn exposures<'m>(ctx: &Ctx<'m>) -> impl Iterator<Item = (&'m Record<Evidence>, &'m Exposure)> {
    let (isms, files) = (ctx.isms, ctx.files);
    isms.evidence.iter().flat_map(move |evidence| {
        let file = evidence.file.as_deref().and_then(|file| files.beside(evidence.head.file, file));
        let exposures = match file.and_then(|file| files.get(file)?.content.as_deref()) {
            Some(Content::Read { exposures, .. }) => exposures.as_slice(),
            _ => &[],
        };
        exposures.iter().map(move |exposure| (evidence, exposure))
    })
}

/// `EV-001-log.txt of EV-001 holds 2 private keys, the first on line 14`.
pub(in crate::check::rules) fn in_words(evidence: &Record<Evidence>, exposure: &Exposure, what: &str) -> String {
    let file = evidence.file.as_deref().unwrap_or_default();
    let place = if exposure.times > 1 { "the first on" } else { "on" };
    format!("{file} of {} holds {what}, {place} line {}", evidence.id(), exposure.line)
}

/// Tells two exposures of one file apart, however often they are there.
pub(in crate::check::rules) fn what_it_is(exposure: &Exposure) -> String {
    format!("{:?}", exposure.what)
}
