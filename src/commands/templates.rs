//! The templates that a repository has of its own.

use std::collections::BTreeMap;

use super::Failure;
use super::session::{Opened, Tree};
use crate::files;
use crate::model::Isms;
use crate::render::{SHIPPED, Templates};
use crate::source::{EntryKind, Source};

/// A page with all its words is far smaller.
const LARGEST: usize = 1 << 20;
/// More than anybody cuts a page into.
const MOST: usize = 100;

/// The templates for what was opened at a revision, or on disk.
pub(super) fn of(opened: &Opened, at: Option<&str>) -> Result<Templates, Failure> {
    if opened.loaded.isms.settings.templates.is_none() {
        return Ok(Templates::default());
    }
    let (source, _) = opened.place.tree(at.map_or(Tree::Disk, Tree::Revision))?;
    read(&*source, &opened.loaded.isms)
}

/// The templates in the folder that the settings name, from the same tree as the records.
pub(super) fn read(source: &dyn Source, isms: &Isms) -> Result<Templates, Failure> {
    let Some(named) = isms.settings.templates.as_deref() else { return Ok(Templates::default()) };
    let fault = |what: String| {
        let all = SHIPPED.map(|(name, _)| name).join(", ");
        Failure::new(format!("the folder of templates, {named}, {what}")).help(format!("it can replace {all}"))
    };
    let folder = files::resolve("", named).ok_or_else(|| fault("is outside of the ISMS".to_owned()))?;
    let below = format!("{}/", folder.trim_end_matches('/'));
    let mut reader = source.reader()?;
    let mut own = BTreeMap::new();
    for entry in source.list()?.iter().filter(|entry| matches!(entry.kind, EntryKind::File(_))) {
        let Some(name) = entry.path.strip_prefix(&below) else { continue };
        let bytes = reader.read(&entry.path).map_err(|why| fault(format!("has {name}, which cannot be read: {why}")))?;
        if bytes.len() > LARGEST || own.len() == MOST {
            return Err(fault(format!("has more than {MOST} files, or one of more than {} MiB", LARGEST >> 20)));
        }
        let text = std::str::from_utf8(&bytes).map_err(|_| fault(format!("has {name}, which is not UTF-8")))?;
        own.insert(name.to_owned(), text.to_owned());
    }
    if !SHIPPED.iter().any(|(name, _)| own.contains_key(*name)) {
        return Err(fault("has no template of the program in it".to_owned()));
    }
    Ok(Templates::with(&folder, own))
}
