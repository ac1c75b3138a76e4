//! `isms soa`: the Statement of Applicability.

use crate::sandbox::Sandbox;

#[test]
fn every_control_has_a_row_in_every_format() {
    let sandbox = Sandbox::example();
    let json = sandbox.isms(&["soa", "--format", "json"]).exits(0).json();
    let rows = json["tables"]["annex_a"].as_array().unwrap();
    assert_eq!(rows.len(), 93);
    assert_eq!(rows[0]["control"], "A.5.1");
    assert_eq!(rows[92]["control"], "A.8.34");
    assert_eq!(json["tables"]["own_controls"][0]["control"], "X.1");
    assert!(json["tables"]["clauses"].as_array().unwrap().len() >= 28);
    let markdown = sandbox.isms(&["soa"]).exits(0).stdout;
    let html = sandbox.isms(&["soa", "--format", "html"]).exits(0).stdout;
    let csv = sandbox.isms(&["soa", "--format", "csv"]).exits(0).stdout;
    for row in rows {
        let id = row["control"].as_str().unwrap();
        assert!(markdown.contains(&format!("| {id} |")), "{id}");
        assert!(html.contains(&format!(">{id}</p>")), "{id}");
        assert!(csv.contains(&format!("\r\nControls of Annex A,{id},")), "{id}");
    }
}

#[test]
fn reasons_are_computed_from_what_names_a_control() {
    let sandbox = Sandbox::example();
    let json = sandbox.isms(&["soa", "--format", "json"]).exits(0).json();
    let row = |id: &str| json["tables"]["annex_a"].as_array().unwrap().iter().find(|row| row["control"] == id).unwrap().clone();
    assert!(row("A.8.13")["reasons"].to_string().contains("risk: R-002, R-007"), "{}", row("A.8.13"));
    assert!(row("A.8.13")["reasons"].to_string().contains("contractual: REQ-010"), "{}", row("A.8.13"));
    assert_eq!(row("A.8.30")["applicable"], false);
    assert!(row("A.8.30")["exclusion"].as_str().unwrap().len() > 40);
    assert_eq!(row("A.5.17")["implemented"], false);
    assert_eq!(row("A.5.17")["status"], "partial");
}

#[test]
fn customers_see_nothing_internal() {
    let sandbox = Sandbox::example();
    let json = sandbox.isms(&["soa", "--view", "customer", "--format", "json"]).exits(0).json();
    let keys: Vec<&str> = json["tables"]["annex_a"][0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["group", "control", "title", "applicable", "implemented", "status"]);
    assert!(json["tables"].get("clauses").is_none());
}

#[test]
fn content_of_records_stays_text_in_every_format() {
    let sandbox = Sandbox::base();
    sandbox.edit(
        "annex-a/8-technological/8.01-user-end-point-devices/control.yaml",
        "justification: All staff work on company laptops.",
        "justification: \"=HYPERLINK(1) <script>alert(1)</script> [x](javascript:alert(1)) | @ceo\"",
    );
    let html = sandbox.isms(&["soa", "--format", "html"]).exits(0).stdout;
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;"));
    let csv = sandbox.isms(&["soa", "--format", "csv"]).exits(0).stdout;
    assert!(csv.contains("'=HYPERLINK") && !csv.contains(",=HYPERLINK") && !csv.contains("\"=HYPERLINK"));
    let markdown = sandbox.isms(&["soa"]).exits(0).stdout;
    assert!(markdown.contains("&lt;script&gt;") && markdown.contains("\\[x\\](javascript:alert(1)) \\| &#64;ceo"), "{markdown}");
}

#[test]
fn a_workbook_holds_text_and_no_formula() {
    let sandbox = Sandbox::base();
    sandbox.edit(
        "annex-a/8-technological/8.01-user-end-point-devices/control.yaml",
        "justification: All staff work on company laptops.",
        "justification: \"=HYPERLINK(1)\"",
    );
    sandbox.isms(&["soa", "-o", "one.xlsx"]).exits(0).warns("wrote one.xlsx");
    sandbox.isms(&["soa", "--format", "xlsx", "-o", "other"]).exits(0);
    let bytes = |name: &str| std::fs::read(sandbox.at(name)).unwrap();
    assert_eq!(bytes("one.xlsx"), bytes("other"));
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes("one.xlsx"))).unwrap();
    let mut part = |name: &str| std::io::read_to_string(book.by_name(name).unwrap()).unwrap();
    assert!(part("xl/sharedStrings.xml").contains("=HYPERLINK(1)"));
    for sheet in 1..=3 {
        assert!(!part(&format!("xl/worksheets/sheet{sheet}.xml")).contains("<f>"), "{sheet}");
    }
}

#[test]
fn a_document_for_word_processors_lies_where_its_tables_are_wide() {
    let sandbox = Sandbox::example();
    sandbox.isms(&["soa", "-o", "one.docx"]).exits(0).warns("wrote one.docx");
    sandbox.isms(&["soa", "--format", "docx", "-o", "other"]).exits(0);
    let bytes = |name: &str| std::fs::read(sandbox.at(name)).unwrap();
    assert_eq!(bytes("one.docx"), bytes("other"));
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes("one.docx"))).unwrap();
    let mut part = |name: &str| std::io::read_to_string(package.by_name(name).unwrap()).unwrap();
    let text = part("word/document.xml");
    assert!(text.contains("w:orient=\"landscape\"") && text.contains("<w:tblHeader/>") && text.contains("A.8.34"));
    for heading in ["Controls of Annex A", "Own controls", "Clauses 4 to 10"] {
        // In the contents, and where it stands.
        assert_eq!(text.matches(&format!(">{heading}</w:t>")).count(), 2, "{heading}");
    }
    assert!(part("docProps/core.xml").contains("2026-06-30T00:00:00Z"));
    assert!(part("word/footer2.xml").contains(" NUMPAGES ") && part("word/header2.xml").contains("Classification: internal"));
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let sandbox = Sandbox::base();
    sandbox.isms(&["soa", "-o", "out.html"]).exits(0).warns("wrote out.html");
    assert!(sandbox.read("out.html").starts_with("<!doctype html>"));
    sandbox.isms(&["soa", "-o", "missing/out.html"]).exits(2).warns("cannot write");
    sandbox.isms(&["soa", "-o", "out.docm"]).exits(2).warns("there is no format for files that end with .docm");
    let leftovers = sandbox.snapshot().into_iter().filter(|(path, _)| path.to_string_lossy().contains(".part"));
    assert_eq!(leftovers.count(), 0);
}

#[test]
fn the_same_commit_and_day_give_the_same_bytes() {
    let sandbox = Sandbox::example();
    sandbox.commit_all("example");
    for format in ["markdown", "html", "csv", "json", "xlsx", "docx"] {
        let arguments = ["soa", "--format", format, "--at", "HEAD"];
        sandbox.isms(&[&arguments[..], &["-o", "here"]].concat()).exits(0);
        let here = std::fs::read(sandbox.at("here")).unwrap();
        let mut elsewhere = sandbox.command(env!("CARGO_BIN_EXE_isms"), "annex-a");
        let elsewhere =
            elsewhere.args(arguments).args(["--as-of", crate::sandbox::AS_OF]).env("TZ", "Asia/Tokyo").env("COLUMNS", "40");
        assert!(elsewhere.output().unwrap().stdout == here, "{format}");
    }
}
