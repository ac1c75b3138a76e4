//! What a management review should have heard (clause 9.3.2): what was open, late or not decided on its day.

use crate::model::date::Date;
use crate::model::record::{Action, Head};
use crate::model::{ActionStatus, Grade, Isms, ManagementReview, Nonconformity, NonconformityStatus, ReviewInput, RiskDecision};
use crate::text::Locus;

/// Something that was open on the day of a review.
#[derive(Debug)]
pub struct OpenMatter<'m> {
    /// The input that it belongs to.
    pub input: ReviewInput,
    /// The record that it is about.
    pub head: &'m Head,
    /// Where it stands.
    pub at: Locus,
    /// What it was, such as `action T1 of R-001, due on 2026-03-31`.
    pub words: String,
}

impl Isms {
    /// What was open on the day of a review, as far as the records tell today: actions of earlier reviews, treatment that was late,
    /// acceptances that had ended, and major nonconformities. What was done on a day that nobody wrote down is left out.
    #[must_use]
    pub fn open_at(&self, review: &ManagementReview) -> Vec<OpenMatter<'_>> {
        let Some(day) = review.date else { return Vec::new() };
        let mut open = self.actions_open_at(day);
        open.extend(self.treatment_late_at(day));
        open.extend(self.acceptances_ended_at(day));
        let majors = self.nonconformities.iter().filter(|it| it.grade == Some(Grade::Major) && was_open(it, day));
        open.extend(majors.map(|it| OpenMatter {
            input: ReviewInput::Nonconformities,
            head: &it.head,
            at: it.at("/grade"),
            words: format!("{}, a major nonconformity", it.id()),
        }));
        open
    }

    fn actions_open_at(&self, day: Date) -> Vec<OpenMatter<'_>> {
        let earlier = self.management_reviews.iter().filter(|it| it.is_held() && it.date.is_some_and(|held| held < day));
        let actions = earlier.flat_map(|review| review.actions.iter().enumerate().map(move |(at, action)| (review, at, action)));
        let open = actions.filter(|(.., action)| was_left(action, day));
        open.map(|(review, number, action)| OpenMatter {
            input: ReviewInput::PreviousActions,
            head: &review.head,
            at: review.at(format!("/actions/{number}/id")),
            words: format!("action {} of {}", action.id, review.id()),
        })
        .collect()
    }

    fn treatment_late_at(&self, day: Date) -> impl Iterator<Item = OpenMatter<'_>> {
        let late = self.treatment_actions().filter(move |(_, _, action)| {
            // Whether a new date was agreed before or after the review nobody wrote down.
            action.revised_due.is_empty() && action.due.is_some_and(|due| due < day) && was_left(action, day)
        });
        late.map(|(head, number, action)| OpenMatter {
            input: ReviewInput::RiskAndTreatment,
            head,
            at: head.at(format!("/actions/{number}/due")),
            words: format!(
                "action {} of {}, late since {}",
                action.id,
                head.id,
                action.due.map(|due| due.to_string()).unwrap_or_default()
            ),
        })
    }

    fn acceptances_ended_at(&self, day: Date) -> impl Iterator<Item = OpenMatter<'_>> {
        let there = self.risks.iter().filter(move |risk| risk.assessed_on.is_some_and(|assessed| assessed <= day));
        there.filter_map(move |risk| match self.decision_about(risk, day) {
            RiskDecision::Expired(_, end) => Some(OpenMatter {
                input: ReviewInput::RiskAndTreatment,
                head: &risk.head,
                at: risk.key("/acceptances"),
                words: format!("{}, whose acceptance ended on {end}", risk.id()),
            }),
            _ => None,
        })
    }
}

/// Whether work was left to do on a day.
fn was_left(action: &Action, day: Date) -> bool {
    match action.status {
        Some(ActionStatus::Cancelled) => false,
        Some(ActionStatus::Done | ActionStatus::Verified) => action.done_on.is_some_and(|done| done > day),
        _ => action.start.is_none_or(|start| start <= day),
    }
}

/// Whether a nonconformity was known and not closed on a day.
fn was_open(it: &Nonconformity, day: Date) -> bool {
    let closed = match it.status {
        Some(NonconformityStatus::Closed) => it.closed_on.is_none_or(|closed| closed <= day),
        _ => false,
    };
    it.detected_on.is_some_and(|detected| detected <= day) && !closed
}
