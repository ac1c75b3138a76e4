//! The page of a rule: what, why, bad and good examples, how to fix. One text serves people, formats and tests.
//!
//! Under `## Bad` and `## Good` stand fenced files: the word after the language is the path. A line of carets in a comment under a
//! line of a bad file marks the place and the message of a finding that it must give. Where a rule looks at history, lines such as
//! `On 2026-06-08, Bob <bob@base.example> commits:` say who committed the files below them, one commit after the other.

/// A rule's page in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'p> {
    /// The first paragraph: what the rule asks.
    pub what: &'p str,
    /// The second one: why an auditor cares.
    pub why: &'p str,
    /// The files that break the rule.
    pub bad: Vec<Example<'p>>,
    /// The same, as they should be.
    pub good: Vec<Example<'p>>,
    /// The text under `## Fix`.
    pub fix: &'p str,
}

/// A file of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example<'p> {
    /// Its path in the repository.
    pub path: &'p str,
    /// Its content without the lines of carets.
    pub text: String,
    /// What the carets say.
    pub marks: Vec<Mark<'p>>,
    /// The commit in which it comes, on pages that tell commits.
    pub commit: Option<Commit<'p>>,
}

/// Who commits files of an example, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit<'p> {
    /// The day.
    pub day: &'p str,
    /// The name of the author.
    pub name: &'p str,
    /// The address.
    pub email: &'p str,
}

/// An expected finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark<'p> {
    /// Line of the file, from 1.
    pub line: usize,
    /// First column of the carets, from 1.
    pub column: usize,
    /// How many carets.
    pub width: usize,
    /// How the message begins.
    pub message: &'p str,
}

impl<'p> Page<'p> {
    /// Reads a page.
    ///
    /// # Errors
    /// What the page lacks, in words for its author.
    pub fn parse(text: &'p str) -> Result<Self, String> {
        let (head, _) = text.split_once("\n## ").ok_or("the page has no sections")?;
        let mut paragraphs = head.trim().split("\n\n").map(str::trim);
        let what = paragraphs.next().filter(|what| !what.is_empty()).ok_or("the page does not begin with what the rule asks")?;
        let why = paragraphs.next().ok_or("the page has no second paragraph that says why")?;
        let section = |name: &str| {
            let heading = format!("\n## {name}\n");
            let start = text.find(&heading).map(|at| at + heading.len())?;
            let rest = &text[start..];
            Some(rest.find("\n## ").map_or(rest, |end| &rest[..end]))
        };
        let bad = examples(section("Bad").ok_or("the page has no section `Bad`")?)?;
        let good = examples(section("Good").ok_or("the page has no section `Good`")?)?;
        let fix = section("Fix").ok_or("the page has no section `Fix`")?.trim();
        Ok(Page { what, why, bad, good, fix })
    }
}

fn examples(section: &str) -> Result<Vec<Example<'_>>, String> {
    let mut examples = Vec::new();
    let mut lines = section.lines();
    let mut commit = None;
    while let Some(line) = lines.next() {
        commit = commit_told(line).or(commit);
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        if info == "console" {
            // What is typed, not a file.
            lines.by_ref().find(|line| *line == "```");
            continue;
        }
        let (_, path) = info.split_once(' ').ok_or_else(|| format!("the fence `{info}` names no file"))?;
        let mut example = Example { path, text: String::new(), marks: Vec::new(), commit };
        let mut number = 0;
        for line in lines.by_ref().take_while(|line| *line != "```") {
            if let Some(mark) = mark(line, number) {
                example.marks.push(mark);
            } else {
                example.text.push_str(line);
                example.text.push('\n');
                number += 1;
            }
        }
        examples.push(example);
    }
    Ok(examples)
}

/// `On 2026-06-08, Bob <bob@base.example> commits:`.
fn commit_told(line: &str) -> Option<Commit<'_>> {
    let (day, who) = line.strip_prefix("On ")?.strip_suffix("> commits:")?.split_once(", ")?;
    let (name, email) = who.split_once(" <")?;
    Some(Commit { day, name, email })
}

/// `#   ^^^ message` or `<!-- ^^^ message -->` under line `line`.
fn mark(text: &str, line: usize) -> Option<Mark<'_>> {
    let comment = text.strip_prefix('#').or_else(|| text.strip_prefix("<!--"))?;
    let carets = comment.trim_start().strip_prefix('^').map(|_| comment.len() - comment.trim_start().len())?;
    let start = text.len() - comment.len() + carets;
    let width = text[start..].bytes().take_while(|byte| *byte == b'^').count();
    let message = text[start + width..].trim_end_matches("-->").trim();
    // The comment sign stands where the first column would be marked: carets that follow it at once begin there.
    let column = if carets == 0 { 1 } else { start + 1 };
    Some(Mark { line, column, width, message })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_examples_with_marks() {
        let text = "What.\n\nWhy.\n\n## Bad\n\n```yaml a/b.yaml\nid: R-1\nowner: x\n#      ^ x is nobody\n```\n\n## Good\n\n```yaml a/b.yaml\nid: R-1\n```\n\n## Fix\n\nName someone.\n";
        let page = Page::parse(text).unwrap();
        assert_eq!(page.bad[0].text, "id: R-1\nowner: x\n");
        assert_eq!(page.bad[0].marks, [Mark { line: 2, column: 8, width: 1, message: "x is nobody" }]);
        assert_eq!((page.what, page.why, page.fix), ("What.", "Why.", "Name someone."));
    }
}
