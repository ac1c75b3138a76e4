//! The fixture that the rules' tests lay their files over.

use std::path::{Path, PathBuf};

use isms::source::Memory;

/// `tests/fixtures/base` in memory.
pub(crate) fn base() -> Memory {
    fn walk(folder: &Path, root: &Path, files: &mut Memory) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(&name, std::fs::read(&path).unwrap());
            }
        }
    }
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/base");
    let mut files = Memory::default();
    walk(&root, &root, &mut files);
    files
}
