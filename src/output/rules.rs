//! The catalogue of rules: as one page, `docs/rules.md`, and for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::json::serialised;
use super::terminal::clause_words;
use crate::check::{Class, Rule, class_of_own, family, rules};
use crate::finding::Severity;
use crate::model::{OwnRule, Profile};

/// The form is published as `schemas/output/rules.schema.json`; within `schema_version` 1 it only grows.
#[derive(Serialize)]
struct Document<'r> {
    schema_version: u32,
    profile: &'r str,
    rules: Vec<Item<'r>>,
}

#[derive(Serialize)]
struct Item<'r> {
    code: &'r str,
    name: &'r str,
    title: &'r str,
    family: &'r str,
    clauses: Vec<&'r str>,
    level: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<BTreeMap<&'static str, Severity>>,
    class: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'r str>,
    own: bool,
}

/// All rules, those that settings declare behind this program's own, with the level that holds: `level` is asked with the code and
/// the severity that a rule has in the profile.
#[must_use]
pub fn json(own: &[OwnRule], profile: Profile, level: &dyn Fn(&str, Severity) -> String) -> String {
    let ours = rules::all().iter().map(|rule| Item {
        code: rule.code,
        name: rule.name,
        title: rule.title,
        family: family(rule.code),
        clauses: rule.clauses.to_vec(),
        level: level(rule.code, rule.weight.in_profile(profile)),
        levels: Some(Profile::ALL.iter().map(|profile| (profile.word(), rule.weight.in_profile(*profile))).collect()),
        class: class_word(rule.class),
        page: Some(rule.doc),
        own: false,
    });
    let mut theirs: Vec<&OwnRule> = own.iter().collect();
    theirs.sort_by_key(|rule| &rule.id);
    let theirs = theirs.into_iter().map(|rule| Item {
        code: &rule.id,
        name: rule.name(),
        title: &rule.message,
        family: family(&rule.id),
        clauses: rule.clauses.iter().map(String::as_str).collect(),
        level: level(&rule.id, Severity::Warning),
        levels: None,
        class: class_word(class_of_own(rule)),
        page: None,
        own: true,
    });
    serialised(&Document { schema_version: 1, profile: profile.word(), rules: ours.chain(theirs).collect() })
}

fn class_word(class: Class) -> &'static str {
    match class {
        Class::Structural => "structural",
        Class::Temporal => "temporal",
        Class::Prose => "prose",
        Class::Historical => "historical",
    }
}

/// All rules with their pages, by family, as Markdown.
#[must_use]
pub fn catalogue() -> String {
    let all = rules::all();
    let mut out = format!(
        "# Rules\n\nThe {} rules of `isms check`, generated from their pages. `isms explain CODE` prints one of them. The severity depends on \
         the profile (build, stage1, stage2, maintain) and can be set in `isms.yaml`.\n",
        all.len()
    );
    let mut families: Vec<&str> = all.iter().map(|rule| family(rule.code)).collect();
    families.dedup();
    for name in &families {
        let _ = write!(
            out,
            "\n## {name}\n\n| rule | name | as it should be | build | stage1 | stage2 | maintain |\n|---|---|---|---|---|---|---|\n"
        );
        for rule in all.iter().filter(|rule| family(rule.code) == *name) {
            let anchor = format!("{} {}", rule.code, rule.name).to_lowercase().replace(' ', "-");
            let levels: Vec<&str> = Profile::ALL.iter().map(|profile| rule.weight.in_profile(*profile).name()).collect();
            let _ = writeln!(out, "| [{}](#{anchor}) | {} | {} | {} |", rule.code, rule.name, rule.title, levels.join(" | "));
        }
    }
    out.push_str("\n# Pages\n");
    for rule in all {
        page(&mut out, rule);
    }
    out
}

fn page(out: &mut String, rule: &Rule) {
    let clauses = clause_words(rule.clauses);
    let clauses = clauses.trim_end_matches(" · ");
    let _ = write!(
        out,
        "\n## {} {}\n\n*{}{}*\n\n",
        rule.code,
        rule.name,
        rule.title,
        if clauses.is_empty() { String::new() } else { format!(" – {clauses}") }
    );
    // The sections of a page stand one level below its title.
    for line in rule.doc.trim().lines() {
        let line = line.strip_prefix("## ").map_or_else(|| line.to_owned(), |heading| format!("### {heading}"));
        out.push_str(&line);
        out.push('\n');
    }
}
