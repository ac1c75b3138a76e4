//! `isms new`: writes one record in its place.

use super::create::Ground;
use super::session::Session;
use super::subject::kind_named;
use super::{Failure, Outcome, taken};
use crate::cli::NewArgs;
use crate::files;
use crate::load::SETTINGS_FILE;
use crate::model::Kind;
use crate::standard;
use crate::starter::{ControlFolder, NewRecord, TakenIds, is_id, purpose, slug};

/// The ids that are taken.
struct Ids {
    /// In the files on disk.
    here: TakenIds,
    /// There and on all branches.
    everywhere: TakenIds,
}

pub(super) fn run(session: &mut Session, args: &NewArgs) -> Result<Outcome, Failure> {
    let Some(word) = args.kind.as_deref() else {
        session.print(&kinds())?;
        return Ok(Outcome::Clean);
    };
    let kind = kind_named(word)?;
    let title = args.title.as_deref().map(checked_title).transpose()?;
    let place = session.place()?;
    if !place.root.join(SETTINGS_FILE).is_file() {
        return Err(Failure::new(format!("there is no ISMS in {}: it has no isms.yaml", place.root.display()))
            .help("`isms init` makes one; `--root DIR` names another folder"));
    }
    let here = taken::in_folder(&place.root)?;
    let mut everywhere = here.clone();
    everywhere.extend(&taken::on_branches(&place));
    let ids = Ids { here, everywhere };
    let control = control_of(kind, args.control.as_deref(), &ids)?;
    let id = id_of(kind, args.id.as_deref(), title.as_deref(), &ids)?;
    let record = NewRecord { kind, id, title, control };
    let text = record.text(move |id| ids.here.find(id).is_some()).map_err(|error| Failure::new(error.to_string()))?;
    let path = record.path();
    if args.dry_run {
        session.note(&format!("would write {}{path}; nothing was written", session.prefix(&place.root)));
        session.print(&text)?;
        return Ok(Outcome::Clean);
    }
    Ground::new(&place.root).create(&path, &text)?;
    session.print(&format!("{}{path}\n", session.prefix(&place.root)))?;
    Ok(Outcome::Clean)
}

/// All kinds with what they are for.
fn kinds() -> String {
    let mut lines = vec!["Usage: isms new KIND [TITLE]".to_owned(), String::new(), "Kinds:".to_owned()];
    lines.extend(Kind::ALL.iter().map(|kind| format!("  {:<18} {}", kind.word(), purpose(*kind))));
    lines.push(String::new());
    lines.push("Example: isms new risk \"Stolen laptop with customer data\"".to_owned());
    lines.join("\n") + "\n"
}

fn checked_title(title: &str) -> Result<String, Failure> {
    let title = title.trim();
    if title.is_empty() || title.chars().any(char::is_control) {
        return Err(Failure::new("the title is empty or has line breaks or control characters in it")
            .help("a title is one line; longer text goes into the record"));
    }
    Ok(title.to_owned())
}

/// The folder of the control that was named, where the kind of record can belong to one.
fn control_of(kind: Kind, named: Option<&str>, ids: &Ids) -> Result<Option<ControlFolder>, Failure> {
    match (kind, named) {
        (Kind::Evidence, None) => Err(Failure::new("evidence belongs to a control, and none is named")
            .help("name it: `isms new evidence \"Restore test\" --control A.8.13`")),
        (_, None) => Ok(None),
        (Kind::Evidence | Kind::Policy | Kind::Procedure | Kind::Document, Some(id)) => folder_of(id, ids).map(Some),
        (kind, Some(_)) => Err(Failure::new(format!("{} does not stand in the folder of a control", kind.with_article()))
            .help("leave `--control` out; it is for evidence, policies, procedures and documents")),
    }
}

/// The folder of a control: where its record stands, else where it belongs.
fn folder_of(id: &str, ids: &Ids) -> Result<ControlFolder, Failure> {
    let own = id.strip_prefix("X.").is_some_and(|number| number.parse::<u32>().is_ok());
    let annex_a = standard::control(id);
    if !own && annex_a.is_none() {
        return Err(unknown_control(id));
    }
    if let Some(path) = ids.here.find(id) {
        return Ok(ControlFolder { id: id.to_owned(), folder: files::folder(path).to_owned() });
    }
    let control = annex_a.ok_or_else(|| {
        Failure::new(format!("there is no control {id} here"))
            .help("`isms new control \"…\"` writes one; `isms list control` lists all")
    })?;
    let folder = format!("annex-a/{}/{}", control.theme.folder(), control.folder_name());
    Ok(ControlFolder { id: id.to_owned(), folder })
}

fn unknown_control(id: &str) -> Failure {
    let number = id.trim_start_matches(['A', 'a', '.']);
    let meant = standard::control(&format!("A.{number}"));
    let successors: Vec<&str> = standard::successors(&format!("A.{number}")).iter().map(|successor| successor.new_id).collect();
    let help = match meant {
        Some(control) => format!("did you mean {}, {}?", control.id, control.title),
        None if !successors.is_empty() => {
            format!("that is a number of the 2013 edition; its successors are {}", successors.join(", "))
        }
        None => "controls are written A.5.15, own ones X.1; `isms list control` lists them".to_owned(),
    };
    Failure::new(format!("there is no control {id}")).help(help)
}

/// The id that was asked for, else one made of the title, else the next free number.
fn id_of(kind: Kind, asked: Option<&str>, title: Option<&str>, ids: &Ids) -> Result<String, Failure> {
    let id = match asked {
        Some(id) => checked_id(kind, id)?,
        None => match (kind.prefix(), title) {
            ("", title) => slug_id(kind, title)?,
            ("X.", _) => format!("X.{}", ids.everywhere.next_number("X.")),
            (prefix, _) => format!("{prefix}{:03}", ids.everywhere.next_number(prefix)),
        },
    };
    match ids.everywhere.find(&id) {
        None => Ok(id),
        Some(path) => {
            let place = if ids.here.find(&id).is_some() { path.to_owned() } else { format!("{path} on another branch") };
            Err(Failure::new(format!("the id {id} is taken by {place}"))
                .help("an id is never used twice; choose another one with `--id`"))
        }
    }
}

fn slug_id(kind: Kind, title: Option<&str>) -> Result<String, Failure> {
    let title = title.ok_or_else(|| {
        let example = if kind == Kind::Person { "Ada Example" } else { "Head of support" };
        Failure::new(format!("{} is known by an id made of its title, and there is none", kind.with_article()))
            .help(format!("`isms new {kind} \"{example}\"`"))
    })?;
    let id = slug(title);
    if id.is_empty() {
        return Err(Failure::new(format!("no id can be made of {title}"))
            .help("give one with `--id`, of the letters a to z, digits and hyphens"));
    }
    Ok(id)
}

fn checked_id(kind: Kind, id: &str) -> Result<String, Failure> {
    if !is_id(id) {
        return Err(
            Failure::new(format!("{id} cannot be an id")).help("an id is letters a to z and digits, in words joined by `-` or `.`")
        );
    }
    let own = id
        .strip_prefix("X.")
        .is_some_and(|number| number.parse::<u32>().is_ok_and(|number| number > 0) && !number.starts_with('0'));
    if kind == Kind::Control && !own {
        return Err(Failure::new(format!("{id} is no id of an own control"))
            .help("own controls are X.1, X.2 and so on; `isms init` writes the controls of Annex A"));
    }
    Ok(id.to_owned())
}
