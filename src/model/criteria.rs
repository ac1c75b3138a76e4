//! Risk criteria: the scales, the levels and who may accept what (clause 6.1.2 a).

use std::collections::BTreeSet;

use serde::Deserialize;

use super::date::{Date, Duration};
use super::risk::Score;
use super::words::words;

words! {
    /// How likelihood and impact make a score.
    #[derive(Default)]
    Formula { #[default] Multiply "multiply", Add "add", Maximum "maximum", Matrix "matrix" }
}

words! {
    /// Who may accept a risk of a level.
    Authority { Criterion "criterion", Owner "owner", Role "role", Never "never" }
}

words! {
    /// Where criteria are in their life.
    CriteriaStatus { Draft "draft", Approved "approved", Superseded "superseded" }
}

/// A value of a scale.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct ScaleValue {
    #[serde(default)]
    pub value: i64,
    #[serde(default)]
    pub label: String,
    pub definition: Option<String>,
    #[serde(default)]
    pub dimensions: std::collections::BTreeMap<String, String>,
}

/// A band of scores with a name.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Level {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub from: i64,
    #[serde(default)]
    pub to: i64,
    pub priority: Option<i64>,
    pub acceptance: Option<Authority>,
    #[serde(default)]
    pub roles: Vec<String>,
    pub meaning: Option<String>,
}

/// What makes scores comparable and acceptance decidable.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Criteria {
    pub version: Option<String>,
    pub effective_from: Option<Date>,
    #[serde(default)]
    pub likelihood_scale: Vec<ScaleValue>,
    #[serde(default)]
    pub impact_scale: Vec<ScaleValue>,
    #[serde(default)]
    pub formula: Formula,
    #[serde(default)]
    pub matrix: Vec<Vec<i64>>,
    #[serde(default)]
    pub levels: Vec<Level>,
    pub acceptance_threshold: Option<i64>,
    #[serde(default)]
    pub reassess_triggers: Vec<String>,
    pub reassess_every: Option<Duration>,
    pub max_acceptance: Option<Duration>,
    pub status: Option<CriteriaStatus>,
}

impl Level {
    /// Whether it holds scores that somebody has to accept by name.
    #[must_use]
    pub fn is_above(&self, threshold: i64) -> bool {
        self.to > threshold
    }
}

impl Criteria {
    /// The score that the formula gives, where both values stand on the scales.
    #[must_use]
    pub fn score(&self, likelihood: i64, impact: i64) -> Option<i64> {
        let row = self.likelihood_scale.iter().position(|value| value.value == likelihood)?;
        let column = self.impact_scale.iter().position(|value| value.value == impact)?;
        match self.formula {
            Formula::Multiply => likelihood.checked_mul(impact),
            Formula::Add => likelihood.checked_add(impact),
            Formula::Maximum => Some(likelihood.max(impact)),
            Formula::Matrix => self.matrix.get(row)?.get(column).copied(),
        }
    }

    /// The score of an assessment.
    #[must_use]
    pub fn score_of(&self, score: &Score) -> Option<i64> {
        self.score(score.likelihood?, score.impact?)
    }

    /// The level that a score falls in.
    #[must_use]
    pub fn level(&self, score: i64) -> Option<&Level> {
        self.levels.iter().find(|level| (level.from..=level.to).contains(&score))
    }

    /// The level with a name.
    #[must_use]
    pub fn level_named(&self, name: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.name == name)
    }

    /// Where a level stands, from the lowest up; `None` for a name that no level has.
    #[must_use]
    pub fn rank(&self, level: &str) -> Option<usize> {
        let level = self.level_named(level)?;
        Some(self.levels.iter().filter(|other| other.from < level.from).count())
    }

    /// The scores that fall in no level, and those that fall in several.
    #[must_use]
    pub fn misplaced_scores(&self) -> (BTreeSet<i64>, BTreeSet<i64>) {
        let scores: BTreeSet<i64> = self.scores().filter_map(|(_, _, score)| score).collect();
        let levels = |score: &i64| self.levels.iter().filter(|level| (level.from..=level.to).contains(score)).count();
        let in_none = scores.iter().copied().filter(|score| levels(score) == 0).collect();
        let in_several = scores.into_iter().filter(|score| levels(score) > 1).collect();
        (in_none, in_several)
    }

    /// Every score that can come out, with what gives it, in the order of the scales.
    pub fn scores(&self) -> impl Iterator<Item = (i64, i64, Option<i64>)> {
        let impacts = move |likelihood: i64| {
            self.impact_scale.iter().map(move |impact| (likelihood, impact.value, self.score(likelihood, impact.value)))
        };
        self.likelihood_scale.iter().flat_map(move |likelihood| impacts(likelihood.value))
    }
}
