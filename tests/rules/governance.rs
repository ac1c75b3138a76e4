//! The rules about documents, approvals, audits, reviews and nonconformities.

use isms::check::{Levels, Report, run};
use isms::load::{Loaded, load};
use isms::model::digest;
use isms::source::Memory;

use crate::ground::base;

const TODAY: &str = "2026-06-30";

/// The fixture with files laid over it.
struct Repository(Memory);

impl Repository {
    fn new() -> Self {
        Repository(base())
    }

    fn with(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path, text.as_bytes());
        self
    }

    /// The settings of the fixture with more of them.
    fn settings(self, more: &str) -> Self {
        self.with("isms.yaml", &format!("isms: 1\nname: Base\nprofile: maintain\ncycle_start: 2026-01-01\n{more}"))
    }

    fn loaded(&self) -> Loaded {
        load(&self.0).unwrap_or_else(|error| panic!("{error}"))
    }

    fn report(&self, today: &str) -> (Loaded, Report) {
        let loaded = self.loaded();
        let report = run(&loaded, &Levels::new(&loaded.isms, None).unwrap(), today.parse().unwrap());
        (loaded, report)
    }

    /// What rules whose codes begin in one of some ways find on a day: codes and messages.
    fn finds(&self, rules: &[&str], today: &str) -> Vec<String> {
        let found = self.report(today).1.findings;
        let ours = found.iter().filter(|finding| rules.iter().any(|rule| finding.code.starts_with(rule)));
        ours.map(|finding| format!("{} {}", finding.code, finding.message)).collect()
    }

    #[track_caller]
    fn says(&self, rule: &str, today: &str, expected: &[&str]) {
        let found: Vec<String> =
            self.finds(&[rule], today).iter().map(|found| found.split_once(' ').unwrap().1.to_owned()).collect();
        assert_eq!(found, expected, "{rule} on {today}");
    }

    fn digest_of(&self, id: &str) -> String {
        digest::of_record(self.loaded().isms.head(id).unwrap())
    }
}

/// A record with some of its lines replaced; an empty replacement takes the line out.
#[track_caller]
fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from} is not in the record");
        text = text.replacen(from, to, 1);
    }
    text
}

mod documents {
    use super::*;

    const POLICY: &str = "---
kind: policy
id: POL-010
title: Policy on laptops
status: effective
version: \"1.0\"
owner: ciso
author: bob
approver_role: ceo
effective_from: 2025-07-07
reviewed: 2025-06-30
classification: internal
controls: [A.8.1]
---
# Policy on laptops

Laptops are encrypted.
";

    const APPROVAL: &str = "kind: approval
id: APR-001
subject: POL-010
version: \"1.0\"
decision: approved
by: ada
as: ceo
on: 2025-07-01
method: minutes
reference: Minutes of 2025-07-01
";

    fn policy(changes: &[(&str, &str)]) -> Repository {
        Repository::new().with("annex-a/POL-010-laptops.md", &changed(POLICY, changes))
    }

    fn approved(policy_changes: &[(&str, &str)], approval_changes: &[(&str, &str)]) -> Repository {
        policy(policy_changes).with("approvals/APR-001.yaml", &changed(APPROVAL, approval_changes))
    }

    #[test]
    fn classes_of_records_have_a_time_for_which_they_are_kept() {
        let control = |front: &str, text: &str| {
            let document = format!(
                "---\nkind: document\nid: DOC-021\ntitle: Records\nstatus: effective\nclauses: [\"7.5\"]\n{front}---\n# Records\n\n{text}\n"
            );
            Repository::new().with("clauses/07-support/DOC-021.md", &document)
        };
        let undefined = ["DOC-021 names no time of retention for evidence"];
        control("", "").says("DOC-005", TODAY, &undefined);
        control("", "## Evidence\n\nIt is kept.").says("DOC-005", TODAY, &undefined);
        control("", "## Retention of records\n\n### Files\n\nEvidence: 3 years.").says("DOC-005", TODAY, &[]);
        control("", "## Retention\n\nAll records are kept for six years.").says("DOC-005", TODAY, &[]);
        control("section_in: { retention: DOC-022 }\n", "").says("DOC-005", TODAY, &[]);
        // Where nothing controls records yet, there is nothing to hold against it; and a record may say it itself.
        Repository::new().says("DOC-005", TODAY, &[]);
        let path = "annex-a/8-technological/8.01-user-end-point-devices/evidence/EV-001-device-list.yaml";
        let said = "kind: evidence\nid: EV-001\ntitle: Device list\nstatus: accepted\ncontrols: [A.8.1]\nform: export\nretain_until: 2029-12-31\n";
        control("", "").with(path, said).says("DOC-005", TODAY, &[]);
    }

    #[test]
    fn a_review_is_overdue_the_day_after_it_was_due() {
        policy(&[]).says("DOC-002", "2026-06-30", &[]);
        policy(&[]).says("DOC-002", "2026-07-01", &["POL-010 was due for review on 2026-06-30, 1 day ago"]);
        policy(&[]).says("DOC-008", "2026-06-30", &["POL-010 is due for review on 2026-06-30, which is today"]);
        policy(&[]).says("DOC-008", "2026-05-30", &[]);
        policy(&[]).says("DOC-008", "2026-05-31", &["POL-010 is due for review on 2026-06-30, in 30 days"]);
    }

    #[test]
    fn grace_puts_off_what_is_overdue_and_says_so() {
        let graceful = policy(&[]).settings("defaults: { grace: 14d }\n");
        graceful.says("DOC-002", "2026-07-14", &[]);
        graceful.says("DOC-008", "2026-07-14", &["POL-010 was due for review on 2026-06-30, 14 days ago and within your grace"]);
        graceful.says("DOC-002", "2026-07-15", &["POL-010 was due for review on 2026-06-30, 15 days ago"]);
    }

    #[test]
    fn an_approval_long_after_a_review_is_a_review_and_one_soon_after_is_its_end() {
        let soon = approved(&[], &[("on: 2025-07-01", "on: 2025-08-28")]);
        soon.says("DOC-002", "2026-07-01", &["POL-010 was due for review on 2026-06-30, 1 day ago"]);
        let confirmed =
            approved(&[], &[("on: 2025-07-01", "on: 2026-03-01"), ("decision: approved", "decision: confirmed_no_change")]);
        confirmed.says("DOC-002", "2027-03-01", &[]);
        confirmed.says("DOC-002", "2027-03-02", &["POL-010 was due for review on 2027-03-01, 1 day ago"]);
        let rejected = approved(&[], &[("on: 2025-07-01", "on: 2026-03-01"), ("decision: approved", "decision: rejected")]);
        rejected.says("DOC-002", "2026-07-01", &["POL-010 was due for review on 2026-06-30, 1 day ago"]);
    }

    #[test]
    fn what_has_no_date_is_not_overdue_and_drafts_are_left_alone() {
        let undated = policy(&[("effective_from: 2025-07-07\n", ""), ("reviewed: 2025-06-30\n", "")]);
        assert_eq!(undated.finds(&["DOC"], TODAY), ["DOC-001 POL-010 has no date"]);
        let draft = policy(&[("status: effective", "status: draft"), ("owner: ciso\n", ""), ("version: \"1.0\"\n", "")]);
        assert_eq!(draft.finds(&["DOC", "APR"], "2030-01-01"), [""; 0]);
    }

    #[test]
    fn a_refused_value_is_one_finding() {
        let found = policy(&[("classification: internal", "classification: secret")]).finds(&["DOC", "SCHEMA"], TODAY);
        assert!(found.len() == 2 && found[0].starts_with("DOC-008") && found[1].starts_with("SCHEMA-004"), "{found:?}");
    }

    #[test]
    fn versions_are_compared_as_people_write_them() {
        approved(&[], &[("version: \"1.0\"", "version: v1.0")]).says("DOC-003", TODAY, &[]);
        approved(&[], &[("version: \"1.0\"\n", "")]).says("DOC-003", TODAY, &[]);
        approved(&[("version: \"1.0\"", "version: \"1.10\"")], &[("version: \"1.0\"", "version: \"1.1\"")]).says(
            "DOC-003",
            TODAY,
            &["POL-010 is in force as version 1.10, and version 1.1 is what was approved"],
        );
    }

    #[test]
    fn a_successor_may_show_what_it_replaces_and_nobody_else() {
        let old = changed(POLICY, &[("POL-010", "POL-009"), ("status: effective", "status: superseded")]);
        let link = ("Laptops are encrypted.", "See the [old rules](POL-009-old.md#x), and [again](./POL-009-old.md).");
        let with = |changes: &[(&str, &str)]| policy(changes).with("annex-a/POL-009-old.md", &old);
        with(&[link]).says("DOC-004", TODAY, &["POL-010 relies on POL-009, which is superseded"]);
        with(&[link, ("controls:", "supersedes: POL-009\ncontrols:")]).says("DOC-004", TODAY, &[]);
        with(&[link, ("status: effective", "status: draft")]).says("DOC-004", TODAY, &[]);
        let both = policy(&[("controls:", "supersedes: POL-009\ncontrols:")])
            .with("annex-a/POL-009-old.md", &changed(POLICY, &[("POL-010", "POL-009")]));
        both.says("DOC-004", TODAY, &["POL-009 is effective, and so is POL-010, which supersedes it"]);
    }

    #[test]
    fn a_vague_word_is_found_behind_mark_up_and_line_ends() {
        let text = "Keep it short. Access [is given](appropriate.md) once. Staff **must** choose\n*appropriate* words, as\nneeded.";
        let (loaded, report) = policy(&[("Laptops are encrypted.", text)]).report(TODAY);
        let found: Vec<_> = report.findings.iter().filter(|finding| finding.code == "DOC-006").collect();
        assert_eq!(found.len(), 1, "one finding a sentence");
        let at = &found[0].primary.at;
        let file = loaded.files.get(at.file).unwrap().text.clone().unwrap();
        let span = loaded.files.span(at);
        assert_eq!((span.of(&file), &file[..span.start as usize].lines().count()), ("appropriate", &18));
    }

    const PROMISE: (&str, &str) =
        ("controls:", "commitments: [{ what: Lists are compared., every: 3m, evidenced_by: [A.8.1] }]\ncontrols:");

    #[test]
    fn a_promise_is_late_after_its_tolerance() {
        // The newest proof is of 2026-06-15: due on 09-15, and measuring may take 15 days.
        policy(&[PROMISE]).says("DOC-007", "2026-09-30", &[]);
        policy(&[PROMISE]).says(
            "DOC-007",
            "2026-10-01",
            &["POL-010 promises this every 3 months, and the newest proof is of 2026-06-15: the next was due on 2026-09-15, 16 days ago"],
        );
    }

    #[test]
    fn a_promise_without_proof_runs_from_the_day_of_effect() {
        let metric = "kind: metric\nid: M-001\ntitle: Lists compared\nstatus: active\n";
        let promise = ("controls:", "commitments: [{ what: X., every: 3m, evidenced_by: [M-001] }]\ncontrols:");
        let unmeasured = policy(&[promise]).with("clauses/09-evaluation/metrics/M-001.yaml", metric);
        unmeasured.says(
            "DOC-007",
            TODAY,
            &["POL-010 promises this every 3 months, and nothing proves it: the next was due on 2025-10-07, 266 days ago"],
        );
        // A metric that is measured as often tells by itself; one that is measured less often does not.
        let own = |every: &str| {
            policy(&[promise]).with("clauses/09-evaluation/metrics/M-001.yaml", &format!("{metric}measured_every: {every}\n"))
        };
        assert_eq!(own("3m").finds(&["DOC-007"], TODAY).len(), 0);
        assert_eq!(own("6m").finds(&["DOC-007"], TODAY).len(), 1);
    }

    #[test]
    fn promises_that_nobody_can_judge_are_left_out() {
        let dangling = policy(&[("controls:", "commitments: [{ what: X., every: 3m, evidenced_by: [A.8.99] }]\ncontrols:")]);
        assert_eq!(dangling.finds(&["DOC-007"], "2028-01-01").len(), 0);
        let unread = policy(&[PROMISE]).with("annex-a/EV-002.yaml", "kind: evidence\nid: EV-002\n  broken: [\n");
        assert_eq!(unread.finds(&["DOC-007"], "2028-01-01").len(), 0);
    }

    #[test]
    fn an_approval_covers_the_meaning_only() {
        let digest = policy(&[]).digest_of("POL-010");
        let bound = ("method: minutes", format!("digest: {digest}\nmethod: minutes"));
        let bound = |changes: &[(&str, &str)]| approved(changes, &[(bound.0, &bound.1)]);
        bound(&[]).says("APR-001", TODAY, &[]);
        bound(&[("reviewed: 2025-06-30", "reviewed: 2026-06-01"), ("status: effective", "status: approved")]).says(
            "APR-001",
            TODAY,
            &[],
        );
        bound(&[("Laptops are", "Laptops may be")]).says(
            "APR-001",
            TODAY,
            &["POL-010 is not what APR-001 approved on 2025-07-01: its content has changed since"],
        );
        bound(&[("Laptops are", "Laptops may be"), ("status: effective", "status: in_review")]).says("APR-001", TODAY, &[]);
    }

    #[test]
    fn the_matrix_decides_and_the_document_narrows_it() {
        let matrix = "approval_matrix: { policy: [ceo, ciso] }\n";
        let by_bob = [("by: ada\nas: ceo", "by: bob\nas: ciso")];
        approved(&[("author: bob\n", "")], &by_bob).settings(matrix).says(
            "APR-002",
            TODAY,
            &["bob approves POL-010, which takes the role ceo"],
        );
        approved(&[("author: bob\n", ""), ("approver_role: ceo\n", "")], &by_bob).settings(matrix).says("APR-002", TODAY, &[]);
        // A role that the matrix does not know gives no right.
        approved(&[("author: bob\n", ""), ("approver_role: ceo", "approver_role: ciso")], &by_bob)
            .settings("approval_matrix: { policy: [ceo] }\n")
            .says("APR-002", TODAY, &["bob approves POL-010, which takes the role ceo"]);
        approved(&[("author: bob\n", ""), ("approver_role: ceo\n", "")], &by_bob).says("APR-002", TODAY, &[]);
        approved(&[], &[("as: ceo\n", "")]).settings(matrix).says("APR-002", TODAY, &[]);
    }

    #[test]
    fn a_role_is_held_on_the_day_of_the_approval() {
        let role = "kind: role\nid: cto\ntitle: CTO\nheld_by: [{ person: cleo, from: 2025-07-02, to: 2025-12-31 }]\n";
        let by_cleo = |on: &str| {
            approved(
                &[("approver_role: ceo", "approver_role: cto")],
                &[("by: ada\nas: ceo", "by: cleo\nas: cto"), ("on: 2025-07-01", on)],
            )
            .with("clauses/05-leadership/roles/cto.yaml", role)
        };
        by_cleo("on: 2025-07-02").says("APR-002", TODAY, &[]);
        by_cleo("on: 2025-12-31").says("APR-002", TODAY, &[]);
        by_cleo("on: 2025-07-01").says("APR-002", TODAY, &["cleo approves as cto, and did not hold that role on 2025-07-01"]);
    }

    #[test]
    fn a_second_approver_is_enough() {
        let by_author = approved(&[("author: bob", "author: ada")], &[]);
        by_author.says("APR-003", TODAY, &["ada wrote POL-010 and is the only one who approved it"]);
        let second = changed(APPROVAL, &[("APR-001", "APR-002"), ("by: ada\nas: ceo", "by: cleo")]);
        by_author.with("approvals/APR-002.yaml", &second).says("APR-003", TODAY, &[]);
        approved(&[("author: bob\n", "")], &[]).says("APR-003", TODAY, &[]);
    }

    #[test]
    fn an_author_who_approves_without_the_role_is_one_finding() {
        let found = approved(&[], &[("by: ada\nas: ceo", "by: bob\nas: ciso")]).finds(&["APR-002", "APR-003"], TODAY);
        assert_eq!(found, ["APR-003 bob wrote POL-010 and is the only one who approved it"]);
    }

    #[test]
    fn a_later_confirmation_is_not_an_approval_after_the_effect() {
        approved(&[], &[("on: 2025-07-01", "on: 2025-07-07")]).says("APR-005", TODAY, &[]);
        approved(&[], &[("on: 2025-07-01", "on: 2025-07-08")]).says(
            "APR-005",
            TODAY,
            &["POL-010 was approved on 2025-07-08 and is effective since 2025-07-07"],
        );
        approved(&[], &[("on: 2025-07-01", "on: 2026-02-01"), ("decision: approved", "decision: confirmed_no_change")]).says(
            "APR-005",
            TODAY,
            &[],
        );
    }

    #[test]
    fn who_left_could_approve_before() {
        let ada = |more: &str| {
            approved(&[], &[]).with(
                "clauses/05-leadership/people/ada.yaml",
                &format!("kind: person\nid: ada\nname: Ada\nstatus: left\nactive_from: 2024-01-01\n{more}"),
            )
        };
        ada("active_to: 2025-07-01\n").says("APR-006", TODAY, &[]);
        ada("").says("APR-006", TODAY, &[]);
        ada("active_to: 2025-06-30\n").says("APR-006", TODAY, &["ada was not there any more on 2025-07-01"]);
        assert_eq!(ada("active_to: 2025-06-30\n").finds(&["APR-002"], TODAY).len(), 0);
    }
}

mod evaluation {
    use super::*;

    const AUDIT: &str = "kind: audit
id: AUD-001
title: Internal audit
status: closed
type: internal
criteria: [ISO/IEC 27001]
clauses: [\"4\", \"5\", \"6\", \"7\", \"8\", \"9\", \"10\"]
controls: [A.8.1]
auditors: [{ person: cleo, competence: [CMP-001] }]
planned_from: 2026-03-02
planned_to: 2026-03-31
performed_from: 2026-03-09
performed_to: 2026-03-11
conclusion: It holds.
reported_to: [ceo]
";

    const COMPETENCE: &str =
        "kind: competence\nid: CMP-001\ntitle: Cleo audits\nperson: cleo\nobtained: 2025-01-10\nvalid_until: 2026-03-11\n";

    fn audit(changes: &[(&str, &str)]) -> Repository {
        Repository::new()
            .with("clauses/09-evaluation/audits/AUD-001.yaml", &changed(AUDIT, changes))
            .with("clauses/07-support/competence/CMP-001.yaml", COMPETENCE)
    }

    #[test]
    fn an_audit_that_is_complete_is_clean() {
        assert_eq!(audit(&[]).finds(&["AUD"], TODAY), [""; 0]);
        assert_eq!(Repository::new().finds(&["AUD"], TODAY), [""; 0]);
    }

    #[test]
    fn coverage_reaches_back_and_ahead_one_cycle() {
        let gap = "the audits on record leave 24 items without an internal audit before 2029-01-01: 4.1 to 10.2, A.8.1";
        audit(&[]).says("AUD-002", "2028-12-31", &[]);
        let later = gap.replace("2029", "2032");
        audit(&[]).says("AUD-002", "2029-03-12", &[&later]);
        let planned = |to: &str| {
            audit(&[
                ("status: closed", "status: planned"),
                ("performed_from: 2026-03-09\nperformed_to: 2026-03-11\n", ""),
                ("planned_to: 2026-03-31", to),
            ])
        };
        planned("planned_to: 2028-12-31").says("AUD-002", TODAY, &[]);
        planned("planned_to: 2029-01-01").says("AUD-002", TODAY, &[gap]);
        audit(&[("status: closed", "status: cancelled")]).says("AUD-002", TODAY, &[gap]);
        audit(&[("type: internal", "type: surveillance")]).says("AUD-002", TODAY, &[]);
    }

    #[test]
    fn coverage_asks_for_what_applies_and_not_for_the_auditors_own_work() {
        let own = "kind: control\nid: X.1\ntitle: Own\napplicable: true\n";
        let excluded = "kind: control\nid: A.7.11\ntitle: Supporting utilities\napplicable: false\n";
        let review = "kind: control\nid: A.5.35\ntitle: Independent review of information security\napplicable: true\n";
        let repository = audit(&[("\"9\", \"10\"", "\"9.1\", \"9.3\", \"10.2\"")])
            .with("annex-a/x.yaml", own)
            .with("annex-a/y.yaml", excluded)
            .with("annex-a/z.yaml", review);
        let gap = |gaps: &str, items: usize| {
            format!("the audits on record leave {items} items without an internal audit before 2029-01-01: {gaps}")
        };
        repository.says("AUD-002", TODAY, &[&gap("9.2, 10.1, A.5.35, X.1", 4)]);
        let outside = changed(
            AUDIT,
            &[("AUD-001", "AUD-002"), ("type: internal", "type: surveillance"), ("controls: [A.8.1]", "controls: [A.5.35, X.1]")],
        );
        repository.with("clauses/09-evaluation/audits/AUD-002.yaml", &outside).says("AUD-002", TODAY, &[&gap("10.1, X.1", 2)]);
    }

    #[test]
    fn independence_is_judged_on_the_day_of_the_audit() {
        let control = |owner: &str| format!("kind: control\nid: A.8.1\ntitle: User end point devices\napplicable: true\n{owner}\n");
        let with =
            |owner: &str| audit(&[]).with("annex-a/8-technological/8.01-user-end-point-devices/control.yaml", &control(owner));
        with("owner: cleo").says("AUD-003", TODAY, &["cleo audits their own work in AUD-001: A.8.1"]);
        with("operator: cleo").says("AUD-003", TODAY, &["cleo audits their own work in AUD-001: A.8.1"]);
        let role = |from: &str, to: &str| {
            let text = format!("kind: role\nid: admin\ntitle: Admin\nheld_by: [{{ person: cleo, from: {from}, to: {to} }}]\n");
            with("owner: admin").with("clauses/05-leadership/roles/admin.yaml", &text).finds(&["AUD-003"], TODAY).len()
        };
        assert_eq!(
            (role("2024-01-01", "2026-03-10"), role("2026-03-12", "2026-12-31"), role("2024-01-01", "2026-03-11")),
            (0, 0, 1)
        );
    }

    #[test]
    fn nobody_audits_a_clause_whose_document_they_wrote() {
        let document = |clauses: &str, from: &str| {
            let text = format!(
                "---\nkind: procedure\nid: PRO-001\ntitle: Audits\nstatus: draft\nauthor: [bob, cleo]\neffective_from: {from}\nclauses: [{clauses}]\n---\n# Audits\n"
            );
            audit(&[("\"9\", ", "\"9.2\", ")]).with("clauses/09-evaluation/PRO-001.md", &text).finds(&["AUD-003"], TODAY)
        };
        assert_eq!(document("\"9.2.1 a\"", "2026-01-01"), ["AUD-003 cleo audits their own work in AUD-001: PRO-001"]);
        assert_eq!(document("\"9.1\"", "2026-01-01").len(), 0);
        assert_eq!(document("\"9.2\"", "2026-04-01").len(), 0);
    }

    #[test]
    fn planned_and_foreign_audits_are_not_asked_for_independence_and_competence() {
        for change in [("status: closed", "status: planned"), ("type: internal", "type: external_stage2")] {
            let changes = [change, ("person: cleo, competence: [CMP-001]", "person: bob")];
            assert_eq!(audit(&changes).finds(&["AUD-003", "AUD-004"], TODAY), [""; 0]);
        }
    }

    #[test]
    fn competence_is_valid_on_the_last_day_of_the_audit() {
        audit(&[("performed_to: 2026-03-11", "performed_to: 2026-03-12")]).says(
            "AUD-004",
            TODAY,
            &["the proof that cleo can audit ended on 2026-03-11, before AUD-001 on 2026-03-12"],
        );
        audit(&[(", competence: [CMP-001]", "")]).says("AUD-004", TODAY, &[]);
        audit(&[("person: cleo, competence: [CMP-001]", "name: R. Sand, firm: Sand, competence: [CMP-001]")]).says(
            "AUD-004",
            TODAY,
            &[],
        );
        audit(&[("person: cleo, competence: [CMP-001]", "name: R. Sand, firm: Sand")]).says(
            "AUD-004",
            TODAY,
            &["nothing on record says that R. Sand could audit in AUD-001 on 2026-03-11"],
        );
    }

    #[test]
    fn a_window_ends_with_its_last_day_and_moves_with_a_reason() {
        let planned = |more: &str| audit(&[("status: closed", "status: planned"), ("conclusion: It holds.\n", more)]);
        planned("").says("AUD-005", "2026-03-31", &[]);
        planned("").says("AUD-005", "2026-04-01", &["AUD-001 was planned until 2026-03-31, 1 day ago, and has not begun"]);
        let moved = "replanned: [{ from: 2026-09-01, to: 2026-09-30, reason: Illness., approved_by: ada }]\n";
        planned(moved).says("AUD-005", "2026-09-30", &[]);
        planned(moved).says("AUD-005", "2026-10-01", &["AUD-001 was planned until 2026-09-30, 1 day ago, and has not begun"]);
        planned("replanned: [{ from: 2026-09-01, to: 2026-09-30 }]\n").says(
            "AUD-005",
            TODAY,
            &["AUD-001 was moved to 2026-09-01, and does not say why and who agreed"],
        );
    }

    #[test]
    fn silence_is_noticed_only_where_there_was_time() {
        let running = |start: &str| {
            Repository::new().with("isms.yaml", &format!("isms: 1\nname: B\nprofile: maintain\ncycle_start: {start}\n"))
        };
        running("2025-01-01").says("AUD-008", TODAY, &[]);
        running("2024-12-30").says("AUD-008", TODAY, &["no nonconformity came to light in the last 18 months: none is on record"]);
    }

    const REVIEW: &str = "---
kind: management_review
id: MR-001
title: Review
status: held
date: 2026-01-05
chair: bob
participants:
  - { person: cleo }
inputs: { previous_actions: { summary: Done. } }
decisions: [{ type: none, text: Nothing needs a decision. }]
actions: [{ id: T1, what: Ask., status: cancelled }]
---
# Review
";

    fn review(changes: &[(&str, &str)]) -> Repository {
        Repository::new().with("clauses/09-evaluation/reviews/MR-001.md", &changed(REVIEW, changes))
    }

    #[test]
    fn a_review_is_asked_once_it_was_held() {
        assert_eq!(review(&[]).finds(&["MRV-002"], TODAY).len(), 9);
        let planned = [("status: held", "status: planned"), ("date: 2026-01-05", "date: 2026-09-05")];
        assert_eq!(review(&planned).finds(&["MRV"], TODAY), [""; 0]);
        review(&[]).says("MRV-004", TODAY, &[]);
        review(&[("decisions: [{ type: none, text: Nothing needs a decision. }]\n", ""), (", status: cancelled", "")]).says(
            "MRV-004",
            TODAY,
            &["MR-001 decides nothing", "the action T1 of MR-001 does not say who does it and by when"],
        );
    }

    #[test]
    fn top_management_is_who_leads_on_that_day() {
        review(&[]).says("MRV-003", TODAY, &["nobody in MR-001 was top management on 2026-01-05"]);
        review(&[("chair: bob", "chair: ada")]).says("MRV-003", TODAY, &[]);
        review(&[("person: cleo", "person: ada")]).says("MRV-003", TODAY, &[]);
        review(&[("person: cleo", "name: Guest, role: ceo")]).says("MRV-003", TODAY, &[]);
        // Being listed with a role is not holding it.
        assert_eq!(review(&[("person: cleo", "person: cleo, role: ceo")]).finds(&["MRV-003"], TODAY).len(), 1);
    }

    #[test]
    fn the_next_review_is_due_after_the_interval() {
        review(&[]).says("MRV-001", "2027-01-05", &[]);
        review(&[]).says("MRV-001", "2027-01-06", &["the review after MR-001 was due on 2027-01-05, 1 day ago"]);
        review(&[("date: 2026-01-05\n", "")]).says("MRV-001", TODAY, &["MR-001 does not say when it was held"]);
        // None in the cycle is one gap, and it is said elsewhere.
        let old = review(&[("date: 2026-01-05", "date: 2024-01-05")]);
        assert_eq!(old.finds(&["MRV-001"], TODAY).len(), 0);
        assert!(old.finds(&["MAND-003"], TODAY).iter().any(|found| found.contains("9.3.3")));
    }
}

mod improvement {
    use super::*;

    const CASE: &str = "kind: nonconformity
id: NC-001
title: A laptop was missing
status: closed
grade: minor
criterion: [A.8.1]
description: A laptop was not on the list.
detected_on: 2026-01-12
corrected_on: 2026-01-13
root_cause: Nobody enrols what the shop does not sell.
similar_check: All laptops were looked at.
actions: [{ id: T1, what: Enrol., responsible: ciso, due: 2026-02-27, status: done, done_on: 2026-02-16 }]
effectiveness: { reviewed_on: 2026-03-18, reviewed_by: cleo, result: effective, evidence: [EV-001] }
";

    fn case(changes: &[(&str, &str)]) -> Repository {
        Repository::new().with("clauses/10-improvement/nonconformities/NC-001.yaml", &changed(CASE, changes))
    }

    const OPEN: (&str, &str) = ("status: closed", "status: acting");

    #[test]
    fn a_closed_case_is_clean_and_an_open_one_that_has_begun_too() {
        assert_eq!(case(&[]).finds(&["NCR"], TODAY), [""; 0]);
        let begun = "kind: nonconformity\nid: NC-001\ntitle: A laptop was missing\nstatus: open\n";
        assert_eq!(
            Repository::new().with("clauses/10-improvement/nonconformities/NC-001.yaml", begun).finds(&["NCR"], TODAY),
            [""; 0]
        );
    }

    #[test]
    fn dates_pass_the_day_after_and_only_for_what_is_open() {
        let due = ("corrected_on:", "due: 2026-06-30\ncorrected_on:");
        case(&[OPEN, due]).says("NCR-001", "2026-06-30", &[]);
        case(&[OPEN, due]).says("NCR-001", "2026-07-01", &["NC-001 was due on 2026-06-30, 1 day ago, and is open"]);
        case(&[due]).says("NCR-001", "2027-07-01", &[]);
        let both = ("corrected_on:", "due: 2026-06-01\ndeadline: 2026-06-15\ncorrected_on:");
        let found = ["NC-001 is open 15 days after the deadline 2026-06-15 that was set from outside"];
        case(&[OPEN, both]).says("NCR-001", TODAY, &found);
        case(&[OPEN, both]).settings("defaults: { grace: 60d }\n").says("NCR-001", TODAY, &found);
    }

    #[test]
    fn an_action_is_late_by_the_date_that_was_agreed_last() {
        let open = ("status: done, done_on: 2026-02-16", "status: in_progress");
        case(&[OPEN, open]).says(
            "NCR-001",
            TODAY,
            &["the action T1 of NC-001 was due on 2026-02-27, 123 days ago, and is not done"],
        );
        let revised = ("status: done, done_on: 2026-02-16", "status: in_progress, revised_due: [{ date: 2026-09-30 }]");
        case(&[OPEN, revised]).says("NCR-001", TODAY, &[]);
    }

    #[test]
    fn a_cause_says_something_else_than_the_failure() {
        let cause = "root_cause: Nobody enrols what the shop does not sell.";
        for copied in ["root_cause: \"A laptop was NOT on the list!\"", "root_cause: \"a laptop  was missing\""] {
            assert_eq!(case(&[(cause, copied)]).finds(&["NCR-002"], TODAY).len(), 1, "{copied}");
        }
        assert_eq!(case(&[("root_cause: Nobody enrols what the shop does not sell.\n", "")]).finds(&["NCR-002"], TODAY).len(), 1);
    }

    #[test]
    fn without_a_decision_about_the_cause_there_is_no_effect_to_prove() {
        let line = "actions: [{ id: T1, what: Enrol., responsible: ciso, due: 2026-02-27, status: done, done_on: 2026-02-16 }]\n";
        let effect = "effectiveness: { reviewed_on: 2026-03-18, reviewed_by: cleo, result: effective, evidence: [EV-001] }\n";
        let found = case(&[(line, ""), (effect, "")]).finds(&["NCR"], TODAY);
        assert_eq!(found, ["NCR-003 NC-001 does not say whether the cause has to be removed"]);
        let left = case(&[(line, "action_needed: false\naction_reason: The shop closed.\n"), (effect, "")]);
        assert_eq!(left.finds(&["NCR"], TODAY), [""; 0]);
        let needed = case(&[(line, "action_needed: true\n"), (effect, "")]);
        assert_eq!(needed.finds(&["NCR"], TODAY), ["NCR-003 NC-001 needs action against its cause and has none"]);
    }

    #[test]
    fn an_effect_needs_its_time() {
        case(&[]).says("NCR-004", TODAY, &[]);
        case(&[("reviewed_on: 2026-03-18", "reviewed_on: 2026-03-17")]).says(
            "NCR-004",
            TODAY,
            &["the effect of NC-001 was judged 29 days after its last action was done"],
        );
        case(&[("reviewed_on: 2026-03-18", "reviewed_on: 2026-02-15")]).says(
            "NCR-004",
            TODAY,
            &["the effect of NC-001 was judged 1 day before its last action was done"],
        );
        case(&[("result: effective", "result: not_effective")]).says(
            "NCR-004",
            TODAY,
            &["NC-001 is closed although its actions did not work"],
        );
        case(&[(", evidence: [EV-001]", "")]).says("NCR-004", TODAY, &["NC-001 is closed without evidence that it worked"]);
    }

    #[test]
    fn the_judge_is_not_behind_the_role_that_acted() {
        case(&[("reviewed_by: cleo", "reviewed_by: bob")]).says(
            "NCR-005",
            TODAY,
            &["bob judges the effect of NC-001, and was responsible for its action T1"],
        );
    }

    #[test]
    fn a_failure_comes_back_within_two_years() {
        let second = |day: &str, changes: &[(&str, &str)]| {
            let text = changed(CASE, &[("NC-001", "NC-002"), ("detected_on: 2026-01-12", &format!("detected_on: {day}"))]);
            case(&[])
                .with("clauses/10-improvement/nonconformities/NC-002.yaml", &changed(&text, changes))
                .finds(&["NCR-007"], "2028-06-30")
        };
        let found = ["NCR-007 NC-002 breaks A.8.1, as NC-001 did on 2026-01-12, and does not mention it"];
        assert_eq!(second("2026-02-11", &[]).len(), 0, "within the soak");
        assert_eq!(second("2026-02-12", &[]), found);
        assert_eq!(second("2028-01-12", &[]), found);
        assert_eq!(second("2028-01-13", &[]).len(), 0, "after two years");
        assert_eq!(second("2026-06-12", &[("grade: minor", "grade: observation")]).len(), 0);
        assert_eq!(second("2026-06-12", &[("All laptops", "As in NC-001, all laptops")]).len(), 0);
        assert_eq!(second("2026-06-12", &[("grade:", "refs: [NC-001]\ngrade:")]).len(), 0);
    }
}

mod people {
    use super::*;

    const LEFT: &str = "kind: person\nid: bob\nname: Bob\nstatus: left\nactive_from: 2024-01-01\nactive_to: 2026-05-31\n";

    #[test]
    fn a_leaver_who_still_holds_a_role_is_one_finding() {
        let found = Repository::new().with("clauses/05-leadership/people/bob.yaml", LEFT).finds(&["PPL", "GOV-005"], TODAY);
        assert_eq!(found, ["PPL-001 bob left on 2026-05-31 and still holds ciso"]);
        assert_eq!(Repository::new().with("clauses/05-leadership/people/bob.yaml", LEFT).finds(&["PPL"], "2026-05-31"), [""; 0]);
    }

    #[test]
    fn a_vacant_role_with_a_duty_of_the_clause_is_one_finding() {
        let role = "kind: role\nid: ceo\ntitle: Chief\nisms_duties: [conformity, performance_reporting]\nheld_by: [{ person: ada, from: 2024-01-01, to: 2026-05-31 }]\n";
        let found = Repository::new().with("clauses/05-leadership/roles/ceo.yaml", role).finds(&["PPL", "GOV-005"], TODAY);
        assert_eq!(
            found,
            [
                "GOV-005 nobody holds ceo on 2026-06-30, which has the duty to see that the ISMS meets the standard and report to top \
                 management how the ISMS does"
            ]
        );
    }

    #[test]
    fn only_what_is_open_counts() {
        let asset = |status: &str| {
            let text = format!("kind: asset\nid: AST-001\ntitle: Archive\nstatus: {status}\nowner: vacant-role\n");
            Repository::new().with("clauses/08-operation/assets/AST-001.yaml", &text).finds(&["PPL"], TODAY)
        };
        assert_eq!(asset("in_use"), ["PPL-001 vacant-role is held by nobody and still answers for something in 1 record"]);
        assert_eq!(asset("retired").len(), 0);
        let action = |status: &str| {
            let text = format!(
                "kind: risk\nid: R-001\ntitle: R\nowner: vacant-role\nactions: [{{ id: T1, what: X., responsible: vacant-role, status: {status} }}]\n"
            );
            Repository::new().with("clauses/06-planning/risks/R-001.yaml", &text).finds(&["PPL"], TODAY).len()
        };
        // Who owns a risk is asked by the rule about risks.
        assert_eq!((action("planned"), action("done")), (1, 0));
    }

    #[test]
    fn a_bot_fills_no_role() {
        let bot = "kind: person\nid: ada\nname: Ada\nactive_from: 2024-01-01\nagent: true\n";
        let found = Repository::new().with("clauses/05-leadership/people/ada.yaml", bot).finds(&["GOV-005"], TODAY);
        assert_eq!(found.len(), 1, "{found:?}");
    }
}

mod operation {
    use super::*;

    #[test]
    fn an_exception_ends_with_its_last_renewal() {
        let exception = |more: &str| {
            let text = format!(
                "kind: exception\nid: EXC-001\ntitle: E\nstatus: active\nrequirement: [A.8.1]\nreason: R.\nrisk: R.\ncompensating_controls: [C.]\nrequested_by: cleo\napproved_by: ada\ngranted: 2026-01-30\n{more}"
            );
            Repository::new().with("clauses/08-operation/exceptions/EXC-001.yaml", &text)
        };
        let plain = exception("expires: 2026-07-30\n");
        plain.says("EXC-001", "2026-07-30", &[]);
        plain.says("EXC-001", "2026-07-31", &["EXC-001 ended on 2026-07-30, 1 day ago, and is still active"]);
        exception("expires: 2026-07-31\n").says("EXC-001", TODAY, &["EXC-001 is granted for 182 days, until 2026-07-31"]);
        let renewed = exception("expires: 2026-07-30\nrenewals: [{ on: 2026-07-28, until: 2027-01-28, approved_by: ada }]\n");
        renewed.says("EXC-001", "2027-01-28", &[]);
        assert_eq!(renewed.finds(&["EXC-001"], "2027-01-29").len(), 1);
        exception("").says("EXC-002", TODAY, &["EXC-001 does not say until when"]);
    }

    #[test]
    fn nobody_grants_their_own_exception_through_a_role() {
        let exception = |requested: &str| {
            let text = format!(
                "kind: exception\nid: EXC-001\ntitle: E\nstatus: active\nrule: DOC-002\nreason: R.\nrequested_by: {requested}\napproved_by: bob\ngranted: 2026-05-01\nexpires: 2026-07-30\n"
            );
            Repository::new().with("clauses/08-operation/exceptions/EXC-001.yaml", &text).finds(&["EXC-002"], TODAY)
        };
        assert_eq!(exception("ciso"), ["EXC-002 bob approves an exception that bob asked for"]);
        assert_eq!(exception("cleo").len(), 0);
    }

    #[test]
    fn suppliers_that_matter_are_reviewed_by_the_day_they_are_due() {
        let supplier = |more: &str| {
            let text = format!("kind: supplier\nid: SUP-001\ntitle: Host\nstatus: active\n{more}");
            Repository::new().with("clauses/08-operation/suppliers/SUP-001.yaml", &text)
        };
        let reviewed = supplier("criticality: high\nreviewed: 2025-06-30\nconclusion: satisfactory\n");
        reviewed.says("SUP-002", "2026-06-30", &[]);
        reviewed.says("SUP-002", "2026-07-01", &["SUP-001 is high and was due for review on 2026-06-30, 1 day ago"]);
        supplier("criticality: critical\n").says("SUP-002", TODAY, &["SUP-001 is critical and was never reviewed"]);
        supplier("criticality: low\n").says("SUP-002", TODAY, &[]);
        supplier("").says("SUP-002", TODAY, &[]);
    }
}
