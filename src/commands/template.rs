//! `isms template`: the templates of pages, to begin own ones with.

use super::session::Session;
use super::{Failure, Outcome, shipped};
use crate::cli::TemplateArgs;
use crate::render::SHIPPED;

pub(super) fn run(session: &mut Session, args: &TemplateArgs) -> Result<Outcome, Failure> {
    shipped::print(session, "template", &SHIPPED, args.name.as_deref())
}
