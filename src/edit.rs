//! Writing files so that nothing is lost: a reader sees the old file or the new one, whole, at every moment.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Replaces or creates a file: writes beside it, then renames. The permissions of a file that exists are kept.
///
/// # Errors
/// A sentence that names the file and says why it cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("cannot write {}: {}", path.display(), crate::source::io_words(&error));
    // Through a link, the file it leads to is replaced, not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (beside, mut file) = beside(&target).map_err(failed)?;
    let written = (|| {
        file.write_all(bytes)?;
        if let Ok(metadata) = fs::metadata(&target) {
            file.set_permissions(metadata.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&beside, &target)
    })();
    written.map_err(|error| {
        // Whatever was begun is taken away; the old file was never touched.
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

/// Creates a file that does not exist yet. From the first moment it has its name, it has its whole content.
///
/// # Errors
/// Where it cannot be written, or (`AlreadyExists`) where something has its name.
pub fn create(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let (beside, mut file) = beside(path)?;
    let written = file.write_all(bytes).and_then(|()| match fs::hard_link(&beside, path) {
        // Some file systems know no links; there the name is taken first and filled then.
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => fill(path, bytes),
        done => done,
    });
    let _ = fs::remove_file(&beside);
    written
}

fn fill(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes).inspect_err(|_| {
        // The name was free before; half a file is worse than none.
        let _ = fs::remove_file(path);
    })
}

/// Replaces or creates a folder with some files, by their paths below it: everything is written beside it first, then takes its name.
/// Whoever calls has made sure that what was there may go.
///
/// # Errors
/// A sentence that names the folder and says why it cannot be written; then what was there is still there.
pub fn write_folder<'f>(path: &Path, files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("cannot write {}: {}", path.display(), crate::source::io_words(&error));
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let sibling = |ending: &str| target.with_file_name(format!(".{name}.{}.{ending}", std::process::id()));
    let (new, old) = (sibling("part"), sibling("old"));
    fs::create_dir(&new).map_err(failed)?;
    let written = fill_folder(&new, files).and_then(|()| {
        let replaces = target.exists();
        if replaces {
            fs::rename(&target, &old)?;
        }
        fs::rename(&new, &target).inspect_err(|_| {
            if replaces {
                let _ = fs::rename(&old, &target);
            }
        })
    });
    written.map_err(|error| {
        let _ = fs::remove_dir_all(&new);
        failed(error)
    })?;
    // The new folder is in its place; an old one that cannot be taken away is only in the way.
    let _ = fs::remove_dir_all(&old);
    Ok(())
}

fn fill_folder<'f>(folder: &Path, files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> std::io::Result<()> {
    for (path, bytes) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        File::create_new(&file)?.write_all(bytes)?;
    }
    Ok(())
}

/// A new empty file in the same folder, under a name that nobody has.
fn beside(target: &Path) -> std::io::Result<(PathBuf, File)> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut number = 0;
    loop {
        let path = folder.join(format!(".{name}.{}-{number}.part", std::process::id()));
        match File::create_new(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && number < 100 => number += 1,
            Err(error) => return Err(error),
        }
    }
}
