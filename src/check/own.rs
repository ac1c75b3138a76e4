//! Rules of the organisation's own, as `own_rules` in the settings declare them: a condition on records of a kind, and a sentence.
//!
//! An own rule that cannot be used stops the run, like a rule that does not exist: nobody should believe that it was asked.

use std::collections::HashSet;

use super::{Class, Ctx, Levels, family, rules};
use crate::finding::{Code, Finding};
use crate::load::suggest::closest;
use crate::model::{Head, Kind, OwnRule, Settings};
use crate::query::{Condition, Fault, Message, Names, Others, Records, View, goes_by_day};
use crate::standard;
use crate::text::{FileId, Locus, Pointer};

/// The code of what is wrong with an own rule.
pub(super) const UNUSABLE: &str = "CFG-005";

/// Families that this program has no rules of yet and keeps for itself, so that a later version breaks no settings.
const RESERVED: [&str; 10] = ["EVD", "MET", "OBJ", "AST", "REQ", "CER", "GIT", "INC", "CTL", "CHG"];

/// An own rule that is ready to be asked.
#[derive(Debug)]
pub(super) struct Own {
    declared: OwnRule,
    condition: Condition,
    message: Message,
    at: Pointer,
    /// Its place in the settings.
    place: Pointer,
}

/// Makes own rules ready.
///
/// # Errors
/// Findings on the settings: everything that stands in the way of any of them.
pub(super) fn ready(settings: &Settings, file: FileId) -> Result<Vec<Own>, Vec<Finding>> {
    let mut own = Vec::new();
    let mut wrong = Vec::new();
    let mut codes = HashSet::new();
    let mut names = HashSet::new();
    for (number, declared) in settings.own_rules.iter().enumerate() {
        let place = Pointer::from("/own_rules").join(number);
        let mut refuse = |field: &str, message: String, help: &str| {
            let mut finding = Finding::new(UNUSABLE, Locus::value(file, place.join(field)), message);
            finding.help(help).about(&*declared.id);
            wrong.push(finding);
        };
        let id = &declared.id;
        let is_taken =
            |family: &str| RESERVED.contains(&family) || rules::all().iter().any(|rule| super::family(rule.code) == family);
        if is_taken(family(id)) {
            refuse(
                "id",
                format!("{id} is of the family {}, which is this program's own", family(id)),
                "begin it with another word: OWN-001",
            );
        }
        if !codes.insert(id.as_str()) {
            refuse("id", format!("{id} is declared twice"), "give each rule a number of its own, and never use one again");
        }
        let name_is_taken = |name: &str| rules::all().iter().any(|rule| rule.name == name);
        if declared.name.as_deref().is_some_and(|name| name_is_taken(name) || !names.insert(name)) {
            refuse("name", format!("{id} has the name of another rule"), "give it a name of its own, or none");
        }
        for (at, clause) in declared.clauses.iter().enumerate() {
            if !standard::is_clause_reference(clause) && !clause.starts_with("X.") {
                let message = format!("{id} names {clause}, which ISO/IEC 27001:2022 does not have");
                refuse(&format!("clauses/{at}"), message, "clauses run from 4 to 10.2, controls from A.5.1 to A.8.34");
            }
        }
        let at = declared.at.as_deref().map_or(Ok(Pointer::from("/id")), |at| field_of(declared.kind, at));
        let condition = Condition::new(declared.kind, &declared.when);
        let message = Message::new(declared.kind, &declared.message);
        match (condition, message, at) {
            (Ok(condition), Ok(message), Ok(at)) => own.push(Own { declared: declared.clone(), condition, message, at, place }),
            (condition, message, at) => {
                let faults = [
                    ("when", declared.when.as_str(), condition.err()),
                    ("message", declared.message.as_str(), message.err()),
                    ("at", declared.at.as_deref().unwrap_or_default(), at.err()),
                ];
                let faults = faults.into_iter().filter_map(|(field, text, fault)| Some((field, text, fault?)));
                wrong.extend(faults.map(|(field, text, fault)| faulty(file, declared, &place.join(field), text, fault)));
            }
        }
    }
    if wrong.is_empty() { Ok(own) } else { Err(wrong) }
}

/// The place of a field that is named as in expressions (`current.likelihood`) or as a pointer (`/current/likelihood`).
fn field_of(kind: Kind, at: &str) -> Result<Pointer, Fault> {
    let pointer = if at.starts_with('/') { Pointer::from(at) } else { at.split('.').fold(Pointer::ROOT, |to, step| to.join(step)) };
    let names: Vec<String> = pointer.steps().filter(|step| step.parse::<usize>().is_err()).map(|step| step.into_owned()).collect();
    Names::of(kind).check(&names.join("."), true, []).map_err(|unknown| Fault {
        message: unknown.message,
        at: None,
        help: Some(unknown.help),
    })?;
    Ok(pointer)
}

/// A fault of an expression as a finding on the settings.
fn faulty(file: FileId, declared: &OwnRule, place: &Pointer, text: &str, fault: Fault) -> Finding {
    let message = format!("{} cannot be used: {}", declared.id, fault.message);
    let mut finding = Finding::new(UNUSABLE, Locus::value(file, place.clone()), message);
    finding.help = fault.help;
    if let Some(part) = fault.at.and_then(|at| text.get(at)).map(str::trim).filter(|part| !part.is_empty() && *part != text) {
        finding.label(format!("at `{part}`"));
    }
    finding.about(&*declared.id);
    finding
}

impl Own {
    /// Its code.
    pub(super) fn code(&self) -> &str {
        &self.declared.id
    }

    /// What it finds at a record, or why it fails there.
    fn ask(&self, head: &Head, view: &View, others: &Others, settings: FileId) -> Result<Option<Finding>, Box<Finding>> {
        let OwnRule { when, message, help, .. } = &self.declared;
        let failed =
            |field: &str, text: &str, fault| Box::new(faulty(settings, &self.declared, &self.place.join(field), text, fault));
        if !self.condition.holds(view, others, when).map_err(|fault| failed("when", when, fault))? {
            return Ok(None);
        }
        let said = self.message.about(view, others, message).map_err(|fault| failed("message", message, fault))?;
        let mut finding = Finding::new(self.declared.id.clone(), head.at(self.at.clone()), said);
        finding.record(&*head.id).help.clone_from(help);
        Ok(Some(finding))
    }
}

/// Asks own rules about every record of their kinds. A rule that fails at a record with refused fields is not to blame.
///
/// # Errors
/// Findings on the settings, for rules that fail at a record.
pub(super) fn ask(ctx: &Ctx<'_>, levels: &Levels, refused: &HashSet<FileId>) -> Result<Vec<Finding>, Vec<Finding>> {
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    let file = ctx.isms.settings_file.unwrap_or(FileId(0));
    let records = Records { isms: ctx.isms, files: ctx.files, as_of: ctx.today };
    let mut asked: Vec<&Own> = levels.own().iter().filter(|own| levels.may_report(own.code())).collect();
    let asks_others = asked.iter().any(|own| own.condition.asks_others() || own.message.asks_others());
    let others = if asks_others { records.others() } else { Others::default() };
    for kind in Kind::ALL {
        let (mut here, rest): (Vec<&Own>, Vec<&Own>) = asked.into_iter().partition(|own| own.declared.kind == *kind);
        asked = rest;
        for head in if here.is_empty() { Vec::new() } else { records.of_kind(*kind) } {
            let view = records.view(head);
            here.retain(|own| match own.ask(head, &view, &others, file) {
                Ok(finding) => {
                    found.extend(finding);
                    true
                }
                Err(_) if refused.contains(&head.file) => true,
                Err(finding) => {
                    wrong.push(*finding);
                    false
                }
            });
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// What makes findings of an own rule come and go: its condition says so.
#[must_use]
pub fn class(rule: &OwnRule) -> Class {
    if goes_by_day(&rule.when) { Class::Temporal } else { Class::Structural }
}

/// The code of the rule with a code or a name: one of this program's, or an own one.
///
/// # Errors
/// What was probably meant.
pub fn code_named(settings: &Settings, name: &str) -> Result<Code, String> {
    let own = || settings.own_rules.iter();
    let fits = |rule: &&OwnRule| rule.id.eq_ignore_ascii_case(name) || rule.name.as_deref() == Some(name);
    if let Some(rule) = own().find(fits) {
        return Ok(rule.id.clone().into());
    }
    if let Ok(rule) = super::rule_named(name) {
        return Ok(rule.code.into());
    }
    let ours = rules::all().iter().flat_map(|rule| [rule.code, rule.name]);
    let theirs = own().flat_map(|rule| [Some(rule.id.as_str()), rule.name.as_deref()]).flatten();
    Err(match closest(name, ours.chain(theirs)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`isms explain` lists all rules".to_owned(),
    })
}
