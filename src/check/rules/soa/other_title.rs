//! SOA-013: a control's number and title are those of one control.

use crate::check::texts::has_digit;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::Isms;
use crate::standard::{self, Control};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "SOA-013",
    name: "title-of-another-control",
    title: "where the number of a control stands with a title, both are of the same control",
    clauses: &["6.1.3 c", "7.5.2"],
    weight: Weight::WARNING,
    class: Class::Prose,
    doc: include_str!("other_title.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for control in &ctx.isms.controls {
        if let Some(other) = other_control(control.id(), control.title()) {
            let message = format!("{} is called \"{}\", the title of {}", control.id(), control.title(), other.id);
            out.report(control.at("/title"), message).help(right_title(control.id())).record(control.id());
        }
    }
    for record in ctx.texts.of_records() {
        let head = record.head();
        if head.kind.is_document() && ctx.isms.document(&head.id).is_some_and(|document| document.is_obsolete()) {
            continue;
        }
        // In a table the number stands in one cell, and the title in the next.
        let mut cell_before: Option<&str> = None;
        for (text, whence) in record.in_fields().chain(record.in_body(ctx)) {
            if cell_before.is_none() && !has_digit(text) {
                continue;
            }
            let alone = without_marks(text);
            let in_cells = cell_before.and_then(|number| Some(Titled { at: 0, length: text.len(), number, title: alone, other: other_control(number, alone)? }));
            cell_before = Some(alone).filter(|alone| alone.starts_with("A.")).and_then(standard::control).map(|control| control.id);
            for it in titled(text).into_iter().chain(in_cells).filter(|it| !is_own_title(ctx.isms, it)) {
                let message = format!("{} calls {} \"{}\", the title of {}", head.id, it.number, it.title, it.other.id);
                out.report(whence.at(it.at..it.at + it.length), message)
                    .help(right_title(it.number))
                    .record(&*head.id)
                    .about(format!("{} {}", it.number, it.other.id));
            }
        }
    }
}

fn right_title(number: &str) -> String {
    let title = standard::control(number).map(|control| control.title).unwrap_or_default();
    format!("{number} is \"{title}\": correct the number or the title, whichever was not meant")
}

/// The control whose title this is, where it is not the one with the number.
fn other_control(number: &str, title: &str) -> Option<&'static Control> {
    standard::control(number)?;
    let titled = standard::controls_titled(title);
    titled.iter().all(|control| control.id != number).then(|| titled.first().copied()).flatten()
}

/// Whether the record of the control has this title: then that is where it is wrong.
fn is_own_title(isms: &Isms, titled: &Titled<'_>) -> bool {
    isms.control(titled.number).is_some_and(|control| control.title().eq_ignore_ascii_case(titled.title))
}

/// A number with the title of another control behind it.
#[derive(Debug)]
struct Titled<'t> {
    at: usize,
    length: usize,
    number: &'t str,
    title: &'t str,
    other: &'static Control,
}

/// Where a title may end: `A.5.15 Access control applies to …` is a sentence, and its words are nobody's title.
const ENDS: [char; 13] = [',', '.', ';', ':', ')', '(', '|', ']', '*', '_', '"', '\n', '\r'];

/// No paragraph that anybody reads names so many controls.
const MANY: usize = 1_000;

/// The longest title has fewer bytes.
const LONGEST: usize = 120;

/// No title has so many of these marks.
const MARKS: usize = 5;

/// Numbers of controls that the title of another one follows.
fn titled(text: &str) -> Vec<Titled<'_>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("A.").take(MANY) {
        if text[..at].ends_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-')) {
            continue;
        }
        let length = text[at..].find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.').unwrap_or(text.len() - at);
        let number = text[at..at + length].trim_end_matches('.');
        if standard::control(number).is_none() {
            continue;
        }
        let between = |letter: char| letter == ' ' || matches!(letter, '-' | '–' | '—' | ':' | '(' | '"' | '“' | '*' | '_');
        let rest = &text[at + number.len()..];
        let title = rest.trim_start_matches(between);
        let glued = title.len() == rest.len();
        let near = &title[..title.floor_char_boundary(LONGEST)];
        let whole = (near.len() == title.len()).then_some(near.len());
        let ends = near.match_indices(ENDS).map(|(end, _)| end).take(MARKS).chain(whole);
        let longest = ends.filter(|end| !standard::controls_titled(title[..*end].trim_end()).is_empty()).last();
        let Some(title) = longest.map(|end| title[..end].trim_end()).filter(|_| !glued) else { continue };
        if let Some(other) = other_control(number, title) {
            let length = title.as_ptr() as usize - text[at..].as_ptr() as usize + title.len();
            found.push(Titled { at, length, number, title, other });
        }
    }
    found
}

/// What a cell says without what makes it bold.
fn without_marks(text: &str) -> &str {
    text.trim().trim_matches(['*', '_', '`']).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_the_title_of_another_control_is_found() {
        let other = |text: &'static str| titled(text).into_iter().map(|it| (&text[it.at..it.at + it.length], it.other.id)).collect::<Vec<_>>();
        assert_eq!(other("See A.5.7 Access control."), [("A.5.7 Access control", "A.5.15")]);
        assert_eq!(other("**A.8.13** – logging, A.8.15: Logging"), [("A.8.13** – logging", "A.8.15")]);
        assert_eq!(
            other("A.5.1 (Monitoring, review and change management of supplier services)"),
            [("A.5.1 (Monitoring, review and change management of supplier services", "A.5.22")]
        );
    }

    #[test]
    fn numbers_with_their_own_title_or_with_other_words_are_left_alone() {
        for text in [
            "A.5.15 Access control, A.8.13 (information backup)",
            "A.5.7 access control is reviewed elsewhere",
            "A.8.16 logging alerts, A.5.7 and A.5.15, 5.7 Access control, X.A.5.7 Access control",
            "A.5.7.1 Access control",
            "A.5.7Access control",
        ] {
            assert!(titled(text).is_empty(), "{text}: {:?}", titled(text));
        }
    }
}
