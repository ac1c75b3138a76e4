//! `isms init`: writes the starter tree, and nothing over anything.

mod report;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::create::{Ground, State};
use super::session::{Session, slashed, upwards};
use super::{Failure, Outcome, taken};
use crate::cli::InitArgs;
use crate::load::SETTINGS_FILE;
use crate::source::GitRepository;
use crate::starter::{self, Facts, StarterFile};
use crate::syntax::yaml;
use crate::text::Span;
use crate::value::Value;

/// What the folder is called that the person is in.
const HERE: &str = "this folder";

/// Where the tree is to stand.
struct Site {
    /// The folder.
    root: PathBuf,
    /// Whether it is in a Git repository already.
    in_git: bool,
    /// The folder below the root of that repository, without a `/` at its end.
    below: String,
}

/// What there is to do.
struct Plan {
    write: Vec<StarterFile>,
    kept: Vec<Kept>,
}

/// A file that is not written.
struct Kept {
    path: String,
    /// The other file that holds its record already.
    elsewhere: Option<String>,
}

pub(super) fn run(session: &mut Session, args: &InitArgs) -> Result<Outcome, Failure> {
    let site = site(&session.folder(&args.dir))?;
    let name = name(session, args, &site.root)?;
    let facts = Facts { name: &name, folder: &site.below };
    let files = starter::tree(&facts).map_err(|error| Failure::new(error.to_string()))?;
    let ground = Ground::new(&site.root);
    let plan = plan(&ground, &site.root, files)?;
    let folder = match session.prefix(&site.root).as_str() {
        "" => HERE.to_owned(),
        prefix => prefix.to_owned(),
    };
    if args.dry_run {
        session.print(&report::listing(&plan))?;
        let (write, kept) = (plan.write.len(), plan.kept.len());
        session.note(&format!("{write} files would be written to {folder} for {name}, {kept} are kept; nothing was written"));
        return Ok(Outcome::Clean);
    }
    for (written, file) in plan.write.iter().enumerate() {
        ground.create(&file.path, &file.text).map_err(|failure| interrupted(failure, written))?;
    }
    session.print(&report::done(&plan, &site, &name, &folder))?;
    Ok(Outcome::Clean)
}

/// Looks at the folder where the tree is to stand.
fn site(folder: &Path) -> Result<Site, Failure> {
    let existing = folder.ancestors().find(|above| above.is_dir()).unwrap_or(Path::new("/"));
    let rest = folder.strip_prefix(existing).unwrap_or(Path::new(""));
    let existing = std::fs::canonicalize(existing).unwrap_or_else(|_| existing.to_owned());
    let root = if rest.as_os_str().is_empty() { existing.clone() } else { existing.join(rest) };
    let top = GitRepository::discover(&existing)?.as_ref().and_then(GitRepository::root);
    let around = root.parent().and_then(|above| upwards(above, top.as_deref()));
    // The walk upwards ends at the root of the repository, which may be the folder itself.
    if let Some(around) = around.filter(|_| top.as_deref() != Some(root.as_path())) {
        return Err(Failure::new(format!("{} is inside the ISMS in {}", root.display(), around.display()))
            .help("`isms new` adds a record to it; run `isms init` in its own folder to add starter files that are missing"));
    }
    let below = top.as_deref().and_then(|top| root.strip_prefix(top).ok()).map(slashed).unwrap_or_default();
    Ok(Site { in_git: top.is_some(), below: below.trim_end_matches('/').to_owned(), root })
}

/// The name of the organisation: as given, else as a person at the terminal says, else that of the folder.
fn name(session: &Session, args: &InitArgs, root: &Path) -> Result<String, Failure> {
    let folder = root.file_name().map_or_else(|| "ISMS".to_owned(), |name| name.to_string_lossy().into_owned());
    let name = match args.name.as_ref().map(|name| name.trim().to_owned()).or_else(|| settled_name(root)) {
        Some(name) => name,
        None if args.no_input || args.dry_run => folder,
        None => {
            let answer = session.ask(&format!("Name of the organisation [{folder}]: "))?;
            answer.filter(|answer| !answer.is_empty()).unwrap_or(folder)
        }
    };
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Failure::new("the name of the organisation is empty or has line breaks or control characters in it")
            .help("`--name \"Example Ltd\"`"));
    }
    Ok(name)
}

/// The name in settings that are there already.
fn settled_name(root: &Path) -> Option<String> {
    let text: Arc<str> = std::fs::read_to_string(root.join(SETTINGS_FILE)).ok()?.into();
    let (tree, _) = yaml::parse(&text, Span::new(0, text.len()));
    let tree = tree?;
    tree.root().get("name").and_then(Value::scalar).map(str::to_owned)
}

/// Parts the files into those to write and those to keep. A record that stands elsewhere is kept there.
fn plan(ground: &Ground, root: &Path, files: Vec<StarterFile>) -> Result<Plan, Failure> {
    let taken = if root.is_dir() { taken::in_folder(root)? } else { starter::TakenIds::default() };
    let mut plan = Plan { write: Vec::new(), kept: Vec::new() };
    for file in files {
        let elsewhere = file.id.as_deref().and_then(|id| taken.find(id)).filter(|path| *path != file.path);
        if ground.state(&file.path)? == State::Taken {
            plan.kept.push(Kept { path: file.path, elsewhere: None });
        } else if let Some(elsewhere) = elsewhere {
            plan.kept.push(Kept { path: file.path, elsewhere: Some(elsewhere.to_owned()) });
        } else {
            plan.write.push(file);
        }
    }
    Ok(plan)
}

fn interrupted(failure: Failure, written: usize) -> Failure {
    match (failure, written) {
        (Failure::Invalid { message, help }, 1..) => {
            let again = format!("{written} files were written before; run the same command again to write the rest");
            Failure::Invalid { message, help: Some(help.map_or_else(|| again.clone(), |help| format!("{help}. {again}"))) }
        }
        (failure, _) => failure,
    }
}
