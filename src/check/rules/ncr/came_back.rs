//! NCR-007: what fails again is recognised.

use std::collections::HashMap;

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::{Date, Duration};
use crate::model::{Grade, Nonconformity, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "NCR-007",
    name: "nonconformity-came-back",
    title: "a nonconformity with a criterion or control of an earlier one refers to that one",
    clauses: &["10.2 b", "10.2 d"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("came_back.md"),
    check,
};

const MEMORY: Duration = Duration::months(24);

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let failures = ctx.isms.nonconformities.iter().filter(|case| case.grade != Some(Grade::Observation));
    let mut cases: Vec<(Date, &Record<Nonconformity>)> = failures.filter_map(|case| Some((case.detected_on?, case))).collect();
    cases.sort_by(|one, other| (one.0, one.1.id()).cmp(&(other.0, other.1.id())));
    let mut newest: HashMap<&str, (Date, &Record<Nonconformity>)> = HashMap::new();
    for (day, case) in cases {
        let mut again: Option<(&Record<Nonconformity>, Vec<&str>)> = None;
        let mut broken: Vec<&str> = case.criterion.iter().chain(&case.controls).map(String::as_str).collect();
        broken.sort_unstable();
        broken.dedup();
        for what in broken {
            let before = newest.insert(what, (day, case));
            // What turns up within the time that actions need to work is still the same failure.
            let soak = ctx.isms.settings.defaults.soak;
            let came_back = |before: Date| day > before.after(soak) && day <= before.after(MEMORY);
            let Some((_, earlier)) = before.filter(|(before, earlier)| came_back(*before) && !connected(case, earlier)) else {
                continue;
            };
            match &mut again {
                Some((first, shared)) if first.id() == earlier.id() => shared.push(what),
                Some(_) => {}
                None => again = Some((earlier, vec![what])),
            }
        }
        if let Some((earlier, shared)) = again {
            report(case, earlier, &shared, out);
        }
    }
}

fn report(case: &Record<Nonconformity>, earlier: &Record<Nonconformity>, shared: &[&str], out: &mut Findings) {
    let before = earlier.detected_on.map(|day| day.to_string()).unwrap_or_default();
    let field = if case.criterion.iter().any(|criterion| shared.contains(&criterion.as_str())) { "/criterion" } else { "/controls" };
    let message = format!("{} breaks {}, as {} did on {before}, and does not mention it", case.id(), listed(shared), earlier.id());
    out.report(case.key(field), message)
        .help(format!("read {}: if the cause is the same, it was not removed; name it in `refs:` either way", earlier.id()))
        .also(earlier.at("/id"), format!("{} was detected on {before}", earlier.id()))
        .record(case.id())
        .about(earlier.id());
}

/// One of the two refers to the other, in a field or in words.
fn connected(case: &Record<Nonconformity>, earlier: &Record<Nonconformity>) -> bool {
    let linked = |from: &Record<Nonconformity>, to: &str| from.head.links.iter().any(|link| &*link.target == to);
    let texts = [&case.description, &case.root_cause, &case.similar_check, &case.action_reason];
    let mentions = |text: &&Option<String>| text.as_deref().is_some_and(|text| mentions(text, earlier.id()));
    linked(case, earlier.id()) || linked(earlier, case.id()) || texts.iter().any(mentions)
}

/// Whether an id stands in a text as a word of its own: `NC-1` is not in `NC-12`.
fn mentions(text: &str, id: &str) -> bool {
    text.match_indices(id).any(|(at, _)| {
        let around = [text[..at].chars().next_back(), text[at + id.len()..].chars().next()];
        around.iter().flatten().all(|letter| !letter.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn an_id_is_a_word() {
        assert!(mentions("The same as NC-001.", "NC-001"));
        assert!(mentions("NC-001", "NC-001"));
        assert!(!mentions("NC-0012 and XNC-001", "NC-001"));
    }
}
