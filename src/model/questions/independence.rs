//! Whether those who audit are others than those who did the work (clause 9.2.2).

use crate::model::date::Date;
use crate::model::{Audit, Control, Document, Isms, Record};
use crate::text::Locus;

/// A part of an audit that is the auditor's own work.
#[derive(Debug, Clone)]
pub struct OwnWork<'m> {
    /// The id of the control or document.
    pub id: &'m str,
    /// Where it says so.
    pub at: Locus,
    /// Why it is, in words.
    pub why: String,
}

impl Isms {
    /// What of an audit a person owned, operated or wrote on a day: controls in its scope that the person runs, and documents by the
    /// person that answer its clauses.
    #[must_use]
    pub fn own_work<'m>(&'m self, audit: &Record<Audit>, person: &str, day: Date) -> Vec<OwnWork<'m>> {
        let controls = audit.all_controls().filter_map(|id| self.control(id));
        let run = controls.filter_map(|control| runs(self, control, person, day));
        let written = self.documents_by(person).into_iter().filter_map(|document| wrote(document, audit, day));
        run.chain(written).collect()
    }
}

/// The person owns or operates a control, in person or in a role held at the time.
fn runs<'m>(isms: &Isms, control: &'m Record<Control>, person: &str, day: Date) -> Option<OwnWork<'m>> {
    let duties = [("owner", "owns", control.owner()), ("operator", "operates", control.operator.as_deref())];
    let is_them = |party: &str| party == person || isms.holds_role(person, party, day);
    let (field, verb, party) = duties.into_iter().find(|(.., party)| party.is_some_and(is_them))?;
    let role = party.filter(|party| *party != person).map(|role| format!(" as {role}")).unwrap_or_default();
    let id = control.id();
    Some(OwnWork { id, at: control.at(format!("/{field}")), why: format!("{person} {verb} {id}{role} on {day}") })
}

/// The person wrote a document that answers an audited clause. One that took effect later may have had another author then.
fn wrote<'m>(document: &'m Record<Document>, audit: &Audit, day: Date) -> Option<OwnWork<'m>> {
    if document.effective_from.is_some_and(|from| from > day) {
        return None;
    }
    let clause = document.clauses.iter().find(|clause| audit.touches_clause(clause))?;
    let why = format!("the author of {}, which answers {clause}", document.id());
    Some(OwnWork { id: document.id(), at: document.at("/author"), why })
}
