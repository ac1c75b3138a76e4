//! The history of a record for programs. The form is published as `schemas/output/log.schema.json`; within `schema_version` 1 it
//! only grows.

use serde::Serialize;

use super::Told;
use crate::output::signature::SignatureRow;
use crate::provenance::{Commit, Entry, LoggedDecision};
use crate::review::Change;

#[derive(Serialize)]
struct Document<'l> {
    schema_version: u32,
    tool: Tool,
    id: &'l str,
    kind: &'static str,
    title: &'l str,
    path: &'l str,
    uncommitted: bool,
    commits: Vec<CommitRow<'l>>,
    decisions: Vec<DecisionRow<'l>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct CommitRow<'l> {
    commit: &'l str,
    authored: String,
    committed: String,
    author: Identity<'l>,
    committer: Identity<'l>,
    person: Option<&'l str>,
    merge: bool,
    summary: &'l str,
    trailers: Vec<Trailer<'l>>,
    signature: SignatureRow,
    act: &'static str,
    path: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    renamed_from: Option<&'l str>,
    version: Option<&'l str>,
    status: Option<&'l str>,
    digest: Option<&'l str>,
    changes: &'l [Change],
    editorial: usize,
    moved: usize,
    tags: Vec<TagRow<'l>>,
}

#[derive(Serialize)]
struct TagRow<'l> {
    name: &'l str,
    signature: SignatureRow,
}

#[derive(Serialize)]
struct Identity<'l> {
    name: &'l str,
    email: &'l str,
}

#[derive(Serialize)]
struct Trailer<'l> {
    key: &'l str,
    value: &'l str,
}

#[derive(Serialize)]
struct DecisionRow<'l> {
    record: &'l str,
    on: Option<String>,
    version: Option<&'l str>,
    decision: Option<&'static str>,
    by: Option<&'l str>,
    name: Option<&'l str>,
    #[serde(rename = "as")]
    role: Option<&'l str>,
    method: Option<&'static str>,
    reference: Option<&'l str>,
    digest: Option<&'l str>,
    present_content: bool,
    content_commit: Option<&'l str>,
    filed_commit: Option<&'l str>,
    filed_signature: SignatureRow,
}

/// The history as one JSON document with a line end.
#[must_use]
pub fn json(told: &Told<'_>) -> String {
    let document = Document {
        schema_version: 1,
        tool: Tool { name: "isms", version: env!("CARGO_PKG_VERSION") },
        id: &told.head.id,
        kind: told.head.kind.word(),
        title: told.head.title(),
        path: told.path,
        uncommitted: told.log.uncommitted,
        commits: told.log.entries.iter().map(commit).collect(),
        decisions: told.log.decisions.iter().map(decision).collect(),
    };
    // Plain data cannot fail to serialise.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn commit<'l>(entry: &'l Entry<'_>) -> CommitRow<'l> {
    let Commit { id, author, committer, authored, committed, summary, trailers, .. } = entry.commit;
    CommitRow {
        commit: id,
        authored: authored.to_string(),
        committed: committed.to_string(),
        author: Identity { name: &author.name, email: &author.email },
        committer: Identity { name: &committer.name, email: &committer.email },
        person: entry.person,
        merge: entry.commit.is_merge(),
        summary,
        trailers: trailers.iter().map(|trailer| Trailer { key: &trailer.key, value: &trailer.value }).collect(),
        signature: SignatureRow::of(&entry.signature),
        act: entry.act.word(),
        path: entry.path,
        renamed_from: entry.renamed_from,
        version: entry.version.as_deref(),
        status: entry.status.as_deref(),
        digest: entry.digest.as_deref(),
        changes: &entry.changes,
        editorial: entry.editorial,
        moved: entry.moved,
        tags: entry.tags.iter().map(|tag| TagRow { name: &tag.name, signature: SignatureRow::of(&tag.signature) }).collect(),
    }
}

fn decision<'l>(decision: &'l LoggedDecision<'_>) -> DecisionRow<'l> {
    let approval = decision.approval;
    DecisionRow {
        record: approval.id(),
        on: approval.on.map(|on| on.to_string()),
        version: approval.version.as_deref(),
        decision: approval.decision.map(|decision| decision.word()),
        by: approval.by.as_deref(),
        name: approval.name.as_deref(),
        role: approval.role.as_deref(),
        method: approval.method.map(|method| method.word()),
        reference: approval.reference.as_deref(),
        digest: approval.digest.as_deref(),
        present_content: decision.is_present,
        content_commit: decision.content.map(|commit| commit.id.as_str()),
        filed_commit: decision.filed.map(|commit| commit.id.as_str()),
        filed_signature: SignatureRow::of(&decision.signature),
    }
}
