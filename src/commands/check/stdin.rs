//! One file from standard input in place of the one on disk: what an editor has not saved yet.

use std::io::Read as _;
use std::path::Path;

use crate::commands::Failure;
use crate::commands::session::{Place, Session};
use crate::source::{FILE_LIMIT, Overlay, io_words};

/// Reads standard input and lays it over the tree. Answers with the path below the root of the ISMS; the file need not exist yet.
pub(super) fn lay_over(session: &Session, place: &Place, path: &Path, tree: &mut Overlay<'_>) -> Result<String, Failure> {
    let path = below(&session.cwd().join(path), place).ok_or_else(|| {
        Failure::new(format!("{} is not in this ISMS", path.display())).help(format!("name a path below {}", place.root.display()))
    })?;
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(FILE_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("standard input cannot be read: {}", io_words(&error))))?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(Failure::new(format!("standard input has more than the {} MiB that a record may have", FILE_LIMIT >> 20)));
    }
    tree.insert(&path, bytes);
    Ok(path)
}

/// A path relative to the root of the ISMS, where it is below it.
fn below(path: &Path, place: &Place) -> Option<String> {
    let folder = path.ancestors().skip(1).find_map(|above| Some((above, std::fs::canonicalize(above).ok()?)));
    let (above, known) = folder?;
    let path = known.join(path.strip_prefix(above).ok()?);
    let path = path.strip_prefix(&place.root).ok()?;
    let names: Vec<String> = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    (!names.is_empty() && names.iter().all(|name| name != "..")).then(|| names.join("/"))
}
