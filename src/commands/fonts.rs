//! PDF, with the fonts of a folder that a person names.

use std::path::{Path, PathBuf};

use super::session::Session;
use super::{Failure, read_at_most};
use crate::render::{self, Leaf, PdfError};
use crate::source::io_words;

/// A font with every letter of Chinese, Japanese and Korean in several weights stays below it.
const LARGEST: u64 = 256 * 1024 * 1024;
/// All of them together: 1 GiB.
const ALL: u64 = 1 << 30;
/// More than a family with all its weights.
const MOST: usize = 64;

/// Documents as one PDF, with the fonts of the program and those of `folder`.
pub(super) fn pdf(session: &Session, title: &str, leaves: &[Leaf<'_>], folder: Option<&Path>) -> Result<Vec<u8>, Failure> {
    let fonts = Fonts::of(session, folder)?;
    render::pdf(title, leaves, &fonts.bytes).map_err(|error| fonts.failure(&error))
}

/// Fonts that a person named.
#[derive(Default)]
pub(super) struct Fonts {
    files: Vec<PathBuf>,
    pub(super) bytes: Vec<Vec<u8>>,
}

impl Fonts {
    /// The fonts of a folder; none where none is named.
    pub(super) fn of(session: &Session, folder: Option<&Path>) -> Result<Self, Failure> {
        let Some(folder) = folder else { return Ok(Self::default()) };
        let files = fonts(&session.cwd().join(folder))?;
        let mut room = ALL;
        let mut bytes = Vec::new();
        for file in &files {
            let read = read_at_most(file, room.min(LARGEST)).map_err(|why| unreadable(file, &why))?;
            room -= read.len() as u64;
            bytes.push(read);
        }
        Ok(Fonts { files, bytes })
    }

    /// What a person can do about an error.
    pub(super) fn failure(&self, error: &PdfError) -> Failure {
        match error {
            PdfError::NotBuilt => Failure::new(error.to_string())
                .help("take a released binary, or build it with `--features pdf`; --format docx and --format html need neither"),
            PdfError::NotAFont(position) => {
                let file = self.files.get(*position).map(|file| file.display().to_string()).unwrap_or_default();
                Failure::new(format!("{file} is no font")).help("TrueType and OpenType fonts can be used: .ttf, .otf, .ttc")
            }
            PdfError::NoGlyph(_) => Failure::new(error.to_string()).help(
                "name a folder with a font that has them: --fonts DIR (for Chinese, Japanese and Korean for example Noto Sans CJK)",
            ),
            PdfError::Template(_) => Failure::new(error.to_string()),
        }
    }
}

/// The font files of a folder by their names, so that the same folder always gives the same document.
fn fonts(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &io_words(&error)))?;
    let is_font = |path: &Path| {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        ending.is_some_and(|ending| ["ttf", "otf", "ttc", "otc"].contains(&ending.as_str()))
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| is_font(path)).collect();
    files.sort();
    if files.is_empty() {
        return Err(Failure::new(format!("there is no font in {}", folder.display())).help("a font ends with .ttf, .otf or .ttc"));
    }
    if files.len() > MOST {
        return Err(Failure::new(format!("{} has {} fonts, and at most {MOST} are read", folder.display(), files.len()))
            .help("name a folder with the fonts of one or two families"));
    }
    Ok(files)
}

fn unreadable(path: &Path, why: &str) -> Failure {
    Failure::new(format!("{} cannot be read: {why}", path.display()))
}
