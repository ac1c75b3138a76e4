//! What the findings of each rule weigh here: by profile, then by the settings, then by paths, then by the command line.

use std::collections::HashMap;
use std::fmt;

use super::own::{Own, code_named, ready};
use super::{Rule, rules};
use crate::files::Files;
use crate::finding::{Code, Finding, Severity};
use crate::load::suggest::closest;
use crate::model::{Isms, LevelWord, Profile, Settings};
use crate::source::Excludes;
use crate::text::{FileId, Locus, Pointer};

/// What is settled about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It is not reported.
    Off,
    /// It weighs this much.
    At(Severity),
}

/// The level of every rule.
#[derive(Debug)]
pub struct Levels {
    by_code: HashMap<Code, Settled>,
    own: Vec<Own>,
    by_path: Vec<(Excludes, HashMap<Code, Settled>)>,
}

impl fmt::Display for Settled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Settled::Off => f.write_str("off"),
            Settled::At(severity) => severity.fmt(f),
        }
    }
}

impl Levels {
    /// The levels that the settings of a repository say, in a profile.
    ///
    /// # Errors
    /// Findings on the settings: rules that do not exist, patterns that are none.
    pub fn new(isms: &Isms, profile: Option<Profile>) -> Result<Self, Vec<Finding>> {
        let settings = &isms.settings;
        let profile = profile.unwrap_or(settings.profile);
        let file = isms.settings_file.unwrap_or(FileId(0));
        let mut wrong = Vec::new();
        let mut by_code: HashMap<_, _> =
            rules::all().iter().map(|rule| (rule.code.into(), Settled::At(rule.weight.in_profile(profile)))).collect();
        by_code.extend(settings.own_rules.iter().map(|rule| (rule.id.clone().into(), settle(rule.severity()))));
        let own = ready(settings, file).unwrap_or_else(|findings| {
            wrong.extend(findings);
            Vec::new()
        });
        let base = Pointer::from("/rules");
        for (name, level) in &settings.rules {
            match code_named(settings, name) {
                Ok(code) => {
                    by_code.insert(code, settle(*level));
                }
                Err(help) => wrong.push(unknown(file, &base.join(name), name, help)),
            }
        }
        let mut by_path = Vec::new();
        for (at, these) in settings.overrides.iter().enumerate() {
            let base = Pointer::from("/overrides").join(at);
            let mut levels = HashMap::new();
            for (name, level) in &these.rules {
                match code_named(settings, name) {
                    Ok(code) => {
                        levels.insert(code, settle(*level));
                    }
                    Err(help) => wrong.push(unknown(file, &base.join("rules").join(name), name, help)),
                }
            }
            match Excludes::new(&these.paths) {
                Ok(paths) => by_path.push((paths, levels)),
                Err((number, reason)) => {
                    let at = Locus::value(file, base.join("paths").join(number));
                    wrong.push(Finding::new("CFG-002", at, format!("this is no pattern for paths: {reason}")));
                }
            }
        }
        if wrong.is_empty() { Ok(Levels { by_code, own, by_path }) } else { Err(wrong) }
    }

    /// Keeps only the rules that are selected (all, where none is) and not ignored. A name is a code, a rule's name or a family.
    ///
    /// # Errors
    /// A sentence about the first name that is none.
    pub fn narrow(&mut self, settings: &Settings, select: &[String], ignore: &[String]) -> Result<(), String> {
        let selected = codes_named(settings, select)?;
        let ignored = codes_named(settings, ignore)?;
        for (code, settled) in &mut self.by_code {
            if (!selected.is_empty() && !selected.contains(code)) || ignored.contains(code) {
                *settled = Settled::Off;
            }
        }
        for (_, levels) in &mut self.by_path {
            levels.retain(|code, _| (selected.is_empty() || selected.contains(code)) && !ignored.contains(code));
        }
        Ok(())
    }

    /// Whether any path could get a finding of the rule with a code.
    #[must_use]
    pub fn may_report(&self, code: &str) -> bool {
        let on = |settled: Option<&Settled>| !matches!(settled, None | Some(Settled::Off));
        on(self.by_code.get(code)) || self.by_path.iter().any(|(_, levels)| on(levels.get(code)))
    }

    /// The rules that the settings declare.
    pub(super) fn own(&self) -> &[Own] {
        &self.own
    }

    /// Whether there is a rule with a code, on or off.
    #[must_use]
    pub fn knows(&self, code: &str) -> bool {
        self.by_code.contains_key(code)
    }

    /// Gives findings their severity, and drops those of rules that are off at their place.
    pub(super) fn settle(&self, findings: &mut Vec<Finding>, files: &Files) {
        findings.retain_mut(|finding| match self.of(&finding.code, files.path(finding.primary.at.file)) {
            Settled::Off => false,
            Settled::At(severity) => {
                finding.severity = severity;
                true
            }
        });
    }

    /// What a finding of a rule weighs where no override for paths says otherwise.
    #[must_use]
    pub fn generally(&self, code: &str) -> Settled {
        self.by_code.get(code).copied().unwrap_or(Settled::At(Severity::Error))
    }

    /// What a finding of a rule at a path weighs. The last override that matches wins.
    #[must_use]
    pub fn of(&self, code: &str, path: &str) -> Settled {
        let by_path = self.by_path.iter().rev().filter(|(paths, _)| paths.has(path)).find_map(|(_, levels)| levels.get(code));
        by_path.or_else(|| self.by_code.get(code)).copied().unwrap_or(Settled::At(Severity::Error))
    }
}

fn settle(level: LevelWord) -> Settled {
    match level {
        LevelWord::Off => Settled::Off,
        LevelWord::Info => Settled::At(Severity::Info),
        LevelWord::Warning => Settled::At(Severity::Warning),
        LevelWord::Error => Settled::At(Severity::Error),
    }
}

/// The rule with a code or a name.
///
/// # Errors
/// What was probably meant.
pub fn rule_named(name: &str) -> Result<&'static Rule, String> {
    let fits = |rule: &&&'static Rule| rule.code.eq_ignore_ascii_case(name) || rule.name == name;
    if let Some(rule) = rules::all().iter().find(fits) {
        return Ok(rule);
    }
    let names = rules::all().iter().flat_map(|rule| [rule.code, rule.name]);
    Err(match closest(name, names) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`isms explain` lists all rules".to_owned(),
    })
}

/// The codes that names on the command line stand for.
fn codes_named(settings: &Settings, names: &[String]) -> Result<Vec<Code>, String> {
    let ours = rules::all().iter().map(|rule| Code::from(rule.code));
    let all: Vec<Code> = ours.chain(settings.own_rules.iter().map(|rule| rule.id.clone().into())).collect();
    let mut codes = Vec::new();
    for name in names {
        let of_family: Vec<_> = all.iter().filter(|code| family(code).eq_ignore_ascii_case(name)).cloned().collect();
        if of_family.is_empty() {
            codes.push(code_named(settings, name).map_err(|help| format!("there is no rule or family called {name}; {help}"))?);
        }
        codes.extend(of_family);
    }
    Ok(codes)
}

/// The family of a code: `RISK` of `RISK-003`.
#[must_use]
pub fn family(code: &str) -> &str {
    code.split('-').next().unwrap_or(code)
}

fn unknown(file: FileId, pointer: &Pointer, name: &str, help: String) -> Finding {
    let mut finding = Finding::new("CFG-003", Locus::key(file, pointer.clone()), format!("there is no rule called `{name}`"));
    finding.help(help);
    finding
}
