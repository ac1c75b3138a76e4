//! The common currency of problems: a [`Finding`] says what, where, since which clause it matters and what to do.
//!
//! It is plain data. Who found it decides its words, settings decide its level, output formats decide its looks.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::text::Locus;

/// The code of a rule: one of this program's, or one that the settings declare.
pub type Code = Cow<'static, str>;

/// How much a finding weighs. The order is the one of importance: errors first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Would likely be a nonconformity, or the data cannot be trusted.
    Error,
    /// Would likely be an observation.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word for people and machine formats.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A place with what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub at: Locus,
    /// What a reader should see there; may be empty for the primary label.
    pub text: String,
}

/// A repair that cannot change what anything means: no date, no owner, no decision, no wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// Another text at the primary place.
    Write(String),
    /// The file at another path.
    Move(String),
}

/// One gap, once, at its root cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The code of the rule, for example `RISK-003`.
    pub code: Code,
    /// How much it weighs, after profile and settings.
    pub severity: Severity,
    /// What is wrong, in the present tense, without a period at the end.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that belong to it, in any file.
    pub related: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// What the program can do about it without asking.
    pub fix: Option<Fix>,
    /// The id of the record it is about, if it is about one.
    pub record: Option<String>,
    /// What tells two findings of one rule about one record and field apart, independent of the order of the file.
    pub discriminator: String,
}

impl Finding {
    /// A finding at a place; the level is set when the rules' levels are applied.
    #[must_use]
    pub fn new(code: impl Into<Code>, at: Locus, message: impl Into<String>) -> Self {
        Finding {
            code: code.into(),
            severity: Severity::Error,
            message: message.into(),
            primary: Label { at, text: String::new() },
            related: Vec::new(),
            help: None,
            fix: None,
            record: None,
            discriminator: String::new(),
        }
    }

    /// Says what to do about it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Says what the program can do about it without asking.
    pub fn fix(&mut self, fix: Option<Fix>) -> &mut Self {
        self.fix = fix;
        self
    }

    /// Says what stands at the primary place.
    pub fn label(&mut self, text: impl Into<String>) -> &mut Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place, in any file.
    pub fn also(&mut self, at: Locus, text: impl Into<String>) -> &mut Self {
        self.related.push(Label { at, text: text.into() });
        self
    }

    /// Names the record it is about.
    pub fn record(&mut self, id: impl Into<String>) -> &mut Self {
        self.record = Some(id.into());
        self
    }

    /// Tells it apart from other findings of the same rule at the same field.
    pub fn about(&mut self, what: impl Into<String>) -> &mut Self {
        self.discriminator = what.into();
        self
    }

    /// The field as `actions/due`: without the number of a list item, which changes when another is added above it. Empty where the
    /// finding is about no field.
    #[must_use]
    pub fn field(&self) -> String {
        let steps = self.primary.at.pointer().into_iter().flat_map(|pointer| pointer.steps());
        steps.filter(|step| step.parse::<usize>().is_err()).collect::<Vec<_>>().join("/")
    }

    /// A key that survives moves, re-ordering and edits elsewhere: from the rule, the record, the field and what tells findings
    /// apart, not from lines. 16 hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self, path: &str) -> String {
        let subject = self.record.as_deref().unwrap_or(path);
        let text = format!("{}|{subject}|{}|{}", self.code, self.field(), self.discriminator);
        let digest = Sha256::digest(text.as_bytes());
        digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}
