//! `isms check --fix`: what can be repaired without changing what anything means.
//!
//! A repair replaces the bytes of one place, so that comments and layout stay, or moves a file. What it gives is read and checked again
//! in memory before anything is written: a repair that brings a finding which was not there (it would break an approval, say) is left out.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use similar::TextDiff;

use super::{Checked, check, look};
use crate::check::wording::counted;
use crate::check::{family, is_about_reading};
use crate::cli::CheckArgs;
use crate::commands::Failure;
use crate::commands::session::{Opened, Session, Tree};
use crate::edit;
use crate::files::Files;
use crate::finding::{Finding, Fix};
use crate::output::text::tame;
use crate::source::{Overlay, io_words};
use crate::text::splice::{as_written, spliced};
use crate::text::{FileId, Span};

/// So many files are tried one by one where all together bring new findings.
const TRIED_ALONE: usize = 200;

/// What is to be done to one file.
#[derive(Debug, Clone)]
struct Repair {
    /// Its path.
    path: String,
    /// Its text as it is.
    before: String,
    /// Its text as it will be.
    after: String,
    /// Its path as it will be, where that is another.
    to: Option<String>,
    /// How many findings that repairs.
    findings: usize,
}

/// What is to be done.
#[derive(Debug)]
pub(super) struct Repairs {
    root: PathBuf,
    all: Vec<Repair>,
    /// How many findings are left alone because their repair would bring others.
    left: usize,
}

/// The repairs that bring nothing new, for the findings that would be reported.
pub(super) fn plan(session: &Session, args: &CheckArgs) -> Result<Repairs, Failure> {
    let (opened, found) = look(session, args)?;
    let wanted = repairs(&found.report.findings, &opened.loaded.files);
    let root = opened.place.root.clone();
    let asked: usize = wanted.iter().map(|repair| repair.findings).sum();
    let all = if wanted.is_empty() { wanted } else { harmless(session, args, &opened, wanted)? };
    let done: usize = all.iter().map(|repair| repair.findings).sum();
    Ok(Repairs { root, all, left: asked - done })
}

/// The repairs that findings offer, one for each file.
fn repairs(findings: &[Finding], files: &Files) -> Vec<Repair> {
    let mut by_file: BTreeMap<FileId, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.fix.is_some()) {
        by_file.entry(finding.primary.at.file).or_default().push(finding);
    }
    let mut taken: HashSet<String> = HashSet::new();
    let mut repairs = Vec::new();
    for (file, findings) in by_file {
        let Some(before) = files.get(file).and_then(|file| file.text.as_deref()) else { continue };
        let path = files.path(file);
        let mut edits: Vec<(Span, String)> = Vec::new();
        let mut to = None;
        let mut count = 0;
        for finding in findings {
            match &finding.fix {
                Some(Fix::Write(text)) => {
                    let span = files.span(&finding.primary.at);
                    let Some(text) = as_written(before, span, text) else { continue };
                    if edits.iter().any(|(other, _)| other.touches(span)) {
                        continue;
                    }
                    edits.push((span, text));
                }
                Some(Fix::Move(path)) if files.find(path).is_none() && taken.insert(path.clone()) => to = Some(path.clone()),
                Some(Fix::Move(_)) | None => continue,
            }
            count += 1;
        }
        if count > 0 {
            let after = spliced(before, edits);
            repairs.push(Repair { path: path.to_owned(), before: before.to_owned(), after, to, findings: count });
        }
    }
    repairs
}

/// All repairs if they bring no new finding, else those that bring none one after the other.
fn harmless(session: &Session, args: &CheckArgs, opened: &Opened, wanted: Vec<Repair>) -> Result<Vec<Repair>, Failure> {
    let before = keys(&check(session, args, opened)?, &opened.loaded.files);
    if brings_nothing_new(session, args, &wanted, &before)? {
        return Ok(wanted);
    }
    let mut kept = Vec::new();
    for repair in wanted.into_iter().take(TRIED_ALONE) {
        kept.push(repair);
        if !brings_nothing_new(session, args, &kept, &before)? {
            kept.pop();
        }
    }
    Ok(kept)
}

fn brings_nothing_new(session: &Session, args: &CheckArgs, repairs: &[Repair], before: &HashSet<Key>) -> Result<bool, Failure> {
    let place = session.place()?;
    let (disk, _) = place.tree(Tree::Disk)?;
    let mut tree = Overlay::new(&*disk);
    for repair in repairs {
        if repair.to.is_some() {
            tree.remove(&repair.path);
        }
        tree.insert(repair.to.as_deref().unwrap_or(&repair.path), repair.after.as_bytes());
    }
    let opened = session.read(place, &tree, None)?;
    let after = keys(&check(session, args, &opened)?, &opened.loaded.files);
    let repaired: HashSet<&str> = repairs.iter().map(|repair| repair.to.as_deref().unwrap_or(&repair.path)).collect();
    Ok(after.difference(before).all(|new| new.was_hidden(&repaired)))
}

/// What a finding is known by before and after.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    code: String,
    path: String,
    fingerprint: String,
}

impl Key {
    /// Whether it was there all along and nobody could see it: a value that is understood now is judged now. What stands in other files,
    /// what cannot be read and what an approval is for is the doing of the repair.
    fn was_hidden(&self, repaired: &HashSet<&str>) -> bool {
        repaired.contains(&*self.path) && !is_about_reading(&self.code) && family(&self.code) != "APR"
    }
}

fn keys(checked: &Checked, files: &Files) -> HashSet<Key> {
    let key = |finding: &Finding| {
        let path = files.path(finding.primary.at.file);
        Key { code: finding.code.to_string(), path: path.to_owned(), fingerprint: finding.fingerprint(path) }
    };
    checked.report.findings.iter().map(key).collect()
}

impl Repairs {
    /// Whether there is nothing to do.
    pub(super) fn are_none(&self) -> bool {
        self.all.is_empty()
    }

    /// What would be done, as `git apply` understands it.
    pub(super) fn diff(&self) -> String {
        let mut out = String::new();
        for repair in &self.all {
            let path = tame(&repair.path, false);
            let to = repair.to.as_deref().map_or_else(|| path.clone(), |to| tame(to, false));
            // Writing into a string cannot fail.
            let _ = writeln!(out, "diff --git a/{path} b/{to}");
            if repair.to.is_some() {
                let _ = writeln!(out, "rename from {path}\nrename to {to}");
            }
            let diff = TextDiff::from_lines(&repair.before, &repair.after);
            let _ = write!(out, "{}", diff.unified_diff().header(&format!("a/{path}"), &format!("b/{to}")));
        }
        out
    }

    /// Does it, each file whole or not at all. Answers with a sentence about it.
    pub(super) fn write(&self) -> Result<String, Failure> {
        for repair in &self.all {
            let old = self.root.join(&repair.path);
            let Some(to) = &repair.to else {
                edit::replace(&old, repair.before.as_bytes(), repair.after.as_bytes()).map_err(Failure::new)?;
                continue;
            };
            let new = self.root.join(to);
            let failed = |error: std::io::Error| Failure::new(format!("cannot move {} to {to}: {}", repair.path, io_words(&error)));
            new.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
            edit::unchanged(&old, repair.before.as_bytes()).map_err(Failure::new)?;
            edit::create(&new, repair.after.as_bytes()).map_err(failed)?;
            fs::remove_file(&old).map_err(failed)?;
        }
        let done: usize = self.all.iter().map(|repair| repair.findings).sum();
        let left = match self.left {
            0 => String::new(),
            left => format!("; {} left alone, whose repair would bring others", counted(left, "finding", "findings")),
        };
        let findings = counted(done, "finding", "findings");
        Ok(format!("{findings} repaired in {}{left}", counted(self.all.len(), "file", "files")))
    }
}
