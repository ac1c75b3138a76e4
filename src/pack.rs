//! The audit pack: everything an auditor wants on the desk, as files in memory.
//!
//! A pack is a list of pages in chapters ([`plan`]), each of them a [`Document`], and the files beside them: registers, evidence
//! and the manifest. [`make`] is a function from what was read to bytes; it knows no clock, no paths on disk, and nothing of the
//! machine, so that the same commit and day give the same pack everywhere.

pub mod archive;
mod book;
pub mod links;
pub mod manifest;
mod names;
mod pages;
pub mod plan;
mod site;
mod words;

use std::collections::HashMap;
use std::fmt;

use crate::check::{Levels, Report};
use crate::load::Loaded;
use crate::model::{Classification, Head};
use crate::render::{self, PdfError, TemplateError, Templates};
use crate::report::document::Document;
use crate::report::{Memory, Subject};
use crate::source::Source;
pub use book::PATH as PDF;
use links::Links;
use manifest::{Item, MANIFEST, Made, Manifest};
use names::Names;
use plan::{Audience, CHAPTERS, Stage};

/// What a pack is made of.
pub struct Material<'m> {
    /// What was read.
    pub loaded: &'m Loaded,
    /// Where it was read from, for the bytes of evidence.
    pub source: &'m dyn Source,
    /// What the rules found.
    pub report: &'m Report,
    /// How the rules were weighed.
    pub levels: &'m Levels,
    /// How things stood before, where changes are told.
    pub before: Option<&'m Loaded>,
    /// Whether the clone lacks a part of the history.
    pub shallow: bool,
    /// The audit it is for.
    pub stage: Stage,
    /// Who reads it.
    pub audience: Audience,
    /// What it was made of, for the manifest.
    pub made: Made,
    /// What Git remembers of it, where all of that is known.
    pub memory: Option<&'m Memory>,
    /// The templates of its pages.
    pub templates: &'m Templates,
    /// Fonts for its PDF besides those of the program; `None` where it has no PDF.
    pub fonts: Option<&'m [Vec<u8>]>,
}

/// Why there is no pack.
#[derive(Debug)]
pub enum PackError {
    /// A template of the site has a fault.
    Template(TemplateError),
    /// There is no PDF.
    Pdf(PdfError),
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PackError::Template(error) => write!(f, "a template cannot be used: {error}"),
            PackError::Pdf(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PackError {}

/// A page of the site.
#[derive(Debug)]
pub struct Page {
    /// Its path in the pack.
    pub path: String,
    /// The number of its chapter.
    pub chapter: usize,
    /// What it is within the chapter.
    pub part: Part,
    /// Its name in the contents and for the search.
    pub title: String,
    /// The id of the record that it is about.
    pub record: Option<String>,
    /// What stands on it.
    pub document: Document,
}

/// What a page is within its chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Its first page.
    Chapter,
    /// A page that the contents list.
    Section,
    /// A page of one of many records, which their tables lead to.
    Record,
}

/// Something that the audience of a pack may not see.
#[derive(Debug, Clone)]
pub struct Withheld {
    /// What it is.
    pub what: String,
    /// Its id, or its name.
    pub id: String,
    /// Its title, where that may be seen.
    pub title: Option<String>,
    /// Why.
    pub why: String,
}

/// What pages need besides the material: what is computed once.
struct Desk<'m> {
    material: &'m Material<'m>,
    subject: Subject<'m>,
    /// Where every record has its page.
    paths: HashMap<&'m str, String>,
    /// The evidence files, by the id of their record.
    evidence: HashMap<&'m str, pages::Embedded>,
    withheld: Vec<Withheld>,
}

impl Desk<'_> {
    fn has(&self, chapter: usize) -> bool {
        CHAPTERS[chapter].is_in(self.material.stage, self.material.audience)
    }

    /// Whether the audience may see a record.
    fn may_see(&self, head: &Head) -> bool {
        self.material.audience.may_see(classification_of(head))
    }

    fn document(&self, name: &'static str, title: &str) -> Document {
        self.subject.document(name, title, Classification::Internal)
    }
}

/// The classification of a record; what says nothing is internal.
fn classification_of(head: &Head) -> Classification {
    head.common.classification.unwrap_or_default()
}

/// All files of a pack, sorted by path, the manifest among them.
///
/// # Errors
/// Where a template has a fault, or the PDF that is wanted cannot be made.
pub fn make(material: &Material<'_>) -> Result<Vec<Item>, PackError> {
    let mut desk = Desk {
        material,
        subject: Subject {
            isms: &material.loaded.isms,
            as_of: material.made.as_of,
            commit: material.made.commit.as_deref(),
            memory: material.memory,
        },
        paths: HashMap::new(),
        evidence: HashMap::new(),
        withheld: Vec::new(),
    };
    settle(&mut desk);
    let mut items = pages::embed_evidence(&mut desk);
    let reports = pages::reports(&desk);
    items.extend(pages::registers(&reports));
    let pages = pages::all(&desk, reports, &items);
    let mut links = Links::default();
    for (id, path) in &desk.paths {
        links.insert(id, path);
    }
    let shell = shell(&desk);
    items.extend(site::site(&pages, &links, &shell, material.templates).map_err(PackError::Template)?);
    if let Some(fonts) = material.fonts {
        let printed = book::printed(&pages);
        let leaves: Vec<render::Leaf<'_>> = printed.iter().map(book::Printed::leaf).collect();
        let bytes = render::pdf(&shell.name, &leaves, fonts).map_err(PackError::Pdf)?;
        items.push(Item { path: book::PATH.to_owned(), bytes, source: None });
    }
    items.sort_by(|one, other| one.path.cmp(&other.path));
    let manifest = Manifest::of(material.made.clone(), &items);
    items.push(Item { path: MANIFEST.to_owned(), bytes: manifest.text().into_bytes(), source: None });
    items.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(items)
}

/// Gives every record that has a page its path, and lists those that the audience may not see.
fn settle(desk: &mut Desk<'_>) {
    let isms = desk.subject.isms;
    let mut names = Names::default();
    let mut heads: Vec<&Head> = isms.heads().collect();
    heads.sort_by_cached_key(|head| (head.kind, crate::model::natural(&head.id), head.file));
    for head in heads {
        let chapter =
            isms.document(&head.id).map_or_else(|| plan::chapter_of_kind(head.kind), |found| plan::chapter_of_document(found));
        let public = desk.material.audience != Audience::Auditor;
        if !desk.may_see(head) {
            desk.withheld.push(withheld(desk, head));
        } else if desk.has(chapter) || public {
            let folder = if head.kind.is_document() { "documents" } else { "records" };
            desk.paths.entry(&head.id).or_insert(format!("site/{folder}/{}.html", names.take(&head.id)));
        }
    }
}

/// Titles of documents are what a customer asks for; those of anything else may say too much.
fn withheld(desk: &Desk<'_>, head: &Head) -> Withheld {
    let classification = classification_of(head);
    let shown =
        desk.material.audience == Audience::Customer && head.kind.is_document() && classification <= Classification::Internal;
    Withheld {
        what: head.kind.word().replace('_', " "),
        id: head.id.to_string(),
        title: shown.then(|| head.title().to_owned()),
        why: format!("classified as {}", classification.label()),
    }
}

fn shell(desk: &Desk<'_>) -> site::Shell {
    let material = desk.material;
    let name = match material.audience {
        Audience::Auditor => format!("Audit pack for the {}", material.stage.label()),
        Audience::Customer => "Security pack for customers".to_owned(),
        Audience::Public => "Public security pack".to_owned(),
    };
    let draft = (!material.made.draft.is_empty()).then(|| format!("{}.", material.made.draft.join("; ")));
    let chapters = CHAPTERS.iter().filter(|chapter| chapter.is_in(material.stage, material.audience)).collect();
    site::Shell { organisation: desk.subject.isms.settings.name.clone(), name, draft, chapters }
}
