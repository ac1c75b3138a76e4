//! `isms check`: asks all rules and shows what they find.

mod baselines;
mod fix;
mod since;
mod stdin;
mod watch;

use std::io;
use std::path::Path;

use super::session::{Opened, Session, Tree};
use super::{Failure, Outcome};
use crate::check::{self, Levels, Report};
use crate::cli::{CheckArgs, CheckFormat, FailOn};
use crate::edit;
use crate::finding::Severity;
use crate::load::suggest::closest;
use crate::model::Profile;
use crate::output::terminal::Look;
use crate::output::{Run, github, gitlab, json, junit, markdown, rdjson, sarif, terminal};
use crate::source::Overlay;

pub(super) fn run(session: &mut Session, args: &CheckArgs) -> Result<Outcome, Failure> {
    if args.watch {
        return watch::run(session, args);
    }
    if args.fix || args.diff {
        let repairs = fix::plan(session, args)?;
        if args.diff {
            session.print(&repairs.diff())?;
            return Ok(if repairs.are_none() { Outcome::Clean } else { Outcome::Findings });
        }
        session.note(&repairs.write()?);
    }
    let (opened, checked) = look(session, args)?;
    show(session, args, &opened, &checked)
}

/// Reads what is to be checked, and keeps what is to be reported of what is found.
fn look(session: &Session, args: &CheckArgs) -> Result<(Opened, Checked), Failure> {
    let place = session.place()?;
    let tree = match args.at.as_deref() {
        _ if args.staged => Tree::Index,
        None => Tree::Disk,
        Some(revision) => Tree::Revision(revision),
    };
    let (source, commit) = place.tree(tree)?;
    let mut source = Overlay::new(&*source);
    let typed = args.stdin_filename.as_deref().map(|path| stdin::lay_over(session, &place, path, &mut source)).transpose()?;
    let opened = session.read(place, &source, commit)?;
    let mut checked = check(session, args, &opened)?;
    let report = &mut checked.report;
    if let Some(since) = &args.since {
        since::narrow(session, &opened, &source, &checked.levels, (since, args.at.as_deref()), report)?;
    }
    match typed {
        Some(path) => report.keep_files(|file| opened.loaded.files.path(file) == path),
        None => narrow(session, &opened, report, &args.paths)?,
    }
    Ok((opened, checked))
}

/// What was found, under which levels and profile.
struct Checked {
    report: Report,
    levels: Levels,
    profile: Profile,
}

/// Asks the rules that are wanted, and sets aside what the baseline knows.
fn check(session: &Session, args: &CheckArgs, opened: &Opened) -> Result<Checked, Failure> {
    let profile = args.profile.as_deref().map(profile_named).transpose()?;
    let mut levels = session.levels(opened, profile)?;
    levels.narrow(&opened.loaded.isms.settings, &args.select, &args.ignore).map_err(Failure::new)?;
    let mut report = session.check(opened, &levels)?;
    if let Some(gap) = report.history_gap.filter(|_| names_history(&args.select)) {
        return Err(
            Failure::new(format!("the rules that were asked for look at history, and this clone {}", gap.words())).help(gap.cure())
        );
    }
    if report.records == 0 && report.findings.is_empty() {
        return Err(Failure::new("nothing was checked: isms.yaml is there, but not a single record")
            .help("`isms init` writes the starting records; `isms new risk` writes one"));
    }
    if let Some(path) = &args.baseline {
        baselines::apply(session, opened, &levels, path, args.prune_baseline, &mut report)?;
    } else if let Some(path) = &args.write_baseline {
        baselines::write(session, opened, &levels, path, &mut report)?;
    }
    Ok(Checked { report, levels, profile: profile.unwrap_or(opened.loaded.isms.settings.profile) })
}

/// Shows what was found, in every format that was asked for.
fn show(session: &Session, args: &CheckArgs, opened: &Opened, checked: &Checked) -> Result<Outcome, Failure> {
    let Checked { report, profile, .. } = checked;
    // Files and programs see paths from the Git root, people from the folder they are in.
    let from_git_root = &opened.place.prefix;
    let from_here = session.prefix(&opened.place.root);
    let prefix = if is_text(args.format) { &from_here } else { from_git_root };
    let seen_from = |prefix| Run { files: &opened.loaded.files, report, as_of: session.as_of(), profile: *profile, prefix };
    write_reports(session, args, &seen_from(from_git_root))?;
    let run = seen_from(prefix);
    if args.format == CheckFormat::Github {
        session.add_to_step_summary(|room| markdown::within(&run, room));
    }
    if args.quiet < 2 {
        session.print(&shown(&run, args.format, session.look(&io::stdout()), args.statistics, args.quiet == 0))?;
    }
    Ok(if fails(report, args.fail_on) { Outcome::Findings } else { Outcome::Clean })
}

/// Whether somebody asks for rules by name that cannot answer without the history.
fn names_history(select: &[String]) -> bool {
    let historical = |name: &str| check::rule_named(name).is_ok_and(|rule| rule.class == check::Class::Historical);
    select.iter().any(|name| name.eq_ignore_ascii_case("GIT") || historical(name))
}

/// Whether a format is read by people in a terminal or log, and ends with a summary.
fn is_text(format: CheckFormat) -> bool {
    matches!(format, CheckFormat::Full | CheckFormat::Concise)
}

/// The findings in a format.
fn shown(run: &Run<'_>, format: CheckFormat, look: Look, statistics: bool, summary: bool) -> String {
    let mut text = match format {
        CheckFormat::Full => terminal::excerpts(run, look),
        CheckFormat::Concise => terminal::lines(run),
        CheckFormat::Json => json::findings(run),
        CheckFormat::Jsonl => json::lines(run),
        CheckFormat::Sarif => sarif::findings(run),
        CheckFormat::Github => github::annotations(run),
        CheckFormat::Gitlab => gitlab::report(run),
        CheckFormat::Junit => junit::suites(run),
        CheckFormat::Rdjson => rdjson::diagnostics(run),
        CheckFormat::Markdown => markdown::findings(run),
    };
    if is_text(format) && statistics {
        text.push_str(&terminal::statistics(run));
    }
    if is_text(format) && summary {
        text.push_str(&terminal::summary(run));
    }
    text
}

/// Writes the files that were asked for.
fn write_reports(session: &Session, args: &CheckArgs, run: &Run<'_>) -> Result<(), Failure> {
    for (at, report) in args.reports.iter().enumerate() {
        if args.reports[..at].iter().any(|other| other.file == report.file) {
            return Err(
                Failure::new(format!("two reports are to be written into {}", report.file.display())).help("name two files")
            );
        }
        let look = Look { color: false, unicode: true, width: None };
        let text = shown(run, report.format, look, args.statistics, true);
        edit::write(&session.cwd().join(&report.file), text.as_bytes()).map_err(Failure::new)?;
    }
    Ok(())
}

fn fails(report: &Report, level: FailOn) -> bool {
    let limit = match level {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Info => Severity::Info,
        FailOn::Never => return false,
    };
    report.findings.iter().any(|finding| finding.severity <= limit)
}

pub(super) fn profile_named(name: &str) -> Result<Profile, Failure> {
    Profile::ALL.iter().copied().find(|profile| profile.word() == name).ok_or_else(|| {
        let words: Vec<_> = Profile::ALL.iter().map(|profile| profile.word()).collect();
        let meant = closest(name, words.iter().copied()).map(|meant| format!("did you mean `{meant}`? "));
        Failure::new(format!("there is no profile called {name}")).help(format!(
            "{}profiles: {}",
            meant.unwrap_or_default(),
            words.join(", ")
        ))
    })
}

/// Keeps the findings in the files and folders that were named.
fn narrow(session: &Session, opened: &Opened, report: &mut Report, paths: &[std::path::PathBuf]) -> Result<(), Failure> {
    if paths.is_empty() {
        return Ok(());
    }
    let mut wanted = Vec::new();
    for path in paths {
        wanted.push(below_root(session, opened, path)?);
    }
    let files = &opened.loaded.files;
    report.keep_files(|file| {
        let path = files.path(file);
        wanted.iter().any(|wanted| {
            path.strip_prefix(wanted.as_str()).is_some_and(|rest| wanted.is_empty() || rest.is_empty() || rest.starts_with('/'))
        })
    });
    Ok(())
}

/// A path that a person named, relative to the root of the ISMS; it must exist in what was read.
fn below_root(session: &Session, opened: &Opened, path: &Path) -> Result<String, Failure> {
    let missing = || {
        Failure::new(format!("{} is not in this ISMS", path.display()))
            .help(format!("name a file or folder below {}", opened.place.root.display()))
    };
    let absolute = session.cwd().join(path);
    let absolute = std::fs::canonicalize(&absolute).unwrap_or(absolute);
    let relative = absolute.strip_prefix(&opened.place.root).map_err(|_| missing())?;
    let relative = relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let files = &opened.loaded.files;
    let known = relative.is_empty() || files.find(&relative).is_some() || files.has_folder(&relative);
    if known { Ok(relative) } else { Err(missing()) }
}
