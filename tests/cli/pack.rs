//! `isms pack`: the audit pack and its verification.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::sandbox::{AS_OF, Sandbox};

/// The small repository with risks and one piece of evidence with its file, in one commit with a tag.
fn tagged() -> Sandbox {
    let sandbox = Sandbox::with_risks();
    sandbox.write("annex-a/8-technological/8.01-user-end-point-devices/evidence/devices.csv", "device,disk\r\nA,encrypted\r\n");
    sandbox.commit_all("base");
    sandbox.git(&["tag", "audit-1"]);
    sandbox
}

fn manifest(sandbox: &Sandbox, pack: &str) -> serde_json::Value {
    serde_json::from_str(&sandbox.read(&format!("{pack}/manifest.json"))).unwrap()
}

fn files_below(folder: &Path, root: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, root, found);
        } else {
            found.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
        }
    }
}

#[test]
fn a_pack_is_complete_and_says_what_it_is_made_of() {
    let sandbox = tagged();
    sandbox.isms(&["pack", "-o", "out", "--stage", "surveillance", "--since", "audit-1"]).exits(0).warns("wrote out: ");
    let manifest = manifest(&sandbox, "out");
    let made = &manifest["pack"];
    assert_eq!(
        (&made["stage"], &made["draft"], &made["tags"][0]),
        (&"surveillance".into(), &serde_json::json!([]), &"audit-1".into())
    );
    assert_eq!(made["commit"].as_str().unwrap(), sandbox.git(&["rev-parse", "HEAD"]).trim());
    assert_eq!(made["tree"].as_str().unwrap(), sandbox.git(&["rev-parse", "HEAD^{tree}"]).trim());
    let paths: Vec<&str> = manifest["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    for wanted in [
        "index.html",
        "site/01-index.html",
        "site/02-since-last-audit.html",
        "site/07-statement-of-applicability.html",
        "site/19-sampling-aid.html",
        "site/20-open-findings.html",
        "site/20-waivers.html",
        "site/20-withheld.html",
        "site/records/R-002.html",
        "site/records/A.8.1.html",
        "site/assets/search.js",
        "registers/soa.csv",
    ] {
        assert!(paths.contains(&wanted), "{wanted} is not in {paths:?}");
    }
    let page = sandbox.read("out/site/records/R-002.html");
    assert!(page.contains("A laptop is stolen") && page.contains("href=\"A.8.1.html\""), "{page}");
    let findings = sandbox.read("out/site/20-open-findings.html");
    assert!(findings.contains("RISK-"), "{findings}");
    // Every chapter is in the contents of every page, and no page waits for a script to be whole.
    assert!(
        page.contains("Provenance and open points") && page.contains("script-src 'sha256-")
            || page.contains("script-src &#x27;sha256-")
    );
}

#[test]
fn the_same_commit_gives_the_same_bytes_in_another_clone() {
    let one = tagged();
    one.isms(&["pack", "-o", "pack.zip", "--as-of", AS_OF]).exits(0);
    let other = Sandbox::empty();
    other.git(&["clone", "-q", one.path().to_str().unwrap(), "clone"]);
    let mut shell = other.command("sh", "clone/clauses");
    let line = format!("umask 077; exec '{}' pack -o ../../pack.zip --as-of {AS_OF}", env!("CARGO_BIN_EXE_isms"));
    let output = shell.args(["-c", &line]).env("TZ", "Asia/Tokyo").env("LANG", "ja_JP.UTF-8").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(fs::read(one.at("pack.zip")).unwrap() == fs::read(other.at("pack.zip")).unwrap(), "the packs differ");
    other.isms(&["pack", "verify", "pack.zip"]).exits(0).says("It names commit");
    one.isms(&["pack", "verify", "pack.zip", "--as-of", "2031-01-01"]).exits(0).says("byte for byte");
}

#[test]
fn what_is_missing_changed_or_added_is_told() {
    let sandbox = tagged();
    sandbox.isms(&["pack", "-o", "out"]).exits(0);
    sandbox.isms(&["pack", "verify", "out"]).exits(0).says("byte for byte");
    fs::remove_file(sandbox.at("out/site/records/R-002.html")).unwrap();
    sandbox.edit("out/registers/soa.csv", "A.8.1,", "A.8.1 ,");
    sandbox.write("out/extra.txt", "x");
    let seen = sandbox.seen(&["pack", "verify", "out"]);
    insta::assert_snapshot!(seen, @"
    not listed: extra.txt
    changed: registers/soa.csv
    missing: site/records/R-002.html
    --- exit 1
    ");
}

#[test]
fn what_is_not_committed_or_tagged_is_a_draft() {
    let sandbox = tagged();
    sandbox.edit("clauses/06-planning/risks/R-002-stolen-laptop.yaml", "A laptop is stolen", "A laptop is lost");
    sandbox.isms(&["pack", "-o", "out"]).exits(0).warns("R-002-stolen-laptop.yaml");
    assert!(sandbox.read("out/index.html").contains("<strong>Draft</strong>"));
    assert_eq!(manifest(&sandbox, "out")["pack"]["commit"], serde_json::Value::Null);
    sandbox.isms(&["pack", "verify", "out"]).exits(0).says("cannot be made again");
    sandbox.commit_all("lost");
    sandbox.isms(&["pack", "-o", "out"]).exits(0).warns("its commit has no tag");
    sandbox.isms(&["pack", "-o", "out", "--at", "audit-1"]).exits(0);
    assert!(!sandbox.read("out/index.html").contains("<strong>Draft</strong>"));
    assert!(sandbox.read("out/site/records/R-002.html").contains("A laptop is stolen"));
}

#[test]
fn a_folder_with_other_files_is_left_alone() {
    let sandbox = tagged();
    sandbox.isms(&["pack", "-o", "clauses"]).exits(2).warns("is no pack: there are other files in it");
    sandbox.write("notes.zip", "mine");
    sandbox.isms(&["pack", "-o", "notes.zip"]).exits(2).warns("is no pack");
    sandbox.isms(&["pack", "-o", "out", "--since", "never"]).exits(2).warns("the revision never does not exist");
    assert!(!sandbox.at("out").exists());
    sandbox.isms(&["pack", "verify", "clauses"]).exits(2).warns("is no pack");
    let leftovers = fs::read_dir(sandbox.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains(".part"));
    assert_eq!(leftovers.count(), 0);
}

#[test]
fn customers_get_what_is_public_and_are_told_what_is_withheld() {
    let sandbox = tagged();
    sandbox.isms(&["pack", "-o", "out", "--audience", "customer"]).exits(0);
    let mut files = BTreeMap::new();
    files_below(&sandbox.at("out"), &sandbox.at("out"), &mut files);
    assert!(
        !files.keys().any(|path| path.contains("R-002") || path.contains("findings") || path.starts_with("evidence/")),
        "{:?}",
        files.keys()
    );
    for (path, bytes) in &files {
        assert!(!String::from_utf8_lossy(bytes).contains("laptop is stolen"), "{path} names what is internal");
    }
    assert!(sandbox.read("out/site/20-withheld.html").contains("R-002"));
}

#[test]
fn nothing_in_a_record_becomes_active() {
    let sandbox = Sandbox::with_risks();
    let policy = "---\nkind: policy\nid: POL-001\ntitle: \"<script>alert(1)</script>\"\nowner: ciso\nstatus: draft\n---\n\
        <script>alert(2)</script>\n\n<img src=x onerror=alert(3)>\n\n![p](https://evil.example/p.png) [c](javascript:alert(4))\n\n\
        [d](data:text/html,e) \u{202e}evil\u{7}\n\n[fine](https://fine.example/)\n";
    sandbox.write("clauses/05-leadership/policy.md", policy);
    sandbox.isms(&["pack", "-o", "out"]).exits(0);
    let mut files = BTreeMap::new();
    files_below(&sandbox.at("out"), &sandbox.at("out"), &mut files);
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        assert_eq!(page.matches("<script").count(), 1, "{path}");
        for active in ["<img", "href=\"javascript", "href=\"data", "\u{202e}", "\u{7}"] {
            assert!(!page.contains(active), "{active:?} in {path}");
        }
    }
    let page = sandbox.read("out/site/documents/POL-001.html");
    assert!(
        page.contains("alert(2)") && page.contains("onerror") && page.contains("evil.example"),
        "shown as text, not dropped: {page}"
    );
    assert!(page.contains("href=\"https:") && page.contains("fine.example"));
}

#[test]
fn a_pack_says_who_made_the_commits_and_what_their_signatures_are_worth() {
    let sandbox = tagged();
    sandbox.key("ada");
    sandbox.write(".gitignore", ".keys\n");
    sandbox.write("allowed_signers", format!("ada@base.example {}", sandbox.read(".keys/ada.pub")));
    sandbox.edit("isms.yaml", "profile: maintain", "profile: maintain\ngit: { allowed_signers: allowed_signers }");
    sandbox.isms(&["new", "policy", "Losses"]).exits(0);
    sandbox.commit_by("bob", "2026-06-28", "who may sign");
    let policy = sandbox.git(&["ls-files", "*.md"]).lines().next().unwrap().to_owned();
    sandbox.write(&policy, sandbox.read(&policy) + "\nStaff report losses at once.\n");
    sandbox.git(&["add", "-A"]);
    let key = sandbox.at(".keys/ada");
    let signed = ["-c", "gpg.format=ssh", "-c", &format!("user.signingkey={}", key.display())];
    let commit = [&signed[..], &["commit", "-q", "-S", "-m", "losses"]].concat();
    sandbox.git_by("ada", "2026-06-29", &commit);
    sandbox.git(&["tag", "looked-at"]);
    sandbox.git_by("ada", "2026-06-29", &[&signed[..], &["tag", "-s", "-m", "for the audit", "audit-2"]].concat());
    let table = |name: &str, since: &[&str]| {
        sandbox.isms(&[&["pack", "-o", "out", "--no-pdf"], since].concat()).exits(0);
        let page = sandbox.read("out/site/20-provenance-and-open-points.html");
        let table = page.split(&format!("<caption>{name}</caption>")).nth(1).unwrap().split("</table>").next().unwrap().to_owned();
        let table = table.replace("<span class=\"whole\">", "").replace("</span>", "");
        let cells: Vec<&str> = table.split("<p").skip(1).map(|cell| cell.split(['>', '<']).nth(1).unwrap()).collect();
        cells.join(" ")
    };
    assert_eq!(table("Authors", &[]), "Ada 2 1 0 1 Bob 1 0 0 1");
    assert_eq!(table("Authors", &["--since", "audit-1"]), "Ada 1 1 0 0 Bob 1 0 0 1");
    let head = sandbox.git(&["rev-parse", "--short=10", "HEAD"]);
    assert_eq!(
        table("Signatures", &[]).replace(head.trim(), "HEAD"),
        "Commit HEAD by Ada on 2026-06-29 signed by ada@base.example Tag audit-2 signed by ada@base.example Tag looked-at not signed"
    );
    let documents = sandbox.read("out/registers/document-control.csv");
    assert!(documents.contains("2026-06-29,Ada,") && documents.contains("by ada@base.example"), "{documents}");
    sandbox.isms(&["pack", "verify", "out"]).exits(0).says("byte for byte");
}
#[test]
fn what_changed_since_the_last_audit_is_listed_with_what_became_of_earlier_findings() {
    let sandbox = tagged();
    let case = "clauses/10-improvement/nonconformities/NC-001-old-disk.yaml";
    sandbox.write(case, "kind: nonconformity\nid: NC-001\ntitle: A disk was not encrypted\ngrade: minor\nstatus: open\nowner: ciso\ndetected_on: 2026-05-02\n");
    sandbox.commit_all("a case");
    sandbox.git(&["tag", "-f", "audit-1"]);
    sandbox.edit(case, "status: open", "status: acting");
    sandbox.edit("clauses/06-planning/risks/R-002-stolen-laptop.yaml", "likelihood: 3, impact: 2", "likelihood: 2, impact: 2");
    sandbox.git(&["rm", "-q", "clauses/06-planning/risks/R-10-outage.yaml"]);
    sandbox.write("clauses/06-planning/risks/R-011-flood.yaml", "kind: risk\nid: R-011\ntitle: Flood\nstatus: identified\n");
    sandbox.write(
        "annex-a/8-technological/8.01-user-end-point-devices/evidence/EV-002-disks.yaml",
        "kind: evidence\nid: EV-002\ntitle: Disks in June\ncontrols: [A.8.1]\nform: export\ncollected_on: 2026-06-20\nclassification: internal\n",
    );
    sandbox.commit_all("half a year later");
    sandbox.isms(&["pack", "-o", "out", "--stage", "surveillance", "--since", "audit-1"]).exits(0);
    let page = text_of(&sandbox.read("out/site/02-since-last-audit.html"));
    for wanted in [
        "2 new records 2 changed records 1 record that is gone",
        "R-002 A laptop is stolen risk changed current",
        "R-10 Outage risk gone",
        "R-011 Flood risk new",
        "NC-001 A disk was not encrypted minor open acting",
        "EV-002 Disks in June A.8.1 2026-06-20",
    ] {
        assert!(page.contains(wanted), "{wanted:?} is not in {page}");
    }
}

#[test]
fn what_is_tolerated_and_what_is_not_asked_is_never_hidden() {
    let sandbox = tagged();
    sandbox.edit("isms.yaml", "cycle_start", "rules: { SUP-001: 'off' }\ncycle_start");
    sandbox.write(
        "clauses/08-operation/exceptions/EXC-001-owner.yaml",
        "kind: exception\nid: EXC-001\ntitle: No owner until August\nstatus: active\nrule: RISK-003\nrecord: R-10\n\
         reason: The head of support left.\nrequested_by: cleo\napproved_by: ada\ngranted: 2026-06-02\nexpires: 2026-08-14\n",
    );
    sandbox.commit_all("a waiver");
    sandbox.isms(&["pack", "-o", "out"]).exits(0);
    let waivers = text_of(&sandbox.read("out/site/20-waivers.html"));
    let row = "EXC-001 RISK-003 R-10 R-10 has no owner The head of support left. Ada 2026-08-14";
    assert!(waivers.contains(row), "{waivers}");
    let record = text_of(&sandbox.read("out/site/records/R-10.html"));
    assert!(record.contains("RISK-003 R-10 has no owner (waived by EXC-001 until 2026-08-14"), "{record}");
    let asked = text_of(&sandbox.read("out/site/20-provenance-and-open-points.html"));
    assert!(asked.contains("the settings switch off 1 rule.") && asked.contains("SUP-001"), "{asked}");
}

/// What a reader sees of a page, its words with one blank between them.
fn text_of(page: &str) -> String {
    let body = page.split_once("<main").map_or(page, |(_, main)| main);
    let body = body.split_once("<script").map_or(body, |(body, _)| body);
    let words = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words));
    words.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_became_of_the_files_of_evidence_is_told() {
    let sandbox = Sandbox::base();
    let folder = "annex-a/8-technological/8.01-user-end-point-devices/evidence";
    let evidence = |number: usize, more: &str| {
        let text = format!(
            "kind: evidence\nid: EV-00{number}\ntitle: Devices\ncontrols: [A.8.1]\nform: export\ncollected_on: 2026-06-20\n{more}"
        );
        sandbox.write(&format!("{folder}/EV-00{number}-devices.yaml"), text);
    };
    sandbox.write(&format!("{folder}/long.txt"), "ä line of many\n".repeat(1_000));
    evidence(2, "file: long.txt\n");
    evidence(3, &format!("file: long.txt\nsha256: {}\n", "f".repeat(64)));
    evidence(4, "file: none.txt\n");
    sandbox.commit_all("evidence");
    sandbox.isms(&["pack", "-o", "out"]).exits(0);
    let page = |number: usize| text_of(&sandbox.read(&format!("out/site/records/EV-00{number}.html")));
    let long = page(2);
    assert!(long.contains("Not recorded. The record names no digest") && long.contains("many …"), "{long}");
    assert!(page(3).contains("Changed. The record names the digest ffff"), "{}", page(3));
    assert!(page(4).contains("The file is not in this pack:") && page(4).contains("none.txt: "), "{}", page(4));
    assert_eq!(sandbox.read("out/evidence/EV-002/long.txt").len(), 16_000);
}

#[test]
fn approvals_stand_with_what_became_of_their_content() {
    let sandbox = Sandbox::base();
    let approval = |number: usize, more: &str| {
        let by = "by: ada\nas: ceo\nmethod: minutes\nreference: minutes\ndecision: approved\n";
        let text = format!("kind: approval\nid: APR-00{number}\ntitle: An approval\n{by}on: 2026-06-0{number}\n{more}");
        sandbox.write(&format!("approvals/APR-00{number}.yaml"), text);
    };
    let digest = "f".repeat(64);
    approval(1, &format!("subject: soa\nversion: \"1\"\ndigest: {digest}\n"));
    approval(2, &format!("subject: soa\nversion: \"2\"\ndigest: {digest}\n"));
    approval(3, "subject: CRI-001\nversion: \"1\"\n");
    approval(4, &format!("subject: POL-099\nversion: \"1\"\ndigest: {digest}\n"));
    sandbox.commit_all("approvals");
    sandbox.isms(&["pack", "-o", "out"]).exits(0);
    let page = text_of(&sandbox.read("out/site/20-provenance-and-open-points.html"));
    for (id, state) in [
        ("APR-001", "followed by a newer one"),
        ("APR-002", "the content changed since"),
        ("APR-003", "bound to no content"),
        ("APR-004", "its subject is not there any more"),
    ] {
        let row = page.split(id).nth(1).unwrap_or_else(|| panic!("{id} is not in {page}"));
        assert!(row.split("APR-").next().unwrap().contains(state), "{id}: {row}");
    }
}

#[test]
fn a_pack_of_another_version_or_commit_is_compared_as_far_as_it_can_be() {
    let sandbox = tagged();
    sandbox.isms(&["pack", "-o", "out"]).exits(0);
    let manifest = sandbox.read("out/manifest.json");
    let version = format!("\"isms_version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(manifest.contains(&version), "{manifest}");
    let verify = |from: &str, to: &str| {
        sandbox.write("out/manifest.json", manifest.replacen(from, to, 1));
        sandbox.isms(&["pack", "verify", "out"])
    };
    verify(&version, "\"isms_version\": \"0.0.9\"")
        .exits(0)
        .says("It was made by isms 0.0.9, so only copies of files were compared");
    let commit = sandbox.git(&["rev-parse", "HEAD"]);
    verify(commit.trim(), &"f".repeat(40)).exits(0).says("which is not in this repository or clone");
    verify("\"stage\": \"2\"", "\"stage\": \"9\"").exits(1).says("a stage or an audience that does not exist");
    // Other than what the commit gives, though it is what its manifest says.
    sandbox.write("out/manifest.json", &manifest);
    let page = "out/site/records/R-002.html";
    sandbox.edit(page, "<h1>R-002", "<h1>R-003");
    let digest = |bytes: &[u8]| isms::pack::manifest::sha256(bytes);
    let was = manifest.split("site/records/R-002.html").nth(1).unwrap();
    let was = was.split('"').find(|word| word.len() == 64).unwrap();
    let forged = manifest.replacen(was, &digest(sandbox.read(page).as_bytes()), 1);
    sandbox.write("out/manifest.json", forged);
    sandbox.isms(&["pack", "verify", "out"]).exits(1);
}
