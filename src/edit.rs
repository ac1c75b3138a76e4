//! Writing files so that nothing is lost: a reader sees the old file or the new one, whole, at every moment.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

/// Replaces or creates a file: writes beside it, then renames. The permissions of a file that exists are kept. Inside a repository
/// nothing is written through a symbolic link: whoever may propose a file there must not choose what is overwritten elsewhere.
///
/// # Errors
/// A sentence that names the file and says why it cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    put(path, bytes, None)
}

/// Writes a file, where its content is still as it was `read` if that is known.
fn put(path: &Path, bytes: &[u8], read: Option<&[u8]>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("cannot write {}: {}", path.display(), crate::source::io_words(&error));
    if leads_out(path) {
        return Err(format!(
            "cannot write {}: a symbolic link is in the way, and nothing is written through links",
            path.display()
        ));
    }
    let (beside, mut file) = beside(path).map_err(failed)?;
    let written = (|| {
        file.write_all(bytes)?;
        if let Ok(metadata) = fs::metadata(path) {
            file.set_permissions(metadata.permissions())?;
        }
        file.sync_all()
    })();
    // Asked as late as can be: writing takes long enough for somebody else to save the file.
    let written = written.map_err(failed).and_then(|()| read.map_or(Ok(()), |read| unchanged(path, read)));
    written.and_then(|()| fs::rename(&beside, path).map_err(failed)).inspect_err(|_| {
        // Whatever was begun is taken away; the old file was never touched.
        let _ = fs::remove_file(&beside);
    })
}

/// The same as [`write()`] for a file whose content was read before: refused where it is not what was read any more, so that the work
/// of somebody else is not lost.
///
/// # Errors
/// As for [`write()`], and where the file has changed.
pub fn replace(path: &Path, read: &[u8], bytes: &[u8]) -> Result<(), String> {
    unchanged(path, read)?;
    put(path, bytes, Some(read))
}

/// Makes sure that a file is still what was read.
///
/// # Errors
/// A sentence that says that it is not, or why it cannot be read again.
pub fn unchanged(path: &Path, read: &[u8]) -> Result<(), String> {
    match fs::read(path) {
        Ok(now) if now == read => Ok(()),
        Ok(_) => Err(format!("{} was changed while it was worked on, and is left as it is now; run it again", path.display())),
        Err(error) => Err(format!("cannot read {} again: {}", path.display(), crate::source::io_words(&error))),
    }
}

/// Whether a path is a symbolic link, or leads through one out of the repository that it is written in. Steps with `..` are taken as
/// the caller meant them.
fn leads_out(path: &Path) -> bool {
    if path.is_symlink() {
        return true;
    }
    let steps: Vec<Component<'_>> = path.components().collect();
    let meant = steps.iter().rposition(|step| *step == Component::ParentDir).map_or(0, |last| last + 1);
    let base: PathBuf = steps[..meant].iter().collect();
    let path = fs::canonicalize(&base).unwrap_or(base).join(steps[meant..].iter().collect::<PathBuf>());
    let holds_files = |folder: &&Path| folder.join(".git").exists() || folder.join("isms.yaml").exists();
    let Some(root) = path.ancestors().skip(1).filter(holds_files).last() else { return false };
    let real = |folder: &Path| fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let folder = path.ancestors().skip(1).find(|folder| folder.exists()).unwrap_or(root);
    !real(folder).starts_with(real(root))
}

/// Creates a file that does not exist yet. From the first moment it has its name, it has its whole content.
///
/// # Errors
/// Where it cannot be written, or (`AlreadyExists`) where something has its name.
pub fn create(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let (beside, mut file) = beside(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| match fs::hard_link(&beside, path) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        fs::write(&file, "theirs").unwrap();
        assert!(replace(&file, b"as it was read", b"ours").unwrap_err().contains("was changed while"));
        assert_eq!(fs::read(&file).unwrap(), b"theirs");
        replace(&file, b"theirs", b"ours").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"ours");
        fs::remove_file(&file).unwrap();
        assert!(replace(&file, b"ours", b"more").unwrap_err().contains("no such file"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        use std::os::unix::fs::symlink;

        let (outer, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let inside = outer.path().join("isms");
        fs::create_dir_all(inside.join("real")).unwrap();
        fs::write(inside.join("isms.yaml"), "").unwrap();
        fs::write(elsewhere.path().join("victim"), "old").unwrap();
        symlink(elsewhere.path().join("victim"), inside.join("report.json")).unwrap();
        symlink(elsewhere.path(), inside.join("out")).unwrap();
        symlink("real", inside.join("in")).unwrap();
        for path in ["report.json", "out/victim", "out/new", "real/../out/victim"] {
            let refused = write(&inside.join(path), b"new").map_err(|words| words.contains("nothing is written through links"));
            assert_eq!(refused, Err(true), "{path}");
        }
        assert_eq!(fs::read(elsewhere.path().join("victim")).unwrap(), b"old");
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
        // Links that stay inside, and ways out that the caller wrote, are meant.
        write(&inside.join("in/a.json"), b"x").unwrap();
        write(&inside.join("../beside.json"), b"x").unwrap();
        assert!(inside.join("real/a.json").exists() && outer.path().join("beside.json").exists());
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        write(&file, b"new").unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
