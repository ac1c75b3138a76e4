//! Repositories of any size, for measuring: records in the proportions, the layout and the length of a real one, all valid and
//! referring to each other. The same size gives the same bytes.

mod prose;
mod records;

use std::fs;
use std::io;
use std::path::Path;

use isms::load;
use isms::model::{Kind, digest};
use isms::source::Memory;
use isms::standard;

use prose::Dice;

/// The fewest records that have one of each kind besides the 93 controls of Annex A.
pub(super) const SMALLEST: usize = 150;

/// The day for which the dates of the records make sense.
pub(super) const AS_OF: &str = "2026-06-30";

/// How many of a thousand records, beyond those every ISMS has once, are of a kind. What is left over becomes risks.
const MIX: [(Kind, usize); 19] = [
    (Kind::Evidence, 240),
    (Kind::Asset, 140),
    (Kind::Requirement, 80),
    (Kind::Control, 50),
    (Kind::Supplier, 50),
    (Kind::Person, 40),
    (Kind::Metric, 35),
    (Kind::Nonconformity, 25),
    (Kind::Competence, 20),
    (Kind::Incident, 15),
    (Kind::Policy, 10),
    (Kind::Procedure, 10),
    (Kind::Document, 10),
    (Kind::Role, 10),
    (Kind::Party, 10),
    (Kind::Communication, 5),
    (Kind::Objective, 5),
    (Kind::Change, 5),
    (Kind::Exception, 5),
];

/// A file of a repository.
pub(super) struct File {
    /// Its path below the root.
    pub(super) path: String,
    /// Its text.
    pub(super) text: String,
}

/// How many records there are of each kind; references are drawn from them.
struct World {
    counts: Vec<(Kind, usize)>,
}

impl World {
    fn new(records: usize) -> World {
        // The controls of Annex A, the criteria and the audit programme.
        let left = records.max(SMALLEST) - standard::controls().len() - 2;
        let mut counts: Vec<(Kind, usize)> = MIX.iter().map(|(kind, share)| (*kind, (left * share / 1000).max(1))).collect();
        let of = |wanted: &[Kind]| counts.iter().filter(|(kind, _)| wanted.contains(kind)).map(|(_, count)| count).sum::<usize>();
        let approvals = of(&[Kind::Policy, Kind::Procedure, Kind::Document]);
        counts.push((Kind::Approval, approvals));
        let taken: usize = counts.iter().map(|(_, count)| count).sum();
        counts.push((Kind::Risk, left - taken));
        World { counts }
    }

    /// How many there are of a kind, besides the controls of Annex A.
    fn count(&self, kind: Kind) -> usize {
        self.counts.iter().find(|(known, _)| *known == kind).map_or(1, |(_, count)| *count)
    }

    /// Some record of a kind.
    fn any(&self, kind: Kind, dice: &mut Dice) -> String {
        id(kind, 1 + dice.below(self.count(kind)))
    }

    /// A few records of a kind, each once.
    fn some(&self, kind: Kind, most: usize, dice: &mut Dice) -> Vec<String> {
        let wanted = 1 + dice.below(most);
        distinct((0..wanted).map(|_| self.any(kind, dice)).collect())
    }

    /// A few controls, each once; two of three are of Annex A.
    fn controls(&self, most: usize, dice: &mut Dice) -> Vec<String> {
        let wanted = 1 + dice.below(most);
        let annex = standard::controls();
        let one = |_| match dice.below(3) {
            0 => self.any(Kind::Control, dice),
            _ => annex[dice.below(annex.len())].id.to_owned(),
        };
        distinct((0..wanted).map(one).collect())
    }

    /// A role with the person who holds it.
    fn owner(&self, dice: &mut Dice) -> (String, String) {
        let role = 1 + dice.below(self.count(Kind::Role));
        (id(Kind::Role, role), self.holder(role))
    }

    /// The person who holds a role.
    fn holder(&self, role: usize) -> String {
        id(Kind::Person, 1 + (role * 7) % self.count(Kind::Person))
    }
}

/// The id of a record, counted from 1.
fn id(kind: Kind, number: usize) -> String {
    match kind {
        Kind::Control => format!("X.{number}"),
        Kind::Person => prose::person(number).1,
        Kind::Role => prose::role(number).1,
        Kind::AuditProgramme => "AP-2026".to_owned(),
        kind => format!("{}{number:03}", kind.prefix()),
    }
}

/// The folder of a control.
fn folder_of(control: &str) -> String {
    match standard::control(control) {
        Some(control) => format!("annex-a/{}/{}", control.theme.folder(), control.folder_name()),
        None => format!("annex-a/custom/{}-own-control", control.to_lowercase()),
    }
}

fn distinct(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids.dedup();
    ids
}

/// A repository with a number of records. Evidence files come on top.
pub(super) fn repository(records: usize) -> Vec<File> {
    let world = World::new(records);
    let mut files = vec![records::settings(), records::criteria(), records::audit_programme()];
    for control in standard::controls() {
        let mut dice = Dice::new(Kind::Control, files.len());
        let text = records::control(&world, control.id, control.title, &mut dice);
        files.push(File { path: format!("{}/control.yaml", folder_of(control.id)), text });
    }
    for (kind, count) in &world.counts {
        for number in (1..=*count).filter(|_| *kind != Kind::Approval) {
            let mut dice = Dice::new(*kind, number);
            files.extend(records::record(&world, *kind, number, &mut dice));
        }
    }
    let approvals = approvals(&world, &files);
    files.extend(approvals);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

/// One approval for each document, bound to what it says.
fn approvals(world: &World, files: &[File]) -> Vec<File> {
    let documents = files.iter().filter(|file| file.text.starts_with("---") || file.path == load::SETTINGS_FILE);
    let memory: Memory = documents.map(|file| (file.path.as_str(), file.text.as_bytes())).collect();
    let loaded = load::load(&memory).expect("the documents can be read");
    let documents = loaded.isms.documents.iter().enumerate();
    documents.map(|(at, document)| records::approval(world, at + 1, document.id(), &digest::of_record(&document.head))).collect()
}

/// Writes files below a folder.
pub(super) fn write(files: &[File], root: &Path) -> io::Result<()> {
    let mut made = None;
    for file in files {
        let path = root.join(&file.path);
        let folder = path.parent().map(Path::to_owned);
        if folder != made {
            fs::create_dir_all(folder.as_deref().unwrap_or(root))?;
            made = folder;
        }
        fs::write(path, &file.text)?;
    }
    Ok(())
}
