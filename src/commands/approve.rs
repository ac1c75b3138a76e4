//! `isms approve`: records who agreed to exactly which content.

use std::fmt::Write as _;

use super::create::Ground;
use super::session::{Opened, Session};
use super::subject::record_named;
use super::{Failure, Outcome, taken};
use crate::cli::ApproveArgs;
use crate::load::suggest::closest;
use crate::model::date::Date;
use crate::model::{ApprovalMethod, Decision, Head, Isms, Kind, RTP, SOA, digest};
use crate::value::Value;

/// What is approved.
struct Subject<'o> {
    /// Its id, `soa` or `rtp`.
    id: &'o str,
    /// The record; none for what is computed from all records.
    head: Option<&'o Head>,
    version: Option<String>,
    digest: String,
}

pub(super) fn run(session: &mut Session, args: &ApproveArgs) -> Result<Outcome, Failure> {
    let opened = session.open(None)?;
    let isms = &opened.loaded.isms;
    let today = session.as_of();
    let subject = subject(&opened, args)?;
    let method = word(&args.method, "method", ApprovalMethod::ALL.iter().map(|method| method.word()))?;
    let decision = word(&args.decision, "decision", Decision::ALL.iter().map(|decision| decision.word()))?;
    let name = decider(isms, &subject, args, today)?;
    for text in [Some(&args.reference), args.comment.as_ref()].into_iter().flatten() {
        if text.trim().is_empty() || text.chars().any(char::is_control) {
            return Err(Failure::new("a reference or comment is one line of text").help("say where the decision can be seen"));
        }
    }
    let mut ids = taken::in_folder(&opened.place.root)?;
    ids.extend(&taken::on_branches(&opened.place));
    let id = format!("{}{:03}", Kind::Approval.prefix(), ids.next_number(Kind::Approval.prefix()));
    let path = format!("{}/{id}-{}.yaml", Kind::Approval.folder(), subject.id.to_lowercase());

    let mut text = format!("kind: approval\nid: {id}\nsubject: {}\n", subject.id);
    let mut line = |key: &str, value: &str| {
        let _ = writeln!(text, "{key}: {value}");
    };
    if let Some(version) = &subject.version {
        line("version", &quoted(version));
    }
    line("digest", &quoted(&subject.digest));
    for (own, other, key) in [(SOA, RTP, "rtp_version"), (RTP, SOA, "soa_version")] {
        if let Some(version) = isms.approved_version(other).filter(|_| subject.id == own) {
            line(key, &quoted(version));
        }
    }
    line("decision", decision);
    line("by", &args.by);
    line("name", &quoted(&name));
    line("as", &args.role);
    line("on", &today.to_string());
    line("method", method);
    line("reference", &quoted(&args.reference));
    if let Some(comment) = &args.comment {
        line("comment", &quoted(comment));
    }

    let shown = format!("{}{path}", session.prefix(&opened.place.root));
    if args.dry_run {
        session.note(&format!("would write {shown}; nothing was written"));
        session.print(&text)?;
        return Ok(Outcome::Clean);
    }
    Ground::new(&opened.place.root).create(&path, &text)?;
    session.print(&format!("{shown}\n"))?;
    Ok(Outcome::Clean)
}

/// What is approved, with its digest as it is now.
fn subject<'o>(opened: &'o Opened, args: &'o ApproveArgs) -> Result<Subject<'o>, Failure> {
    let isms = &opened.loaded.isms;
    let computed = match args.subject.as_str() {
        SOA => Some(digest::of_soa(isms)),
        RTP => Some(digest::of_rtp(isms)),
        _ => None,
    };
    if let Some(digest) = computed {
        let version = args.version.clone().ok_or_else(|| {
            let last = isms.approved_version(&args.subject).map(|version| format!("; the last one approved is {version}"));
            Failure::new(format!("which version of {} is it?", args.subject))
                .help(format!("name it: `--version 1.0`{}", last.unwrap_or_default()))
        })?;
        return Ok(Subject { id: &args.subject, head: None, version: Some(version), digest });
    }
    let head = record_named(opened, &args.subject)?;
    if !head.kind.takes_approval() {
        return Err(Failure::new(format!("{} is {}, which takes no approval", head.id, head.kind.with_article()))
            .help("approved are policies, procedures, documents, management reviews, criteria, audit programmes, soa and rtp"));
    }
    let written = head.fields().get("version").and_then(Value::scalar).map(str::to_owned);
    if let (Some(asked), Some(written)) = (&args.version, &written)
        && asked != written
    {
        return Err(Failure::new(format!("{} is at version {written}, not {asked}", head.id))
            .help("an approval is for the content as it is; leave `--version` out"));
    }
    let version = args.version.clone().or(written);
    Ok(Subject { id: &head.id, head: Some(head), version, digest: digest::of_record(head) })
}

/// The name of the person who decides, who must be there, hold the role, be allowed to, and not have written it.
fn decider(isms: &Isms, subject: &Subject<'_>, args: &ApproveArgs, today: Date) -> Result<String, Failure> {
    let (by, role) = (args.by.as_str(), args.role.as_str());
    let person = isms.person(by).ok_or_else(|| unknown("person", by, isms.people.iter().map(|person| person.id())))?;
    isms.role(role).ok_or_else(|| unknown("role", role, isms.roles.iter().map(|role| role.id())))?;
    if person.agent || !person.is_active(today) {
        let why = if person.agent { "is not a human being" } else { "is not there on that day" };
        return Err(Failure::new(format!("{by} cannot approve anything on {today}: {} {why}", person.title())));
    }
    if !isms.holds_role(by, role, today) {
        return Err(Failure::new(format!("{by} does not hold the role {role} on {today}"))
            .help("name a role that the person holds, or have a holder of the role decide"));
    }
    let allowed: Vec<&str> = match subject.head {
        Some(head) => isms.approving_roles(head),
        None => isms.settings.approvers(subject.id).iter().map(String::as_str).collect(),
    };
    if !allowed.is_empty() && !allowed.contains(&role) {
        return Err(Failure::new(format!("{} takes the approval of {}", subject.id, allowed.join(" or ")))
            .help("`approval_matrix` in isms.yaml and `approver_role` of a document say who may approve"));
    }
    let authors = isms.document(subject.id).map(|document| document.author.as_slice()).unwrap_or_default();
    if authors.iter().any(|author| author == by) {
        return Err(Failure::new(format!("{by} wrote {}, and an author does not approve the own text", subject.id))
            .help("have somebody else with the approving role read and approve it"));
    }
    Ok(person.title().to_owned())
}

/// One of the words of a field.
fn word<'w>(asked: &str, field: &str, words: impl Iterator<Item = &'w str> + Clone) -> Result<&'w str, Failure> {
    words.clone().find(|word| *word == asked).ok_or_else(|| {
        let all: Vec<&str> = words.clone().collect();
        let meant = closest(asked, words).map(|meant| format!("did you mean `{meant}`? ")).unwrap_or_default();
        Failure::new(format!("there is no {field} called {asked}")).help(format!("{meant}one of: {}", all.join(", ")))
    })
}

fn unknown<'i>(what: &str, id: &str, ids: impl Iterator<Item = &'i str>) -> Failure {
    let meant = closest(id, ids).map_or_else(|| format!("`isms list {what}` shows them"), |meant| format!("did you mean {meant}?"));
    Failure::new(format!("there is no {what} called {id}")).help(meant)
}

/// A text as a YAML scalar in double quotes; JSON's quoting is a part of YAML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
