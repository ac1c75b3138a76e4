//! EVD-008: the file that a record of evidence names is the one that was filed.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::files::Content;
use crate::model::{Evidence, EvidenceStatus, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "EVD-008",
    name: "evidence-file-changed",
    title: "the file of a record of evidence has the digest and the size that the record says",
    clauses: &["7.5.3", "A.5.33"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("file_changed.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for evidence in ctx.isms.evidence.iter().filter(|evidence| evidence.status != Some(EvidenceStatus::Disposed)) {
        let file = evidence.file.as_deref().and_then(|file| ctx.files.beside(evidence.head.file, file));
        match file.and_then(|file| ctx.files.get(file)?.content.as_deref()) {
            Some(Content::Read { size, digests, .. }) => compare(evidence, *size, digests, out),
            Some(Content::Unreadable(why)) if evidence.sha256.is_some() => {
                let name = evidence.file.as_deref().unwrap_or_default();
                out.report(evidence.at("/file"), format!("{name} cannot be compared with the digest in {}: {why}", evidence.id()))
                    .help("check its permissions and size; what is larger than 16 MiB belongs elsewhere, with `uri` in place of `file`")
                    .record(evidence.id());
            }
            _ => {}
        }
    }
}

fn compare(evidence: &Record<Evidence>, size: u64, digests: &[String], out: &mut Findings) {
    let (id, name) = (evidence.id(), evidence.file.as_deref().unwrap_or_default());
    let help = "bring back the file that was filed (`git log` shows who changed it); if another one is meant, file it as a new record";
    let Some(now) = digests.first() else { return };
    let differs = evidence.sha256.as_ref().is_some_and(|said| !digests.contains(said));
    // Other line ends are another size, too, and no other content.
    let same_bytes = evidence.sha256.as_ref().is_none_or(|said| said == now);
    if differs {
        out.report(evidence.at("/sha256"), format!("{name} is not the file that {id} was made for: its digest is another one"))
            .label(format!("the file has {}…", now.get(..12).unwrap_or(now)))
            .help(help)
            .record(id);
    } else if let Some(said) = evidence.size.filter(|said| same_bytes && *said != size) {
        out.report(evidence.at("/size"), format!("{name} has {size} bytes, and {id} says {said}")).help(help).record(id);
    }
}
