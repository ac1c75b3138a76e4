//! Texts that come with the program and that people may want to read: by their names.

use super::session::Session;
use super::{Failure, Outcome};
use crate::load::suggest::closest;

/// Prints the text with a name; without one, the names. `what` says what the texts are, and is the name of the command.
pub(super) fn print(session: &mut Session, what: &str, all: &[(&str, &str)], name: Option<&str>) -> Result<Outcome, Failure> {
    let names = || all.iter().map(|(name, _)| *name);
    let Some(name) = name else {
        session.print(&(names().collect::<Vec<_>>().join("\n") + "\n"))?;
        return Ok(Outcome::Clean);
    };
    if let Some((_, text)) = all.iter().find(|(known, _)| *known == name) {
        session.print(text)?;
        return Ok(Outcome::Clean);
    }
    let help = match closest(name, names()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("`isms {what}` lists them"),
    };
    Err(Failure::new(format!("there is no {what} called {name}")).help(help))
}
