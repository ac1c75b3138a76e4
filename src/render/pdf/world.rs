//! The world that the typesetter sees: one template, one file of data, and fonts. Nothing else exists in it.

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World, WorldExt as _};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::{PdfError, SANS};

const MONO: &str = "DejaVu Sans Mono";

/// The faces that come with the program: Latin, Greek and Cyrillic, and the signs of states and boxes.
const FACES: [&[u8]; 5] = [
    include_bytes!("../../../fonts/Carlito-Regular.ttf"),
    include_bytes!("../../../fonts/Carlito-Bold.ttf"),
    include_bytes!("../../../fonts/Carlito-Italic.ttf"),
    include_bytes!("../../../fonts/Carlito-BoldItalic.ttf"),
    include_bytes!("../../../fonts/DejaVuSansMono.ttf"),
];
const TEMPLATE: &str = include_str!("../../../templates/report/document.typ");
/// As many letters without a glyph are named.
const NAMED: usize = 8;

/// Fonts in the order in which they are asked for a letter.
pub(super) struct Typefaces {
    fonts: Vec<Font>,
}

impl Typefaces {
    /// The fonts of the program and those of the files that were given.
    pub(super) fn new(files: &[Vec<u8>]) -> Result<Self, PdfError> {
        let mut fonts: Vec<Font> = FACES.iter().flat_map(|face| Font::iter(Bytes::new(*face))).collect();
        for (position, file) in files.iter().enumerate() {
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(file.clone())));
            if fonts.len() == before {
                return Err(PdfError::NotAFont(position));
            }
        }
        Ok(Typefaces { fonts })
    }

    /// The names of the families: the ones of the program first.
    pub(super) fn families(&self) -> Vec<String> {
        let mut families = vec![SANS.to_owned(), MONO.to_owned()];
        for font in &self.fonts {
            let family = font.info().family.clone();
            if !families.contains(&family) {
                families.push(family);
            }
        }
        families
    }

    /// Letters of the data that no font has.
    pub(super) fn missing(&self, data: &serde_json::Value) -> Vec<char> {
        let mut missing = Vec::new();
        self.look_for_missing(data, &mut missing);
        missing
    }

    fn look_for_missing(&self, data: &serde_json::Value, missing: &mut Vec<char>) {
        match data {
            serde_json::Value::String(text) => {
                for letter in text.chars().filter(|letter| !letter.is_control() && *letter != '\u{200b}') {
                    if missing.len() < NAMED && !missing.contains(&letter) && !self.has(letter) {
                        missing.push(letter);
                    }
                }
            }
            serde_json::Value::Array(values) => values.iter().for_each(|value| self.look_for_missing(value, missing)),
            serde_json::Value::Object(entries) => entries.values().for_each(|value| self.look_for_missing(value, missing)),
            _ => {}
        }
    }

    fn has(&self, letter: char) -> bool {
        letter.is_ascii_graphic()
            || matches!(letter, '\u{200c}' | '\u{200d}')
            || self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(letter)))
    }
}

/// The pages of the template, filled with the data.
pub(super) fn typeset(data: String, typefaces: Typefaces) -> Result<Vec<u8>, PdfError> {
    let sheet = Sheet::new(data, typefaces)?;
    let template = |faults: &[SourceDiagnostic]| PdfError::Template(sheet.words(faults));
    let document: PagedDocument = typst::compile(&sheet).output.map_err(|faults| template(&faults))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|fault| PdfError::Template(fault.message().to_string()))?;
    let creator = format!("isms {}", env!("CARGO_PKG_VERSION"));
    let options = PdfOptions { creator: Smart::Custom(Some(creator)), standards, ..PdfOptions::default() };
    typst_pdf::pdf(&document, &options).map_err(|faults| template(&faults))
}

struct Sheet {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    data_id: FileId,
    data: Bytes,
}

impl Sheet {
    fn new(data: String, typefaces: Typefaces) -> Result<Self, PdfError> {
        let id = |path: &str| {
            let path = VirtualPath::new(path).map_err(|_| PdfError::Template(format!("{path} is no path")))?;
            Ok(RootedPath::new(VirtualRoot::Project, path).intern())
        };
        Ok(Sheet {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&typefaces.fonts)),
            fonts: typefaces.fonts,
            template: Source::new(id("/document.typ")?, TEMPLATE.to_owned()),
            data_id: id("/data.json")?,
            data: Bytes::from_string(data),
        })
    }

    /// What is wrong, with the line of the template.
    fn words(&self, faults: &[SourceDiagnostic]) -> String {
        let word = |fault: &SourceDiagnostic| {
            let at = self.range(fault.span).and_then(|range| self.template.lines().byte_to_line(range.start));
            let line = at.map(|line| format!("line {}: ", line + 1)).unwrap_or_default();
            format!("{line}{}", fault.message)
        };
        faults.iter().map(word).collect::<Vec<_>>().join("; ")
    }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
