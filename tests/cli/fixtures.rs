//! Every rule over every repository that the tests have: all that they find stands in `tests/findings/`, so that a new rule shows its
//! false alarms at once. `UPDATE=1 cargo test --test cli fixtures` rewrites the files; look at the difference before it is committed.

use std::path::Path;

use crate::sandbox::Sandbox;

/// Compares every finding, and the summary, with the file of this name.
#[track_caller]
fn finds(name: &str, sandbox: &Sandbox, more: &[&str]) {
    let found = sandbox.isms(&[&["check", "--format", "concise"], more].concat()).stdout;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings").join(name).with_extension("txt");
    #[expect(clippy::disallowed_methods, reason = "a test reads the environment")]
    if std::env::var("UPDATE").is_ok() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &found).unwrap();
    }
    let known = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    let lines = |text: &str, other: &str| {
        let only = text.lines().filter(|line| !other.lines().any(|known| known == *line));
        only.map(|line| format!("\n  {line}")).collect::<String>()
    };
    assert!(
        found == known,
        "{name}: not found any more:{}\n{name}: found and not expected:{}\nif that is right: UPDATE=1 cargo test --test cli fixtures",
        lines(&known, &found),
        lines(&found, &known)
    );
}

#[test]
fn a_fresh_isms_on_its_first_day() {
    finds("fresh", &Sandbox::with_isms(), &[]);
}

#[test]
fn a_fresh_isms_judged_as_if_it_were_running() {
    finds("fresh-in-maintain", &Sandbox::with_isms(), &["--profile", "maintain"]);
}

#[test]
fn the_ground_that_pages_are_laid_over() {
    finds("base", &Sandbox::base(), &[]);
}

#[test]
fn the_ground_with_risks_of_all_kinds() {
    finds("base-with-risks", &Sandbox::with_risks(), &[]);
}

#[test]
fn the_example_on_its_day() {
    finds("example", &Sandbox::example(), &[]);
}

#[test]
fn the_example_left_alone_for_a_year() {
    finds("example-a-year-later", &Sandbox::example(), &["--as-of", "2027-06-30"]);
}

#[test]
fn the_broken_twin_of_the_example() {
    finds("broken-twin", &Sandbox::broken_twin(), &[]);
}
