//! What a change does to facts that nobody writes down: rows of the Statement of Applicability, what is left of risks, who has to
//! accept, what leads nowhere now, what is overdue. Both sides are asked the questions that rules and reports ask.

mod risks;
mod statement;

use std::collections::BTreeSet;

use serde::Serialize;

use super::Direction;
use crate::model::date::Date;
use crate::model::{Head, Isms, digest};

/// What an effect is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// A row of the Statement of Applicability.
    Statement,
    /// What is left of a risk, against the appetite.
    Risk,
    /// Whether somebody has to accept a risk.
    Acceptance,
    /// A reference to a record that is gone.
    Reference,
    /// A date that has passed.
    Overdue,
    /// Who has to confirm having read a text.
    Acknowledgement,
}

impl Topic {
    /// All, in the order of their weight.
    pub const ALL: [Topic; 6] =
        [Topic::Statement, Topic::Risk, Topic::Acceptance, Topic::Reference, Topic::Overdue, Topic::Acknowledgement];

    /// The words for it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Topic::Statement => "Statement of Applicability",
            Topic::Risk => "risks",
            Topic::Acceptance => "acceptances",
            Topic::Reference => "references",
            Topic::Overdue => "overdue",
            Topic::Acknowledgement => "acknowledgements",
        }
    }
}

/// A computed fact that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// What it is about.
    pub topic: Topic,
    /// Where it leads.
    pub direction: Direction,
    /// The record that the fact is about.
    pub record: String,
    /// Its title.
    pub title: String,
    /// The fact, such as `residual risk`.
    pub what: String,
    /// What it was; nothing where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it is; nothing where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// What that means, in a sentence.
    pub reason: String,
}

impl Effect {
    fn new(topic: Topic, direction: Direction, head: &Head, what: impl Into<String>, reason: impl Into<String>) -> Self {
        let (record, title) = (head.id.to_string(), head.title().to_owned());
        Effect { topic, direction, record, title, what: what.into(), before: None, after: None, reason: reason.into() }
    }

    fn between(mut self, before: Option<impl ToString>, after: Option<impl ToString>) -> Self {
        self.before = before.map(|it| it.to_string());
        self.after = after.map(|it| it.to_string());
        self
    }
}

/// All effects of a change on a day: by topic, worst first, then by record.
#[must_use]
pub fn effects(before: &Isms, after: &Isms, today: Date) -> Vec<Effect> {
    let mut effects = statement::rows(before, after);
    effects.extend(risks::levels(before, after));
    effects.extend(risks::defences(before, after));
    effects.extend(risks::acceptances(before, after, today));
    effects.extend(dangling(before, after));
    effects.extend(overdue(before, after, today));
    effects.extend(acknowledgements(before, after));
    effects.sort_by_cached_key(|it| (it.topic, it.direction, crate::model::natural(&it.record), it.what.clone()));
    effects
}

/// References to what is gone, where it was there before.
fn dangling(before: &Isms, after: &Isms) -> Vec<Effect> {
    let mut effects = Vec::new();
    for gone in before.heads().filter(|head| !after.exists(&head.id)) {
        let mut seen = BTreeSet::new();
        for (from, _) in after.links_to(&gone.id) {
            if seen.insert(&from.id) {
                let reason = format!("{} refers to {}, which is removed", from.id, gone.id);
                let effect = Effect::new(Topic::Reference, Direction::Weaker, from, format!("reference to {}", gone.id), reason);
                effects.push(effect.between(Some(gone.title()), None::<&str>));
            }
        }
    }
    effects
}

/// What is overdue on one side only. What came or went with its record says so already.
fn overdue(before: &Isms, after: &Isms, today: Date) -> Vec<Effect> {
    let (old, new) = (before.overdue(today), after.overdue(today));
    let on = |list: &[crate::model::Overdue<'_>], one: &crate::model::Overdue<'_>| {
        list.iter().find(|it| it.head.id == one.head.id && it.what == one.what).map(|it| it.due)
    };
    let came = new.iter().filter(|it| on(&old, it).is_none()).map(|it| {
        let reason = format!("the {} was due on {}", it.what, it.due);
        Effect::new(Topic::Overdue, Direction::Weaker, it.head, it.what.clone(), reason).between(None::<&str>, Some(it.due))
    });
    let went = old.iter().filter(|it| on(&new, it).is_none()).map(|it| {
        let reason = format!("the {} is no longer overdue", it.what);
        Effect::new(Topic::Overdue, Direction::Stronger, it.head, it.what.clone(), reason).between(Some(it.due), None::<&str>)
    });
    came.chain(went).collect()
}

/// Texts in force that people have to confirm having read, and that say something else now.
fn acknowledgements(before: &Isms, after: &Isms) -> Vec<Effect> {
    let asks = after.documents.iter().filter(|document| document.acknowledge && document.is_effective());
    let changed = asks.filter(|document| {
        let old = before.document(document.id());
        old.is_none_or(|old| {
            !std::ptr::eq(old.head.tree.as_ref(), document.head.tree.as_ref())
                && digest::of_record(&old.head) != digest::of_record(&document.head)
        })
    });
    let effect = |document: &crate::model::Record<crate::model::Document>| {
        let who = if document.audience.is_empty() { "its readers".to_owned() } else { document.audience.join(", ") };
        let version = document.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
        let reason = format!("{who} have to confirm having read version{version}");
        Effect::new(Topic::Acknowledgement, Direction::Neutral, &document.head, "acknowledgement", reason)
            .between(before.document(document.id()).and_then(|old| old.version.clone()), document.version.clone())
    };
    changed.map(effect).collect()
}
