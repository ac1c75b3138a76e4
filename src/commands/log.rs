//! `isms log`: the history of a record, as Git remembers it.

use std::io;

use super::session::Session;
use super::subject::record_named;
use super::{Failure, Outcome};
use crate::cli::{LogArgs, LogFormat};
use crate::output::log::{Told, json, markdown, text};
use crate::provenance::Past;

pub(super) fn run(session: &mut Session, args: &LogArgs) -> Result<Outcome, Failure> {
    let opened = session.open(args.at.as_deref())?;
    let head = record_named(&opened, &args.id)?;
    let provenance = session.provenance(&opened)?;
    let files = &opened.loaded.files;
    let path = files.path(head.file);
    let body = files.get(head.file).and_then(|file| file.text.as_deref()).unwrap_or_default();
    let path_of = |head: &crate::model::Head| files.path(head.file).to_owned();
    let Some(log) = provenance.log(&opened.loaded.isms, head, path, body, &path_of) else {
        return Err(match &provenance.past {
            Past::Incomplete(gap) => {
                Failure::new(format!("this clone {}, so the history of {} is not known", gap.words(), head.id)).help(gap.cure())
            }
            _ => Failure::new(format!("{} has no history: nothing is committed here yet", head.id))
                .help("`git init` and commit; from then on Git remembers"),
        });
    };
    let shown_path = format!("{}{path}", session.prefix(&opened.place.root));
    let told = |path| Told { head, path, log: &log };
    let from_git_root = format!("{}{path}", opened.place.prefix);
    let shown = match args.format {
        LogFormat::Table => text(&told(&shown_path), session.look(&io::stdout())),
        LogFormat::Markdown => markdown(&told(&from_git_root)),
        LogFormat::Json => json(&told(&from_git_root)),
    };
    session.print(&shown)?;
    Ok(Outcome::Clean)
}
