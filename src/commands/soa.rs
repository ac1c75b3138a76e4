//! `isms soa`.

use super::session::Session;
use super::{Failure, Outcome};
use crate::cli::SoaArgs;

pub(super) fn run(_session: &mut Session, _args: &SoaArgs) -> Result<Outcome, Failure> {
    Err(Failure::new("not there yet"))
}
