//! Which names a record of a kind has.

use std::collections::BTreeMap;

use crate::load::schema;
use crate::load::shape::Shape;
use crate::load::suggest::closest;
use crate::model::Kind;

/// A name whose value is computed.
#[derive(Debug)]
pub struct Computed {
    /// The name; a part behind a point is added to a field that is written.
    pub name: &'static str,
    /// The kinds that have it; none are all.
    pub kinds: &'static [Kind],
    /// Whether it is a list.
    pub list: bool,
    /// What it says.
    pub about: &'static str,
}

const fn one(name: &'static str, kinds: &'static [Kind], about: &'static str) -> Computed {
    Computed { name, kinds, list: false, about }
}

const fn many(name: &'static str, kinds: &'static [Kind], about: &'static str) -> Computed {
    Computed { name, kinds, list: true, about }
}

const ALL: &[Kind] = &[];
const RISK: &[Kind] = &[Kind::Risk];
const CONTROL: &[Kind] = &[Kind::Control];

/// Everything that is computed for a record. Where a day matters it is the day of the run, `as_of`.
pub static COMPUTED: &[Computed] = &[
    one("kind", ALL, "its kind"),
    one("id", ALL, "its id"),
    one("title", ALL, "its title, else the name of a person, else its id"),
    one("path", ALL, "its file, below the folder with isms.yaml"),
    one("as_of", ALL, "the day of the run"),
    one("next_review", ALL, "`reviewed` and `review_every` (or the default) later"),
    many("links", ALL, "the ids it refers to"),
    many("linked_from", ALL, "the ids that refer to it"),
    one("inherent.score", RISK, "by the formula of its criteria"),
    one("inherent.level", RISK, "the level the score falls in"),
    one("current.score", RISK, "as for inherent"),
    one("current.level", RISK, "as for inherent"),
    one("target.score", RISK, "as for inherent"),
    one("target.level", RISK, "as for inherent"),
    one("residual.likelihood", RISK, "the target while work is open, else current"),
    one("residual.impact", RISK, "as for its likelihood"),
    one("residual.score", RISK, "its score"),
    one("residual.level", RISK, "its level"),
    one("accepted", RISK, "whether an acceptance is in force on the day"),
    one("theme", CONTROL, "such as people; own for controls of your own"),
    many("documents", CONTROL, "the documents that say how it is done"),
    many("risks", CONTROL, "the open risks that name it"),
    many("requirements", CONTROL, "the requirements that it meets"),
    one("evidence_count", CONTROL, "evidence that names it and is not rejected"),
    one("newest_evidence", CONTROL, "the last day that this evidence speaks of"),
];

/// The computed names whose value is another one tomorrow, in a tree that nobody touches.
const BY_DAY: [&str; 2] = ["as_of", "accepted"];

/// Whether an expression, or a text with places in it, may say something else on another day: it names what goes by the day, of its own
/// record or of another one.
#[must_use]
pub fn goes_by_day(text: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| BY_DAY.contains(&word))
}

impl Computed {
    /// Whether records of a kind have it.
    #[must_use]
    pub fn is_of(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

/// A name that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong with it.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// The names below a name: those of a whole record, or of a field with fields of its own.
#[derive(Debug, Default)]
pub struct Names {
    below: BTreeMap<String, Names>,
    /// Whether it is a list; then the names are those of its items.
    pub(super) list: bool,
    /// Whether any name may stand here.
    free: bool,
    /// The kind, for the names of a record.
    kind: Option<Kind>,
}

impl Names {
    /// The names of a record of a kind.
    #[must_use]
    pub fn of(kind: Kind) -> Names {
        let mut names = Names { kind: Some(kind), ..Names::of_shape(&schema::of_kind(kind).shape) };
        for computed in COMPUTED.iter().filter(|computed| computed.is_of(kind)) {
            let mut at = &mut names;
            for step in computed.name.split('.') {
                at = at.below.entry(step.to_owned()).or_default();
            }
            at.list = computed.list;
        }
        names
    }

    fn of_shape(shape: &Shape) -> Names {
        let mut names = shape.items.as_deref().map_or_else(Names::default, Names::of_shape);
        names.list = shape.items.is_some();
        names.free = shape.rest.is_some();
        names.below.extend(shape.keys.iter().map(|(key, shape)| (key.clone(), Names::of_shape(shape))));
        names
    }

    /// The names below a name, where it is one.
    pub(super) fn below(&self, name: &str) -> Option<&Names> {
        self.below.get(name)
    }

    /// Whether a path such as `current.level` leads to something. A path of a column may lead through lists; a name in an expression
    /// may not, because a list has no fields of its own. `besides` are other names that could have been meant in the first place.
    ///
    /// # Errors
    /// What is wrong, and what was probably meant.
    pub fn check<'n>(&self, path: &str, through_lists: bool, besides: impl IntoIterator<Item = &'n str>) -> Result<(), Unknown> {
        let besides: Vec<&str> = besides.into_iter().collect();
        let mut here = self;
        let mut walked = String::new();
        for step in path.split('.') {
            // Own keys are nobody else's business, and what stands below them neither.
            if here.free || step.starts_with("x-") {
                return Ok(());
            }
            if here.list && !through_lists {
                return Err(list_has_no_fields(&walked, step));
            }
            here = here.below(step).ok_or_else(|| here.unknown(&walked, step, &besides))?;
            walked = if walked.is_empty() { step.to_owned() } else { format!("{walked}.{step}") };
        }
        Ok(())
    }

    fn unknown(&self, walked: &str, step: &str, besides: &[&str]) -> Unknown {
        let message = match self.kind {
            Some(kind) => format!("{} has no field `{step}`", kind.with_article()),
            None if self.below.is_empty() => format!("`{walked}` has no fields of its own, so there is no `{walked}.{step}`"),
            None => format!("`{walked}` has no field `{step}`"),
        };
        let known = || self.below.keys().map(String::as_str);
        let besides = besides.iter().copied().filter(|_| self.kind.is_some());
        let help = match closest(step, known().chain(besides)) {
            Some(meant) if walked.is_empty() => format!("did you mean `{meant}`?"),
            Some(meant) => format!("did you mean `{walked}.{meant}`?"),
            None if self.below.is_empty() => format!("write `{walked}`"),
            None => format!("the fields are: {}", known().collect::<Vec<_>>().join(", ")),
        };
        Unknown { message, help }
    }
}

fn list_has_no_fields(list: &str, step: &str) -> Unknown {
    Unknown {
        message: format!("`{list}` is a list, so it has no `{step}` of its own"),
        help: format!("ask its items: {list} | selectattr('{step}', 'equalto', …) | list"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_names_hide_no_field() {
        let written_too = ["kind", "id", "title"];
        for computed in COMPUTED {
            for kind in Kind::ALL.iter().filter(|kind| computed.is_of(**kind)) {
                let mut shape = &schema::of_kind(*kind).shape;
                let hidden = computed.name.split('.').all(|step| match shape.keys.get(step) {
                    Some(below) => {
                        shape = below;
                        true
                    }
                    None => false,
                });
                assert!(!hidden || written_too.contains(&computed.name), "{} of {kind}", computed.name);
            }
        }
    }

    #[test]
    fn a_path_leads_to_a_field_or_says_why_not() {
        let names = Names::of(Kind::Risk);
        let said = |path: &str, lists: bool| names.check(path, lists, []).map_err(|it| format!("{}; {}", it.message, it.help));
        for path in ["owner", "current.score", "current.rationale", "residual.level", "links", "x-team", "actions.x-ticket"] {
            assert_eq!(said(path, true), Ok(()), "{path}");
        }
        assert_eq!(said("actions.due", true), Ok(()));
        let wrong = |path| said(path, false).unwrap_err();
        assert_eq!(wrong("ownr"), "a risk has no field `ownr`; did you mean `owner`?");
        assert_eq!(wrong("current.scor"), "`current` has no field `scor`; did you mean `current.score`?");
        assert_eq!(wrong("owner.name"), "`owner` has no fields of its own, so there is no `owner.name`; write `owner`");
        assert_eq!(
            wrong("actions.due"),
            "`actions` is a list, so it has no `due` of its own; ask its items: actions | selectattr('due', 'equalto', …) | list"
        );
        assert!(wrong("zzz").starts_with("a risk has no field `zzz`; the fields are: acceptances, accepted, actions, "));
    }
}
