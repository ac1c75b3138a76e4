//! Rules whose findings come up while files are read: the pages of what [`crate::load`] and [`crate::syntax`] report.

use crate::check::{Class, Rule, Weight, reported_elsewhere};

const fn rule(
    code: &'static str,
    name: &'static str,
    title: &'static str,
    clauses: &'static [&'static str],
    doc: &'static str,
) -> Rule {
    Rule { code, name, title, clauses, weight: Weight::ERROR, class: Class::Structural, doc, check: reported_elsewhere }
}

pub(super) static RULES: &[Rule] = &[
    rule("YAML-001", "yaml-syntax-error", "a record is valid YAML", &[], include_str!("loading/syntax.md")),
    rule("YAML-002", "yaml-duplicate-key", "a key stands once in a mapping", &[], include_str!("loading/duplicate_key.md")),
    rule("YAML-003", "yaml-several-documents", "a file holds one record", &[], include_str!("loading/several_documents.md")),
    rule(
        "YAML-004",
        "yaml-alias-unusable",
        "aliases repeat what is defined, within a budget",
        &[],
        include_str!("loading/alias.md"),
    ),
    rule("YAML-005", "yaml-tag-or-merge-key", "records use neither tags nor merge keys", &[], include_str!("loading/tag.md")),
    rule("YAML-006", "yaml-key-not-a-word", "keys are words", &[], include_str!("loading/key.md")),
    rule("YAML-007", "yaml-too-deep", "lists and mappings are nested at most 64 deep", &[], include_str!("loading/depth.md")),
    rule(
        "YAML-008",
        "front-matter-fence",
        "front matter stands between two lines of three dashes",
        &[],
        include_str!("loading/fence.md"),
    ),
    rule("SCHEMA-001", "unknown-key", "every key is one that the kind knows", &["7.5.2"], include_str!("loading/unknown_key.md")),
    rule(
        "SCHEMA-002",
        "wrong-type",
        "every value is of the type its field wants",
        &["7.5.2"],
        include_str!("loading/wrong_type.md"),
    ),
    rule("SCHEMA-003", "missing-key", "a record says what it is", &["7.5.2"], include_str!("loading/missing_key.md")),
    rule(
        "SCHEMA-004",
        "word-not-allowed",
        "a field with a list of words has one of them",
        &["7.5.2"],
        include_str!("loading/word.md"),
    ),
    rule(
        "SCHEMA-005",
        "wrong-form",
        "dates, ids, durations and references have their form",
        &["7.5.2"],
        include_str!("loading/form.md"),
    ),
    rule("SCHEMA-006", "out-of-bounds", "numbers and lists keep to their bounds", &["7.5.2"], include_str!("loading/bounds.md")),
    rule("SCHEMA-007", "unknown-kind", "a record is of a kind that exists", &["7.5.2"], include_str!("loading/unknown_kind.md")),
    rule("CFG-001", "settings-unknown-key", "isms.yaml has only known keys", &[], include_str!("loading/settings_key.md")),
    rule(
        "CFG-002",
        "settings-wrong-value",
        "isms.yaml has values that can be used",
        &[],
        include_str!("loading/settings_value.md"),
    ),
    rule("CFG-003", "settings-unknown-rule", "isms.yaml names rules that exist", &[], include_str!("loading/settings_rule.md")),
    rule(
        "CFG-004",
        "settings-other-version",
        "the program is the version that isms.yaml asks for",
        &[],
        include_str!("loading/settings_version.md"),
    ),
    rule(
        "CFG-005",
        "own-rule-unusable",
        "every rule of the organisation's own can be asked",
        &[],
        include_str!("loading/own_rule.md"),
    ),
    rule(
        "REPO-001",
        "file-unreadable",
        "every file of the registers can be read",
        &["7.5.3"],
        include_str!("loading/unreadable.md"),
    ),
    rule("REPO-002", "duplicate-id", "an id names one record", &["7.5.2"], include_str!("loading/duplicate_id.md")),
    rule(
        "REPO-003",
        "dangling-reference",
        "a reference leads to a record of the right kind",
        &["7.5.3"],
        include_str!("loading/dangling.md"),
    ),
    rule(
        "REPO-008",
        "record-without-kind",
        "every file in a register folder says what it is",
        &["7.5.2"],
        include_str!("loading/no_kind.md"),
    ),
    rule("REPO-009", "names-differ-in-case", "no two paths differ only in case", &["7.5.3"], include_str!("loading/case_clash.md")),
    rule("REPO-010", "symbolic-link", "records are files, not links", &["7.5.3"], include_str!("loading/symlink.md")),
];
