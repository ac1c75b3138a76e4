//! The approvals that a change needs, in words: who must give them, who has, what does not count, and what Git and the forge say.

use std::collections::HashSet;

use serde::Serialize;

use super::Review;
use crate::model::{Approval, Flaw, RTP, Record, RequiredApproval};
use crate::output::signature::SignatureRow;
use crate::provenance::Signature;

/// An approval that a change needs, with what is known about it besides.
#[derive(Debug)]
pub struct Wanted<'r> {
    /// The title of what is approved.
    pub title: String,
    /// Who must approve it, and whether they have.
    pub required: RequiredApproval<'r>,
    /// Who agreed in the messages of the commits.
    pub said: Vec<Said>,
    /// Whom the forge asks, where that is nobody who may approve it.
    pub asked: Option<Asked>,
}

/// Somebody who agreed in the message of a commit. It is shown as what Git says and does not count as an approval: anybody can write
/// it, and it is bound to no content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// `Approved-by` or the like, as it is written.
    pub trailer: String,
    /// What stands behind it.
    pub name: String,
    /// The person who goes by it.
    pub person: Option<String>,
    /// Whether that person could approve.
    pub may_approve: bool,
    /// The first digits of the id of the commit.
    pub commit: String,
    /// What the signature of the commit is worth. It is that of who made the commit.
    #[serde(serialize_with = "as_row")]
    pub signature: Signature,
}

fn as_row<S: serde::Serializer>(signature: &Signature, serializer: S) -> Result<S::Ok, S::Error> {
    SignatureRow::of(signature).serialize(serializer)
}

impl Said {
    fn words(&self) -> String {
        let who = match (&self.person, self.may_approve) {
            (Some(person), true) => format!("{person} ({})", self.name),
            (Some(person), false) => format!("{person} ({}), who may not approve it,", self.name),
            (None, _) => format!("{}, who is nobody of this ISMS,", self.name),
        };
        format!("Git has a trailer {} of {who} in {} ({})", self.trailer, self.commit, self.signature.in_a_sentence())
    }
}

/// Whom the forge asks about files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Logins, teams and addresses.
    pub owners: Vec<String>,
    /// The file that says so.
    pub file: String,
    /// Its line.
    pub line: usize,
    /// The records it is asked about.
    pub about: Vec<String>,
}

impl Asked {
    fn whom(&self) -> String {
        format!("{} (line {} of {})", self.owners.join(", "), self.line, self.file)
    }

    /// What the forge asks about records that need no approval.
    pub(super) fn besides(&self) -> String {
        const NAMED: usize = 6;
        let more = if self.about.len() > NAMED { format!(" and {} more", self.about.len() - NAMED) } else { String::new() };
        let about: Vec<&str> = self.about.iter().take(NAMED).map(String::as_str).collect();
        format!("the forge asks {} about {}{more}", self.whom(), about.join(", "))
    }
}

/// One line about an approval, with what belongs below it.
pub(super) struct Line<'r> {
    pub(super) is_given: bool,
    pub(super) subject: &'r str,
    /// Version and title.
    pub(super) title: String,
    /// Who must, or who has.
    pub(super) words: String,
    pub(super) digest: &'r str,
    pub(super) notes: Vec<String>,
}

/// A line for each approval; the owners of risks, who all approve one plan, have one together. Those that are missing come first.
pub(super) fn lines<'r>(review: &'r Review<'_>) -> Vec<Line<'r>> {
    let (plan, others): (Vec<&Wanted<'_>>, Vec<&Wanted<'_>>) =
        review.approvals.iter().partition(|wanted| wanted.required.subject == RTP);
    let mut lines: Vec<Line<'_>> = others.into_iter().map(line).collect();
    match plan.as_slice() {
        [one] => lines.push(line(one)),
        [first, ..] => lines.push(together(first, &plan)),
        [] => {}
    }
    lines.sort_by_key(|line| line.is_given);
    lines
}

fn line<'r>(wanted: &'r Wanted<'_>) -> Line<'r> {
    let required = &wanted.required;
    let words = match required.given {
        Some(approval) => given(approval),
        None => format!("{} ({}); {}", required.roles.join(" or "), people(required), required.settled_in),
    };
    let version = required.version.as_deref().map(|version| format!(" version {version}")).unwrap_or_default();
    Line {
        is_given: required.given.is_some(),
        subject: &required.subject,
        title: format!("{}{version}", wanted.title),
        words,
        digest: &required.digest,
        notes: notes(&[wanted]),
    }
}

fn together<'r>(first: &'r Wanted<'_>, plan: &[&'r Wanted<'_>]) -> Line<'r> {
    let open: Vec<&RequiredApproval<'_>> =
        plan.iter().map(|wanted| &wanted.required).filter(|required| required.given.is_none()).collect();
    let given = plan.len() - open.len();
    let missing: Vec<String> =
        open.iter().map(|required| format!("{} ({})", required.roles.join(" or "), people(required))).collect();
    let missing = if missing.is_empty() { String::new() } else { format!(": missing {}", missing.join(", ")) };
    Line {
        is_given: open.is_empty(),
        subject: &first.required.subject,
        title: first.title.clone(),
        words: format!("{given} of {} risk owners have approved{missing}; {}", plan.len(), first.required.settled_in),
        digest: &first.required.digest,
        notes: notes(plan),
    }
}

fn people(required: &RequiredApproval<'_>) -> String {
    let people: Vec<&str> = required.people.iter().map(|person| person.title()).collect();
    if people.is_empty() { "nobody holds it who did not write the text".to_owned() } else { people.join(", ") }
}

fn given(approval: &Record<Approval>) -> String {
    let by = approval.name.as_deref().or(approval.by.as_deref()).unwrap_or_default();
    let role = approval.role.as_deref().map(|role| format!(" as {role}")).unwrap_or_default();
    let on = approval.on.map(|on| format!(" on {on}")).unwrap_or_default();
    let method = approval.method.map(|method| format!(", {}", method.word().replace('_', " "))).unwrap_or_default();
    format!("{by}{role}{on}{method} ({})", approval.id())
}

/// What else is known, each once: decisions that do not count, trailers, code owners.
fn notes(wanted: &[&Wanted<'_>]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    // Of one plan every owner approves the own part.
    let said = wanted.iter().flat_map(|wanted| &wanted.said);
    let entitled: HashSet<&str> = said.filter(|said| said.may_approve).map(|said| said.name.as_str()).collect();
    let elsewhere = |said: &Said| !said.may_approve && entitled.contains(said.name.as_str());
    for wanted in wanted {
        let declined = wanted.required.declined.iter().map(|(decision, flaw)| declined(decision, flaw));
        let said = wanted.said.iter().filter(|said| !elsewhere(said)).map(Said::words);
        let asked = wanted
            .asked
            .iter()
            .map(|asked| format!("the forge asks {}, and none of them may approve it: both are needed", asked.whom()));
        for note in declined.chain(said).chain(asked) {
            if known.insert(note.clone()) {
                notes.push(note);
            }
        }
    }
    notes
}

/// `APR-003 does not count: bob did not hold the role ceo on 2026-06-01`.
fn declined(decision: &Record<Approval>, flaw: &Flaw<'_>) -> String {
    let on = decision.on.map(|on| format!(" of {on}")).unwrap_or_default();
    if matches!(flaw, Flaw::Rejected) {
        let by = decision.by.as_deref().unwrap_or_default();
        return format!("{}{on} is no approval: {}", decision.id(), rejected(decision, by));
    }
    format!("{}{on} does not count: {}", decision.id(), why(decision, flaw))
}

fn rejected(decision: &Approval, by: &str) -> String {
    let comment = decision.comment.as_deref().map(|comment| format!(" (“{comment}”)")).unwrap_or_default();
    format!("{by} rejects this content{comment}")
}

/// Why a decision does not count.
pub(super) fn why(decision: &Approval, flaw: &Flaw<'_>) -> String {
    let by = decision.by.as_deref().unwrap_or("nobody");
    match flaw {
        Flaw::Rejected => rejected(decision, by),
        Flaw::Nobody => format!("there is no person called {by}"),
        Flaw::Absent(absence) => format!("{by} {}", absence.words()),
        Flaw::FalseClaim(role, on) => format!("{by} did not hold the role {} on {on}", role.id()),
        Flaw::WithoutRole => format!("{by} gave it in no role that may approve it"),
        Flaw::Author => format!("{by} wrote it, and nobody approves the own text"),
        Flaw::Unbound => "it does not say which content it is for".to_owned(),
        Flaw::OtherContent => "it was given for another content".to_owned(),
    }
}
