//! The templates of pages: those of the program, and those of a repository that stand in their place.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::{fmt, io};

use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};

/// The templates that a repository can replace, by the names that they have below its folder of templates.
pub const SHIPPED: [(&str, &str); 4] = [
    ("parts/blocks.html", include_str!("../../templates/parts/blocks.html")),
    ("report/page.html", include_str!("../../templates/report/page.html")),
    ("pack/page.html", include_str!("../../templates/pack/page.html")),
    ("pack/site.css", include_str!("../../templates/pack/site.css")),
];

/// Those of them that are asked for by themselves.
const PAGES: [&str; 2] = ["report/page.html", "pack/page.html"];

/// No page that anybody reads is larger: 64 MiB.
const LARGEST_PAGE: usize = 64 << 20;

/// Which template has which text.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    /// Where those of a repository are, for messages.
    folder: String,
    own: BTreeMap<String, String>,
}

/// A template that cannot be used.
#[derive(Debug)]
pub struct TemplateError {
    /// Where its file is in the repository; `None` for one of the program.
    place: Option<String>,
    error: minijinja::Error,
}

/// The error at the bottom: that of the template that was included, not of the one that includes it.
fn innermost(error: &minijinja::Error) -> &minijinja::Error {
    error.source().and_then(|source| source.downcast_ref()).map_or(error, innermost)
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = innermost(&self.error);
        if let Some(place) = &self.place {
            write!(f, "{place}")?;
            if let Some(line) = error.line() {
                write!(f, ":{line}")?;
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", error.kind())?;
        if let Some(detail) = error.detail() {
            write!(f, ": {detail}")?;
        }
        // What is wrong is most often a name, and the error alone does not say which.
        let text = error.template_source().zip(error.range()).and_then(|(source, range)| source.get(range));
        if let Some(text) = text.filter(|text| !text.contains('\n')) {
            write!(f, ": `{text}`")?;
        }
        Ok(())
    }
}

impl std::error::Error for TemplateError {}

impl Templates {
    /// Templates of a repository, by their paths below `folder`, in front of those of the program.
    #[must_use]
    pub fn with(folder: &str, own: BTreeMap<String, String>) -> Self {
        Templates { folder: folder.trim_end_matches('/').to_owned(), own }
    }

    /// The text with a name; empty where there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        let shipped = || SHIPPED.iter().find(|(shipped, _)| *shipped == name).map_or("", |(_, text)| text);
        self.own.get(name).map_or_else(shipped, String::as_str)
    }

    /// An environment with a page and what it may include: all but the other pages, whose faults are none of its own. A value that does
    /// not exist is an error, every text is escaped, and a template that never ends is stopped after `fuel` steps.
    ///
    /// # Errors
    /// Where a template cannot be read.
    pub fn environment(&self, page: &str, fuel: u64) -> Result<Environment<'_>, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_fuel(Some(fuel));
        // Each makes something as long as a number says, which no fuel counts.
        for filter in ["indent", "format", "slice"] {
            environment.remove_filter(filter);
        }
        let own = self.own.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let shipped = SHIPPED.iter().copied().filter(|(name, _)| !self.own.contains_key(*name));
        let is_other = |name: &str| PAGES.contains(&name) && name != page;
        for (name, text) in shipped.chain(own).filter(|(name, _)| is_markup(name) && !is_other(name)) {
            environment.add_template(name, text).map_err(|error| self.error(error))?;
        }
        Ok(environment)
    }

    /// A page of an [`environment`](Self::environment) for a value.
    ///
    /// # Errors
    /// Where the template has a fault, or makes a page without end.
    pub fn render(&self, environment: &Environment<'_>, page: &str, value: &serde_json::Value) -> Result<String, TemplateError> {
        let mut out = Page::default();
        let value = Value::from(minijinja::value::Serde(value));
        let rendered = environment.get_template(page).and_then(|page| page.render_captured_to(value, &mut out).map(|_| ()));
        if out.is_full {
            let words = format!("the page has more than {} MiB", LARGEST_PAGE >> 20);
            let place = self.own.contains_key(page).then(|| format!("{}/{page}", self.folder));
            return Err(TemplateError { place, error: minijinja::Error::new(ErrorKind::WriteFailure, words) });
        }
        rendered.map_err(|error| self.error(error))?;
        // The template and everything in it is text.
        Ok(String::from_utf8(out.bytes).unwrap_or_default())
    }

    /// An error with the place of the template in which it is.
    #[must_use]
    pub fn error(&self, error: minijinja::Error) -> TemplateError {
        let own = innermost(&error).name().filter(|name| self.own.contains_key(*name));
        TemplateError { place: own.map(|name| format!("{}/{name}", self.folder)), error }
    }
}

/// A page while it is written.
#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
    is_full: bool,
}

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.is_full = self.bytes.len() + bytes.len() > LARGEST_PAGE;
        if self.is_full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether a file is a template, and not something that a page only names.
fn is_markup(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("html"))
}
