//! What a command knows of the world: folders, the repository, the day, the terminal.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::check::{self, Levels, Report};
use crate::cli::{ColorChoice, Global};
use crate::load::{Loaded, SETTINGS_FILE, load};
use crate::model::Profile;
use crate::model::date::Date;
use crate::output::terminal::{self, Look};
use crate::output::text::tame;
use crate::output::{Run, counts};
use crate::provenance::Provenance;
use crate::source::{GitRepository, Source, Worktree, io_words};

/// GitHub drops a whole step summary above 1 MiB: 900 KiB.
const SUMMARY_LIMIT: usize = 900 * 1024;

/// The world of one run.
pub(super) struct Session {
    global: Global,
    /// The folder the person is in.
    cwd: PathBuf,
}

/// An ISMS that was read, and where it stands.
pub(super) struct Opened {
    /// The records, files and findings. A command ends soon after it has shown them, and leaves them to the system: taking so many
    /// records apart one by one is time that nobody gains from.
    pub(super) loaded: ManuallyDrop<Loaded>,
    /// The place of the ISMS.
    pub(super) place: Place,
    /// The commit that was read, where it was one.
    pub(super) commit: Option<String>,
}

/// Where an ISMS stands.
pub(super) struct Place {
    /// The folder with the settings.
    pub(super) root: PathBuf,
    /// The repository around it.
    pub(super) repository: Option<GitRepository>,
    /// The folder below the root of the repository, with `/` at its end; empty where they are the same.
    pub(super) prefix: String,
}

/// Which files of an ISMS are meant.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tree<'a> {
    /// Those on disk.
    Disk,
    /// Those of a revision.
    Revision(&'a str),
    /// Those that are staged for the next commit.
    Index,
}

impl Place {
    /// The files that are meant, and the id of their commit, where they have one.
    pub(super) fn tree(&self, tree: Tree<'_>) -> Result<(Box<dyn Source>, Option<String>), Failure> {
        let folder = self.prefix.trim_end_matches('/');
        match tree {
            Tree::Disk => Ok((Box::new(Worktree::open(&self.root)?), None)),
            Tree::Revision(revision) => {
                let repository = self.repository(&format!("there is no revision {revision}"), "leave `--at` out")?;
                let tree = repository.tree(revision, folder)?;
                let commit = tree.commit().map(str::to_owned);
                Ok((Box::new(tree), commit))
            }
            Tree::Index => {
                let staged = self.repository("nothing is staged", "leave `--staged` out")?.staged(folder)?;
                Ok((Box::new(staged), None))
            }
        }
    }

    /// The repository around the ISMS, for something that cannot be had without one.
    pub(super) fn repository(&self, so: &str, cure: &str) -> Result<&GitRepository, Failure> {
        self.repository.as_ref().ok_or_else(|| {
            Failure::new(format!("{} is not in a Git repository, so {so}", self.root.display()))
                .help(format!("{cure}, or `git init` and commit first"))
        })
    }
}

impl Session {
    pub(super) fn new(global: &Global) -> Self {
        let cwd = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        Session { global: global.clone(), cwd: canonical(&cwd) }
    }

    /// The day the rules are asked for: the one that was given, else today's date in UTC.
    pub(super) fn as_of(&self) -> Date {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
        let today = || Date::new(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date());
        self.global.as_of.unwrap_or_else(today)
    }

    /// Judges dates by the day of a moment, in seconds since 1970, unless another day was given.
    pub(super) fn judge_dates_by(&mut self, seconds: i64) {
        let day = jiff::Timestamp::from_second(seconds).map(|time| Date::new(time.to_zoned(jiff::tz::TimeZone::UTC).date()));
        self.global.as_of = self.global.as_of.or(day.ok());
    }

    /// The day that was given, where one was.
    pub(super) fn given_day(&self) -> Option<Date> {
        self.global.as_of
    }

    /// The folder the person is in.
    pub(super) fn cwd(&self) -> &Path {
        &self.cwd
    }

    /// A folder that a person named for something new, as seen from where they are or from `--root`.
    pub(super) fn folder(&self, dir: &Path) -> PathBuf {
        self.cwd.join(self.global.root.as_deref().unwrap_or(Path::new(""))).join(dir)
    }

    /// Asks a person for a line; `None` where nobody is there to answer.
    pub(super) fn ask(&self, question: &str) -> Result<Option<String>, Failure> {
        if !(IsTerminal::is_terminal(&io::stdin()) && IsTerminal::is_terminal(&io::stdout())) {
            return Ok(None);
        }
        self.print(question)?;
        let mut answer = String::new();
        if io::stdin().read_line(&mut answer)? == 0 {
            return Err(Failure::new("nothing was answered, so nothing was done").help("`--no-input` asks nothing"));
        }
        Ok(Some(answer.trim().to_owned()))
    }

    /// Where the ISMS is: the folder that was named, else the next one upwards with settings, not above the Git root.
    pub(super) fn place(&self) -> Result<Place, Failure> {
        let start = match &self.global.root {
            Some(root) => {
                let root = self.cwd.join(root);
                if !root.is_dir() {
                    return Err(
                        Failure::new(format!("there is no folder {}", root.display())).help("name the folder that holds isms.yaml")
                    );
                }
                canonical(&root)
            }
            None => self.cwd.clone(),
        };
        let repository = GitRepository::discover(&start)?;
        let top = repository.as_ref().and_then(GitRepository::root);
        let root = if self.global.root.is_some() { None } else { upwards(&start, top.as_deref()) };
        let root = root.unwrap_or(start);
        let prefix = top.as_deref().and_then(|top| root.strip_prefix(top).ok()).map(slashed).unwrap_or_default();
        Ok(Place { root, repository, prefix })
    }

    /// Reads the ISMS: the files on disk, or a revision.
    pub(super) fn open(&self, at: Option<&str>) -> Result<Opened, Failure> {
        let place = self.place()?;
        let (source, commit) = place.tree(at.map_or(Tree::Disk, Tree::Revision))?;
        self.read(place, &*source, commit)
    }

    /// Reads the ISMS from a tree at its place.
    pub(super) fn read(&self, place: Place, source: &dyn Source, commit: Option<String>) -> Result<Opened, Failure> {
        Ok(Opened { loaded: ManuallyDrop::new(load(source)?), place, commit })
    }

    /// Reads the ISMS where there is one; nothing where none was asked for and none is around.
    pub(super) fn find(&self, at: Option<&str>) -> Result<Option<Opened>, Failure> {
        let asked = at.is_some() || self.global.root.is_some();
        if !asked && !self.place()?.root.join(SETTINGS_FILE).is_file() {
            return Ok(None);
        }
        self.open(at).map(Some)
    }

    /// The levels of the rules; settings that name unknown rules stop the run.
    pub(super) fn levels(&self, opened: &Opened, profile: Option<Profile>) -> Result<Levels, Failure> {
        Levels::new(&opened.loaded.isms, profile).map_err(|findings| Failure::Settings(findings, opened.loaded.files.clone()))
    }

    /// What Git remembers of what was read. Nothing, where there is no repository.
    pub(super) fn provenance(&self, opened: &Opened) -> Result<Provenance, Failure> {
        let Some(repository) = &opened.place.repository else { return Ok(Provenance::default()) };
        let isms = &opened.loaded.isms;
        let revision = opened.commit.as_deref().unwrap_or("HEAD");
        let allowed = match &isms.settings.git.allowed_signers {
            Some(file) => Some(self.text_beside_settings(opened, repository, file)?),
            None => None,
        };
        Ok(Provenance::read(repository, revision, &opened.place.prefix, isms, allowed.as_deref())?)
    }

    /// A file that the settings name, from where they were read.
    fn text_beside_settings(&self, opened: &Opened, repository: &GitRepository, file: &str) -> Result<String, Failure> {
        let read = |source: &dyn Source| source.reader().map(|mut reader| reader.read(file).map(|bytes| bytes.into_owned()));
        let bytes = match opened.commit.as_deref() {
            Some(commit) => read(&repository.tree(commit, opened.place.prefix.trim_end_matches('/'))?)?,
            None => read(&Worktree::open(&opened.place.root)?)?,
        };
        let bytes = bytes.map_err(|why| {
            Failure::new(format!("{file}, which {SETTINGS_FILE} names, cannot be read: {why}"))
                .help("correct `git.allowed_signers`")
        })?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// What the rules find. Rules of the organisation's own that fail at a record stop the run.
    pub(super) fn check(&self, opened: &Opened, levels: &Levels) -> Result<Report, Failure> {
        self.check_on(opened, levels, self.as_of())
    }

    /// What the rules find, judged by another day than this session's.
    pub(super) fn check_on(&self, opened: &Opened, levels: &Levels, day: Date) -> Result<Report, Failure> {
        let asks_history = opened.loaded.isms.settings.git.history && check::asks_history(levels);
        let provenance = if asks_history { self.provenance(opened)? } else { Provenance::default() };
        let report = check::run_with(&opened.loaded, levels, day, &provenance);
        let unusable = report.unusable();
        if unusable.is_empty() { Ok(report) } else { Err(Failure::Settings(unusable, opened.loaded.files.clone())) }
    }

    /// The same for what was read as one of two states.
    pub(super) fn check_loaded(&self, loaded: &Loaded) -> Result<Report, Failure> {
        let levels = Levels::new(&loaded.isms, None).map_err(|findings| Failure::Settings(findings, loaded.files.clone()))?;
        let report = check::run(loaded, &levels, self.as_of());
        let unusable = report.unusable();
        if unusable.is_empty() { Ok(report) } else { Err(Failure::Settings(unusable, loaded.files.clone())) }
    }

    /// What stands in front of a path of the ISMS as seen from the folder the person is in.
    pub(super) fn prefix(&self, root: &Path) -> String {
        if let Ok(below) = root.strip_prefix(&self.cwd) {
            return slashed(below);
        }
        match self.cwd.strip_prefix(root) {
            Ok(above) => "../".repeat(above.components().count()),
            Err(_) => slashed(root),
        }
    }

    /// Writes to standard output.
    pub(super) fn print(&self, text: &str) -> Result<(), Failure> {
        self.print_bytes(text.as_bytes())
    }

    /// The same for what is no text.
    pub(super) fn print_bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()?;
        Ok(())
    }

    /// Writes a sentence for people to standard error; nothing depends on it.
    pub(super) fn note(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Says what is being done, to a person who waits at a terminal; nothing depends on it.
    pub(super) fn progress(&self, text: &str) {
        let mut stream = io::stderr().lock();
        if self.look(&stream).width.is_some() {
            let _ = write!(stream, "\r\u{1b}[2K{text}");
            let _ = stream.flush();
        }
    }

    /// Appends a text to the summary of the step, where GitHub Actions runs it; `text` is told how many bytes it may have.
    pub(super) fn add_to_step_summary(&self, text: impl FnOnce(usize) -> String) {
        let Some(file) = variable("GITHUB_STEP_SUMMARY") else { return };
        let appended = OpenOptions::new().append(true).create(true).open(&file).and_then(|mut file| {
            let used = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
            file.write_all(text(SUMMARY_LIMIT.saturating_sub(used)).as_bytes())
        });
        if let Err(error) = appended {
            self.note(&format!("the step summary cannot be written: {}", io_words(&error)));
        }
    }

    /// Says why a command could not do its work.
    pub(super) fn fail(&self, failure: &Failure) {
        self.progress("");
        let text = match failure {
            Failure::Invalid { message, help } => {
                let help = help.as_deref().map(|help| format!("\n  help: {}", tame(help, true))).unwrap_or_default();
                format!("error: {}{help}", tame(message, true))
            }
            Failure::Settings(findings, files) => {
                let report = Report { findings: findings.clone(), files: 1, ..Report::default() };
                let prefix = self.place().map(|place| self.prefix(&place.root)).unwrap_or_default();
                let run = Run { files, report: &report, as_of: self.as_of(), profile: Profile::Build, prefix: &prefix };
                let shown = terminal::excerpts(&run, self.look(&io::stderr()));
                format!("{shown}error: {SETTINGS_FILE} cannot be used as it is ({}); nothing was checked", counts(&report))
            }
            Failure::ClosedPipe => return,
        };
        self.note(&text);
    }

    /// How to draw on a stream.
    pub(super) fn look(&self, stream: &dyn Stream) -> Look {
        let terminal = stream.is_terminal();
        let dumb = variable("TERM").is_some_and(|term| term == "dumb");
        let color = match self.global.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if variable("NO_COLOR").is_some() => false,
            ColorChoice::Auto
                if variable("CLICOLOR_FORCE").or_else(|| variable("FORCE_COLOR")).is_some_and(|force| force != "0") =>
            {
                true
            }
            ColorChoice::Auto => terminal && !dumb,
        };
        let columns = variable("COLUMNS").and_then(|columns| columns.parse().ok());
        let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = terminal.then(|| columns.or_else(measured).unwrap_or(100).clamp(40, 120));
        let language = variable("LC_ALL").or_else(|| variable("LC_CTYPE")).or_else(|| variable("LANG"));
        let unicode = !dumb && language.is_none_or(|name| !matches!(name.as_str(), "C" | "POSIX"));
        Look { color, unicode, width }
    }
}

/// A variable of the environment that says something.
fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "commands read the environment")]
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A stream that may be a terminal.
pub(super) trait Stream {
    fn is_terminal(&self) -> bool;
}

impl<S: IsTerminal> Stream for S {
    fn is_terminal(&self) -> bool {
        IsTerminal::is_terminal(self)
    }
}

/// The next folder upwards that holds settings, not above `top`.
pub(super) fn upwards(start: &Path, top: Option<&Path>) -> Option<PathBuf> {
    for folder in start.ancestors() {
        if folder.join(SETTINGS_FILE).is_file() {
            return Some(folder.to_owned());
        }
        if Some(folder) == top {
            break;
        }
    }
    None
}

/// A relative folder with `/` between its parts and at its end.
pub(super) fn slashed(folder: &Path) -> String {
    let mut text = String::new();
    for part in folder.components() {
        let part = part.as_os_str().to_string_lossy();
        text.push_str(if part == "/" { "" } else { &part });
        text.push('/');
    }
    text
}

fn canonical(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
