//! `isms version`: the program and what it knows.

use super::session::Session;
use super::{Failure, Outcome};
use crate::check::rules;
use crate::model::Kind;
use crate::standard;

pub(super) fn run(session: &mut Session) -> Result<Outcome, Failure> {
    session.print(&format!(
        "isms {}\nstandard: ISO/IEC 27001:2022 with Amd 1:2024, {} clauses, {} controls\nrules: {}\nkinds of record: {}\nfile format: 1\n",
        env!("CARGO_PKG_VERSION"),
        standard::clauses().len(),
        standard::controls().len(),
        rules::all().len(),
        Kind::ALL.len()
    ))?;
    Ok(Outcome::Clean)
}
