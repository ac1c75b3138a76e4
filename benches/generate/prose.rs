//! Words, numbers and YAML: what records are made of.

use std::fmt::{Display, Write as _};

use isms::model::Kind;

/// A xorshift generator: small, quick and the same everywhere.
pub(super) struct Dice(u64);

impl Dice {
    /// One for each record, so that a record does not depend on those before it.
    pub(super) fn new(kind: Kind, number: usize) -> Dice {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ ((kind as u64 + 1) << 40) ^ ((number as u64 + 1) * 0x2545_f491));
        for _ in 0..4 {
            dice.next();
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below a limit.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or_default() % limit.max(1)
    }

    /// Whether something happens that happens once in so many times.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of several.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// A day of a month range, such as `("2025-09", 9)` for September 2025 to May 2026.
    pub(super) fn day(&mut self, (year, month): (usize, usize), months: usize) -> String {
        let month = month - 1 + self.below(months);
        format!("{}-{:02}-{:02}", year + month / 12, month % 12 + 1, 1 + self.below(28))
    }

    /// A day of the last year before the rules are asked.
    pub(super) fn recent(&mut self) -> String {
        self.day((2025, 8), 10)
    }

    /// A day of the years before.
    pub(super) fn old(&mut self) -> String {
        self.day((2023, 1), 24)
    }

    /// A day of the next year.
    pub(super) fn coming(&mut self) -> String {
        self.day((2026, 8), 10)
    }

    /// Some sentences.
    pub(super) fn text(&mut self, sentences: usize) -> String {
        (0..sentences).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }

    /// A sentence.
    pub(super) fn sentence(&mut self) -> String {
        let (who, does, what) = (self.pick(&WHO), self.pick(&DOES), self.pick(&WHAT));
        let (when, why) = (self.pick(&WHEN), self.pick(&WHY));
        match self.below(4) {
            0 => format!("{who} {does} {what} {when}."),
            1 => format!("{who} {does} {what}, {why}."),
            2 => format!("Since {} {} {does} {what} {when}.", self.recent(), lower(who)),
            _ => format!("{who} {does} {what} {when}, {why}."),
        }
    }
}

fn lower(text: &str) -> String {
    text.char_indices().map(|(at, letter)| if at == 0 { letter.to_ascii_lowercase() } else { letter }).collect()
}

/// The name of a system, different for each number.
pub(super) fn system(number: usize) -> String {
    let name = ["Harbour", "Granite", "Willow", "Juniper", "Falcon", "Cobalt", "Meadow", "Orchard", "Pebble", "Sorrel", "Tamarisk"];
    format!("{}-{number}", name[number % name.len()])
}

/// The name and the id of a person.
pub(super) fn person(number: usize) -> (String, String) {
    let first = ["Ada", "Bruno", "Cleo", "Dario", "Edda", "Farid", "Greta", "Hanno", "Iris", "Jonas", "Kira", "Luca", "Mara"];
    let last = ["Albers", "Brandt", "Costa", "Dufour", "Ekman", "Fiedler", "Gruber", "Holm", "Ivanov", "Janssen", "Keller"];
    let (first, last) = (first[number % first.len()], last[number % last.len()]);
    (format!("{first} {last}"), format!("{}-{}-{number}", first.to_lowercase(), last[..1].to_lowercase()))
}

/// The title and the id of a role.
pub(super) fn role(number: usize) -> (String, String) {
    match number {
        1 => ("Chief Executive Officer".to_owned(), "ceo".to_owned()),
        2 => ("Security Lead".to_owned(), "ciso".to_owned()),
        number => (format!("Head of the team for {}", system(number)), format!("team-lead-{number}")),
    }
}

const WHO: [&str; 16] = [
    "The platform team",
    "The owner",
    "The engineer on call",
    "The Security Lead",
    "A second person",
    "The service desk",
    "The head of the department",
    "The supplier",
    "Whoever closes the ticket",
    "The asset owner",
    "The deputy",
    "The person responsible for the data",
    "The change board",
    "The internal auditor",
    "The finance team",
    "The team that runs the service",
];

const DOES: [&str; 14] = [
    "compares",
    "writes down",
    "checks",
    "confirms",
    "files",
    "reads",
    "repeats",
    "signs off",
    "draws a sample of",
    "keeps",
    "reports",
    "exports",
    "reconciles",
    "explains",
];

const WHAT: [&str; 20] = [
    "the list of accounts with their rights",
    "the result of the restore test",
    "every change to the network rules",
    "the open findings of the last scan",
    "the keys that leave the vault",
    "the alerts of the week",
    "the contract with its security clauses",
    "the copies in the second region",
    "the minutes of the meeting",
    "the record of joiners and leavers",
    "the exceptions that are about to end",
    "the sign-ins from abroad",
    "the inventory against the purchase orders",
    "the deletion log of closed customers",
    "the runbook of the database",
    "the training of new colleagues",
    "the firewall rules that nobody used",
    "the report of the penetration test",
    "the times between report and answer",
    "the figures that the supplier sends",
];

const WHEN: [&str; 14] = [
    "every Monday",
    "in the first week of the month",
    "before each release",
    "within one working day",
    "at the end of the quarter",
    "on the day of the change",
    "whenever a person leaves",
    "twice a year",
    "within 72 hours",
    "after each incident of severity high",
    "together with a colleague of another team",
    "in the tool that also holds the tickets",
    "from an export that the system signs",
    "without being asked",
];

const WHY: [&str; 14] = [
    "because a ticket alone proved nothing last year",
    "so that the deputy can go on at any time",
    "since two customers ask for it in their contracts",
    "as the review of last spring decided",
    "which took 40 minutes at the last count",
    "and notes what was found with the date",
    "so that nothing hangs on one person",
    "because the earlier way left a gap of eleven days",
    "although no case is known so far",
    "and the head of the team reads the result",
    "which the auditor sampled without a finding",
    "until the new platform takes the work over",
    "as long as the data is kept",
    "and gaps become actions with a date",
];

/// A record in YAML, written key by key. A key is given as it stands on its line, with its blanks and dashes.
#[derive(Default)]
pub(super) struct Yaml(pub(super) String);

impl Yaml {
    /// A record's first lines.
    pub(super) fn record(kind: Kind, id: &str) -> Yaml {
        let mut yaml = Yaml::default();
        yaml.put("kind", kind.word());
        yaml.put("id", id);
        yaml
    }

    /// `key: value`.
    pub(super) fn put(&mut self, key: &str, value: impl Display) -> &mut Self {
        let _ = writeln!(self.0, "{key}: {value}");
        self
    }

    /// `key: [one, other]`; nothing where there is none.
    pub(super) fn list(&mut self, key: &str, items: &[impl AsRef<str>]) -> &mut Self {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        if items.is_empty() { self } else { self.put(key, format_args!("[{}]", items.join(", "))) }
    }

    /// A text on lines of its own, wrapped at 100 columns.
    pub(super) fn prose(&mut self, key: &str, text: &str) -> &mut Self {
        let depth = key.len() - key.trim_start_matches([' ', '-']).len() + 2;
        let _ = writeln!(self.0, "{key}: >-");
        wrap(&mut self.0, &" ".repeat(depth), text);
        self
    }

    /// A key that only holds others.
    pub(super) fn open(&mut self, key: &str) -> &mut Self {
        let _ = writeln!(self.0, "{key}:");
        self
    }
}

/// A text in lines of at most 100 columns.
pub(super) fn wrap(out: &mut String, indent: &str, text: &str) {
    let mut width = 0;
    for word in text.split(' ') {
        if width > 0 && width + 1 + word.len() > 100 {
            out.push('\n');
            width = 0;
        }
        if width == 0 {
            out.push_str(indent);
            width = indent.len();
        } else {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += word.len();
    }
    out.push('\n');
}
