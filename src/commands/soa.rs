//! `isms soa`: the Statement of Applicability in a format.

use super::rendering::{chosen, deliver, rendered};
use super::session::Session;
use super::{Failure, Outcome, templates};
use crate::cli::{SoaArgs, View};
use crate::report::{Subject, soa};

pub(super) fn run(session: &mut Session, args: &SoaArgs) -> Result<Outcome, Failure> {
    let format = chosen(args.format, args.output.as_deref())?;
    let opened = session.open(args.at.as_deref())?;
    session.levels(&opened, None)?;
    let subject = Subject { isms: &opened.loaded.isms, as_of: session.as_of(), commit: opened.commit.as_deref(), memory: None };
    let view = match args.view {
        View::Auditor => soa::View::Auditor,
        View::Customer => soa::View::Customer,
    };
    let bytes = rendered(
        session,
        &soa::statement(&subject, view),
        format,
        &templates::of(&opened, args.at.as_deref())?,
        args.fonts.fonts.as_deref(),
    )?;
    deliver(session, &bytes, args.output.as_deref())
}
