//! Which document became which: by id, by path, then by what it says.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::page::Page;
use super::whole::WholeText;
use super::words::words;
use super::{Diff, Direction, DocumentChange, Fate, fields, prose, weight};

/// From this share of common sentences on a document under another path is the same one.
const SAME_DOCUMENT: f64 = 0.5;

/// Compares two sets of documents.
#[must_use]
pub fn compare(before: &[Page], after: &[Page]) -> Diff {
    let (both, gone, come) = pairs(before, after);
    let mut documents: Vec<DocumentChange> = both.iter().filter_map(|(old, new)| changed(old, new)).collect();
    documents.extend(gone.iter().map(|page| alone(page, Fate::Removed)));
    documents.extend(come.iter().map(|page| alone(page, Fate::Added)));
    note_sentences_elsewhere(&mut documents);
    documents.sort_by(|one, other| (one.direction, &one.path).cmp(&(other.direction, &other.path)));
    Diff { documents, effects: Vec::new() }
}

type Pairs<'p> = (Vec<(&'p Page, &'p Page)>, Vec<&'p Page>, Vec<&'p Page>);

fn pairs<'p>(before: &'p [Page], after: &'p [Page]) -> Pairs<'p> {
    let mut both = Vec::new();
    let mut gone: Vec<&Page> = before.iter().collect();
    let mut come: Vec<&Page> = after.iter().collect();
    let ids = |pages: &[&Page]| {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, page) in pages.iter().enumerate() {
            if let Some(id) = page.id().filter(|_| page.is_record()) {
                places.entry(id.to_owned()).or_default().push(at);
            }
        }
        places.retain(|_, places| places.len() == 1);
        places
    };
    let (old, new) = (ids(&gone), ids(&come));
    let by_id: Vec<(usize, usize)> = old.iter().filter_map(|(id, at)| Some((at[0], new.get(id)?[0]))).collect();
    take(&mut both, &mut gone, &mut come, &by_id);
    let paths: HashMap<&str, usize> = come.iter().enumerate().map(|(at, page)| (page.path.as_str(), at)).collect();
    let by_path: Vec<(usize, usize)> =
        gone.iter().enumerate().filter_map(|(at, page)| Some((at, *paths.get(page.path.as_str())?))).collect();
    take(&mut both, &mut gone, &mut come, &by_path);
    let by_content = alike(&gone, &come);
    take(&mut both, &mut gone, &mut come, &by_content);
    (both, gone, come)
}

/// Moves pairs out of the pages that are left.
fn take<'p>(both: &mut Vec<(&'p Page, &'p Page)>, gone: &mut Vec<&'p Page>, come: &mut Vec<&'p Page>, found: &[(usize, usize)]) {
    both.extend(found.iter().map(|(one, other)| (gone[*one], come[*other])));
    let keep = |pages: &mut Vec<&'p Page>, taken: HashSet<usize>| {
        let mut at = 0;
        pages.retain(|_| {
            at += 1;
            !taken.contains(&(at - 1))
        });
    };
    keep(gone, found.iter().map(|(one, _)| *one).collect());
    keep(come, found.iter().map(|(_, other)| *other).collect());
}

/// Pages under another path that say mostly the same.
fn alike(gone: &[&Page], come: &[&Page]) -> Vec<(usize, usize)> {
    let said = |page: &&Page| -> HashSet<Vec<String>> { page.sentences.iter().map(|sentence| sentence.words.clone()).collect() };
    let others: Vec<_> = come.iter().map(said).collect();
    let mut found = Vec::new();
    for (one, page) in gone.iter().enumerate() {
        let own = said(page);
        for (other, theirs) in others.iter().enumerate() {
            let shared = own.intersection(theirs).count();
            #[expect(clippy::cast_precision_loss, reason = "documents have few sentences")]
            let share = 2.0 * shared as f64 / (own.len() + theirs.len()).max(1) as f64;
            if share >= SAME_DOCUMENT {
                #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
                found.push((-(share * 1_000_000.0) as i64, one.abs_diff(other), one + other, one, other));
            }
        }
    }
    found.sort_unstable();
    let (mut ones, mut others) = (HashSet::new(), HashSet::new());
    found.retain(|(.., one, other)| !ones.contains(one) && !others.contains(other) && ones.insert(*one) && others.insert(*other));
    found.into_iter().map(|(.., one, other)| (one, other)).collect()
}

fn changed(before: &Page, after: &Page) -> Option<DocumentChange> {
    let renamed = before.path != after.path;
    if before.text == after.text && !renamed {
        return None;
    }
    let fields = fields::compare(before, after);
    let prose = prose::compare(before, after);
    let mut document = describe(after, if renamed { Fate::Renamed } else { Fate::Changed });
    document.previous_path = renamed.then(|| before.path.clone());
    document.changes = fields.changes;
    document.changes.extend(prose.changes);
    document.whole = (before.text != after.text).then(|| WholeText::new(&before.text, &after.text));
    document.moved = prose.moved;
    document.sections = prose.sections;
    document.editorial = fields.editorial + prose.editorial;
    if document.changes.is_empty() && document.moved == 0 && document.editorial == 0 && before.text != after.text {
        // White space, wrapping, list signs, emphasis.
        document.editorial = 1;
    }
    Some(finished(document))
}

/// A document that came or went: what it asks for, not what it tells.
fn alone(page: &Page, fate: Fate) -> DocumentChange {
    let mut document = describe(page, fate);
    document.changes = if fate == Fate::Added { prose::added(page) } else { prose::removed(page) };
    document.changes.retain(|change| change.direction != Direction::Neutral);
    let mut document = finished(document);
    if document.changes.is_empty() {
        document.direction = Direction::Neutral;
    }
    document
}

fn describe(page: &Page, fate: Fate) -> DocumentChange {
    DocumentChange {
        path: page.path.clone(),
        previous_path: None,
        id: page.id().filter(|_| page.is_record()).map(str::to_owned),
        kind: page.kind().filter(|_| page.is_record()).map(str::to_owned),
        title: page.title().to_owned(),
        fate,
        direction: Direction::Editorial,
        changes: Vec::new(),
        editorial: 0,
        moved: 0,
        sections: Vec::new(),
        dependents: Vec::new(),
        whole: None,
    }
}

fn finished(mut document: DocumentChange) -> DocumentChange {
    for change in &mut document.changes {
        change.weight = weight::of(change);
    }
    // The sort keeps the order of the text among equals.
    document.changes.sort_by_key(|change| change.direction);
    document.direction = document.changes.first().map_or(Direction::Editorial, |change| change.direction);
    document
}

/// A sentence that left one document and came into another is said to have done so.
fn note_sentences_elsewhere(documents: &mut [DocumentChange]) {
    let mut places: [HashMap<Vec<String>, String>; 2] = [HashMap::new(), HashMap::new()];
    for document in documents.iter() {
        for change in &document.changes {
            match (&change.before, &change.after) {
                (Some(before), None) => drop(places[0].insert(words(&before.text), document.path.clone())),
                (None, Some(after)) => drop(places[1].insert(words(&after.text), document.path.clone())),
                _ => {}
            }
        }
    }
    for document in documents {
        for change in &mut document.changes {
            let (text, side, verb) = match (&change.before, &change.after) {
                (Some(before), None) => (&before.text, &places[1], "now stands"),
                (None, Some(after)) => (&after.text, &places[0], "stood before"),
                _ => continue,
            };
            if let Some(path) = side.get(&words(text)).filter(|path| **path != document.path) {
                change.reason = format!("{}; the same sentence {verb} in {path}", change.reason);
            }
        }
    }
}
