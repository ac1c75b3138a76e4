//! One file a subcommand. They join the stages, and are the only place with the clock, the environment, the terminal and paths on
//! disk.

mod approve;
mod card;
mod check;
mod create;
mod diff;
mod explain;
mod export;
mod fonts;
mod import;
mod init;
mod list;
mod log;
mod memory;
mod new;
mod pack;
mod rendering;
mod report;
mod review;
mod rules;
mod schema;
mod session;
mod shipped;
mod show;
mod sides;
mod soa;
mod subject;
mod taken;
mod template;
mod templates;
mod version;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::exchange;
use crate::files::Files;
use crate::finding::Finding;
use crate::load::LoadError;
use crate::source;
use session::Session;

/// How a command ended, where nothing stood in its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing at or above the fail level.
    Clean,
    /// Findings.
    Findings,
}

/// Why a command could not do its work: exit code 2.
#[derive(Debug)]
enum Failure {
    /// A sentence, and what to do.
    Invalid { message: String, help: Option<String> },
    /// Settings that cannot be trusted, shown like findings.
    Settings(Vec<Finding>, Files),
    /// The reader of the output went away, as in `isms check | head`.
    ClosedPipe,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Failure::Invalid { message: message.into(), help: None }
    }

    fn help(self, help: impl Into<String>) -> Self {
        match self {
            Failure::Invalid { message, .. } => Failure::Invalid { message, help: Some(help.into()) },
            other => other,
        }
    }
}

impl From<source::Error> for Failure {
    fn from(error: source::Error) -> Self {
        Failure::Invalid { message: error.message, help: Some(error.help) }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Source(error) => error.into(),
            LoadError::Settings(findings, files) => Failure::Settings(findings, files),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::new(format!("cannot write the output: {error}")),
        }
    }
}

/// Runs a command and answers with the exit code: 0 clean, 1 findings, 2 the run itself is invalid.
#[must_use]
pub fn run(cli: &Cli) -> ExitCode {
    let mut session = Session::new(&cli.global);
    let outcome = match &cli.command {
        Command::Init(args) => init::run(&mut session, args),
        Command::New(args) => new::run(&mut session, args),
        Command::Approve(args) => approve::run(&mut session, args),
        Command::Check(args) => check::run(&mut session, args),
        Command::Explain(args) => explain::run(&mut session, args),
        Command::Rules(args) => rules::run(&mut session, args),
        Command::List(args) => list::run(&mut session, args),
        Command::Show(args) => show::run(&mut session, args),
        Command::Report(args) => report::run(&mut session, args),
        Command::Soa(args) => soa::run(&mut session, args),
        Command::Pack(args) => pack::run(&mut session, args),
        Command::Export(args) => export::run(&mut session, args),
        Command::Import(args) => import::run(&mut session, args),
        Command::Diff(args) => diff::run(&mut session, args),
        Command::Log(args) => log::run(&mut session, args),
        Command::Review(args) => review::run(&mut session, args),
        Command::Schema(args) => schema::run(&mut session, args),
        Command::Template(args) => template::run(&mut session, args),
        Command::Version => version::run(&mut session),
    };
    match outcome {
        Ok(Outcome::Clean) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            session.fail(&failure);
            ExitCode::from(2)
        }
    }
}

/// Why a table cannot be taken over, as a failure of the command.
fn refused(refusal: exchange::Refusal) -> Failure {
    Failure::Invalid { message: refusal.message, help: refusal.help }
}

/// The bytes of a file that was named on the command line, which a stranger may have written; or why there are none.
fn read_at_most(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes));
    read.map_err(|error| source::io_words(&error))?;
    if bytes.len() as u64 > limit { Err(format!("it has more than {} MiB", limit >> 20)) } else { Ok(bytes) }
}
