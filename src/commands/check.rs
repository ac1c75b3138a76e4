//! `isms check`: asks all rules and shows what they find.

use std::io;
use std::path::Path;

use super::session::{Opened, Session};
use super::{Failure, Outcome};
use crate::check::{self, Report};
use crate::cli::{CheckArgs, CheckFormat, FailOn};
use crate::finding::Severity;
use crate::load::suggest::closest;
use crate::model::Profile;
use crate::output::{Run, json, terminal};

pub(super) fn run(session: &mut Session, args: &CheckArgs) -> Result<Outcome, Failure> {
    let opened = session.open(args.at.as_deref())?;
    let profile = args.profile.as_deref().map(profile_named).transpose()?;
    let mut levels = session.levels(&opened, profile)?;
    levels.narrow(&args.select, &args.ignore).map_err(Failure::new)?;
    let mut report = check::run(&opened.loaded, &levels, session.as_of());
    if report.records == 0 && report.findings.is_empty() {
        return Err(Failure::new("nothing was checked: isms.yaml is there, but not a single record")
            .help("`isms init` writes the starting records; `isms new risk` writes one"));
    }
    narrow(session, &opened, &mut report, &args.paths)?;
    let prefix = match args.format {
        CheckFormat::Json => opened.place.prefix.clone(),
        _ => session.prefix(&opened.place.root),
    };
    let profile = profile.unwrap_or(opened.loaded.isms.settings.profile);
    let run = Run { files: &opened.loaded.files, report: &report, as_of: session.as_of(), profile, prefix: &prefix };
    let text = match args.format {
        CheckFormat::Full => terminal::full(&run, session.look(&io::stdout())),
        CheckFormat::Concise => terminal::concise(&run),
        CheckFormat::Json => json::findings(&run),
    };
    if !(args.quiet && report.findings.is_empty() && args.format != CheckFormat::Json) {
        session.print(&text)?;
    }
    Ok(if fails(&report, args.fail_on) { Outcome::Findings } else { Outcome::Clean })
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
