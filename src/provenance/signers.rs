//! Whose key is whose: an allowed-signers file (`ssh-keygen(1)`, ALLOWED SIGNERS), and the keys that records of people name.

use ssh_key::PublicKey;
use ssh_key::public::KeyData;

use crate::model::Isms;
use crate::source::Error;

/// The keys that are trusted to sign.
#[derive(Debug, Default)]
pub struct Signers {
    allowed: Vec<Allowed>,
    /// Fingerprints and the ids of people.
    people: Vec<(String, String)>,
}

/// One line of the file.
#[derive(Debug)]
struct Allowed {
    principals: String,
    key: KeyData,
    /// Empty where all are meant.
    namespaces: Vec<String>,
    /// Seconds since 1970.
    valid_after: Option<i64>,
    valid_before: Option<i64>,
}

/// What is said of a key.
pub(super) enum Trust {
    Yes(String),
    NotThen(String),
    Unknown,
}

impl Signers {
    /// The keys of the text of the allowed-signers file that the settings name, and of the people.
    ///
    /// # Errors
    /// Where a line of the file cannot be used.
    pub fn read(isms: &Isms, file: Option<&str>) -> Result<Signers, Error> {
        Signers::new(isms, file).map_err(|(line, why)| {
            let file = isms.settings.git.allowed_signers.as_deref().unwrap_or_default();
            Error::new(format!("line {line} of {file} cannot be used: {why}"), "the form is that of ssh-keygen(1), ALLOWED SIGNERS")
        })
    }

    /// The keys of an allowed-signers file and of the people of an ISMS.
    ///
    /// # Errors
    /// The number of the first line that cannot be used, and why. A line that is passed over would be a key less, or more, than its
    /// author meant.
    fn new(isms: &Isms, file: Option<&str>) -> Result<Signers, (usize, &'static str)> {
        let mut allowed = Vec::new();
        for (number, line) in file.unwrap_or_default().lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                allowed.push(Allowed::parse(line).map_err(|why| (number + 1, why))?);
            }
        }
        let keys = isms.people.iter().filter(|person| !person.agent);
        let keys = keys.flat_map(|person| person.signing_keys.iter().map(|key| (key.trim().to_owned(), person.id().to_owned())));
        Ok(Signers { allowed, people: keys.collect() })
    }

    pub(super) fn trust(&self, key: &KeyData, fingerprint: &str, namespace: &str, at: i64) -> Trust {
        let of_key: Vec<&Allowed> = self.allowed.iter().filter(|allowed| allowed.key == *key).collect();
        if let Some(allowed) = of_key.iter().find(|allowed| allowed.covers(namespace, at)) {
            return Trust::Yes(allowed.principals.clone());
        }
        if let Some(allowed) = of_key.first() {
            return Trust::NotThen(allowed.principals.clone());
        }
        match self.people.iter().find(|(known, _)| known == fingerprint) {
            Some((_, person)) => Trust::Yes(person.clone()),
            None => Trust::Unknown,
        }
    }
}

impl Allowed {
    fn parse(line: &str) -> Result<Allowed, &'static str> {
        let fields = split(line, ' ');
        let (options, key) = match fields.as_slice() {
            [_, kind, key, ..] if is_kind_of_key(kind) => ("", format!("{kind} {key}")),
            [_, options, kind, key, ..] if is_kind_of_key(kind) => (options.as_str(), format!("{kind} {key}")),
            _ => return Err("it names no key"),
        };
        let key = PublicKey::from_openssh(&key).map_err(|_| "its key cannot be read")?.key_data().clone();
        let principals = fields[0].trim_matches('"').to_owned();
        let mut allowed = Allowed { principals, key, namespaces: Vec::new(), valid_after: None, valid_before: None };
        for option in split(options, ',') {
            allowed.option(&option)?;
        }
        Ok(allowed)
    }

    fn option(&mut self, option: &str) -> Result<(), &'static str> {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let value = value.trim_matches('"');
        match name.to_ascii_lowercase().as_str() {
            "namespaces" => self.namespaces = value.split(',').map(|name| name.trim().to_owned()).collect(),
            "valid-after" => self.valid_after = Some(seconds(value)?),
            "valid-before" => self.valid_before = Some(seconds(value)?),
            "cert-authority" => return Err("authorities that sign the keys of others are not supported: name the keys"),
            _ => return Err("it has an option that is not known"),
        }
        Ok(())
    }

    fn covers(&self, namespace: &str, at: i64) -> bool {
        let named = self.namespaces.is_empty() || self.namespaces.iter().any(|name| name == namespace || name == "*");
        named && self.valid_after.is_none_or(|after| after <= at) && self.valid_before.is_none_or(|before| at < before)
    }
}

fn is_kind_of_key(word: &str) -> bool {
    word.starts_with("ssh-") || word.starts_with("ecdsa-") || word.starts_with("sk-")
}

/// The parts of a text between separators outside of quotes; none is empty.
fn split(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for letter in text.chars() {
        quoted ^= letter == '"';
        let is_border = !quoted && (letter == separator || (separator == ' ' && letter == '\t'));
        match parts.last_mut() {
            Some(part) if !is_border => part.push(letter),
            _ => parts.push(String::new()),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// `YYYYMMDD` or `YYYYMMDDHHMM[SS]`, with or without a `Z`. Times are UTC here: what a file means must not depend on the machine.
fn seconds(text: &str) -> Result<i64, &'static str> {
    let wrong = "its time is not written as YYYYMMDD or YYYYMMDDHHMMSS";
    let digits = text.trim_end_matches('Z');
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(digits.len(), 8 | 12 | 14) {
        return Err(wrong);
    }
    let padded = format!("{digits:0<14}");
    let part = |from: usize, to: usize| padded[from..to].parse::<i8>().map_err(|_| wrong);
    let year = padded[..4].parse::<i16>().map_err(|_| wrong)?;
    let at = jiff::civil::DateTime::new(year, part(4, 6)?, part(6, 8)?, part(8, 10)?, part(10, 12)?, part(12, 14)?, 0);
    let at = at.map_err(|_| wrong)?.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| wrong)?;
    Ok(at.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

    fn parsed(line: &str) -> Result<Allowed, &'static str> {
        Allowed::parse(line)
    }

    #[test]
    fn a_line_names_who_may_sign_what_and_when() {
        let plain = parsed(&format!("ada@example.org {KEY} a comment")).unwrap();
        assert!(plain.principals == "ada@example.org" && plain.covers("git", 0));
        let for_git = format!("ada@example.org,*@ci namespaces=\"file, git\",valid-before=\"20260101Z\" {KEY}");
        let for_git = parsed(&for_git).unwrap();
        assert!(for_git.covers("git", 1_767_225_599) && !for_git.covers("git", 1_767_225_600) && !for_git.covers("mail", 0));
        let later = parsed(&format!("ada@example.org valid-after=\"202601011200\" {KEY}")).unwrap();
        assert!(!later.covers("git", 1_767_268_799) && later.covers("git", 1_767_268_800));
    }

    #[test]
    fn a_line_that_is_not_understood_is_an_error() {
        for (line, why) in [
            ("ada@example.org", "it names no key"),
            ("ada@example.org ssh-ed25519 AAAA", "its key cannot be read"),
            (&format!("*@example.org cert-authority {KEY}"), "authorities"),
            (&format!("ada@example.org valid-after=\"soon\" {KEY}"), "its time is not written"),
            (&format!("ada@example.org colour=blue {KEY}"), "it has an option"),
        ] {
            let found = parsed(line).unwrap_err();
            assert!(found.starts_with(why), "{line}: {found}");
        }
    }
}
