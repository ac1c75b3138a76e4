//! Documents as PDF, set in process by Typst: tagged, with embedded fonts, an outline and page numbers (PDF/A-2a and PDF/UA-1). What a
//! record says enters as data and is never read as markup; the typesetter sees no file, no network and no clock.

#[cfg(any(feature = "pdf", test))]
mod blocks;
#[cfg(any(feature = "pdf", test))]
mod data;
#[cfg(feature = "pdf")]
mod world;

use std::fmt;

use crate::report::document::Document;

/// The family of the letters in documents and in pictures.
#[cfg(any(feature = "pdf", test))]
const SANS: &str = "Carlito";

/// Whether this program can make PDF.
pub const HAS_PDF: bool = cfg!(feature = "pdf");

/// A document in a PDF.
#[derive(Debug, Clone, Copy)]
pub struct Leaf<'d> {
    /// The document.
    pub document: &'d Document,
    /// Where it stands in the outline: 1 for a chapter, 2 for a section of it, 3 below.
    pub depth: u8,
    /// Whether it follows the one before on the same page, instead of beginning pages of its own.
    pub flows: bool,
}

impl<'d> Leaf<'d> {
    /// A document on pages of its own, at the top of the outline.
    #[must_use]
    pub fn alone(document: &'d Document) -> Self {
        Leaf { document, depth: 1, flows: false }
    }
}

/// Why there is no PDF.
#[derive(Debug)]
pub enum PdfError {
    /// This program was built without the feature `pdf`.
    NotBuilt,
    /// A file that was given as a font is none; its position among the files.
    NotAFont(usize),
    /// Letters that no font has, at most a few of them.
    NoGlyph(Vec<char>),
    /// The page template has a fault.
    Template(String),
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PdfError::NotBuilt => f.write_str("this isms was built without PDF"),
            PdfError::NotAFont(position) => write!(f, "font file {} cannot be read", position + 1),
            PdfError::NoGlyph(letters) => {
                let letter = |letter: &char| format!("{letter} (U+{:04X})", u32::from(*letter));
                write!(f, "no font has {}", letters.iter().map(letter).collect::<Vec<_>>().join(", "))
            }
            PdfError::Template(words) => write!(f, "the page template cannot be used: {words}"),
        }
    }
}

impl std::error::Error for PdfError {}

/// One PDF of a document, or of several in their order with a table of contents behind the first. `fonts` are the bytes of font files (TrueType or OpenType) whose letters are
/// used where the fonts that come with the program have none, in their order.
///
/// # Errors
/// Where this program cannot make PDF, a font is none, or a letter is in no font: a document with holes would not be noticed.
#[cfg(feature = "pdf")]
pub fn pdf(title: &str, leaves: &[Leaf<'_>], fonts: &[Vec<u8>]) -> Result<Vec<u8>, PdfError> {
    let typefaces = world::Typefaces::new(fonts)?;
    let data = data::data(title, leaves, &typefaces.families());
    let missing = typefaces.missing(&data);
    if !missing.is_empty() {
        return Err(PdfError::NoGlyph(missing));
    }
    world::typeset(data.to_string(), typefaces)
}

/// See the function of the same name in a build with the feature `pdf`.
///
/// # Errors
/// Always: this program cannot make PDF.
#[cfg(not(feature = "pdf"))]
pub fn pdf(_title: &str, _leaves: &[Leaf<'_>], _fonts: &[Vec<u8>]) -> Result<Vec<u8>, PdfError> {
    Err(PdfError::NotBuilt)
}
