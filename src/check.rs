//! The rules: what an auditor would find, found by asking the model.
//!
//! A [`Rule`] is a value and a function beside its page; [`run`] asks all of them and settles levels. Rules never read files and
//! never print; a rule that needs a number asks [`crate::model`] for it, where reports find the same number.

pub mod baseline;
mod levels;
mod own;
pub mod page;
pub mod rules;
mod texts;
mod turned;
mod visits;
mod waivers;

use std::collections::HashSet;

pub use levels::{Levels, Settled, family, rule_named};
pub use own::{class as class_of_own, code_named};
pub use texts::Texts;
pub use turned::Turned;
pub use waivers::{Waived, Waiver};

use rayon::prelude::*;

use crate::files::Files;
use crate::finding::{Code, Finding, Severity};
use crate::load::Loaded;
use crate::model::date::Date;
use crate::model::{Isms, OwnRule, Profile};
use crate::provenance::{Past, Provenance};
use crate::source::HistoryGap;
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
    /// What Git remembers of them.
    pub provenance: &'m Provenance,
    /// What they say in running text.
    pub texts: &'m Texts<'m>,
}

impl Ctx<'_> {
    /// A place in the settings, for what is missing in the repository as a whole.
    #[must_use]
    pub fn setting(&self, pointer: &str) -> Locus {
        self.isms.setting(pointer)
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
    /// What Git remembers: not asked where the history is not there.
    Historical,
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
    /// How many findings are left out since they have nothing to do with the change that was asked about.
    pub outside_change: usize,
    /// The rules that the settings declare and that were asked.
    pub own_rules: Vec<OwnRule>,
    /// What of the history is not in this clone, so that the rules which look at it were not asked.
    pub history_gap: Option<HistoryGap>,
    /// How many files were looked at.
    pub files: usize,
    /// How many records were understood.
    pub records: usize,
}

/// A finding that does not count, and why.
#[derive(Debug, Clone, Copy)]
pub struct SetAside<'r> {
    /// What would be a finding.
    pub finding: &'r Finding,
    /// The waiver; without one it is in the baseline.
    pub waiver: Option<&'r Waiver>,
}

impl SetAside<'_> {
    /// What sets it aside, in one word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        if self.waiver.is_some() { "waived" } else { "baseline" }
    }

    /// The same in a few words: `waived by EXC-001 until 2026-08-14`.
    #[must_use]
    pub fn why(&self) -> String {
        match self.waiver {
            Some(waiver) => format!("waived by {} until {}", waiver.exception, waiver.expires),
            None => "in the baseline".to_owned(),
        }
    }
}

impl Report {
    /// What makes findings like this one come and go.
    #[must_use]
    pub fn class_of(&self, finding: &Finding) -> Option<Class> {
        let own = || self.own_rules.iter().find(|own| own.id == finding.code).map(own::class);
        rule_named(&finding.code).ok().map(|rule| rule.class).or_else(own)
    }

    /// What was found and does not count: waived findings, then those in the baseline.
    pub fn set_aside(&self) -> impl Iterator<Item = SetAside<'_>> {
        let waived = self.waived.iter().map(|waived| SetAside { finding: &waived.finding, waiver: Some(&waived.waiver) });
        waived.chain(self.in_baseline.iter().map(|finding| SetAside { finding, waiver: None }))
    }

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

    /// Whether a rule looks at history and was not asked, so that nobody can say it finds nothing.
    fn left_out(&self, code: &str) -> bool {
        let is_it = |rule: &&Rule| rule.code == code;
        !self.asked.iter().any(is_it) && rule_named(code).is_ok_and(|rule| rule.class == Class::Historical)
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

/// Asks every rule that is not off, and settles the level of every finding; of history nothing is known.
#[must_use]
pub fn run(loaded: &Loaded, levels: &Levels, today: Date) -> Report {
    run_with(loaded, levels, today, &Provenance::default())
}

/// The same with what Git remembers.
#[must_use]
pub fn run_with(loaded: &Loaded, levels: &Levels, today: Date, provenance: &Provenance) -> Report {
    let texts = Texts::of(&loaded.isms);
    let ctx = Ctx { isms: &loaded.isms, files: &loaded.files, today, provenance, texts: &texts };
    let refused: HashSet<(FileId, &Pointer)> = loaded.refused.iter().map(|(file, pointer)| (*file, pointer)).collect();
    let asked = rules::all().iter().copied().filter(|rule| levels.may_report(rule.code));
    let asked: Vec<_> = asked.filter(|rule| rule.class != Class::Historical || provenance.history().is_some()).collect();
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
    findings.extend(visits::with_open_errors(loaded, levels, today, &findings));
    // No level and no waiver lowers these: the run cannot be trusted.
    findings.extend(own.err().unwrap_or_default());
    sort(&mut findings, &loaded.files);
    let own_rules = loaded.isms.settings.own_rules.iter().filter(|own| levels.may_report(&own.id)).cloned().collect();
    let records = loaded.isms.heads().count();
    let history_gap = match provenance.past {
        Past::Incomplete(gap) => Some(gap),
        Past::None | Past::Known(_) => None,
    };
    let mut report = Report { asked, history_gap, files: loaded.files.len(), records, own_rules, ..Report::default() };
    let unused = waivers::set_aside(loaded, levels, today, findings, &mut report);
    report.add(unused, levels, &loaded.files);
    report
}

/// Whether any rule that is not off looks at history, or at whether it is there.
#[must_use]
pub fn asks_history(levels: &Levels) -> bool {
    let wanted = |rule: &&&Rule| rule.class == Class::Historical || family(rule.code) == "GIT";
    rules::all().iter().filter(wanted).any(|rule| levels.may_report(rule.code))
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
