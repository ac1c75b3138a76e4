//! What a cell says, in the form that the field wants.

use serde_json::Value as Json;

use super::Refusal;
use super::read::Given;
use crate::load::schema;
use crate::load::shape::{Number, Shape, Target};
use crate::load::suggest::{closest, same};
use crate::model::date::Date;
use crate::model::{Isms, Kind};
use crate::standard;
use crate::syntax::yaml::plain_type;
use crate::value::Type;

/// What other tools call the options of risk treatment (ISO 31000 and ISO/IEC 27005 name several).
const TREATMENTS: [(&str, &str); 10] = [
    ("mitigate", "modify"),
    ("reduce", "modify"),
    ("treat", "modify"),
    ("accept", "retain"),
    ("tolerate", "retain"),
    ("transfer", "share"),
    ("insure", "share"),
    ("outsource", "share"),
    ("terminate", "avoid"),
    ("eliminate", "avoid"),
];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What a cell means, and in which way it was taken where that is not as it is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Meaning {
    /// The value.
    pub(super) value: Json,
    /// How it was taken: `` `In progress` as in_progress ``.
    pub(super) taken: Vec<String>,
}

/// What can help to understand a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// The records that are there.
    pub(super) isms: &'a Isms,
    /// The title of the row, which tells controls apart whose numbers a spreadsheet has cut.
    pub(super) title: Option<&'a str>,
}

impl Context<'_> {
    /// What a cell means in a field of a shape; an own key has none.
    pub(super) fn meaning(self, given: &Given, shape: Option<&Shape>) -> Result<Meaning, Refusal> {
        let mut taken = Vec::new();
        let Some(shape) = shape.filter(|shape| !shape.is_free()) else { return Ok(Meaning { value: free(&given.text), taken }) };
        let value = if shape.items.is_some() {
            self.list(given, shape, &mut taken)?
        } else if !shape.keys.is_empty() || shape.rest.is_some() {
            let value = serde_json::from_str(given.text.trim()).ok().filter(Json::is_object);
            value.ok_or_else(|| {
                let keys: Vec<&str> = shape.keys.keys().map(String::as_str).collect();
                let help = if keys.is_empty() {
                    String::new()
                } else {
                    format!("its parts have columns of their own: {}", keys.join(", "))
                };
                Refusal {
                    message: "it has parts, which do not fit into one cell".to_owned(),
                    help: Some(help).filter(|it| !it.is_empty()),
                }
            })?
        } else {
            self.single(given, shape, &mut taken)?
        };
        Ok(Meaning { value, taken })
    }

    fn list(self, given: &Given, shape: &Shape, taken: &mut Vec<String>) -> Result<Json, Refusal> {
        let text = given.text.trim();
        let unknown = Shape::default();
        let items = shape.items.as_deref().unwrap_or(&unknown);
        if text.starts_with('[')
            && let Ok(list @ Json::Array(_)) = serde_json::from_str::<Json>(text)
        {
            return Ok(list);
        }
        if items.items.is_some() || (!items.keys.is_empty() && !items.text) {
            return Err(Refusal::new("it is a list with parts, which do not fit into one cell")
                .help("each item has columns of its own, such as `actions.1.what`; `isms export` shows them"));
        }
        let parts = parts(text, is_word(items));
        if parts.len() == 1 && shape.text {
            let one = Given { text: parts[0].to_owned(), number: given.number };
            let alone = if shape.targets.is_empty() && shape.words.is_empty() { items } else { shape };
            return self.single(&one, alone, taken);
        }
        let number = given.number && parts.len() == 1;
        let all: Result<Vec<Json>, Refusal> =
            parts.iter().map(|part| self.single(&Given { text: (*part).to_owned(), number }, items, taken)).collect();
        Ok(Json::Array(all?))
    }

    fn single(self, given: &Given, shape: &Shape, taken: &mut Vec<String>) -> Result<Json, Refusal> {
        let written = given.text.as_str();
        let text = written.trim();
        let mut take = |meant: &str| {
            if meant != text {
                taken.push(format!("`{}` as {meant}", crate::load::shorten(text)));
            }
            Json::from(meant)
        };
        if shape.truth
            && !shape.text
            && let Some(truth) = truth(text)
        {
            return Ok(Json::from(truth));
        }
        if !shape.words.is_empty() {
            return word(text, &shape.words, shape.truth).map(|word| take(&word));
        }
        if shape.day {
            return day(text).map(|day| take(&day.to_string()));
        }
        if shape.truth && !shape.text {
            return Err(Refusal::new(format!("`{text}` is neither true nor false")).help("write true or false"));
        }
        if let Some(number) = shape.number.filter(|_| !shape.text) {
            return self::number(text, number);
        }
        if !shape.targets.is_empty() {
            return self.reference(given, &shape.targets).map(|id| take(&id));
        }
        Ok(Json::from(written))
    }

    /// The id that is meant: an id, the number of a control in one of its usual spellings, or the title of a record.
    fn reference(self, given: &Given, targets: &[Target]) -> Result<String, Refusal> {
        let text = given.text.trim();
        let wants = |kind: Kind| targets.iter().any(|target| matches!(target, Target::Any) || *target == Target::Kind(kind));
        if self.isms.exists(text) {
            return Ok(text.to_owned());
        }
        if wants(Kind::Control)
            && let Some(id) = control(given, None)?
        {
            return Ok(id);
        }
        let lower = text.to_lowercase();
        let titled = |head: &&crate::model::Head| {
            wants(head.kind) && (head.title().to_lowercase() == lower || head.id.eq_ignore_ascii_case(text))
        };
        let mut heads = self.isms.heads().filter(titled);
        match (heads.next(), heads.next()) {
            (Some(head), None) => Ok(head.id.to_string()),
            _ => Ok(text.to_owned()),
        }
    }

    /// The id of a row: as it is, or the number of a control.
    pub(super) fn id(self, given: &Given, kind: Kind) -> Result<Meaning, Refusal> {
        let text = given.text.trim();
        let id = match kind {
            Kind::Control => control(given, self.title)?.unwrap_or_else(|| text.to_owned()),
            _ => text.to_owned(),
        };
        let taken = if id == text { Vec::new() } else { vec![format!("`{text}` as {id}")] };
        Ok(Meaning { value: Json::from(id), taken })
    }
}

/// The control of Annex A that is meant by `A.5.15`, `A 5.15`, `5.15` or `A.05.15`; nothing where it is none of them. A number that a
/// spreadsheet has kept as 5.2 may have been 5.20: only the title tells.
fn control(given: &Given, title: Option<&str>) -> Result<Option<String>, Refusal> {
    let text = given.text.trim();
    if standard::control(text).is_some() {
        return Ok(Some(text.to_owned()));
    }
    let rest = text.strip_prefix("Control ").or_else(|| text.strip_prefix("control ")).unwrap_or(text);
    let rest = rest.strip_prefix(['A', 'a']).unwrap_or(rest).trim_start_matches(['.', ' ', '-']);
    let Some((theme, number)) = rest.split_once('.') else { return Ok(None) };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(theme) || !digits(number) {
        return Ok(None);
    }
    let named =
        |number: &str| standard::control(&format!("A.{}.{}", theme.trim_start_matches('0'), number.trim_start_matches('0')));
    let Some(found) = named(number) else { return Ok(None) };
    let longer = named(&format!("{number}0")).filter(|_| given.number && number.len() == 1);
    let Some(longer) = longer else { return Ok(Some(found.id.to_owned())) };
    let is = |control: &standard::Control| title.is_some_and(|title| same(title, [control.title]).is_some());
    match (is(found), is(longer)) {
        (true, false) => Ok(Some(found.id.to_owned())),
        (false, true) => Ok(Some(longer.id.to_owned())),
        _ => Err(Refusal::new(format!(
            "the spreadsheet holds the number {text}, which may have been {} ({}) or {} ({})",
            found.id, found.title, longer.id, longer.title
        ))
        .help("write the number as text, with `A.` in front")),
    }
}

/// A list in a cell, taken apart: at semicolons and line ends, and at commas where no item can have one.
fn parts(text: &str, commas: bool) -> Vec<&str> {
    text.split([';', '\n'])
        .flat_map(|part| part.split(move |letter| commas && letter == ','))
        .map(|part| part.trim().trim_start_matches("• ").trim_start_matches("- ").trim())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Whether a value of a shape has no commas in it.
fn is_word(shape: &Shape) -> bool {
    !shape.targets.is_empty() || !shape.words.is_empty() || shape.day || !shape.text
}

fn word(text: &str, words: &[String], truths: bool) -> Result<String, Refusal> {
    let known = || words.iter().map(String::as_str);
    if let Some(word) = known().find(|word| *word == text).or_else(|| same(text, known())) {
        return Ok(word.to_owned());
    }
    let lower = text.to_lowercase();
    let treatment = TREATMENTS.iter().find(|(other, word)| *other == lower && known().any(|known| known == *word));
    if let Some((_, word)) = treatment {
        return Ok((*word).to_owned());
    }
    let truths = if truths { "true, false, " } else { "" };
    let one_of = format!("{truths}{}", words.join(", "));
    Err(Refusal::new(format!("it cannot be `{}`", crate::load::shorten(text))).help(match closest(text, known()) {
        Some(meant) => format!("did you mean `{meant}`? (one of: {one_of})"),
        None => format!("one of: {one_of}"),
    }))
}

fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "x" | "1" => Some(true),
        "false" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

fn number(text: &str, wanted: Number) -> Result<Json, Refusal> {
    if let Ok(number) = text.parse::<i64>() {
        return Ok(Json::from(number));
    }
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    match (wanted, number) {
        (Number::Any, Some(number)) => Ok(Json::from(number)),
        (Number::Whole, Some(_)) => {
            Err(Refusal::new(format!("{text} is no whole number")).help("scales have no values in between"))
        }
        (_, None) => Err(Refusal::new(format!("`{}` is no number", crate::load::shorten(text)))
            .help("write digits alone, with a point for the decimals; words of a scale become its numbers")),
    }
}

/// A day in one of the ways that people write it, where only one day can be meant.
fn day(text: &str) -> Result<Date, Refusal> {
    if let Ok(day) = text.parse() {
        return Ok(day);
    }
    let refused = || Refusal::new(format!("`{}` is no day", crate::load::shorten(text))).help("write it as YYYY-MM-DD");
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split([' ', '.', '/', ',', '-']).filter(|part| !part.is_empty()).collect();
    let [one, two, three] = parts[..] else { return Err(refused()) };
    let month_of = |word: &str| {
        let word = word.to_lowercase();
        // The beginning of a name of a month, and nothing that only begins like one.
        MONTHS.iter().position(|month| word.starts_with(month)).filter(|_| word.chars().all(char::is_alphabetic))
    };
    let date = |year: &str, month: &str, day: &str| format!("{year}-{month:0>2}-{day:0>2}").parse::<Date>();
    let named = |year: &str, month: usize, day: &str| date(year, &(month + 1).to_string(), day);
    let found = match (month_of(one), month_of(two)) {
        (Some(month), None) => named(three, month, two),
        (None, Some(month)) => named(three, month, one),
        _ if ![one, two, three].iter().all(is_number) => return Err(refused()),
        _ if one.len() == 4 => date(one, two, three),
        // With points the day comes first wherever people write so; with slashes it depends on the country.
        _ if text.contains('.') || one.parse::<u32>().is_ok_and(|day| day > 12) || one == two => date(three, two, one),
        _ if two.parse::<u32>().is_ok_and(|day| day > 12) => date(three, one, two),
        _ => {
            return Err(
                Refusal::new(format!("`{text}` is one day in Europe and another in America")).help("write it as YYYY-MM-DD")
            );
        }
    };
    found.map_err(|_| refused())
}

/// A value that may be anything: JSON where it is quoted or in brackets, else as YAML reads it.
pub(super) fn free(text: &str) -> Json {
    if text.starts_with(['[', '{', '"'])
        && let Ok(value) = serde_json::from_str(text)
    {
        return value;
    }
    match plain_type(text) {
        Type::Null => Json::Null,
        Type::Bool => Json::from(text.starts_with(['t', 'T'])),
        Type::Int => text.parse::<i64>().map_or_else(|_| Json::from(text), Json::from),
        Type::Float => text.parse::<f64>().ok().filter(|number| number.is_finite()).map_or_else(|| Json::from(text), Json::from),
        _ => Json::from(text),
    }
}

/// The shape at a path; `None` for an own key, and for what the schema does not know.
pub(super) fn shape_at<'s>(kind: Kind, steps: &[String]) -> Option<&'s Shape> {
    let mut shape: &'static Shape = &schema::of_kind(kind).shape;
    for step in steps {
        let item = step.parse::<usize>().ok().and(shape.items.as_deref());
        shape = shape.keys.get(step).or(shape.rest.as_deref()).or(item)?;
    }
    Some(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str, number: bool) -> Given {
        Given { text: text.to_owned(), number }
    }

    #[test]
    fn days_are_understood_where_only_one_can_be_meant() {
        for text in
            ["2025-01-31", "31.01.2025", "31. 1. 2025", "January 31, 2025", "31 Jan 2025", "31/01/2025", "1/31/2025", "2025/1/31"]
        {
            assert_eq!(day(text).unwrap().to_string(), "2025-01-31", "{text}");
        }
        for text in ["01/02/2025", "September 2025", "Q4-2026", "30 days", "TBD", "31.02.2025", "1.1.25", "Janet 1 2025 4"] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn controls_go_by_several_spellings_and_a_cut_number_by_its_title() {
        for text in ["A.5.15", "A 5.15", "a5.15", "5.15", "A.05.15", "Control 5.15"] {
            assert_eq!(control(&given(text, false), None).unwrap().as_deref(), Some("A.5.15"), "{text}");
        }
        assert_eq!(control(&given("5.2", false), None).unwrap().as_deref(), Some("A.5.2"));
        assert!(control(&given("5.2", true), None).unwrap_err().message.contains("A.5.20"));
        let title = standard::control("A.5.20").unwrap().title;
        assert_eq!(control(&given("5.2", true), Some(title)).unwrap().as_deref(), Some("A.5.20"));
        assert_eq!(control(&given("R-001", false), None).unwrap(), None);
        assert_eq!(control(&given("5.99", false), None).unwrap(), None);
    }

    #[test]
    fn own_keys_keep_their_types() {
        assert_eq!(free("7"), Json::from(7));
        assert_eq!(free("\"7\""), Json::from("7"));
        assert_eq!(free("no"), Json::from("no"));
        assert_eq!(free("[1, \"a\"]"), serde_json::json!([1, "a"]));
        assert_eq!(free("[team"), Json::from("[team"));
    }
}
