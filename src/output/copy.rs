//! Whether a copy of a document says what it would say today, and where it does not.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _};

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::text::{one_line, shorten};
use crate::model::date::Date;

/// How many lines of differences are shown.
const SHOWN: usize = 12;

/// How many lines are compared from the first difference on: enough for what is shown, whatever stands in the copy.
const COMPARED: usize = 2000;

/// How much of a line is shown.
const WIDTH: usize = 160;

/// What precedes the commit in the line that says where a document comes from.
const COMMIT: &str = "from commit ";

/// The part of workbooks and of documents of word processors that says where they come from.
const PROPERTIES: &str = "docProps/core.xml";

/// No such part is larger.
const LARGEST: u64 = 1 << 20;

/// The text of a copy that says of which day it is, and of which commit: all of it, or its properties where it is a package.
#[must_use]
pub fn said(copy: &[u8]) -> Cow<'_, str> {
    properties(copy).map_or_else(|| String::from_utf8_lossy(copy), Cow::Owned)
}

fn properties(copy: &[u8]) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(copy)).ok()?;
    let mut text = Vec::new();
    archive.by_name(PROPERTIES).ok()?.take(LARGEST).read_to_end(&mut text).ok()?;
    Some(String::from_utf8_lossy(&text).into_owned())
}

/// The commit that a copy says it was made from: behind the last `from commit` in its text.
#[must_use]
pub fn commit_of(copy: &str) -> Option<&str> {
    let (_, behind) = copy.rsplit_once(COMMIT)?;
    let end = behind.find(|letter: char| !letter.is_ascii_hexdigit()).unwrap_or(behind.len());
    (end > 0).then(|| &behind[..end])
}

/// The day that a copy says it is of: behind the last `as of` in its text.
#[must_use]
pub fn day_of(copy: &str) -> Option<Date> {
    let (_, behind) = copy.rsplit_once("as of ")?;
    behind.get(..10)?.parse().ok()
}

/// What differs, as lines that begin with `-` (the copy) and `+` (the records); empty where nothing does. Which commit it was made
/// from is not compared, because that of a copy is always an earlier one; line ends are not compared either.
#[must_use]
pub fn differences(copy: &str, current: &str) -> String {
    let (copy, current) = (without_commit(copy), without_commit(current));
    if copy == current {
        return String::new();
    }
    let (copy, current): (Vec<&str>, Vec<&str>) = (copy.lines().collect(), current.lines().collect());
    let same = copy.iter().zip(&current).take_while(|(one, other)| one == other).count();
    let window = |lines: &[&str]| lines.iter().skip(same).take(COMPARED).map(|line| (*line).to_owned()).collect::<Vec<_>>();
    let (copy, current) = (window(&copy), window(&current));
    let mut out = String::new();
    let mut count = 0;
    for step in capture_diff_slices(Algorithm::Myers, &copy, &current) {
        if step.tag() == DiffTag::Equal {
            continue;
        }
        for (sign, lines) in [('-', &copy[step.old_range()]), ('+', &current[step.new_range()])] {
            for line in lines {
                count += 1;
                if count <= SHOWN {
                    // Writing into a string cannot fail.
                    let _ = writeln!(out, "{sign} {}", shorten(&one_line(line), WIDTH));
                }
            }
        }
    }
    match count {
        0 => out.push_str("- its end is another one\n"),
        1..=SHOWN => {}
        _ => {
            let _ = writeln!(out, "… and {} more lines", count - SHOWN);
        }
    }
    out
}

/// A document without the commit it was made from, and with one kind of line end.
fn without_commit(document: &str) -> String {
    let document = document.replace("\r\n", "\n").replace("from files that are not committed as such", COMMIT);
    let mut out = String::with_capacity(document.len());
    for (at, part) in document.split(COMMIT).enumerate() {
        out.push_str(if at == 0 { part } else { part.trim_start_matches(|letter: char| letter.is_ascii_hexdigit()) });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_may_come_from_another_commit_and_have_other_line_ends() {
        let copy = "# R\r\na\r\nMade by isms from commit 0123abcd, as of 2026-06-30.\r\n";
        let current = "# R\na\nMade by isms from files that are not committed as such, as of 2026-06-30.\n";
        assert_eq!(differences(copy, current), "");
        assert_eq!((commit_of(copy), commit_of(current)), (Some("0123abcd"), None));
        assert_eq!(day_of(copy).unwrap().to_string(), "2026-06-30");
        assert_eq!(differences(copy, &current.replace("\na\n", "\nb\n")), "- a\n+ b\n");
    }

    #[test]
    fn many_differences_are_counted_and_few_are_shown() {
        let lines = |of: char| (0..5000).map(|at| format!("{of}{at}\n")).collect::<String>();
        let shown = differences(&lines('a'), &lines('b'));
        assert_eq!(shown.lines().count(), SHOWN + 1);
        assert!(shown.ends_with("… and 3988 more lines\n"), "{shown}");
        assert_eq!(day_of("as of ä"), None);
    }
}
