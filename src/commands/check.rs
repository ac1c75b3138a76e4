//! `isms check`: asks all rules and shows what they find.

use std::io;
use std::path::Path;

use super::session::{Opened, Session};
use super::{Failure, Outcome};
use crate::check::baseline::{self, Baseline};
use crate::check::{self, Levels, Report};
use crate::cli::{CheckArgs, CheckFormat, FailOn};
use crate::edit;
use crate::finding::Severity;
use crate::load::suggest::closest;
use crate::model::Profile;
use crate::output::terminal::Look;
use crate::output::{Run, github, gitlab, json, junit, markdown, rdjson, sarif, terminal};
use crate::source;

pub(super) fn run(session: &mut Session, args: &CheckArgs) -> Result<Outcome, Failure> {
    let opened = session.open(args.at.as_deref())?;
    let profile = args.profile.as_deref().map(profile_named).transpose()?;
    let mut levels = session.levels(&opened, profile)?;
    levels.narrow(&opened.loaded.isms.settings, &args.select, &args.ignore).map_err(Failure::new)?;
    let mut report = session.check(&opened, &levels)?;
    if report.records == 0 && report.findings.is_empty() {
        return Err(Failure::new("nothing was checked: isms.yaml is there, but not a single record")
            .help("`isms init` writes the starting records; `isms new risk` writes one"));
    }
    if let Some(path) = &args.baseline {
        apply_baseline(session, &opened, &levels, path, args.prune_baseline, &mut report)?;
    } else if let Some(path) = &args.write_baseline {
        write_baseline(session, &opened, &levels, path, &mut report)?;
    }
    narrow(session, &opened, &mut report, &args.paths)?;
    let profile = profile.unwrap_or(opened.loaded.isms.settings.profile);
    // Files and programs see paths from the Git root, people from the folder they are in.
    let from_git_root = &opened.place.prefix;
    let from_here = session.prefix(&opened.place.root);
    let prefix = if is_text(args.format) { &from_here } else { from_git_root };
    let seen_from = |prefix| Run { files: &opened.loaded.files, report: &report, as_of: session.as_of(), profile, prefix };
    write_reports(session, args, &seen_from(from_git_root))?;
    let run = seen_from(prefix);
    if args.format == CheckFormat::Github {
        session.add_to_step_summary(|room| markdown::within(&run, room));
    }
    if args.quiet < 2 {
        session.print(&shown(&run, args.format, session.look(&io::stdout()), args.statistics, args.quiet == 0))?;
    }
    Ok(if fails(&report, args.fail_on) { Outcome::Findings } else { Outcome::Clean })
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

/// Sets the findings that a baseline knows apart.
fn apply_baseline(
    session: &Session,
    opened: &Opened,
    levels: &Levels,
    path: &Path,
    prune: bool,
    report: &mut Report,
) -> Result<(), Failure> {
    let cannot = |why: &str| Failure::new(format!("the baseline {} cannot be used: {why}", path.display()));
    let file = session.cwd().join(path);
    let bytes = std::fs::read(&file).map_err(|error| {
        cannot(&source::io_words(&error)).help("`isms check --write-baseline FILE` writes one from the findings of today")
    })?;
    let text = std::str::from_utf8(&bytes).map_err(|_| cannot("it is not UTF-8 text"))?;
    let mut baseline = Baseline::parse(text).map_err(|why| {
        cannot(&why).help("restore it from Git, or write it anew with `--write-baseline` and look at the difference")
    })?;
    let stale = baseline.apply(report, &opened.loaded.files, levels);
    if !prune {
        let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        baseline::report_stale(&stale, &name, &opened.loaded, levels, session.as_of(), report);
    } else if !stale.is_empty() {
        edit::replace(&file, &bytes, baseline.text().as_bytes()).map_err(Failure::new)?;
        session.note(&format!("{} taken out of {}", entries(stale.len()), path.display()));
    }
    Ok(())
}

/// Writes the findings into a baseline, and sets them apart as it will from now on.
fn write_baseline(session: &Session, opened: &Opened, levels: &Levels, path: &Path, report: &mut Report) -> Result<(), Failure> {
    let mut baseline = Baseline::of(report, &opened.loaded.files, session.as_of());
    let file = session.cwd().join(path);
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|error| Failure::new(format!("cannot make {}: {}", folder.display(), source::io_words(&error))))?;
    }
    edit::write(&file, baseline.text().as_bytes()).map_err(Failure::new)?;
    session.note(&format!("{} written to {}", entries(baseline.len()), path.display()));
    baseline.apply(report, &opened.loaded.files, levels);
    let left = report.findings.len();
    if left > 0 {
        session.note(&format!(
            "{} left out: what cannot be understood cannot be set apart",
            check::wording::counted(left, "finding", "findings")
        ));
    }
    Ok(())
}

fn entries(count: usize) -> String {
    check::wording::counted(count, "entry", "entries")
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
