//! Judgements by example, and their mirror images.

use crate::review::{ChangeKind, Direction, Page, compare};
use ChangeKind::{
    Cadence, Exemption, ObligationAdded, ObligationRemoved, ObligationStrengthened, ObligationWeakened, Scope, Threshold,
};
use Direction::{Editorial, Neutral, Stronger, Unclear, Weaker};

/// The only change between two texts; editorial ones have no kind.
#[track_caller]
fn verdict(before: &str, after: &str) -> (Option<ChangeKind>, Direction) {
    let page = |text: &str| [Page::read("p.md", &format!("# Rules\n\nThis text stays.\n\n{text}\n"))];
    let diff = compare(&page(before), &page(after));
    let changes: Vec<_> = diff.documents.iter().flat_map(|document| &document.changes).collect();
    match changes.as_slice() {
        [] => (None, Editorial),
        [change] => (Some(change.kind), change.direction),
        more => panic!("{more:#?}"),
    }
}

#[track_caller]
fn reads(before: &str, after: &str, kind: ChangeKind, direction: Direction) {
    assert_eq!(verdict(before, after), (Some(kind), direction), "{before:?} to {after:?}");
    assert_eq!(verdict(after, before), (Some(kind.mirrored()), direction.mirrored()), "{after:?} to {before:?}");
}

#[track_caller]
fn editorial(before: &str, after: &str) {
    assert_eq!(verdict(before, after), (None, Editorial), "{before:?} to {after:?}");
}

#[test]
fn modal_verbs() {
    reads("Logs must be kept safe.", "Logs should be kept safe.", ObligationWeakened, Weaker);
    reads("Logs shall be kept safe.", "Logs may be kept safe.", ObligationWeakened, Weaker);
    reads("Staff may share accounts.", "Staff must not share accounts.", ObligationStrengthened, Stronger);
    reads("Keys should not be shared.", "Keys are prohibited from being shared.", ObligationStrengthened, Stronger);
    reads("Visitors must sign in.", "Visitors do not need to sign in.", ObligationWeakened, Weaker);
    assert_eq!(verdict("Laptops must be wiped.", "Laptops must not be wiped.").1, Unclear);
}

#[test]
fn sentences_come_and_go() {
    reads("", "Backups are encrypted.", ObligationAdded, Stronger);
    reads("", "The team reviews access rights.", ObligationAdded, Stronger);
    reads("Never write passwords down.", "", ObligationRemoved, Weaker);
    reads("", "Contractors are not required to attend.", Exemption, Weaker);
    reads("", "For urgent reports, please write to us.", ChangeKind::Wording, Neutral);
    reads("", "- No one wants a lapse that may come from this.", ChangeKind::Wording, Neutral);
    reads("", "Acme was founded by two sisters.", ChangeKind::Wording, Neutral);
}

#[test]
fn cadences() {
    reads("Rights must be reviewed quarterly.", "Rights must be reviewed semi-annually.", Cadence, Weaker);
    reads("Keys must be rotated every 90 days.", "Keys must be rotated every six months.", Cadence, Weaker);
    reads("Rights are reviewed annually.", "Rights are reviewed twice a year.", Cadence, Stronger);
    reads("Rights are reviewed monthly.", "Rights are reviewed periodically.", Cadence, Weaker);
    reads("Rights are reviewed.", "Rights are reviewed every month.", Cadence, Stronger);
    editorial("Rights are reviewed annually.", "Rights are reviewed yearly.");
}

#[test]
fn a_plain_statement_is_a_rule_and_a_modal_verb_hedges_it() {
    reads("Rights end when the task ends.", "Rights should end when the task ends.", ObligationWeakened, Weaker);
    reads("The guard locks the gate at night.", "The guard should lock the gate at night.", ObligationWeakened, Weaker);
    reads("Visitors wear a badge.", "Visitors may wear a badge.", ObligationWeakened, Weaker);
    reads("Visitors should wear a badge.", "Visitors wear a badge.", ObligationStrengthened, Stronger);
    reads("Backups are encrypted.", "Backups should be encrypted.", ObligationWeakened, Weaker);
    reads("Visitors wear a badge.", "Visitors must wear a badge.", ObligationStrengthened, Stronger);
}

#[test]
fn thresholds() {
    reads("Each use is limited to eight hours.", "Each use is limited to ten hours.", Threshold, Weaker);
    reads("A password must have at least 12 characters.", "A password must have at least 8 characters.", Threshold, Weaker);
    reads("Passwords have 12 characters.", "Passwords have 16 characters.", Threshold, Stronger);
    reads("Incidents must be reported within 24 hours.", "Incidents must be reported within 3 days.", Threshold, Weaker);
    reads(
        "Critical flaws must be patched no later than 30 days.",
        "Critical flaws must be patched no later than 2 weeks.",
        Threshold,
        Stronger,
    );
    reads("Sessions must not be longer than 8 hours.", "Sessions must not be longer than 12 hours.", Threshold, Weaker);
    reads("Logs must be kept for at least 90 days.", "Logs must be kept for at least 1 year.", Threshold, Stronger);
    reads("Accounts are locked after 5 failed attempts.", "Accounts are locked after 10 failed attempts.", Threshold, Weaker);
    assert_eq!(verdict("Mail is retained for 2 years.", "Mail is retained for 3 years.").1, Unclear);
    editorial("Logs must be kept for at least 12 months.", "Logs must be kept for at least 1 year.");
}

#[test]
fn scope_and_exemptions() {
    reads("All servers must be scanned.", "Some servers must be scanned.", Scope, Weaker);
    reads("Servers must be scanned.", "Production servers must be scanned.", Scope, Weaker);
    reads("All staff must use MFA.", "All staff must use MFA where possible.", Exemption, Weaker);
    reads("Disks must be encrypted unless the CISO agrees.", "Disks must be encrypted.", Exemption, Stronger);
    reads("We employ a check of staff within 30 days.", "We employ a check of permanent staff within 30 days.", Scope, Weaker);
    reads("Staff may enter the room.", "Only staff may enter the room.", Scope, Stronger);
    reads("This policy applies to all staff.", "This policy applies to all staff and contractors.", Scope, Stronger);
    reads("Devices must be encrypted and locked.", "Devices must be encrypted.", ObligationWeakened, Weaker);
}

#[test]
fn without_a_direction() {
    assert_eq!(verdict("Access is approved by the CTO.", "Access is approved by the CISO."), (Some(ChangeKind::Role), Neutral));
    assert_eq!(verdict("Last reviewed on 2025-01-02.", "Last reviewed on 2026-01-02."), (Some(ChangeKind::Date), Neutral));
    assert_eq!(verdict("Follow POL-001 on this.", "Follow POL-002 on this."), (Some(ChangeKind::Reference), Neutral));
}

#[test]
fn editorial_changes_are_counted_only() {
    editorial("Logs must be kept \"safe\".", "Logs **must** be kept “safe”.");
    editorial("The orgnization must keep full time staff.", "The organization must keep full-time staff.");
    editorial("- one thing\n- another thing", "* one thing\n* another thing");
    editorial("It looks for ways of detecting attacks.", "It looks for ways to detect attacks.");
    editorial("See [there](a.md) for more.", "See [there](b.md) for more.");
    editorial(
        "Umbrella must lock doors. Staff of Umbrella must wear badges.",
        "Initech must lock doors. Staff of Initech must wear badges.",
    );
}

#[test]
fn tables_and_lists_are_rules_too() {
    reads("Staff must:\n\n- lock doors", "Staff must:\n\n- lock doors\n- wear badges", ObligationAdded, Stronger);
    reads(
        "| What | How long |\n|---|---|\n| Mail | 2 years |\n| Books | 9 years |",
        "| What | How long |\n|---|---|\n| Mail | 2 years |",
        Scope,
        Weaker,
    );
    reads(
        "<table><tr><td>Mail</td><td>2 years</td></tr>\n<tr><td>Books</td><td>9 years</td></tr></table>",
        "<table><tr><td>Mail</td><td>2 years</td></tr></table>",
        Scope,
        Weaker,
    );
}

#[test]
fn fields_have_a_meaning() {
    let diff = |before: &str, after: &str| {
        let page = |text: &str| [Page::read("p.md", &format!("---\n{text}\n---\n# T\n"))];
        let diff = compare(&page(before), &page(after));
        diff.documents[0].changes.iter().map(|change| change.direction).collect::<Vec<_>>()
    };
    assert_eq!(diff("review_every: 6m", "review_every: 1y"), [Weaker]);
    assert_eq!(diff("owner: a", "owner: b"), [Neutral]);
    assert_eq!(diff("owner: a", "x-b: c"), [Weaker, Neutral]);
    assert_eq!(diff("target: 95\ndirection: at_least", "target: 80\ndirection: at_least"), [Weaker]);
    assert_eq!(diff("status: effective", "status: withdrawn"), [Weaker]);
    assert_eq!(diff("current: {likelihood: 2}", "current: {likelihood: 4}"), [Weaker]);
    assert_eq!(diff("classification: confidential", "classification: public"), [Weaker]);
    assert_eq!(diff("last_updated: 2025-01-01", "last_updated: 2026-01-01"), []);
    assert_eq!(diff("controls: [A.5.1, A.5.2]", "controls: [A.5.2]"), [Weaker]);
    assert_eq!(diff("status: draft\nversion: '1'", "version: '1'\nstatus: draft"), []);
}
