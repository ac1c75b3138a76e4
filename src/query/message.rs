//! Sentences about a record with places for its values, as a person writes them: `{{ id }} is owned by {{ owner }}`.

use minijinja::{Environment, Error};

use super::condition::{ENVIRONMENT, Fault, Used, is_about_the_language, range, words};
use super::view::{Others, View};
use crate::model::Kind;

/// The name of the only text in an environment; it has no suffix, so that nothing is escaped.
const NAME: &str = "message";

/// A sentence about records of a kind.
#[derive(Debug)]
pub struct Message {
    environment: Environment<'static>,
    used: Used,
}

impl Message {
    /// Reads a text with places in it.
    ///
    /// # Errors
    /// Where a place cannot be read, or uses a name that records of the kind do not have.
    pub fn new(kind: Kind, text: &str) -> Result<Self, Fault> {
        let unreadable = |error: &Error| Fault::new(format!("the text cannot be read: {}", words(error))).at(range(error, text));
        let mut environment = ENVIRONMENT.clone();
        environment.add_template_owned(NAME, text.to_owned()).map_err(|error| unreadable(&error))?;
        let names = environment.get_template(NAME).map_err(|error| unreadable(&error))?.undeclared_variables(true);
        let used = Used::new(kind, text, names)?;
        let message = Message { environment, used };
        if let Err(error) = message.render(None, &Others::default())
            && is_about_the_language(&error)
        {
            return Err(Fault::new(format!("the text cannot be used: {}", words(&error))).at(range(&error, text)));
        }
        Ok(message)
    }

    /// Whether it asks for other records.
    #[must_use]
    pub fn asks_others(&self) -> bool {
        self.used.others
    }

    /// The sentence about a record, on one line.
    ///
    /// # Errors
    /// Where the record has values that the text cannot work with.
    pub fn about(&self, view: &View, others: &Others, text: &str) -> Result<String, Fault> {
        let rendered = self
            .render(Some(view), others)
            .map_err(|error| Fault::new(format!("the text fails at {}: {}", view.id(), words(&error))).at(range(&error, text)))?;
        Ok(rendered.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn render(&self, view: Option<&View>, others: &Others) -> Result<String, Error> {
        self.environment.get_template(NAME)?.render(self.used.context(view, others))
    }
}
