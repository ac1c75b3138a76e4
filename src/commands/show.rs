//! `isms show`.

use super::session::Session;
use super::{Failure, Outcome};
use crate::cli::ShowArgs;

pub(super) fn run(_session: &mut Session, _args: &ShowArgs) -> Result<Outcome, Failure> {
    Err(Failure::new("not there yet"))
}
