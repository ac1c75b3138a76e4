//! The page of all reports, which `docs/` keeps and a test holds true.

use std::fmt::Write as _;

use crate::report::{Make, REPORTS};

/// The page, in Markdown.
#[must_use]
pub fn catalogue() -> String {
    let mut page = String::from(
        "# Reports\n\nEach report is computed from the records, for the day of `--as-of`: the same commit and day give the same bytes. \
`isms report` lists them, `isms report NAME -o FILE` writes one in the format that the file is named for, and `--check FILE` says \
whether a committed copy is current. This page is written by the program (`UPDATE=1 cargo test --test generated`).\n\n\
| Report | Shows | Clauses |\n|---|---|---|\n",
    );
    for report in REPORTS {
        let call = match report.make {
            Make::Each(..) => format!("{} ID", report.name),
            Make::Whole(_) | Make::View(_) => report.name.to_owned(),
        };
        // Writing into a string cannot fail.
        let _ = writeln!(page, "| `isms report {call}` | {} | {} |", report.about, report.clauses.join(", "));
    }
    page
}
