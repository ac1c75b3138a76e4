//! The schemas of the record kinds: compiled when a record first needs one, and their refusals in words that name the cure.

use std::sync::{LazyLock, OnceLock};

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, PatternOptions, Registry, ValidationError, Validator};
use serde_json::Value as Json;

use super::arena::{Arena, ArenaNode};
use super::shape::Shape;
use super::suggest::{closest, same};
use crate::model::Kind;
use crate::syntax::Problem;
use crate::text::Pointer;
use crate::value::{NodeId, Tree, Type};

/// The shared definitions.
pub const COMMON: &str = include_str!("../../schemas/common.schema.json");

/// The schema of `isms.yaml`.
pub const SETTINGS: &str = include_str!("../../schemas/isms.schema.json");

/// A schema that is ready to use.
pub struct Schema {
    validator: Validator<Arena>,
    /// What it says about keys and references.
    pub shape: Shape,
    json: Json,
}

/// What a schema has to say about a file.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What it refuses, with the pointer of the field that is refused or missing.
    pub problems: Vec<(Pointer, Problem)>,
    /// The refused nodes, sorted.
    pub refused: Vec<NodeId>,
}

static REGISTRY: LazyLock<(Json, Option<Registry<'static>>)> = LazyLock::new(|| {
    let common = json(COMMON);
    let uri = common["$id"].as_str().unwrap_or_default().to_owned();
    let registry = Registry::new().add(uri, common.clone()).and_then(|registry| registry.prepare());
    (common, registry.ok())
});

/// The schema of a record kind.
#[must_use]
pub fn of_kind(kind: Kind) -> &'static Schema {
    static SCHEMAS: LazyLock<Vec<OnceLock<Schema>>> = LazyLock::new(|| Kind::ALL.iter().map(|_| OnceLock::new()).collect());
    SCHEMAS[kind as usize].get_or_init(|| Schema::compile(kind.schema()))
}

/// The schema of the settings.
#[must_use]
pub fn of_settings() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::compile(SETTINGS));
    &SCHEMA
}

#[expect(clippy::expect_used, reason = "the schemas are part of the program; a test compiles every one")]
fn json(text: &str) -> Json {
    serde_json::from_str(text).expect("an embedded schema is JSON")
}

impl Schema {
    #[expect(clippy::expect_used, reason = "the schemas are part of the program; a test compiles every one")]
    fn compile(text: &str) -> Schema {
        let json = json(text);
        let (common, registry) = &*REGISTRY;
        let validator = jsonschema::options_for::<Arena>()
            .with_registry(registry.as_ref().expect("the shared definitions are a schema"))
            // Look-around would make a pattern slow on purpose; this engine is linear.
            .with_pattern_options(PatternOptions::regex())
            .should_validate_formats(true)
            .should_ignore_unknown_formats(false)
            .build(&json)
            .expect("an embedded schema is a schema");
        let resolve = |reference: &str| -> Option<&Json> {
            let (file, fragment) = reference.split_once('#')?;
            match file {
                "common.schema.json" => common.pointer(fragment),
                "" => json.pointer(fragment),
                _ => None,
            }
        };
        let shape = Shape::of(&json, &resolve);
        Schema { validator, shape, json }
    }

    /// The sentence that describes the kind.
    #[must_use]
    pub fn description(&self) -> &str {
        self.json["description"].as_str().unwrap_or_default()
    }

    /// The keys of a record, in the order in which the schema explains them.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.json["properties"].as_object().into_iter().flat_map(|keys| keys.keys()).map(String::as_str)
    }

    /// What the schema refuses in a file.
    #[must_use]
    pub fn judge(&self, tree: &Tree) -> Verdict {
        let mut verdict = Verdict::default();
        for error in self.validator.iter_errors(ArenaNode::Value(tree.root())) {
            self.explain(tree, &error, &mut verdict);
        }
        misspelt(&mut verdict.problems);
        verdict.problems.sort_by(|(_, one), (_, other)| (one.span, &one.message).cmp(&(other.span, &other.message)));
        verdict.problems.dedup();
        verdict.refused.sort_unstable();
        verdict
    }

    fn explain(&self, tree: &Tree, error: &ValidationError<'_>, verdict: &mut Verdict) {
        let pointer = Pointer::from(error.instance_path().as_str());
        let refuse = |verdict: &mut Verdict, problem: Problem| {
            if let Some(value) = tree.root().at(&pointer) {
                verdict.refused.push(value.id());
            }
            verdict.problems.push((pointer.clone(), problem));
        };
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                for key in unexpected {
                    let problem = self.unknown_key(tree, &pointer, key);
                    verdict.problems.push((pointer.join(key), problem));
                }
            }
            ValidationErrorKind::Required { property } => {
                let key = property.as_str().unwrap_or_default();
                let missing = pointer.join(key);
                let problem = Problem::new("SCHEMA-003", tree.span(&missing), format!("`{key}` is missing"));
                let words = self.description_of(&missing);
                let help = words.map_or_else(|| format!("add `{key}:`"), |words| format!("add `{key}:` – {words}"));
                verdict.problems.push((missing, problem.help(help)));
            }
            _ => refuse(verdict, wrong_value(tree, &pointer, error)),
        }
    }

    fn unknown_key(&self, tree: &Tree, parent: &Pointer, key: &str) -> Problem {
        let pointer = parent.join(key);
        let problem = Problem::new("SCHEMA-001", tree.key_span(&pointer), format!("the key `{key}` is not known here"));
        let known: Vec<&str> = self.shape.at(parent).iter().flat_map(|shape| shape.keys.keys()).map(String::as_str).collect();
        match closest(key, known.iter().copied()) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None => problem.help(format!(
                "known here: {}; an own key begins with `x-`",
                if known.is_empty() { "none".to_owned() } else { known.join(", ") }
            )),
        }
    }

    /// The first sentence of the description of a field.
    fn description_of(&self, pointer: &Pointer) -> Option<&str> {
        let mut schema = &self.json;
        for step in pointer.steps() {
            schema = match step.parse::<usize>() {
                Ok(_) => schema.get("items")?,
                Err(_) => schema.get("properties")?.get(&*step)?,
            };
        }
        let words = schema.get("description")?.as_str()?;
        Some(words.split_once(". ").map_or(words, |(first, _)| first).trim_end_matches('.'))
    }
}

/// A key that is missing because it is misspelt is one mistake: the misspelling.
fn misspelt(problems: &mut Vec<(Pointer, Problem)>) {
    let meant: Vec<Pointer> = problems
        .iter()
        .filter(|(_, problem)| problem.code == "SCHEMA-001")
        .filter_map(|(pointer, problem)| {
            let meant = problem.help.as_deref()?.strip_prefix("did you mean `")?.strip_suffix("`?")?;
            Some(pointer.parent()?.join(meant))
        })
        .collect();
    problems.retain(|(pointer, problem)| problem.code != "SCHEMA-003" || !meant.contains(pointer));
}

/// A value that the schema does not accept, in words.
fn wrong_value(tree: &Tree, pointer: &Pointer, error: &ValidationError<'_>) -> Problem {
    let value = tree.root().at(pointer);
    let written = value.and_then(|value| value.scalar()).unwrap_or_default();
    let shown = crate::load::shorten(written);
    let name = pointer.steps().filter(|step| step.parse::<usize>().is_err()).last().unwrap_or_default().into_owned();
    let new = |code, message: String| Problem::new(code, tree.span(pointer), message);
    match error.kind() {
        ValidationErrorKind::Type { kind } => {
            let wanted = wanted_types(kind);
            let is = value.map_or("nothing", |value| value.ty().name());
            let problem = new("SCHEMA-002", format!("{} must be {wanted}, not {is}", field(&name)));
            let problem = problem.instead(same_in_type(kind, value.map(|value| value.ty()), written));
            match type_cure(kind, value.map(|value| value.ty()), written) {
                Some(help) => problem.help(help),
                None => problem,
            }
        }
        ValidationErrorKind::Enum { options } => {
            let problem = new("SCHEMA-004", format!("{} cannot be `{shown}`", field(&name)));
            let words = || options.as_array().into_iter().flatten().filter_map(|option| option.as_str());
            problem.help(meant_word(options, written)).instead(same(written, words()))
        }
        ValidationErrorKind::Constant { expected_value } => {
            new("SCHEMA-004", format!("{} must be `{}`", field(&name), plain(expected_value)))
        }
        ValidationErrorKind::Format { format } if format == "date" => {
            let reason = written.parse::<crate::model::date::Date>().err();
            new("SCHEMA-005", format!("{} is no date: `{shown}`", field(&name)))
                .help(reason.unwrap_or_else(|| "write it as YYYY-MM-DD".to_owned()))
        }
        ValidationErrorKind::Format { .. } | ValidationErrorKind::Pattern { .. } => {
            new("SCHEMA-005", format!("{} does not have the right form: `{shown}`", field(&name))).help(form_cure(error))
        }
        ValidationErrorKind::MinLength { .. } => {
            new("SCHEMA-005", format!("{} is empty", field(&name))).help("write it, or delete the key")
        }
        ValidationErrorKind::Minimum { limit } | ValidationErrorKind::ExclusiveMinimum { limit } => {
            new("SCHEMA-006", format!("{} is {shown}, which is less than {limit}", field(&name)))
        }
        ValidationErrorKind::Maximum { limit } | ValidationErrorKind::ExclusiveMaximum { limit } => {
            new("SCHEMA-006", format!("{} is {shown}, which is more than {limit}", field(&name)))
        }
        ValidationErrorKind::UniqueItems => {
            new("SCHEMA-006", format!("{} holds the same item twice", field(&name))).help("delete one of the two")
        }
        ValidationErrorKind::PropertyNames { error } => {
            let key = error.instance().as_str().map(str::to_owned).unwrap_or_default();
            let span = tree.key_span(&pointer.join(&key));
            Problem::new("SCHEMA-005", span, format!("the key `{}` does not have the right form", crate::load::shorten(&key)))
                .help(form_cure(error))
        }
        ValidationErrorKind::AnyOf { .. } | ValidationErrorKind::OneOfNotValid { .. } => {
            new("SCHEMA-002", format!("{} has none of the forms that are allowed here", field(&name)))
                .help("write one id, or a list of ids in [brackets]")
        }
        _ => new("SCHEMA-006", format!("{} is not accepted: {error}", field(&name))),
    }
}

/// Which word was meant, and which words there are.
fn meant_word(options: &Json, written: &str) -> String {
    let words: Vec<String> = options.as_array().into_iter().flatten().map(plain).collect();
    let one_of = format!("one of: {}", words.join(", "));
    if let Some(meant) = closest(written, words.iter().map(String::as_str)) {
        return format!("did you mean `{meant}`? ({one_of})");
    }
    match yes_no(written).filter(|word| words.iter().any(|known| known == word)) {
        Some(word) => format!("`{written}` is text in YAML 1.2: write `{word}` ({one_of})"),
        None => one_of,
    }
}

/// How a field is called in a message.
fn field(name: &str) -> String {
    if name.is_empty() { "the record".to_owned() } else { format!("`{name}`") }
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn wanted_types(kind: &TypeKind) -> String {
    let name = |ty: JsonType| match ty {
        JsonType::Null => "nothing",
        JsonType::Boolean => "true or false",
        JsonType::Integer => "a whole number",
        JsonType::Number => "a number",
        JsonType::String => "text",
        JsonType::Array => "a list",
        JsonType::Object => "a mapping of keys",
    };
    match kind {
        TypeKind::Single(ty) => name(*ty).to_owned(),
        TypeKind::Multiple(types) => types.into_iter().map(name).collect::<Vec<_>>().join(" or "),
    }
}

fn type_cure(wanted: &TypeKind, is: Option<Type>, written: &str) -> Option<String> {
    let TypeKind::Single(wanted) = wanted else { return None };
    match (wanted, is?) {
        (JsonType::String, Type::Int | Type::Float | Type::Bool) => Some(format!("quote it: \"{written}\"")),
        (JsonType::Boolean, Type::String) => yes_no(written).map(|word| format!("`{written}` is text in YAML 1.2: write `{word}`")),
        (JsonType::Array, Type::String | Type::Int | Type::Float) => Some(format!("write a list: [{written}]")),
        (JsonType::Integer, Type::Float) => Some("write a whole number; scales have no values in between".to_owned()),
        (JsonType::Integer | JsonType::Number, Type::String) => Some("write a number, without quotes or unit".to_owned()),
        _ => None,
    }
}

/// The same in the type that is wanted, where only quotes, brackets or the word for true and false are at fault.
fn same_in_type(wanted: &TypeKind, is: Option<Type>, written: &str) -> Option<String> {
    let TypeKind::Single(wanted) = wanted else { return None };
    match (wanted, is?) {
        (JsonType::String, Type::Int | Type::Float | Type::Bool) => Some(format!("\"{written}\"")),
        (JsonType::Boolean, Type::String) => yes_no(written).map(str::to_owned),
        (JsonType::Array, Type::String) if is_plain_word(written) => Some(format!("[{written}]")),
        _ => None,
    }
}

/// Whether a text can stand in a flow list as it is.
fn is_plain_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '.' | '_'))
}

fn yes_no(written: &str) -> Option<&'static str> {
    match written.to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" => Some("true"),
        "no" | "n" | "off" => Some("false"),
        _ => None,
    }
}

/// What the form should be, from the schema's own examples where the pattern alone would not help a person.
fn form_cure(error: &ValidationError<'_>) -> String {
    let ValidationErrorKind::Pattern { pattern } = error.kind() else { return "see the schema of the kind".to_owned() };
    match pattern.as_str() {
        "^[1-9][0-9]*[dwmy]$" => "write a number with d, w, m or y: 90d, 2w, 6m, 1y".to_owned(),
        "^[^\\n\\r]*$" => "write it on one line".to_owned(),
        "^[0-9a-f]{64}$" => "write the 64 hexadecimal digits that `sha256sum` prints".to_owned(),
        pattern if pattern.starts_with("^[A-Za-z0-9]+([.-]") => {
            "an id is letters and digits in words joined by `-` or `.`, such as R-001 or maria-k".to_owned()
        }
        pattern if pattern.starts_with("^(([4-9]|10)") => {
            "write the number of a clause or control in quotes: \"6.1.2\", \"6.1.3 d\", \"A.5.15\"".to_owned()
        }
        pattern if pattern.starts_with("^([^./") => {
            "write a path relative to this record, with `/` between its parts and no `..`".to_owned()
        }
        pattern if pattern.contains("[hd]$") => "write hours or days: 4h, 2d".to_owned(),
        pattern => format!("it must match {pattern}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_compiles_and_is_a_schema() {
        for kind in Kind::ALL {
            let schema = of_kind(*kind);
            assert!(!schema.description().is_empty(), "{kind}");
            assert!(jsonschema::meta::is_valid(&schema.json), "{kind}");
            assert_eq!(schema.json["properties"]["kind"]["const"], kind.word());
            assert!(schema.shape.keys.contains_key("id"), "{kind}");
        }
        assert!(jsonschema::meta::is_valid(&of_settings().json));
    }
}
