//! REPO-015: what is judged for each record is said for each record.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::check::rules::texts::{Whence, of_fields};
use crate::check::wording::{counted, some};
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Head, Kind, natural};
use crate::text::Locus;

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

/// Where a text stands that was found in several records.
struct Place<'m> {
    head: &'m Head,
    at: Locus,
    field: &'static str,
    text: &'m str,
}

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let own = ctx.isms.settings.defaults.same_text;
    let shared = own.map_or(SHARED, |most| most as usize);
    // Where nothing is repeated, which is nearly everywhere, a number for each text is all that is kept.
    let mut prints: Vec<(u64, usize)> = Vec::new();
    for (number, head) in ctx.isms.heads().enumerate() {
        judgements(head, &mut |print, _, _, _| prints.push((print, number)));
    }
    let repeated = repeated(prints, shared);
    if repeated.is_empty() {
        return;
    }
    let mut same: HashMap<u64, Vec<Place<'_>>> = HashMap::new();
    for head in ctx.isms.heads() {
        judgements(head, &mut |print, text, field, at| {
            if repeated.contains(&print) {
                same.entry(print).or_default().push(Place { head, at: at.at(0..0), field, text });
            }
        });
    }
    for mut places in same.into_values() {
        let records: BTreeSet<&str> = places.iter().map(|place| &*place.head.id).collect();
        if records.len() <= shared {
            continue;
        }
        places.sort_by_cached_key(|place| natural(&place.head.id));
        let mut ids: Vec<&str> = places.iter().map(|place| &*place.head.id).collect();
        ids.dedup();
        let mut places = places.into_iter();
        let Some(first) = places.next() else { continue };
        let finding = out.report(first.at, format!("{} say the same in `{}`", some(&ids), first.field));
        finding.help("say for each of them what was seen, judged or done in its own case").record(&*first.head.id).about(letters(first.text).collect::<String>());
        if own.is_some() {
            finding.label(format!("your own rule: in no more than {}", counted(shared, "record", "records")));
        }
        for place in places.filter(|place| place.head.id != first.head.id) {
            finding.also(place.at, format!("{} says it, too", place.head.id));
        }
    }
}

/// Hands every text in which somebody judges the case of a record to a question, with a number that equal texts share.
fn judgements<'m>(head: &'m Head, ask: &mut dyn FnMut(u64, &'m str, &'static str, Whence<'_>)) {
    let mut buffer = String::new();
    of_fields(head, &mut |text, whence| {
        let Some(field) = whence.key().and_then(|key| judged(head.kind, key)) else { return };
        if text.split_whitespace().nth(WORDS - 1).is_some() {
            ask(print(text, &mut buffer), text, field, whence);
        }
    });
}

/// The numbers that more records share than may.
fn repeated(mut prints: Vec<(u64, usize)>, shared: usize) -> HashSet<u64> {
    prints.sort_unstable();
    prints.dedup();
    let groups = prints.chunk_by(|one, other| one.0 == other.0);
    groups.filter(|group| group.len() > shared).map(|group| group[0].0).collect()
}

/// The letters and digits of a text: layout, punctuation and letter case make no other text.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase)
}

fn print(text: &str, buffer: &mut String) -> u64 {
    buffer.clear();
    if text.is_ascii() {
        // Nearly every text, and several times faster than letter by letter.
        buffer.extend(text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        buffer.extend(letters(text));
    }
    let mut hasher = DefaultHasher::new();
    buffer.hash(&mut hasher);
    hasher.finish()
}

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
