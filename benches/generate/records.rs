//! One function a kind: what a record of it looks like.

use std::fmt::Write as _;

use isms::model::Kind;
use sha2::{Digest, Sha256};

use super::prose::{Dice, Yaml, person, role, system, wrap};
use super::{File, World, folder_of, id};

/// The record of a kind with a number, and the file that belongs to it, if one does.
pub(super) fn record(world: &World, kind: Kind, number: usize, dice: &mut Dice) -> Vec<File> {
    let id = id(kind, number);
    let text = match kind {
        Kind::Evidence => return evidence(world, &id, dice),
        Kind::Policy | Kind::Procedure | Kind::Document => return vec![document(world, kind, number, &id, dice)],
        Kind::Control => {
            let text = control(world, &id, &format!("Release of changes to {} by two people", system(number)), dice);
            return vec![File { path: format!("{}/control.yaml", folder_of(&id)), text }];
        }
        Kind::Risk => risk(world, number, &id, dice),
        Kind::Asset => asset(world, number, &id, dice),
        Kind::Requirement => requirement(world, number, &id, dice),
        Kind::Supplier => supplier(world, number, &id, dice),
        Kind::Person => one_person(number, &id, dice),
        Kind::Metric => metric(world, number, &id, dice),
        Kind::Nonconformity => nonconformity(world, number, &id, dice),
        Kind::Competence => competence(world, number, &id, dice),
        Kind::Incident => incident(world, number, &id, dice),
        Kind::Role => one_role(world, number, &id, dice),
        Kind::Party => party(world, number, &id, dice),
        Kind::Communication => communication(world, number, &id, dice),
        Kind::Objective => objective(world, number, &id, dice),
        Kind::Change => change(world, number, &id, dice),
        Kind::Exception => exception(world, number, &id, dice),
        Kind::Criteria | Kind::AuditProgramme | Kind::Audit | Kind::ManagementReview | Kind::Approval => return Vec::new(),
    };
    let path = match kind {
        Kind::Person | Kind::Role => format!("{}/{id}.yaml", kind.folder()),
        _ => format!("{}/{id}-{}.yaml", kind.folder(), system(number).to_lowercase()),
    };
    vec![File { path, text }]
}

pub(super) fn settings() -> File {
    let text = "isms: 1\nname: Example of many records\nprofile: maintain\ncycle_start: 2025-05-22\napproval_matrix:\n  policy: [ceo]\n  \
                procedure: [ceo]\n  document: [ceo]\n";
    File { path: "isms.yaml".to_owned(), text: text.to_owned() }
}

pub(super) fn criteria() -> File {
    let mut dice = Dice::new(Kind::Criteria, 1);
    let mut yaml = Yaml::record(Kind::Criteria, "CRI-001");
    yaml.put("title", "Risk criteria").put("status", "approved").put("owner", "ciso");
    yaml.put("created", "2025-01-27").put("reviewed", dice.recent()).put("review_every", "12m");
    yaml.put("version", "\"2.1\"").put("effective_from", "2026-01-12");
    for (scale, labels) in [
        ("likelihood_scale", ["Rare", "Unlikely", "Possible", "Likely", "Frequent"]),
        ("impact_scale", ["Negligible", "Minor", "Serious", "Major", "Severe"]),
    ] {
        yaml.open(scale);
        for (at, label) in labels.iter().enumerate() {
            yaml.put("  - value", at + 1).put("    label", label).prose("    definition", &dice.text(2));
        }
    }
    yaml.put("formula", "multiply").open("levels");
    for (name, from, to, acceptance) in
        [("low", 1, 4, "criterion"), ("medium", 5, 9, "owner"), ("high", 10, 16, "role"), ("critical", 17, 25, "never")]
    {
        yaml.put("  - name", name).put("    from", from).put("    to", to).put("    acceptance", acceptance);
        if acceptance == "role" {
            yaml.list("    roles", &["ceo"]);
        }
    }
    yaml.put("acceptance_threshold", 6).put("reassess_every", "12m").put("max_acceptance", "12m");
    File { path: "clauses/06-planning/risk-criteria.yaml".to_owned(), text: yaml.0 }
}

pub(super) fn audit_programme() -> File {
    let mut dice = Dice::new(Kind::AuditProgramme, 1);
    let mut yaml = Yaml::record(Kind::AuditProgramme, "AP-2026");
    yaml.put("title", "Internal audit programme 2026").put("status", "approved").put("owner", "ciso");
    yaml.put("period_from", "2026-01-01").put("period_to", "2028-12-31");
    for key in ["frequency", "methods", "responsibilities", "planning", "reporting", "importance", "previous_results"] {
        yaml.prose(key, &dice.text(3));
    }
    File { path: "clauses/09-evaluation/audits/AP-2026.yaml".to_owned(), text: yaml.0 }
}

/// The keys that most records share.
fn envelope(yaml: &mut Yaml, title: &str, status: &str, owner: &str, dice: &mut Dice) {
    yaml.put("title", title).put("status", status).put("owner", owner);
    yaml.put("classification", dice.pick(&["internal", "internal", "confidential"]));
    yaml.put("created", dice.old()).put("reviewed", dice.recent()).put("review_every", "12m");
}

fn risk(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let (owner, holder) = world.owner(dice);
    let what = dice.pick(&["Stolen credentials open", "Ransomware encrypts", "A wrong release stops", "A lost key uncovers"]);
    let mut yaml = Yaml::record(Kind::Risk, id);
    let open = dice.once_in(3);
    envelope(&mut yaml, &format!("{what} {}", system(number)), if open { "treating" } else { "monitored" }, &owner, dice);
    yaml.prose("event", &dice.text(1)).prose("cause", &dice.text(1)).prose("vulnerability", &dice.text(1));
    yaml.prose("consequence", &dice.text(2));
    yaml.list("properties", dice.pick::<[&str]>(&[&["confidentiality"], &["integrity", "availability"], &["availability"]]));
    yaml.list("assets", &world.some(Kind::Asset, 3, dice)).list("processes", &["Production operation", "Customer support"]);
    yaml.put("source", "assessment").put("criteria", "CRI-001").put("criteria_version", "\"2.1\"");
    let (likelihood, impact) = (1 + dice.below(3), 2 + dice.below(3));
    for (score, likelihood, impact, sentences) in
        [("inherent", likelihood + 2, impact + 1, 2), ("current", likelihood, impact, 2), ("target", 1, impact, 1)]
    {
        yaml.open(score).put("  likelihood", likelihood).put("  impact", impact).prose("  rationale", &dice.text(sentences));
    }
    yaml.list("existing_controls", &world.controls(3, dice)).list("treatment", &["modify"]);
    if open {
        yaml.list("treatment_controls", &world.controls(2, dice));
        action(&mut yaml.open("actions").0, world, 1, "in_progress", dice);
    }
    if likelihood * impact > 6 {
        yaml.open("acceptances").put("  - on", dice.recent()).put("    accepted_by", holder);
        yaml.put("    as", &owner)
            .put("    likelihood", likelihood)
            .put("    impact", impact)
            .put("    criteria_version", "\"2.1\"");
        yaml.prose("    justification", &dice.text(1)).put("    valid_until", dice.coming()).put("    status", "active");
    }
    yaml.put("assessed_on", dice.recent()).put("assessed_by", world.any(Kind::Person, dice));
    yaml.0
}

/// An item of a list of actions.
fn action(out: &mut String, world: &World, number: usize, status: &str, dice: &mut Dice) {
    let mut yaml = Yaml(std::mem::take(out));
    yaml.put("  - id", format_args!("T{number}")).prose("    what", &dice.text(1)).list("    controls", &world.controls(1, dice));
    yaml.put("    responsible", world.any(Kind::Role, dice)).put("    resources", "Four days of the team, no purchase");
    yaml.put("    start", dice.recent()).put("    due", dice.coming()).put("    status", status);
    if status == "verified" {
        yaml.put("    done_on", dice.recent()).list("    evidence", &world.some(Kind::Evidence, 1, dice));
        yaml.put("    verified_by", world.any(Kind::Person, dice)).put("    verified_on", dice.recent());
    }
    yaml.prose("    effect", &dice.text(1));
    *out = yaml.0;
}

pub(super) fn control(world: &World, id: &str, title: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Control, id);
    yaml.put("title", title).put("applicable", true).list("reasons", &["risk", "business"]);
    yaml.prose("justification", &dice.text(2)).put("implementation", "implemented").put("implemented_on", dice.old());
    yaml.prose("how_implemented", &dice.text(5)).put("owner", world.any(Kind::Role, dice)).open("evidence_plan");
    yaml.put("  - what", "Export with date, signed by the system").put("    every", dice.pick(&["3m", "6m", "12m"]));
    yaml.put("    source", "Ticket system and export of the console").put("effectiveness", "effective");
    yaml.put("assessed_on", dice.recent()).put("assessed_by", world.any(Kind::Person, dice));
    if dice.once_in(3) {
        yaml.list("suppliers", &world.some(Kind::Supplier, 2, dice)).prose("shared_responsibility", &dice.text(1));
    }
    yaml.put("reviewed", dice.recent()).put("review_every", "12m");
    yaml.0
}

/// A piece of evidence; for one in five the file lies beside it.
fn evidence(world: &World, id: &str, dice: &mut Dice) -> Vec<File> {
    let mut controls = world.controls(2, dice);
    let folder = format!("{}/evidence", folder_of(&controls[0]));
    controls.sort();
    let mut yaml = Yaml::record(Kind::Evidence, id);
    yaml.put("title", format_args!("Export of {}", system(dice.below(5_000)))).put("status", "accepted");
    yaml.put("owner", world.any(Kind::Role, dice)).put("classification", "confidential").list("controls", &controls);
    yaml.put("form", dice.pick(&["export", "report", "log_extract", "ticket"])).put("source_system", "Console of the platform");
    let month = 1 + dice.below(4);
    yaml.put("period_from", format_args!("2026-{month:02}-01")).put("period_to", format_args!("2026-{month:02}-28"));
    yaml.put("collected_on", format_args!("2026-{:02}-03", month + 1)).put("collected_by", world.any(Kind::Person, dice));
    let mut files = Vec::new();
    if dice.once_in(5) {
        let text = dice.text(8) + "\n";
        let digest = Sha256::digest(text.as_bytes()).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        yaml.put("file", format_args!("{id}.txt")).put("sha256", digest).put("size", text.len());
        files.push(File { path: format!("{folder}/{id}.txt"), text });
    } else {
        yaml.put("uri", format_args!("https://records.example/{id}"));
    }
    yaml.put("sampled", "Ten of 120 lines, every twelfth.").put("reviewed_by", world.any(Kind::Person, dice));
    yaml.put("reviewed_on", format_args!("2026-{:02}-12", month + 1)).put("retain_until", "2029-12-31");
    yaml.prose("notes", &dice.text(1));
    files.push(File { path: format!("{folder}/{id}.yaml"), text: yaml.0 });
    files
}

fn asset(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Asset, id);
    envelope(&mut yaml, &format!("Data of {}", system(number)), "in_use", &world.any(Kind::Role, dice), dice);
    yaml.put("type", dice.pick(&["information", "software", "cloud_service", "hardware"]));
    yaml.put("custodian", world.any(Kind::Role, dice)).prose("location", &dice.text(1)).open("cia");
    for property in ["confidentiality", "integrity", "availability"] {
        yaml.put(&format!("  {property}"), 1 + dice.below(4));
    }
    yaml.put("criticality", dice.pick(&["medium", "high", "critical"])).put("personal_data", dice.once_in(2));
    if dice.once_in(2) {
        yaml.put("supplier", world.any(Kind::Supplier, dice));
    }
    yaml.put("rto", "8h").put("rpo", "1h").put("in_scope", true).list("refs", &world.some(Kind::Asset, 2, dice));
    yaml.prose("notes", &dice.text(2));
    yaml.0
}

fn requirement(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Requirement, id);
    envelope(&mut yaml, &format!("Notice about {}", system(number)), "active", &world.any(Kind::Role, dice), dice);
    yaml.put("party", world.any(Kind::Party, dice)).put("type", dice.pick(&["legal", "contractual", "internal"]));
    yaml.put("citation", format_args!("Agreement {number}, section 4")).prose("statement", &dice.text(2)).put("addressed", "fully");
    yaml.list("met_by", &world.controls(3, dice)).prose("how_met", &dice.text(2)).list("risks", &world.some(Kind::Risk, 2, dice));
    yaml.put("check_every", "12m").put("last_checked", dice.recent()).put("compliance", "met");
    yaml.0
}

fn supplier(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Supplier, id);
    envelope(&mut yaml, &format!("{} Services", system(number)), "active", &world.any(Kind::Role, dice), dice);
    yaml.prose("service", &dice.text(1)).list("categories", &["saas"]).put("criticality", dice.pick(&["medium", "high"]));
    yaml.prose("data_accessed", &dice.text(1)).put("personal_data", true).put("location", "European Union");
    yaml.put("contract_ref", format_args!("C-{number}")).put("security_clauses", "full").open("assurance");
    yaml.put("  - type", "SOC 2 Type 2 report").put("    issuer", "Lindqvist Assurance").put("    period_end", dice.recent());
    yaml.put("    scope_checked", true).put("    user_controls_reviewed", true);
    yaml.list("    evidence", &world.some(Kind::Evidence, 1, dice)).put("conclusion", "satisfactory");
    yaml.prose("exit_plan", &dice.text(2)).prose("shared_responsibility", &dice.text(1));
    yaml.0
}

fn one_person(number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Person, id);
    yaml.put("name", person(number).0).put("status", "active").put("position", "Engineer").put("employer", "Example Ltd");
    yaml.list("git_identities", &[format!("{id}@people.example")]).put("active_from", dice.old());
    yaml.0
}

fn one_role(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Role, id);
    yaml.put("title", role(number).0).put("status", "active").put("reviewed", dice.recent()).put("review_every", "12m");
    for key in ["responsibilities", "authorities"] {
        yaml.open(key);
        for _ in 0..3 {
            yaml.0.push_str("  - ");
            yaml.0.push_str(&dice.text(1));
            yaml.0.push('\n');
        }
    }
    match id {
        "ceo" => yaml.put("top_management", true).put("may_accept_up_to", "high"),
        "ciso" => yaml.list("isms_duties", &["conformity", "performance_reporting"]),
        _ => yaml.put("reports_to", "ceo"),
    };
    yaml.open("held_by").put("  - person", world.holder(number)).put("    from", "2025-01-01");
    yaml.0
}

fn metric(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Metric, id);
    envelope(&mut yaml, &format!("Changes to {} in time", system(number)), "active", &world.any(Kind::Role, dice), dice);
    yaml.prose("question", &dice.text(1)).prose("method", &dice.text(2)).put("unit", "\"%\"").put("source", "Export of tickets");
    yaml.put("nature", "proactive").list("measures", &world.controls(2, dice)).put("target", 95).put("direction", "at_least");
    yaml.put("minimum", 0).put("maximum", 100).put("measured_every", "1m").put("measured_by", world.any(Kind::Role, dice));
    yaml.put("analysed_every", "1m").put("analysed_by", world.any(Kind::Role, dice)).list("report_to", &["ceo"]);
    yaml.put("since", "2026-01-01").put("version", "\"1.0\"").open("measurements");
    for month in 1..=5 {
        yaml.put("  - period", format_args!("\"2026-{month:02}\"")).put("    value", 90 + dice.below(10));
        yaml.put("    numerator", 90 + dice.below(10)).put("    denominator", 100);
        yaml.put("    taken_on", format_args!("2026-{:02}-02", month + 1)).put("    taken_by", world.any(Kind::Person, dice));
        yaml.open("    analysis")
            .put("      by", world.any(Kind::Person, dice))
            .put("      on", format_args!("2026-{:02}-08", month + 1));
        yaml.prose("      conclusion", &dice.text(1));
    }
    yaml.0
}

fn nonconformity(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Nonconformity, id);
    envelope(&mut yaml, &format!("No test of {} in a quarter", system(number)), "acting", &world.any(Kind::Role, dice), dice);
    yaml.put("source", "internal_audit").list("criterion", &["\"8.1\"", "A.8.13"]).prose("description", &dice.text(3));
    yaml.put("detected_on", dice.recent()).put("grade", "minor").prose("correction", &dice.text(2));
    yaml.put("corrected_on", dice.recent()).prose("consequences", &dice.text(2)).put("cause_method", "Five whys");
    yaml.prose("root_cause", &dice.text(3)).prose("similar_check", &dice.text(2)).put("action_needed", true).open("actions");
    action(&mut yaml.0, world, 1, "verified", dice);
    action(&mut yaml.0, world, 2, "in_progress", dice);
    yaml.open("effectiveness").prose("  criterion", &dice.text(1)).put("due", dice.coming());
    yaml.list("controls", &world.controls(2, dice)).list("risks", &world.some(Kind::Risk, 1, dice));
    yaml.0
}

fn competence(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Competence, id);
    yaml.put("title", format_args!("Training on {}", system(number))).put("owner", "ciso").put("classification", "confidential");
    yaml.put("person", world.any(Kind::Person, dice)).put("role", world.any(Kind::Role, dice)).put("basis", "training");
    yaml.put("obtained", dice.recent()).put("valid_until", dice.coming()).put("evaluated_by", world.any(Kind::Person, dice));
    yaml.put("evaluated_on", dice.recent())
        .prose("evaluation", &dice.text(1))
        .list("evidence", &world.some(Kind::Evidence, 1, dice));
    yaml.0
}

fn incident(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Incident, id);
    yaml.put("title", format_args!("{} unavailable for 40 minutes", system(number))).put("status", "closed");
    yaml.put("owner", world.any(Kind::Role, dice)).put("classification", "internal");
    yaml.put("detected_on", "2026-01-20").put("reported_by", world.any(Kind::Role, dice)).put("assessment", "incident");
    yaml.put("assessed_by", world.any(Kind::Person, dice)).put("assessed_on", "2026-01-20").put("severity", "medium");
    yaml.list("assets", &world.some(Kind::Asset, 2, dice)).list("properties", &["availability"]).put("personal_data", false);
    yaml.open("notification").put("  required", false).prose("  reason", &dice.text(1)).open("timeline");
    for minute in [4, 11, 27, 45] {
        yaml.put("  - at", format_args!("2026-01-20 10:{minute:02}")).put("    what", dice.sentence());
    }
    yaml.prose("response", &dice.text(2)).put("contained_on", "2026-01-20").put("resolved_on", "2026-01-21");
    yaml.prose("cause", &dice.text(2)).prose("lessons", &dice.text(2)).list("risks", &world.some(Kind::Risk, 2, dice));
    yaml.list("controls", &world.controls(2, dice));
    yaml.0
}

fn party(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Party, id);
    envelope(&mut yaml, &format!("Customers of {}", system(number)), "active", &world.any(Kind::Role, dice), dice);
    yaml.put("type", "customer").prose("interest", &dice.text(3));
    yaml.0
}

fn communication(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Communication, id);
    yaml.put("title", format_args!("News about {}", system(number))).put("owner", world.any(Kind::Role, dice));
    yaml.put("reviewed", dice.recent()).put("review_every", "12m").prose("what", &dice.text(2)).put("when", "Each quarter");
    yaml.put("with_whom", "Management meeting").put("how", "Written report").put("by", world.any(Kind::Role, dice));
    yaml.0
}

fn objective(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Objective, id);
    envelope(&mut yaml, &format!("Fewer open findings in {}", system(number)), "in_progress", &world.any(Kind::Role, dice), dice);
    yaml.prose("statement", &dice.text(1)).put("policy", "POL-001").list("drivers", &world.some(Kind::Risk, 2, dice));
    yaml.prose("target", &dice.text(1)).put("target_value", 100).put("unit", "\"%\"").prose("what", &dice.text(2));
    yaml.put("resources", "Three days a month").put("responsible", world.any(Kind::Role, dice)).put("due", dice.coming());
    yaml.prose("evaluation", &dice.text(1)).list("communicated_to", &["Engineering"]).open("progress");
    yaml.put("  - on", dice.recent())
        .put("    value", 50)
        .prose("    note", &dice.text(1))
        .put("    by", world.any(Kind::Person, dice));
    yaml.0
}

fn change(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Change, id);
    yaml.put("title", format_args!("{} moves to the second region", system(number))).put("status", "reviewed");
    yaml.put("owner", world.any(Kind::Role, dice)).prose("what", &dice.text(2)).prose("why", &dice.text(2));
    yaml.list("affects", &world.some(Kind::Asset, 3, dice)).list("risks", &world.some(Kind::Risk, 2, dice));
    yaml.prose("considerations", &dice.text(2)).put("responsible", world.any(Kind::Role, dice));
    yaml.put("approved_by", world.any(Kind::Person, dice)).put("planned_on", "2026-01-15").put("done_on", "2026-02-16");
    yaml.prose("outcome", &dice.text(1));
    yaml.0
}

fn exception(world: &World, number: usize, id: &str, dice: &mut Dice) -> String {
    let mut yaml = Yaml::record(Kind::Exception, id);
    yaml.put("title", format_args!("{} without rotation of keys", system(number))).put("status", "active");
    yaml.put("owner", world.any(Kind::Role, dice)).list("requirement", &world.controls(1, dice)).prose("scope", &dice.text(1));
    yaml.prose("reason", &dice.text(2)).prose("risk", &dice.text(2)).list("risks", &world.some(Kind::Risk, 1, dice));
    yaml.open("compensating_controls");
    let _ = writeln!(yaml.0, "  - {}\n  - {}", dice.sentence(), dice.sentence());
    yaml.put("requested_by", world.any(Kind::Role, dice)).put("approved_by", world.any(Kind::Person, dice));
    yaml.put("granted", "2026-04-02").put("expires", "2026-09-30");
    yaml.0
}

pub(super) fn approval(world: &World, number: usize, subject: &str, digest: &str) -> File {
    let id = id(Kind::Approval, number);
    let mut dice = Dice::new(Kind::Approval, number);
    let mut yaml = Yaml::record(Kind::Approval, &id);
    yaml.put("subject", subject).put("version", "\"1.2\"").put("digest", digest).put("decision", "approved");
    yaml.put("by", world.holder(1)).put("as", "ceo").put("on", dice.recent()).put("method", "forge_review");
    yaml.put("reference", format_args!("Pull request {number} of the repository"));
    File { path: format!("approvals/{id}.yaml"), text: yaml.0 }
}

/// Documents that every ISMS has, where they belong: path, type and clause.
const MANDATORY: [(&str, &str, &str); 4] = [
    ("clauses/04-context/scope.md", "scope", "\"4.3\""),
    ("clauses/04-context/context.md", "context", "\"4.1\""),
    ("clauses/06-planning/risk-process.md", "risk_process", "\"6.1.2\""),
    ("clauses/07-support/document-control.md", "standard", "\"7.5.3\""),
];

fn document(world: &World, kind: Kind, number: usize, id: &str, dice: &mut Dice) -> File {
    let mandatory = MANDATORY.get(number - 1).filter(|_| kind == Kind::Document);
    let controls = world.controls(3, dice);
    let title = format!("{} for {}", if kind == Kind::Procedure { "Work" } else { "Rules" }, system(number));
    let mut yaml = Yaml("---\n".to_owned());
    yaml.put("kind", kind.word()).put("id", id).put("title", &title).put("status", "effective").put("version", "\"1.2\"");
    yaml.put("owner", world.any(Kind::Role, dice)).put("author", world.any(Kind::Person, dice)).put("approver_role", "ceo");
    yaml.put("effective_from", "2026-02-02").put("reviewed", dice.recent()).put("review_every", "12m");
    yaml.put("classification", "internal").list("audience", &["all staff", "contractors with an account"]);
    if kind == Kind::Document {
        yaml.put("doctype", mandatory.map_or("guideline", |(_, doctype, _)| doctype));
    }
    match mandatory {
        Some((_, _, clause)) => yaml.list("clauses", &[clause]),
        None => yaml.list("controls", &controls),
    };
    yaml.put("change_class", "material").prose("change_summary", &dice.text(1)).list("refs", &world.some(Kind::Risk, 3, dice));
    let path = match mandatory {
        Some((path, ..)) => (*path).to_owned(),
        None => format!("{}/{id}-{}.md", folder_of(&controls[0]), system(number).to_lowercase()),
    };
    yaml.0.push_str("---\n");
    body(&mut yaml.0, &title, &"../".repeat(path.matches('/').count()), dice);
    File { path, text: yaml.0 }
}

/// The text of a document: sections with paragraphs, a list, a table and a link.
fn body(out: &mut String, title: &str, up: &str, dice: &mut Dice) {
    let _ = write!(out, "# {title}\n\n## Purpose\n\n");
    wrap(out, "", &dice.text(4));
    out.push_str("\n## Applies to\n\n");
    wrap(out, "", &format!("{} The border is drawn in the [scope]({up}clauses/04-context/scope.md).", dice.text(2)));
    out.push_str("\n## Rules\n\n");
    for rule in 1..=10 {
        let _ = writeln!(out, "{rule}. {}", dice.text(1));
    }
    out.push_str("\n| Information | Owner | Kept for |\n|---|---|---|\n");
    for row in 1..=5 {
        let _ = writeln!(out, "| Records of {} | Head of the team | {row} years |", system(dice.below(900)));
    }
    for heading in ["Responsibilities", "Exceptions", "Review"] {
        let _ = write!(out, "\n## {heading}\n\n");
        wrap(out, "", &dice.text(3));
    }
}
