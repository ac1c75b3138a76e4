//! `isms report`: a report in a format, the list of reports, and whether a committed copy is current.

use std::io;
use std::path::Path;

use super::rendering::{chosen, deliver, is_text, rendered};
use super::session::Session;
use super::{Failure, Outcome, read_at_most, templates};
use crate::cli::{ReportArgs, View};
use crate::load::suggest::closest;
use crate::model::Isms;
use crate::model::date::Date;
use crate::output::copy;
use crate::output::text::{pad, wrap};
use crate::report::document::Document;
use crate::report::{Make, REPORTS, Report, Subject, report_named, soa};

/// No document that is written is larger: 256 MiB.
const LARGEST_COPY: u64 = 256 << 20;

pub(super) fn run(session: &mut Session, args: &ReportArgs) -> Result<Outcome, Failure> {
    let Some(name) = args.name.as_deref() else {
        let width = session.look(&io::stdout()).width;
        return session.print(&list(width)).map(|()| Outcome::Clean);
    };
    let report = report_named(name).ok_or_else(|| unknown(name))?;
    let format = chosen(args.format, args.check.as_deref().or(args.output.as_deref()))?;
    let there = args.check.as_deref().map(|file| read(session, file)).transpose()?;
    let opened = session.open(args.at.as_deref())?;
    session.levels(&opened, None)?;
    let said = there.as_deref().map(copy::said);
    let day = said.as_deref().filter(|_| session.given_day().is_none()).and_then(copy::day_of);
    let as_of = day.unwrap_or_else(|| session.as_of());
    // What cannot be compared line by line is made once more as the copy says it was made, and compared byte by byte.
    let commit = match said.as_deref() {
        Some(said) if !is_text(format) => copy::commit_of(said),
        _ => opened.commit.as_deref(),
    };
    let subject = Subject { isms: &opened.loaded.isms, as_of, commit, memory: None };
    let document = made(report, &subject, args)?;
    let bytes = rendered(session, &document, format, &templates::of(&opened, args.at.as_deref())?, args.fonts.fonts.as_deref())?;
    match (args.check.as_deref(), there) {
        (Some(file), Some(there)) => compare(session, file, &there, &bytes, as_of),
        _ => deliver(session, &bytes, args.output.as_deref()),
    }
}

/// The names of the reports with what each shows, a line each where there is room.
fn list(width: Option<usize>) -> String {
    let column = REPORTS.iter().map(|report| report.name.len()).max().unwrap_or_default() + 2;
    let mut text = String::new();
    for report in REPORTS {
        let room = width.map(|width| width.saturating_sub(column).max(20));
        for (at, line) in wrap(report.about, room).iter().enumerate() {
            text.push_str(&pad(if at == 0 { report.name } else { "" }, column));
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

fn unknown(name: &str) -> Failure {
    let names = || REPORTS.iter().map(|report| report.name);
    let help = match closest(name, names()) {
        Some(meant) => format!("did you mean {meant}? `isms report` lists all"),
        None => "`isms report` lists the reports".to_owned(),
    };
    Failure::new(format!("there is no report called {name}")).help(help)
}

fn made(report: &Report, subject: &Subject<'_>, args: &ReportArgs) -> Result<Document, Failure> {
    if args.view.is_some() && !matches!(report.make, Make::View(_)) {
        return Err(Failure::new(format!("{} looks the same for every reader", report.name)).help("leave `--view` out"));
    }
    match (report.make, args.id.as_deref()) {
        (Make::Whole(_) | Make::View(_), Some(id)) => {
            Err(Failure::new(format!("{} is about all records, not about {id}", report.name)).help("leave the id out"))
        }
        (Make::Whole(make), None) => Ok(make(subject)),
        (Make::View(make), None) => Ok(make(subject, view(args.view))),
        (Make::Each(kind, make), id) => {
            let what = kind.word().replace('_', " ");
            let ids = ids(subject.isms, kind);
            let some = match ids.as_slice() {
                [] => format!("there is no {what} yet; `isms new {}` writes one", kind.word()),
                ids => format!("there are {}", ids.join(", ")),
            };
            let Some(id) = id else {
                return Err(Failure::new(format!("{} is about one {what}: name its id", report.name)).help(some));
            };
            make(subject, id).ok_or_else(|| Failure::new(format!("there is no {what} with the id {id}")).help(some))
        }
    }
}

fn ids(isms: &Isms, kind: crate::model::Kind) -> Vec<&str> {
    isms.heads().filter(|head| head.kind == kind).map(|head| &*head.id).collect()
}

fn view(view: Option<View>) -> soa::View {
    match view {
        Some(View::Customer) => soa::View::Customer,
        Some(View::Auditor) | None => soa::View::Auditor,
    }
}

fn read(session: &Session, file: &Path) -> Result<Vec<u8>, Failure> {
    read_at_most(&session.cwd().join(file), LARGEST_COPY)
        .map_err(|why| Failure::new(format!("{} cannot be read: {why}", file.display())))
}

/// Says whether a copy says what the records say.
fn compare(session: &Session, file: &Path, there: &[u8], here: &[u8], as_of: Date) -> Result<Outcome, Failure> {
    let file = file.display();
    let differences = match std::str::from_utf8(here) {
        Ok(here) => copy::differences(&String::from_utf8_lossy(there), here),
        Err(_) if there == here => String::new(),
        Err(_) => format!("{file} has other content, or was saved by another program; its Markdown shows what the records say\n"),
    };
    if differences.is_empty() {
        session.note(&format!("{file} is current (as of {as_of})"));
        return Ok(Outcome::Clean);
    }
    session.print(&differences)?;
    session.note(&format!("{file} is not current (as of {as_of}); write it anew with -o {file}"));
    Ok(Outcome::Findings)
}
