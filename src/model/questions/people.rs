//! Questions about what people must be able to do (clause 7.2).

use super::documents::same_version;
use crate::model::date::Date;
use crate::model::record::Record;
use crate::model::{
    Acknowledgement, ChangeClass, Competence, Document, Evidence, EvidenceStatus, Isms, Kind, RequiredCompetence, Role, RoleStatus,
};

/// A competence that a role asks for and that one of its holders has not shown.
#[derive(Debug, Clone)]
pub struct CompetenceGap<'m> {
    /// The role.
    pub role: &'m Record<Role>,
    /// The number of the holder's entry in `held_by`.
    pub holder: usize,
    /// Who holds the role.
    pub person: &'m str,
    /// What is asked for.
    pub topic: &'m RequiredCompetence,
    /// The record that showed it last, and the day it ended; `None` where there is none.
    pub ended: Option<(Date, &'m Record<Competence>)>,
}

/// How far the readers of a document have confirmed it.
#[derive(Debug, Clone, Copy)]
pub enum Acknowledged<'m> {
    /// Nothing on file says.
    Unknown,
    /// The newest confirmations are of another version.
    OtherVersion(&'m Record<Evidence>, usize, &'m Acknowledgement),
    /// This is the newest count for the version in force.
    Counted(&'m Record<Evidence>, usize, &'m Acknowledgement),
}

impl Isms {
    /// The last day on which a document that asks for it has to be confirmed by its readers; `None` where it does not ask, or does
    /// not say since when it holds.
    #[must_use]
    pub fn acknowledge_by(&self, document: &Document) -> Option<Date> {
        let asks = document.acknowledge && document.is_effective();
        document.effective_from.filter(|_| asks).map(|from| from.after(self.settings.defaults.acknowledge_within))
    }

    /// How far the readers of a document have confirmed it, by the newest evidence that was not rejected. After an editorial change
    /// what they confirmed before still holds.
    #[must_use]
    pub fn acknowledged(&self, document: &Record<Document>) -> Acknowledged<'_> {
        let naming = self.links_to(document.id()).filter(|(head, link)| {
            head.kind == Kind::Evidence && link.pointer.steps().next().is_some_and(|field| field == "acknowledgements")
        });
        let evidence = naming.filter_map(|(head, _)| self.evidence_item(&head.id));
        let mut counts: Vec<(&Record<Evidence>, usize, &Acknowledgement)> = Vec::new();
        for item in evidence.filter(|item| item.status != Some(EvidenceStatus::Rejected)) {
            let of_document =
                item.acknowledgements.iter().enumerate().filter(|(_, it)| it.document.as_deref() == Some(document.id()));
            counts.extend(of_document.map(|(number, it)| (item, number, it)));
        }
        counts.sort_by_key(|(item, number, _)| (item.date(), *number));
        let editorial = document.change_class == Some(ChangeClass::Editorial);
        let is_current = |it: &Acknowledgement| match (&it.version, &document.version) {
            (Some(confirmed), Some(version)) => editorial || same_version(confirmed, version),
            _ => true,
        };
        if let Some((item, number, it)) = counts.iter().rfind(|(_, _, it)| is_current(it)) {
            return Acknowledged::Counted(item, *number, it);
        }
        counts.pop().map_or(Acknowledged::Unknown, |(item, number, it)| Acknowledged::OtherVersion(item, number, it))
    }

    /// What the present holders of roles have not shown, role by role.
    #[must_use]
    pub fn competence_gaps(&self, today: Date) -> Vec<CompetenceGap<'_>> {
        let mut gaps = Vec::new();
        for role in
            self.roles.iter().filter(|role| role.status != Some(RoleStatus::Retired) && !role.competence_required.is_empty())
        {
            let holders = role.held_by.iter().enumerate().filter(|(_, it)| it.holds(today));
            for (holder, person) in holders.filter_map(|(at, it)| Some((at, self.person(&it.person)?))) {
                if person.agent || !person.is_active(today) {
                    continue;
                }
                let records = self.competences_of(person.id());
                for topic in &role.competence_required {
                    let shown = records.iter().copied().filter(|record| shows(record, role.id(), topic));
                    // A record that holds for good has no end.
                    let ends: Vec<_> = shown.map(|record| (ends(record, topic), record)).collect();
                    if ends.iter().any(|(end, _)| end.is_none_or(|end| today <= end)) {
                        continue;
                    }
                    let ended = ends.into_iter().filter_map(|(end, record)| Some((end?, record))).max_by_key(|(end, _)| *end);
                    gaps.push(CompetenceGap { role, holder, person: person.id(), topic, ended });
                }
            }
        }
        gaps
    }
}

/// Whether a record is about a topic: it names it, or it names the role and no topic at all.
fn shows(record: &Competence, role: &str, topic: &RequiredCompetence) -> bool {
    match record.requirement.as_deref() {
        Some(requirement) => requirement.trim().eq_ignore_ascii_case(topic.topic.trim()),
        None => record.role.as_deref() == Some(role),
    }
}

/// The last day on which a record shows a topic: its own end, else what the role says about refreshing it.
fn ends(record: &Competence, topic: &RequiredCompetence) -> Option<Date> {
    record.valid_until.or_else(|| Some(record.obtained.max(record.evaluated_on)?.after(topic.refresh?)))
}
