//! The rules about files of evidence, about what readers confirmed, and about what a review has heard.

use isms::check::{Levels, run};
use isms::load::load;
use isms::source::Memory;

use crate::ground::base;

const FOLDER: &str = "annex-a/8-technological/8.01-user-end-point-devices";

/// What a rule says on a day about the fixture with files laid over it.
fn said(rule: &str, today: &str, files: &[(&str, &str)]) -> Vec<String> {
    let mut memory: Memory = base();
    for (path, text) in files {
        memory.insert(path, text.as_bytes());
    }
    let loaded = load(&memory).unwrap_or_else(|error| panic!("{error}"));
    let report = run(&loaded, &Levels::new(&loaded.isms, None).unwrap(), today.parse().unwrap());
    assert!(!report.findings.iter().any(|finding| finding.code.starts_with("SCHEMA")), "{:?}", report.findings);
    report.findings.into_iter().filter(|finding| finding.code == rule).map(|finding| finding.message).collect()
}

/// A record of evidence with more lines.
fn evidence(more: &str) -> String {
    format!(
        "kind: evidence\nid: EV-002\ntitle: T\nstatus: accepted\ncontrols: [A.8.1]\nform: export\nsource_system: S\n\
         period_from: 2026-05-01\nperiod_to: 2026-05-31\ncollected_on: 2026-06-01\ncollected_by: bob\n{more}"
    )
}

fn filed(more: &str, content: &str) -> Vec<String> {
    let (record, file) = (format!("{FOLDER}/evidence/EV-002.yaml"), format!("{FOLDER}/evidence/EV-002.csv"));
    said("EVD-008", "2026-06-30", &[(&record, &evidence(more)), (&file, content)])
}

#[test]
fn a_file_is_compared_with_what_its_record_says() {
    let said = |more: &str, content: &str| filed(&format!("file: EV-002.csv\n{more}"), content);
    // Of the four bytes `a`, line end, `b`, line end.
    let digest = "sha256: 911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2\n";
    assert_eq!(said(digest, "a\nb\n"), [""; 0]);
    assert_eq!(said(&format!("{digest}size: 4\n"), "a\r\nb\r\n"), [""; 0], "line ends");
    assert_eq!(said(&format!("{digest}size: 5\n"), "a\nb\n"), ["EV-002.csv has 4 bytes, and EV-002 says 5"]);
    assert_eq!(said("size: 5\n", "a\nb\n"), ["EV-002.csv has 4 bytes, and EV-002 says 5"]);
    // One cause, one finding, although the size differs, too.
    assert_eq!(
        said(&format!("{digest}size: 4\n"), "a\nb\nc\n"),
        ["EV-002.csv is not the file that EV-002 was made for: its digest is another one"]
    );
    // Nothing to compare with, and a file that is not there: other rules say so.
    assert_eq!(said("", "a\n"), [""; 0]);
    assert_eq!(filed(&format!("file: elsewhere.csv\n{digest}"), "a\n"), [""; 0]);
    assert_eq!(filed(&format!("file: EV-002.csv\n{digest}").replace("status: accepted", "status: disposed"), "a\nb\n"), [""; 0]);
}

#[test]
fn from_how_many_addresses_on_it_is_a_list_is_for_the_organisation_to_say() {
    let list = |count: usize, settings: &str| {
        let text: String = (0..count).map(|at| format!("p{at}@base.io,\n")).collect();
        let (record, file) = (format!("{FOLDER}/evidence/EV-002.yaml"), format!("{FOLDER}/evidence/EV-002.csv"));
        let settings = format!("isms: 1\nname: Base\nprofile: maintain\ncycle_start: 2026-01-01\n{settings}");
        let files = [("isms.yaml", settings.as_str()), (&record, &evidence("file: EV-002.csv\n")), (&file, &text)];
        said("EVD-009", "2026-06-30", &files).len()
    };
    assert_eq!((list(19, ""), list(20, "")), (0, 1));
    let own = "defaults: { address_list: 5 }\n";
    assert_eq!((list(4, own), list(5, own)), (0, 1));
}

#[test]
fn what_readers_confirmed_counts_for_the_version_they_read() {
    let policy = |more: &str| {
        format!(
            "---\nkind: policy\nid: POL-010\ntitle: T\nstatus: effective\nversion: \"1.1\"\nowner: ciso\neffective_from: 2026-05-01\n\
             acknowledge: true\n{more}---\n# T\n\nText.\n"
        )
    };
    let file = format!("{FOLDER}/POL-010.md");
    let record = format!("{FOLDER}/evidence/EV-002.yaml");
    let count = |version: &str, confirmed: u32| {
        evidence(&format!(
            "uri: u\nacknowledgements:\n  - {{ document: POL-010, version: \"{version}\", asked: 10, confirmed: {confirmed} }}\n"
        ))
    };
    let with = |today: &str, more: &str, evidence: &str| said("PPL-003", today, &[(&file, &policy(more)), (&record, evidence)]);
    let none = evidence("uri: u\n");
    assert_eq!(
        with("2026-06-30", "", &none),
        ["nothing on file says how many have confirmed POL-010, which is in force in version 1.1 since 2026-05-01"]
    );
    // The last day of the thirty is in time.
    assert_eq!(with("2026-05-31", "", &none), [""; 0]);
    assert_eq!(with("2026-06-01", "", &none).len(), 1);
    assert_eq!(
        with("2026-06-30", "", &count("1.0", 10)),
        ["the newest confirmations of POL-010 are of version 1.0, and 1.1 is in force since 2026-05-01"]
    );
    assert_eq!(with("2026-06-30", "change_class: editorial\nchange_summary: Links.\n", &count("1.0", 10)), [""; 0]);
    assert_eq!(with("2026-06-30", "", &count("1.1", 9)), [""; 0]);
    assert_eq!(with("2026-06-30", "", &count("1.1", 8)), ["8 of 10 readers have confirmed POL-010 1.1, in force since 2026-05-01"]);
    assert_eq!(with("2026-06-30", "", &count("1.1", 9).replace("accepted", "rejected")).len(), 1);
}

#[test]
fn a_review_names_what_was_open_on_its_day_and_not_what_came_later() {
    let review = |text: &str| {
        format!(
            "---\nkind: management_review\nid: MR-001\ntitle: T\nstatus: held\ndate: 2026-04-20\nchair: ada\ninputs:\n\
             \x20 nonconformities: {{ summary: {text} }}\n  risk_and_treatment: {{ summary: {text} }}\n---\n# T\n"
        )
    };
    let nonconformity =
        |more: &str| format!("kind: nonconformity\nid: NC-001\ntitle: T\ngrade: major\ndetected_on: 2026-03-10\n{more}");
    let risk = |more: &str| {
        format!("kind: risk\nid: R-001\ntitle: T\nstatus: treating\nactions:\n  - {{ id: T1, what: W, due: 2026-03-31, {more} }}\n")
    };
    let with = |text: &str, nc: &str, risk: &str| {
        let files = [
            ("clauses/09-evaluation/reviews/MR-001.md", review(text)),
            ("clauses/10-improvement/nonconformities/NC-001.yaml", nc.to_owned()),
            ("clauses/06-planning/risks/R-001.yaml", risk.to_owned()),
        ];
        said("MRV-005", "2026-06-30", &files.each_ref().map(|(path, text)| (*path, text.as_str())))
    };
    let (open, late) = (nonconformity("status: open\n"), risk("status: in_progress"));
    assert_eq!(
        with("Fine.", &open, &late),
        [
            "MR-001 does not name what was open on its day: NC-001, a major nonconformity",
            "MR-001 does not name what was open on its day: action T1 of R-001, late since 2026-03-31"
        ]
    );
    assert_eq!(with("NC-001 and R-001 are late.", &open, &late), [""; 0]);
    let closed = nonconformity("status: closed\nclosed_on: 2026-04-20\n");
    assert_eq!(with("Fine.", &closed, &risk("status: done, done_on: 2026-04-20")), [""; 0]);
    // Done after the review: it was late on its day. When a new date was agreed nobody wrote down.
    assert_eq!(with("Fine.", &closed, &risk("status: done, done_on: 2026-05-02")).len(), 1);
    let moved = risk("status: in_progress, revised_due: [{ date: 2026-09-30, reason: Delayed., approved_by: ada }]");
    assert_eq!(with("Fine.", &closed, &moved), [""; 0]);
}
