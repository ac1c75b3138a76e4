//! Conditions over a record, as a person writes them: `current.score > 6 and not accepted`.
//!
//! The language is the expression language of Jinja. Every name must be a field of the kind or a computed name, so that a typing error
//! never looks like "no record is like this". What is not written is `none`, a list that is not written is empty. `none` comes
//! before everything else in order.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use minijinja::value::{Enumerator, Object, ObjectRepr, Serde, Value};
use minijinja::{Environment, Error, ErrorKind, Expression, UndefinedBehavior};
use serde_json::Value as Json;

use super::names::{Names, Unknown};
use super::view::{Others, View};
use crate::model::Kind;
use crate::model::date::{Date, Duration};

/// How many steps an expression may take for one record.
const FUEL: u64 = 100_000;

/// The most bytes that a replacement may make: as many as a record may have.
const LONGEST: usize = 16 * 1024 * 1024;

/// The name that stands for the whole record, for keys that are no words of the language: `record['x-team']`.
const RECORD: &str = "record";

/// The function that gives another record by its id.
const RELATED: &str = "related";

pub(super) static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    // Each makes something as long as a number says, which no fuel counts: a short rule must not cost all memory.
    for filter in ["indent", "format", "slice"] {
        environment.remove_filter(filter);
    }
    environment.add_filter("replace", replace);
    environment.add_test("none", |value: &Value| is_nothing(value));
    environment.add_test("undefined", |value: &Value| is_nothing(value));
    environment.add_test("defined", |value: &Value| !is_nothing(value));
    environment.add_function("date_add", date_add);
    environment.add_function("days_between", days_between);
    environment
});

/// A condition on records of a kind.
#[derive(Debug)]
pub struct Condition {
    expression: Expression<'static, 'static>,
    used: Used,
}

/// Why a condition cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// The bytes of the expression that it is about.
    pub at: Option<Range<usize>>,
    /// What to do.
    pub help: Option<String>,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Fault { message: message.into(), at: None, help: None }
    }

    pub(super) fn at(self, at: Option<Range<usize>>) -> Self {
        Fault { at, ..self }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Fault { help: Some(help.into()), ..self }
    }
}

impl Condition {
    /// Reads an expression on records of a kind.
    ///
    /// # Errors
    /// Where it is none, or uses a name that records of the kind do not have.
    pub fn new(kind: Kind, text: &str) -> Result<Self, Fault> {
        if text.trim().is_empty() {
            return Err(Fault::new("the expression is empty"));
        }
        if let Some(place) = sum_with_duration(text) {
            let fault = Fault::new("a duration cannot be added with a sign").at(Some(place));
            return Err(fault.help("use the function: date_add(as_of, '30d'), or date_add(as_of, '-30d') for a day before"));
        }
        let expression = ENVIRONMENT.compile_expression_owned(text.to_owned()).map_err(|error| {
            let fault = Fault::new(format!("the expression cannot be read: {}", words(&error)));
            fault.at(range(&error, text))
        })?;
        let used = Used::new(kind, text, expression.undeclared_variables(true))?;
        let condition = Condition { expression, used };
        condition.try_on_nothing(text)?;
        Ok(condition)
    }

    /// Whether it asks for other records.
    #[must_use]
    pub fn asks_others(&self) -> bool {
        self.used.others
    }

    /// Whether it is true of a record.
    ///
    /// # Errors
    /// Where the record has values that the expression cannot work with.
    pub fn holds(&self, view: &View, others: &Others, text: &str) -> Result<bool, Fault> {
        let answer = self.expression.eval(self.used.context(Some(view), others));
        answer.map(|value| value.is_true()).map_err(|error| {
            let fault = Fault::new(format!("the expression fails at {}: {}", view.id(), words(&error))).at(range(&error, text));
            let about_nothing = error.detail().is_some_and(|detail| detail.contains("none") || detail.contains("containment"));
            if about_nothing {
                fault.help("a field that is not written is none: put `field is defined and …` in front")
            } else {
                fault
            }
        })
    }

    /// Finds filters, tests and functions that do not exist even where there is no record to ask.
    fn try_on_nothing(&self, text: &str) -> Result<(), Fault> {
        let Err(error) = self.expression.eval(self.used.context(None, &Others::default())) else { return Ok(()) };
        if is_about_the_language(&error) {
            Err(Fault::new(format!("the expression cannot be used: {}", words(&error))).at(range(&error, text)))
        } else {
            Ok(())
        }
    }
}

/// The names that an expression uses of a record, and whether it uses others.
#[derive(Debug)]
pub(super) struct Used {
    names: Names,
    needs: Needs,
    pub(super) others: bool,
}

impl Used {
    /// Checks the names that a text uses of a record of a kind.
    pub(super) fn new(kind: Kind, text: &str, names_used: HashSet<String>) -> Result<Self, Fault> {
        let names = Names::of(kind);
        let mut used: Vec<String> = names_used.into_iter().collect();
        used.sort_by_cached_key(|name| (place_of(text, name).map(|place| place.start), name.clone()));
        used.iter().try_for_each(|name| check(&names, text, name))?;
        let mut needs = Needs::default();
        used.iter().filter(|name| !is_function(&names, name)).for_each(|name| needs.add(name));
        let others = used.iter().any(|name| name == RELATED);
        Ok(Used { names, needs, others })
    }

    /// The values behind the names that are used, and no others.
    pub(super) fn context(&self, view: Option<&View>, others: &Others) -> Value {
        let mut context = BTreeMap::new();
        for (name, below) in &self.needs.0 {
            let value = if name == RECORD {
                Value::from(Serde(view.map(|view| &view.fields)))
            } else {
                filled(view.and_then(|view| view.fields.get(name)), below, self.names.below(name))
            };
            context.insert(name.clone(), value);
        }
        if self.others {
            let others = others.clone();
            let related = move |id: &Value| Value::from(Serde(id.as_str().and_then(|id| others.fields(id))));
            context.insert(RELATED.to_owned(), Value::from_function(related));
        }
        Value::from(context)
    }
}

/// The names that an expression uses, with the names below each.
#[derive(Debug, Default)]
struct Needs(BTreeMap<String, Needs>);

impl Needs {
    fn add(&mut self, path: &str) {
        path.split('.').fold(self, |at, step| at.0.entry(step.to_owned()).or_default());
    }
}

/// A value in which everything that is asked for is there.
fn filled(value: Option<&Json>, needs: &Needs, names: Option<&Names>) -> Value {
    let below = |map: Option<&serde_json::Map<String, Json>>| {
        let fill = |(name, needs): (&String, &Needs)| {
            let value = map.and_then(|map| map.get(name));
            (name.clone(), filled(value, needs, names.and_then(|names| names.below(name))))
        };
        needs.0.iter().map(fill).collect::<BTreeMap<String, Value>>()
    };
    match value.filter(|value| !value.is_null()) {
        None if names.is_some_and(|names| names.list) => Value::from(Vec::<Value>::new()),
        None if needs.0.is_empty() => Value::from(()),
        None => Value::from_object(Nothing(below(None))),
        Some(Json::Object(map)) if !needs.0.is_empty() => {
            let mut all: BTreeMap<String, Value> =
                map.iter().map(|(name, value)| (name.clone(), Value::from(Serde(value)))).collect();
            all.extend(below(Some(map)));
            Value::from(all)
        }
        Some(value) => Value::from(Serde(value)),
    }
}

/// A field with fields of its own that is not written: false, and none in every part.
#[derive(Debug)]
struct Nothing(BTreeMap<String, Value>);

impl Object for Nothing {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_str()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Empty
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_none() || value.is_undefined() || value.downcast_object_ref::<Nothing>().is_some()
}

/// A text with another one in the place of a part of it. Unlike that of the engine it makes no text that no record could hold.
fn replace(value: &Value, from: &str, to: &str) -> Result<String, Error> {
    let text = value.as_str().map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed);
    let longest = text.matches(from).count().saturating_mul(to.len()).saturating_add(text.len());
    if longest > LONGEST {
        return Err(invalid("the replaced text is too large".to_owned()));
    }
    Ok(text.replace(from, to))
}

/// The day after a date by a duration such as `30d`, or before it by `-30d`; none where there is no date.
fn date_add(date: &Value, duration: &str) -> Result<Value, Error> {
    let Some(date) = date_in(date)? else { return Ok(Value::from(())) };
    let (before, length) = duration.strip_prefix('-').map_or((false, duration), |length| (true, length));
    let length: Duration = length.parse().map_err(invalid)?;
    Ok(Value::from(if before { date.before(length) } else { date.after(length) }.to_string()))
}

/// How many days lie between two dates, negative where the second is the earlier; none where one is missing.
fn days_between(from: &Value, to: &Value) -> Result<Value, Error> {
    let (from, to) = (date_in(from)?, date_in(to)?);
    Ok(from.zip(to).map_or(Value::from(()), |(from, to)| Value::from(to.days_since(from))))
}

fn date_in(value: &Value) -> Result<Option<Date>, Error> {
    match value.as_str() {
        _ if is_nothing(value) => Ok(None),
        Some(text) => text.parse().map(Some).map_err(invalid),
        None => Err(invalid(format!("`{value}` is not a date; write it as text: '2026-03-31'"))),
    }
}

fn invalid(words: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, words)
}

/// Whether a name that an expression uses exists.
fn check(names: &Names, text: &str, path: &str) -> Result<(), Fault> {
    if is_function(names, path) || path.split('.').next() == Some(RECORD) {
        return Ok(());
    }
    let first = path.split('.').next().unwrap_or(path);
    let functions = ENVIRONMENT.globals().map(|(name, _)| name).chain([RECORD, RELATED]);
    names.check(path, false, functions).map_err(|Unknown { message, help }| {
        let help = match first {
            "x" => "an own key is no name: write record['x-…']".to_owned(),
            _ if names.below(first).is_some() => help,
            _ => format!("{help} (text stands in quotes: '{first}')"),
        };
        Fault::new(message).at(place_of(text, path)).help(help)
    })
}

/// Whether a name is a function of the language; fields go first.
fn is_function(names: &Names, path: &str) -> bool {
    names.below(path).is_none() && (path == RELATED || ENVIRONMENT.globals().any(|(name, _)| name == path))
}

/// Where a name stands in an expression, outside of quoted text.
fn place_of(text: &str, name: &str) -> Option<Range<usize>> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    unquoted(text).find_map(|(start, part)| {
        part.match_indices(name).map(|(at, _)| start + at..start + at + name.len()).find(|place| {
            let before = text[..place.start].chars().next_back();
            let after = text[place.end..].chars().next();
            !before.is_some_and(|letter| is_word(letter) || letter == '.') && !after.is_some_and(is_word)
        })
    })
}

/// The stretches of an expression outside of quoted text, with the byte each begins at.
fn unquoted(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        let end = rest.find(['\'', '"']).unwrap_or(rest.len());
        at = start + end + quoted_length(&rest[end..]);
        Some((start, &rest[..end]))
    })
}

/// How long the quoted text is that begins here; nothing where none does.
fn quoted_length(text: &str) -> usize {
    let Some(quote) = text.chars().next() else { return 0 };
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// `as_of + 30d` is no expression, and `as_of + '30d'` would silently be another text: the place of either.
fn sum_with_duration(text: &str) -> Option<Range<usize>> {
    for (start, part) in unquoted(text) {
        let end = start + part.len();
        for (at, _) in part.match_indices(['+', '-']) {
            let sign = start + at;
            let rest = text[sign + 1..].trim_start();
            let bare = rest.trim_start_matches(['\'', '"']);
            // Quoted text counts only where it follows the sign at once.
            let quoted = bare.len() < rest.len();
            let follows = text.len() - rest.len() >= end || !quoted;
            let digits = bare.len() - bare.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
            let unit = bare[digits..].starts_with(['d', 'w', 'm', 'y']);
            let ends = !bare[digits..].chars().nth(1).is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
            if follows && digits > 0 && unit && ends {
                return Some(sign..text.len() - bare.len() + digits + 1);
            }
        }
    }
    None
}

/// Whether an error is about words that the language does not have, whatever the record.
pub(super) fn is_about_the_language(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::UnknownFilter
            | ErrorKind::UnknownTest
            | ErrorKind::UnknownFunction
            | ErrorKind::MissingArgument
            | ErrorKind::TooManyArguments
    )
}

/// What the language says of an error.
pub(super) fn words(error: &Error) -> String {
    match (error.kind(), error.detail()) {
        (ErrorKind::OutOfFuel, _) => "it takes too many steps".to_owned(),
        (_, Some(detail)) => detail.to_owned(),
        (kind, None) => kind.to_string(),
    }
}

/// The bytes of an expression that an error is about.
pub(super) fn range(error: &Error, text: &str) -> Option<Range<usize>> {
    let range = error.range()?;
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.min(text.len()));
    Some(start..end.max(start))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::query::View;

    fn holds(text: &str, record: Json) -> Result<bool, String> {
        let said = |fault: Fault| {
            let place = fault.at.map(|at| text[at].to_owned()).unwrap_or_default();
            format!("{} [{place}] {}", fault.message, fault.help.unwrap_or_default())
        };
        let Json::Object(fields) = record else { panic!("a record is a mapping") };
        let condition = Condition::new(Kind::Risk, text).map_err(said)?;
        condition.holds(&View::from(fields), &Others::default(), text).map_err(said)
    }

    fn fault(text: &str) -> String {
        holds(text, json!({"id": "R-1"})).unwrap_err()
    }

    #[test]
    fn what_is_not_written_can_be_asked_for() {
        let nothing = || json!({"id": "R-1"});
        for text in [
            "owner == none",
            "owner is none",
            "owner is not defined",
            "not owner",
            "current == none",
            "current is none",
            "not current",
            "current.score == none",
            "current.score is none and current.rationale is undefined",
            "assets == []",
            "'AST-1' not in assets",
            "actions | length == 0",
            "actions | selectattr('due', 'lt', as_of) | list == []",
            "date_add(next_review, '30d') is none",
            "days_between(next_review, as_of) is none",
            "record['x-team'] is none",
            "not (current.score > 6)",
        ] {
            assert_eq!(holds(text, nothing()), Ok(true), "{text}");
        }
    }

    #[test]
    fn what_is_written_compares() {
        let record = json!({
            "id": "R-1", "owner": "cto", "current": {"score": 8, "rationale": null}, "as_of": "2026-06-30", "next_review": "2026-07-29",
            "assets": ["AST-1"], "actions": [{"id": "T1", "due": "2026-01-01"}, {"id": "T2"}], "x-team": "blue", "accepted": false
        });
        for text in [
            "current.score > 6 and not accepted",
            "current.rationale is none and current is defined",
            "next_review < date_add(as_of, '30d') and next_review > date_add(as_of, '-1w')",
            "days_between(as_of, next_review) == 29",
            "'AST-1' in assets",
            "actions | selectattr('due') | map(attribute='id') | list == ['T1']",
            "record['x-team'] == 'blue'",
            "owner in ['cto', 'ceo']",
            "title == 'a + 30d' or owner",
        ] {
            assert_eq!(holds(text, record.clone()), Ok(true), "{text}");
        }
    }

    #[test]
    fn a_condition_that_cannot_be_used_says_why_and_where() {
        assert_eq!(
            fault("ownr == 'cto'"),
            "a risk has no field `ownr` [ownr] did you mean `owner`? (text stands in quotes: 'ownr')"
        );
        assert!(fault("status == open").starts_with("a risk has no field `open` [open] the fields are: "));
        assert!(fault("title == 'owne' and current.scor > 1").contains("[current.scor] did you mean `current.score`?"));
        assert_eq!(fault("x-team == 1"), "a risk has no field `x` [x] an own key is no name: write record['x-…']");
        assert!(fault("dateadd(as_of, '1d')").contains("did you mean `date_add`?"));
        for text in ["next_review < as_of + 30d", "next_review<as_of+'30d'", "next_review < as_of - \"2w\""] {
            assert!(fault(text).starts_with("a duration cannot be added with a sign ["), "{}", fault(text));
        }
        assert!(fault("owner ==").starts_with("the expression cannot be read: "));
        assert!(fault("owner | nosuch").contains("nosuch"), "{}", fault("owner | nosuch"));
        assert!(fault("date_add('soon', '30d')").contains("`soon` is not a date"));
        assert!(fault("date_add('2026-01-01', 'a while')").contains("`a while` is not a duration"));
        assert!(fault("'EU' in owner").contains("put `field is defined and …` in front"));
    }

    #[test]
    fn no_expression_makes_the_program_fail() {
        for text in
            ["", "'", "\"", "+", "(((", "owner.a.b", "ä ö", "'ä' + 'ö", "{{ owner }}", "x", "-", "1 + '1d'", "\u{202e}", "a\0b"]
        {
            assert!(holds(text, json!({"id": "R-1"})).is_err(), "{text:?}");
        }
        let deep = "(".repeat(5000);
        assert!(holds(&deep, json!({"id": "R-1"})).is_err());
    }
}
