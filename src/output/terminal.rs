//! Findings for people: an excerpt of the source with the place marked, what is wrong, and what to do.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity as MietteSeverity,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::text::{tame, without_commands};
use super::{Run, counts, named, set_aside};
use crate::check::rules;
use crate::finding::{Finding, Label, Severity};
use crate::text::{LineIndex, Span};

/// How to draw.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Whether colours may be used.
    pub color: bool,
    /// Whether box-drawing characters may be used.
    pub unicode: bool,
    /// The width to wrap at; `None` where no person reads along (a pipe), then nothing is wrapped.
    pub width: Option<usize>,
}

/// Lines longer than this are cut around the place.
const LINE_LIMIT: usize = 160;

/// How far from the primary place, in bytes, another place of the same file is still drawn.
const COPY_LIMIT: usize = 64 * 1024;

/// How many other places of a finding are told; a role that owns sixty records is one finding, not a page.
const PLACES_LIMIT: usize = 5;

/// How many lines an excerpt may span before it is split.
const EXCERPT_LIMIT: usize = 8;

/// All findings with excerpts.
#[must_use]
pub fn excerpts(run: &Run<'_>, look: Look) -> String {
    let handler = handler(look);
    let mut out = String::new();
    for finding in &run.report.findings {
        let shown = Shown::new(run, finding);
        // The handler writes into a string, which cannot fail.
        let _ = handler.render_report(&mut out, &shown);
        out.push('\n');
    }
    out.push_str(&waived(run));
    without_commands(&out, " #")
}

/// One line a finding.
#[must_use]
pub fn lines(run: &Run<'_>) -> String {
    let mut out = String::new();
    for finding in &run.report.findings {
        let message = tame(&finding.message, false);
        let _ = writeln!(out, "{}: {}[{}] {message}", place(run, &finding.primary), finding.severity, finding.code);
    }
    out.push_str(&waived(run));
    without_commands(&out, " #")
}

/// One line for everything that is waived: each is a decision that should stay in sight. What is in the baseline is counted only, so
/// that the new findings are seen.
fn waived(run: &Run<'_>) -> String {
    let mut out = String::new();
    for aside in run.report.set_aside().filter(|aside| aside.waiver.is_some()) {
        let (finding, message) = (aside.finding, tame(&aside.finding.message, false));
        let _ = writeln!(out, "{}: waived[{}] {message} ({})", place(run, &finding.primary), finding.code, aside.why());
    }
    out
}

/// How many findings each rule has, most first, and behind them what does not count.
#[must_use]
pub fn statistics(run: &Run<'_>) -> String {
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for finding in &run.report.findings {
        *counts.entry((finding.severity, &*finding.code)).or_default() += 1;
    }
    let mut counts: Vec<((Severity, &str), usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    let mut aside: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for set_aside in run.report.set_aside() {
        *aside.entry((set_aside.word(), &*set_aside.finding.code)).or_default() += 1;
    }
    let own = |code: &str| run.report.own_rules.iter().find(|own| own.id == code).map_or("", |own| own.name());
    let name = |code: &str| rules::all().iter().find(|rule| rule.code == code).map_or_else(|| own(code), |rule| rule.name);
    let counting = counts.into_iter().map(|((severity, code), count)| (severity.name(), code, count));
    let aside = aside.into_iter().map(|((word, code), count)| (word, code, count));
    counting.chain(aside).map(|(word, code, count)| format!("{count:>6} {word:<8} {code} {}\n", name(code))).collect()
}

/// The last line: always the same words in the same order.
#[must_use]
pub fn summary(run: &Run<'_>) -> String {
    format!(
        "isms: {}{} in {} files ({} records, profile {}, as of {})\n",
        counts(run.report),
        set_aside(run.report),
        run.report.files,
        run.report.records,
        run.profile,
        run.as_of
    )
}

/// The other places of a finding in words, as many as a reader wants to see.
pub(super) fn see(run: &Run<'_>, labels: &[&Label]) -> Vec<String> {
    let told = labels.iter().take(PLACES_LIMIT);
    let told = told.map(|label| format!("see {}: {}", place(run, label), tame(&label.text, false)));
    let hidden = labels.len().saturating_sub(PLACES_LIMIT);
    told.chain((hidden > 0).then(|| format!("and {hidden} more places (`--format json` lists them)"))).collect()
}

/// `path:line:column` of a label.
pub(super) fn place(run: &Run<'_>, label: &Label) -> String {
    let path = tame(&run.path(label.at.file), false);
    // GitHub obeys a line that begins so.
    let path = if path.trim_start().starts_with("::") { format!("./{path}") } else { path };
    if run.files.get(label.at.file).is_none_or(|file| file.text.is_none()) {
        return path;
    }
    let position = run.files.lines(label.at.file).position(run.files.span(&label.at).start);
    format!("{path}:{}:{}", position.line, position.column)
}

fn handler(look: Look) -> GraphicalReportHandler {
    let theme = GraphicalTheme {
        characters: if look.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
        styles: if look.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
    };
    GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_context_lines(0)
        .with_width(look.width.unwrap_or(usize::MAX / 2))
        .with_wrap_lines(look.width.is_some())
        .with_break_words(false)
}

/// A finding as the drawing library sees it.
#[derive(Debug)]
struct Shown<'r> {
    head: String,
    message: String,
    help: String,
    severity: Severity,
    excerpt: Option<Excerpt<'r>>,
    labels: Vec<LabeledSpan>,
}

impl<'r> Shown<'r> {
    fn new(run: &Run<'r>, finding: &Finding) -> Self {
        let text = run.files.get(finding.primary.at.file).and_then(|file| file.text.as_deref());
        let (here, mut elsewhere): (Vec<&Label>, Vec<&Label>) =
            finding.related.iter().partition(|label| label.at.file == finding.primary.at.file);
        let mut labels = Vec::new();
        let excerpt = text.map(|text| {
            let spans: Vec<Span> = here.iter().map(|label| run.files.span(&label.at)).collect();
            let (excerpt, primary, others) =
                Excerpt::new(text, run.files.lines(finding.primary.at.file), run.files.span(&finding.primary.at), &spans);
            let words = Some(tame(&finding.primary.text, false)).filter(|words| !words.is_empty());
            labels.push(LabeledSpan::new_primary_with_span(words, primary));
            for (label, span) in here.iter().zip(others) {
                match span {
                    Some(span) => labels.push(LabeledSpan::new_with_span(Some(tame(&label.text, false)), span)),
                    None => elsewhere.push(label),
                }
            }
            excerpt
        });
        let mut help = finding.help.as_deref().map(|help| vec![tame(help, false)]).unwrap_or_default();
        help.extend(see(run, &elsewhere));
        let clauses = clause_words(&named(run, finding).1);
        let fixable = if finding.fix.is_some() { " · isms check --fix does it" } else { "" };
        help.push(format!("{clauses}isms explain {}{fixable}", finding.code));
        Shown {
            head: format!("{}[{}] {}", finding.severity, finding.code, place(run, &finding.primary)),
            message: tame(&finding.message, false),
            help: help.join("\n"),
            severity: finding.severity,
            excerpt,
            labels,
        }
    }
}

/// `clause 6.1.2 c, control A.5.9 · `, or nothing.
pub(crate) fn clause_words(clauses: &[&str]) -> String {
    let (controls, numbers): (Vec<&str>, Vec<&str>) = clauses.iter().partition(|clause| clause.starts_with("A."));
    let words = |name: &str, list: &[&str]| match list {
        [] => None,
        [one] => Some(format!("{name} {one}")),
        many => Some(format!("{name}s {}", many.join(", "))),
    };
    let words: Vec<String> = words("clause", &numbers).into_iter().chain(words("control", &controls)).collect();
    if words.is_empty() { String::new() } else { format!("{} · ", words.join(", ")) }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code(&self) -> Option<Box<dyn fmt::Display + '_>> {
        Some(Box::new(&self.head))
    }

    fn severity(&self) -> Option<MietteSeverity> {
        Some(match self.severity {
            Severity::Error => MietteSeverity::Error,
            Severity::Warning => MietteSeverity::Warning,
            Severity::Info => MietteSeverity::Advice,
        })
    }

    fn help(&self) -> Option<Box<dyn fmt::Display + '_>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// The lines around the places of a finding, tamed, served to the drawing library line by line; long lines are cut around the place.
#[derive(Debug)]
struct Excerpt<'r> {
    lines: LineIndex<'r>,
    /// The tamed copy of the part of the file that has the labels, and where it begins. As long as the original.
    copy: String,
    from: usize,
}

impl<'r> Excerpt<'r> {
    /// The excerpt of a file that has room for `spans`; those too far from the first are left to be told in words.
    fn new(text: &'r str, lines: LineIndex<'r>, primary: Span, others: &[Span]) -> (Self, SourceSpan, Vec<Option<SourceSpan>>) {
        let first = first_line(text, &lines, primary);
        let mut from = first.offset();
        let mut to = first.offset() + first.len();
        let others: Vec<Option<SourceSpan>> = others
            .iter()
            .map(|span| {
                let span = first_line(text, &lines, *span);
                let near = span.offset().abs_diff(first.offset()) <= COPY_LIMIT;
                if near {
                    from = from.min(span.offset());
                    to = to.max(span.offset() + span.len());
                }
                near.then_some(span)
            })
            .collect();
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let from = lines.start(lines.position(byte(from)).line);
        let last = lines.position(byte(to)).line;
        let to = lines.start(last) + lines.line(last).len();
        let copy = tame(&text[from..to], true);
        (Excerpt { lines, copy, from }, first, others)
    }
}

/// The part of a span on its first line.
fn first_line(text: &str, lines: &LineIndex<'_>, span: Span) -> SourceSpan {
    let start = text.floor_char_boundary((span.start as usize).min(text.len()));
    let line = lines.position(u32::try_from(start).unwrap_or(u32::MAX)).line;
    let end_of_line = lines.start(line) + lines.line(line).len();
    let end = text.floor_char_boundary((span.end as usize).min(end_of_line)).max(start);
    SourceSpan::new(start.into(), end - start)
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(&'a self, span: &SourceSpan, _: usize, _: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let first = self.lines.position(byte(span.offset())).line;
        let last = self.lines.position(byte(span.offset() + span.len())).line;
        let mut start = self.lines.start(first);
        let mut end = self.lines.start(last) + self.lines.line(last).len();
        let long = (first..=last).any(|line| self.lines.line(line).len() > LINE_LIMIT);
        // Refusing a stretch makes the library draw its places one by one.
        if last - first >= EXCERPT_LIMIT || (long && last > first) {
            return Err(MietteError::OutOfBounds);
        }
        if long {
            start = start.max(span.offset().saturating_sub(LINE_LIMIT / 4));
            end = end.min(start + LINE_LIMIT);
        }
        let start = self.copy.floor_char_boundary(start.saturating_sub(self.from));
        let end = self.copy.ceil_char_boundary(end.saturating_sub(self.from).min(self.copy.len()));
        let data = self.copy.get(start..end).ok_or(MietteError::OutOfBounds)?.as_bytes();
        let span = SourceSpan::new((start + self.from).into(), end - start);
        Ok(Box::new(MietteSpanContents::new(data, span, first - 1, 0, last - first + 1)))
    }
}
