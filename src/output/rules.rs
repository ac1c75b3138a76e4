//! The catalogue of rules as one page, `docs/rules.md`.

use std::fmt::Write as _;

use super::terminal::clause_words;
use crate::check::{Rule, family, rules};
use crate::model::Profile;

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
