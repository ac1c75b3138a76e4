//! Findings as SARIF 2.1.0, for code scanning. Places are relative to the root of the Git repository; columns count UTF-16.

use serde_json::{Value as Json, json};

use super::json::serialised;
use super::place::{Place, Point};
use super::terminal::clause_words;
use super::text::tame;
use super::{Run, fingerprints, sentence};
use crate::check::page::Page;
use crate::check::wording::counted;
use crate::check::{Class, Rule, SetAside, family};
use crate::finding::{Finding, Label, Severity};
use crate::model::{LevelWord, OwnRule, Profile};

/// GitHub refuses a run with more results.
const RESULTS: usize = 25_000;

/// GitHub refuses a result with more places.
const PLACES: usize = 1_000;

/// GitHub cuts descriptions of rules here.
const DESCRIPTION: usize = 1_024;

/// How many tags of a rule GitHub shows.
const TAGS: usize = 10;

/// The run as a SARIF log.
#[must_use]
pub fn findings(run: &Run<'_>) -> String {
    let report = run.report;
    let mut keyed: Vec<(&Finding, (String, usize))> =
        report.findings.iter().zip(fingerprints(run, report.findings.iter())).collect();
    let mut aside: Vec<SetAside<'_>> = report.set_aside().collect();
    let left_out = (keyed.len() + aside.len()).saturating_sub(RESULTS);
    if left_out > 0 {
        // What weighs most is kept; the order of places within a severity stays.
        keyed.sort_by_key(|(finding, _)| finding.severity);
        keyed.truncate(RESULTS);
        aside.truncate(RESULTS - keyed.len());
    }
    let rules = report.asked.iter().map(|rule| descriptor(rule, run.profile));
    let rules = rules.chain(report.own_rules.iter().map(own_descriptor)).collect::<Vec<_>>();
    let results = keyed.iter().map(|(finding, key)| result(run, finding, key));
    let keys = fingerprints(run, aside.iter().map(|aside| aside.finding));
    let results = results.chain(aside.iter().zip(&keys).map(|(aside, key)| suppressed(run, aside, key))).collect::<Vec<_>>();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "isms",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            // One for each ISMS of a repository: GitHub keeps the results of different ones apart.
            "automationDetails": { "id": format!("isms/{}", uri(run.prefix)) },
            "invocations": [invocation(left_out)],
            "columnKind": "utf16CodeUnits",
            "results": results,
            "properties": { "asOf": run.as_of.to_string(), "profile": run.profile.word() },
        }],
    });
    serialised(&log)
}

fn invocation(left_out: usize) -> Json {
    let mut invocation = json!({ "executionSuccessful": true });
    if left_out > 0 {
        let more = counted(left_out, "finding", "findings");
        let text = format!("{more} of those that weigh least left out: code scanning takes {RESULTS} at most.");
        invocation["toolExecutionNotifications"] = json!([{ "level": "warning", "message": { "text": text } }]);
    }
    invocation
}

fn descriptor(rule: &Rule, profile: Profile) -> Json {
    // Pages are held to their form by the tests of the rules.
    let (what, why, fix) = Page::parse(rule.doc).map(|page| (page.what, page.why, page.fix)).unwrap_or_default();
    let clauses = clause_words(rule.clauses);
    let severity = rule.weight.in_profile(profile);
    let tags = ["ISO 27001", family(rule.code)].into_iter().chain(rule.clauses.iter().copied()).take(TAGS);
    json!({
        "id": rule.code,
        "name": camel_case(rule.name),
        "shortDescription": { "text": shortened(&sentence(rule.title), DESCRIPTION) },
        "fullDescription": { "text": shortened(&format!("{what} {why}"), DESCRIPTION) },
        "help": {
            "text": format!("{what}\n\n{why}\n\n{fix}\n\n{clauses}isms explain {}", rule.code),
            "markdown": format!("{}\n\n{clauses}`isms explain {}`\n", rule.doc.trim(), rule.code),
        },
        "defaultConfiguration": { "level": level(severity) },
        "properties": {
            "tags": tags.collect::<Vec<_>>(),
            "precision": if rule.class == Class::Prose { "medium" } else { "very-high" },
            "problem.severity": match severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "recommendation",
            },
        },
    })
}

/// A rule of the organisation's own has no page; what it declares says the same.
fn own_descriptor(rule: &OwnRule) -> Json {
    let what = sentence(&format!("Holds for no {}: {}", rule.kind.word().replace('_', " "), rule.when.trim()));
    let help = sentence(rule.help.as_deref().unwrap_or(&rule.message));
    let severity = match rule.severity() {
        LevelWord::Error => Severity::Error,
        LevelWord::Warning => Severity::Warning,
        LevelWord::Info | LevelWord::Off => Severity::Info,
    };
    json!({
        "id": rule.id,
        "name": camel_case(rule.name()),
        "shortDescription": { "text": shortened(&plain(&sentence(rule.name())), DESCRIPTION) },
        "fullDescription": { "text": shortened(&plain(&what), DESCRIPTION) },
        "help": { "text": plain(&format!("{help}\n\nisms explain {}", rule.id)) },
        "defaultConfiguration": { "level": level(severity) },
        "properties": { "tags": ["ISO 27001", family(&rule.id)] },
    })
}

/// What does not count, with the reason. Code scanning of GitHub does not read `suppressions`: there it is a note that says why.
fn suppressed(run: &Run<'_>, aside: &SetAside<'_>, key: &(String, usize)) -> Json {
    let (finding, (fingerprint, number)) = (aside.finding, key);
    let why = match aside.waiver {
        Some(waiver) => format!("{}: {}", aside.why(), waiver.reason),
        None => aside.why(),
    };
    let mut result = result(run, finding, key);
    result["level"] = "note".into();
    result["message"]["text"] = plain(&sentence(&format!("{}: {}", aside.why(), finding.message))).into();
    // Another alert than that of the same finding when it counts.
    result["partialFingerprints"]["primaryLocationLineHash"] = format!("{fingerprint}:{}{number}", aside.word()).into();
    result["suppressions"] = json!([{ "kind": "external", "status": "accepted", "justification": plain(&why) }]);
    result["properties"] = json!({ "severity": finding.severity.name() });
    result
}

fn result(run: &Run<'_>, finding: &Finding, (fingerprint, number): &(String, usize)) -> Json {
    let help = finding.help.as_deref().map(|help| format!(" Help: {}", sentence(help))).unwrap_or_default();
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": { "text": plain(&format!("{}{help}", sentence(&finding.message))) },
        "locations": [{ "physicalLocation": physical(run, &finding.primary) }],
        "partialFingerprints": { "primaryLocationLineHash": format!("{fingerprint}:{number}"), "isms/v1": fingerprint },
    });
    let asked = run.report.asked.binary_search_by(|rule| rule.code.cmp(&*finding.code)).ok();
    let own = || run.report.own_rules.iter().position(|own| own.id == finding.code).map(|at| run.report.asked.len() + at);
    if let Some(index) = asked.or_else(own) {
        result["ruleIndex"] = index.into();
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().take(PLACES - 1).enumerate();
        let related = related.map(|(at, label)| {
            json!({ "id": at + 1, "physicalLocation": physical(run, label), "message": { "text": plain(&sentence(&label.text)) } })
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn physical(run: &Run<'_>, label: &Label) -> Json {
    let Place { path, start, end } = Place::new(run, label);
    let Point { line, utf16, .. } = start;
    json!({
        "artifactLocation": { "uri": uri(&path) },
        "region": { "startLine": line, "startColumn": utf16, "endLine": end.line, "endColumn": end.utf16 },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A message in which `[text](target)` from a record is no link.
fn plain(text: &str) -> String {
    tame(text, false).replace("](", "] (")
}

/// A relative path as a URI: every byte that could mean something else is written as a number.
fn uri(path: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// `RiskOwnerMissing` of `risk-owner-missing`: the form that SARIF asks of a readable name.
fn camel_case(name: &str) -> String {
    let word = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    name.split('-').filter(|word| !word.is_empty() && word.is_ascii()).map(word).collect()
}

/// The beginning of a text, at most so many characters, cut between words.
fn shortened(text: &str, limit: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((cut, _)) = text.char_indices().nth(limit) else { return text };
    // Room for the sign that something is missing.
    let cut = text[..cut].rfind(' ').unwrap_or(0);
    let cut = text[..cut].rfind(' ').unwrap_or(0);
    format!("{} …", text[..cut].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Report;
    use crate::files::{File, Files};
    use crate::text::{FileId, Locus};

    #[test]
    fn paths_are_relative_references() {
        assert_eq!(uri("a,b %:1 ü.yaml"), "a%2Cb%20%25%3A1%20%C3%BC.yaml");
        assert_eq!(uri("annex-a/5.01~x_y"), "annex-a/5.01~x_y");
    }

    #[test]
    fn descriptions_fit() {
        assert_eq!(shortened("one two\nthree", 13), "one two three");
        assert_eq!(shortened("one two three four", 15), "one two …");
        assert_eq!(camel_case("risk-owner-missing"), "RiskOwnerMissing");
        assert_eq!(plain("see [x](https://x.example)"), "see [x] (https://x.example)");
    }

    #[test]
    fn of_more_results_than_are_taken_those_that_weigh_most_stay() {
        let files = Files::new(vec![File { path: "a.yaml".into(), text: Some("id: x\n".into()), ..File::default() }]);
        let finding = |severity| Finding { severity, ..Finding::new("REPO-001", Locus::whole(FileId(0)), "it is") };
        let mut findings = vec![finding(Severity::Info)];
        findings.extend((0..RESULTS).map(|_| finding(Severity::Warning)));
        let report = Report { findings, files: 1, ..Report::default() };
        let as_of = "2026-06-30".parse().unwrap();
        let run = Run { files: &files, report: &report, as_of, profile: Profile::Build, prefix: "" };
        let log: Json = serde_json::from_str(&super::findings(&run)).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert!(results.len() == RESULTS && results.iter().all(|result| result["level"] == "warning"));
        let told = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert_eq!(told, "1 finding of those that weigh least left out: code scanning takes 25000 at most.");
    }
}
