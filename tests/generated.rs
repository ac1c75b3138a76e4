//! Documents that the program writes about itself are current. `UPDATE=1 cargo test --test generated` rewrites them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed, which is its job")]

use std::path::Path;

fn compare(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    #[expect(clippy::disallowed_methods, reason = "a test reads the environment")]
    if std::env::var("UPDATE").is_ok() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
    }
    let current = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(current == text, "{path} is not current: run `UPDATE=1 cargo test --test generated`");
}

#[test]
fn the_page_of_all_rules() {
    compare("docs/rules.md", &isms::output::rules::catalogue());
}

#[test]
fn the_page_of_all_reports() {
    compare("docs/reports.md", &isms::output::reports::catalogue());
}
