//! EVD-001: the file that a record of evidence names is there.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::EvidenceStatus;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "EVD-001",
    name: "evidence-file-missing",
    title: "the file that a record of evidence names stands beside it",
    clauses: &["7.5.3", "A.5.33"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("file_missing.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for evidence in &ctx.isms.evidence {
        // What was disposed of is gone on purpose.
        let Some(file) = evidence.file.as_deref().filter(|_| evidence.status != Some(EvidenceStatus::Disposed)) else { continue };
        let record = ctx.files.path(evidence.head.file);
        let path =
            record.rsplit_once('/').map_or(file.to_owned(), |(folder, _)| format!("{folder}/{}", file.trim_start_matches("./")));
        if ctx.files.find(&path).is_none() {
            out.report(evidence.at("/file"), format!("{} names {file}, and there is no such file beside it", evidence.id()))
                .label(format!("looked for {path}"))
                .help("add the file, correct its name, or give the place where it is kept in `uri:`")
                .record(evidence.id());
        }
    }
}
