//! `isms rules`: the catalogue of rules.

use super::explain;
use super::session::Session;
use super::{Failure, Outcome};
use crate::check::Settled;
use crate::cli::{RulesArgs, RulesFormat};
use crate::output::rules;

pub(super) fn run(session: &mut Session, args: &RulesArgs) -> Result<Outcome, Failure> {
    match args.format {
        RulesFormat::Table => return explain::all(session),
        RulesFormat::Markdown => session.print(&rules::catalogue())?,
        RulesFormat::Json => {
            let opened = session.find(None)?;
            let levels = opened.as_ref().map(|opened| session.levels(opened, None)).transpose()?;
            let profile = opened.as_ref().map(|opened| opened.loaded.isms.settings.profile).unwrap_or_default();
            let own = opened.as_ref().map(|opened| opened.loaded.isms.settings.own_rules.as_slice()).unwrap_or_default();
            let level = |code: &str| levels.as_ref().map(|levels| levels.generally(code));
            let level = |code: &str, otherwise| level(code).unwrap_or(Settled::At(otherwise)).to_string();
            session.print(&rules::json(own, profile, &level))?;
        }
    }
    Ok(Outcome::Clean)
}
