//! The baseline: findings that were there when a repository was taken over, so that only new ones count.
//!
//! An entry is the fingerprint of a finding, with words for people beside it. There is no line and no number of a list item in it,
//! so that edits elsewhere keep it true. What cannot be understood at all is never in it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::wording::listed;
use super::{Levels, Report, is_about_reading};
use crate::files::Files;
use crate::finding::Finding;
use crate::load::Loaded;
use crate::model::date::Date;

/// The code of the rule about entries that are outlived.
const STALE: &str = "REPO-014";

/// The form of the file that is written, and the only one that is read.
const SCHEMA_VERSION: u32 = 1;

/// How many entries a sentence names.
const NAMED: usize = 3;

/// Findings that do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    schema_version: u32,
    created: Date,
    entries: Vec<Entry>,
}

/// One of them. Only the code and the fingerprint decide; the rest is for those who read the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The code of the rule.
    pub code: String,
    /// The record it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The file, where it is about no record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The field, without numbers of list items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What was wrong when it was written.
    #[serde(default)]
    pub message: String,
    /// What it is known by.
    pub fingerprint: String,
}

impl Entry {
    fn of(finding: &Finding, files: &Files) -> Self {
        let path = files.path(finding.primary.at.file);
        Entry {
            code: finding.code.to_string(),
            record: finding.record.clone(),
            path: finding.record.is_none().then(|| path.to_owned()),
            field: Some(finding.field()).filter(|field| !field.is_empty()),
            message: finding.message.clone(),
            fingerprint: finding.fingerprint(path),
        }
    }

    fn key(&self) -> (&str, &str) {
        (&self.code, &self.fingerprint)
    }

    /// `RISK-003 about R-001`.
    fn in_words(&self) -> String {
        let about = self.record.as_deref().or(self.path.as_deref());
        about.map_or_else(|| self.code.clone(), |about| format!("{} about {about}", self.code))
    }
}

impl Baseline {
    /// All findings of a report, but those that no baseline hides.
    #[must_use]
    pub fn of(report: &Report, files: &Files, created: Date) -> Self {
        let lasting = report.findings.iter().filter(|finding| !is_about_reading(&finding.code));
        // Findings with one fingerprint are one entry, under the first of their messages.
        let entries: BTreeSet<Entry> = lasting.map(|finding| Entry::of(finding, files)).collect();
        let mut seen = BTreeSet::new();
        let entries = entries.into_iter().filter(|entry| seen.insert(entry.fingerprint.clone())).collect();
        Baseline { schema_version: SCHEMA_VERSION, created, entries }
    }

    /// Reads the text of a baseline file.
    ///
    /// # Errors
    /// A sentence that says why it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let baseline: Baseline = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if baseline.schema_version != SCHEMA_VERSION {
            return Err(format!("its schema_version is {}, and this program reads {SCHEMA_VERSION}", baseline.schema_version));
        }
        let is_fingerprint = |text: &str| text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        match baseline.entries.iter().find(|entry| !is_fingerprint(&entry.fingerprint)) {
            Some(entry) => Err(format!("`{}` is no fingerprint: it has 16 digits from 0 to f", entry.fingerprint)),
            None => Ok(baseline),
        }
    }

    /// The text of the file, in a fixed order.
    #[must_use]
    pub fn text(&self) -> String {
        // Plain data cannot fail to serialise.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// How many entries it has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// Moves the findings that it knows out of the way, and takes its entries that are outlived out of it: those of rules that were
    /// asked, and found nothing of the kind.
    pub fn apply(&mut self, report: &mut Report, files: &Files, levels: &Levels) -> Vec<Entry> {
        let known: BTreeSet<(&str, &str)> = self.entries.iter().map(Entry::key).collect();
        let mut used: BTreeSet<(String, String)> = BTreeSet::new();
        let mut meets = |finding: &Finding| {
            let fingerprint = finding.fingerprint(files.path(finding.primary.at.file));
            let meets = !is_about_reading(&finding.code) && known.contains(&(&*finding.code, &*fingerprint));
            if meets {
                used.insert((finding.code.to_string(), fingerprint));
            }
            meets
        };
        (report.in_baseline, report.findings) = report.findings.drain(..).partition(&mut meets);
        // A waived finding is still there.
        report.waived.iter().for_each(|waived| {
            meets(&waived.finding);
        });
        let is_stale = |entry: &Entry| {
            let used = used.contains(&(entry.code.clone(), entry.fingerprint.clone()));
            !used && !report.left_out(&entry.code) && (levels.may_report(&entry.code) || !levels.knows(&entry.code))
        };
        let stale: Vec<bool> = self.entries.iter().map(is_stale).collect();
        let (gone, kept): (Vec<_>, Vec<_>) = self.entries.drain(..).zip(stale).partition(|(_, stale)| *stale);
        self.entries = kept.into_iter().map(|(entry, _)| entry).collect();
        gone.into_iter().map(|(entry, _)| entry).collect()
    }
}

/// Reports entries that are outlived, as one finding: one command takes them all out.
pub fn report_stale(stale: &[Entry], name: &str, loaded: &Loaded, levels: &Levels, report: &mut Report) {
    if stale.is_empty() {
        return;
    }
    let mut words: Vec<String> = stale.iter().take(NAMED).map(Entry::in_words).collect();
    if stale.len() > NAMED {
        words.push(format!("{} more", stale.len() - NAMED));
    }
    let words = listed(&words);
    let message = match stale.len() {
        1 => format!("1 entry of the baseline {name} matches no finding any more: {words}"),
        count => format!("{count} entries of the baseline {name} match no finding any more: {words}"),
    };
    let mut finding = Finding::new(STALE, loaded.isms.setting(""), message);
    finding.help("take them out with `--prune-baseline`; until then they would hide the same defect if it came back");
    report.add(vec![finding], levels, &loaded.files);
}
