//! Which dates of a record are of acts, and which come after which. Paths are keys with `/` between them; `*` is every item of a list.

use crate::model::date::Date;
use crate::model::{Head, Kind};
use crate::text::Way;
use crate::value::Value;

/// Dates of acts in records of any kind.
const ACTS_OF_ALL: [&str; 5] = ["created", "reviewed", "corrections/*/on", "actions/*/done_on", "actions/*/verified_on"];

/// Dates of acts of a kind.
fn acts_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Control => &["assessed_on"],
        Kind::Risk => &["assessed_on", "closed_on", "acceptances/*/on"],
        Kind::Metric => &["measurements/*/taken_on", "measurements/*/analysis/on"],
        Kind::Objective => &["progress/*/on"],
        Kind::Requirement => &["last_checked"],
        Kind::Evidence => &["collected_on", "reviewed_on"],
        Kind::Audit => &["performed_from", "performed_to", "reported_on"],
        Kind::Nonconformity => &["detected_on", "corrected_on", "closed_on", "effectiveness/reviewed_on"],
        Kind::Incident => &["detected_on", "assessed_on", "contained_on", "resolved_on", "notification/sent"],
        Kind::Exception => &["renewals/*/on"],
        Kind::Change => &["done_on"],
        Kind::Competence => &["obtained", "evaluated_on"],
        Kind::Approval => &["on"],
        Kind::Policy | Kind::Procedure | Kind::Document => &["climate_determination/on", "external/checked_on"],
        Kind::Criteria
        | Kind::Asset
        | Kind::Supplier
        | Kind::Party
        | Kind::Role
        | Kind::Person
        | Kind::AuditProgramme
        | Kind::Communication
        | Kind::ManagementReview => &[],
    }
}

/// Dates that are of an act only in some states: before, they are plans.
fn act_by_state(head: &Head) -> Option<&'static str> {
    let is = |key: &str| head.fields().get(key).and_then(Value::scalar).unwrap_or_default();
    match head.kind {
        Kind::Control if matches!(is("implementation"), "implemented" | "partial" | "retired") => Some("implemented_on"),
        Kind::ManagementReview if matches!(is("status"), "held" | "minuted" | "closed") => Some("date"),
        Kind::Exception if matches!(is("status"), "active" | "closed") => Some("granted"),
        _ => None,
    }
}

/// The paths of all dates of acts of a record.
pub(super) fn acts(head: &Head) -> impl Iterator<Item = &'static str> {
    ACTS_OF_ALL.into_iter().chain(acts_of(head.kind).iter().copied()).chain(act_by_state(head))
}

/// Where two dates stand in an order: what holds them both, the earlier one and the later one.
type Order = (&'static str, &'static str, &'static str);

const ORDERS_OF_ALL: [Order; 4] = [
    ("", "created", "reviewed"),
    ("actions/*", "start", "due"),
    ("actions/*", "start", "done_on"),
    ("actions/*", "done_on", "verified_on"),
];

fn orders_of(kind: Kind) -> &'static [Order] {
    match kind {
        Kind::Risk => &[("", "assessed_on", "closed_on"), ("acceptances/*", "on", "valid_until")],
        Kind::Metric => &[("measurements/*", "taken_on", "analysis/on")],
        Kind::Role => &[("held_by/*", "from", "to")],
        Kind::Person => &[("", "active_from", "active_to")],
        Kind::Evidence => &[
            ("", "period_from", "period_to"),
            ("", "period_from", "collected_on"),
            ("", "collected_on", "reviewed_on"),
            ("", "collected_on", "retain_until"),
        ],
        Kind::AuditProgramme => &[("", "period_from", "period_to")],
        Kind::Audit => &[
            ("", "planned_from", "planned_to"),
            ("replanned/*", "from", "to"),
            ("", "performed_from", "performed_to"),
            ("", "performed_from", "reported_on"),
        ],
        Kind::Nonconformity => &[
            ("", "detected_on", "corrected_on"),
            ("", "detected_on", "closed_on"),
            ("", "detected_on", "effectiveness/reviewed_on"),
            ("", "corrected_on", "closed_on"),
            ("", "detected_on", "due"),
            ("", "detected_on", "deadline"),
        ],
        Kind::Incident => &[
            ("", "detected_on", "assessed_on"),
            ("", "detected_on", "contained_on"),
            ("", "detected_on", "resolved_on"),
            ("", "contained_on", "resolved_on"),
            ("", "detected_on", "notification/sent"),
        ],
        Kind::Exception => &[("", "granted", "expires"), ("renewals/*", "on", "until")],
        Kind::Competence => &[("", "obtained", "valid_until"), ("", "obtained", "evaluated_on")],
        _ => &[],
    }
}

/// The orders that hold in records of a kind.
pub(super) fn orders(kind: Kind) -> impl Iterator<Item = Order> {
    ORDERS_OF_ALL.into_iter().chain(orders_of(kind).iter().copied())
}

/// Calls `found` with everything that a path leads to from a value, and the way to it.
pub(super) fn each<'v>(value: Value<'v>, path: &str, way: &Way<'_>, found: &mut dyn FnMut(&Way<'_>, Value<'v>)) {
    let (step, rest) = path.split_once('/').unwrap_or((path, ""));
    match step {
        "" => found(way, value),
        "*" => value.items().enumerate().for_each(|(at, item)| each(item, rest, &Way::Item(way, at), found)),
        key => {
            if let Some(value) = value.get(key) {
                each(value, rest, &Way::Key(way, key), found);
            }
        }
    }
}

/// The date that a value is. What is no date has been refused already.
pub(super) fn date_of(value: Value<'_>) -> Option<Date> {
    value.scalar()?.parse().ok()
}

/// The date behind keys with `/` between them.
pub(super) fn date_behind(value: Value<'_>, keys: &str) -> Option<Date> {
    date_of(keys.split('/').try_fold(value, |value, key| value.get(key))?)
}
