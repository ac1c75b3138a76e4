//! `isms show`: one record with everything around it.

use std::io;

use super::card::Card;
use super::session::Session;
use super::subject::record_named;
use super::{Failure, Outcome};
use crate::cli::{ShowArgs, ShowFormat};
use crate::output::sheet::Sheet;

pub(super) fn run(session: &mut Session, args: &ShowArgs) -> Result<Outcome, Failure> {
    let opened = session.open(args.at.as_deref())?;
    let head = record_named(&opened, &args.id)?;
    let card = Card::new(session, &opened, head)?;
    let text = match args.format {
        ShowFormat::Json => card.json(),
        ShowFormat::Text => {
            let mut sheet = Sheet::new(session.look(&io::stdout()));
            card.write(&mut sheet);
            sheet.finish()
        }
    };
    session.print(&text)?;
    Ok(Outcome::Clean)
}
