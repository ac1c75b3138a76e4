//! Which column is which field: by its path, by what people call it, or by what the caller says.

use super::Refusal;
use super::columns::{BODY, steps};
use super::read::{Given, Table};
use super::values::shape_at;
use crate::load::schema;
use crate::load::shape::Shape;
use crate::load::suggest::closest;
use crate::model::{Form, Kind};
use crate::text::tame;

/// So many rows are looked at for the names of the columns.
const LOOKED_AT: usize = 40;

/// What columns are called elsewhere, in plain words, with the field of every kind that has it.
const OTHER_NAMES: [(&str, &str); 17] = [
    ("ref", "id"),
    ("reference", "id"),
    ("no", "id"),
    ("nr", "id"),
    ("number", "id"),
    ("identifier", "id"),
    ("", "id"),
    ("name", "title"),
    ("title", "name"),
    ("scenario", "title"),
    ("description", "title"),
    ("applicability", "applicable"),
    ("responsible", "owner"),
    ("implementation status", "implementation"),
    ("threat", "cause"),
    ("treatment option", "treatment"),
    ("due date", "due"),
];

/// What the caller says of columns, by their names.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// A name with the field that it stands for.
    pub fields: Vec<(String, String)>,
    /// The names of columns that are left out.
    pub dropped: Vec<String>,
}

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heads {
    /// At which of the rows they stand.
    pub at: usize,
    /// The columns that are fields, with the name that they have in the table and their path.
    pub columns: Vec<(usize, String, String)>,
    /// The columns that are no field, with their names.
    pub unknown: Vec<(usize, String)>,
}

impl Heads {
    /// Finds the row of the names: the one with the most fields.
    ///
    /// # Errors
    /// Where there is none, two columns are one field, or what the caller says does not fit.
    pub fn find(kind: Kind, table: &Table, mapping: &Mapping) -> Result<Heads, Refusal> {
        for (_, field) in &mapping.fields {
            if path(kind, field).is_none() {
                let known = names(kind);
                let help = closest(field, known.iter().map(|(path, _)| path.as_str()));
                let help = help
                    .map_or_else(|| format!("`isms schema {kind}` lists the fields"), |meant| format!("did you mean `{meant}`?"));
                return Err(Refusal::new(format!("{} has no field `{field}`", kind.with_article())).help(help));
            }
        }
        let said: Vec<&str> =
            table.rows.iter().take(LOOKED_AT).flat_map(|(_, cells)| cells).map(|cell| cell.text.as_str()).collect();
        if let Some((name, _)) = mapping.fields.iter().find(|(name, _)| !said.iter().any(|known| is(known, name))) {
            return Err(Refusal::new(format!("there is no column `{name}`")).help(match closest(name, said) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "columns go by the names in the file".to_owned(),
            }));
        }
        let heads = |(at, (_, cells)): (usize, &(usize, Vec<Given>))| Heads::of(kind, at, cells, mapping);
        let all = table.rows.iter().take(LOOKED_AT).enumerate().map(heads);
        // The first of equals wins.
        let best = all.rev().max_by_key(|heads| heads.columns.len()).filter(|heads| {
            let names = heads.columns.len();
            names >= 2 || (names == 1 && heads.unknown.is_empty())
        });
        let best = best.ok_or_else(|| {
            Refusal::new(format!("no row has the names of fields of {}", kind.with_article()))
                .help(format!("name the columns as `isms export {kind}` does, or say what they are: `--map \"Their name=title\"`"))
        })?;
        let mut seen: Vec<&(usize, String, String)> = Vec::new();
        for column in &best.columns {
            if let Some(other) = seen.iter().find(|(.., path)| *path == column.2) {
                return Err(Refusal::new(format!("the columns `{}` and `{}` are both `{}`", other.1, column.1, column.2))
                    .help(format!("leave one of them out: `--drop \"{}\"`", column.1)));
            }
            seen.push(column);
        }
        Ok(best)
    }

    fn of(kind: Kind, at: usize, cells: &[Given], mapping: &Mapping) -> Heads {
        let mut heads = Heads { at, columns: Vec::new(), unknown: Vec::new() };
        for (column, cell) in cells.iter().enumerate() {
            let name = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
            if name.is_empty() || mapping.dropped.iter().any(|dropped| is(dropped, &name)) {
                continue;
            }
            let said = mapping.fields.iter().find(|(known, _)| is(known, &name)).map(|(_, field)| field.clone());
            match said.or_else(|| field(kind, &name)) {
                Some(field) => heads.columns.push((column, name, field)),
                None => heads.unknown.push((column, name)),
            }
        }
        heads
    }
}

fn is(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

/// A name in small letters and digits, without what stands in brackets behind it.
fn plain(name: &str) -> String {
    let name = name.split_once(['(', '[']).map_or(name, |(name, _)| name);
    let letters = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' });
    letters.collect::<String>().to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The field that a column is, by its name.
fn field(kind: Kind, name: &str) -> Option<String> {
    if path(kind, name).is_some() {
        return Some(name.to_owned());
    }
    let known = names(kind);
    let plain_kind = plain(kind.word());
    let full = plain(name);
    let short = full.strip_prefix(&plain_kind).map_or(full.as_str(), str::trim);
    let by_path = |name: &str| known.iter().find(|(path, _)| plain(path) == name).map(|(path, _)| path.clone());
    let by_last = |name: &str| {
        let mut found = known.iter().filter(|(_, last)| plain(last) == name);
        let first = found.next().filter(|_| found.next().is_none());
        first.map(|(path, _)| path.clone())
    };
    let by_other = |name: &str| {
        let other = OTHER_NAMES.iter().filter(|(other, _)| *other == name).map(|(_, field)| *field);
        other.flat_map(|field| known.iter().filter(move |(path, _)| path == field)).map(|(path, _)| path.clone()).next()
    };
    // `Risk` alone is what the risk is, not its number.
    if short.is_empty() && !full.is_empty() {
        return by_path("title");
    }
    [full.as_str(), short].into_iter().find_map(|name| by_path(name).or_else(|| by_last(name)).or_else(|| by_other(name)))
}

/// The paths of fields that hold one value or a list of values, with their last steps.
fn names(kind: Kind) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&schema::of_kind(kind).shape, "", &mut found);
    found
}

fn collect(shape: &Shape, above: &str, found: &mut Vec<(String, String)>) {
    for (key, below) in &shape.keys {
        let path = super::columns::step(above, key);
        if !below.keys.is_empty() {
            collect(below, &path, found);
        } else if below.items.as_ref().is_none_or(|items| items.keys.is_empty()) {
            found.push((path, key.clone()));
        }
    }
}

/// The steps of a path of a kind, with the numbers of items from 0 on; `None` where it is no path.
pub(super) fn path(kind: Kind, path: &str) -> Option<Vec<String>> {
    if path == BODY {
        return (kind.form() == Form::Markdown).then(|| vec![BODY.to_owned()]);
    }
    let mut found: Vec<String> = Vec::new();
    for step in steps(path) {
        match (is_list(kind, &found), step.parse::<usize>()) {
            (true, Ok(number)) => found.push(number.checked_sub(1)?.to_string()),
            (true, Err(_)) => return None,
            (false, _) => found.push(step),
        }
    }
    // What an export would not write as it is names no field.
    if found.iter().any(|step| tame(step, false) != *step) {
        return None;
    }
    let own = found.iter().position(|step| step.starts_with("x-") && step.len() > 2);
    match own {
        // What is below an own key stands in its cell.
        Some(at) => (at + 1 == found.len() && (at == 0 || shape_at(kind, &found[..at]).is_some())).then_some(found),
        None => shape_at(kind, &found).is_some().then_some(found),
    }
}

/// Whether a list stands at some steps.
pub(super) fn is_list(kind: Kind, steps: &[String]) -> bool {
    !steps.is_empty() && shape_at(kind, steps).is_some_and(|shape| shape.items.is_some() && shape.keys.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_by_paths_and_by_what_people_call_them() {
        for (kind, name, wanted) in [
            (Kind::Risk, "current.likelihood", Some("current.likelihood")),
            (Kind::Risk, "Current likelihood (1-5)", Some("current.likelihood")),
            (Kind::Risk, "Risk owner", Some("owner")),
            (Kind::Risk, "Risk ID", Some("id")),
            (Kind::Risk, "Risk", Some("title")),
            (Kind::Risk, "#", Some("id")),
            (Kind::Risk, "Likelihood", None),
            (Kind::Risk, "actions.1.what", Some("actions.1.what")),
            (Kind::Risk, "actions.0.what", None),
            (Kind::Risk, "actions.what", None),
            (Kind::Risk, "x-team", Some("x-team")),
            (Kind::Risk, "x-", None),
            (Kind::Risk, "body", None),
            (Kind::Policy, "body", Some("body")),
            (Kind::Person, "Title", Some("name")),
            (Kind::Control, "Control title", Some("title")),
            (Kind::Control, "Applicability", Some("applicable")),
        ] {
            assert_eq!(field(kind, name).as_deref(), wanted, "{kind} {name}");
        }
    }
}
