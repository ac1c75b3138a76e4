//! REPO-006: dates can be true: nothing ends before it begins, and nothing was done in the future.

mod dates;

use std::collections::HashSet;

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::date::Date;
use crate::model::{DocumentStatus, Head};
use crate::text::{Locus, Pointer, Way};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "REPO-006",
    name: "impossible-date",
    title: "nothing ends before it begins, and nothing was done in the future",
    clauses: &["7.5.2"],
    weight: Weight::ERROR,
    class: Class::Temporal,
    doc: include_str!("impossible_date.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for head in ctx.isms.heads() {
        // Each date is doubted once: one that lies in the future makes every order look wrong.
        let mut doubted = HashSet::new();
        in_the_future(ctx, head, &mut doubted, out);
        out_of_order(head, &mut doubted, out);
    }
    for document in ctx.isms.documents.iter().filter(|document| document.status == Some(DocumentStatus::Effective)) {
        if let Some(from) = document.effective_from.filter(|from| *from > ctx.today) {
            let message = format!("{} is effective, and takes effect on {from}, which is after {}", document.id(), ctx.today);
            out.report(document.at("/effective_from"), message)
                .help("say `approved` until that day, or correct the date")
                .record(document.id())
                .about("future");
        }
    }
}

fn in_the_future(ctx: &Ctx<'_>, head: &Head, doubted: &mut HashSet<Pointer>, out: &mut Findings) {
    for path in dates::acts(head) {
        dates::each(head.fields(), path, &Way::Root, &mut |way, value| {
            let Some(date) = dates::date_of(value).filter(|date| *date > ctx.today) else { return };
            let pointer = Pointer::from(way);
            let name = name_of(&pointer);
            out.report(head.at(pointer.clone()), format!("{}: {name} is {date}, which is after {}", head.id, ctx.today))
                .help("correct the date; what is still to come belongs in a field for plans")
                .record(&*head.id)
                .about(about(head, &pointer, "future"));
            doubted.insert(pointer);
        });
    }
}

fn out_of_order(head: &Head, doubted: &mut HashSet<Pointer>, out: &mut Findings) {
    for (group, earlier, later) in dates::orders(head.kind) {
        dates::each(head.fields(), group, &Way::Root, &mut |way, value| {
            let (Some(first), Some(second)) = (dates::date_behind(value, earlier), dates::date_behind(value, later)) else {
                return;
            };
            if first <= second {
                return;
            }
            let behind = |keys: &str| keys.split('/').fold(Pointer::from(way), |pointer, key| pointer.join(key));
            let (first_at, second_at) = (behind(earlier), behind(later));
            if !doubted.contains(&first_at) && !doubted.contains(&second_at) {
                report_order(head, (&first_at, first), (&second_at, second), out);
                doubted.extend([first_at, second_at]);
            }
        });
    }
}

fn report_order(head: &Head, (first_at, first): (&Pointer, Date), (second_at, second): (&Pointer, Date), out: &mut Findings) {
    let (earlier, later) = (name_of(first_at), name_of(second_at));
    out.report(head.at(second_at.clone()), format!("{}: {later} {second} is before {earlier} {first}", head.id))
        .help("correct the one that is wrong")
        .also(Locus::value(head.file, first_at.clone()), format!("{earlier} is {first}"))
        .record(&*head.id)
        .about(about(head, second_at, "order"));
}

fn name_of(pointer: &Pointer) -> String {
    let words: Vec<_> = pointer.steps().filter(|step| step.parse::<usize>().is_err()).collect();
    format!("`{}`", words.last().map_or("", |word| word))
}

/// What tells list items apart without their number: their own id, period or person.
fn about(head: &Head, pointer: &Pointer, what: &str) -> String {
    let item = pointer.parent().and_then(|parent| head.fields().at(&parent));
    let name = ["id", "period", "person", "on", "date"].iter().find_map(|key| item?.get(key)?.scalar());
    format!("{what} {}", name.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::check::rules::repo::unfinished_text::tests::said;

    fn impossible(text: &str) -> Vec<String> {
        said("REPO-006", "", &[("clauses/a.yaml", text)])
    }

    #[test]
    fn today_is_not_the_future_and_the_same_day_is_in_order() {
        let text = "kind: risk\nid: R-001\ntitle: T\nassessed_on: 2026-06-30\nclosed_on: 2026-06-30\nstatus: closed\n";
        assert_eq!(impossible(text), [""; 0]);
        let text = "kind: risk\nid: R-001\ntitle: T\nassessed_on: 2026-07-01\n";
        assert_eq!(impossible(text), ["R-001: `assessed_on` is 2026-07-01, which is after 2026-06-30"]);
    }

    #[test]
    fn one_wrong_date_is_one_finding() {
        let dates = "corrected_on: 2026-02-01\nclosed_on: 2026-03-01\neffectiveness: { reviewed_on: 2026-02-20 }\n";
        let text = format!("kind: nonconformity\nid: NC-001\ntitle: T\ndetected_on: 2026-04-01\n{dates}");
        assert_eq!(impossible(&text), ["NC-001: `corrected_on` 2026-02-01 is before `detected_on` 2026-04-01"]);
        let text = format!("kind: nonconformity\nid: NC-001\ntitle: T\ndetected_on: 2027-04-01\n{dates}");
        assert_eq!(impossible(&text), ["NC-001: `detected_on` is 2027-04-01, which is after 2026-06-30"]);
    }

    #[test]
    fn items_of_lists_are_looked_at_one_by_one() {
        let text = "kind: risk\nid: R-001\ntitle: T\nactions:\n  - { id: T1, what: W, start: 2026-05-01, due: 2026-04-01 }\n  - { id: T2, what: W, start: 2026-01-01, done_on: 2026-02-01, verified_on: 2026-01-15 }\n";
        assert_eq!(
            impossible(text),
            [
                "R-001: `due` 2026-04-01 is before `start` 2026-05-01",
                "R-001: `verified_on` 2026-01-15 is before `done_on` 2026-02-01"
            ]
        );
    }

    #[test]
    fn plans_may_lie_in_the_future() {
        for text in [
            "kind: control\nid: A.5.1\ntitle: T\napplicable: true\nimplementation: planned\nimplemented_on: 2026-12-01\n",
            "kind: audit\nid: AUD-001\ntitle: T\nplanned_from: 2026-11-01\nplanned_to: 2026-11-03\n",
            "kind: role\nid: ciso\ntitle: T\nheld_by: [{ person: a, from: 2026-12-01 }]\n",
        ] {
            assert_eq!(impossible(text), [""; 0]);
        }
    }
}
