//! What a sentence asks for: how strongly, how often, how much, of whom, and who is let off.

use super::lexicon::{Bound, Force, LEXICON, Meaning, number};
use super::own::OwnWords;
use super::page::{Sentence, Shape};

/// A number with what it measures.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amount {
    /// In the base unit of its dimension.
    pub(super) value: f64,
    /// As written.
    pub(super) words: String,
    pub(super) dimension: String,
    /// What more of it means.
    pub(super) bound: Option<Bound>,
}

/// How often something is done.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cadence {
    /// Days between two times; nothing where it is vague.
    pub(super) days: Option<f64>,
    /// As written.
    pub(super) words: String,
}

/// Everything in a sentence that can make it stricter or laxer.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing a sentence does or does not do, independent of the others")]
pub(super) struct Signals {
    pub(super) forces: Vec<(Force, String)>,
    /// Whether it states what is done, which is a rule without a modal verb.
    pub(super) present: bool,
    /// Whether it says what a document covers.
    pub(super) scope: bool,
    /// Whether it speaks of the document itself.
    pub(super) metadata: bool,
    pub(super) cadences: Vec<Cadence>,
    pub(super) amounts: Vec<Amount>,
    /// Whether a time is named without a number.
    pub(super) period: bool,
    pub(super) exemptions: Vec<String>,
    pub(super) wide: Vec<String>,
    pub(super) narrow: Vec<String>,
    pub(super) include: Vec<String>,
    pub(super) dates: Vec<String>,
    /// Ids, numbers of sections, versions.
    pub(super) codes: Vec<String>,
}

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

impl Signals {
    /// Reads a sentence.
    pub(super) fn of(sentence: &Sentence) -> Self {
        let words = &sentence.words;
        let mut signals = Signals::default();
        if sentence.shape == Shape::Code {
            return signals;
        }
        let capitals = capitals(sentence);
        let mut reader = Reader { words, own: &sentence.own, signals: &mut signals, bound: None, example: false, capitals };
        let mut at = 0;
        while at < words.len() {
            at += reader.step(at).max(1);
        }
        signals.metadata = LEXICON.is_metadata(words);
        signals.scope = is_scope(words);
        signals.period = words.iter().any(|word| LEXICON.periods.contains(word.as_str()));
        if words.first().is_some_and(|word| word == "no") && signals.forces.len() <= 1 && denies(words) {
            // "No guest is left alone" forbids, whatever its verb.
            signals.forces = vec![(Force::Never, "no".to_owned())];
        }
        signals.present = signals.forces.is_empty() && states_a_duty(sentence);
        signals.take_bound_from(&sentence.head, &sentence.own);
        let time = |amount: &&mut Amount| amount.dimension == "time" && amount.bound.is_none();
        if LEXICON.is_deadline(words) && !LEXICON.is_retention(words) {
            signals.amounts.iter_mut().filter(time).for_each(|amount| amount.bound = Some(Bound::Ceiling));
        }
        signals
    }

    /// In a table, the head of a column says what a number is.
    fn take_bound_from(&mut self, head: &[String], own: &OwnWords) {
        let bounds = (0..head.len()).filter_map(|at| match own.phrase(&head[at..])? {
            (_, Meaning::Bound(bound)) => Some(bound),
            _ => None,
        });
        let mut bounds: Vec<Bound> = bounds.collect();
        bounds.dedup();
        let deadline = LEXICON.is_deadline(head) && !LEXICON.is_retention(head);
        let bound = match bounds.as_slice() {
            [bound] => *bound,
            [] if deadline => Bound::Ceiling,
            _ => return,
        };
        let open = |amount: &&mut Amount| amount.bound.is_none();
        self.amounts.iter_mut().filter(open).for_each(|amount| amount.bound = Some(bound));
    }

    /// How strongly it binds at most; a stated duty binds like a must.
    pub(super) fn strongest(&self) -> Option<Force> {
        let order = [Force::Must, Force::Never, Force::Should, Force::Avoid, Force::Exempt, Force::May];
        let found = order.into_iter().find(|force| self.forces.iter().any(|(one, _)| one == force));
        found.or_else(|| self.present.then_some(Force::Must))
    }

    /// Whether it sets a limit or an interval, which makes it a rule without a verb that says so.
    pub(super) fn measures(&self) -> bool {
        self.amounts.iter().any(|amount| amount.bound.is_some()) || self.cadences.iter().any(|cadence| cadence.days.is_some())
    }

    /// Whether it asks for something.
    pub(super) fn binds(&self) -> bool {
        matches!(self.strongest(), Some(Force::Must | Force::Never | Force::Should | Force::Avoid))
    }
}

/// Walks over the words.
struct Reader<'s> {
    words: &'s [String],
    own: &'s OwnWords,
    signals: &'s mut Signals,
    /// The last bound and where it ended.
    bound: Option<(Bound, usize)>,
    /// Whether what is read now is an example.
    example: bool,
    /// Which words are written with a capital.
    capitals: Vec<bool>,
}

impl<'s> Reader<'s> {
    fn word(&self, at: usize) -> &'s str {
        self.words.get(at).map_or("", String::as_str)
    }

    fn before(&self, at: usize) -> &'s str {
        at.checked_sub(1).map_or("", |at| self.word(at))
    }

    /// Reads what begins at a word; how many words that were.
    fn step(&mut self, at: usize) -> usize {
        self.example |= LEXICON.is_example(&self.words[at..]);
        if let Some(length) = at_once(&self.words[at..]) {
            let words = self.words[at..at + length].join(" ");
            let amount = Amount { value: 0.0, words, dimension: "time".to_owned(), bound: Some(Bound::Ceiling) };
            self.signals.amounts.push(amount);
            return length;
        }
        if let Some(length) = self.date(at).or_else(|| self.every(at)).or_else(|| self.number(at)) {
            return length;
        }
        let Some((length, meaning)) = self.own.phrase(&self.words[at..]) else {
            return 1;
        };
        let phrase = self.words[at..at + length].join(" ");
        match meaning {
            Meaning::Force(force) => {
                if !self.is_subordinate(at, &phrase, force) {
                    self.signals.forces.push((force, phrase));
                }
            }
            Meaning::Cadence(days) => {
                if !self.is_in_a_name(at) {
                    self.signals.cadences.push(Cadence { days, words: phrase });
                }
            }
            Meaning::Exemption => self.signals.exemptions.push(phrase),
            Meaning::Wide => self.signals.wide.push(phrase),
            // "limited to eight hours", and not "limited to staff".
            Meaning::Narrow if phrase.ends_with(" to") && number(self.word(at + length)).is_some() => {
                self.bound = Some((Bound::Ceiling, at + length));
            }
            Meaning::Narrow => {
                // "internal and external" covers both.
                let joined = |word: &str| word == "and" || word == "or";
                if !joined(self.before(at)) && !joined(self.word(at + length)) {
                    self.signals.narrow.push(phrase);
                }
            }
            Meaning::Include => self.signals.include.push(phrase),
            Meaning::Bound(bound) => {
                let negated =
                    (1..=2).any(|back| at.checked_sub(back).is_some_and(|at| matches!(self.word(at), "not" | "never" | "no")));
                let bound = if negated && bound == Bound::Floor { Bound::Ceiling } else { bound };
                self.bound = Some((bound, at + length));
            }
        }
        length
    }

    /// "the Daily Report": a word with a capital beside another one, within a sentence.
    fn is_in_a_name(&self, at: usize) -> bool {
        let capital = |at: usize| self.capitals.get(at).copied().unwrap_or(false);
        at > 0 && capital(at) && (capital(at + 1) || at > 1 && capital(at - 1))
    }

    /// "those who need to know", "personnel that require access": who is meant, not what is asked.
    fn is_subordinate(&self, at: usize, phrase: &str, force: Force) -> bool {
        if force == Force::May && matches!(self.before(at), "who" | "that" | "which") {
            return true;
        }
        if phrase == "will" && tells(&self.words[at + 1..]) {
            return true;
        }
        let verb = phrase.starts_with("need") || phrase.starts_with("require") || phrase == "required to";
        verb && matches!(self.before(at), "who" | "that" | "which" | "if" | "as" | "when" | "where" | "they" | "to")
    }

    fn date(&mut self, at: usize) -> Option<usize> {
        let word = self.word(at);
        let digits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
        let year = |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && digits(word);
        let parts = word.split(['-', '.']).filter(|part| !part.is_empty()).count();
        let length = if digits(word) && parts == 3 && word.len() >= 6 {
            1
        } else if MONTHS.contains(&word) {
            let day = self.word(at + 1).len() <= 4 && self.word(at + 1).starts_with(|letter: char| letter.is_ascii_digit());
            match (day, year(self.word(at + 1)), year(self.word(at + 2))) {
                (true, false, true) => 3,
                (true, ..) | (_, true, _) => 2,
                _ => return None,
            }
        } else if word.len() <= 4 && word.starts_with(|letter: char| letter.is_ascii_digit()) && MONTHS.contains(&self.word(at + 1))
        {
            if year(self.word(at + 2)) { 3 } else { 2 }
        } else if year(word) && !LEXICON.units.contains_key(self.word(at + 1)) {
            1
        } else {
            return None;
        };
        self.signals.dates.push(self.words[at..at + length].join(" "));
        Some(length)
    }

    /// "every 90 days", "every minute", "every second month", "twice a week", "3 times a year".
    fn every(&mut self, at: usize) -> Option<usize> {
        let days = |at: usize| LEXICON.units.get(self.word(at)).filter(|unit| unit.dimension == "time").map(|unit| unit.size);
        let a = |at: usize| matches!(self.word(at), "a" | "an" | "per" | "each" | "every");
        let positive = |number: &f64| *number > 0.0;
        let (length, days) = match (self.word(at), self.word(at + 1)) {
            ("every" | "each", "other" | "second") if days(at + 2).is_some() => (3, 2.0 * days(at + 2)?),
            ("every" | "each", "third") if days(at + 2).is_some() => (3, 3.0 * days(at + 2)?),
            ("every" | "each", _) if days(at + 1).is_some() => (2, days(at + 1)?),
            ("every" | "each", word) => (3, number(word)? * days(at + 2)?),
            ("once", _) if a(at + 1) => (3, days(at + 2)?),
            ("twice", _) if a(at + 1) => (3, days(at + 2)? / 2.0),
            (word, "times") if a(at + 2) => (4, days(at + 3)? / number(word).filter(positive)?),
            _ => return None,
        };
        self.signals.cadences.push(Cadence { days: Some(days), words: self.words[at..at + length].join(" ") });
        Some(length)
    }

    fn number(&mut self, at: usize) -> Option<usize> {
        let word = self.word(at);
        let Some(value) = number(word) else {
            let code = word.bytes().any(|byte| byte.is_ascii_digit());
            return code.then(|| {
                self.signals.codes.push(word.to_owned());
                1
            });
        };
        let between = ["business", "calendar", "working", "consecutive", "failed", "full", "unsuccessful"];
        let unit_at = if between.contains(&self.word(at + 1)) { at + 2 } else { at + 1 };
        let noun = self.word(unit_at);
        let unit = LEXICON.units.get(noun);
        let joins = matches!(noun, "or" | "and" | "if" | "when" | "but" | "than" | "not") || LEXICON.is_modal(noun);
        let nothing = !noun.chars().all(char::is_alphabetic) || noun.is_empty() || LEXICON.function.contains(noun) || joins;
        let named = [self.before(at), self.word(at + 1)].iter().any(|word| LEXICON.references.contains(word));
        let digits = word.starts_with(|letter: char| letter.is_ascii_digit());
        if digits && (named || self.example) {
            self.signals.codes.push(word.to_owned());
            return Some(1);
        }
        if unit.is_none() && (nothing || !digits) {
            // A number of nothing is a section, a version or a counting word.
            if digits {
                self.signals.codes.push(word.to_owned());
            }
            return Some(1);
        }
        let end = unit_at + 1;
        let behind = self.own.phrase(self.words.get(end..).unwrap_or_default()).and_then(|(_, meaning)| match meaning {
            Meaning::Bound(bound) if matches!(self.word(end), "or" | "minimum" | "maximum" | "min" | "max" | "at") => Some(bound),
            _ => None,
        });
        let ahead = self.bound.filter(|(_, ended)| at - ended <= 1).map(|(bound, _)| bound);
        self.signals.amounts.push(Amount {
            value: value * unit.map_or(1.0, |unit| unit.size),
            words: self.words[at..end].join(" "),
            dimension: unit.map_or_else(|| noun.trim_end_matches('s').to_owned(), |unit| unit.dimension.to_owned()),
            bound: ahead.or(behind).or_else(|| unit.and_then(|unit| unit.bare)),
        });
        Some(end - at)
    }
}

/// What is due at once has no time at all.
fn at_once(words: &[String]) -> Option<usize> {
    let starts = |phrase: &[&str]| words.len() >= phrase.len() && phrase.iter().zip(words).all(|(one, other)| one == other);
    let phrases: [&[&str]; 4] = [&["immediately"], &["instantly"], &["at", "once"], &["without", "delay"]];
    phrases.into_iter().find(|phrase| starts(phrase)).map(<[&str]>::len)
}

/// Whether a "will" tells what one gets to see, rather than what is asked: "the app will show a code", "will have access to".
fn tells(behind: &[String]) -> bool {
    let word = |at: usize| behind.get(at).map_or("", String::as_str);
    matches!(word(0), "show" | "display" | "tell" | "prompt" | "appear" | "see" | "look")
        || (word(0), word(1)) == ("have", "access")
}

/// Whether a sentence that begins with "no" denies something of a subject: "No guest is left alone", not "No later than Friday".
fn denies(words: &[String]) -> bool {
    let verb = |word: &String| {
        matches!(word.as_str(), "is" | "are" | "may" | "can" | "shall" | "must" | "should" | "will" | "has" | "have")
    };
    let degree = words.get(1).is_some_and(|word| matches!(word.as_str(), "later" | "more" | "less" | "fewer" | "longer" | "need"));
    !degree && words.iter().skip(2).take(2).any(verb)
}

/// Which words of a sentence are written with a capital, as far as its words are those of its text.
fn capitals(sentence: &Sentence) -> Vec<bool> {
    let mut capitals = Vec::with_capacity(sentence.words.len());
    for chunk in sentence.text.split_whitespace() {
        let capital = chunk.trim_start_matches(|letter: char| !letter.is_alphanumeric()).starts_with(char::is_uppercase);
        capitals.extend(super::words::words(chunk).iter().map(|_| capital));
    }
    if capitals.len() == sentence.words.len() { capitals } else { Vec::new() }
}

fn is_scope(words: &[String]) -> bool {
    let says = |phrase: &[&str]| words.windows(phrase.len()).any(|window| window == phrase);
    let subject = words.iter().take(4).any(|word| {
        matches!(word.as_str(), "policy" | "procedure" | "standard" | "scope" | "document" | "process" | "plan" | "program")
    });
    says(&["applies", "to"]) || says(&["apply", "to"]) || says(&["applicable", "to"]) || (subject && says(&["covers"]))
}

/// Whether a sentence without a modal verb says what is done: "Backups are encrypted", "We review logs", "Lock your screen".
fn states_a_duty(sentence: &Sentence) -> bool {
    let words = &sentence.words;
    if sentence.shape == Shape::Row {
        return false;
    }
    (0..words.len()).any(|at| is_done(words, at) || does(sentence, at)) || is_imperative(words)
}

/// "are encrypted", "is also reviewed".
fn is_done(words: &[String], at: usize) -> bool {
    if !matches!(words[at].as_str(), "is" | "are") {
        return false;
    }
    let mut rest = words[at + 1..]
        .iter()
        .skip_while(|word| word.ends_with("ly") || matches!(word.as_str(), "also" | "then" | "first" | "always"));
    rest.next().is_some_and(|word| {
        let participle =
            word.ends_with("ed") || matches!(word.as_str(), "kept" | "built" | "run" | "held" | "sent" | "taken" | "made" | "done");
        participle && !LEXICON.descriptions.contains(word.as_str())
    })
}

/// "Acme reviews", "we encrypt".
fn does(sentence: &Sentence, at: usize) -> bool {
    let words = &sentence.words;
    let word = words[at].as_str();
    let before = at.checked_sub(1).map_or("", |at| words[at].as_str());
    if before == "we" {
        return LEXICON.duties.contains(word);
    }
    let noun = matches!(
        before,
        "the"
            | "a"
            | "an"
            | "of"
            | "its"
            | "their"
            | "our"
            | "for"
            | "in"
            | "by"
            | "with"
            | "from"
            | "to"
            | "on"
            | "any"
            | "all"
            | "these"
            | "those"
    );
    !noun && third_person(word) && has_object(sentence, at)
}

/// Whether what follows a word can be its object: "reviews logs", not "reports, please" and not "requests are".
fn has_object(sentence: &Sentence, at: usize) -> bool {
    let Some(next) = sentence.words.get(at + 1).map(String::as_str) else { return false };
    let word = sentence.words[at].as_str();
    let open = sentence.text.split_whitespace().any(|chunk| chunk.to_lowercase().trim_start_matches('(') == word);
    let never = ["of", "for", "in", "on", "by", "from", "with", "that", "which", "is", "are", "was", "were", "at", "as"];
    // "reviews and updates the plan": the object comes behind the second verb.
    let joined = matches!(next, "and" | "or" | "to");
    let second = || sentence.words[at + 2..].iter().any(|word| third_person(word));
    let modal = matches!(sentence.own.phrase(&sentence.words[at + 1..]), Some((_, Meaning::Force(_))));
    open && !modal && !never.contains(&next) && (!joined || second())
}

/// Whether a word is the third person of a verb that states a duty.
fn third_person(word: &str) -> bool {
    let Some(base) = word.strip_suffix('s') else { return false };
    let duty = |base: &str| LEXICON.duties.contains(base);
    duty(base) || base.strip_suffix('e').is_some_and(duty) || base.strip_suffix("ie").is_some_and(|stem| duty(&format!("{stem}y")))
}

/// "Lock your screen", not "Access to systems".
fn is_imperative(words: &[String]) -> bool {
    let noun = |word: &String| {
        matches!(word.as_str(), "to" | "of" | "is" | "are" | "for" | "and" | "or" | "in" | "from" | "control" | "was" | "has")
    };
    let verb = |word: &str| LEXICON.duties.contains(word) || LEXICON.imperatives.contains(word);
    words.len() > 1 && verb(&words[0]) && !noun(&words[1])
}
