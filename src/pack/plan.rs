//! What goes into a pack and in which order: the chapters as an auditor wants them on the desk, and which of them a stage and an
//! audience get.

use crate::model::{Classification, Document, Kind};

/// The audit that a pack is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Documents and readiness.
    One,
    /// Operation: everything. Recertification wants the same.
    Two,
    /// Everything, read for what changed.
    Surveillance,
}

/// Who reads a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everything.
    Auditor,
    /// What customers ask for, without internals.
    Customer,
    /// Nothing but what is public.
    Public,
}

impl Stage {
    /// The word in commands and manifests.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Stage::One => "1",
            Stage::Two => "2",
            Stage::Surveillance => "surveillance",
        }
    }

    /// The name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Stage::One => "Stage 1 audit",
            Stage::Two => "Stage 2 audit",
            Stage::Surveillance => "surveillance audit",
        }
    }

    /// The stage with a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        [Stage::One, Stage::Two, Stage::Surveillance].into_iter().find(|stage| stage.word() == word)
    }
}

impl Audience {
    /// The word in commands and manifests.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Audience::Auditor => "auditor",
            Audience::Customer => "customer",
            Audience::Public => "public",
        }
    }

    /// The audience with a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        [Audience::Auditor, Audience::Customer, Audience::Public].into_iter().find(|audience| audience.word() == word)
    }

    /// Whether it may see something of a classification. Auditors are bound to secrecy by contract; nobody else is taken to be.
    #[must_use]
    pub fn may_see(self, classification: Classification) -> bool {
        self == Audience::Auditor || classification == Classification::Public
    }
}

/// Who gets a chapter besides auditors at Stage 2 and surveillance, who get all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Everybody.
    Everybody,
    /// Auditors at any stage, and customers.
    Customers,
    /// Auditors at any stage.
    StageOne,
    /// Auditors at Stage 2 and surveillance.
    Operation,
}

/// A chapter of a pack.
#[derive(Debug, Clone, Copy)]
pub struct Chapter {
    /// Its number, which is its place.
    pub number: usize,
    /// Its name in file names.
    pub slug: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What a reader finds in it.
    pub about: &'static str,
    /// The reports in it, by name.
    pub reports: &'static [&'static str],
    /// The kinds whose records have their pages in it.
    pub kinds: &'static [Kind],
    /// Documents that answer one of these clauses, or a part of it, have their pages in it.
    pub clauses: &'static [&'static str],
    /// Who gets it.
    pub readers: For,
}

impl Chapter {
    /// Whether a pack has it.
    #[must_use]
    pub fn is_in(&self, stage: Stage, audience: Audience) -> bool {
        match (self.readers, audience) {
            (For::Everybody, _) | (For::Customers, Audience::Auditor | Audience::Customer) | (For::StageOne, Audience::Auditor) => {
                true
            }
            (For::Operation, Audience::Auditor) => stage != Stage::One,
            _ => false,
        }
    }

    /// The path of its first page in a pack.
    #[must_use]
    pub fn path(&self) -> String {
        match self.number {
            COVER => "index.html".to_owned(),
            number => format!("site/{number:02}-{}.html", self.slug),
        }
    }
}

/// The number of the cover.
pub const COVER: usize = 0;
/// The number of the index.
pub const INDEX: usize = 1;
/// The number of the chapter on how the ISMS is run.
pub const RUNNING: usize = 2;
/// The number of the chapter with the Statement of Applicability.
pub const STATEMENT: usize = 7;
/// The number of the chapter with the list of documents.
pub const DOCUMENT_CONTROL: usize = 11;
/// The number of the chapter with the topic policies: what fits nowhere else is there.
pub const POLICIES: usize = 12;
/// The number of the chapter with a page for each control.
pub const OPERATION: usize = 13;
/// The number of the chapter with the evidence.
pub const EVIDENCE: usize = 19;
/// The number of the chapter on where the pack comes from and what is open.
pub const PROVENANCE: usize = 20;

const fn chapter(number: usize, slug: &'static str, title: &'static str, readers: For, about: &'static str) -> Chapter {
    Chapter { number, slug, title, about, reports: &[], kinds: &[], clauses: &[], readers }
}

/// All chapters in their order.
pub const CHAPTERS: [Chapter; 21] = [
    chapter(COVER, "cover", "Cover", For::Everybody, "What this is, where it comes from, and what it says in short."),
    chapter(
        INDEX,
        "index",
        "Index",
        For::Everybody,
        "Every page and file of the pack, and what each clause asks for with what answers it.",
    ),
    chapter(
        RUNNING,
        "how-this-isms-is-run",
        "How this ISMS is run",
        For::StageOne,
        "Where things stand, who decides what, and how documents and records are controlled.",
    ),
    Chapter {
        reports: &["requirements"],
        kinds: &[Kind::Party, Kind::Requirement],
        clauses: &["4"],
        ..chapter(
            3,
            "scope-and-context",
            "Scope and context",
            For::StageOne,
            "Clause 4: issues, interested parties and what they require, the boundaries of the ISMS.",
        )
    },
    Chapter {
        kinds: &[Kind::Role, Kind::Person],
        clauses: &["5"],
        ..chapter(
            4,
            "policy-and-roles",
            "Policy and roles",
            For::StageOne,
            "Clause 5: the information security policy, and who is responsible for what.",
        )
    },
    Chapter {
        kinds: &[Kind::Criteria],
        clauses: &["6.1", "8.2", "8.3"],
        ..chapter(
            5,
            "risk-process-and-criteria",
            "Risk process and criteria",
            For::StageOne,
            "Clauses 6.1.2 and 6.1.3: how risks are assessed and treated, and when a risk is acceptable.",
        )
    },
    Chapter {
        reports: &["risk-register", "risk-assessment"],
        kinds: &[Kind::Risk],
        ..chapter(6, "risks", "Risks", For::StageOne, "Clauses 6.1.2 and 8.2: the results of the risk assessments.")
    },
    Chapter {
        reports: &["soa"],
        ..chapter(
            STATEMENT,
            "statement-of-applicability",
            "Statement of Applicability",
            For::Customers,
            "Clause 6.1.3 d: each control with the decision, its reason and its state.",
        )
    },
    Chapter {
        reports: &["risk-treatment-plan"],
        ..chapter(
            8,
            "risk-treatment-plan",
            "Risk treatment plan",
            For::StageOne,
            "Clauses 6.1.3 e and f, 8.3: what is done about the risks, and who accepted what is left.",
        )
    },
    Chapter {
        reports: &["objectives", "metrics"],
        kinds: &[Kind::Objective, Kind::Metric],
        clauses: &["6.2", "9.1"],
        ..chapter(
            9,
            "objectives-and-metrics",
            "Objectives and metrics",
            For::StageOne,
            "Clauses 6.2 and 9.1: targets with plans, and what is measured against them.",
        )
    },
    Chapter {
        reports: &["competence"],
        kinds: &[Kind::Competence, Kind::Communication],
        clauses: &["7.1", "7.2", "7.3", "7.4"],
        ..chapter(
            10,
            "competence-and-awareness",
            "Competence, awareness, communication",
            For::StageOne,
            "Clauses 7.2 to 7.4: who is able and aware, and who tells whom what.",
        )
    },
    Chapter {
        reports: &["document-control"],
        kinds: &[Kind::Approval],
        clauses: &["7.5"],
        ..chapter(
            DOCUMENT_CONTROL,
            "document-control",
            "Document control",
            For::Customers,
            "Clause 7.5: every document with version, owner, approval and next review.",
        )
    },
    Chapter {
        clauses: &["8.1"],
        ..chapter(
            POLICIES,
            "policies-and-procedures",
            "Policies and procedures",
            For::Everybody,
            "The topic policies and procedures in full.",
        )
    },
    Chapter {
        kinds: &[Kind::Control],
        ..chapter(
            OPERATION,
            "operation",
            "Controls in operation",
            For::Operation,
            "For each control: the decision, who owns it, how it is done, and what shows that it was done, over time.",
        )
    },
    Chapter {
        reports: &["audit-programme", "audit"],
        kinds: &[Kind::AuditProgramme, Kind::Audit],
        clauses: &["9.2"],
        ..chapter(14, "audits", "Audits", For::StageOne, "Clause 9.2: the programme, what it covers, and what was found.")
    },
    Chapter {
        reports: &["nonconformities"],
        kinds: &[Kind::Nonconformity],
        clauses: &["10"],
        ..chapter(
            15,
            "nonconformities",
            "Nonconformities",
            For::StageOne,
            "Clause 10.2: what was not met, why, what was changed, and whether it worked.",
        )
    },
    Chapter {
        reports: &["management-review-input"],
        kinds: &[Kind::ManagementReview],
        clauses: &["9.3"],
        ..chapter(
            16,
            "management-reviews",
            "Management reviews",
            For::StageOne,
            "Clause 9.3: what top management looked at and decided.",
        )
    },
    Chapter {
        reports: &["assets", "suppliers", "incidents", "exceptions"],
        kinds: &[Kind::Asset, Kind::Supplier, Kind::Incident, Kind::Exception, Kind::Change],
        clauses: &["6.3"],
        ..chapter(
            17,
            "operation-registers",
            "Assets, suppliers, incidents, exceptions, changes",
            For::Operation,
            "Clauses 6.3 and 8.1: the registers of the daily work.",
        )
    },
    Chapter {
        reports: &["traceability", "clause-map"],
        ..chapter(
            18,
            "traceability",
            "Traceability",
            For::Operation,
            "From requirement and risk to control, document and evidence, and back; what is linked to nothing.",
        )
    },
    Chapter {
        reports: &["evidence"],
        kinds: &[Kind::Evidence],
        ..chapter(
            EVIDENCE,
            "evidence",
            "Evidence",
            For::Operation,
            "Every piece of evidence with its digest, and for each control the months it speaks of.",
        )
    },
    chapter(
        PROVENANCE,
        "provenance-and-open-points",
        "Provenance and open points",
        For::Everybody,
        "The commit, the approvals, what the checks found, what is waived, and what was withheld.",
    ),
];

/// The chapter of a document: the first that asks for one of its clauses.
#[must_use]
pub fn chapter_of_document(document: &Document) -> usize {
    let answers =
        |chapter: &&Chapter| document.clauses.iter().any(|written| chapter.clauses.iter().any(|clause| is_part(written, clause)));
    CHAPTERS.iter().find(answers).map_or(POLICIES, |chapter| chapter.number)
}

/// The chapter of the records of a kind.
#[must_use]
pub fn chapter_of_kind(kind: Kind) -> usize {
    CHAPTERS.iter().find(|chapter| chapter.kinds.contains(&kind)).map_or(POLICIES, |chapter| chapter.number)
}

/// The chapter of a report. One that nobody has placed stands with what maps everything to everything.
#[must_use]
pub fn chapter_of_report(name: &str) -> usize {
    CHAPTERS.iter().find(|chapter| chapter.reports.contains(&name)).map_or(18, |chapter| chapter.number)
}

/// Whether `6.1.3 d` is `6.1` or below it.
fn is_part(written: &str, clause: &str) -> bool {
    written.strip_prefix(clause).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_stand_at_their_numbers_and_every_kind_has_one() {
        for (at, chapter) in CHAPTERS.iter().enumerate() {
            assert_eq!(chapter.number, at, "{}", chapter.title);
        }
        for kind in Kind::ALL.iter().filter(|kind| !kind.is_document()) {
            assert!(CHAPTERS.iter().any(|chapter| chapter.kinds.contains(kind)), "{}", kind.word());
        }
    }

    #[test]
    fn stages_and_audiences_get_their_chapters() {
        let numbers = |stage, audience| -> Vec<usize> {
            CHAPTERS.iter().filter(|chapter| chapter.is_in(stage, audience)).map(|chapter| chapter.number).collect()
        };
        assert_eq!(numbers(Stage::Two, Audience::Auditor), (0..=20).collect::<Vec<_>>());
        assert_eq!(numbers(Stage::One, Audience::Auditor), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 20]);
        assert_eq!(numbers(Stage::Two, Audience::Customer), [0, 1, 7, 11, 12, 20]);
        assert_eq!(numbers(Stage::Two, Audience::Public), [0, 1, 12, 20]);
    }

    #[test]
    fn clauses_are_matched_by_their_parts() {
        assert!(is_part("6.1.3 d", "6.1") && is_part("10.2", "10") && is_part("4", "4"));
        assert!(!is_part("10.2", "1") && !is_part("6.11", "6.1"));
    }
}
