//! Where the pack comes from and what is open: provenance, findings, waivers, and what was withheld.

use super::super::Desk;
use crate::check::wording::counted;
use crate::check::{Settled, is_about_reading, rules};
use crate::finding::{Finding, Severity};
use crate::model::{Approval, Record, digest};
use crate::report::document::{Cell, Column, Document, Table, Tone};
use crate::report::{Author, State};

/// The commit, the program, the approvals, and the rules that were asked.
pub(super) fn provenance(desk: &Desk<'_>) -> Document {
    let made = &desk.material.made;
    let mut document = desk.document("provenance", "Provenance");
    document.paragraph("Where this pack comes from, in facts that can be checked in a clone of the repository.");
    let none = || "none".to_owned();
    document.fact("Commit", made.commit.clone().unwrap_or_else(none));
    document.fact("Tree", made.tree.clone().unwrap_or_else(none));
    document.fact("Tags", if made.tags.is_empty() { none() } else { made.tags.join(", ") });
    document.fact("As of", made.as_of.to_string());
    document.fact("Program", format!("isms {}", made.isms_version));
    document.fact("History in the clone", if desk.material.shallow { "only a part of it" } else { "complete" });
    document.fact("Changes told since", made.since.clone().unwrap_or_else(none));
    for reason in &made.draft {
        document.note(Tone::Bad, "Draft:", reason.clone());
    }
    if desk.has(super::plan::RUNNING) {
        signatures(desk, &mut document);
        authors(desk, &mut document);
        approvals(desk, &mut document);
        asked(desk, &mut document);
    }
    document.heading(2, "How to check this pack");
    document.list([
        "isms verifies it: `isms pack verify PACK` compares every file with manifest.json, and in a clone of the repository makes the pack again from the commit and compares.",
        "Without isms: `sha256sum` of every file gives the digests of manifest.json; the digest of these lines in the order of the paths is files_digest, which is short enough to read aloud.",
        "Git: `git rev-parse COMMIT^{tree}` must print the tree above, and `git verify-tag` or `git verify-commit` say what is signed.",
    ]);
    document
}

/// Whether the commit and its tags are signed by somebody whose key is known.
fn signatures(desk: &Desk<'_>, document: &mut Document) {
    let Some(State { commit, tags }) = desk.subject.memory.and_then(|memory| memory.state.as_ref()) else { return };
    let tone = |is_sure| if is_sure { Tone::Good } else { Tone::Open };
    let made = format!("Commit {} by {} on {}", commit.commit, commit.by, commit.on);
    let mut rows = vec![vec![Cell::text(made), Cell::state(commit.signature.clone(), tone(commit.is_sure))]];
    rows.extend(
        tags.iter().map(|tag| vec![Cell::text(format!("Tag {}", tag.name)), Cell::state(tag.signature.clone(), tone(tag.is_sure))]),
    );
    let columns = vec![Column::one("what", "What this pack was made of", 8), Column::one("signature", "Signature", 8)];
    document.heading(2, "Signatures");
    document
        .paragraph("A signature by a key that the organisation lists shows who made this state, and that nobody changed it since.");
    document.table(Table::new("signatures", "Signatures", columns, rows));
}

/// Who made the commits, and how many of them are signed.
fn authors(desk: &Desk<'_>, document: &mut Document) {
    document.heading(2, "Authors");
    let Some(memory) = desk.subject.memory else {
        return document.paragraph("The history is not known here, so that nothing is said of commits and their signatures.");
    };
    let since = match &desk.material.made.since {
        Some(since) => format!("since {since}"),
        None => "in the whole history".to_owned(),
    };
    document.paragraph(format!(
        "The commits {since}, by the names that Git has for their authors. Names and days are what whoever made a commit wrote; a \
         signature by a known key is what shows that it is true.",
    ));
    let row = |author: &Author| {
        let unsigned = author.commits - author.sure - author.otherwise_signed;
        vec![
            Cell::text(author.name.clone()),
            Cell::count(author.commits),
            Cell::count(author.sure),
            Cell::count(author.otherwise_signed),
            Cell::count(unsigned),
        ]
    };
    let columns = vec![
        Column::one("author", "Author", 10),
        Column::one("commits", "Commits", 4),
        Column::one("signed", "Signed by a known key", 5),
        Column::one("otherwise_signed", "Otherwise signed", 5),
        Column::one("unsigned", "Not signed", 4),
    ];
    document.table(Table::new("authors", "Authors", columns, memory.authors.iter().map(row).collect()));
}

/// Every approval: of what, by whom, how, and whether the content is still the one that was approved.
fn approvals(desk: &Desk<'_>, document: &mut Document) {
    let isms = desk.subject.isms;
    let current = |subject: &str| match subject {
        crate::model::SOA => Some(digest::of_soa(isms)),
        crate::model::RTP => Some(digest::of_rtp(isms)),
        id => isms.head(id).map(digest::of_record),
    };
    let state = |approval: &Record<Approval>| match (approval.digest.as_deref(), current(&approval.subject)) {
        (None, _) => Cell::state("bound to no content", Tone::Bad),
        (Some(approved), Some(now)) if approved == now => Cell::state("the content is the approved one", Tone::Good),
        (Some(_), None) => Cell::state("its subject is not there any more", Tone::Plain),
        (Some(_), Some(_)) => {
            let newest = isms.approvals_of(&approval.subject).last().is_some_and(|last| last.id() == approval.id());
            if newest {
                Cell::state("the content changed since", Tone::Open)
            } else {
                Cell::state("followed by a newer one", Tone::Plain)
            }
        }
    };
    let mut all: Vec<&Record<Approval>> = isms.approvals.iter().filter(|approval| desk.may_see(&approval.head)).collect();
    all.sort_by(|one, other| (other.on, other.id()).cmp(&(one.on, one.id())));
    let row = |approval: &&Record<Approval>| {
        vec![
            Cell::text(approval.id()),
            Cell::text(match approval.subject.as_str() {
                crate::model::SOA => "Statement of Applicability",
                crate::model::RTP => "Risk treatment plan",
                id => id,
            }),
            Cell::maybe(approval.version.as_deref()),
            approval.by.as_deref().map_or(Cell::Empty, |by| Cell::text(desk.subject.party(by))),
            approval.role.as_deref().map_or(Cell::Empty, |role| Cell::text(isms.head(role).map_or(role, |head| head.title()))),
            Cell::date(approval.on),
            approval.method.map_or(Cell::Empty, |method| Cell::text(method.label())),
            Cell::maybe(approval.reference.as_deref()),
            state(approval),
        ]
    };
    let columns = vec![
        Column::one("id", "Id", 4),
        Column::one("subject", "Of", 5),
        Column::one("version", "Version", 3),
        Column::one("by", "By", 5),
        Column::one("role", "As", 5),
        Column::one("on", "On", 4),
        Column::one("method", "Method", 4),
        Column::one("reference", "To be seen in", 6),
        Column::one("state", "Today", 6),
    ];
    document.heading(2, "Approvals");
    document.paragraph(
        "How each approval was given, where that can be seen, and whether the content is still the one that was approved.",
    );
    document.table(Table::new("approvals", "Approvals", columns, all.iter().map(row).collect()));
}

/// The rules: how many were asked, and which are switched off.
fn asked(desk: &Desk<'_>, document: &mut Document) {
    let levels = desk.material.levels;
    let off: Vec<_> =
        rules::all().iter().filter(|rule| levels.generally(rule.code) == Settled::Off && !is_about_reading(rule.code)).collect();
    document.heading(2, "Rules");
    document.paragraph(format!(
        "{} rules were asked of {} records in {} files; the settings switch off {}.",
        desk.material.report.asked.len(),
        desk.material.report.records,
        desk.material.report.files,
        if off.is_empty() { "none".to_owned() } else { counted(off.len(), "rule", "rules") }
    ));
    if !off.is_empty() {
        let row = |rule: &&&'static crate::check::Rule| vec![Cell::text(rule.code), Cell::text(rule.title)];
        let columns = vec![Column::one("rule", "Rule", 3), Column::one("title", "What it asks", 12)];
        document.table(Table::new("rules_off", "Rules that are switched off", columns, off.iter().map(row).collect()));
    }
}

/// What the checks found: all of it, whatever it weighs.
pub(super) fn findings(desk: &Desk<'_>) -> Document {
    let report = desk.material.report;
    let mut document = desk.document("open-findings", "Open findings");
    document.paragraph(format!(
        "What the checks of isms found on {}. Nothing is left out: a finding disappears only when its cause does, and one that is \
         tolerated stands among the waivers.",
        desk.subject.as_of
    ));
    let all: Vec<&Finding> = report.findings.iter().chain(&report.in_baseline).collect();
    if all.is_empty() {
        document.note(Tone::Good, "None.", "No rule found anything.");
        return document;
    }
    let row = |finding: &&Finding| {
        let tone = match finding.severity {
            Severity::Error => Tone::Bad,
            Severity::Warning => Tone::Open,
            Severity::Info => Tone::Plain,
        };
        let rule = rules::all().iter().find(|rule| rule.code == finding.code);
        vec![
            Cell::state(finding.severity.name(), tone),
            Cell::text(finding.code.to_string()),
            Cell::maybe(finding.record.as_deref()),
            Cell::text(super::sentence(&finding.message)),
            Cell::list(rule.map(|rule| rule.clauses.iter().map(|clause| (*clause).to_owned()).collect()).unwrap_or_default()),
            Cell::text(desk.material.loaded.files.path(finding.primary.at.file)),
        ]
    };
    let columns = vec![
        Column::one("severity", "Weight", 3),
        Column::one("rule", "Rule", 3),
        Column::one("record", "Record", 3),
        Column::one("finding", "Finding", 12),
        Column::one("clauses", "Clause", 3),
        Column::one("file", "File", 8),
    ];
    document.table(Table::new("findings", "Open findings", columns, all.iter().map(row).collect()));
    document
}

/// Findings that are tolerated, and by whom until when.
pub(super) fn waivers(desk: &Desk<'_>) -> Document {
    let mut document = desk.document("waivers", "Waivers");
    document.paragraph("Findings that are tolerated by an exception, which has a reason, an approver and an end.");
    let waived = &desk.material.report.waived;
    if waived.is_empty() {
        document.note(Tone::Good, "None.", "No finding is waived.");
        return document;
    }
    let row = |waived: &crate::check::Waived| {
        vec![
            Cell::text(&*waived.waiver.exception),
            Cell::text(waived.finding.code.to_string()),
            Cell::maybe(waived.finding.record.as_deref()),
            Cell::text(super::sentence(&waived.finding.message)),
            Cell::text(&*waived.waiver.reason),
            Cell::text(desk.subject.party(&waived.waiver.approved_by)),
            Cell::Date(waived.waiver.expires),
        ]
    };
    let columns = vec![
        Column::one("exception", "Exception", 3),
        Column::one("rule", "Rule", 3),
        Column::one("record", "Record", 3),
        Column::one("finding", "Finding", 9),
        Column::one("reason", "Reason", 9),
        Column::one("approved_by", "Approved by", 4),
        Column::one("expires", "Until", 3),
    ];
    document.table(Table::new("waivers", "Waivers", columns, waived.iter().map(row).collect()));
    document
}

/// What the readers of this pack may not see.
pub(super) fn withheld(desk: &Desk<'_>) -> Document {
    let mut document = desk.document("withheld", "Withheld");
    let audience = desk.material.audience;
    if desk.withheld.is_empty() {
        document.paragraph(format!("Nothing was withheld from this pack, which is made for the audience “{}”.", audience.word()));
        return document;
    }
    document.paragraph(format!(
        "This pack is made for the audience “{}”. What is classified higher is not in it, and is listed here instead of disappearing. Titles \
         are shown where they say nothing that is protected.",
        audience.word()
    ));
    let report = desk.material.report;
    document.paragraph(format!(
        "The results of the checks are part of the pack for auditors: {} errors, {} warnings, {} waived.",
        report.count(Severity::Error),
        report.count(Severity::Warning),
        report.waived.len()
    ));
    let row = |item: &super::super::Withheld| {
        vec![Cell::text(&*item.what), Cell::text(&*item.id), Cell::maybe(item.title.as_deref()), Cell::text(&*item.why)]
    };
    let columns = vec![
        Column::one("what", "What", 3),
        Column::one("id", "Id", 4),
        Column::one("title", "Title", 9),
        Column::one("why", "Why", 4),
    ];
    document.table(Table::new("withheld", "Withheld", columns, desk.withheld.iter().map(row).collect()));
    document
}
