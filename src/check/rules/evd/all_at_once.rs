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

/// The last days before an audit, where the settings do not say.
const LAST: Duration = Duration::days(14);

/// How much may come in these days, in per cent, where the settings do not say.
const SHARE: usize = 50;

/// Of fewer pieces nothing can be said.
const ENOUGH: usize = 6;

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let Some(history) = ctx.provenance.history() else { return };
    let defaults = &ctx.isms.settings.defaults;
    let (rush, share) = (defaults.evidence_rush.unwrap_or(LAST), defaults.evidence_rush_share.map_or(SHARE, |share| share as usize));
    let since = ctx.isms.results_since(ctx.today);
    let begin = |audit: &Audit| audit.performed_from.or(audit.planned_from).filter(|begin| since <= *begin && *begin <= ctx.today.after(rush));
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
        let last: Vec<_> = of_year.iter().filter(|(_, commit)| begin.before(rush) <= commit.authored).collect();
        if of_year.len() < ENOUGH || last.len() * 100 <= of_year.len() * share {
            continue;
        }
        let field = if audit.performed_from.is_some() { "/performed_from" } else { "/planned_from" };
        let pieces = counted(of_year.len(), "piece", "pieces");
        let message = format!("{} of the {pieces} of evidence of the year before {} were filed in its last {}", last.len(), audit.id(), rush.words());
        let finding = out.report(audit.at(field), message);
        finding.help("file evidence when it is collected: a pipeline that commits the export every month never forgets").record(audit.id());
        if defaults.evidence_rush.is_some() || defaults.evidence_rush_share.is_some() {
            finding.label(format!("your own rule: no more than {share} per cent in {}", rush.words()));
        }
        for (item, commit) in last {
            finding.also(item.at("/id"), format!("{} came with commit {} of {}", item.id(), commit.short(), commit.authored));
        }
    }
}
