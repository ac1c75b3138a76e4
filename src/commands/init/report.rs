//! What `isms init` tells a person.

use std::collections::BTreeMap;

use super::{Kept, Plan, Site};
use crate::starter::StarterFile;

/// How many kept files are named one by one.
const NAMED: usize = 12;

/// Every path with what would happen to it.
pub(super) fn listing(plan: &Plan) -> String {
    let write = plan.write.iter().map(|file| (file.path.as_str(), format!("write {}\n", file.path)));
    let kept = plan.kept.iter().map(|kept| (kept.path.as_str(), format!("keep  {}\n", line(kept))));
    let lines: BTreeMap<&str, String> = write.chain(kept).collect();
    lines.into_values().collect()
}

/// What was done, and what comes next.
pub(super) fn done(plan: &Plan, site: &Site, name: &str, folder: &str) -> String {
    if plan.write.is_empty() {
        return format!("Nothing to write: {folder} has all {} starter files already.\n", plan.kept.len());
    }
    let mut lines = vec![format!("Wrote {} for {name} to {folder}", files(plan.write.len()))];
    lines.extend(areas(&plan.write).iter().map(|(area, files)| format!("  {area:<24} {files:>3}")));
    lines.extend(kept(&plan.kept));
    lines.push(String::new());
    lines.push("Nothing is decided yet: controls are undecided, documents are drafts, and".to_owned());
    lines.push("[TODO: …] marks what only you can say.".to_owned());
    lines.push(String::new());
    lines.push("Next:".to_owned());
    lines.extend(next_steps(site, folder));
    lines.join("\n") + "\n"
}

fn files(number: usize) -> String {
    if number == 1 { "1 file".to_owned() } else { format!("{number} files") }
}

fn kept(kept: &[Kept]) -> Vec<String> {
    if kept.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("Kept {} that existed already:", files(kept.len()))];
    lines.extend(kept.iter().take(NAMED).map(|kept| format!("  {}", line(kept))));
    if kept.len() > NAMED {
        lines.push(format!("  and {} more; `isms init --dry-run` lists them all", kept.len() - NAMED));
    }
    lines
}

fn line(kept: &Kept) -> String {
    match &kept.elsewhere {
        Some(elsewhere) => format!("{} (its record is in {elsewhere})", kept.path),
        None => kept.path.clone(),
    }
}

/// How many files there are in each part of the tree.
fn areas(files: &[StarterFile]) -> BTreeMap<String, usize> {
    let mut areas = BTreeMap::new();
    for file in files {
        let depth = if file.path.starts_with("clauses/") { 2 } else { 1 };
        let folders: Vec<&str> = file.path.split('/').collect();
        let folders = &folders[..depth.min(folders.len() - 1)];
        let area = if folders.is_empty() { "(top level)".to_owned() } else { format!("{}/", folders.join("/")) };
        *areas.entry(area).or_default() += 1;
    }
    areas
}

/// The steps, numbered, each indented below its first line.
fn next_steps(site: &Site, folder: &str) -> Vec<String> {
    let mut steps = vec![
        vec!["Keep it in Git:".to_owned(), format!("    {}", keep(site, folder))],
        step(&["See what is missing:", "    isms check"]),
        step(&["Name people and give them the roles in clauses/05-leadership/roles:", "    isms new person \"Ada Example\""]),
        step(&[
            "Fill in scope and context in clauses/04-context, then write down what",
            "could go wrong:",
            "    isms new risk \"…\"",
        ]),
        step(&["Decide on the 93 controls in annex-a, and look at the result:", "    isms soa"]),
    ];
    if !site.below.is_empty() {
        let note = "Forges read their jobs at the root of a repository only. Move or include:".to_owned();
        let jobs = |path: &str| format!("    {}/{path}", site.below);
        steps.push(vec![note, jobs(".github/workflows/*.yml"), jobs(".gitlab/*.yml")]);
    }
    let numbered = steps.iter().enumerate().flat_map(|(at, step)| {
        let number = format!("  {}. ", at + 1);
        step.iter().enumerate().map(move |(line, text)| if line == 0 { format!("{number}{text}") } else { format!("     {text}") })
    });
    numbered.collect()
}

fn step(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// The commands that put the tree under version control.
fn keep(site: &Site, folder: &str) -> String {
    let enter = if folder == super::HERE { String::new() } else { format!("cd {} && ", quoted(folder.trim_end_matches('/'))) };
    let begin = if site.in_git { "" } else { "git init && " };
    format!("{enter}{begin}git add -A && git commit -m \"Start the ISMS\"")
}

/// A path for a shell.
fn quoted(path: &str) -> String {
    let plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
    if plain { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}
