//! The baseline on the command line: read, pruned, written.

use std::path::Path;

use crate::check::baseline::{self, Baseline};
use crate::check::wording::counted;
use crate::check::{Levels, Report};
use crate::commands::session::{Opened, Session};
use crate::commands::{Failure, read_at_most};
use crate::edit;
use crate::source;

/// No baseline is larger: 64 MiB.
const LARGEST: u64 = 64 << 20;

/// Sets the findings that a baseline knows apart.
pub(super) fn apply(
    session: &Session,
    opened: &Opened,
    levels: &Levels,
    path: &Path,
    prune: bool,
    report: &mut Report,
) -> Result<(), Failure> {
    let cannot = |why: &str| Failure::new(format!("the baseline {} cannot be used: {why}", path.display()));
    let file = session.cwd().join(path);
    let text = read_at_most(&file, LARGEST)
        .map_err(|why| cannot(&why).help("`isms check --write-baseline FILE` writes one from the findings of today"))?;
    let text = String::from_utf8(text).map_err(|_| cannot("it is not UTF-8 text"))?;
    let mut baseline = Baseline::parse(&text).map_err(|why| {
        cannot(&why).help("restore it from Git, or write it anew with `--write-baseline` and look at the difference")
    })?;
    let stale = baseline.apply(report, &opened.loaded.files, levels);
    if !prune {
        let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        baseline::report_stale(&stale, &name, &opened.loaded, levels, report);
    } else if !stale.is_empty() {
        edit::replace(&file, text.as_bytes(), baseline.text().as_bytes()).map_err(Failure::new)?;
        session.note(&format!("{} taken out of {}", entries(stale.len()), path.display()));
    }
    Ok(())
}

/// Writes the findings into a baseline, and sets them apart as it will from now on.
pub(super) fn write(session: &Session, opened: &Opened, levels: &Levels, path: &Path, report: &mut Report) -> Result<(), Failure> {
    let mut baseline = Baseline::of(report, &opened.loaded.files, session.as_of());
    let file = session.cwd().join(path);
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|error| Failure::new(format!("cannot make {}: {}", folder.display(), source::io_words(&error))))?;
    }
    edit::write(&file, baseline.text().as_bytes()).map_err(Failure::new)?;
    session.note(&format!("{} written to {}", entries(baseline.count()), path.display()));
    baseline.apply(report, &opened.loaded.files, levels);
    let left = report.findings.len();
    if left > 0 {
        session.note(&format!("{} left out: what cannot be understood cannot be set apart", counted(left, "finding", "findings")));
    }
    Ok(())
}

fn entries(count: usize) -> String {
    counted(count, "entry", "entries")
}
