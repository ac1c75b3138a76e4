//! What documents cost: the Statement of Applicability in each format and the pack, beside the check of the same records.
//!
//! ```text
//! cargo bench --bench documents                    the example
//! cargo bench --bench documents -- 10000           and a generated repository of 10,000 records
//! ```
//!
//! The commands take turns; what counts are the ratios of processor time within one run. A program built with `--features pdf` is
//! measured with PDF, too.

#![allow(clippy::expect_used, clippy::print_stdout, clippy::cast_precision_loss, reason = "a program for developers")]

mod generate;
mod measure;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use isms::render::HAS_PDF;
use measure::{isms, processor_time, time};

fn main() -> ExitCode {
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/quayside");
    let _ = std::fs::remove_dir_all(&work);
    std::fs::create_dir_all(&work).expect("the build folder can be written");
    measure("the example", &example, "2026-06-30", &work, 5);
    for records in std::env::args().skip(1).filter_map(|argument| argument.parse::<usize>().ok()) {
        let root = work.join(format!("of-{records}"));
        generate::write(&generate::repository(records), &root).expect("the build folder can be written");
        measure(&format!("{records} records"), &root, generate::AS_OF, &work, 3);
    }
    ExitCode::SUCCESS
}

/// Every document in turn, and how its processor time compares with that of the check.
fn measure(name: &str, root: &Path, as_of: &str, work: &Path, rounds: usize) {
    let at = root.to_string_lossy().into_owned();
    let target = |file: &str| work.join(file).to_string_lossy().into_owned();
    let own = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
    let mut commands = vec![("check", own(&["check", "--fail-on", "never"]))];
    for format in ["md", "html", "csv", "json", "xlsx", "docx", "pdf"].into_iter().filter(|format| HAS_PDF || *format != "pdf") {
        commands.push((format, own(&["soa", "-o", &target(&format!("soa.{format}"))])));
    }
    commands.push(("pack without PDF", own(&["pack", "--no-pdf", "-o", &target("without.zip")])));
    if HAS_PDF {
        commands.push(("pack", own(&["pack", "-o", &target("pack.zip")])));
    }
    let mut spent = vec![(0.0, 0.0); commands.len()];
    for round in 0..=rounds {
        for ((_, arguments), spent) in commands.iter().zip(&mut spent) {
            let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            arguments.extend(["--root", &at, "--as-of", as_of, "-qq"]);
            let before = processor_time().unwrap_or_default();
            let wall = time(isms(&arguments));
            // The first round warms the caches.
            if round > 0 {
                spent.0 += wall / rounds as f64;
                spent.1 += (processor_time().unwrap_or_default() - before) / rounds as f64;
            }
        }
    }
    println!("\n{name}\n{:<18}{:>10}{:>10}{:>10}{:>12}", "", "wall ms", "CPU ms", "x check", "file KB");
    let check = spent[0].1;
    for ((command, _), (wall, cpu)) in commands.iter().zip(&spent) {
        let file: PathBuf = match *command {
            "pack without PDF" => work.join("without.zip"),
            "pack" => work.join("pack.zip"),
            format => work.join(format!("soa.{format}")),
        };
        let size = std::fs::metadata(file).map_or("-".to_owned(), |file| format!("{:.0}", file.len() as f64 / 1e3));
        println!("{command:<18}{wall:>10.0}{cpu:>10.0}{:>10.1}{size:>12}", cpu / check);
    }
}
