//! Text to values and structure, with the place of each part; pure.
//!
//! Two languages: YAML ([`yaml`]) and Markdown with front matter ([`markdown`]). Both answer with what could be understood
//! and a list of [`Problem`]s, never with a guess and never with silence.

pub mod markdown;
pub mod yaml;

use crate::text::Span;

/// Something in a text that its language does not allow, or that this tool refuses to guess about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The code of the rule whose page explains it, for example `YAML-002`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What to do about it.
    pub help: Option<String>,
    /// What can stand at the place instead and means the same.
    pub instead: Option<Box<str>>,
    /// Another place that belongs to it, with what is there.
    pub also: Option<(Span, String)>,
}

impl Problem {
    /// A problem with nothing but its place and message.
    #[must_use]
    pub fn new(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Problem { code, message: message.into(), span, help: None, instead: None, also: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what can stand there instead and means the same.
    #[must_use]
    pub fn instead(mut self, text: Option<impl Into<String>>) -> Self {
        self.instead = text.map(|text| text.into().into_boxed_str());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.also = Some((span, text.into()));
        self
    }
}
