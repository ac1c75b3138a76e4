//! What risks ask for: a decision, an acceptance by the right person, a new look in time, an approval of the plan.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use crate::model::date::{Date, Duration};
use crate::model::{
    Acceptance, Action, Assessment, Authority, ChangeStatus, Control, Criteria, CriteriaStatus, Criticality, Head, Implementation,
    Isms, Level, Record, Risk, ScaleValue, Score, Treatment,
};
use crate::text::{Locus, Pointer};
use crate::value::Value;

/// A score against the limit up to which a risk is carried without a decision of anyone.
#[derive(Debug, Clone, Copy)]
pub struct Weighed<'m> {
    /// What the formula gives.
    pub score: i64,
    /// The level it falls in.
    pub level: Option<&'m Level>,
    /// The highest score that needs no acceptance.
    pub threshold: i64,
}

impl Weighed<'_> {
    /// Whether somebody has to treat or accept it.
    #[must_use]
    pub fn is_above(&self) -> bool {
        self.score > self.threshold
    }

    /// Whether nobody may accept it.
    #[must_use]
    pub fn is_unacceptable(&self) -> bool {
        self.level.is_some_and(|level| level.acceptance == Some(Authority::Never))
    }
}

/// `12 (high)`.
impl fmt::Display for Weighed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            Some(level) => write!(f, "{} ({})", self.score, level.name),
            None => write!(f, "{}", self.score),
        }
    }
}

/// Why somebody could not accept a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal<'m> {
    /// Nobody may accept a risk of the level.
    Level,
    /// The level is for other roles to accept.
    Role,
    /// The person's roles reach up to this level only.
    Limit(&'m str),
    /// It is neither the owner nor somebody above.
    NotOwner,
}

/// Something that happened to a risk.
#[derive(Debug, Clone)]
pub struct RiskEvent<'m> {
    /// The incident or change.
    pub record: &'m Head,
    /// When it happened.
    pub on: Date,
    /// Where that is written.
    pub at: Locus,
    /// What happened: `of severity high was detected`.
    pub what: String,
}

impl Isms {
    /// A score of a risk against the acceptance threshold; `None` where one of the two is not known.
    #[must_use]
    pub fn weighed(&self, risk: &Risk, score: Option<&Score>) -> Option<Weighed<'_>> {
        let threshold = self.criteria_of(risk)?.acceptance_threshold?;
        let (score, level) = self.judged(risk, score)?;
        Some(Weighed { score, level, threshold })
    }

    /// What is left of a risk, or will be once its plan is carried out (clause 6.1.3 f).
    #[must_use]
    pub fn residual(&self, risk: &Risk) -> Option<Weighed<'_>> {
        self.weighed(risk, risk.residual())
    }

    /// Whether what is left of a risk has to be accepted by name. A risk that no treatment is chosen for is not so far.
    #[must_use]
    pub fn needs_acceptance(&self, risk: &Risk) -> bool {
        risk.is_assessed() && !risk.treatment.is_empty() && self.residual(risk).is_some_and(|residual| residual.is_above())
    }

    /// The controls that work against a risk: those it names that are included and implemented.
    #[must_use]
    pub fn working_controls(&self, risk: &Risk) -> Vec<&Record<Control>> {
        let named = risk.controls().filter_map(|id| self.control(id));
        named.filter(|control| control.is_applicable() && control.implementation == Some(Implementation::Implemented)).collect()
    }

    /// Whether what is left of a risk waits for an acceptance that is in force on a day.
    #[must_use]
    pub fn lacks_acceptance(&self, risk: &Risk, day: Date) -> bool {
        self.needs_acceptance(risk) && self.acceptance_in_force(risk, day).is_none()
    }

    /// The criteria that open risks are judged by, and those in force, in the order of their files.
    #[must_use]
    pub fn criteria_in_use(&self) -> Vec<&Record<Criteria>> {
        let in_force = self.criteria_in_force().filter(|criteria| criteria.status == Some(CriteriaStatus::Approved));
        let judging = self.risks.iter().filter(|risk| risk.is_assessed()).filter_map(|risk| self.criteria_of(risk));
        let used: HashSet<&str> = judging.chain(in_force).map(Record::id).collect();
        let kept = |criteria: &&Record<Criteria>| criteria.status != Some(CriteriaStatus::Superseded);
        self.criteria.iter().filter(|criteria| used.contains(criteria.id())).filter(kept).collect()
    }

    /// Whether the scores of a risk were given by another version of its criteria, so that their numbers cannot be read by this one.
    #[must_use]
    pub fn criteria_moved_on(&self, risk: &Risk) -> bool {
        let version = self.criteria_of(risk).and_then(|criteria| criteria.version.as_deref());
        matches!((risk.criteria_version.as_deref(), version), (Some(used), Some(version)) if used != version)
    }

    /// The longest time that a risk may stay accepted.
    #[must_use]
    pub fn max_acceptance(&self, risk: &Risk) -> Duration {
        self.criteria_of(risk).and_then(|criteria| criteria.max_acceptance).unwrap_or(self.settings.defaults.max_acceptance)
    }

    /// The last day of an acceptance: the one it names, else the last one that the longest time allows.
    #[must_use]
    pub fn acceptance_end(&self, risk: &Risk, acceptance: &Acceptance) -> Option<Date> {
        acceptance.valid_until.or_else(|| Some(acceptance.on?.after(self.max_acceptance(risk))))
    }

    /// The acceptance that counts on a day, with its place in the list: of several the latest.
    #[must_use]
    pub fn acceptance_in_force<'m>(&self, risk: &'m Risk, day: Date) -> Option<(usize, &'m Acceptance)> {
        let holds =
            |acceptance: &Acceptance| acceptance.covers(day) && self.acceptance_end(risk, acceptance).is_none_or(|end| day <= end);
        risk.acceptances.iter().enumerate().filter(|(_, acceptance)| holds(acceptance)).max_by_key(|(_, acceptance)| acceptance.on)
    }

    /// The acceptance that ended last and that none has followed, with its place in the list and its last day.
    #[must_use]
    pub fn expired_acceptance<'m>(&self, risk: &'m Risk, day: Date) -> Option<(usize, &'m Acceptance, Date)> {
        let active = || risk.acceptances.iter().enumerate().filter(|(_, acceptance)| acceptance.is_active());
        let ends = |acceptance: &Acceptance| self.acceptance_end(risk, acceptance);
        // One that ends later or begins in the future has followed it.
        if active().any(|(_, acceptance)| ends(acceptance).is_none_or(|end| day <= end)) {
            return None;
        }
        active().filter_map(|(at, acceptance)| Some((at, acceptance, ends(acceptance)?))).max_by_key(|(_, _, end)| *end)
    }

    /// Why a person could not accept a risk of a level on a day; `None` where nothing speaks against it, or nobody can tell.
    #[must_use]
    pub fn refusal<'m>(&'m self, risk: &Record<Risk>, level: &Level, person: &str, day: Date) -> Option<Refusal<'m>> {
        let criteria = self.criteria_of(risk)?;
        let own_rank = criteria.rank(&level.name)?;
        let held = || self.roles.iter().filter(|role| role.holders(day).any(|holder| holder == person));
        let rank = |limit: &'m str| Some((criteria.rank(limit)?, limit));
        let leads = held().any(|role| {
            role.top_management && role.may_accept_up_to.as_deref().and_then(rank).is_some_and(|(rank, _)| rank >= own_rank)
        });
        let named = level.roles.iter().any(|role| self.holds_role(person, role, day));
        match level.acceptance {
            Some(Authority::Never) => Some(Refusal::Level),
            Some(Authority::Criterion) => None,
            _ if leads || named => None,
            // A level that leaves its roles open is a gap of the criteria.
            Some(Authority::Role) => (!level.roles.is_empty()).then_some(Refusal::Role),
            Some(Authority::Owner) | None if self.people_behind(risk.owner()?, day).iter().any(|owner| owner.id() == person) => {
                let limit = held().filter_map(|role| role.may_accept_up_to.as_deref()).filter_map(rank).max()?;
                (limit.0 < own_rank).then_some(Refusal::Limit(limit.1))
            }
            Some(Authority::Owner) | None => Some(Refusal::NotOwner),
        }
    }

    /// How often a risk is assessed again, and where that is written if not in the settings.
    #[must_use]
    pub fn reassess_every(&self, risk: &Record<Risk>) -> (Duration, Option<Locus>) {
        let criteria =
            || self.criteria_of(risk).and_then(|criteria| Some((criteria.reassess_every?, criteria.at("/reassess_every"))));
        match risk.head.common.review_every.map(|every| (every, risk.at("/review_every"))).or_else(criteria) {
            Some((every, at)) => (every, Some(at)),
            None => (self.settings.defaults.review_every, None),
        }
    }

    /// The day by which a risk has to be assessed again.
    #[must_use]
    pub fn next_assessment(&self, risk: &Record<Risk>) -> Option<Date> {
        Some(risk.assessed_on?.after(self.reassess_every(risk).0))
    }

    /// What happened to each risk that calls for a new assessment: incidents of high severity, and changes that were carried out.
    #[must_use]
    pub fn risk_events(&self) -> HashMap<&str, Vec<RiskEvent<'_>>> {
        let mut events: HashMap<&str, Vec<RiskEvent<'_>>> = HashMap::new();
        for incident in self.incidents.iter().filter(|incident| incident.is_serious()) {
            let (Some(on), Some(severity)) = (incident.detected_on, incident.severity) else { continue };
            let what = format!("of severity {severity} was detected");
            let event = RiskEvent { record: &incident.head, on, at: incident.at("/detected_on"), what };
            for risk in &incident.risks {
                events.entry(risk).or_default().push(event.clone());
            }
        }
        for change in &self.changes {
            let carried_out = matches!(change.status, Some(ChangeStatus::Done | ChangeStatus::Reviewed));
            let Some(on) = change.done_on.filter(|_| carried_out) else { continue };
            let event = RiskEvent { record: &change.head, on, at: change.at("/done_on"), what: "was carried out".to_owned() };
            for risk in change.risks.iter().chain(&change.affects) {
                events.entry(risk).or_default().push(event.clone());
            }
        }
        events
    }

    /// The actions of the treatment plan with their records and places: those of open risks, then those of included controls.
    pub fn treatment_actions(&self) -> impl Iterator<Item = (&Head, usize, &Action)> {
        let risks = self.risks.iter().filter(|risk| risk.is_open()).map(|risk| (&risk.head, &risk.actions));
        let controls =
            self.controls.iter().filter(|control| !control.is_excluded()).map(|control| (&control.head, &control.actions));
        risks.chain(controls).flat_map(|(head, actions)| actions.iter().enumerate().map(move |(at, action)| (head, at, action)))
    }

    /// The owners who have to approve the treatment plan (clause 6.1.3 f), with the risks that make them do so: risks that are
    /// modified, shared or avoided, or carried above the threshold.
    #[must_use]
    pub fn plan_approvers(&self) -> BTreeMap<&str, Vec<&Record<Risk>>> {
        let planned = |risk: &Risk| risk.treatment.iter().any(|option| *option != Treatment::Retain);
        let mut owners: BTreeMap<&str, Vec<&Record<Risk>>> = BTreeMap::new();
        for risk in self.risks.iter().filter(|risk| risk.is_assessed() && (planned(risk) || self.needs_acceptance(risk))) {
            if let Some(owner) = risk.owner() {
                owners.entry(owner).or_default().push(risk);
            }
        }
        owners
    }

    /// Whether an open risk refers to a record.
    #[must_use]
    pub fn is_in_a_risk(&self, id: &str) -> bool {
        self.links_to(id).any(|(head, _)| self.risk(&head.id).is_some_and(|risk| risk.is_open()))
    }
}

impl Record<Criteria> {
    /// Whether the scales and the borders of the levels were read as they are written: where a schema refused one of them, scores
    /// and levels cannot be told.
    #[must_use]
    pub fn is_understood(&self) -> bool {
        let written = |list: &str| self.head.fields().get(list).map_or(0, Value::len);
        let is = |pointer: String, number: i64| {
            self.head.fields().at(&Pointer::from(pointer)).is_some_and(|value| value.as_i64() == Some(number))
        };
        let scale = |name: &str, scale: &[ScaleValue]| {
            let read = |(at, step): (usize, &ScaleValue)| is(format!("/{name}/{at}/value"), step.value);
            written(name) == scale.len() && scale.iter().enumerate().all(read)
        };
        let level =
            |(at, level): (usize, &Level)| is(format!("/levels/{at}/from"), level.from) && is(format!("/levels/{at}/to"), level.to);
        scale("likelihood_scale", &self.likelihood_scale)
            && scale("impact_scale", &self.impact_scale)
            && written("levels") == self.levels.len()
            && self.levels.iter().enumerate().all(level)
    }
}

impl crate::model::Incident {
    /// Whether it was grave enough to put an assessment in doubt: of high severity, and found to be real.
    #[must_use]
    pub fn is_serious(&self) -> bool {
        matches!(self.severity, Some(Criticality::High | Criticality::Critical))
            && !matches!(self.assessment, Some(Assessment::Event | Assessment::FalsePositive))
    }
}
