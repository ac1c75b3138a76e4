//! `isms init`.

use super::session::Session;
use super::{Failure, Outcome};
use crate::cli::InitArgs;

pub(super) fn run(_session: &mut Session, _args: &InitArgs) -> Result<Outcome, Failure> {
    Err(Failure::new("not there yet"))
}
