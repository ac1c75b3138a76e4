//! Questions about what has to be there in writing: documents with their sections, and results of the current cycle.

use std::sync::LazyLock;

use super::soa::plain_words;
use crate::model::date::{Date, Duration};
use crate::model::{
    AssetStatus, Control, Document, DocumentStatus, DocumentType, EvidenceStatus, Head, Isms, Kind, Objective, ObjectiveStatus,
    ProgrammeStatus, RTP, Record, RequirementType, SOA,
};
use crate::standard::{Basis, Mandatory, MandatoryKind, mandatory};
use crate::syntax::markdown::{BlockKind, Section};
use crate::text::{Locus, Pointer};
use crate::value::Type;

/// How a document that has to exist stands.
#[derive(Debug, Clone, Copy)]
pub enum Standing<'m> {
    /// It is there and was approved.
    Approved,
    /// Nothing answers the clause.
    Missing,
    /// What answers the clause is a draft and was never approved.
    NeverApproved(&'m Head),
    /// What answers the clause calls itself approved, and nothing shows who did that.
    WithoutApproval(&'m Head),
}

impl Isms {
    /// The documents that every ISMS must have (clause 7.5.1 a), with how each stands.
    pub fn mandatory_documents(&self) -> impl Iterator<Item = (&'static Mandatory, Standing<'_>)> {
        let explicit = mandatory().iter().filter(|it| it.basis == Basis::Explicit && it.kind == MandatoryKind::Document);
        // What an organisation itself decides that it needs (7.5.1 b) has no name that could be looked for.
        explicit.filter(|it| it.clause != "7.5.1 b").map(|it| (it, self.standing_of(it.clause)))
    }

    fn standing_of(&self, clause: &str) -> Standing<'_> {
        match clause {
            "6.1.3 d" | "6.1.3 e" => {
                let subject = if clause == "6.1.3 d" { SOA } else { RTP };
                if self.approvals_of(subject).is_empty() { Standing::Missing } else { Standing::Approved }
            }
            "6.2" => self.standing_of_objectives(),
            "9.2.2" => {
                let live = self.audit_programmes.iter();
                let judged =
                    live.map(|it| (&it.head, matches!(it.status, Some(ProgrammeStatus::Approved | ProgrammeStatus::Closed))));
                self.judge(&judged.collect::<Vec<_>>())
            }
            _ => self.standing_of_documents(clause),
        }
    }

    fn standing_of_documents(&self, clause: &str) -> Standing<'_> {
        let documents = self.documents_answering(clause);
        let judged = documents.into_iter().map(|document| (&document.head, document.is_in_force()));
        self.judge(&judged.collect::<Vec<_>>())
    }

    /// Objectives may be records of their own, a document, or both.
    fn standing_of_objectives(&self) -> Standing<'_> {
        let is_draft = |objective: &Record<Objective>| matches!(objective.status, None | Some(ObjectiveStatus::Draft));
        let mut live = self.objectives.iter().filter(|objective| objective.status != Some(ObjectiveStatus::Dropped));
        if live.clone().any(|objective| !is_draft(objective)) {
            return Standing::Approved;
        }
        match (self.standing_of_documents("6.2"), live.next()) {
            (Standing::Missing, Some(objective)) => Standing::NeverApproved(&objective.head),
            (standing, _) => standing,
        }
    }

    /// The best that candidates give, each with whether it calls itself approved.
    fn judge<'m>(&'m self, candidates: &[(&'m Head, bool)]) -> Standing<'m> {
        // A new draft of what was approved before is work in progress.
        if candidates.iter().any(|(head, _)| !self.approvals_of(&head.id).is_empty()) {
            return Standing::Approved;
        }
        match (candidates.iter().find(|(_, in_force)| *in_force), candidates.first()) {
            (Some((head, _)), _) => Standing::WithoutApproval(head),
            (None, Some((head, _))) => Standing::NeverApproved(head),
            (None, None) => Standing::Missing,
        }
    }

    /// The documents that answer a clause as a whole and still count: by its number, a letter of it, or the number above it (`6.1`
    /// for `6.1.2`). The items that are computed from records (6.1.3 d and e) are not the process of 6.1.3.
    #[must_use]
    pub fn documents_answering(&self, clause: &str) -> Vec<&Record<Document>> {
        let counts = |document: &&Record<Document>| {
            !document.is_obsolete() && !matches!(document.doctype, Some(DocumentType::Template | DocumentType::External))
        };
        let answers = |document: &&Record<Document>| document.clauses.iter().any(|written| answers(written, clause));
        self.documents.iter().filter(counts).filter(answers).collect()
    }

    /// The written thing that a control in place calls for and that is not there: the entry of the catalogue.
    #[must_use]
    pub fn lacks_document(&self, control: &Record<Control>) -> Option<&'static Mandatory> {
        let item = mandatory().iter().find(|it| it.basis == Basis::AnnexA && it.clause == control.id())?;
        let due = control.is_applicable() && control.is_in_place();
        (due && !self.has_effective_document(control.id()) && !self.has_register_for(control.id())).then_some(item)
    }

    /// Some of what controls call for are not texts but registers and logs.
    fn has_register_for(&self, control: &str) -> bool {
        use RequirementType::{Contractual, Legal, Regulatory};
        match control {
            "A.5.9" => self.assets.iter().any(|asset| asset.status != Some(AssetStatus::Retired)),
            "A.5.31" => {
                let binding = |it: &RequirementType| matches!(it, Legal | Regulatory | Contractual);
                self.requirements.iter().any(|it| it.is_active() && it.requirement_type.as_ref().is_some_and(binding))
            }
            "A.8.15" => {
                let evidence = self.evidence_of_control(control);
                evidence.iter().any(|it| !matches!(it.status, Some(EvidenceStatus::Rejected | EvidenceStatus::Disposed)))
            }
            _ => false,
        }
    }
}

/// Whether a document with `written` among its clauses answers `clause` as a whole.
fn answers(written: &str, clause: &str) -> bool {
    let written = written.trim_end_matches(')');
    let above = |number: &str| number.contains('.') && clause.strip_prefix(number).is_some_and(|rest| rest.starts_with('.'));
    let letter = written.strip_prefix(clause).and_then(|rest| rest.strip_prefix(' '));
    written == clause || above(written) || letter.is_some_and(|letter| clause != "6.1.3" || !matches!(letter, "d" | "e"))
}

/// A section that a document must have.
#[derive(Debug)]
pub struct RequiredSection {
    /// The clause whose document it belongs to.
    pub clause: &'static str,
    /// The name for `section_in`.
    pub key: &'static str,
    /// A heading for it.
    pub heading: &'static str,
    /// What a heading may have: words, with whether these must be all of it.
    names: Vec<(String, bool)>,
    /// Where else its content may be kept: the criteria, or a key of the front matter.
    kept_in: &'static str,
}

/// A required section that cannot be found.
#[derive(Debug)]
pub struct MissingSection<'m> {
    /// What is required.
    pub section: &'static RequiredSection,
    /// The document that answers the clause.
    pub document: &'m Record<Document>,
    /// Where to say so.
    pub at: Locus,
    /// What is wrong.
    pub gap: Gap<'m>,
}

/// Why a section does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap<'m> {
    /// No heading names it.
    Absent,
    /// Nothing stands below its heading.
    Empty,
    /// `section_in` names a document that does not have it.
    NotIn(&'m str),
}

/// The sections that documents must have, by clause: a data file beside this one.
fn outlines() -> &'static [RequiredSection] {
    static OUTLINES: LazyLock<Vec<RequiredSection>> = LazyLock::new(|| {
        let rows = include_str!("outlines.csv").lines().skip(1);
        rows.filter_map(read_section).collect()
    });
    &OUTLINES
}

/// One row. Only the heading may hold commas, and then it is quoted.
fn read_section(row: &'static str) -> Option<RequiredSection> {
    let (clause, rest) = row.split_once(',')?;
    let (key, rest) = rest.split_once(',')?;
    let (heading, rest) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once("\",")?,
        None => rest.split_once(',')?,
    };
    let (also, kept_in) = rest.split_once(',')?;
    let names = [key, heading].into_iter().chain(also.split(';')).filter(|name| !name.is_empty());
    let names = names.map(|name| (spaced(name), name.starts_with('='))).collect();
    Some(RequiredSection { clause, key, heading, names, kept_in })
}

impl RequiredSection {
    /// Whether a heading, or a name in `section_in`, means this section.
    fn is_named(&self, heading: &str) -> bool {
        let heading = spaced(heading);
        self.names.iter().any(|(words, is_all)| if *is_all { heading == *words } else { heading.contains(words.as_str()) })
    }
}

/// Whether a name in `section_in` means the section under a heading.
#[must_use]
pub fn means_section(name: &str, heading: &str) -> bool {
    let both = |section: &RequiredSection| section.is_named(name) && section.is_named(heading);
    plain_words(name) == plain_words(heading) || outlines().iter().any(both)
}

/// The words of a text with a blank around each, so that one that contains another begins and ends at words.
fn spaced(text: &str) -> String {
    format!(" {} ", plain_words(text).join(" "))
}

impl Isms {
    /// The required sections that the documents of a clause lack: 4.3, 5.2, 6.1.2 or 6.1.3. Drafts are not asked, and several
    /// documents of one clause are read as one.
    #[must_use]
    pub fn missing_sections(&self, clause: &str) -> Vec<MissingSection<'_>> {
        let asked = |document: &&Record<Document>| document.is_in_force() || document.status == Some(DocumentStatus::InReview);
        let mut documents = self.documents_answering(clause);
        documents.retain(asked);
        documents.sort_by_key(|document| !document.clauses.iter().any(|written| written == clause));
        let Some(main) = documents.first().copied() else { return Vec::new() };
        let required = outlines().iter().filter(|section| section.clause == clause);
        let missing = required.filter_map(|section| self.gap(section, main, &documents).map(|(at, gap)| (section, at, gap)));
        missing.map(|(section, at, gap)| MissingSection { section, document: main, at, gap }).collect()
    }

    fn gap<'m>(
        &'m self,
        section: &RequiredSection,
        main: &Record<Document>,
        documents: &[&'m Record<Document>],
    ) -> Option<(Locus, Gap<'m>)> {
        let kept_elsewhere = match section.kept_in {
            "" => false,
            "criteria" => self.criteria_in_force().is_some(),
            key => documents.iter().any(|document| document.head.fields().get(key).is_some_and(|it| it.ty() != Type::Null)),
        };
        if kept_elsewhere {
            return None;
        }
        let mut gap = (main.at(place_of_clause(main, section.clause)), Gap::Absent);
        for document in documents {
            for found in sections_of(document).filter(|found| section.is_named(&found.heading.text)) {
                if !found.is_empty() {
                    return None;
                }
                gap = (Locus::bytes(document.head.file, found.heading.span), Gap::Empty);
            }
        }
        for document in documents {
            for (name, id) in document.section_in.iter().filter(|(name, _)| section.is_named(name)) {
                // An id that leads nowhere is reported as such.
                let other = self.document(id)?;
                if has_section(other, section) {
                    return None;
                }
                gap = (document.at(Pointer::from("/section_in").join(name)), Gap::NotIn(other.id()));
            }
        }
        Some(gap)
    }
}

/// The sections below the document's own title.
fn sections_of(document: &Record<Document>) -> impl Iterator<Item = Section<'_>> {
    let body = document.head.body.as_deref();
    let titles = body.map_or(0, |body| body.blocks.iter().filter(|block| block.kind == BlockKind::Heading(1)).count());
    body.into_iter()
        .flat_map(|body| body.sections())
        .filter(move |found| titles != 1 || found.heading.kind != BlockKind::Heading(1))
}

/// Whether a document that `section_in` names has the section: under a heading, or as its whole subject.
fn has_section(document: &Record<Document>, section: &RequiredSection) -> bool {
    let all = document.head.body.iter().flat_map(|body| body.sections());
    section.is_named(document.title()) || all.into_iter().any(|found| section.is_named(&found.heading.text) && !found.is_empty())
}

/// Where a document says that it answers a clause.
fn place_of_clause(document: &Record<Document>, clause: &str) -> Pointer {
    let base = Pointer::from("/clauses");
    let written = document.head.fields().get("clauses");
    let at = written.and_then(|list| list.items().position(|it| it.scalar().is_some_and(|written| answers(written, clause))));
    at.map_or(base.clone(), |at| base.join(at))
}

/// A kind of result that every cycle must bring, and the newest one there is.
#[derive(Debug)]
pub struct CycleResult<'m> {
    /// The clause that asks for it.
    pub clause: &'static str,
    /// The kind of record that holds it.
    pub kind: Kind,
    /// What to say if there is none, such as `no risk was assessed`.
    pub none: &'static str,
    /// The newest one with its day.
    pub newest: Option<(Date, &'m Head)>,
}

impl Isms {
    /// The first day of the time that results are asked for: the cycle, and at least the last twelve months, so that the first day of
    /// a new cycle does not ask for everything again.
    #[must_use]
    pub fn results_since(&self, today: Date) -> Date {
        let year = today.before(Duration::months(12));
        self.settings.cycle_start.map_or(year, |start| start.min(year))
    }

    /// The results of clauses 7.2 to 9.3 that every cycle must bring.
    #[must_use]
    pub fn cycle_results(&self, today: Date) -> Vec<CycleResult<'_>> {
        let result = |clause, kind, none, days: Vec<(Option<Date>, _)>| {
            let days = days.into_iter().filter_map(|(day, head): (Option<Date>, &Head)| day.map(|day| (day, head)));
            CycleResult { clause, kind, none, newest: days.max_by_key(|(day, head)| (*day, head.id.clone())) }
        };
        let held = self.management_reviews.iter().filter(|review| review.is_held());
        let audits = self.audits.iter().filter(|audit| audit.is_internal() && audit.is_reported());
        let measured = self.metrics.iter().flat_map(|metric| metric.measurements.iter().map(move |it| (it.taken_on, &metric.head)));
        let evidence = self.evidence.iter().filter(|it| shows_operation(&it.clauses));
        let evidence = evidence.filter(|it| !matches!(it.status, Some(EvidenceStatus::Rejected | EvidenceStatus::Disposed)));
        // Competence shown long ago counts as long as it is valid.
        let able = self.competences.iter().map(|it| (it.valid_until.map_or(Some(today), |until| Some(until.min(today))), &it.head));
        vec![
            result("7.2", Kind::Competence, "no competence is shown by a valid record", able.collect()),
            result(
                "8.1",
                Kind::Evidence,
                "no evidence was collected that processes ran as planned",
                evidence.map(|it| (it.date(), &it.head)).collect(),
            ),
            result("8.2", Kind::Risk, "no risk was assessed", self.risks.iter().map(|it| (it.assessed_on, &it.head)).collect()),
            result("9.1", Kind::Metric, "no measurement was taken", measured.collect()),
            result("9.2.2", Kind::Audit, "no internal audit was reported", audits.map(|it| (it.date(), &it.head)).collect()),
            result("9.3.3", Kind::ManagementReview, "no management review was held", held.map(|it| (it.date, &it.head)).collect()),
        ]
    }
}

/// Whether clauses that evidence names include operation as planned.
fn shows_operation(clauses: &[String]) -> bool {
    clauses.iter().any(|clause| clause == "8" || clause == "8.1" || clause.starts_with("8.1 "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::clause;

    fn section(clause: &str, key: &str) -> &'static RequiredSection {
        outlines().iter().find(|it| it.clause == clause && it.key == key).unwrap()
    }

    #[test]
    fn every_row_of_the_outlines_is_read() {
        assert_eq!(outlines().len(), include_str!("outlines.csv").lines().count() - 1);
        for it in outlines() {
            assert!(clause(it.clause).is_some() && it.is_named(it.key) && it.is_named(it.heading), "{it:?}");
            assert!(it.names.len() > 2 && it.names.iter().all(|(words, _)| it.is_named(words)), "{it:?}");
        }
    }

    #[test]
    fn headings_are_understood_in_their_many_forms() {
        assert!(section("4.3", "locations").is_named("3.2 Sites & remote work"));
        assert!(section("5.2", "commitment_to_improvement").is_named("Commitments"));
        assert!(!section("5.2", "commitment_to_improvement").is_named("Commitment to applicable requirements"));
        assert!(section("6.1.2", "risk_owners").is_named("Risk Owners"));
        assert!(!section("6.1.2", "records").is_named("Recording tools"));
    }

    #[test]
    fn a_clause_is_answered_by_its_number_its_letters_and_the_number_above() {
        for written in ["6.1.3", "6.1.3 a", "6.1.3 f)", "6.1"] {
            assert!(answers(written, "6.1.3"), "{written}");
        }
        for written in ["6.1.3 d", "6.1.3 e)", "6", "6.1.2", "6.1.30"] {
            assert!(!answers(written, "6.1.3"), "{written}");
        }
        assert!(answers("5.2", "5.2") && !answers("5", "5.2"));
    }

    /// An ISMS of settings and files by path.
    fn isms(files: &[(&str, &str)]) -> Isms {
        let mut memory = crate::source::Memory::default();
        memory.insert("isms.yaml", "isms: 1\nname: T\nprofile: build\ncycle_start: 2025-05-01\n");
        for (path, text) in files {
            memory.insert(path, *text);
        }
        crate::load::load(&memory).unwrap_or_else(|error| panic!("{error}")).isms
    }

    fn document(id: &str, fields: &str, body: &str) -> String {
        format!("---\nkind: document\nid: {id}\ntitle: The document\n{fields}\n---\n# The document\n\n{body}\n")
    }

    #[test]
    fn a_document_stands_as_its_state_and_its_approvals_say() {
        let approval = "kind: approval\nid: APR-001\nsubject: DOC-001\ndecision: approved\nby: ada\non: 2026-01-01\n";
        let standing = |fields: &str, approved: bool| {
            let text = document("DOC-001", fields, "");
            let mut files = vec![("clauses/a.md", text.as_str())];
            files.extend(approved.then_some(("approvals/a.yaml", approval)));
            match isms(&files).standing_of("4.3") {
                Standing::Approved => "approved",
                Standing::Missing => "missing",
                Standing::NeverApproved(_) => "never approved",
                Standing::WithoutApproval(_) => "without approval",
            }
        };
        assert_eq!(standing("status: effective\nclauses: [\"4.3\"]", true), "approved");
        assert_eq!(standing("status: effective\nclauses: [\"4.3\"]", false), "without approval");
        assert_eq!(standing("status: in_review\nclauses: [\"4.3 c\"]", false), "never approved");
        assert_eq!(standing("status: draft\nclauses: [\"4.3\"]", true), "approved");
        assert_eq!(standing("status: withdrawn\nclauses: [\"4.3\"]", true), "missing");
        assert_eq!(standing("status: effective\ndoctype: template\nclauses: [\"4.3\"]", true), "missing");
        assert_eq!(standing("status: effective\nclauses: [\"4.4\"]", true), "missing");
    }

    #[test]
    fn objectives_may_be_records_or_a_document() {
        let is_approved = |text: &str| matches!(isms(&[("clauses/o.yaml", text)]).standing_of("6.2"), Standing::Approved);
        assert!(is_approved("kind: objective\nid: OBJ-001\ntitle: O\nstatus: in_progress\n"));
        assert!(!is_approved("kind: objective\nid: OBJ-001\ntitle: O\nstatus: draft\n"));
        assert!(!is_approved("kind: objective\nid: OBJ-001\ntitle: O\nstatus: dropped\n"));
    }

    #[test]
    fn a_section_is_found_in_the_document_in_another_and_in_the_criteria() {
        let keys = |files: &[(&str, &str)]| {
            let isms = isms(files);
            isms.missing_sections("6.1.2").into_iter().map(|missing| missing.section.key).collect::<Vec<_>>()
        };
        let head = "status: effective\nclauses: [\"6.1.2\"]";
        let body = "## When\n\nx\n\n## Risk identification\n\nx\n\n## Risk owners\n\nx\n\n## Analysis\n\n### How\n\nx\n\n## Evaluation\n\nx\n\n## Consistency\n\nx\n";
        let one = document("DOC-001", head, body);
        let scales = ["likelihood_scale", "impact_scale", "level_matrix", "acceptance_criteria"];
        assert_eq!(keys(&[("clauses/a.md", &one)]), [&scales[..], &["records"]].concat());
        let criteria = "kind: criteria\nid: CRI-001\ntitle: C\n";
        assert_eq!(keys(&[("clauses/a.md", &one), ("clauses/c.yaml", criteria)]), ["records"]);
        // A part of the method in a document of its own is read with the rest.
        let other = document("DOC-002", "status: approved\nclauses: [\"6.1.2 a\"]", "## Records\n\nx\n");
        assert_eq!(keys(&[("clauses/a.md", &one), ("clauses/b.md", &other), ("clauses/c.yaml", criteria)]), [""; 0]);
        let pointing = document("DOC-001", &format!("{head}\nsection_in: {{ records: DOC-003 }}"), body);
        let has = document("DOC-003", "status: effective", "## Records\n\nx\n");
        let has_not = document("DOC-003", "status: effective", "## Records\n\n## More\n\nx\n");
        assert_eq!(keys(&[("clauses/a.md", &pointing), ("clauses/b.md", &has), ("clauses/c.yaml", criteria)]), [""; 0]);
        assert_eq!(keys(&[("clauses/a.md", &pointing), ("clauses/b.md", &has_not), ("clauses/c.yaml", criteria)]), ["records"]);
        // Drafts are not asked.
        let draft = document("DOC-001", "status: draft\nclauses: [\"6.1.2\"]", "");
        assert_eq!(keys(&[("clauses/a.md", &draft)]), [""; 0]);
    }

    #[test]
    fn results_are_asked_for_since_the_cycle_began_and_at_least_for_a_year() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let isms = isms(&[
            ("clauses/a.yaml", "kind: competence\nid: CMP-001\ntitle: C\nobtained: 2019-03-01\n"),
            ("clauses/b.yaml", "kind: competence\nid: CMP-002\ntitle: C\nobtained: 2019-03-01\nvalid_until: 2024-03-01\n"),
        ]);
        assert_eq!(isms.results_since(date("2025-05-02")), date("2024-05-02"));
        assert_eq!(isms.results_since(date("2027-05-02")), date("2025-05-01"));
        let newest = isms.cycle_results(date("2026-06-30"))[0].newest.map(|(day, head)| (day, head.id.to_string()));
        assert_eq!(newest, Some((date("2026-06-30"), "CMP-001".to_owned())));
    }
}
