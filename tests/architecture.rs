//! Keeps the floors of ARCHITECTURE.md apart: which module may use which.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed, which is its job")]

use std::fs;
use std::path::{Path, PathBuf};

/// For each module, the modules it may use. What is not listed may use nothing of ours.
const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("value", &["text"]),
    ("files", &["text", "value"]),
    ("standard", &[]),
    ("source", &[]),
    ("syntax", &["text", "value"]),
    ("finding", &["text"]),
    ("model", &["text", "value", "standard", "syntax"]),
    ("load", &["source", "syntax", "model", "finding", "files", "text", "value", "standard"]),
    (
        "check",
        &["model", "finding", "files", "load", "provenance", "query", "review", "source", "text", "value", "standard", "syntax"],
    ),
    ("provenance", &["source", "load", "model", "review", "value"]),
    ("query", &["model", "load", "files", "standard", "value"]),
    ("review", &["model", "files", "syntax", "text", "value"]),
    ("report", &["model", "standard", "syntax", "text", "value", "finding"]),
    ("render", &["report", "text"]),
    ("output", &["check", "provenance", "review", "report", "query", "finding", "files", "model", "standard", "text", "value"]),
    (
        "pack",
        &[
            "report", "render", "check", "query", "load", "source", "model", "finding", "files", "syntax", "text", "value",
            "standard",
        ],
    ),
    ("exchange", &["output", "query", "load", "starter", "model", "files", "standard", "syntax", "value", "text"]),
    ("edit", &["source"]),
    ("starter", &["load", "model", "standard"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|suffix| suffix == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_module_keeps_to_its_floor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 40);
    let mut wrong = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&root).unwrap();
        let module = relative.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else {
            assert!(["commands", "cli", "lib", "main"].contains(&module.as_str()), "{module} has no floor: add it to the table");
            continue;
        };
        // Tests of a module may look at everything.
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        if relative.ends_with("tests.rs") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap();
            for used in code.match_indices("crate::").map(|(at, _)| &code[at + "crate::".len()..]) {
                let names: Vec<&str> = match used.strip_prefix('{') {
                    Some(list) => list.split(['}', ',']).map(|name| name.trim().split(':').next().unwrap()).collect(),
                    None => vec![used.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap()],
                };
                for name in names.into_iter().filter(|name| MAY_USE.iter().any(|(known, _)| known == name) || *name == "commands") {
                    if name != module && !allowed.contains(&name) {
                        wrong.push(format!("{}:{}: {module} must not use {name}", relative.display(), number + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
