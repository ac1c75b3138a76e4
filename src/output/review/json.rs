//! A review for programs. The form is published as `schemas/output/review.schema.json`; within `schema_version` 1 it only grows.

use serde::Serialize;

use super::wanted::why;
use super::{Asked, Findings, Review, Said, Wanted};
use crate::model::date::Date;
use crate::review::{DocumentChange, Effect};

#[derive(Serialize)]
struct Document<'r> {
    schema_version: u32,
    tool: Tool,
    before: &'r str,
    after: &'r str,
    as_of: Date,
    headline: String,
    approvals_missing: usize,
    approvals: Vec<Approval<'r>>,
    asked_besides: &'r [Asked],
    findings: &'r Findings,
    effects: &'r [Effect],
    documents: &'r [DocumentChange],
    notes: &'r [String],
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Approval<'r> {
    subject: &'r str,
    title: &'r str,
    version: Option<&'r str>,
    digest: &'r str,
    roles: &'r [&'r str],
    people: Vec<&'r str>,
    settled_in: &'r str,
    given: Option<&'r str>,
    not_counting: Vec<NotCounting<'r>>,
    trailers: &'r [Said],
    code_owners: Option<&'r Asked>,
}

#[derive(Serialize)]
struct NotCounting<'r> {
    id: &'r str,
    reason: String,
}

/// The review as one JSON document with a line end.
#[must_use]
pub fn json(review: &Review<'_>) -> String {
    let document = Document {
        schema_version: 1,
        tool: Tool { name: "isms", version: env!("CARGO_PKG_VERSION") },
        before: review.compared.before,
        after: review.compared.after,
        as_of: review.as_of,
        headline: review.headline(),
        approvals_missing: review.approvals.len() - review.given(),
        approvals: review.approvals.iter().map(approval).collect(),
        asked_besides: &review.asked_besides,
        findings: &review.findings,
        effects: &review.compared.diff.effects,
        documents: &review.compared.diff.documents,
        notes: &review.notes,
    };
    // Plain data cannot fail to serialise.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn approval<'r>(wanted: &'r Wanted<'_>) -> Approval<'r> {
    let required = &wanted.required;
    let not_counting =
        required.declined.iter().map(|(decision, flaw)| NotCounting { id: decision.id(), reason: why(decision, flaw) });
    Approval {
        subject: &required.subject,
        title: &wanted.title,
        version: required.version.as_deref(),
        digest: &required.digest,
        roles: &required.roles,
        people: required.people.iter().map(|person| person.id()).collect(),
        settled_in: required.settled_in,
        given: required.given.map(|approval| approval.id()),
        not_counting: not_counting.collect(),
        trailers: &wanted.said,
        code_owners: wanted.asked.as_ref(),
    }
}
