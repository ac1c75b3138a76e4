//! Findings for programs. The form is published as `schemas/output/check.schema.json`; within `schema_version` 1 it only grows.

use rayon::prelude::*;
use serde::Serialize;

use super::place::{self, Place};
use super::text::without_commands;
use super::{Run, named};
use crate::check::{Waived, Waiver};
use crate::finding::{Finding, Label, Severity};

/// So few findings that sharing them between threads would cost more than it saves.
const FEW: usize = 128;

#[derive(Serialize)]
struct Document<'r> {
    schema_version: u32,
    tool: Tool,
    as_of: String,
    profile: &'r str,
    summary: Summary,
    findings: Vec<Item<'r>>,
    waived: Vec<WaivedItem<'r>>,
    in_baseline: Vec<Item<'r>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    info: usize,
    waived: usize,
    in_baseline: usize,
    outside_change: usize,
    files: usize,
    records: usize,
}

#[derive(Serialize)]
struct Item<'r> {
    code: &'r str,
    name: &'r str,
    severity: Severity,
    message: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'r str>,
    clauses: Vec<&'r str>,
    location: Location,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'r>>,
    fingerprint: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    fixable: bool,
}

#[derive(Serialize)]
struct WaivedItem<'r> {
    #[serde(flatten)]
    finding: Item<'r>,
    waiver: &'r Waiver,
}

/// A line about a finding that the baseline knows.
#[derive(Serialize)]
struct OldItem<'r> {
    #[serde(flatten)]
    finding: Item<'r>,
    in_baseline: bool,
}

#[derive(Serialize)]
struct Related<'r> {
    text: &'r str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    byte: u32,
}

/// The run as one JSON document with a line end.
#[must_use]
pub fn findings(run: &Run<'_>) -> String {
    let report = run.report;
    let document = Document {
        schema_version: 1,
        tool: Tool { name: "isms", version: env!("CARGO_PKG_VERSION") },
        as_of: run.as_of.to_string(),
        profile: run.profile.word(),
        summary: Summary {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            info: report.count(Severity::Info),
            waived: report.waived.len(),
            in_baseline: report.in_baseline.len(),
            outside_change: report.outside_change,
            files: report.files,
            records: report.records,
        },
        // Telling where each of thousands stands takes longer than anything else here.
        findings: report.findings.par_iter().with_min_len(FEW).map(|finding| item(run, finding)).collect(),
        waived: report.waived.iter().map(|waived| waived_item(run, waived)).collect(),
        in_baseline: report.in_baseline.iter().map(|finding| item(run, finding)).collect(),
    };
    serialised(&document)
}

/// A finding a line, each as in the document: those that count, waived ones with their waiver, and those in the baseline, which say so.
#[must_use]
pub fn lines(run: &Run<'_>) -> String {
    let report = run.report;
    let counting = report.findings.iter().map(|finding| line(&item(run, finding)));
    let waived = report.waived.iter().map(|waived| line(&waived_item(run, waived)));
    let old = report.in_baseline.iter().map(|finding| line(&OldItem { finding: item(run, finding), in_baseline: true }));
    counting.chain(waived).chain(old).collect()
}

/// Something on a line of its own.
pub(crate) fn line(item: &impl Serialize) -> String {
    inert(serde_json::to_string(item).unwrap_or_default()) + "\n"
}

/// A document with a line end.
pub(super) fn serialised(document: &impl Serialize) -> String {
    // Plain data cannot fail to serialise.
    inert(serde_json::to_string_pretty(document).unwrap_or_default()) + "\n"
}

/// The same JSON in which no text is a command of a CI system that reads along.
fn inert(json: String) -> String {
    if json.contains("##") { without_commands(&json, "\\u0023") } else { json }
}

/// A finding by itself, in the same form, for documents that are about something else.
#[must_use]
pub fn finding(run: &Run<'_>, finding: &Finding) -> serde_json::Value {
    serde_json::to_value(item(run, finding)).unwrap_or_default()
}

/// A finding that is waived, in the same form with the waiver.
#[must_use]
pub fn waived(run: &Run<'_>, waived: &Waived) -> serde_json::Value {
    serde_json::to_value(waived_item(run, waived)).unwrap_or_default()
}

fn item<'r>(run: &Run<'r>, finding: &'r Finding) -> Item<'r> {
    let (name, clauses) = named(run, finding);
    Item {
        code: &finding.code,
        name,
        severity: finding.severity,
        message: &finding.message,
        help: finding.help.as_deref(),
        record: finding.record.as_deref(),
        field: finding.primary.at.pointer().map(crate::text::Pointer::as_str),
        clauses,
        location: location(run, &finding.primary),
        related: finding.related.iter().map(|label| Related { text: &label.text, location: location(run, label) }).collect(),
        fingerprint: finding.fingerprint(run.files.path(finding.primary.at.file)),
        fixable: finding.fix.is_some(),
    }
}

fn waived_item<'r>(run: &Run<'r>, waived: &'r Waived) -> WaivedItem<'r> {
    WaivedItem { finding: item(run, &waived.finding), waiver: &waived.waiver }
}

fn location(run: &Run<'_>, label: &Label) -> Location {
    let place = Place::new(run, label);
    let point = |point: place::Point| Point { line: point.line, column: point.characters, byte: point.byte };
    Location { path: place.path, start: point(place.start), end: point(place.end) }
}
