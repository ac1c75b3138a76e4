//! What should have happened by now: looks that were due, work that was promised, permissions that ran out.

use crate::model::date::Date;
use crate::model::{Criticality, Head, Isms, Supplier};

/// Something whose day has passed.
#[derive(Debug, Clone)]
pub struct Overdue<'m> {
    /// The record that it belongs to.
    pub head: &'m Head,
    /// What it is, such as `review` or `action T1`.
    pub what: String,
    /// The day by which it was due.
    pub due: Date,
}

impl Isms {
    /// What is overdue on a day, with the grace that the organisation gives itself: reviews of documents in force, assessments of
    /// risks, open actions of the treatment plan, exceptions, and reviews of suppliers that matter.
    #[must_use]
    pub fn overdue(&self, today: Date) -> Vec<Overdue<'_>> {
        let reviews = self.documents.iter().filter(|document| document.is_in_force() && !document.is_external());
        let reviews = reviews.filter_map(|document| Some((&document.head, "review".to_owned(), self.review_of(document)?.due)));
        let assessments = self.risks.iter().filter(|risk| risk.is_assessed());
        let assessments = assessments.filter_map(|risk| Some((&risk.head, "assessment".to_owned(), self.next_assessment(risk)?)));
        let actions = self.treatment_actions().filter(|(_, _, action)| action.is_open());
        let actions = actions.filter_map(|(head, _, action)| Some((head, format!("action {}", action.id), action.due()?)));
        let exceptions = self.exceptions.iter().filter(|exception| exception.is_active());
        let exceptions = exceptions.filter_map(|it| Some((&it.head, "end of the exception".to_owned(), it.expires()?)));
        let suppliers = self.suppliers.iter().filter(|supplier| supplier.is_active() && matters(supplier));
        let suppliers =
            suppliers.filter_map(|supplier| Some((&supplier.head, "review".to_owned(), self.next_review_of(&supplier.head)?)));
        let all = reviews.chain(assessments).chain(actions).chain(exceptions).chain(suppliers);
        let late = all.filter(|(_, _, due)| self.settings.defaults.is_overdue(*due, today));
        late.map(|(head, what, due)| Overdue { head, what, due }).collect()
    }
}

fn matters(supplier: &Supplier) -> bool {
    matches!(supplier.criticality, Some(Criticality::High | Criticality::Critical))
}
