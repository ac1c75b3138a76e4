//! `isms diff`: what a change of documents means.

use super::session::Session;
use super::{Failure, Outcome, sides};
use crate::cli::{DiffArgs, DiffFormat};
use crate::output::diff::{Compared, json, markdown, text};

pub(super) fn run(session: &mut Session, args: &DiffArgs) -> Result<Outcome, Failure> {
    let sides = match args.files.as_deref() {
        Some([before, after]) => sides::files(session, before, after)?,
        _ => sides::revisions(session, &args.range)?,
    };
    let compared = Compared { before: &sides.before.name, after: &sides.after.name, diff: &sides.diff };
    let shown = match args.format {
        DiffFormat::Text => text(&compared, session.look(&std::io::stdout())),
        DiffFormat::Markdown => markdown(&compared),
        DiffFormat::Json => json(&compared),
    };
    session.print(&shown)?;
    Ok(Outcome::Clean)
}
