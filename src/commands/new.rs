//! `isms new`.

use super::session::Session;
use super::{Failure, Outcome};
use crate::cli::NewArgs;

pub(super) fn run(_session: &mut Session, _args: &NewArgs) -> Result<Outcome, Failure> {
    Err(Failure::new("not there yet"))
}
