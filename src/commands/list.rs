//! `isms list`.

use super::session::Session;
use super::{Failure, Outcome};
use crate::cli::ListArgs;

pub(super) fn run(_session: &mut Session, _args: &ListArgs) -> Result<Outcome, Failure> {
    Err(Failure::new("not there yet"))
}
