//! REPO-015: what is judged for each record is said for each record.

use std::collections::{BTreeMap, HashSet};

use crate::check::texts::{RecordTexts, Whence};
use crate::check::wording::{counted, some};
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::finding::Finding;
use crate::model::{Head, Kind, natural};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "REPO-015",
    name: "text-repeated",
    title: "what a record says of its own case stands in no three records",
    clauses: &["7.5.2", "6.1.2 c", "10.2"],
    weight: Weight::WARNING,
    class: Class::Prose,
    doc: include_str!("repeated_text.md"),
    check,
};

/// How many records may share a text where the settings do not say: two can have one story.
const SHARED: usize = 2;

/// Fewer words than these are a phrase that many may use.
const WORDS: usize = 8;

/// A text in which somebody judges the case of a record.
#[derive(Clone, Copy)]
struct Judgement<'m> {
    head: &'m Head,
    field: &'static str,
    text: &'m str,
    whence: Whence<'m>,
}

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let own = ctx.isms.settings.defaults.same_text;
    let most = own.map_or(SHARED, |most| most as usize);
    // A number tells nearly all texts apart: only those that share one are compared letter by letter.
    let mut judgements: Vec<_> = ctx.texts.of_records().flat_map(judgements).map(|it| (print(it.text), it)).collect();
    judgements.sort_by_key(|(print, _)| *print);
    for alike in judgements.chunk_by(|one, other| one.0 == other.0).filter(|alike| is_shared(alike.iter().map(|(_, it)| it), most)) {
        let mut same: BTreeMap<String, Vec<Judgement<'_>>> = BTreeMap::new();
        for (_, judgement) in alike {
            same.entry(letters(judgement.text).collect()).or_default().push(*judgement);
        }
        for (letters, judgements) in same.into_iter().filter(|(_, judgements)| is_shared(judgements, most)) {
            let finding = report(&letters, judgements, out);
            if own.is_some() {
                finding.label(format!("your own rule: in no more than {}", counted(most, "record", "records")));
            }
        }
    }
}

fn report<'o>(letters: &str, mut judgements: Vec<Judgement<'_>>, out: &'o mut Findings) -> &'o mut Finding {
    judgements.sort_by_cached_key(|judgement| natural(&judgement.head.id));
    let mut ids: Vec<&str> = judgements.iter().map(|judgement| &*judgement.head.id).collect();
    ids.dedup();
    let first = judgements[0];
    let finding = out.report(first.whence.at(0..0), format!("{} say the same in `{}`", some(&ids), first.field));
    finding.help("say for each of them what was seen, judged or done in its own case").record(&*first.head.id).about(letters);
    for judgement in judgements.iter().filter(|judgement| judgement.head.id != first.head.id) {
        finding.also(judgement.whence.at(0..0), format!("{} says it, too", judgement.head.id));
    }
    finding
}

/// Whether more records have a text than may.
fn is_shared<'j, 'm: 'j>(judgements: impl IntoIterator<Item = &'j Judgement<'m>>, most: usize) -> bool {
    let records: HashSet<&str> = judgements.into_iter().map(|judgement| &*judgement.head.id).collect();
    records.len() > most
}

fn judgements<'m>(record: RecordTexts<'_, 'm>) -> impl Iterator<Item = Judgement<'m>> {
    let head = record.head();
    record.in_fields().filter_map(move |(text, whence)| {
        let Whence::Field { key, .. } = whence else { return None };
        let field = judged(head.kind, key)?;
        text.split_whitespace().nth(WORDS - 1).map(|_| Judgement { head, field, text, whence })
    })
}

/// The letters and digits of a text: layout, punctuation and letter case make no other text.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// A number that texts of the same letters share (FNV-1a). Others may have it, too.
fn print(text: &str) -> u64 {
    let mix = |hash: u64, letter: u32| (hash ^ u64::from(letter)).wrapping_mul(0x0000_0100_0000_01b3);
    if text.is_ascii() {
        // Nearly every text, and several times faster than letter by letter.
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| u32::from(byte.to_ascii_lowercase()));
        letters.fold(SEED, mix)
    } else {
        letters(text).map(u32::from).fold(SEED, mix)
    }
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// The name of a field in which somebody judges one case. What many records rightly share (who was sampled, how something is measured,
/// what a contract asks) is none, and the justifications of controls are SOA-010's.
fn judged(kind: Kind, key: &str) -> Option<&'static str> {
    let fields: &[&'static str] = match kind {
        Kind::Control => &["how_implemented"],
        Kind::Risk => &["event", "consequence", "cause", "vulnerability", "rationale", "justification"],
        Kind::Nonconformity => &["description", "root_cause", "correction", "consequences", "similar_check"],
        Kind::Incident => &["cause", "lessons", "response"],
        Kind::Audit => &["statement", "objective_evidence", "conclusion"],
        Kind::Metric => &["question", "conclusion"],
        Kind::Objective => &["statement", "evaluation"],
        Kind::Requirement => &["statement", "how_met"],
        Kind::Exception => &["reason", "risk"],
        Kind::Competence => &["evaluation"],
        Kind::Change => &["why", "outcome"],
        Kind::ManagementReview => &["summary", "conclusion"],
        _ => &[],
    };
    fields.iter().copied().find(|field| *field == key)
}
