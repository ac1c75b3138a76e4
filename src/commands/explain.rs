//! `isms explain`.

use super::session::Session;
use super::{Failure, Outcome};
use crate::cli::ExplainArgs;

pub(super) fn run(_session: &mut Session, _args: &ExplainArgs) -> Result<Outcome, Failure> {
    Err(Failure::new("not there yet"))
}
