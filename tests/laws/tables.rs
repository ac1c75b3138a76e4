//! Rows as records, and records as rows.

use std::collections::BTreeMap;

use isms::exchange::{Heads, Mapping, Outcome, Plan, Subject, plan, sheet_of, tables, workbook};
use isms::load::{Loaded, load};
use isms::model::{Head, Kind};
use isms::query::{Records, fields};
use isms::source::Memory;
use isms::starter::TakenIds;

use super::{BASE, text, today};

/// Whatever somebody calls a table is refused with words, or every row becomes what it says: a record that is understood, edits that
/// leave every other value alone, or a reason. What is exported of that changes nothing when it is imported.
///
/// The first line is the kind of the rows.
pub fn table(bytes: &[u8]) {
    let (word, file) = bytes.split_at(bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len()));
    let kind = Kind::named(&text(word)).unwrap_or(Kind::Risk);
    let tables = match tables(file.get(1..).unwrap_or_default()) {
        Ok(tables) => tables,
        Err(refusal) => return assert!(!refusal.message.is_empty()),
    };
    let loaded = load(&*BASE).unwrap();
    for table in &tables {
        let Ok(heads) = Heads::find(kind, table, &Mapping::default()) else { continue };
        let subject = Subject { isms: &loaded.isms, files: &loaded.files, kind };
        let Ok(plan) = plan(subject, table, &heads, &mut taken(&BASE)) else { continue };
        assert_eq!(plan.rows.len() + heads.at + 1, table.rows.len());
        let after = with(&BASE, &plan);
        for row in &plan.rows {
            match &row.outcome {
                Outcome::New { path, .. } | Outcome::Changed { path, .. } => {
                    let head = after.isms.head(&row.id).unwrap_or_else(|| panic!("{path} is no record"));
                    assert_eq!((head.kind, after.files.path(head.file)), (kind, path.as_str()));
                }
                Outcome::Refused(refusals) => {
                    assert!(refusals.iter().all(|refusal| !refusal.message.is_empty()) && !refusals.is_empty());
                }
                Outcome::Same => {}
            }
        }
        comes_back_the_same(&after, kind);
    }
}

/// The repository after an import.
fn with(before: &Memory, plan: &Plan) -> Loaded {
    let mut memory = before.clone();
    for row in &plan.rows {
        if let Outcome::New { path, text } | Outcome::Changed { path, after: text, .. } = &row.outcome {
            memory.insert(path, text.as_bytes());
        }
    }
    load(&memory).unwrap()
}

fn taken(memory: &Memory) -> TakenIds {
    use isms::source::Source as _;

    let mut taken = TakenIds::default();
    let mut reader = memory.reader().unwrap();
    for entry in memory.list().unwrap() {
        if TakenIds::may_hold_record(&entry.path) {
            taken.add(&entry.path, &reader.read(&entry.path).unwrap());
        }
    }
    taken
}

fn records(loaded: &Loaded, kind: Kind) -> Vec<&Head> {
    Records { isms: &loaded.isms, files: &loaded.files, as_of: today() }.of_kind(kind)
}

/// An export changes nothing when it is imported again, neither as CSV nor as a workbook.
pub fn comes_back_the_same(loaded: &Loaded, kind: Kind) {
    for file in exports(loaded, kind) {
        let table = &tables(&file).unwrap()[0];
        if table.rows.len() < 2 {
            continue;
        }
        let heads = Heads::find(kind, table, &Mapping::default()).unwrap();
        let subject = Subject { isms: &loaded.isms, files: &loaded.files, kind };
        let plan = plan(subject, table, &heads, &mut TakenIds::default()).unwrap();
        for row in plan.rows {
            // What the program cannot edit as it is, it does not.
            assert!(matches!(row.outcome, Outcome::Same | Outcome::Refused(_)), "{row:?}");
        }
    }
}

/// Imported where nothing is yet, an export gives the same records. Answers with how many there were.
///
/// Kinds come in the order in which they belong to each other: evidence stands in the folder of its control.
pub fn comes_back_elsewhere(loaded: &Loaded) -> usize {
    let settings: Memory = [("isms.yaml", "isms: 1\nname: N\nprofile: build\n")].into_iter().collect();
    let empty = load(&settings).unwrap();
    let mut count = 0;
    for form in 0..2 {
        let mut ids = TakenIds::default();
        let mut memory = settings.clone();
        for kind in Kind::ALL.iter().copied() {
            let Some(file) = exports(loaded, kind).into_iter().nth(form) else { continue };
            let table = &tables(&file).unwrap()[0];
            if table.rows.len() < 2 {
                continue;
            }
            let heads = Heads::find(kind, table, &Mapping::default()).unwrap();
            let subject = Subject { isms: &empty.isms, files: &empty.files, kind };
            for row in plan(subject, table, &heads, &mut ids).unwrap().rows {
                let Outcome::New { path, text } = row.outcome else { panic!("{kind}: {row:?}") };
                memory.insert(&path, text.into_bytes());
            }
        }
        let again = load(&memory).unwrap();
        let said = |loaded: &Loaded| -> BTreeMap<String, (_, Option<Vec<String>>)> {
            let body = |head: &Head| head.body.as_ref().map(|body| body.blocks.iter().map(|block| block.text.clone()).collect());
            loaded.isms.heads().map(|head| (head.id.to_string(), (fields(head.kind, head.fields()), body(head)))).collect()
        };
        let (before, after) = (said(loaded), said(&again));
        for (id, fields) in &before {
            assert_eq!(after.get(id), Some(fields), "{id}");
        }
        assert_eq!(before.len(), after.len());
        count = before.len();
    }
    count
}

/// A kind as CSV and, where it fits, as a workbook.
fn exports(loaded: &Loaded, kind: Kind) -> Vec<Vec<u8>> {
    let sheet = sheet_of(kind, records(loaded, kind));
    let csv = sheet.csv();
    assert!(!csv.contains(['\u{202e}', '\u{7}', '\u{1b}', '\0']), "{csv:?}");
    let mut files = vec![csv.into_bytes()];
    files.extend(workbook(&[sheet], today()));
    files
}
