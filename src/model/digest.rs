//! A fingerprint of what a record *means*, for binding an approval to a content.
//!
//! It is SHA-256 over a canonical form: keys sorted, white space folded, layout, comments, quoting, line ends and the place of
//! the file left out. What changes without changing the meaning is left out too: the state of the document, the date of the
//! last review, the progress of its actions, tags, notes and own `x-` keys. One changed word in a text or a field gives another digest.

use sha2::{Digest as _, Sha256};

use super::isms::Isms;
use super::record::{Head, Record};
use super::{Applicable, Risk};
use crate::syntax::markdown::{Block, BlockKind};
use crate::value::{Type, Value};

/// Keys of the envelope that an approval does not cover.
const OUTSIDE: [&str; 8] = ["status", "reviewed", "tags", "refs", "notes", "external_id", "created", "retention"];

/// Keys of an action that tell how far it is: work done asks for no new approval.
pub(super) const PROGRESS: [&str; 8] =
    ["status", "done_on", "evidence", "verified_by", "verified_on", "revised_due", "refs", "notes"];

/// The digest of a record: 64 hexadecimal digits.
#[must_use]
pub fn of_record(head: &Head) -> String {
    let mut text = Canonical::new("isms record 1");
    text.map(head.fields(), |key| OUTSIDE.contains(&key) || key.starts_with("x-"));
    for block in head.body.iter().flat_map(|body| &body.blocks) {
        text.block(block);
    }
    for link in head.body.iter().flat_map(|body| &body.links) {
        text.word(&link.target);
    }
    text.finish()
}

/// The digest of the Statement of Applicability: every decision with its reasons (clause 6.1.3 d). Progress of implementation is
/// not part of it, so that work done does not ask for a new approval.
#[must_use]
pub fn of_soa(isms: &Isms) -> String {
    let mut controls: Vec<_> = isms.controls.iter().collect();
    controls.sort_by(|one, other| one.head.id.cmp(&other.head.id));
    let mut text = Canonical::new("isms soa 1");
    for control in controls {
        text.word(control.id());
        text.word(match control.applicable {
            Applicable::Yes => "included",
            Applicable::No => "excluded",
            Applicable::Undecided => "undecided",
        });
        let mut reasons = control.reasons.clone();
        reasons.sort_unstable();
        reasons.dedup();
        text.list(reasons.iter().map(|reason| reason.word()));
        text.word(control.justification.as_deref().unwrap_or_default());
        text.word(control.exclusion_justification.as_deref().unwrap_or_default());
    }
    text.finish()
}

/// The digest of the risk treatment plan: what is decided and planned for every open risk (clause 6.1.3 e). Progress and agreed new
/// dates are not part of it; a new date is an agreement of its own.
#[must_use]
pub fn of_rtp(isms: &Isms) -> String {
    let mut risks: Vec<&Record<Risk>> = isms.risks.iter().filter(|risk| risk.is_open()).collect();
    risks.sort_by(|one, other| one.head.id.cmp(&other.head.id));
    let mut text = Canonical::new("isms rtp 1");
    for risk in risks {
        text.word(risk.id());
        text.word(risk.owner().unwrap_or_default());
        let mut treatment = risk.treatment.clone();
        treatment.sort_unstable();
        text.list(treatment.iter().map(|option| option.word()));
        let mut controls = risk.treatment_controls.clone();
        controls.sort_unstable();
        text.list(controls.iter().map(String::as_str));
        let target = risk.target.as_ref().and_then(|score| Some((score.likelihood?, score.impact?)));
        text.word(&target.map(|(likelihood, impact)| format!("{likelihood}x{impact}")).unwrap_or_default());
        for action in &risk.actions {
            text.word(&action.id);
            text.word(&action.what);
            text.list(action.controls.iter().map(String::as_str));
            text.word(action.responsible.as_deref().unwrap_or_default());
            text.word(&action.due.map(|due| due.to_string()).unwrap_or_default());
        }
    }
    text.finish()
}

/// Words with unmistakable borders, hashed as they come.
struct Canonical(Sha256);

impl Canonical {
    fn new(purpose: &str) -> Self {
        let mut text = Canonical(Sha256::new());
        text.word(purpose);
        text
    }

    /// Adds a text with its white space folded.
    fn word(&mut self, word: &str) {
        for part in word.split_whitespace() {
            self.0.update(part.as_bytes());
            self.0.update(b" ");
        }
        self.0.update(b"\x1f");
    }

    fn list<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        words.for_each(|word| self.word(word));
        self.0.update(b"\x1e");
    }

    fn map(&mut self, value: Value<'_>, skip: impl Fn(&str) -> bool) {
        let mut entries: Vec<(&str, Value<'_>)> =
            value.entries().map(|(key, value)| (key.scalar().unwrap_or_default(), value)).collect();
        entries.retain(|(key, value)| value.ty() != Type::Null && !skip(key));
        entries.sort_by_key(|(key, _)| *key);
        self.0.update(b"{");
        for (key, value) in entries {
            self.word(key);
            match key {
                "actions" => self.actions(value),
                _ => self.value(value),
            }
        }
        self.0.update(b"}");
    }

    fn actions(&mut self, value: Value<'_>) {
        self.0.update(b"[");
        value.items().for_each(|action| self.map(action, |key| PROGRESS.contains(&key)));
        self.0.update(b"]");
    }

    fn value(&mut self, value: Value<'_>) {
        match value.ty() {
            Type::Map => self.map(value, |_| false),
            Type::List => {
                self.0.update(b"[");
                value.items().for_each(|item| self.value(item));
                self.0.update(b"]");
            }
            _ => self.word(value.scalar().unwrap_or_default()),
        }
    }

    fn block(&mut self, block: &Block) {
        self.word(match block.kind {
            BlockKind::Heading(_) => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Item => "item",
            BlockKind::Cell(_) => "cell",
            BlockKind::Code => "code",
            BlockKind::Html => "html",
        });
        self.word(&block.text);
    }

    fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
