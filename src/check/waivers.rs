//! Waivers: findings that somebody tolerates, one rule about one record each, with a reason, a name and an end.
//!
//! A waiver is an exception record that names a rule and a record. A waived finding is no finding any more, and stays in the report.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::{Levels, Report, Settled, code_named, is_about_reading};
use crate::finding::{Code, Finding};
use crate::load::Loaded;
use crate::model::date::Date;
use crate::model::{Exception, Isms, Record};
use crate::text::FileId;

/// The code of the rule about waivers that waive nothing.
pub(super) const UNUSED: &str = "REPO-013";

/// Rules about waivers and baselines themselves: who waived them would waive the watchman.
const WATCHMEN: [&str; 3] = ["REPO-007", UNUSED, "REPO-014"];

/// A waiver in force, with what an auditor asks about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiver {
    /// The id of the exception.
    pub exception: String,
    /// Why.
    pub reason: String,
    /// The id of the person who approved it.
    pub approved_by: String,
    /// The last day it counts.
    pub expires: Date,
}

/// A finding that is tolerated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// What would be a finding.
    pub finding: Finding,
    /// By what.
    pub waiver: Waiver,
}

/// Why an exception that names a rule can waive nothing.
#[derive(Debug)]
pub(super) struct Unusable {
    /// The key it is about.
    pub(super) field: &'static str,
    /// What is wrong, without the id of the exception.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
}

/// The rule and the record that an exception is meant to waive; none where it names no rule.
pub(super) fn aim<'m>(isms: &Isms, exception: &'m Record<Exception>) -> Option<Result<(Code, &'m str), Unusable>> {
    let name = exception.rule.as_deref()?;
    let unusable = |field, message: String, help: &str| Some(Err(Unusable { field, message, help: help.to_owned() }));
    let code = match code_named(&isms.settings, name) {
        Ok(code) => code,
        Err(help) => return unusable("/rule", format!("waives `{name}`, and there is no such rule"), &help),
    };
    if is_about_reading(&code) {
        let help = "repair the file: what cannot be understood cannot be judged, and so not be tolerated";
        return unusable("/rule", format!("waives {code}, which cannot be waived"), help);
    }
    if WATCHMEN.contains(&&*code) {
        return unusable("/rule", format!("waives {code}, which watches over waivers"), "do what that finding asks for");
    }
    match exception.record.as_deref() {
        // A record that the schema has refused has its finding already.
        None if exception.head.says("/record") => None,
        None => {
            let help = "name the record it is about; to judge a rule differently as a whole, set its level in isms.yaml";
            unusable("/record", format!("waives {code} without naming a record, which would be for all of them"), help)
        }
        Some(record) if record == exception.id() => {
            unusable("/record", format!("waives {code} for itself"), "do what the finding about it asks for")
        }
        Some(record) => Some(Ok((code, record))),
    }
}

/// The waiver that an exception is on a day, where it is one.
fn in_force<'m>(isms: &Isms, exception: &'m Record<Exception>, day: Date) -> Option<(Code, &'m str, Waiver)> {
    let (code, record) = aim(isms, exception)?.ok()?;
    let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let waiver = Waiver {
        exception: exception.id().to_owned(),
        reason: given(&exception.reason)?,
        approved_by: given(&exception.approved_by)?,
        expires: exception.expires()?,
    };
    exception.covers(day).then_some((code, record, waiver))
}

/// Puts settled and sorted findings into the report, those that are waived apart. Answers with findings about waivers that waive
/// nothing.
pub(super) fn set_aside(loaded: &Loaded, levels: &Levels, day: Date, findings: Vec<Finding>, report: &mut Report) -> Vec<Finding> {
    let isms = &loaded.isms;
    let exceptions = isms.exceptions.iter();
    let waivers: Vec<_> = exceptions.filter_map(|it| in_force(isms, it, day).map(|waiver| (it, waiver))).collect();
    if waivers.is_empty() {
        report.findings = findings;
        return Vec::new();
    }
    let mut by_aim: HashMap<(&str, &str), usize> = HashMap::new();
    for (number, (_, (code, record, _))) in waivers.iter().enumerate() {
        // Of two for the same the first counts; both are used.
        by_aim.entry((code, record)).or_insert(number);
    }
    let mut used = HashSet::new();
    for finding in findings {
        let number = finding.record.as_deref().and_then(|record| by_aim.get(&(&*finding.code, record)).copied());
        match number {
            Some(number) => {
                used.insert(number);
                let (_, (_, _, waiver)) = &waivers[number];
                report.waived.push(Waived { finding, waiver: waiver.clone() });
            }
            None => report.findings.push(finding),
        }
    }
    let refused: HashSet<FileId> = loaded.refused.iter().map(|(file, _)| *file).collect();
    let unused = waivers.iter().filter(|(_, (code, record, _))| {
        // Nobody can say that a rule finds nothing where it is off, or could not look at the whole record or its history.
        let judged = |head: &crate::model::Head| {
            !refused.contains(&head.file) && !report.left_out(code) && levels.of(code, loaded.files.path(head.file)) != Settled::Off
        };
        !by_aim.get(&(&**code, *record)).is_some_and(|number| used.contains(number)) && isms.head(record).is_some_and(judged)
    });
    unused.map(|(exception, (code, record, _))| unused_waiver(exception, code, record)).collect()
}

fn unused_waiver(exception: &Record<Exception>, code: &str, record: &str) -> Finding {
    let message = format!("{} waives {code} for {record}, where the rule finds nothing", exception.id());
    let mut finding = Finding::new(UNUSED, exception.at("/rule"), message);
    finding.help("close the exception; if it is kept for later, it would hide what comes then").record(exception.id());
    finding
}
