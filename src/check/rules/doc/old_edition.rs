//! DOC-013: what is in force speaks of the edition of the standard that is in force.
//!
//! Old numbers in references, in lists of clauses and as ids are SOA-012's; here is running text.

use std::collections::HashMap;

use crate::check::rules::repo::unfinished_text::is_finished;
use crate::check::texts::has_digit;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::load::successors_in_words;
use crate::model::{Head, Kind};
use crate::standard;
use crate::text::Locus;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "DOC-013",
    name: "old-edition-cited",
    title: "documents in force, controls and risks speak of the edition of 2022 and of its numbers",
    clauses: &["7.5.2", "7.5.3"],
    weight: Weight::WARNING,
    class: Class::Prose,
    doc: include_str!("old_edition.md"),
    check,
};

/// More places of one citation say nothing new.
const SHOWN: usize = 8;

/// No paragraph that anybody reads cites so much.
const MANY: usize = 200;

/// Words that make a sentence one about the past, or about the way from one edition to the next. A year does so, too.
const PAST: [&str; 14] = [
    "transition", "previous", "former", "formerly", "earlier", "old", "older", "replaced", "replaces", "superseded", "withdrawn",
    "until", "before", "history",
];

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    if let Some(standard) = ctx.isms.settings.standard.as_deref() {
        for (_, cited) in citations(standard) {
            out.report(ctx.setting("/standard"), format!("isms.yaml says that the ISMS follows {}", cited.in_words()))
                .help(cited.help())
                .about(cited.text);
        }
    }
    for record in ctx.texts.of_records() {
        let head = record.head();
        if !speaks_of_today(ctx, head) || !is_finished(ctx, head) {
            continue;
        }
        let mut found: Vec<(Cited<'_>, Vec<Locus>)> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        for (text, whence) in record.in_fields().chain(record.in_body(ctx)) {
            for (at, cited) in citations(text).into_iter().take(MANY) {
                // What is nothing but a number is no running text.
                if text.trim() == cited.text || is_about_the_past(text, at) {
                    continue;
                }
                let number = *known.entry(cited.in_words()).or_insert(found.len());
                if number == found.len() {
                    found.push((cited, Vec::new()));
                }
                found[number].1.push(whence.at(at..at + cited.text.len()));
            }
        }
        for (cited, places) in found {
            let times = if places.len() > 1 { format!(" ({} times)", places.len()) } else { String::new() };
            let mut places = places.into_iter();
            let Some(first) = places.next() else { continue };
            let finding = out.report(first, format!("{} speaks of {}{times}", head.id, cited.in_words()));
            finding.help(cited.help()).record(&*head.id).about(cited.in_words());
            for place in places.take(SHOWN) {
                finding.also(place, "here too");
            }
        }
    }
}

/// Whether a record says how things are. Contracts, certificates, audits and what others wrote may name the edition of their day.
fn speaks_of_today(ctx: &Ctx<'_>, head: &Head) -> bool {
    let ours = || ctx.isms.document(&head.id).is_some_and(|document| !document.is_external());
    (head.kind.is_document() && ours()) || matches!(head.kind, Kind::Control | Kind::Risk | Kind::Criteria | Kind::Role | Kind::AuditProgramme)
}

/// Something of another edition that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cited<'t> {
    text: &'t str,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    OldEdition,
    NoEdition,
    OldNumber,
}

impl Cited<'_> {
    fn in_words(self) -> String {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.what {
            What::OldEdition => format!("{text}, an edition that is replaced by that of 2022"),
            What::NoEdition => format!("{text}, an edition that does not exist"),
            What::OldNumber => format!("{text}, which is a number of the 2013 edition"),
        }
    }

    fn help(self) -> String {
        match self.what {
            What::OldNumber => successors_in_words(self.text),
            _ => "write ISO/IEC 27001:2022, and see whether what is said about it, and every number, holds for that edition".to_owned(),
        }
    }
}

/// What a text cites of other editions, in its order.
fn citations(text: &str) -> Vec<(usize, Cited<'_>)> {
    if !has_digit(text) {
        return Vec::new();
    }
    let mut found = editions(text);
    found.extend(numbers(text));
    found.sort_by_key(|(at, _)| *at);
    found
}

/// `ISO/IEC 27001:2013`, `ISO 27002:2005`.
fn editions(text: &str) -> Vec<(usize, Cited<'_>)> {
    let mut found = Vec::new();
    for (at, name) in text.match_indices("2700") {
        let Some(rest) = text.get(at + name.len()..) else { continue };
        let Some(year) = rest.strip_prefix(['1', '2']).and_then(|rest| rest.strip_prefix(':')).and_then(|rest| rest.get(..4)) else { continue };
        let more = text.get(at + 10..).and_then(|rest| rest.chars().next());
        if !year.bytes().all(|byte| byte.is_ascii_digit()) || more.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let before = text[..at].trim_end();
        let Some(start) = ["ISO/IEC", "ISO / IEC", "ISO"].iter().find_map(|name| before.strip_suffix(name).map(str::len)) else { continue };
        // National and European adoptions carry the year of their own issue: EN ISO/IEC 27001:2023 is the edition of 2022.
        let adopted = before[..start].trim_end().ends_with("EN");
        let what = match year {
            "2022" => continue,
            "2005" | "2013" => What::OldEdition,
            "2017" if adopted => What::OldEdition,
            _ if adopted => continue,
            _ => What::NoEdition,
        };
        found.push((start, Cited { text: &text[start..at + 10], what }));
    }
    found
}

/// `A.9.2.5`.
fn numbers(text: &str) -> Vec<(usize, Cited<'_>)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("A.") {
        if text[..at].ends_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | '/')) {
            continue;
        }
        let length = text[at..].find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.').unwrap_or(text.len() - at);
        let number = text[at..at + length].trim_end_matches('.');
        if number.matches('.').count() == 3 && standard::is_2013_number(number) {
            found.push((at, Cited { text: number, what: What::OldNumber }));
        }
    }
    found
}

/// So much of a sentence, in bytes, is read on either side.
const AROUND: usize = 300;

/// Whether the sentence around a place speaks of what was.
fn is_about_the_past(text: &str, at: usize) -> bool {
    let (from, to) = (text.floor_char_boundary(at.saturating_sub(AROUND)), text.floor_char_boundary(at + AROUND));
    let before = &text[from..at];
    let start = before.rfind(['\n', '!', '?']).max(before.rfind(". ")).map_or(0, |end| end + 1);
    let after = &text[at..to];
    let end = after.find(". ").unwrap_or(after.len());
    let sentence = [&before[start..], &after[..end]].concat().to_lowercase();
    // A year that is none of an edition, and 2022, tell that the writer knows.
    let mut years = sentence.match_indices(['1', '2']).filter(|(at, _)| is_year(&sentence, *at));
    years.any(|(at, _)| !sentence[..at].ends_with(':') || sentence[at..].starts_with("2022"))
        || sentence.split(|letter: char| !letter.is_alphanumeric()).any(|word| PAST.contains(&word))
}

/// Whether a year of these times stands at a place, by itself.
fn is_year(text: &str, at: usize) -> bool {
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let alone = !text[..at].ends_with(char::is_alphanumeric) && !text[at + digits..].starts_with(char::is_alphabetic);
    digits == 4 && alone && (text[at..].starts_with("19") || text[at..].starts_with("20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        citations(text).into_iter().filter(|(at, _)| !is_about_the_past(text, *at)).map(|(_, cited)| cited.text).collect()
    }

    #[test]
    fn other_editions_and_their_numbers_are_found() {
        assert_eq!(found("We follow ISO/IEC 27001:2013 and ISO 27002:2005."), ["ISO/IEC 27001:2013", "ISO 27002:2005"]);
        assert_eq!(found("Certified to ISO 27001:2023; DIN EN ISO/IEC 27001:2017"), ["ISO 27001:2023", "ISO/IEC 27001:2017"]);
        assert_eq!(found("Access is reviewed (A.9.2.5), see A.12.4.1."), ["A.9.2.5", "A.12.4.1"]);
    }

    #[test]
    fn what_is_of_today_and_what_speaks_of_the_past_is_left_alone() {
        for text in [
            "ISO/IEC 27001:2022, EN ISO/IEC 27001:2023, ISO/IEC 27001, ISO 27001:2013x, 27001:2013",
            "ISO/IEC 27017:2015 and ISO/IEC 27005:2018",
            "A.5.15, A.8.8 and 9.2.5; version A.9.2.5.1, BA.9.2.5, A.9.9.9",
            "Until the transition we followed ISO/IEC 27001:2013.",
            "A.9.2.5 of the previous edition is A.5.18 now.",
            "Certified to ISO/IEC 27001:2013 in 2019.",
            "The certificate of 2023 was issued for ISO/IEC 27001:2013.",
            "ISO/IEC 27001:2022 replaces ISO/IEC 27001:2013.",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
