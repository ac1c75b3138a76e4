//! Which records rely on what changed: those that rely on the record as a whole, and before them those that are closest to the
//! single change, because its words or its section name them, or because they name its section.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Change, Dependent, DocumentChange, Side};
use crate::files::{Files, folder, resolve};
use crate::model::{Head, Isms, Kind, means_section, natural};
use crate::syntax::markdown::BlockKind;
use crate::syntax::markdown::target::{self, comparable};
use crate::text::ids::{ids_with_digits, possible_ids};

/// An ISMS on one side of a change.
#[derive(Debug, Clone, Copy)]
pub struct State<'s> {
    /// Its records.
    pub isms: &'s Isms,
    /// Its files.
    pub files: &'s Files,
}

/// A section that names more records than these is a register, and means none of them more than the others.
const FEW: usize = 12;

/// Notes the records that rely on each document and on each of its changes.
pub(super) fn note(documents: &mut [DocumentChange], before: State<'_>, after: State<'_>) {
    let cited = cited(documents, after);
    for document in documents {
        let Some(id) = document.id.clone() else { continue };
        let (isms, head) = match (after.isms.head(&id), before.isms.head(&id)) {
            (Some(head), _) => (after.isms, head),
            (None, Some(head)) => (before.isms, head),
            (None, None) => continue,
        };
        document.dependents = isms.dependents(head).into_iter().map(Dependent::of).collect();
        let answered = answered_sections(isms, &id);
        let citations = cited.get(&id).map_or(&[][..], Vec::as_slice);
        let mut around = Around { id: &id, sides: [before.isms, after.isms], citations, named: HashMap::new() };
        for change in &mut document.changes {
            let closest = around.closest(change);
            let sections: Vec<&str> = sides(change).map(|side| side.section.as_str()).filter(|it| !it.is_empty()).collect();
            let elsewhere = |from: &str| {
                let named = answered.get(from).filter(|_| !sections.is_empty());
                named.is_some_and(|named| !named.iter().any(|named| sections.iter().any(|section| means_section(named, section))))
            };
            let others = document.dependents.iter().map(|dependent| &dependent.id);
            let others: Vec<String> = others.filter(|other| !closest.contains(other) && !elsewhere(other)).cloned().collect();
            change.closest = closest.len();
            change.dependents = closest.into_iter().chain(others).collect();
        }
    }
}

/// What stands around the changes of one document.
struct Around<'a> {
    id: &'a str,
    /// The ISMS before and after.
    sides: [&'a Isms; 2],
    citations: &'a [Citation],
    /// The records that a section names, by the side and its heading.
    named: HashMap<(usize, String), Vec<String>>,
}

impl Around<'_> {
    /// The records that a change is closest to, in the order of their ids.
    fn closest(&mut self, change: &Change) -> Vec<String> {
        let mut ids: BTreeSet<String> = BTreeSet::new();
        for (number, side) in [&change.before, &change.after].into_iter().enumerate() {
            let Some(side) = side else { continue };
            ids.extend(self.relying(&side.text));
            ids.extend(self.named_in_section(number, &side.section));
            let cites = self.citations.iter().filter(|citation| citation.section.is(&side.section));
            ids.extend(cites.map(|citation| citation.from.clone()));
        }
        ids.remove(self.id);
        let mut ids: Vec<String> = ids.into_iter().collect();
        ids.sort_by_cached_key(|id| natural(id));
        ids
    }

    /// The records that a section names on one side, looked up once.
    fn named_in_section(&mut self, number: usize, heading: &str) -> Vec<String> {
        let key = (number, heading.to_owned());
        if let Some(known) = self.named.get(&key) {
            return known.clone();
        }
        let text = self.sides[number].head(self.id).map(|head| section_text(head, heading)).unwrap_or_default();
        let mut named = self.relying(&text);
        named.sort_unstable();
        named.dedup();
        if named.len() > FEW {
            named.clear();
        }
        self.named.insert(key, named.clone());
        named
    }

    /// The records among the ids of a text that can rely on something.
    fn relying(&self, text: &str) -> Vec<String> {
        ids_with_digits(text).filter(|id| relies(self.sides, id)).map(str::to_owned).collect()
    }
}

/// Whether an id is that of a record that can rely on something, on either side.
fn relies([before, after]: [&Isms; 2], id: &str) -> bool {
    let head = after.head(id).or_else(|| before.head(id));
    head.is_some_and(|head| !matches!(head.kind, Kind::Approval | Kind::Person))
}

/// What stands under a heading, up to the next one of any level.
fn section_text(head: &Head, heading: &str) -> String {
    let blocks = head.body.as_ref().map_or(&[][..], |body| body.blocks.as_slice());
    let is_heading = |kind: BlockKind| matches!(kind, BlockKind::Heading(_));
    let Some(at) = blocks.iter().position(|block| is_heading(block.kind) && block.text == heading) else { return String::new() };
    let below = blocks[at + 1..].iter().take_while(|block| !is_heading(block.kind));
    below.map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// The records that speak of a document only because some of its sections answer something (`section_in`), with the names of these.
fn answered_sections(isms: &Isms, id: &str) -> BTreeMap<String, Vec<String>> {
    let mut named: BTreeMap<String, Option<Vec<String>>> = BTreeMap::new();
    for (head, link) in isms.links_to(id) {
        let sections = named.entry(head.id.to_string()).or_insert_with(|| Some(Vec::new()));
        match section_of(link) {
            Some(section) => sections.iter_mut().for_each(|sections| sections.push(section.clone())),
            None => *sections = None,
        }
    }
    named.into_iter().filter_map(|(from, sections)| Some((from, sections?))).collect()
}

fn sides(change: &Change) -> impl Iterator<Item = &Side> {
    [&change.before, &change.after].into_iter().flatten()
}

/// The section that a reference names beside the document.
fn section_of(link: &crate::model::Link) -> Option<String> {
    let mut steps = link.pointer.steps();
    (steps.next()? == "section_in").then(|| steps.next().map(std::borrow::Cow::into_owned)).flatten()
}

/// A record that names a section of a document.
struct Citation {
    from: String,
    section: Named,
}

/// A section as somebody else names it.
enum Named {
    /// As a key of `section_in`.
    Key(String),
    /// As the anchor of a link.
    Anchor(String),
    /// In a sentence that goes on behind its name.
    Quoted(String),
}

impl Named {
    fn is(&self, heading: &str) -> bool {
        let heading = comparable(heading);
        if heading.is_empty() {
            return false;
        }
        match self {
            Named::Key(key) => means_section(key, &heading.replace('-', " ")),
            Named::Anchor(anchor) => *anchor == heading,
            Named::Quoted(text) => {
                let name = heading.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '-');
                let number = heading[..heading.len() - name.len()].trim_end_matches('-');
                let begins = |words: &str, number: bool| {
                    let rest = text.strip_prefix(words).filter(|_| !words.is_empty());
                    let next = |rest: &str| rest.trim_start_matches('-').starts_with(|letter: char| letter.is_ascii_digit());
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-') && !(number && next(rest)))
                };
                begins(&heading, false) || begins(name, false) || begins(number, true)
            }
        }
    }
}

/// Who names sections of the documents whose text changed, by the id of the document. One look at all records.
fn cited(documents: &[DocumentChange], state: State<'_>) -> BTreeMap<String, Vec<Citation>> {
    let in_text = |document: &&DocumentChange| document.changes.iter().flat_map(sides).any(|side| !side.section.is_empty());
    let wanted: BTreeMap<&str, &str> =
        documents.iter().filter(in_text).filter_map(|document| Some((document.id.as_deref()?, document.path.as_str()))).collect();
    let mut cited: BTreeMap<String, Vec<Citation>> = BTreeMap::new();
    if wanted.is_empty() {
        return cited;
    }
    let paths: BTreeMap<&str, &str> = wanted.iter().map(|(id, path)| (*path, *id)).collect();
    for head in state.isms.heads().filter(|head| !matches!(head.kind, Kind::Approval | Kind::Person)) {
        let mut add = |id: &str, section: Named| {
            if *head.id != *id {
                cited.entry(id.to_owned()).or_default().push(Citation { from: head.id.to_string(), section });
            }
        };
        for link in head.links.iter() {
            if let Some(key) = section_of(link).filter(|_| wanted.contains_key(&*link.target)) {
                add(&link.target, Named::Key(key));
            }
        }
        let here = folder(state.files.path(head.file));
        for link in head.body.iter().flat_map(|body| &body.links).filter(|link| link.target.contains('#')) {
            let Some(target) = target::read(&link.target).filter(|target| !target.path.is_empty()) else { continue };
            let path = resolve(here, &target.path);
            if let Some(id) = path.and_then(|path| paths.get(path.as_str()).copied()) {
                add(id, Named::Anchor(comparable(&target.anchor)));
            }
        }
        for (id, section) in quoted(head.fields().tree_text()) {
            if wanted.contains_key(id) {
                add(id, Named::Quoted(section));
            }
        }
    }
    cited
}

/// `POL-001 § Passwords` in a text: the id, and what stands behind the sign.
fn quoted(text: &str) -> impl Iterator<Item = (&str, String)> {
    const NEAR: usize = 80;
    text.match_indices('§').filter_map(|(at, sign)| {
        let before = &text[text.ceil_char_boundary(at.saturating_sub(NEAR))..at];
        let behind = at + sign.len();
        let after = &text[behind..text.floor_char_boundary((behind + NEAR).min(text.len()))];
        let (start, end) = possible_ids(before).into_iter().rfind(|(start, end)| start < end)?;
        Some((&before[start..end], comparable(after)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_named_by_its_number_or_its_title() {
        let is = |text: &str, heading: &str| quoted(text).any(|(id, section)| id == "POL-1" && Named::Quoted(section).is(heading));
        for text in ["as POL-1 § Passwords says", "see POL-1, § 3.2.", "POL-1 §3.2 Passwords and more", "(POL-1 § passwords)"] {
            assert!(is(text, "3.2 Passwords"), "{text}");
        }
        for text in ["POL-1 § Password rules", "POL-1 § 3.2.1", "POL-1 § 3", "POL-2 § Passwords", "§ Passwords of POL-1"] {
            assert!(!is(text, "3.2 Passwords"), "{text}");
        }
        assert!(!is("POL-1 § 3.2", "") && !is("POL-1 §", "Passwords"));
    }
}
