//! MRV-005: a review hears of what is open and late on its day.

use std::collections::{BTreeMap, HashSet};

use crate::check::wording::some;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{ManagementReview, OpenMatter, Record, ReviewInput};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "MRV-005",
    name: "review-silent-about-open-matter",
    title: "the last management review names earlier actions, late treatment, ended acceptances and major nonconformities that are open on its day",
    clauses: &["9.3.2 a", "9.3.2 d", "9.3.2 f"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("silent_about_open.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    // Older ones can be asked nothing any more, and what was not heard then is heard now, or still open.
    let Some(review) = ctx.isms.last_review().filter(|review| review.date.is_some_and(|date| date >= ctx.isms.results_since(ctx.today)))
    else {
        return;
    };
    let text = ctx.files.get(review.head.file).and_then(|file| file.text.as_deref()).unwrap_or_default();
    let named = words(text);
    let mut silent: BTreeMap<ReviewInput, Vec<OpenMatter<'_>>> = BTreeMap::new();
    for matter in ctx.isms.open_at(review) {
        // An input that is missing altogether is MRV-002's.
        let heard = review.inputs.get(matter.input.word()).is_some_and(|input| !input.summary.trim().is_empty());
        if heard && !named.contains(&*matter.head.id) {
            silent.entry(matter.input).or_default().push(matter);
        }
    }
    for (input, matters) in silent {
        report(review, input, matters, out);
    }
}

fn report(review: &Record<ManagementReview>, input: ReviewInput, matters: Vec<OpenMatter<'_>>, out: &mut Findings) {
    let words: Vec<&str> = matters.iter().map(|matter| matter.words.as_str()).collect();
    let message = format!("{} does not name what was open on its day: {}", review.id(), some(&words));
    let finding = out.report(review.key(format!("/inputs/{}", input.word())), message);
    finding.help("if it was looked at, add the record to `refs` of this input; if not, bring it to the next review").record(review.id());
    for matter in matters {
        finding.also(matter.at, matter.words);
    }
}

/// Everything in a text that may be the id of a record.
fn words(text: &str) -> HashSet<&str> {
    let part = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '.';
    text.split(move |letter| !part(letter)).map(|word| word.trim_matches('.')).collect()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn an_id_is_named_as_a_whole() {
        let names = |text: &'static str, id: &str| words(text).contains(id);
        assert!(names("See R-1, (R-10) and A.5.1.", "R-1") && names("A.5.1.", "A.5.1") && names("refs: [NC-004]", "NC-004"));
        assert!(!names("R-10 R-1-b AR-1 R-1.2", "R-1") && !names("A.5.10 A.5.1.1", "A.5.1"));
    }
}
