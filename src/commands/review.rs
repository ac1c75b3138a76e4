//! `isms review`: the comment on a pull request, from what differs, what the rules find on both sides, and who has agreed.

mod second;

use second::Change;

use super::session::Session;
use super::sides::{self, Side, Sides};
use super::{Failure, Outcome};
use crate::check::{Levels, Report, Turned};
use crate::cli::{Flavor, ReviewArgs, ReviewFormat};
use crate::edit;
use crate::load::{Both, Loaded};
use crate::model::date::Date;
use crate::model::{Head, Isms, RTP, RequiredApproval, SOA, digest};
use crate::output::diff::Compared;
use crate::output::review::{Findings, Forge, Review, Wanted, comment, json, text};
use crate::review::Diff;

pub(super) fn run(session: &mut Session, args: &ReviewArgs) -> Result<Outcome, Failure> {
    settle_day(session, &args.range)?;
    let place = session.place()?;
    let Sides { before, after, diff, isms } = sides::revisions(session, &args.range)?;
    let mut notes = Vec::new();
    let old = isms.as_ref().and_then(|both| match &both.before {
        Ok(before) => Some(before),
        Err(error) => {
            notes.push(format!("Before, {error}; effects and findings are not compared with it."));
            None
        }
    });
    let findings = match &isms {
        Some(both) => findings(session, old, both, &diff, &place.prefix)?,
        None => Findings::default(),
    };
    let today = session.as_of();
    let (mut approvals, mut asked_besides) = (Vec::new(), Vec::new());
    if let Some(both) = &isms {
        let old_isms = old.map(|old| &old.isms);
        let change = Change { isms: &both.after.isms, old: old_isms, diff: &diff, prefix: &place.prefix, today };
        approvals = self::approvals(old, &both.after.isms, &diff, today);
        if let Some(note) = change.agreements(sides::repository(&place)?, (&before, &after), &mut approvals) {
            notes.push(note);
        }
        asked_besides = change.asked(sides::repository(&place)?, &before, &mut approvals);
    }
    let review = Review {
        compared: Compared { before: &before.name, after: &after.name, diff: &diff },
        states: (state(&before), state(&after)),
        as_of: today,
        is_isms: isms.is_some(),
        approvals,
        asked_besides,
        findings,
        notes,
        command: command(&before, &after, today),
    };
    let key = args
        .key
        .clone()
        .unwrap_or_else(|| Some(place.prefix.trim_end_matches('/')).filter(|it| !it.is_empty()).unwrap_or("default").to_owned());
    show(session, args, &review, &key)?;
    Ok(if args.require_approvals && review.lacks_approval() { Outcome::Findings } else { Outcome::Clean })
}

/// Without `--as-of`, dates are judged as of the commit that is reviewed, so that a comment changes with commits only.
fn settle_day(session: &mut Session, range: &str) -> Result<(), Failure> {
    let Some((_, later)) = range.rsplit_once("..") else { return Ok(()) };
    let place = session.place()?;
    let seconds = sides::repository(&place)?.committed_at(if later.is_empty() { "HEAD" } else { later })?;
    session.judge_dates_by(seconds);
    Ok(())
}

fn show(session: &Session, args: &ReviewArgs, review: &Review<'_>, key: &str) -> Result<(), Failure> {
    let shown = match (args.format, args.flavor) {
        (ReviewFormat::Markdown, Flavor::Github) => comment(review, Forge::Github, key),
        (ReviewFormat::Markdown, Flavor::Gitlab) => comment(review, Forge::Gitlab, key),
        (ReviewFormat::Text, _) => text(review, session.look(&std::io::stdout())),
        (ReviewFormat::Json, _) => json(review),
    };
    match args.output.as_deref().filter(|file| file.as_os_str() != "-") {
        Some(file) => edit::write(&session.cwd().join(file), shown.as_bytes()).map_err(Failure::new),
        None => session.print(&shown),
    }
}

/// A state as a reader knows it: the beginning of the id of its commit, else its name.
fn state(side: &Side) -> String {
    side.commit.as_deref().map_or_else(|| side.name.clone(), |commit| commit.chars().take(7).collect())
}

fn command(before: &Side, after: &Side, today: Date) -> String {
    let (old, new) = (state(before), state(after));
    match after.commit {
        Some(_) => format!("isms review {old}..{new} --as-of {today}"),
        None => format!("isms review {old} --as-of {today}"),
    }
}

/// What the rules find on both sides. Each side is judged by its own settings.
fn findings(session: &Session, old: Option<&Loaded>, both: &Both, diff: &Diff, prefix: &str) -> Result<Findings, Failure> {
    let after = session.check_loaded(&both.after)?;
    // Settings that were wrong before are no reason to say nothing about what is there now.
    let before: Option<(Report, &Loaded)> = old.and_then(|old| {
        let levels = Levels::new(&old.isms, None).ok()?;
        Some((crate::check::run(old, &levels, session.as_of()), old))
    });
    let touched: Vec<&str> = diff.documents.iter().map(|document| document.path.as_str()).collect();
    let turned = Turned::between(before.as_ref().map(|(report, old)| (report, &old.files)), (&after, &both.after.files));
    Ok(Findings::of(&turned, old.map(|old| &old.files), &both.after.files, &touched, prefix))
}

/// The approvals that the change asks for: of records whose content is another one, and of the statement and the plan as a whole.
fn approvals<'m>(old: Option<&'m Loaded>, after: &'m Isms, diff: &Diff, today: Date) -> Vec<Wanted<'m>> {
    let wanted =
        |title: &str, required: RequiredApproval<'m>| Wanted { title: title.to_owned(), required, said: Vec::new(), asked: None };
    let mut approvals = Vec::new();
    let same = |head: &Head| {
        old.and_then(|old| Some((old, old.isms.head(&head.id)?))).is_some_and(|(old, was)| {
            old.isms.required_approval(was, today).is_some() && digest::of_record(was) == digest::of_record(head)
        })
    };
    for head in diff.documents.iter().filter_map(|document| after.head(document.id.as_deref()?)) {
        if let Some(required) = after.required_approval(head, today).filter(|_| !same(head)) {
            approvals.push(wanted(head.title(), required));
        }
    }
    let is_new = |digest: fn(&Isms) -> String| old.is_none_or(|old| digest(&old.isms) != digest(after));
    let mut as_a_whole = |subject: &str, title: &str| {
        let required = after.required_approvals_of_whole(subject, today);
        approvals.extend(required.into_iter().map(|required| wanted(title, required)));
    };
    if is_new(digest::of_soa) {
        as_a_whole(SOA, "Statement of Applicability");
    }
    if is_new(digest::of_rtp) {
        as_a_whole(RTP, "risk treatment plan");
    }
    approvals
}
