//! The one table of record kinds: word, schema, folder, id prefix, file form and register.
//!
//! Adding a kind is a schema in `schemas/`, a file in `model/`, and a line here.

use std::fmt;
use std::sync::Arc;

use super::{
    Approval, Asset, Audit, AuditProgramme, Change, Communication, Competence, Control, Criteria, Document, Evidence, Exception,
    Head, Incident, ManagementReview, Metric, Nonconformity, Objective, Party, Person, Record, Requirement, Risk, Role, Supplier,
};
use crate::text::FileId;

/// How a record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A YAML file.
    Yaml,
    /// A Markdown file with front matter.
    Markdown,
}

/// What is kept apart in an ISMS (clause 7.5.3): documents are kept current, records are retained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Maintained, versioned, approved.
    Document,
    /// Maintained, and its history matters.
    Register,
    /// Retained as it was.
    Record,
}

macro_rules! kinds {
    ($($variant:ident $word:literal $plural:literal $form:ident $family:ident $folder:literal $prefix:literal => $register:ident: $type:ty;)+) => {
        /// What a record is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = concat!("Written `kind: ", $word, "`.")] $variant,)+
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant),+];

            /// The word behind `kind:`.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Kind::$variant => $word),+ }
            }

            /// The word for several of them, for people.
            #[must_use]
            pub fn plural(self) -> &'static str {
                match self { $(Kind::$variant => $plural),+ }
            }

            /// How it is written.
            #[must_use]
            pub fn form(self) -> Form {
                match self { $(Kind::$variant => Form::$form),+ }
            }

            /// Whether it is kept current or retained.
            #[must_use]
            pub fn family(self) -> Family {
                match self { $(Kind::$variant => Family::$family),+ }
            }

            /// The folder where records of the kind belong, `/`-separated; documents belong to the tree as a whole.
            #[must_use]
            pub fn folder(self) -> &'static str {
                match self { $(Kind::$variant => $folder),+ }
            }

            /// What an id begins with; empty where ids are readable slugs.
            #[must_use]
            pub fn prefix(self) -> &'static str {
                match self { $(Kind::$variant => $prefix),+ }
            }

            /// The JSON Schema of the kind.
            #[must_use]
            pub fn schema(self) -> &'static str {
                match self {
                    $(Kind::$variant => include_str!(concat!("../../schemas/", $word, ".schema.json")),)+
                }
            }
        }

        /// The fields of a record, by kind.
        #[derive(Debug, Clone)]
        pub(crate) enum Data {
            $(#[doc = "Fields."] $variant(Arc<$type>),)+
        }

        impl Data {
            /// Reads the fields of a record of `kind`.
            pub(crate) fn decode(
                kind: Kind,
                value: crate::value::Value<'_>,
                refused: &[crate::value::NodeId],
            ) -> Result<Data, crate::value::DecodeError> {
                Ok(match kind {
                    $(Kind::$variant => Data::$variant(Arc::new(crate::value::decode(value, refused)?)),)+
                })
            }
        }
    };
}

kinds! {
    Control "control" "controls" Yaml Register "annex-a" "X." => controls: Control;
    Risk "risk" "risks" Yaml Register "clauses/06-planning/risks" "R-" => risks: Risk;
    Criteria "criteria" "criteria" Yaml Document "clauses/06-planning" "CRI-" => criteria: Criteria;
    Metric "metric" "metrics" Yaml Register "clauses/09-evaluation/metrics" "M-" => metrics: Metric;
    Objective "objective" "objectives" Yaml Register "clauses/06-planning/objectives" "OBJ-" => objectives: Objective;
    Asset "asset" "assets" Yaml Register "clauses/08-operation/assets" "AST-" => assets: Asset;
    Supplier "supplier" "suppliers" Yaml Register "clauses/08-operation/suppliers" "SUP-" => suppliers: Supplier;
    Party "party" "parties" Yaml Register "clauses/04-context/parties" "PTY-" => parties: Party;
    Requirement "requirement" "requirements" Yaml Register "clauses/04-context/requirements" "REQ-" => requirements: Requirement;
    Role "role" "roles" Yaml Register "clauses/05-leadership/roles" "" => roles: Role;
    Person "person" "people" Yaml Register "clauses/05-leadership/people" "" => people: Person;
    Evidence "evidence" "evidence" Yaml Record "annex-a" "EV-" => evidence: Evidence;
    AuditProgramme "audit_programme" "audit programmes" Yaml Document "clauses/09-evaluation/audits" "AP-" => audit_programmes: AuditProgramme;
    Audit "audit" "audits" Yaml Record "clauses/09-evaluation/audits" "AUD-" => audits: Audit;
    Nonconformity "nonconformity" "nonconformities" Yaml Record "clauses/10-improvement/nonconformities" "NC-" => nonconformities: Nonconformity;
    Incident "incident" "incidents" Yaml Record "clauses/08-operation/incidents" "INC-" => incidents: Incident;
    Exception "exception" "exceptions" Yaml Record "clauses/08-operation/exceptions" "EXC-" => exceptions: Exception;
    Change "change" "changes" Yaml Record "clauses/06-planning/changes" "CHG-" => changes: Change;
    Competence "competence" "competence records" Yaml Record "clauses/07-support/competence" "CMP-" => competences: Competence;
    Communication "communication" "communications" Yaml Register "clauses/07-support/communication" "COM-" => communications: Communication;
    Approval "approval" "approvals" Yaml Record "approvals" "APR-" => approvals: Approval;
    Policy "policy" "policies" Markdown Document "" "POL-" => documents: Document;
    Procedure "procedure" "procedures" Markdown Document "" "PRO-" => documents: Document;
    Document "document" "documents" Markdown Document "" "DOC-" => documents: Document;
    ManagementReview "management_review" "management reviews" Markdown Record "clauses/09-evaluation/reviews" "MR-" => management_reviews: ManagementReview;
}

macro_rules! registers {
    ($($register:ident: $type:ty = $($variant:ident)|+;)+) => {
        /// The records of a repository, one list a kind, each in the order of paths. Policies, procedures and documents share one.
        #[derive(Debug, Default)]
        #[expect(missing_docs, reason = "each list is named by its kind")]
        pub struct Registers {
            $(pub $register: Vec<Record<$type>>,)+
        }

        impl Registers {
            /// Adds a record and tells its place in its register.
            pub(crate) fn push(&mut self, head: Head, data: Data) -> usize {
                match data {
                    $($(Data::$variant(data))|+ => {
                        self.$register.push(Record { head, data });
                        self.$register.len() - 1
                    })+
                }
            }

            /// The head of a record.
            pub(crate) fn head(&self, kind: Kind, at: usize) -> &Head {
                match kind {
                    $($(Kind::$variant)|+ => &self.$register[at].head,)+
                }
            }

            /// The heads of all records, kind by kind.
            pub fn heads(&self) -> impl Iterator<Item = &Head> {
                let none = std::iter::empty::<&Head>();
                none$(.chain(self.$register.iter().map(|record| &record.head)))+
            }
        }
    };
}

registers! {
    controls: Control = Control;
    risks: Risk = Risk;
    criteria: Criteria = Criteria;
    metrics: Metric = Metric;
    objectives: Objective = Objective;
    assets: Asset = Asset;
    suppliers: Supplier = Supplier;
    parties: Party = Party;
    requirements: Requirement = Requirement;
    roles: Role = Role;
    people: Person = Person;
    evidence: Evidence = Evidence;
    audit_programmes: AuditProgramme = AuditProgramme;
    audits: Audit = Audit;
    nonconformities: Nonconformity = Nonconformity;
    incidents: Incident = Incident;
    exceptions: Exception = Exception;
    changes: Change = Change;
    competences: Competence = Competence;
    communications: Communication = Communication;
    approvals: Approval = Approval;
    documents: Document = Policy | Procedure | Document;
    management_reviews: ManagementReview = ManagementReview;
}

/// What people call kinds besides.
const OTHER_NAMES: &[(&str, Kind)] = &[
    ("audit_program", Kind::AuditProgramme),
    ("audit_programs", Kind::AuditProgramme),
    ("competences", Kind::Competence),
    ("criterion", Kind::Criteria),
    ("docs", Kind::Document),
    ("non_conformities", Kind::Nonconformity),
    ("non_conformity", Kind::Nonconformity),
    ("interested_parties", Kind::Party),
    ("interested_party", Kind::Party),
    ("kpi", Kind::Metric),
    ("kpis", Kind::Metric),
    ("persons", Kind::Person),
    ("programme", Kind::AuditProgramme),
    ("programmes", Kind::AuditProgramme),
    ("review", Kind::ManagementReview),
    ("reviews", Kind::ManagementReview),
    ("risk_criteria", Kind::Criteria),
    ("vendor", Kind::Supplier),
    ("vendors", Kind::Supplier),
    ("waiver", Kind::Exception),
    ("waivers", Kind::Exception),
];

impl<'de> serde::Deserialize<'de> for Kind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        Kind::from_word(&word).ok_or_else(|| serde::de::Error::custom(format!("`{word}` is no kind of record")))
    }
}

impl Kind {
    /// The kind that a word behind `kind:` names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// The kind that a person means by a word: the one behind `kind:`, its plural, what its ids begin with, or another name
    /// for it, in any letter case.
    #[must_use]
    pub fn named(name: &str) -> Option<Kind> {
        let plain = |text: &str| text.trim().to_lowercase().replace(['-', ' '], "_");
        let name = plain(name);
        let other = OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, kind)| *kind);
        let is_it = |kind: &Kind| {
            let prefix = kind.prefix().trim_end_matches('-').to_lowercase();
            kind.word() == name || plain(kind.plural()) == name || (prefix.len() > 1 && prefix == name)
        };
        Kind::ALL.iter().copied().find(is_it).or(other)
    }

    /// Whether it is a policy, a procedure or another document with a text.
    #[must_use]
    pub fn is_document(self) -> bool {
        matches!(self, Kind::Policy | Kind::Procedure | Kind::Document)
    }

    /// `a` or `an`, for messages.
    #[must_use]
    pub fn with_article(self) -> String {
        let label = self.word().replace('_', " ");
        let article = if label.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
        format!("{article} {label}")
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A record that is known to exist although its file cannot be understood, so that references to it do not dangle.
#[derive(Debug, Clone)]
pub struct Unread {
    /// Its id, as far as it can be told.
    pub id: String,
    /// Its kind, as far as it can be told.
    pub kind: Option<Kind>,
    /// Its file.
    pub file: FileId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_go_by_several_names_and_none_by_two() {
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.word()), Some(*kind));
            assert_eq!(Kind::named(&kind.plural().to_uppercase()), Some(*kind));
        }
        assert_eq!(Kind::named("mr"), Some(Kind::ManagementReview));
        for (other, kind) in OTHER_NAMES {
            assert_eq!(Kind::named(other), Some(*kind), "{other} is the name of another kind");
        }
        assert_eq!(Kind::named("audit-programmes"), Some(Kind::AuditProgramme));
        assert_eq!(Kind::named("riks"), None);
    }
}
