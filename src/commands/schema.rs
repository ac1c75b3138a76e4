//! `isms schema`: the schemas, for editors and other programs.

use super::session::Session;
use super::{Failure, Outcome};
use crate::cli::SchemaArgs;
use crate::load::schema::{COMMON, SETTINGS};
use crate::load::suggest::closest;
use crate::model::Kind;

/// The schema of `isms check --format json`.
const CHECK: &str = include_str!("../../schemas/output/check.schema.json");
/// The schema of `isms diff --format json`.
const DIFF: &str = include_str!("../../schemas/output/diff.schema.json");
/// The schema of `isms review --format json`.
const REVIEW: &str = include_str!("../../schemas/output/review.schema.json");

pub(super) fn run(session: &mut Session, args: &SchemaArgs) -> Result<Outcome, Failure> {
    let kinds = Kind::ALL.iter().map(|kind| (kind.word(), kind.schema()));
    let all: Vec<(&str, &str)> =
        kinds.chain([("isms", SETTINGS), ("common", COMMON), ("check", CHECK), ("diff", DIFF), ("review", REVIEW)]).collect();
    let Some(name) = args.name.as_deref() else {
        let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
        session.print(&(names.join("\n") + "\n"))?;
        return Ok(Outcome::Clean);
    };
    match all.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => session.print(text)?,
        None => {
            let help = match closest(name, all.iter().map(|(name, _)| *name)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`isms schema` lists them".to_owned(),
            };
            return Err(Failure::new(format!("there is no schema called {name}")).help(help));
        }
    }
    Ok(Outcome::Clean)
}
