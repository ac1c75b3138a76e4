//! Names of files that every file system, archive and browser takes as they are.

use std::collections::HashSet;

use sha2::{Digest as _, Sha256};

/// The longest name that is made, in bytes; a pack must also fit below a long folder on Windows.
const LONGEST: usize = 80;

/// Names that mean devices on Windows, with any ending.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Gives out names within one folder, no two of which are the same on any file system.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The names that are taken, in lower case.
    taken: HashSet<String>,
}

impl Names {
    /// A safe name for a text. Where something of the text had to go, or the name is taken, the beginning of a digest of the text
    /// tells it apart.
    pub(super) fn take(&mut self, text: &str) -> String {
        let plain = safe(text);
        if plain == text && self.taken.insert(plain.to_ascii_lowercase()) {
            return plain;
        }
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes())[..6]);
        let (stem, ending) = match plain.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
            _ => (plain.as_str(), String::new()),
        };
        let mut name = format!("{stem}-{digest}{ending}");
        let mut number = 2;
        while !self.taken.insert(name.to_ascii_lowercase()) {
            name = format!("{stem}-{digest}-{number}{ending}");
            number += 1;
        }
        name
    }
}

/// A text as a name: letters and digits of ASCII, with `.`, `-` and `_` between them.
fn safe(text: &str) -> String {
    let allowed = |letter: char| if letter.is_ascii_alphanumeric() || "._-".contains(letter) { letter } else { '-' };
    let mut name: String = text.chars().map(allowed).collect();
    while name.contains("..") {
        name = name.replace("..", ".");
    }
    let name = name.trim_matches(['.', '-', ' ']);
    let name = match name.rsplit_once('.') {
        Some((stem, ending)) if name.len() > LONGEST && ending.len() <= 10 => {
            format!("{}.{ending}", &stem[..LONGEST - 1 - ending.len()])
        }
        _ => name[..name.len().min(LONGEST)].to_owned(),
    };
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    if name.is_empty() || DEVICES.contains(&stem.as_str()) { format!("file-{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_stay_and_others_become_plain() {
        let mut names = Names::default();
        assert_eq!(names.take("access-review_2026.csv"), "access-review_2026.csv");
        for hostile in [
            "../../etc/passwd",
            "a\u{202e}fdp.exe",
            "CON.txt",
            "Größe.csv",
            "日本.csv",
            "a b",
            "",
            "....",
            "x:y",
            "ACCESS-review_2026.CSV",
        ] {
            let name = names.take(hostile);
            assert!(name.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter)), "{name}");
            assert!(!name.starts_with('.') && !name.contains("..") && !name.to_lowercase().starts_with("con."), "{name}");
        }
        assert_ne!(names.take("日本.csv"), names.take("日木.csv"));
        assert!(names.take(&format!("{}.csv", "x".repeat(500))).len() < 100);
    }

    #[test]
    fn no_two_names_differ_only_in_case() {
        let mut names = Names::default();
        let all: HashSet<String> =
            ["R-1", "r-1", "R-1", "r-1.", "R-1"].iter().map(|text| names.take(text).to_lowercase()).collect();
        assert_eq!(all.len(), 5);
    }
}
