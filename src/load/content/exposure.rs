//! What should not stand in a file that Git keeps for good: keys, and numbers and lists that are personal data.
//!
//! Only forms that carry their own proof are looked for (a fixed beginning and length, a check digit), so that a hit is one.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::{Exposed, Exposure};

/// Fewer different addresses than these are no list of people; from how many on they are one is for a rule to say.
const SOME: usize = 2;

/// What a text exposes, with the first line of each.
pub(super) fn find(text: &str) -> Vec<Exposure> {
    let mut found: BTreeMap<Exposed, (usize, usize)> = BTreeMap::new();
    let mut add = |what: Exposed, line: usize, times: usize| found.entry(what).or_insert((line, 0)).1 += times;
    let mut addresses = BTreeSet::new();
    let mut first_address = 0;
    for (number, line) in text.lines().enumerate() {
        let number = number + 1;
        if line.contains("-----BEGIN ") && line.contains("PRIVATE KEY") {
            add(Exposed::PrivateKey, number, 1);
        }
        add_counted(
            &mut add,
            Exposed::AccessKey,
            number,
            line.split(|letter| !is_of_key(letter)).filter(|it| is_access_key(it)).count(),
        );
        add_counted(&mut add, Exposed::BankAccount, number, bank_accounts(line));
        add_counted(&mut add, Exposed::PaymentCard, number, payment_cards(line));
        if line.contains('@') {
            addresses.extend(line.split(|letter| !is_of_address(letter)).filter(|it| is_of_a_person(it)).map(str::to_lowercase));
            if first_address == 0 && !addresses.is_empty() {
                first_address = number;
            }
        }
    }
    if addresses.len() >= SOME {
        add(Exposed::Addresses, first_address, addresses.len());
    }
    found.into_iter().map(|(what, (line, times))| Exposure { what, line, times }).collect()
}

fn add_counted(add: &mut impl FnMut(Exposed, usize, usize), what: Exposed, line: usize, times: usize) {
    if times > 0 {
        add(what, line, times);
    }
}

fn is_of_key(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '-'
}

/// How keys of services begin, and how long the rest at least is.
const KEYS: [(&str, usize); 15] = [
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 35),
    ("ghp_", 36),
    ("gho_", 36),
    ("ghu_", 36),
    ("ghs_", 36),
    ("github_pat_", 60),
    ("glpat-", 20),
    ("npm_", 36),
    ("sk_live_", 16),
    ("rk_live_", 16),
    ("xoxb-", 24),
    ("xoxp-", 24),
    ("xapp-", 24),
];

/// Whether a word has the form that a service gives its keys. What is blacked out, or says that it is an example, is none.
fn is_access_key(word: &str) -> bool {
    let Some((begin, rest)) =
        KEYS.iter().find_map(|(begin, length)| Some((begin, word.strip_prefix(begin)?)).filter(|(_, rest)| rest.len() >= *length))
    else {
        return false;
    };
    // Two of the forms have an exact length, and no lower-case letters.
    let fits = !matches!(*begin, "AKIA" | "ASIA")
        || (rest.len() == 16 && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()));
    let different: BTreeSet<char> = rest.chars().collect();
    fits && different.len() >= 8 && rest.bytes().any(|byte| byte.is_ascii_digit()) && !rest.to_ascii_uppercase().contains("EXAMPLE")
}

/// Countries whose accounts have an IBAN, with its length.
const ACCOUNTS: [(&str, usize); 30] = [
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
];

/// How many account numbers with a right check digit a line has, written together or in groups of four.
fn bank_accounts(line: &str) -> usize {
    let bytes = line.as_bytes();
    let begins = |at: &usize| {
        bytes[*at..].len() >= 15
            && bytes[*at].is_ascii_uppercase()
            && bytes[at + 1].is_ascii_uppercase()
            && bytes[at + 2].is_ascii_digit()
            && bytes[at + 3].is_ascii_digit()
            && (*at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
    };
    (0..bytes.len()).filter(begins).filter(|at| is_bank_account(&bytes[*at..])).count()
}

fn is_bank_account(bytes: &[u8]) -> bool {
    let Some((_, length)) = ACCOUNTS.iter().find(|(country, _)| bytes.starts_with(country.as_bytes())) else { return false };
    let mut letters = Vec::with_capacity(*length);
    let mut rest = bytes.iter();
    while letters.len() < *length {
        match rest.next() {
            Some(byte) if byte.is_ascii_uppercase() || byte.is_ascii_digit() => letters.push(*byte),
            Some(b' ') if letters.len() % 4 == 0 => {}
            _ => return false,
        }
    }
    if rest.next().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    letters.rotate_left(4);
    let value = |byte: u8| u32::from(if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' + 10 });
    letters.into_iter().map(value).fold(0, |rest, value| (rest * if value > 9 { 100 } else { 10 } + value) % 97) == 1
}

/// How many numbers of payment cards with a right check digit a line has, in four groups of four: written together, sixteen digits may
/// be the number of anything.
fn payment_cards(line: &str) -> usize {
    const GROUPED: usize = 19;
    let bytes = line.as_bytes();
    let is_card = |at: &usize| {
        let Some(group) = bytes.get(*at..at + GROUPED) else { return false };
        let apart = group[4];
        let alone = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-');
        let grouped = group.iter().enumerate().all(|(at, byte)| if at % 5 == 4 { *byte == apart } else { byte.is_ascii_digit() });
        let begins = matches!((group[0], group[1]), (b'4', _) | (b'5', b'1'..=b'5') | (b'2', b'2'..=b'7'));
        grouped
            && begins
            && matches!(apart, b' ' | b'-')
            && alone(at.checked_sub(1).and_then(|before| bytes.get(before)))
            && alone(bytes.get(at + GROUPED))
            && has_check_digit(group)
    };
    (0..bytes.len()).filter(is_card).count()
}

/// The check digit of cards (ISO/IEC 7812): every other digit counts twice.
fn has_check_digit(group: &[u8]) -> bool {
    let digits = group.iter().filter(|byte| byte.is_ascii_digit()).rev().map(|byte| u32::from(byte - b'0'));
    let weigh = |(at, digit): (usize, u32)| if at % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 };
    digits.enumerate().map(weigh).sum::<u32>() % 10 == 0
}

fn is_of_address(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '@' | '.' | '_' | '-' | '+')
}

/// Mailboxes that belong to a task.
const TASKS: [&str; 16] = [
    "admin", "alerts", "contact", "help", "helpdesk", "hr", "info", "it", "mail", "noreply", "no-reply", "office", "root", "sales",
    "security", "support",
];

/// Whether a word is the e-mail address of a person; names that are kept for examples belong to nobody.
fn is_of_a_person(word: &str) -> bool {
    let Some((name, domain)) = word.trim_matches('.').split_once('@') else { return false };
    let example =
        [".example", ".test", ".invalid", "example.com", "example.org", "example.net"].iter().any(|it| domain.ends_with(it));
    let is_domain = domain.contains('.') && !domain.contains('@');
    !name.is_empty() && is_domain && !example && !TASKS.contains(&name.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Exposed, usize, usize)> {
        find(text).into_iter().map(|it| (it.what, it.line, it.times)).collect()
    }

    #[test]
    fn keys_and_numbers_are_known_by_their_form() {
        assert_eq!(found("a\n-----BEGIN RSA PRIVATE KEY-----\n"), [(Exposed::PrivateKey, 2, 1)]);
        // Put together here, so that nobody takes this file for one that holds a key.
        let key = ["AK", "IA", "Q3EGRZ7W", "T5XNM2PL"].concat();
        assert_eq!(found(&format!("user,key\nci,{key}\nold,{key}\n")), [(Exposed::AccessKey, 2, 2)]);
        assert_eq!(found("pay to DE89 3704 0044 0532 0130 00 or GB82WEST12345698765432."), [(Exposed::BankAccount, 1, 2)]);
        assert_eq!(found("card 4111 1111 1111 1111, 5500-0000-0000-0004"), [(Exposed::PaymentCard, 1, 2)]);
    }

    #[test]
    fn what_only_looks_similar_is_left_alone() {
        for text in [
            "-----BEGIN PUBLIC KEY-----",
            "AKIAIOSFODNN7EXAMPLE AKIAXXXXXXXXXXXXXXXX ghp_short",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "DE89 3704 0044 0532 0130 01 and DE893704004405320130001",
            "4111111111111111 is any number, 4111 1111 1111 1112 no card, 1234 5678 9012 3456 neither",
            "2026-06-01 10:00:00 10.0.0.1 GET /a?b=c 200 5123",
            "ADE89370400440532013000",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_list_of_people_is_more_than_a_few_addresses() {
        let list = |count: usize, domain: &str| (0..count).map(|at| format!("p{at}@{domain},\n")).collect::<String>();
        assert_eq!(found(&format!("name\n{}", list(20, "base.io"))), [(Exposed::Addresses, 2, 20)]);
        assert_eq!(found(&list(1, "base.io")), []);
        assert_eq!(found(&list(40, "mail.example")), []);
        assert_eq!(found(&"ada@base.io sees it\n".repeat(50)), []);
    }
}
