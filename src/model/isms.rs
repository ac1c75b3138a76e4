//! All records together, with the relations between them in both directions.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::sync::Arc;

use super::kinds::{Kind, Registers, Unread};
use super::record::{Head, Link, Record};
use super::settings::Settings;
use super::{Asset, Control, Criteria, Document, Evidence, Metric, Person, Requirement, Risk, Role, Supplier};
use crate::text::{FileId, Locus};

/// The place of a record in its register.
type Key = (Kind, usize);

/// An information security management system. It derefs to its [`Registers`].
#[derive(Debug, Default)]
pub struct Isms {
    /// What `isms.yaml` says.
    pub settings: Settings,
    /// The file of the settings.
    pub settings_file: Option<FileId>,
    /// Records whose file cannot be understood.
    pub unread: Vec<Unread>,
    registers: Registers,
    /// The first record of each id; a second one is a finding, and never hides the first.
    by_id: HashMap<Arc<str>, Key>,
    /// The ids of the records that cannot be understood.
    unread_ids: HashSet<String>,
    /// Who refers to an id: the record and the number of the link in it.
    incoming: HashMap<Arc<str>, Vec<(Key, usize)>>,
}

impl Deref for Isms {
    type Target = Registers;

    fn deref(&self) -> &Registers {
        &self.registers
    }
}

impl Isms {
    /// The records of a repository, with their relations computed once.
    pub(crate) fn new(settings: Settings, registers: Registers, keys: &[Key], unread: Vec<Unread>) -> Self {
        let unread_ids = unread.iter().map(|unread| unread.id.clone()).collect();
        let mut isms = Isms { settings, unread, registers, unread_ids, ..Isms::default() };
        for key in keys {
            let id = Arc::clone(&isms.registers.head(key.0, key.1).id);
            isms.by_id.entry(id).or_insert(*key);
        }
        for key in keys {
            let head = isms.registers.head(key.0, key.1);
            for (number, link) in head.links.iter().enumerate() {
                isms.incoming.entry(Arc::clone(&link.target)).or_default().push((*key, number));
            }
        }
        isms
    }

    /// A place in the settings, for what is missing in the repository as a whole.
    #[must_use]
    pub fn setting(&self, pointer: &str) -> Locus {
        Locus::value(self.settings_file.unwrap_or(FileId(0)), pointer)
    }

    /// The record at a place in its register.
    pub(crate) fn record_at(&self, key: Key) -> &Head {
        self.registers.head(key.0, key.1)
    }

    /// The record with an id.
    #[must_use]
    pub fn head(&self, id: &str) -> Option<&Head> {
        self.by_id.get(id).map(|key| self.registers.head(key.0, key.1))
    }

    /// Whether a record with this id exists, readable or not.
    #[must_use]
    pub fn exists(&self, id: &str) -> bool {
        self.by_id.contains_key(id) || self.unread_ids.contains(id)
    }

    /// Whether a file that cannot be read may hold a record of a kind, so that nobody should say there is none.
    #[must_use]
    pub fn may_have_unread(&self, kind: Kind) -> bool {
        self.unread.iter().any(|unread| unread.kind.is_none_or(|unread| unread == kind))
    }

    /// The references to an id, with the records they stand in, in a fixed order.
    pub fn links_to<'m>(&'m self, id: &str) -> impl Iterator<Item = (&'m Head, &'m Link)> + use<'m> {
        let found = self.incoming.get(id).map_or(&[][..], Vec::as_slice);
        found.iter().map(|(key, number)| {
            let head = self.registers.head(key.0, key.1);
            (head, &head.links[*number])
        })
    }

    /// The record of one of some kinds with an id, in the register of the kind.
    pub(super) fn find<'m, T>(&'m self, id: &str, kinds: &[Kind], register: &'m [Record<T>]) -> Option<&'m Record<T>> {
        let (kind, at) = *self.by_id.get(id)?;
        kinds.contains(&kind).then(|| register.get(at)).flatten()
    }

    /// The control with an id such as `A.5.15`.
    #[must_use]
    pub fn control(&self, id: &str) -> Option<&Record<Control>> {
        self.find(id, &[Kind::Control], &self.controls)
    }

    /// The risk with an id.
    #[must_use]
    pub fn risk(&self, id: &str) -> Option<&Record<Risk>> {
        self.find(id, &[Kind::Risk], &self.risks)
    }

    /// The requirement with an id.
    #[must_use]
    pub fn requirement(&self, id: &str) -> Option<&Record<Requirement>> {
        self.find(id, &[Kind::Requirement], &self.requirements)
    }

    /// The metric with an id.
    #[must_use]
    pub fn metric(&self, id: &str) -> Option<&Record<Metric>> {
        self.find(id, &[Kind::Metric], &self.metrics)
    }

    /// The role with an id.
    #[must_use]
    pub fn role(&self, id: &str) -> Option<&Record<Role>> {
        self.find(id, &[Kind::Role], &self.roles)
    }

    /// The person with an id.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<&Record<Person>> {
        self.find(id, &[Kind::Person], &self.people)
    }

    /// The supplier with an id.
    #[must_use]
    pub fn supplier(&self, id: &str) -> Option<&Record<Supplier>> {
        self.find(id, &[Kind::Supplier], &self.suppliers)
    }

    /// The asset with an id.
    #[must_use]
    pub fn asset(&self, id: &str) -> Option<&Record<Asset>> {
        self.find(id, &[Kind::Asset], &self.assets)
    }

    /// The piece of evidence with an id.
    #[must_use]
    pub fn evidence_item(&self, id: &str) -> Option<&Record<Evidence>> {
        self.find(id, &[Kind::Evidence], &self.evidence)
    }

    /// The policy, procedure or document with an id.
    #[must_use]
    pub fn document(&self, id: &str) -> Option<&Record<Document>> {
        self.find(id, &[Kind::Policy, Kind::Procedure, Kind::Document], &self.documents)
    }

    /// The criteria with an id.
    #[must_use]
    pub fn criteria_named(&self, id: &str) -> Option<&Record<Criteria>> {
        self.find(id, &[Kind::Criteria], &self.criteria)
    }
}
