//! The risk treatment plan (clauses 6.1.3 e and f, 8.3): what is done about risks, by whom, by when, and who agreed to it.

use std::fmt::Write as _;

use super::document::{Cell, Column, Document, Group, Table, Tone};
use super::words::{action_state, moves, plain};
use super::{Make, Report, Subject, risks};
use crate::model::{Action, ActionStatus, ApprovalMethod, Head, RTP, Record, Risk, SOA, Treatment};
use crate::text::wording::{counted, listed};

pub(super) static REPORT: Report = Report {
    name: "risk-treatment-plan",
    title: "Risk treatment plan",
    about: "what is done about the risks: actions with owner, date and state, what stays, and who agreed",
    clauses: &["6.1.3", "8.3"],
    make: Make::Whole(make),
};

/// An action with the record it belongs to.
type Planned<'m> = (&'m Head, &'m Action);

fn make(subject: &Subject<'_>) -> Document {
    let isms = subject.isms;
    let actions: Vec<Planned<'_>> = isms.treatment_actions().map(|(head, _, action)| (head, action)).collect();
    let open_risks = risks::open(subject);
    let mut document = REPORT.begin(
        subject,
        actions.iter().map(|(head, _)| *head).chain(open_risks.iter().map(|risk| &risk.head)),
        "This plan says what the organisation does about its risks: the option chosen for each, the actions with who does them by when, \
         what is expected to remain, and which owners agreed to that.",
    );
    version(subject, &mut document);
    risks::criteria_facts(subject, &mut document);
    document.heading(2, "Summary");
    document.paragraph(summary(subject, &actions));
    document.paragraph(risks::summary(subject, &open_risks));
    document.heading(2, "Actions");
    if actions.is_empty() {
        document.paragraph("No treatment actions are recorded.");
    } else {
        document.paragraph("Actions that are late come first, then those that are open in the order of their dates.");
        document.table(plan(subject, actions));
    }
    document.heading(2, "What is decided about each risk");
    if open_risks.is_empty() {
        document.paragraph("No open risks are recorded.");
    } else {
        document.table(decisions(subject, &open_risks));
    }
    document.heading(2, "Approval by the owners");
    approvals(subject, &mut document);
    document
}

/// Which version of the plan this is, and whether it is the one that was approved.
fn version(subject: &Subject<'_>, document: &mut Document) {
    let isms = subject.isms;
    let approved = isms.approved_version(RTP);
    let version = match (isms.approvals_of(RTP).is_empty(), isms.current_plan_approvals().is_empty()) {
        (true, _) => "draft, approved by nobody yet".to_owned(),
        (false, true) => format!("draft: differs from version {}, which was approved", approved.unwrap_or("without a number")),
        (false, false) => approved.unwrap_or("without a number").to_owned(),
    };
    if version.starts_with("draft") {
        document.mark = Some("Draft".to_owned());
    }
    document.fact("Version", version);
    if let Some(soa) = isms.approvals_of(SOA).last().and_then(|approval| approval.version.as_deref()) {
        document.fact("Statement of Applicability", format!("version {soa}"));
    }
}

/// `24 actions: 9 open, of which 1 is overdue; 15 done. The next one is due on 2026-07-10 (R-008 T1).`
fn summary(subject: &Subject<'_>, actions: &[Planned<'_>]) -> String {
    if actions.is_empty() {
        return "No action is planned.".to_owned();
    }
    let open: Vec<_> = actions.iter().filter(|(_, action)| action.is_open()).collect();
    let late: Vec<String> = open
        .iter()
        .filter(|(_, action)| subject.is_late(action))
        .map(|(head, action)| format!("{} {}", head.id, action.id))
        .collect();
    let done = actions.iter().filter(|(_, action)| action.is_done());
    let verified = done.clone().filter(|(_, action)| action.status == Some(ActionStatus::Verified)).count();
    let mut text = format!(
        "{}: {} open, {} done, {verified} of them verified.",
        counted(actions.len(), "action", "actions"),
        open.len(),
        done.count()
    );
    match late.len() {
        0 if open.is_empty() => {}
        0 => text.push_str(" None is overdue."),
        count => {
            let _ = write!(text, " {count} overdue: {}.", listed(&late));
        }
    }
    let next =
        open.iter().filter(|(_, action)| !subject.is_late(action)).filter_map(|(head, action)| Some((action.due()?, head, action)));
    if let Some((due, head, action)) = next.min_by_key(|(due, head, action)| (*due, head.id.clone(), action.id.clone())) {
        let _ = write!(text, " The next one is due on {due}: {} {}.", head.id, action.id);
    }
    text
}

/// The groups of actions, in the order in which they matter.
const TITLES: [&str; 4] = ["Overdue", "Open", "Done", "Cancelled"];

fn plan(subject: &Subject<'_>, mut actions: Vec<Planned<'_>>) -> Table {
    let columns = vec![
        Column::many("Action", 6, &[("of", "Belongs to", ""), ("action", "Action", "")]),
        Column::many(
            "Risk or control",
            12,
            &[("of_title", "Title", ""), ("before_score", "Score before", "Score before"), ("before_level", "Level before", "")],
        ),
        Column::many("What", 22, &[("what", "What", ""), ("controls", "Controls", "Controls")]),
        Column::many("Responsible", 10, &[("responsible", "Responsible", ""), ("resources", "Resources", "Resources")]),
        Column::many(
            "Dates",
            11,
            &[("start", "Start", "Start"), ("due", "Due", "Due"), ("due_state", "Due state", ""), ("moves", "Moved", "Moved")],
        ),
        Column::many("State", 7, &[("status", "Status", ""), ("done_on", "Done on", "Done on")]),
        Column::many(
            "Expected result",
            12,
            &[
                ("effect", "Effect", ""),
                ("residual_score", "Expected residual score", "Residual"),
                ("residual_level", "Expected residual level", ""),
            ],
        ),
        Column::many("Proof", 9, &[("evidence", "Evidence", ""), ("verified", "Verified by", "Verified")]),
    ];
    let rank = |action: &Action| match (action.is_open(), subject.is_late(action), action.is_done()) {
        (_, true, _) => 0,
        (true, ..) => 1,
        (_, _, true) => 2,
        _ => 3,
    };
    actions.sort_by_key(|(head, action)| {
        (rank(action), action.due().is_none(), action.due(), crate::model::natural(&head.id), action.id.clone())
    });
    let groups = actions.chunk_by(|one, other| rank(one.1) == rank(other.1)).map(|group| Group {
        title: TITLES[rank(group[0].1)].to_owned(),
        rows: group.iter().map(|planned| row(subject, planned)).collect(),
    });
    super::grouped("actions", "Actions of the plan", columns, groups.collect())
}

fn row(subject: &Subject<'_>, (head, action): &Planned<'_>) -> Vec<Cell> {
    let risk = subject.isms.risk(&head.id);
    let score = |score: fn(&Risk) -> Option<&crate::model::Score>| {
        let [score, level, _] =
            risk.map_or([Cell::Empty, Cell::Empty, Cell::Empty], |risk| risks::score_cells(subject, risk, score(risk)));
        [score, level]
    };
    let controls = if action.controls.is_empty() { Cell::Empty } else { Cell::Text(action.controls.join(", ")) };
    let mut cells = vec![Cell::text(&*head.id), Cell::text(action.id.as_str()), Cell::text(head.title())];
    cells.extend(score(|risk| risk.current.as_ref()));
    cells.extend([
        Cell::text(action.what.as_str()),
        controls,
        subject.responsible(action),
        Cell::maybe(action.resources.as_deref()),
        Cell::date(action.start),
    ]);
    cells.extend(subject.action_due(action));
    cells.extend([moves(action), action_state(action), Cell::date(action.done_on), Cell::maybe(action.effect.as_deref())]);
    cells.extend(score(|risk| risk.target.as_ref()));
    cells.extend([subject.all_named(&action.evidence), subject.verified(action)]);
    cells
}

fn decisions(subject: &Subject<'_>, open: &[&Record<Risk>]) -> Table {
    let columns = vec![
        Column::one("risk", "ID", 4),
        Column::one("title", "Risk", 14),
        Column::one("owner", "Owner", 9),
        Column::one("treatment", "Option", 5),
        Column::many("Today", 5, &[("current_score", "Current score", ""), ("current_level", "Current level", "")]),
        Column::many("Expected", 5, &[("residual_score", "Residual score", ""), ("residual_level", "Residual level", "")]),
        Column::one("decision", "Decision", 10),
        Column::many(
            "Acceptance",
            18,
            &[
                ("accepted_by", "Accepted by", ""),
                ("justification", "Justification", "Why"),
                ("conditions", "Conditions", "Conditions"),
            ],
        ),
    ];
    let row = |risk: &&Record<Risk>| {
        let options: Vec<String> = risk.treatment.iter().copied().map(Treatment::label).collect();
        let option =
            if options.is_empty() { Cell::State("none chosen".to_owned(), Tone::Bad) } else { Cell::Text(options.join(", ")) };
        let [current, current_level, _] = risks::score_cells(subject, risk, risk.current.as_ref());
        let [residual, residual_level, _] = risks::score_cells(subject, risk, risk.residual());
        let mut cells = vec![Cell::text(risk.id()), Cell::text(risk.title()), subject.owner(risk.owner()), option];
        cells.extend([current, current_level, residual, residual_level, risks::decision_cell(subject, risk)]);
        cells.extend(risks::acceptance_cells(subject, risk));
        cells
    };
    super::table("decisions", "Decisions about risks", columns, open.iter().map(row).collect())
}

fn approvals(subject: &Subject<'_>, document: &mut Document) {
    let owed = subject.isms.plan_approvals();
    if owed.is_empty() {
        document.paragraph("No risk calls for an approval of the plan by its owner.");
        return;
    }
    let missing = owed.iter().filter(|owed| owed.approval.is_none()).count();
    document.paragraph(match missing {
        0 => "Every owner of a risk in the plan has approved it as it stands.".to_owned(),
        missing => {
            format!("The plan as it stands lacks the approval of {} of {}.", missing, counted(owed.len(), "owner", "owners"))
        }
    });
    let columns = vec![
        Column::one("owner", "Owner", 10),
        Column::one("risks", "Risks", 10),
        Column::one("state", "State", 6),
        Column::one("approved_by", "Approved by", 12),
        Column::many("How", 14, &[("method", "Method", ""), ("reference", "Reference", ""), ("comment", "Comment", "Comment")]),
    ];
    let row = |owed: &crate::model::PlanApproval<'_>| {
        let risks = owed.risks.iter().map(|risk| risk.id().to_owned()).collect::<Vec<_>>().join(", ");
        let mut cells = vec![Cell::text(subject.party(owed.owner)), Cell::text(risks)];
        match owed.approval {
            None => {
                cells.push(Cell::State("not approved".to_owned(), Tone::Bad));
                cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
            }
            Some(approval) => cells.extend([
                Cell::State("approved".to_owned(), Tone::Good),
                Cell::text(subject.act(approval.by.as_deref(), approval.name.as_deref(), approval.role.as_deref(), approval.on)),
                plain(approval.method.map(ApprovalMethod::label)),
                Cell::maybe(approval.reference.as_deref()),
                Cell::maybe(approval.comment.as_deref()),
            ]),
        }
        cells
    };
    document.table(super::table("approvals", "Approvals of the plan", columns, owed.iter().map(row).collect()));
}
