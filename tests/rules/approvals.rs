//! Who has to agree to what, and whether they did: the question behind `isms approve`, `review` and `log`.

use std::path::Path;

use isms::load::{Loaded, load};
use isms::model::{NotCounting, RequiredApproval};
use isms::source::{Memory, Source, Worktree};

const POLICY: &str = "clauses/05-leadership/information-security-policy.md";
const APPROVAL: &str = "approvals/APR-017-pol-001.yaml";
const PERSON: &str = "clauses/05-leadership/people/elin-v.yaml";

/// The shipped example, with texts in some of its files replaced.
fn example(edits: &[(&str, &str, &str)]) -> Loaded {
    let tree = Worktree::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/quayside")).unwrap();
    let mut reader = tree.reader().unwrap();
    let mut files = Memory::default();
    for entry in tree.list().unwrap() {
        let mut text = String::from_utf8_lossy(&reader.read(&entry.path).unwrap()).into_owned();
        for (_, from, to) in edits.iter().filter(|(path, ..)| *path == &*entry.path) {
            assert!(text.contains(from), "{from:?} is not in {}", entry.path);
            text = text.replace(from, to);
        }
        files.insert(&entry.path, text.as_bytes());
    }
    load(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// The approval of the policy, in words: who must, who could, whether it is given, and what does not count.
fn policy(edits: &[(&str, &str, &str)]) -> String {
    let loaded = example(edits);
    let required = loaded.isms.required_approval("POL-001", "2026-06-30".parse().unwrap()).unwrap();
    words(&required)
}

fn words(required: &RequiredApproval<'_>) -> String {
    let mut lines = Vec::new();
    for signature in &required.signatures {
        let who: Vec<&str> = signature.candidates.iter().map(|person| person.id()).collect();
        let given = signature.given.map_or("missing", |approval| approval.id());
        lines.push(format!("{} ({}): {given}", signature.parties.join(" or "), who.join(", ")));
    }
    lines.extend(required.not_counting.iter().map(|(approval, why)| format!("{}: {}", approval.id(), why.words())));
    lines.join("\n")
}

#[test]
fn an_approval_counts_for_the_content_it_was_given_for() {
    assert_eq!(policy(&[]), "ceo (elin-v): APR-017");
    assert_eq!(policy(&[(POLICY, "must", "should")]), "ceo (elin-v): missing\nAPR-017: it was given for another content");
    assert_eq!(
        policy(&[(APPROVAL, "decision: approved", "decision: rejected")]),
        "ceo (elin-v): missing\nAPR-017: it is a rejection"
    );
}

#[test]
fn an_approval_counts_if_the_person_could_give_it_on_that_day() {
    let why = |edit| policy(&[edit]).split_once("APR-017: ").map(|(_, why)| why.to_owned());
    let is = |why: NotCounting| Some(why.words().to_owned());
    assert_eq!(why((PERSON, "active_from: 2019-02-04", "agent: true")), is(NotCounting::NobodyThere));
    assert_eq!(why((PERSON, "active_from: 2019-02-04", "active_from: 2026-06-01")), is(NotCounting::NobodyThere));
    assert_eq!(why((APPROVAL, "as: ceo", "as: cto")), is(NotCounting::RoleNotHeld));
    assert_eq!(why((APPROVAL, "by: elin-v", "by: nobody")), is(NotCounting::NobodyThere));
    // The author of a text changes what was approved as well, so the digest has gone.
    assert_eq!(why((POLICY, "author: maria-k", "author: elin-v")), is(NotCounting::OtherContent));
    assert_eq!(why(("isms.yaml", "policy: [ceo]", "policy: [ciso]")), is(NotCounting::NotEntitled));
}

#[test]
fn every_owner_signs_the_treatment_plan() {
    let loaded = example(&[]);
    let required = loaded.isms.required_approval("rtp", "2026-06-30".parse().unwrap()).unwrap();
    assert!(required.signatures.len() > 3 && required.is_given(), "{}", words(&required));
    let loaded = example(&[("approvals/APR-026-rtp-coo.yaml", "decision: approved", "decision: rejected")]);
    let required = loaded.isms.required_approval("rtp", "2026-06-30".parse().unwrap()).unwrap();
    let missing: Vec<&str> = required
        .signatures
        .iter()
        .filter(|signature| signature.given.is_none())
        .flat_map(|signature| signature.parties.clone())
        .collect();
    assert_eq!(missing, ["coo"]);
}

#[test]
fn what_was_approved_between_two_states() {
    let now = example(&[(APPROVAL, "comment:", "notes:")]);
    let new = |before: &Loaded| {
        now.isms.approvals_since(&before.isms).iter().map(|approval| approval.id().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(new(&now), Vec::<String>::new());
    assert_eq!(new(&example(&[])), ["APR-017"]);
    assert!(now.isms.required_approval("R-001", "2026-06-30".parse().unwrap()).is_none());
}
