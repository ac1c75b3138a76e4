//! The list of rules, family by family.

use super::Here;
use crate::check::wording::counted;
use crate::check::{Rule, family};
use crate::model::OwnRule;
use crate::output::sheet::Sheet;

/// The rules with what their findings weigh.
pub(super) fn write(sheet: &mut Sheet, rules: &[&Rule], own: &[&OwnRule], here: &Here) {
    let whose = if here.levels.is_some() { "the one of this ISMS" } else { "the one of a new ISMS" };
    let count = counted(rules.len() + own.len(), "rule", "rules");
    sheet.line(&format!("{count}; severities in profile {}, {whose}", here.profile()));
    let own = own.iter().map(|rule| (family(&rule.id), own_row(rule, here)));
    let rows: Vec<(&str, Vec<String>)> = rules.iter().map(|rule| (family(rule.code), row(rule, here))).chain(own).collect();
    let groups: Vec<(&str, Vec<Vec<String>>)> = rows
        .chunk_by(|(one, _), (other, _)| one == other)
        .map(|rows| (rows[0].0, rows.iter().map(|(_, row)| row.clone()).collect()))
        .collect();
    sheet.groups(&groups.iter().map(|(family, rows)| (*family, rows.as_slice())).collect::<Vec<_>>());
    sheet.heading("`isms explain CODE` tells what a rule asks, why, and how to fix what it finds");
}

/// A rule of the organisation's own in a list: what is a finding stands where others say what should be.
fn own_row(rule: &OwnRule, here: &Here) -> Vec<String> {
    let what = format!("{}: {}", rule.kind.word(), rule.when.split_whitespace().collect::<Vec<_>>().join(" "));
    vec![rule.id.clone(), rule.name.clone().unwrap_or_default(), here.level_of_own(rule).to_string(), what]
}

/// A rule in a list.
pub(super) fn row(rule: &Rule, here: &Here) -> Vec<String> {
    vec![rule.code.to_owned(), rule.name.to_owned(), here.level(rule).to_string(), rule.title.to_owned()]
}
