//! Changes for programs. The form is published as `schemas/output/diff.schema.json`; within `schema_version` 1 it only grows.

use serde::Serialize;

use super::Compared;
use crate::review::{Direction, DocumentChange, Effect};

#[derive(Serialize)]
struct Document<'d> {
    schema_version: u32,
    tool: Tool,
    before: &'d str,
    after: &'d str,
    summary: Summary,
    documents: &'d [DocumentChange],
    effects: &'d [Effect],
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    documents: usize,
    weaker: usize,
    unclear: usize,
    stronger: usize,
    neutral: usize,
    editorial: usize,
    moved: usize,
}

/// The comparison as one JSON document with a line end.
#[must_use]
pub fn json(compared: &Compared<'_>) -> String {
    let diff = compared.diff;
    let document = Document {
        schema_version: 1,
        tool: Tool { name: "isms", version: env!("CARGO_PKG_VERSION") },
        before: compared.before,
        after: compared.after,
        summary: Summary {
            documents: diff.documents.len(),
            weaker: diff.count(Direction::Weaker),
            unclear: diff.count(Direction::Unclear),
            stronger: diff.count(Direction::Stronger),
            neutral: diff.count(Direction::Neutral),
            editorial: diff.count(Direction::Editorial),
            moved: diff.moved(),
        },
        documents: &diff.documents,
        effects: &diff.effects,
    };
    // Plain data cannot fail to serialise.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
