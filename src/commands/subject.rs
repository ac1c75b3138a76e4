//! What a person names on the command line: a kind, or a record.

use super::Failure;
use super::session::Opened;
use crate::load::suggest::closest;
use crate::model::{Head, Kind};
use crate::standard;

/// The kind that is meant.
pub(super) fn kind_named(name: &str) -> Result<Kind, Failure> {
    Kind::named(name).ok_or_else(|| {
        let names = Kind::ALL.iter().flat_map(|kind| [kind.word(), kind.plural()]);
        let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        Failure::new(format!("there is no kind of record called {name}")).help(match closest(name, names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("kinds: {}", words.join(", ")),
        })
    })
}

/// The record that is meant.
pub(super) fn record_named<'o>(opened: &'o Opened, id: &str) -> Result<&'o Head, Failure> {
    let isms = &opened.loaded.isms;
    if let Some(head) = isms.head(id) {
        return Ok(head);
    }
    if let Some(unread) = isms.unread.iter().find(|unread| unread.id == id) {
        let path = opened.loaded.files.path(unread.file);
        return Err(Failure::new(format!("{id} stands in {path}, which cannot be understood")).help("`isms check` says why"));
    }
    if standard::is_2013_number(id) {
        return Err(Failure::new(format!("{id} is a number of the 2013 edition"))
            .help(format!("in ISO/IEC 27001:2022 it is {}", successors(id))));
    }
    if let Some(control) = standard::control(id) {
        return Err(Failure::new(format!("there is no record of {id} ({}) here", control.title))
            .help(format!("`isms explain {id}` tells what it is about; `isms init` writes the records that are missing")));
    }
    let mut ids: Vec<&str> = isms.heads().map(|head| &*head.id).collect();
    ids.sort_unstable();
    Err(Failure::new(format!("there is no record called {id}")).help(match closest(id, ids) {
        Some(meant) => format!("did you mean {}?", with_title(opened, meant)),
        None => "`isms list KIND` shows the ids of a kind".to_owned(),
    }))
}

/// An id with the title of its record.
pub(super) fn with_title(opened: &Opened, id: &str) -> String {
    match opened.loaded.isms.head(id).map(Head::title).filter(|title| *title != id) {
        Some(title) => format!("{id} ({title})"),
        None => id.to_owned(),
    }
}

/// What became of a control of the 2013 edition.
pub(super) fn successors(old: &str) -> String {
    let with_title = |id: &str| match standard::control(id) {
        Some(control) => format!("{id} ({})", control.title),
        None => id.to_owned(),
    };
    let new: Vec<String> = standard::successors(old).iter().map(|pair| with_title(pair.new_id)).collect();
    new.join(" or ")
}
