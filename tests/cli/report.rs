//! `isms report`: registers, plans and matrices computed from the records.

use std::collections::BTreeSet;
use std::path::Path;

use insta::assert_snapshot;
use isms::render::Templates;
use isms::report::Report;
use isms::report::document::Document;
use isms::source::Worktree;

use crate::documents::documents;
use crate::sandbox::{AS_OF, Sandbox};

/// What a manager reads first: the paragraphs below a heading of a report in Markdown.
fn section(sandbox: &Sandbox, name: &str, heading: &str) -> String {
    let text = sandbox.isms(&["report", name]).exits(0).stdout;
    let (_, below) = text.split_once(&format!("## {heading}\n")).unwrap_or_else(|| panic!("no {heading} in\n{text}"));
    below
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take_while(|line| !line.starts_with(['#', '|', '-']))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_list_says_what_each_report_shows() {
    let sandbox = Sandbox::empty();
    let list = sandbox.isms(&["report"]).exits(0).stdout;
    assert!(list.lines().all(|line| line.len() < 130 && line.contains("  ")), "{list}");
    sandbox.isms(&["report", "risk-registre"]).exits(2).warns("did you mean risk-register?");
}

#[test]
fn a_manager_reads_a_summary_first() {
    let sandbox = Sandbox::example();
    let summary = |name| section(&sandbox, name, "Summary");
    assert_snapshot!(summary("risk-register"), @"15 open risks: 0 critical, 1 high, 12 medium and 2 low. 7 score above the acceptance threshold today: 7 accepted, the first until 2026-08-31.");
    assert_snapshot!(summary("risk-treatment-plan"), @"
    18 actions: 16 open, 2 done, 2 of them verified. None is overdue. The next one is due on 2026-08-15: R-008 T1.
    15 open risks: 0 critical, 1 high, 12 medium and 2 low. 7 score above the acceptance threshold today: 7 accepted, the first until 2026-08-31.
    ");
    assert_snapshot!(summary("objectives"), @"4 objectives: 4 in progress. None is overdue.");
    assert_snapshot!(summary("document-control"), @"23 documents: 23 in force.");
    assert_snapshot!(summary("exceptions"), @"1 exception: 1 in force, the first until 2026-09-30.");
    assert_snapshot!(summary("metrics"), @"8 metrics are measured. At their last measurement 2 missed the target: M-002 and M-008.");
    assert_snapshot!(summary("requirements"), @"7 interested parties; 12 requirements, of which 4 of laws and regulators and 6 of contracts.");
    assert_snapshot!(summary("assets"), @"12 assets: 12 in use and in scope, 9 of them with personal data.");
    assert_snapshot!(summary("suppliers"), @"6 active suppliers: 3 critical, 6 with access to personal data.");
    assert_snapshot!(summary("evidence"), @"46 pieces of evidence: 46 accepted. The newest that was accepted speaks of 2026-06-15.");
    assert_snapshot!(summary("incidents"), @"3 events and incidents, 3 of them in the last twelve months. By severity: 2 medium and 1 low. None is open. 1 concerned personal data; no notice was sent.");
    assert_snapshot!(summary("audit-programme"), @"6 audits: 3 reported, 3 ahead. Next: AUD-004, until 2026-11-12. Last visit of the certification body: AUD-003, 1 minor, 2 observations.");
    assert_snapshot!(summary("traceability"), @"2 records are not fully connected: 2 included controls without document, evidence or metric.");
    assert_snapshot!(summary("competence"), @"8 of 9 roles say what competence they need. 9 competence records are kept. No holder of a role lacks proof of what the role needs.");
    assert_snapshot!(summary("nonconformities"), @"3 nonconformities: 1 open, 2 closed. Of the open ones: 1 minor. Nothing is overdue.");
}

/// Every report of the records in a folder, with its document.
fn all_documents(folder: &Path) -> Vec<(&'static Report, Document)> {
    documents(&isms::load::load(&Worktree::open(folder).unwrap()).unwrap(), AS_OF.parse().unwrap())
}

#[test]
fn every_report_reads_sensibly_on_the_first_day() {
    let sandbox = Sandbox::with_isms();
    for (report, document) in all_documents(sandbox.path()) {
        let text = isms::render::markdown(&document);
        assert!(text.starts_with(&format!("# {}", report.title)) && text.len() > 400, "{text}");
        let empty = document.tables().find(|table| table.groups.iter().all(|group| group.rows.is_empty()));
        assert!(empty.is_none(), "{} has an empty table where a sentence belongs: {empty:?}", report.name);
    }
    assert_snapshot!(section(&sandbox, "risk-register", "Summary"), @"No open risks are recorded.");
    assert_snapshot!(section(&sandbox, "exceptions", "Summary"), @"No exceptions are recorded.");
}

#[test]
fn every_report_is_whole_in_every_format_and_gives_no_verdict() {
    let sandbox = Sandbox::example();
    let again = all_documents(sandbox.path());
    for ((report, document), (_, same)) in all_documents(sandbox.path()).iter().zip(&again) {
        let name = report.name;
        for table in document.tables() {
            let fields: Vec<&str> = table.columns.iter().flat_map(|column| &column.fields).map(|field| &*field.key).collect();
            let unique: BTreeSet<&str> = fields.iter().copied().collect();
            assert_eq!(unique.len(), fields.len(), "{name}: {fields:?}");
            for row in table.groups.iter().flat_map(|group| &group.rows) {
                assert_eq!(row.len(), fields.len(), "{name}: a row of {} has a cell too many or too few: {row:?}", table.name);
            }
        }
        let markdown = isms::render::markdown(document);
        let html = isms::render::html(document, &Templates::default()).unwrap();
        assert!(html.starts_with("<!doctype html>") && !isms::render::csv(document).is_empty());
        assert!(isms::render::json(document).contains(&format!("\"document\": \"{name}\"")));
        assert!(isms::render::docx(document).unwrap() == isms::render::docx(same).unwrap(), "{name} differs from run to run");
        assert!(
            markdown == isms::render::markdown(same) && html == isms::render::html(same, &Templates::default()).unwrap(),
            "{name} differs from run to run"
        );
        let own = document.title.clone() + &markdown[..markdown.find("\n## ").unwrap_or(0)];
        assert!(!own.to_lowercase().contains("compliant") && !own.to_lowercase().contains("certified"), "{own}");
    }
}

#[test]
fn the_same_commit_and_day_give_the_same_bytes_wherever_they_are_asked_for() {
    let sandbox = Sandbox::with_risks();
    sandbox.commit_all("base");
    for format in ["markdown", "csv"] {
        let arguments = ["report", "risk-register", "--format", format, "--at", "HEAD"];
        let here = sandbox.isms(&arguments).exits(0).stdout;
        let mut elsewhere = sandbox.command(env!("CARGO_BIN_EXE_isms"), "annex-a");
        let elsewhere = elsewhere.args(arguments).args(["--as-of", AS_OF]).env("TZ", "Asia/Tokyo").env("COLUMNS", "40");
        assert_eq!(String::from_utf8(elsewhere.output().unwrap().stdout).unwrap(), here);
    }
}

#[test]
fn a_copy_is_checked_against_the_records() {
    let sandbox = Sandbox::with_risks();
    sandbox.isms(&["report", "risk-register", "-o", "risks.md"]).exits(0).warns("wrote risks.md");
    sandbox.isms(&["report", "risk-register", "--check", "risks.md"]).exits(0).warns("risks.md is current (as of 2026-06-30)");
    // A commit more does not make a copy old, and neither does another day if none is given.
    sandbox.commit_all("copy");
    let mut later = sandbox.command(env!("CARGO_BIN_EXE_isms"), "");
    let later = later.args(["report", "risk-register", "--at", "HEAD", "--check", "risks.md"]).output().unwrap();
    assert_eq!((later.status.code(), String::from_utf8_lossy(&later.stdout).as_ref()), (Some(0), ""));
    sandbox.edit("clauses/06-planning/risks/R-002-stolen-laptop.yaml", "title: A laptop is stolen", "title: A laptop is lost");
    let run = sandbox.isms(&["report", "risk-register", "--check", "risks.md"]).exits(1).says("A laptop is lost");
    assert!(run.stdout.lines().count() == 4 && run.stderr.contains("write it anew with -o risks.md"), "{run:?}");
    sandbox.isms(&["report", "risk-register", "--check", "missing.md"]).exits(2).warns("missing.md cannot be read");
    sandbox.isms(&["report", "risk-register", "--check", "risks.md", "-o", "other.md"]).exits(2);
}

#[test]
fn a_copy_for_an_office_program_is_made_again_and_compared() {
    let sandbox = Sandbox::with_risks();
    sandbox.commit_all("base");
    for copy in ["risks.docx", "risks.xlsx"] {
        sandbox.isms(&["report", "risk-register", "--at", "HEAD", "-o", copy]).exits(0);
    }
    // A commit more, or reading the files on disk, does not make a copy old; neither does another day if none is given.
    sandbox.commit_all("copies");
    for copy in ["risks.docx", "risks.xlsx"] {
        let check = ["report", "risk-register", "--check", copy];
        sandbox.isms(&check).exits(0).warns(&format!("{copy} is current (as of 2026-06-30)"));
        let mut later = sandbox.command(env!("CARGO_BIN_EXE_isms"), "");
        assert_eq!(later.args(check).args(["--at", "HEAD"]).output().unwrap().status.code(), Some(0), "{copy}");
    }
    sandbox.edit("clauses/06-planning/risks/R-002-stolen-laptop.yaml", "title: A laptop is stolen", "title: A laptop is lost");
    for copy in ["risks.docx", "risks.xlsx"] {
        let run = sandbox.isms(&["report", "risk-register", "--check", copy]).exits(1);
        run.says(&format!("{copy} has other content")).warns(&format!("write it anew with -o {copy}"));
    }
    sandbox.write("empty.docx", "").isms(&["report", "risk-register", "--check", "empty.docx"]).exits(1).warns("is not current");
}

#[test]
fn a_repository_has_templates_of_its_own() {
    let sandbox = Sandbox::base();
    let settings = sandbox.read("isms.yaml");
    sandbox.write("isms.yaml", format!("{settings}\ntemplates: look\n"));
    sandbox
        .isms(&["soa", "--format", "html"])
        .exits(2)
        .warns("the folder of templates, look, has no template of the program in it");
    sandbox.write("look/report/page.html", "{% include \"parts/head.html\" %}\n<p>{{ blocks | length > 3 }}</p>");
    sandbox.write("look/parts/head.html", "<h1>{{ organisation }}: {{ title }} <{{ '<b>' }}></h1>");
    let page = sandbox.isms(&["soa", "--format", "html"]).exits(0).stdout;
    assert_eq!(page, "<h1>Base: Statement of Applicability <&lt;b&gt;></h1>\n<p>True</p>");
    // A fault of the pack's page is none of a report.
    sandbox.write("look/pack/page.html", "{% if %}");
    sandbox.isms(&["soa", "--format", "html"]).exits(0);
    sandbox.write("look/parts/head.html", "<h1>\n{{ organisaton }}</h1>");
    let run = sandbox.isms(&["report", "risk-register", "-o", "risks.html"]).exits(2);
    assert!(run.stderr.contains("look/parts/head.html:2: undefined value: `organisaton`"), "{run:?}");
    sandbox.write("look/report/page.html", "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}");
    sandbox.isms(&["soa", "--format", "html"]).exits(2).warns("look/report/page.html:1: engine ran out of fuel");
    sandbox.write("isms.yaml", format!("{settings}\ntemplates: ../look\n"));
    sandbox.isms(&["soa", "--format", "html"]).exits(2).warns("is outside of the ISMS");
}

#[test]
fn a_template_of_the_program_is_where_an_own_one_begins() {
    let sandbox = Sandbox::base();
    let names = sandbox.isms(&["template"]).exits(0).stdout;
    assert_eq!(names, "parts/blocks.html\nreport/page.html\npack/page.html\npack/site.css\n");
    sandbox.isms(&["template", "report/pages.html"]).exits(2).warns("did you mean `report/page.html`?");
    let page = sandbox.isms(&["soa", "--format", "html"]).exits(0).stdout;
    let template = sandbox.isms(&["template", "report/page.html"]).exits(0).stdout;
    sandbox.write("isms.yaml", format!("{}\ntemplates: look\n", sandbox.read("isms.yaml")));
    sandbox.write("look/report/page.html", template.replace("<main>", "<main class=\"own\">"));
    let own = sandbox.isms(&["soa", "--format", "html"]).exits(0).stdout;
    assert_eq!(own, page.replace("<main>", "<main class=\"own\">"));
}

#[test]
fn content_of_records_stays_text_in_every_report() {
    let sandbox = Sandbox::with_risks();
    let html = sandbox.isms(&["report", "risk-register", "--format", "html"]).exits(0).stdout;
    assert!(html.contains("=HYPERLINK") && !html.contains("href=") && !html.contains("<script"));
    let csv = sandbox.isms(&["report", "risk-register", "--format", "csv"]).exits(0).stdout;
    assert!(csv.contains("'=HYPERLINK") && !csv.contains(",=HYPERLINK") && !csv.contains("\"=HYPERLINK"));
    let markdown = sandbox.isms(&["report", "risk-register"]).exits(0).stdout;
    assert!(!markdown.contains('\u{202e}') && !markdown.contains('\u{1b}') && !markdown.contains("http://x"));
}

#[test]
fn a_report_about_one_record_wants_its_id() {
    let sandbox = Sandbox::example();
    sandbox.isms(&["report", "audit"]).exits(2).warns("audit is about one audit: name its id").warns("AUD-001");
    sandbox.isms(&["report", "audit", "AUD-999"]).exits(2).warns("there is no audit with the id AUD-999");
    sandbox.isms(&["report", "risk-register", "R-001"]).exits(2).warns("leave the id out");
    sandbox.isms(&["report", "risk-register", "--view", "customer"]).exits(2).warns("leave `--view` out");
    sandbox
        .isms(&["report", "audit", "AUD-002"])
        .exits(0)
        .says("5 findings, none of them a nonconformity: 2 observations, 2 opportunities, 1 positive point.");
}
