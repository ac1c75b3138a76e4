//! The catalogue: every rule is a line here, a file and a page.

mod loading;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use super::Rule;

/// Declares the modules of the rules, family by family, and the list of them.
macro_rules! rules {
    ($($family:ident { $($rule:ident),+ $(,)? })+) => {
        $(#[doc = concat!("Rules of the family ", stringify!($family), ".")] mod $family { $(pub(super) mod $rule;)+ })+

        static CHECKED: &[&Rule] = &[$($(&$family::$rule::RULE),+),+];
    };
}

rules! {
    apr {
        after_effect, approver_is_author, approver_not_there, approver_without_role, content_changed, editorial_in_name,
        older_than_content, one_hand, review_not_named, untraceable, without_digest,
    }
    ast { inventory_outdated, protection_unclear }
    aud {
        competence, coverage, finding_without_follow_up, own_work, programme_incomplete, report_incomplete, signs_of_routine, window_missed,
    }
    cer { visit_ahead }
    doc {
        external_unchecked, identification, not_practised, obsolete_cited, old_edition, promise_broken, promise_differs,
        review_due_soon, review_overdue, vague_obligation, version_not_approved, version_reused,
    }
    evd {
        all_at_once, before_period_end, file_changed, file_missing, incomplete, period_skipped, personal_data, secret, weak_form,
    }
    exc { expired, incomplete }
    git { closed_record_edited, code_owners_out_of_step, dates_apart, history_incomplete, history_rewritten, unaccountable_commit }
    gov { change_unplanned, climate, communication_incomplete, duty_unassigned, requirement_undecided, scope_outdated }
    inc { nothing_learned, unassessed }
    mand { document_missing, section_missing, no_result_in_cycle, control_without_document }
    met { incomplete, no_reaction, one_sided, period_missing, value_wrong, version_unexplained }
    mrv { decision_missing, input_missing, interval, silent_about_open, top_management_absent }
    ncr { came_back, cause, cause_left, effect_unproven, judged_by_doer, overdue, similar_unchecked }
    obj { not_measurable, plan_incomplete, undecided_when_due }
    ppl { competence_unproven, left_behind, unconfirmed }
    repo {
        baseline_stale, broken_link, impossible_date, misplaced, one_day, repeated_text, unfinished_text, unknown_clause,
        waiver_unusable, waiver_unused,
    }
    req { unchecked }
    risk {
        criteria_incomplete, score_off_scale, owner_missing, scenario_incomplete, score_rises, score_unsupported, untreated, unaccepted,
        acceptance_expired, acceptance_outdated, acceptance_unauthorised, reassessment_overdue, treatment_unfounded, not_considered,
    }
    rtp { treatment_empty, action_overdue, action_incomplete, excluded_control, control_not_in_place, plan_unapproved }
    soa {
        undecided, inclusion_unjustified, exclusion_unjustified, reason_without_source, no_current_evidence,
        unfinished_without_action, own_control_not_listed, exclusion_contradicted, approval_outdated, same_justification,
        undescribed, old_number, other_title,
    }
    sup { assurance_weak, review_overdue, terms_unclear }
}

/// All rules, sorted by code.
#[must_use]
pub fn all() -> &'static [&'static Rule] {
    static ALL: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let mut all: Vec<&'static Rule> = loading::RULES.iter().chain(CHECKED.iter().copied()).collect();
        all.sort_by_key(|rule| rule.code);
        all
    });
    &ALL
}
