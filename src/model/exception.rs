//! Exceptions from the organisation's own rules, waivers of this tool's rules, and planned changes (clause 6.3).

use serde::Deserialize;

use super::date::Date;
use super::words::words;

words! {
    /// Where an exception is in its life.
    ExceptionStatus { Requested "requested", Active "active", Closed "closed", Rejected "rejected" }
}

/// More time for an exception.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Renewal {
    pub on: Option<Date>,
    pub until: Option<Date>,
    pub reason: Option<String>,
    pub approved_by: Option<String>,
}

/// A tolerated deviation with an end.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Exception {
    #[serde(default)]
    pub requirement: Vec<String>,
    pub rule: Option<String>,
    pub record: Option<String>,
    pub scope: Option<String>,
    pub reason: Option<String>,
    pub risk: Option<String>,
    #[serde(default)]
    pub risks: Vec<String>,
    #[serde(default)]
    pub compensating_controls: Vec<String>,
    pub requested_by: Option<String>,
    pub approved_by: Option<String>,
    pub granted: Option<Date>,
    pub expires: Option<Date>,
    #[serde(default)]
    pub renewals: Vec<Renewal>,
    pub status: Option<ExceptionStatus>,
}

impl Exception {
    /// The last day it counts, renewals included.
    #[must_use]
    pub fn expires(&self) -> Option<Date> {
        self.renewals.iter().filter_map(|renewal| renewal.until).next_back().or(self.expires)
    }

    /// Whether it is meant to count. It may have expired all the same.
    #[must_use]
    pub fn is_active(&self) -> bool {
        matches!(self.status, None | Some(ExceptionStatus::Active))
    }

    /// Whether it counts on a day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.is_active()
            && self.granted.is_none_or(|granted| granted <= day)
            && self.expires().is_some_and(|expires| day <= expires)
    }
}

words! {
    /// Where a change is in its life.
    ChangeStatus {
        Proposed "proposed", Approved "approved", InProgress "in_progress", Done "done", Reviewed "reviewed", Rejected "rejected",
    }
}

/// A planned change of the management system.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "the fields are described by the schema, which is what people read")]
pub struct Change {
    pub what: Option<String>,
    pub why: Option<String>,
    #[serde(default)]
    pub affects: Vec<String>,
    #[serde(default)]
    pub risks: Vec<String>,
    pub considerations: Option<String>,
    pub responsible: Option<String>,
    pub approved_by: Option<String>,
    pub planned_on: Option<Date>,
    pub resources: Option<String>,
    pub done_on: Option<Date>,
    pub outcome: Option<String>,
    pub status: Option<ChangeStatus>,
}
