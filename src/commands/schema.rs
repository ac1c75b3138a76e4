//! `isms schema`: the schemas, for editors and other programs.

use super::session::Session;
use super::{Failure, Outcome, shipped};
use crate::cli::SchemaArgs;
use crate::load::schema::{COMMON, SETTINGS};
use crate::model::Kind;

/// The schema of `isms check --format json`.
const CHECK: &str = include_str!("../../schemas/output/check.schema.json");
/// The schema of `isms diff --format json`.
const DIFF: &str = include_str!("../../schemas/output/diff.schema.json");
/// The schema of `isms log --format json`.
const LOG: &str = include_str!("../../schemas/output/log.schema.json");
/// The schema of the manifest of a pack.
const PACK: &str = include_str!("../../schemas/output/pack.schema.json");
/// The schema of `isms review --format json`.
const REVIEW: &str = include_str!("../../schemas/output/review.schema.json");
/// The schema of `isms rules --format json`.
const RULES: &str = include_str!("../../schemas/output/rules.schema.json");

pub(super) fn run(session: &mut Session, args: &SchemaArgs) -> Result<Outcome, Failure> {
    let kinds = Kind::ALL.iter().map(|kind| (kind.word(), kind.schema()));
    let all: Vec<(&str, &str)> = kinds
        .chain([
            ("isms", SETTINGS),
            ("common", COMMON),
            ("check", CHECK),
            ("diff", DIFF),
            ("log", LOG),
            ("review", REVIEW),
            ("pack", PACK),
            ("rules", RULES),
        ])
        .collect();
    shipped::print(session, "schema", &all, args.name.as_deref())
}
