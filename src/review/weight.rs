//! How much a change matters to somebody who reads a list of them.

use super::{Change, ChangeKind, Direction};

/// What a field is about, by its key; the first that fits counts. From 90 (what is decided) down to 20 (what only informs).
const FIELDS: [(u8, &[&str]); 6] = [
    (90, &["applicable", "exclusion_justification", "acceptance_threshold", "levels"]),
    (80, &["likelihood", "impact", "treatment", "treatment_controls", "existing_controls", "acceptances", "target", "threshold"]),
    (70, &["status", "implementation", "effectiveness", "classification", "profile", "rules", "kind", "approval_matrix"]),
    (60, &["owner", "approver_role", "responsible", "operator", "held_by", "measured_by", "analysed_by", "custodian"]),
    (50, &["due", "expires", "valid_until", "until", "effective_from", "review_every", "measured_every", "every"]),
    (40, &["controls", "commitments", "clauses", "actions", "evidence_plan", "direction", "acknowledge"]),
];

/// The weight of a change, from 0 to 95: what it is about, and a little more where it makes something weaker.
pub(super) fn of(change: &Change) -> u8 {
    let about = match (&change.field, change.kind) {
        (Some(field), _) => field_weight(field),
        (None, ChangeKind::Wording | ChangeKind::Date | ChangeKind::Reference) => 20,
        (None, _) => 40,
    };
    let towards = match change.direction {
        Direction::Weaker => 5,
        Direction::Unclear => 3,
        Direction::Stronger => 2,
        Direction::Neutral => 0,
        Direction::Editorial => return 0,
    };
    about + towards
}

fn field_weight(field: &str) -> u8 {
    let mut steps = field.rsplit('/').filter(|step| !step.bytes().all(|byte| byte.is_ascii_digit()));
    let known = |step: &str| FIELDS.iter().find(|(_, keys)| keys.contains(&step)).map(|(weight, _)| *weight);
    // The name of the field itself, else of what it is in.
    steps.find_map(known).unwrap_or(20)
}
