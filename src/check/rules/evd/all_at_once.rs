//! EVD-007: evidence is filed as the work is done, and not in the days before the auditor comes.

use crate::check::wording::counted;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::{Date, Duration};
use crate::model::{Audit, Evidence, Record};
use crate::provenance::Commit;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "EVD-007",
    name: "evidence-all-at-once",
    title: "evidence comes in over the year, and not mostly in the two weeks before an audit",
    clauses: &["9.1", "7.5.3"],
    weight: Weight::INFO,
    class: Class::Historical,
    doc: include_str!("all_at_once.md"),
    check,
};

/// The last days before an audit.
const LAST: Duration = Duration::days(14);

/// Of fewer pieces nothing can be said.
const ENOUGH: usize = 6;

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let Some(history) = ctx.provenance.history() else { return };
    let since = ctx.isms.results_since(ctx.today);
    let begin = |audit: &Audit| audit.performed_from.or(audit.planned_from).filter(|begin| since <= *begin && *begin <= ctx.today.after(LAST));
    let visits = ctx.isms.audits.iter().filter(|audit| audit.is_certification());
    let visits: Vec<(&Record<Audit>, Date)> = visits.filter_map(|audit| Some((audit, begin(audit)?))).collect();
    if visits.is_empty() {
        return;
    }
    let committed = |item: &Record<Evidence>| history.introduced(ctx.files.path(item.head.file)).filter(|commit| ctx.provenance.judges(commit));
    let filed: Vec<(&Record<Evidence>, &Commit)> = ctx.isms.evidence.iter().filter_map(|item| Some((item, committed(item)?))).collect();
    for (audit, begin) in visits {
        let of_year = |commit: &Commit| begin.before(Duration::months(12)) < commit.authored && commit.authored <= begin;
        let of_year: Vec<_> = filed.iter().filter(|(_, commit)| of_year(commit)).collect();
        let last: Vec<_> = of_year.iter().filter(|(_, commit)| begin.before(LAST) <= commit.authored).collect();
        if of_year.len() < ENOUGH || last.len() * 2 <= of_year.len() {
            continue;
        }
        let field = if audit.performed_from.is_some() { "/performed_from" } else { "/planned_from" };
        let pieces = counted(of_year.len(), "piece", "pieces");
        let message = format!("{} of the {pieces} of evidence of the year before {} were filed in its last 14 days", last.len(), audit.id());
        let finding = out.report(audit.at(field), message);
        finding.help("file evidence when it is collected: a pipeline that commits the export every month never forgets").record(audit.id());
        for (item, commit) in last {
            finding.also(item.at("/id"), format!("{} came with commit {} of {}", item.id(), commit.short(), commit.authored));
        }
    }
}
