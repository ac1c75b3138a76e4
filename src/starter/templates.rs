//! The templates, and what they may use.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior, Value};

/// All templates, below `templates/` of the project.
static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// How wide the lines of a comment are.
const WIDTH: usize = 118;

/// A template that could not be filled; its name is in the sentence. This is a fault of the program or of a changed template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError(String);

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TemplateError {}

impl From<Error> for TemplateError {
    fn from(error: Error) -> Self {
        let name = error.name().unwrap_or("a template");
        let line = error.line().map(|line| format!(", line {line}")).unwrap_or_default();
        let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
        TemplateError(format!("the template {name}{line} cannot be filled: {}{detail}", error.kind()))
    }
}

/// A record that a text can link to.
#[derive(Debug, Clone)]
pub(super) struct Linked {
    /// Its file.
    pub(super) path: String,
    /// What the link says.
    pub(super) title: String,
}

/// The records that texts can link to, by id.
pub(super) type Links = BTreeMap<String, Linked>;

/// The text of a template.
pub(super) fn source(name: &str) -> Result<&'static str, TemplateError> {
    let file = TEMPLATES.get_file(name).and_then(|file| file.contents_utf8());
    file.ok_or_else(|| TemplateError(format!("there is no template {name}")))
}

/// The templates below a folder: the path below it, and the text.
pub(super) fn below(folder: &str) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    let mut folders: Vec<&Dir<'static>> = TEMPLATES.get_dir(folder).into_iter().collect();
    while let Some(dir) = folders.pop() {
        folders.extend(dir.dirs());
        for file in dir.files() {
            let path = file.path().strip_prefix(folder).unwrap_or(file.path());
            let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            found.extend(file.contents_utf8().map(|text| (parts.join("/"), text)));
        }
    }
    found
}

/// What fills templates.
pub(super) struct Filler(Environment<'static>);

impl Filler {
    /// A filler for texts that may link to records.
    pub(super) fn new(links: Links) -> Result<Self, TemplateError> {
        let mut env = Environment::new();
        env.set_syntax(SyntaxConfig::builder().trim_blocks(true).keep_trailing_newline(true).build()?);
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        // What is filled in is quoted where it stands, by a filter that says for which language.
        env.set_auto_escape_callback(|_| AutoEscape::None);
        env.add_filter("yaml", yaml);
        env.add_filter("md", markdown);
        env.add_filter("comment", comment);
        let links = Arc::new(links);
        let to_one = Arc::clone(&links);
        env.add_function("link", move |state: &State, id: String| link(&to_one, state.name(), &id));
        env.add_filter("links", move |state: &State, ids: Vec<String>| {
            let links: Result<Vec<_>, _> =
                ids.iter().map(|id| link(&links, state.name(), id).map(|link| format!("* {link}"))).collect();
            Ok::<_, Error>(links?.join("\n"))
        });
        Ok(Filler(env))
    }

    /// Lets templates ask whether records exist: `if_known("owner", "ciso")` is the line `owner: ciso`, as a comment where there
    /// is no such record.
    pub(super) fn with_known(mut self, known: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.0.add_function("if_known", move |key: String, id: String| {
            let mark = if known(&id) { "" } else { "# " };
            format!("{mark}{key}: {id}")
        });
        self
    }

    /// Fills a template. Its name is the path of the file that it becomes, from which its links lead.
    pub(super) fn fill(&self, name: &str, text: &str, facts: Value) -> Result<String, TemplateError> {
        Ok(self.0.render_named_str(name, text, facts)?)
    }
}

/// A link in Markdown from one file to a record.
fn link(links: &Links, from: &str, id: &str) -> Result<String, Error> {
    let unknown = || Error::new(ErrorKind::InvalidOperation, format!("there is no record {id} to link to"));
    let to = links.get(id).ok_or_else(unknown)?;
    Ok(format!("[{}]({})", markdown(&to.title), route(from, &to.path)))
}

/// The way from the folder of one file to another file.
pub(super) fn route(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len().saturating_sub(1);
    let same = from.iter().take(folders).zip(to.iter().take(to.len().saturating_sub(1))).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(folders - same), to[same..].join("/"))
}

/// A text as a YAML scalar: plain where that is safe, else quoted.
pub(super) fn yaml(text: &str) -> String {
    let plain = text.starts_with(|first: char| first.is_alphabetic())
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(|letter| letter.is_control() || "\u{2028}\u{2029}\u{feff}".contains(letter))
        && !["true", "false", "null"].contains(&text.to_lowercase().as_str());
    // What JSON calls a string is one in YAML, too.
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// A text for Markdown, without the power to be markup.
pub(super) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if "\\`*_[]<>|#".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// A sentence as lines of a YAML comment.
fn comment(text: &str) -> String {
    let mut lines = Vec::new();
    let mut line = String::from("#");
    for word in text.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, String::from("#")));
        }
        line.push(' ');
        line.push_str(word);
    }
    lines.push(line);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::*;

    #[test]
    fn routes_lead_from_folder_to_file() {
        assert_eq!(route("README.md", "clauses/a.md"), "clauses/a.md");
        assert_eq!(route("clauses/04/x.md", "clauses/04/y.md"), "y.md");
        assert_eq!(route("clauses/04/x.md", "annex-a/5/p.md"), "../../annex-a/5/p.md");
        assert_eq!(route("a/b/c/x.md", "a/d.md"), "../../d.md");
    }

    #[test]
    fn scalars_are_quoted_where_yaml_would_read_something_else() {
        for plain in ["Test Ltd", "Müller & Söhne GmbH", "no", "a:b", "R&D #1's".split(" #").next().unwrap()] {
            assert_eq!(yaml(plain), plain);
        }
        for (text, quoted) in [
            ("true", "\"true\""),
            ("7 Seas", "\"7 Seas\""),
            ("Acme: the company", "\"Acme: the company\""),
            ("Acme #1", "\"Acme #1\""),
            ("\"Quoted\" Ltd", "\"\\\"Quoted\\\" Ltd\""),
            ("[TODO: title]", "\"[TODO: title]\""),
            ("Ends:", "\"Ends:\""),
            ("", "\"\""),
        ] {
            assert_eq!(yaml(text), quoted);
        }
    }

    #[test]
    fn a_name_has_no_power_in_markdown() {
        assert_eq!(markdown("A*B <i> [x](y)|#"), "A\\*B \\<i\\> \\[x\\](y)\\|\\#");
    }

    #[test]
    fn an_error_names_the_template_and_its_line() {
        let filler = Filler::new(Links::new()).unwrap();
        let error = filler.fill("a/b.md", "one\n{{ nobody }}\n", context! {}).unwrap_err();
        assert!(error.to_string().starts_with("the template a/b.md, line 2 cannot be filled"), "{error}");
        let error = filler.fill("c.md", "{{ link('R-1') }}", context! {}).unwrap_err();
        assert!(error.to_string().contains("there is no record R-1 to link to"), "{error}");
    }
}
