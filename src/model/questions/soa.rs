//! Questions about the Statement of Applicability (clause 6.1.3 c, d): who decided what, why, and what shows it.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::model::date::{Date, Duration};
use crate::model::{
    Action, Approval, Asset, AssetType, Control, Evidence, Head, Implementation, Isms, Kind, Record, Requirement, RequirementType,
    SOA, Supplier, SupplierCategory,
};
use crate::standard;
use crate::text::Pointer;
use crate::value::decode;

/// Controls that are rules for people: what shows them first is the document that says them.
const DOCUMENTARY: [&str; 8] = ["A.5.1", "A.5.2", "A.5.4", "A.5.10", "A.5.12", "A.5.37", "A.6.2", "A.6.6"];

/// A fact of the repository that speaks against an exclusion.
#[derive(Debug, Clone)]
pub struct ExclusionFact<'m> {
    /// The record that says it.
    pub head: &'m Head,
    /// Where in the record.
    pub pointer: Pointer,
    /// The fact as a sentence without a period, such as `SUP-006 provides outsourced development`.
    pub words: String,
}

impl Isms {
    /// The controls of Annex A without a file, in the order of the standard.
    #[must_use]
    pub fn controls_without_record(&self) -> Vec<&'static standard::Control> {
        let missing = self.annex_a().filter(|(control, record)| record.is_none() && !self.exists(control.id));
        missing.map(|(control, _)| control).collect()
    }

    /// The active requirements of some types that a control meets.
    #[must_use]
    pub fn requirements_behind(&self, control: &str, types: &[RequirementType]) -> Vec<&Record<Requirement>> {
        let of_type = |requirement: &&Record<Requirement>| requirement.requirement_type.is_some_and(|it| types.contains(&it));
        self.requirements_met_by(control).into_iter().filter(of_type).collect()
    }

    /// Whether a document that people must follow says how a control is done.
    #[must_use]
    pub fn has_effective_document(&self, control: &str) -> bool {
        self.documents_of_control(control).iter().any(|document| document.is_effective())
    }

    /// Whether a control is shown by the document that says it: rules for people, and controls for which no other proof is planned.
    #[must_use]
    pub fn is_shown_by_document(&self, control: &Record<Control>) -> bool {
        let documentary = DOCUMENTARY.contains(&control.id()) || control.evidence_plan.is_empty();
        documentary && self.has_effective_document(control.id())
    }

    /// The accepted evidence for a control that speaks of the latest day.
    #[must_use]
    pub fn newest_evidence(&self, control: &str) -> Option<&Record<Evidence>> {
        let accepted = self.evidence_of_control(control).into_iter().filter(|evidence| evidence.is_accepted());
        accepted.filter(|evidence| evidence.date().is_some()).max_by_key(|evidence| (evidence.date(), evidence.id()))
    }

    /// How often a control is to be shown, and how late a proof may be: the shortest interval of its evidence plan, else the
    /// organisation's own.
    #[must_use]
    pub fn evidence_interval(&self, control: &Control) -> (Duration, Duration) {
        let planned = control.evidence_plan.iter().filter_map(|plan| plan.every.map(|every| (every, plan.tolerance)));
        let shortest = planned.min_by_key(|(every, _)| every.about_days());
        let (every, tolerance) = shortest.unwrap_or((self.settings.defaults.evidence_every, None));
        let usual = every.about_days().saturating_mul(self.settings.defaults.evidence_tolerance) / 100;
        (every, tolerance.unwrap_or_else(|| Duration::days(u16::try_from(usual).unwrap_or(u16::MAX))))
    }

    /// The last day on which a proof of `day` still shows that a control works.
    #[must_use]
    pub fn evidence_lasts_until(&self, control: &Control, day: Date) -> Date {
        let (every, tolerance) = self.evidence_interval(control);
        day.after(every).after(tolerance)
    }

    /// Whether work on a control is planned with a date: in the control, in a risk whose treatment adds or improves it, or in an
    /// action of any record that names it.
    #[must_use]
    pub fn has_dated_action(&self, control: &Record<Control>) -> bool {
        dated(&control.actions) || self.links_to(control.id()).any(|(head, link)| self.is_dated_work(head, &link.pointer))
    }

    fn is_dated_work(&self, head: &Head, pointer: &Pointer) -> bool {
        let mut steps = pointer.steps();
        match (steps.next().as_deref(), steps.next()) {
            (Some("treatment_controls"), _) => self.risk(&head.id).is_some_and(|risk| risk.is_open() && dated(&risk.actions)),
            (Some("actions"), Some(number)) => {
                let action = head.fields().at(&Pointer::from("/actions").join(number));
                action.and_then(|action| decode::<Action>(action, &[]).ok()).is_some_and(|action| dated(&[action]))
            }
            _ => false,
        }
    }

    /// What the repository says that does not fit the exclusion of a control. Risks that name it are not among the facts: there the
    /// treatment is wrong, not the exclusion.
    #[must_use]
    pub fn facts_against_excluding(&self, control: &Record<Control>) -> Vec<ExclusionFact<'_>> {
        let mut facts = self.supplier_facts(control.id());
        facts.extend(self.asset_facts(control.id()));
        facts.extend(self.records_relying_on(control.id()));
        facts
    }

    fn supplier_facts(&self, control: &str) -> Vec<ExclusionFact<'_>> {
        use SupplierCategory::{Iaas, OutsourcedDevelopment, Paas, Saas};
        let (wanted, at, service): (&[SupplierCategory], &str, &str) = match control {
            "A.5.19" | "A.5.20" | "A.5.21" | "A.5.22" => (&[], "/status", "is an active supplier"),
            "A.5.23" => (&[Iaas, Paas, Saas], "/categories", "provides a cloud service"),
            "A.8.30" => (&[OutsourcedDevelopment], "/categories", "provides outsourced development"),
            _ => return Vec::new(),
        };
        let provides = |supplier: &Supplier| wanted.is_empty() || supplier.categories.iter().any(|it| wanted.contains(it));
        let active = self.suppliers.iter().filter(|supplier| supplier.is_active() && provides(supplier));
        active.map(|supplier| fact(&supplier.head, at, format!("{} {service}", supplier.id()))).collect()
    }

    fn asset_facts(&self, control: &str) -> Vec<ExclusionFact<'_>> {
        let there = self.assets.iter().filter(|asset| asset.is_in_use());
        let said = there.filter_map(|asset| asset_against(control, asset).map(|(pointer, words)| (asset, pointer, words)));
        said.map(|(asset, pointer, words)| fact(&asset.head, pointer, format!("{} {words}", asset.id()))).collect()
    }

    /// Documents, evidence and requirements that take a control for one that is there.
    fn records_relying_on(&self, control: &str) -> Vec<ExclusionFact<'_>> {
        let mut facts = Vec::new();
        for (head, link) in self.links_to(control) {
            let words = match (head.kind, link.pointer.steps().next().as_deref()) {
                (kind, Some("controls")) if kind.is_document() => self
                    .document(&head.id)
                    .is_some_and(|document| document.is_effective())
                    .then_some("is effective and says how it is done"),
                (Kind::Evidence, Some("controls")) => self
                    .evidence_item(&head.id)
                    .is_some_and(|evidence| evidence.is_accepted())
                    .then_some("is accepted as evidence for it"),
                (Kind::Requirement, Some("met_by")) => {
                    self.requirement(&head.id).is_some_and(|requirement| requirement.is_active()).then_some("is met by it")
                }
                _ => None,
            };
            facts.extend(words.map(|words| fact(head, link.pointer.clone(), format!("{} {words}", head.id))));
        }
        facts
    }

    /// The approval of the Statement of Applicability that counts: the newest one that says yes.
    #[must_use]
    pub fn soa_approval(&self) -> Option<&Record<Approval>> {
        self.approvals_of(SOA).pop()
    }

    /// What makes the words of a justification worthless, whoever wrote them.
    #[must_use]
    pub fn weakness_of(&self, justification: Option<&str>) -> Option<Weakness> {
        let Some(text) = justification.map(str::trim).filter(|text| !text.is_empty()) else { return Some(Weakness::Missing) };
        // The id of a record leads to everything that is known about the reason.
        let tokens = || text.split_whitespace().map(|token| token.trim_matches(|letter: char| !letter.is_alphanumeric()));
        if tokens().any(|token| token.contains(['-', '.']) && self.head(token).is_some_and(|head| head.kind != Kind::Control)) {
            return None;
        }
        let words = plain_words(text);
        match without_stock_phrases(&words) {
            Some(left) if left < MEANINGFUL => Some(Weakness::Stock),
            _ if length_of(&words, text) < 5 => Some(Weakness::Short),
            _ => None,
        }
    }
}

/// What is wrong with a justification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// There is none.
    Missing,
    /// It says what could stand on every control.
    Stock,
    /// It has hardly any words.
    Short,
}

impl Control {
    /// Whether work is left until it is in force as decided.
    #[must_use]
    pub fn is_unfinished(&self) -> bool {
        self.is_applicable() && self.implementation != Some(Implementation::Implemented)
    }
}

fn fact(head: &Head, pointer: impl Into<Pointer>, words: String) -> ExclusionFact<'_> {
    ExclusionFact { head, pointer: pointer.into(), words }
}

fn dated(actions: &[Action]) -> bool {
    actions.iter().any(|action| action.is_open() && action.due().is_some())
}

/// What an asset that is in use says against the exclusion of a control, and where.
fn asset_against(control: &str, asset: &Asset) -> Option<(&'static str, &'static str)> {
    let is = |wanted: AssetType| asset.asset_type == Some(wanted);
    match control {
        "A.5.9" => Some(("/id", "is an asset in use")),
        "A.5.23" if is(AssetType::CloudService) => Some(("/type", "is a cloud service in use")),
        "A.6.7" if is_away_from_office(asset) => Some(("/location", "is used at home or on the road")),
        "A.7.1" | "A.7.2" if is(AssetType::Site) => Some(("/type", "is a site in scope")),
        "A.7.14" | "A.8.1" if is(AssetType::Hardware) => Some(("/type", "is hardware in use")),
        _ => None,
    }
}

fn is_away_from_office(asset: &Asset) -> bool {
    const AWAY: [&str; 6] = ["home", "homes", "homeoffice", "remote", "remotely", "travelling"];
    let words = asset.location.as_deref().map(plain_words).unwrap_or_default();
    words.iter().any(|word| AWAY.contains(&word.as_str())) && !words.iter().any(|word| word == "no" || word == "not")
}

/// Phrases that could stand on every control. Longer ones first, so that nothing of them is left over.
const STOCK: [&str; 38] = [
    "industry best practice",
    "recognised best practice",
    "recognized best practice",
    "best practices",
    "best practice",
    "good practices",
    "good practice",
    "required by the standard",
    "required by iso 27001",
    "required by iso iec 27001",
    "required by annex a",
    "part of the standard",
    "part of annex a",
    "to comply with the standard",
    "to comply with iso 27001",
    "to ensure information security",
    "to ensure the security of information",
    "to protect information",
    "to reduce risks",
    "to reduce risk",
    "to mitigate risks",
    "to mitigate risk",
    "for security reasons",
    "mandatory control",
    "baseline control",
    "see above",
    "see below",
    "as above",
    "same as above",
    "not relevant",
    "not applicable",
    "not needed",
    "not necessary",
    "not required",
    "does not apply",
    "no need",
    "out of scope",
    "n a",
];

/// How many words of its own make a justification more than a stock phrase.
const MEANINGFUL: usize = 3;

/// Words that add nothing to a stock phrase.
const FILLERS: [&str; 36] = [
    "the",
    "a",
    "an",
    "of",
    "and",
    "or",
    "as",
    "to",
    "in",
    "for",
    "by",
    "on",
    "at",
    "is",
    "are",
    "be",
    "it",
    "its",
    "this",
    "that",
    "control",
    "controls",
    "our",
    "us",
    "we",
    "here",
    "company",
    "organisation",
    "organization",
    "isms",
    "iso",
    "iec",
    "27001",
    "2022",
    "standard",
    "annex",
];

/// How many words with a meaning of their own stand around stock phrases; `None` where the text has no such phrase, or so much to say
/// that nobody need look for one.
fn without_stock_phrases(words: &[String]) -> Option<usize> {
    static KNOWN: LazyLock<HashSet<&str>> =
        LazyLock::new(|| STOCK.iter().flat_map(|phrase| phrase.split(' ')).chain(FILLERS).collect());
    if words.iter().filter(|word| !KNOWN.contains(word.as_str())).nth(MEANINGFUL - 1).is_some() {
        return None;
    }
    let mut text = format!(" {} ", words.join(" "));
    let mut found = false;
    for phrase in STOCK {
        let phrase = format!(" {phrase} ");
        while let Some(at) = text.find(&phrase) {
            text.replace_range(at..at + phrase.len(), " ");
            found = true;
        }
    }
    found.then(|| text.split_whitespace().filter(|word| !FILLERS.contains(word)).count())
}

/// How many words a text has; in scripts without blanks between words about two characters make one.
fn length_of(words: &[String], text: &str) -> usize {
    let unspaced =
        text.chars().filter(|letter| matches!(u32::from(*letter), 0x0e00..=0x0eff | 0x3040..=0x9fff | 0xac00..=0xd7af)).count();
    words.len().max(unspaced / 2)
}

/// The words of a text in lower case, without punctuation.
pub(super) fn plain_words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// A justification as it compares with that of other controls: without letter case, punctuation, and the control's own number and
/// title, which people adapt when they copy.
#[must_use]
pub fn same_words(control: &Record<Control>, justification: &str) -> String {
    let text = format!(" {} ", plain_words(justification).join(" "));
    let own = [control.id(), control.id().trim_start_matches("A."), control.title()]
        .map(|own| format!(" {} ", plain_words(own).join(" ")));
    own.iter().fold(text, |text, own| text.replace(own.as_str(), " ")).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::load;
    use crate::source::Memory;

    /// An ISMS of settings and files, each with its first lines as `kind id`.
    fn isms(files: &[(&str, &str)]) -> Isms {
        let mut memory = Memory::default();
        memory.insert("isms.yaml", "isms: 1\nname: T\nprofile: build\ndefaults: { evidence_every: 6m }\n");
        for (head, text) in files {
            let (kind, id) = head.split_once(' ').unwrap();
            let fence = if matches!(kind, "policy" | "document") { "---\n" } else { "" };
            let suffix = if fence.is_empty() { "yaml" } else { "md" };
            memory.insert(&format!("clauses/{id}.{suffix}"), format!("{fence}kind: {kind}\nid: {id}\ntitle: T\n{text}\n{fence}"));
        }
        let loaded = load(&memory).unwrap_or_else(|error| panic!("{error}"));
        assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
        loaded.isms
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_justification_is_judged_by_its_words() {
        let isms = isms(&[("requirement REQ-001", ""), ("control A.8.13", "applicable: true")]);
        let is = |text: &str| isms.weakness_of(Some(text));
        for text in [
            "N/A",
            "n.a.",
            "Not applicable to our company.",
            "Best practice",
            "See above.",
            "Required by ISO/IEC 27001:2022, Annex A",
        ] {
            assert_eq!(is(text), Some(Weakness::Stock), "{text}");
        }
        for text in ["Laptops.", "Needed for all customers", "See A.8.13"] {
            assert_eq!(is(text), Some(Weakness::Short), "{text}");
        }
        for text in [
            "We do not develop software",
            "Not applicable: nobody outside the company writes code",
            "REQ-001.",
            "当社はクラウドのみを利用し、物理サーバーを保有していない。",
        ] {
            assert_eq!(is(text), None, "{text}");
        }
        assert_eq!(isms.weakness_of(None), Some(Weakness::Missing));
        assert_eq!(is(" \n"), Some(Weakness::Missing));
    }

    #[test]
    fn the_shortest_interval_counts_with_its_own_tolerance_or_the_usual_one() {
        let isms = isms(&[
            ("control A.8.13", "applicable: true\nevidence_plan: [{ what: a, every: 1y }, { what: b, every: 90d, tolerance: 3d }]"),
            ("control A.8.14", "applicable: true\nevidence_plan: [{ what: a, every: 100d }]"),
            ("control A.8.15", "applicable: true"),
        ]);
        let until = |id: &str| isms.evidence_lasts_until(isms.control(id).unwrap(), date("2026-01-01"));
        assert_eq!(until("A.8.13"), date("2026-04-04"));
        assert_eq!(until("A.8.14"), date("2026-04-21"));
        assert_eq!(until("A.8.15"), date("2026-07-19"));
    }

    #[test]
    fn work_with_a_date_is_found_wherever_it_stands() {
        let action = "actions: [{ id: T1, what: W, due: 2026-09-01";
        let with = |head: &str, text: &str| {
            let isms = isms(&[("control A.8.13", "applicable: true"), (head, text)]);
            isms.has_dated_action(isms.control("A.8.13").unwrap())
        };
        assert!(with("risk R-001", &format!("treatment_controls: [A.8.13]\n{action} }}]")));
        assert!(with("risk R-001", &format!("{action}, controls: [A.8.13] }}]")));
        assert!(with("nonconformity NC-001", &format!("{action}, controls: [A.8.13] }}]")));
        assert!(!with("risk R-001", &format!("existing_controls: [A.8.13]\n{action} }}]")));
        assert!(!with("risk R-001", &format!("status: closed\ntreatment_controls: [A.8.13]\n{action} }}]")));
        assert!(!with("risk R-001", &format!("treatment_controls: [A.8.13]\n{action}, status: done }}]")));
        assert!(!with("risk R-001", "treatment_controls: [A.8.13]\nactions: [{ id: T1, what: W }]"));
    }

    #[test]
    fn an_exclusion_is_held_against_what_is_on_file() {
        let facts = |control: &str, head: &str, text: &str| {
            let isms = isms(&[(&format!("control {control}"), "applicable: false"), (head, text)]);
            isms.facts_against_excluding(isms.control(control).unwrap()).len()
        };
        assert_eq!(facts("A.5.20", "supplier SUP-001", "categories: [insurance]"), 1);
        assert_eq!(facts("A.5.20", "supplier SUP-001", "status: ended"), 0);
        assert_eq!(facts("A.5.23", "supplier SUP-001", "categories: [insurance]"), 0);
        assert_eq!(facts("A.5.23", "asset AST-001", "type: cloud_service"), 1);
        assert_eq!(facts("A.5.9", "asset AST-001", "status: retired"), 0);
        assert_eq!(facts("A.7.1", "asset AST-001", "type: site"), 1);
        assert_eq!(facts("A.7.1", "asset AST-001", "type: site\nin_scope: false"), 0);
        assert_eq!(facts("A.6.7", "asset AST-001", "type: hardware\nlocation: Office and the homes of staff"), 1);
        assert_eq!(facts("A.6.7", "asset AST-001", "type: hardware\nlocation: Office, not taken home"), 0);
        assert_eq!(facts("A.8.30", "policy POL-001", "status: effective\ncontrols: [A.8.30]"), 1);
        assert_eq!(facts("A.8.30", "policy POL-001", "status: draft\ncontrols: [A.8.30]"), 0);
        assert_eq!(facts("A.8.30", "evidence EV-001", "status: accepted\ncontrols: [A.8.30]"), 1);
        assert_eq!(facts("A.8.30", "requirement REQ-001", "met_by: [A.8.30]"), 1);
        assert_eq!(facts("A.8.30", "requirement REQ-001", "refs: [A.8.30]"), 0);
        // Risks are told that their treatment is wrong.
        assert_eq!(facts("A.8.30", "risk R-001", "existing_controls: [A.8.30]"), 0);
    }

    #[test]
    fn a_copied_justification_is_recognised_with_its_number_changed() {
        let isms = isms(&[("control A.8.13", "applicable: true"), ("control A.8.14", "applicable: true")]);
        let words = |id: &str, text: &str| same_words(isms.control(id).unwrap(), text);
        assert_eq!(
            words("A.8.13", "Control A.8.13 keeps the company going."),
            words("A.8.14", "control A.8.14 keeps the company going")
        );
    }
}
