//! The rules: what an auditor would find, found by asking the model.
//!
//! A [`Rule`] is a value and a function beside its page; [`run`] asks all of them and settles levels. Rules never read files and
//! never print; a rule that needs a number asks [`crate::model`] for it, where reports find the same number.

pub mod baseline;
mod levels;
mod own;
pub mod page;
pub mod rules;
mod turned;
mod waivers;

use std::collections::HashSet;

pub use levels::{Levels, Settled, family, rule_named};
pub use own::code_named;
pub use turned::Turned;
pub use waivers::{Waived, Waiver};

use rayon::prelude::*;

use crate::files::Files;
use crate::finding::{Code, Finding, Severity};
use crate::load::Loaded;
use crate::model::date::Date;
use crate::model::{Isms, OwnRule, Profile};
pub use crate::text::wording;
use crate::text::{FileId, Locus, Pointer};

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Ctx<'m> {
    /// The records.
    pub isms: &'m Isms,
    /// The files they stand in.
    pub files: &'m Files,
    /// The day the rules are asked for.
    pub today: Date,
}

impl Ctx<'_> {
    /// A place in the settings, for what is missing in the repository as a whole.
    #[must_use]
    pub fn setting(&self, pointer: &str) -> Locus {
        Locus::value(self.isms.settings_file.unwrap_or(FileId(0)), pointer)
    }
}

/// What makes a finding of a rule come and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Only a change of the repository.
    Structural,
    /// Time passing, too.
    Temporal,
    /// The wording of a text.
    Prose,
}

/// How much a rule's findings weigh in each profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight([Severity; 4]);

impl Weight {
    /// An error in every profile: data that cannot be trusted.
    pub const ERROR: Weight = Weight([Severity::Error; 4]);
    /// A warning in every profile.
    pub const WARNING: Weight = Weight([Severity::Warning; 4]);
    /// An information in every profile.
    pub const INFO: Weight = Weight([Severity::Info; 4]);
    /// A warning while the ISMS is being built, an error from stage 1 on.
    pub const FROM_STAGE1: Weight = Weight([Severity::Warning, Severity::Error, Severity::Error, Severity::Error]);
    /// A warning until stage 1, an error from stage 2 on.
    pub const FROM_STAGE2: Weight = Weight([Severity::Warning, Severity::Warning, Severity::Error, Severity::Error]);

    /// The severity in a profile.
    #[must_use]
    pub fn in_profile(self, profile: Profile) -> Severity {
        self.0[profile as usize]
    }
}

/// Something that an auditor would look for.
#[derive(Debug)]
pub struct Rule {
    /// Family and number, for example `RISK-003`; never used for another rule.
    pub code: &'static str,
    /// Names the defect, and reads well after "allow".
    pub name: &'static str,
    /// The rule as it should be true.
    pub title: &'static str,
    /// The clauses and controls it comes from; empty for rules of this tool's own.
    pub clauses: &'static [&'static str],
    /// How much its findings weigh.
    pub weight: Weight,
    /// What makes its findings come and go.
    pub class: Class,
    /// Its page in Markdown.
    pub doc: &'static str,
    /// Finds what breaks it.
    pub check: fn(&Ctx<'_>, &mut Findings),
}

/// For a rule whose findings come up while files are read, or when all other rules have answered.
pub fn reported_elsewhere(_: &Ctx<'_>, _: &mut Findings) {}

/// Where a rule puts what it finds.
#[derive(Debug)]
pub struct Findings {
    code: Code,
    found: Vec<Finding>,
}

impl Findings {
    /// Adds a finding at a place; its label, help and other places are added to what is returned.
    pub fn report(&mut self, at: Locus, message: impl Into<String>) -> &mut Finding {
        let at_end = self.found.len();
        self.found.push(Finding::new(self.code.clone(), at, message));
        &mut self.found[at_end]
    }
}

/// What a run of all rules found.
#[derive(Debug, Default)]
pub struct Report {
    /// The findings in the order of files, places and codes.
    pub findings: Vec<Finding>,
    /// The rules that were asked, sorted by code: those without a finding have found nothing.
    pub asked: Vec<&'static Rule>,
    /// What would be findings without a waiver, in the same order.
    pub waived: Vec<Waived>,
    /// What would be findings without a baseline, in the same order.
    pub in_baseline: Vec<Finding>,
    /// The rules that the settings declare, for the names behind the codes.
    pub own_rules: Vec<OwnRule>,
    /// How many files were looked at.
    pub files: usize,
    /// How many records were understood.
    pub records: usize,
}

impl Report {
    /// How many findings have a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// What is wrong with rules of the organisation's own that failed while they were asked; then the run says nothing.
    #[must_use]
    pub fn unusable(&self) -> Vec<Finding> {
        self.findings.iter().filter(|finding| finding.code == own::UNUSABLE).cloned().collect()
    }

    /// Adds findings about the run as a whole.
    fn add(&mut self, mut findings: Vec<Finding>, levels: &Levels, files: &Files) {
        levels.settle(&mut findings, files);
        self.findings.append(&mut findings);
        sort(&mut self.findings, files);
    }

    /// Keeps only what is in files that a question says yes to.
    pub fn keep_files(&mut self, mut wanted: impl FnMut(FileId) -> bool) {
        self.findings.retain(|finding| wanted(finding.primary.at.file));
        self.waived.retain(|waived| wanted(waived.finding.primary.at.file));
        self.in_baseline.retain(|finding| wanted(finding.primary.at.file));
    }
}

/// Asks every rule that is not off, and settles the level of every finding.
#[must_use]
pub fn run(loaded: &Loaded, levels: &Levels, today: Date) -> Report {
    let ctx = Ctx { isms: &loaded.isms, files: &loaded.files, today };
    let refused: HashSet<(FileId, &Pointer)> = loaded.refused.iter().map(|(file, pointer)| (*file, pointer)).collect();
    let asked: Vec<&'static Rule> = rules::all().iter().copied().filter(|rule| levels.may_report(rule.code)).collect();
    let ask = |rule: &&'static Rule| {
        let mut found = Findings { code: rule.code.into(), found: Vec::new() };
        (rule.check)(&ctx, &mut found);
        found.found.retain(|finding| !is_refused(&refused, finding));
        found.found
    };
    // Rules know nothing of each other; their findings come back in the order of the catalogue.
    let found: Vec<Vec<Finding>> = asked.par_iter().with_max_len(1).map(ask).collect();
    let mut findings = loaded.findings.clone();
    findings.extend(found.into_iter().flatten());
    let own = own::ask(&ctx, levels, &loaded.refused.iter().map(|(file, _)| *file).collect());
    findings.extend(own.iter().flatten().filter(|finding| !is_refused(&refused, finding)).cloned());
    levels.settle(&mut findings, &loaded.files);
    // No level and no waiver lowers these: the run cannot be trusted.
    findings.extend(own.err().unwrap_or_default());
    sort(&mut findings, &loaded.files);
    let own_rules = loaded.isms.settings.own_rules.clone();
    let records = loaded.isms.heads().count();
    let mut report = Report { asked, files: loaded.files.len(), records, own_rules, ..Report::default() };
    let unused = waivers::set_aside(loaded, levels, today, findings, &mut report);
    report.add(unused, levels, &loaded.files);
    report
}

/// What cannot be tolerated: the text cannot be understood, so that nobody knows what else is hidden.
#[must_use]
pub fn is_about_reading(code: &str) -> bool {
    matches!(family(code), "YAML" | "SCHEMA" | "CFG")
}

/// A schema has refused the field already: what a rule says about it has the same cause.
fn is_refused(refused: &HashSet<(FileId, &Pointer)>, finding: &Finding) -> bool {
    if refused.is_empty() {
        return false;
    }
    let mut pointer = finding.primary.at.pointer().cloned();
    while let Some(at) = pointer {
        if !at.as_str().is_empty() && refused.contains(&(finding.primary.at.file, &at)) {
            return true;
        }
        pointer = at.parent();
    }
    false
}

/// Sorts findings by file, place, code and message.
pub fn sort(findings: &mut [Finding], files: &Files) {
    findings.sort_by_cached_key(|finding| {
        let at = &finding.primary.at;
        (at.file, files.span(at), finding.code.clone(), finding.message.clone(), finding.discriminator.clone())
    });
}
