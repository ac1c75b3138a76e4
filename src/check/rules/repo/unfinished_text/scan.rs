//! Finds placeholders in a text: words that say that something is missing, blanks to be filled in, and samples.
//!
//! Texts about placeholders are common too (coding rules, formats of dates, names of files), so code is left out, and what stands in
//! a pattern is no blank.

use std::ops::Range;

/// A placeholder with its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placeholder<'t> {
    pub(super) at: usize,
    pub(super) text: &'t str,
}

/// The placeholders of a text in their order; `own` are further words, in lower case.
pub(super) fn placeholders<'t>(text: &'t str, own: &[String]) -> Vec<Placeholder<'t>> {
    if own.is_empty() && !is_suspicious(text) {
        return Vec::new();
    }
    let masked = masked(text);
    let mut found = Vec::new();
    words(&masked, &mut found);
    for (open, close) in [("[", "]"), ("<", ">"), ("{{", "}}")] {
        blanks(&masked, open, close, &mut found);
    }
    let lower = masked.to_ascii_lowercase();
    phrases(&lower, "lorem ipsum", &mut found);
    for word in own {
        phrases(&lower, word, &mut found);
    }
    found.sort_by_key(|range| (range.start, range.end));
    // `[TBD]` is one placeholder, not two.
    found.dedup_by(|next, kept| next.start < kept.end);
    found.into_iter().map(|range| Placeholder { at: range.start, text: &text[range] }).collect()
}

/// A cheap look before the exact one: most texts have nothing that could begin a placeholder.
#[expect(clippy::needless_bitwise_bool, reason = "without branches many bytes are looked at at once: quicker than stopping at a hit")]
fn is_suspicious(text: &str) -> bool {
    let opens = |byte: u8| (byte == b'[') | (byte == b'<') | (byte == b'{');
    let begins = |[first, second, third]: [u8; 3]| {
        let [one, two, three] = [first | 0x20, second | 0x20, third | 0x20];
        let tbd = (one == b't') & (two == b'b') & ((three == b'd') | (three == b'c'));
        let todo = (one == b't') & (two == b'o') & (third == b'D');
        let marks = ((one == b'x') | (one == b'y')) & (two == one) & (three == one);
        let fixme = (one == b'f') & (two == b'i') & (three == b'x');
        let lorem = (one == b'l') & (two == b'o') & (three == b'r');
        tbd | todo | marks | fixme | lorem
    };
    let bytes = text.as_bytes();
    bytes.iter().fold(false, |hit, byte| hit | opens(*byte)) || bytes.array_windows().fold(false, |hit, three| hit | begins(*three))
}

/// The text with code, comments and the targets of links blanked out, byte for byte.
fn masked(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut blank = |range: Range<usize>| bytes[range].fill(b' ');
    let mut at = 0;
    while let Some(next) = text[at..].find(['`', '<', ']']).map(|next| at + next) {
        let rest = &text[next..];
        let end = match rest.as_bytes()[0] {
            b'`' => end_of_code(rest),
            b'<' if rest.starts_with("<!--") => Some(rest.find("-->").map_or(rest.len(), |end| end + 3)),
            b']' if rest.starts_with("](") => rest.find(')'),
            _ => None,
        };
        match end {
            // The parenthesis stays: it tells a link from a blank.
            Some(end) if rest.starts_with(']') => blank(next + 2..next + end),
            Some(end) => blank(next..next + end),
            None => {}
        }
        at = next + end.unwrap_or_else(|| run_of(rest).max(1));
    }
    String::from_utf8(bytes).unwrap_or_else(|_| " ".repeat(text.len()))
}

/// Where inline code ends that begins with a run of backticks.
fn end_of_code(rest: &str) -> Option<usize> {
    let fence = run_of(rest);
    let mut at = fence;
    while let Some(next) = rest[at..].find('`').map(|next| at + next) {
        let run = run_of(&rest[next..]);
        if run == fence {
            return Some(next + run);
        }
        at = next + run;
    }
    None
}

fn run_of(rest: &str) -> usize {
    rest.bytes().take_while(|byte| *byte == b'`').count()
}

/// What follows `TODO` where a text speaks of such marks.
const MARKS: [&str; 10] = ["list", "lists", "comment", "comments", "item", "items", "marker", "markers", "mark", "marks"];

/// What stands before or behind a form of dates that is meant as such.
const FORMS: [&str; 9] = ["as", "format", "form", "pattern", "like", "style", "notation", "written", "is"];

/// Words that say that something is missing.
fn words(text: &str, found: &mut Vec<Range<usize>>) {
    let words: Vec<Range<usize>> = word_ranges(text).collect();
    for (at, range) in words.iter().enumerate() {
        let word = &text[range.clone()];
        let neighbour =
            |at: Option<usize>| at.and_then(|at| words.get(at)).map(|range| text[range.clone()].to_lowercase()).unwrap_or_default();
        let before = neighbour(at.checked_sub(1));
        let missing = match word {
            "TBC" => true,
            "TODO" | "ToDo" | "FIXME" | "fixme" => {
                let after = [neighbour(Some(at + 1)), neighbour(Some(at + 2)), neighbour(Some(at + 3))];
                !after.iter().any(|word| MARKS.contains(&word.as_str()))
            }
            "YYYY" | "DD" | "MM" => {
                // In parentheses it explains a form.
                if let Some(end) = date_form(text, range.start).filter(|_| !text[..range.start].ends_with('(')) {
                    let after = words.iter().find(|range| range.start >= end).map(|range| text[range.clone()].to_lowercase());
                    if !FORMS.contains(&before.as_str()) && !after.is_some_and(|word| FORMS.contains(&word.as_str())) {
                        found.push(range.start..end);
                    }
                }
                false
            }
            _ => word.eq_ignore_ascii_case("tbd") || (word.len() >= 3 && word.bytes().all(|byte| byte == b'X')),
        };
        if missing {
            found.push(range.clone());
        }
    }
}

/// Where a date of letters ends that begins here.
fn date_form(text: &str, start: usize) -> Option<usize> {
    const DATES: [&str; 6] = ["YYYY-MM-DD", "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "YYYY/MM/DD"];
    DATES.iter().find(|form| text[start..].starts_with(**form)).map(|form| start + form.len())
}

fn word_ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let parts = text.split(move |letter| !is_part(letter)).filter(|part| !part.is_empty());
    parts.map(move |part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.len()
    })
}

/// A phrase that stands for itself, whatever its letter case.
fn phrases(lower: &str, phrase: &str, found: &mut Vec<Range<usize>>) {
    if phrase.trim().is_empty() {
        return;
    }
    let inside = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    for (at, _) in lower.match_indices(phrase) {
        let end = at + phrase.len();
        let begins = !inside(phrase.chars().next()) || !inside(lower[..at].chars().next_back());
        let ends = !inside(phrase.chars().next_back()) || !inside(lower[end..].chars().next());
        if begins && ends {
            found.push(at..end);
        }
    }
}

/// Blanks between brackets that somebody was to fill in.
fn blanks(text: &str, open: &str, close: &str, found: &mut Vec<Range<usize>>) {
    for (at, _) in text.match_indices(open) {
        let inner = at + open.len();
        let Some(length) = text[inner..].find([close.chars().next().unwrap_or_default(), '\n', '[', '<']) else { continue };
        let end = inner + length + close.len();
        let is_closed = text[inner + length..].starts_with(close);
        if !is_closed || length > 60 || !stands_alone(text, at, end) {
            continue;
        }
        let content = &text[inner..inner + length];
        let is_blank = if open == "{{" { !content.trim().is_empty() } else { asks_to_be_filled(content) };
        if is_blank && !(open == "<" && is_tag(content)) {
            found.push(at..end);
        }
    }
}

/// Whether a bracket is part of a sentence: no link, no footnote, no part of a pattern such as `<system>-<date>.csv`.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let glued =
        |letter: Option<char>| matches!(letter, Some('-' | '_' | '/' | '.' | '@' | '$' | ']' | '>' | '}' | '[' | '<' | '{' | '\\'));
    let mut after = text[end..].chars();
    let next = after.next();
    let goes_on = after.next().is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '[' | '<' | '{'));
    let in_pattern = glued(text[..start].chars().next_back()) || (glued(next) && goes_on);
    !in_pattern && !matches!(next, Some('(' | '['))
}

/// Words that begin an instruction to whoever fills in a template.
const INSTRUCTIONS: [&str; 14] = [
    "insert", "enter", "add", "fill", "specify", "choose", "select", "replace", "describe", "list", "define", "state", "put",
    "your",
];

/// What templates leave open.
const OPEN: [&str; 43] = [
    "placeholder",
    "tbd",
    "todo",
    "tbc",
    "tba",
    "company",
    "companyname",
    "organisation",
    "organization",
    "name",
    "names",
    "date",
    "role",
    "title",
    "department",
    "person",
    "customer",
    "client",
    "address",
    "email",
    "phone",
    "number",
    "location",
    "city",
    "country",
    "version",
    "author",
    "owner",
    "approver",
    "manager",
    "url",
    "website",
    "entity",
    "ciso",
    "officer",
    "contact",
    "amount",
    "time",
    "target",
    "status",
    "reason",
    "description",
    "percentage",
];

/// Words between those.
const BETWEEN: [&str; 16] =
    ["of", "the", "a", "an", "and", "or", "your", "our", "here", "legal", "full", "job", "security", "responsible", "e", "it"];

fn asks_to_be_filled(content: &str) -> bool {
    let words: Vec<String> = word_ranges(content).map(|range| content[range].to_lowercase()).collect();
    let words: Vec<&str> = words.iter().flat_map(|word| word.split('_')).filter(|word| !word.is_empty()).collect();
    let Some(first) = words.first() else { return false };
    let instructs = words.len() > 1 && INSTRUCTIONS.contains(first);
    let all_open = words.iter().all(|word| OPEN.contains(word) || BETWEEN.contains(word));
    instructs || (words.len() <= 6 && all_open && words.iter().any(|word| OPEN.contains(word)))
}

/// Elements of HTML whose names are words that templates leave open, too.
fn is_tag(content: &str) -> bool {
    let name = content.split_whitespace().next().unwrap_or_default();
    content.starts_with('/') || content.contains('=') || matches!(name, "address" | "title")
}

/// The first line of a conflict that Git left behind, if its last one follows.
pub(super) fn merge_conflict(text: &str) -> Option<Range<usize>> {
    let line_at = |mark: &str, from: usize| {
        let mut hits = text[from..].match_indices(mark).map(|(at, _)| from + at);
        hits.find(|at| *at == 0 || text[..*at].ends_with(['\n', '\r']))
    };
    let start = line_at("<<<<<<< ", 0)?;
    line_at(">>>>>>> ", start)?;
    let length = text[start..].find(['\n', '\r']).unwrap_or(text.len() - start);
    Some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        placeholders(text, &["acme ltd".to_owned()]).into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn what_somebody_was_to_fill_in_is_found() {
        assert_eq!(found("The owner is TBD, the date tbd. TODO: ask."), ["TBD", "tbd", "TODO"]);
        assert_eq!(
            found("[Company] shall; [Insert name of the CISO here]; [Your organisation]'s"),
            ["[Company]", "[Insert name of the CISO here]", "[Your organisation]"]
        );
        assert_eq!(
            found("<company name> trusts <insert supplier>, {{ company_name }} too"),
            ["<company name>", "<insert supplier>", "{{ company_name }}"]
        );
        assert_eq!(
            found("Lorem ipsum dolor, valid from YYYY-MM-DD, INC-XXX, ACME Ltd."),
            ["Lorem ipsum", "YYYY-MM-DD", "XXX", "ACME Ltd"]
        );
        assert_eq!(found("Owner: [TBD]; reviewed [DATE] by the [Security Officer]."), ["[TBD]", "[DATE]", "[Security Officer]"]);
        assert_eq!(found("`[Company]` and [Company]\nFIXME"), ["[Company]", "FIXME"]);
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in [
            "See [Company handbook](handbook.md) and [date][1].",
            "- [ ] open\n- [x] done\n- [X] done",
            "Press [Enter], quote [sic] or [1] and a note[^2].",
            "Dates are written as YYYY-MM-DD; the format is DD.MM.YYYY. Day of entry (YYYY-MM-DD).",
            "Files are called <system>-<date>.csv, `<name>` or [system]-[name].",
            "Code with TODO or FIXME comments is not merged. The TODO list is kept in the tracker.",
            "A line break<br>, an <address> and <a href=\"name\">.",
            "<!-- TODO: split this chapter -->",
            "Método: todo el mundo. TBDX, XX, aTODO, acme ltds.",
            "${{ secrets.name }} and [link](TODO.md)",
            "a < b and c > d, if x<name then",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn places_are_bytes_of_the_text() {
        let text = "Ümläute `x` – TBD";
        let only = placeholders(text, &[])[0];
        assert_eq!(&text[only.at..], "TBD");
    }

    #[test]
    fn a_conflict_has_a_begin_and_an_end_on_lines_of_their_own() {
        assert_eq!(merge_conflict("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n"), Some(2..14));
        assert_eq!(merge_conflict("the mark <<<<<<< HEAD\n>>>>>>> x"), None);
        assert_eq!(merge_conflict("<<<<<<< HEAD\n"), None);
    }
}
