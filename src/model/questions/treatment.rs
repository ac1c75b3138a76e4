//! Questions about what was decided about risks (clause 6.1.3 f): what is left of each, and who agreed to the plan.

use crate::model::date::Date;
use crate::model::{Acceptance, Approval, Isms, RTP, Record, Risk, digest};

/// What was decided about what is left of a risk.
#[derive(Debug, Clone, Copy)]
pub enum RiskDecision<'m> {
    /// It was only noted down so far.
    NotAssessed,
    /// Its score, or the threshold, is not known.
    NotScored,
    /// It is above the threshold, and no treatment is chosen.
    NotTreated,
    /// It is within the threshold today.
    Within,
    /// It is above the threshold today, and its open actions bring it within.
    UnderTreatment,
    /// Somebody accepted it, until the day.
    Accepted(&'m Acceptance, Option<Date>),
    /// It has to be accepted, and the last acceptance ended on the day.
    Expired(&'m Acceptance, Date),
    /// It has to be accepted, and nobody has.
    Unaccepted,
}

/// An owner who has to approve the treatment plan.
#[derive(Debug, Clone)]
pub struct PlanApproval<'m> {
    /// The role or person.
    pub owner: &'m str,
    /// The risks that make them do so.
    pub risks: Vec<&'m Record<Risk>>,
    /// The approval of the plan as it stands.
    pub approval: Option<&'m Record<Approval>>,
}

impl Isms {
    /// What was decided about what is left of an open risk, on a day.
    #[must_use]
    pub fn decision_about<'m>(&self, risk: &'m Record<Risk>, day: Date) -> RiskDecision<'m> {
        if !risk.is_assessed() {
            return RiskDecision::NotAssessed;
        }
        if let Some((_, acceptance)) = self.acceptance_in_force(risk, day) {
            return RiskDecision::Accepted(acceptance, self.acceptance_end(risk, acceptance));
        }
        let (Some(current), Some(residual)) = (self.weighed(risk, risk.current.as_ref()), self.residual(risk)) else {
            return RiskDecision::NotScored;
        };
        match self.expired_acceptance(risk, day) {
            _ if residual.is_above() && risk.treatment.is_empty() => RiskDecision::NotTreated,
            Some((_, acceptance, end)) if residual.is_above() => RiskDecision::Expired(acceptance, end),
            None if residual.is_above() => RiskDecision::Unaccepted,
            _ if current.is_above() => RiskDecision::UnderTreatment,
            _ => RiskDecision::Within,
        }
    }

    /// The approvals of the treatment plan as it stands: those of its newest version that are bound to its present content, or to
    /// none. Oldest first.
    #[must_use]
    pub fn current_plan_approvals(&self) -> Vec<&Record<Approval>> {
        let mut approvals = self.approvals_of(RTP);
        let newest = approvals.last().and_then(|approval| approval.version.clone());
        let plan = digest::of_rtp(self);
        approvals.retain(|approval| approval.version == newest && approval.digest.as_ref().is_none_or(|digest| *digest == plan));
        approvals
    }

    /// The owners who have to approve the treatment plan, with the approval of each.
    #[must_use]
    pub fn plan_approvals(&self) -> Vec<PlanApproval<'_>> {
        let counting = self.current_plan_approvals();
        let owners = self.plan_approvers().into_iter();
        let approval = |owner| counting.iter().copied().rfind(|approval| self.is_given_by(approval, owner));
        owners.map(|(owner, risks)| PlanApproval { owner, risks, approval: approval(owner) }).collect()
    }

    /// Whether the person who approved was behind a role or person id on that day.
    pub(super) fn is_given_by(&self, approval: &Approval, owner: &str) -> bool {
        let (Some(by), Some(on)) = (approval.by.as_deref(), approval.on) else { return false };
        self.people_behind(owner, on).iter().any(|person| person.id() == by)
    }
}
