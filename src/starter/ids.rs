//! The ids that are taken, so that a new record gets one that is not.

use std::collections::BTreeMap;

use crate::load;

/// Ids with the files they stand in, collected from any number of trees without reading more of a file than its first lines.
#[derive(Debug, Clone, Default)]
pub struct TakenIds {
    /// By id in lower case: two ids that differ only in case are one id to a person.
    paths: BTreeMap<String, String>,
    /// The ids as written.
    ids: Vec<String>,
    /// The names of files, which usually begin with the id.
    names: Vec<String>,
}

impl TakenIds {
    /// Whether a file can hold a record, so that it is worth adding.
    #[must_use]
    pub fn may_hold_record(path: &str) -> bool {
        load::form_of(path).is_some()
    }

    /// Adds the id of a file, where it has one.
    pub fn add(&mut self, path: &str, bytes: &[u8]) {
        let name = path.rsplit('/').next().unwrap_or_default();
        self.names.push(name.to_owned());
        let (id, _) = load::sniff(&String::from_utf8_lossy(bytes));
        if !id.is_empty() {
            self.paths.entry(id.to_lowercase()).or_insert_with(|| path.to_owned());
            self.ids.push(id);
        }
    }

    /// Adds everything that another collection has.
    pub fn extend(&mut self, other: &TakenIds) {
        for (id, path) in &other.paths {
            self.paths.entry(id.clone()).or_insert_with(|| path.clone());
        }
        self.ids.extend_from_slice(&other.ids);
        self.names.extend_from_slice(&other.names);
    }

    /// The file in which an id stands.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&str> {
        self.paths.get(&id.to_lowercase()).map(String::as_str)
    }

    /// The number after the greatest one that is taken with a prefix such as `R-`.
    #[must_use]
    pub fn next_number(&self, prefix: &str) -> u64 {
        let ids = self.ids.iter().filter_map(|id| number(id, prefix).filter(|(_, rest)| rest.is_empty()));
        let names = self.names.iter().filter_map(|name| number(name, prefix).filter(|(_, rest)| rest.starts_with(['-', '.'])));
        let greatest = ids.chain(names).map(|(number, _)| number).max();
        greatest.unwrap_or_default().saturating_add(1)
    }
}

/// The number behind a prefix, and what follows it.
fn number<'t>(text: &'t str, prefix: &str) -> Option<(u64, &'t str)> {
    let rest = text.strip_prefix(prefix)?;
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    Some((rest[..end].parse().ok()?, &rest[end..]))
}

/// Whether a text can be an id: letters and digits in words joined by `-` or `.`.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.split(['-', '.']).all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(files: &[(&str, &str)]) -> TakenIds {
        let mut taken = TakenIds::default();
        for (path, text) in files {
            taken.add(path, text.as_bytes());
        }
        taken
    }

    #[test]
    fn the_next_number_follows_the_greatest_in_ids_and_names() {
        let taken = taken(&[
            ("clauses/06-planning/risks/R-002-a.yaml", "kind: risk\nid: R-002\n"),
            ("clauses/06-planning/risks/b.yaml", "kind: risk\r\nid: \"R-009\" # comment\r\nactions:\r\n  - id: R-077\r\n"),
            ("clauses/06-planning/risks/R-015-broken.yaml", "kind: risk\nid:\n"),
            ("clauses/04-context/requirements/REQ-040-a.yaml", "id: REQ-040\n"),
            ("x.yaml", "id: R-9a\n"),
            ("R-2025.csv-notes.md", "---\nid: R-99999999999999999999999\n---\n"),
        ]);
        assert_eq!(taken.next_number("R-"), 2026);
        assert_eq!(taken.next_number("REQ-"), 41);
        assert_eq!(taken.next_number("M-"), 1);
        assert_eq!(taken.find("r-009"), Some("clauses/06-planning/risks/b.yaml"));
        assert_eq!(taken.find("R-015"), None);
    }

    #[test]
    fn own_controls_count_by_their_ids() {
        let taken = taken(&[("annex-a/custom/x.03-a/control.yaml", "id: X.3\n"), ("a/control.yaml", "id: A.5.1\n")]);
        assert_eq!(taken.next_number("X."), 4);
    }

    #[test]
    fn an_id_is_words_joined_by_hyphens_or_dots() {
        for id in ["R-001", "A.5.15", "maria-k", "X.1", "7"] {
            assert!(is_id(id), "{id}");
        }
        for text in ["", "R 1", "-a", "a-", "a--b", "ü", "a/b", "..", "a_b"] {
            assert!(!is_id(text), "{text}");
        }
    }
}
