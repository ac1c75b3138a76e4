//! The list of rules, family by family.

use super::Here;
use crate::check::{Rule, family};
use crate::output::sheet::Sheet;

/// The rules with what their findings weigh.
pub(super) fn write(sheet: &mut Sheet, rules: &[&Rule], here: &Here) {
    let whose = if here.levels.is_some() { "the one of this ISMS" } else { "the one of a new ISMS" };
    let count = if rules.len() == 1 { "1 rule".to_owned() } else { format!("{} rules", rules.len()) };
    sheet.line(&format!("{count}; severities in profile {}, {whose}", here.profile()));
    let rows: Vec<(&str, Vec<String>)> = rules.iter().map(|rule| (family(rule.code), row(rule, here))).collect();
    let groups: Vec<(&str, Vec<Vec<String>>)> = rows
        .chunk_by(|(one, _), (other, _)| one == other)
        .map(|rows| (rows[0].0, rows.iter().map(|(_, row)| row.clone()).collect()))
        .collect();
    sheet.groups(&groups.iter().map(|(family, rows)| (*family, rows.as_slice())).collect::<Vec<_>>());
    sheet.heading("`isms explain CODE` tells what a rule asks, why, and how to fix what it finds");
}

/// A rule in a list.
pub(super) fn row(rule: &Rule, here: &Here) -> Vec<String> {
    vec![rule.code.to_owned(), rule.name.to_owned(), here.level(rule).to_string(), rule.title.to_owned()]
}
