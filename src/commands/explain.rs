//! `isms explain`: the page of a rule, a clause, a control or a record. All but records are explained without an ISMS, too.

mod catalogue;
mod clause;
pub(super) mod control;
mod rule;

use std::io;

use super::card::Card;
use super::session::{Opened, Session};
use super::subject::{record_named, successors};
use super::{Failure, Outcome};
use crate::check::{Levels, Settled, family, rule_named, rules};
use crate::cli::ExplainArgs;
use crate::load::suggest::closest;
use crate::model::date::Date;
use crate::model::{Isms, OwnRule, Profile};
use crate::output::sheet::Sheet;
use crate::standard;

/// The ISMS around, as far as there is one.
struct Here {
    opened: Option<Opened>,
    levels: Option<Levels>,
    as_of: Date,
    /// Why it cannot be used, where that is so.
    failure: Option<Failure>,
}

impl Here {
    /// Settings that cannot be used do not stand in the way of an explanation, least of all of one about them.
    fn find(session: &Session, at: Option<&str>) -> Result<Self, Failure> {
        let mut here = Here { opened: None, levels: None, as_of: session.as_of(), failure: None };
        match session.find(at) {
            Ok(opened) => here.opened = opened,
            Err(failure @ Failure::Settings(..)) => here.failure = Some(failure),
            Err(failure) => return Err(failure),
        }
        match here.opened.as_ref().map(|opened| session.levels(opened, None)).transpose() {
            Ok(levels) => here.levels = levels,
            Err(failure) => {
                here.opened = None;
                here.failure = Some(failure);
            }
        }
        Ok(here)
    }

    fn isms(&self) -> Option<&Isms> {
        self.opened.as_ref().map(|opened| &opened.loaded.isms)
    }

    /// The rules that the settings declare, in the order of their codes: those with a code, name or family, all where none is asked for.
    fn own_rules(&self, name: &str) -> Vec<&OwnRule> {
        let own = self.isms().into_iter().flat_map(|isms| &isms.settings.own_rules);
        let is_meant = |rule: &&OwnRule| {
            let by_code = [rule.id.as_str(), family(&rule.id)].iter().any(|known| known.eq_ignore_ascii_case(name));
            name.is_empty() || by_code || rule.name.as_deref() == Some(name)
        };
        let mut own: Vec<&OwnRule> = own.filter(is_meant).collect();
        own.sort_by_key(|rule| &rule.id);
        own
    }

    /// What findings of a rule that the settings declare weigh here.
    fn level_of_own(&self, rule: &OwnRule) -> Settled {
        self.levels.as_ref().map_or(Settled::Off, |levels| levels.generally(&rule.id))
    }

    fn profile(&self) -> Profile {
        self.isms().map(|isms| isms.settings.profile).unwrap_or_default()
    }

    /// What findings of a rule weigh here.
    fn level(&self, rule: &crate::check::Rule) -> Settled {
        match &self.levels {
            Some(levels) => levels.generally(rule.code),
            None => Settled::At(rule.weight.in_profile(self.profile())),
        }
    }
}

/// Lists all rules.
pub(super) fn all(session: &mut Session) -> Result<Outcome, Failure> {
    run(session, &ExplainArgs { subject: None, at: None })
}

pub(super) fn run(session: &mut Session, args: &ExplainArgs) -> Result<Outcome, Failure> {
    let mut here = Here::find(session, args.at.as_deref())?;
    let mut sheet = Sheet::new(session.look(&io::stdout()));
    match args.subject.as_deref().map(str::trim) {
        None => catalogue::write(&mut sheet, rules::all(), &here.own_rules(""), &here),
        Some(subject) => explain(session, &mut here, subject, &mut sheet)?,
    }
    session.print(&sheet.finish())?;
    if here.failure.is_some() {
        session.note("warning: isms.yaml cannot be used as it is, so nothing of this ISMS is shown; `isms check` says why");
    }
    Ok(Outcome::Clean)
}

/// Writes about everything that goes by a name; rules come first.
fn explain(session: &Session, here: &mut Here, subject: &str, sheet: &mut Sheet) -> Result<(), Failure> {
    let of_family: Vec<_> = rules::all().iter().copied().filter(|rule| family(rule.code).eq_ignore_ascii_case(subject)).collect();
    let own = here.own_rules(subject);
    if let Ok(rule) = rule_named(subject) {
        rule::write(sheet, rule, here);
    } else if let [rule] = own[..]
        && !family(&rule.id).eq_ignore_ascii_case(subject)
    {
        rule::write_own(sheet, rule, here);
    } else if !of_family.is_empty() || !own.is_empty() {
        catalogue::write(sheet, &of_family, &own, here);
    }
    if let Some(control) = standard::control(subject) {
        control::write(sheet, control, here);
    } else if let Some(clause) = clause::Reference::parse(subject) {
        clause::write(sheet, &clause, here);
    } else if standard::is_2013_number(subject) {
        write_2013(sheet, subject);
    } else if let Some((opened, head)) = here.opened.as_ref().and_then(|opened| Some((opened, opened.loaded.isms.head(subject)?))) {
        let card = Card::new(session, opened, head)?;
        sheet.divide();
        card.write(sheet);
    }
    if sheet.is_empty() { Err(unknown(here, subject)) } else { Ok(()) }
}

/// What became of a control of the 2013 edition.
fn write_2013(sheet: &mut Sheet, old: &str) {
    let title = standard::successors(old).first().map(|pair| pair.old_title).unwrap_or_default();
    sheet.title(old, title);
    sheet.line(&format!("control of the 2013 edition; in ISO/IEC 27001:2022 it is {}", successors(old)));
}

/// Nothing goes by the name.
fn unknown(here: &mut Here, subject: &str) -> Failure {
    if let Some(failure) = here.failure.take() {
        return failure;
    }
    let isms = here.isms();
    if let Some(opened) = here.opened.as_ref().filter(|opened| opened.loaded.isms.exists(subject)) {
        // A record whose file cannot be understood.
        return record_named(opened, subject).err().unwrap_or_else(|| Failure::new(format!("there is no {subject}")));
    }
    let mut ids: Vec<&str> = isms.into_iter().flat_map(|isms| isms.heads()).map(|head| &*head.id).collect();
    ids.sort_unstable();
    let rules = rules::all().iter().flat_map(|rule| [rule.code, rule.name]);
    let clauses = standard::clauses().iter().map(|clause| clause.number);
    let controls = standard::controls().iter().map(|control| control.id);
    let without_letter = standard::control(&format!("A.{subject}")).map(|control| control.id);
    let own = isms.into_iter().flat_map(|isms| &isms.settings.own_rules).map(|rule| rule.id.as_str());
    let meant = without_letter.or_else(|| closest(subject, rules.chain(own).chain(controls).chain(clauses).chain(ids)));
    Failure::new(format!("there is no rule, clause, control or record called {subject}")).help(match (meant, isms) {
        (Some(meant), _) => format!("did you mean `{meant}`?"),
        (None, Some(_)) => "`isms explain` lists the rules, `isms list KIND` the records".to_owned(),
        (None, None) => "`isms explain` lists the rules; there is no ISMS here, so there are no records".to_owned(),
    })
}
