//! The action for GitHub and the hooks for pre-commit: their form, and their shell steps as a runner would run them.

use std::path::Path;

use isms::syntax::yaml;
use isms::text::{Pointer, Span};
use isms::value::{Tree, Type, Value};

use crate::sandbox::{Run, Sandbox};

/// A file at the root of this repository.
fn shipped(path: &str) -> Tree {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let (tree, problems) = yaml::parse(&text.as_str().into(), Span::new(0, text.len()));
    assert!(problems.is_empty(), "{path}: {problems:?}");
    tree.unwrap()
}

fn at<'t>(value: Value<'t>, pointer: &str) -> Value<'t> {
    value.at(&Pointer::from(pointer)).unwrap_or_else(|| panic!("{pointer} is missing"))
}

fn text<'t>(value: Value<'t>, pointer: &str) -> &'t str {
    let value = at(value, pointer);
    assert_eq!(value.ty(), Type::String, "{pointer} is no text");
    value.scalar().unwrap()
}

#[test]
fn the_action_has_the_form_that_github_asks_for() {
    let action = shipped("action.yml");
    let root = action.root();
    assert!(!text(root, "/name").is_empty() && text(root, "/description").len() <= 125);
    assert_eq!(text(root, "/runs/using"), "composite");
    let mut inputs = Vec::new();
    for (name, input) in at(root, "/inputs").entries() {
        inputs.push(name.scalar().unwrap().to_owned());
        // A default that is no text would reach the step as something else than it says.
        assert!(!text(input, "/description").is_empty() && text(input, "/default").len() < 10);
    }
    let mut used = Vec::new();
    for step in at(root, "/runs/steps").items() {
        let script = text(step, "/run");
        assert_eq!(text(step, "/shell"), "bash");
        assert!(!script.contains("${{"), "what an input holds would be run:\n{script}");
        for (name, value) in at(step, "/env").entries() {
            let variable = name.scalar().unwrap();
            let input = value.scalar().unwrap().strip_prefix("${{ inputs.").unwrap().strip_suffix(" }}").unwrap();
            assert!(script.contains(&format!("${variable}")) || script.contains(&format!("${{{variable}")), "{variable}");
            used.push(input.to_owned());
        }
    }
    inputs.sort();
    used.sort();
    assert_eq!(inputs, used);
}

#[test]
fn the_hooks_read_the_whole_index_and_write_nothing() {
    let hooks = shipped(".pre-commit-hooks.yaml");
    let hooks: Vec<Value<'_>> = hooks.root().items().collect();
    assert_eq!(hooks.iter().map(|hook| text(*hook, "/language")).collect::<Vec<_>>(), ["rust", "system"]);
    let sandbox = Sandbox::base();
    sandbox
        .write("clauses/06-planning/risks/R-001-x.yaml", "kind: risk\nid: R-001\ntitle: X\nowner: nobody\n")
        .commit_all("a risk");
    let before = sandbox.snapshot();
    for hook in hooks {
        assert!(!text(hook, "/id").is_empty() && !text(hook, "/name").is_empty());
        let says = |key: &str, word: &str| assert_eq!(at(hook, key).scalar(), Some(word), "{key}");
        says("/pass_filenames", "false");
        says("/always_run", "true");
        says("/require_serial", "true");
        let words: Vec<&str> = text(hook, "/entry").split(' ').collect();
        assert_eq!(words[0], "isms");
        sandbox.isms(&words[1..]).exits(1).says("error[REPO-003]");
    }
    assert!(sandbox.snapshot() == before);
}

/// Runs a step of the action with the variables that a runner sets, and programs of a folder before all others.
#[cfg(unix)]
fn step(number: usize, sandbox: &Sandbox, programs: &Sandbox, variables: &[(&str, &str)]) -> Run {
    let action = shipped("action.yml");
    let script = text(action.root(), &format!("/runs/steps/{number}/run")).to_owned();
    programs.write("step.sh", script);
    let mut command = sandbox.command("bash", "");
    command.args(["--noprofile", "--norc", "-e", "-o", "pipefail"]).arg(programs.at("step.sh"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders =
        std::iter::once(programs.at("bin")).chain(std::env::split_paths(&path).filter(|folder| !folder.join("isms").exists()));
    command.env("PATH", std::env::join_paths(folders).unwrap());
    command
        .env("GITHUB_ACTION_PATH", "/action")
        .env("GITHUB_STEP_SUMMARY", programs.at("summary.md"))
        .envs(variables.iter().copied());
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with programs that a step finds: this one, or a script.
#[cfg(unix)]
fn programs(scripts: &[(&str, &str)]) -> Sandbox {
    use std::os::unix::fs::PermissionsExt as _;
    let programs = Sandbox::empty();
    for (name, script) in scripts {
        let path = format!("bin/{name}");
        programs.write(&path, format!("#!/bin/sh\n{script}\n"));
        std::fs::set_permissions(programs.at(&path), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    programs
}

#[cfg(unix)]
#[test]
fn the_check_annotates_fails_and_takes_arguments_of_several_lines() {
    let this = format!("exec {:?} \"$@\"", env!("CARGO_BIN_EXE_isms"));
    let programs = programs(&[("isms", &this)]);
    let sandbox = Sandbox::base();
    sandbox.write("ours/isms.yaml", sandbox.read("isms.yaml"));
    sandbox.write("ours/clauses/06-planning/risks/R-001-x.yaml", "kind: risk\nid: R-001\ntitle: X\nowner: nobody\n");
    let run = step(1, &sandbox, &programs, &[("ROOT", "ours"), ("ARGS", "--select REPO-003\n--as-of 2026-06-30\n")]);
    run.exits(1).says("::error file=").says("R-001-x.yaml").lacks("MAND-001");
    assert!(programs.read("summary.md").contains("REPO-003"));
    // No arguments, and such as would be commands if anybody ran them.
    step(1, &sandbox, &programs, &[("ROOT", "ours"), ("ARGS", "")]).exits(1).says("MAND-001");
    let injected = step(1, &sandbox, &programs, &[("ROOT", "."), ("ARGS", "$(touch injected) ; touch injected")]);
    injected.exits(2);
    assert!(!sandbox.at("injected").exists());
}

#[cfg(unix)]
#[test]
fn the_program_is_built_only_where_the_right_one_is_not_there() {
    let sandbox = Sandbox::empty();
    let cargo = ("cargo", "echo \"cargo $*\"");
    let there = programs(&[("isms", "echo 'isms 1.2.0'"), cargo]);
    assert_eq!(step(0, &sandbox, &there, &[("VERSION", "")]).exits(0).stdout, "");
    assert_eq!(step(0, &sandbox, &there, &[("VERSION", "1.2.0")]).exits(0).stdout, "");
    let other = step(0, &sandbox, &there, &[("VERSION", "1.3.0")]).exits(0).stdout;
    assert_eq!(other, "cargo install isms --locked --force --version =1.3.0\n");
    let missing = programs(&[cargo]);
    assert_eq!(step(0, &sandbox, &missing, &[("VERSION", "")]).exits(0).stdout, "cargo install --locked --path /action\n");
    let fails = programs(&[("cargo", "exit 101")]);
    step(0, &sandbox, &fails, &[("VERSION", "")]).exits(101);
}
