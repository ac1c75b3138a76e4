//! What every report about risks shows of one: its scores, its decision, its criteria.

use std::fmt::Write as _;

use super::Subject;
use super::document::{Cell, Document, Tone};
use crate::model::{Acceptance, Criteria, Record, Risk, RiskDecision, Score, Weighed, natural};
use crate::text::wording::{counted, listed};

/// The open risks, the gravest first.
pub(super) fn open<'m>(subject: &Subject<'m>) -> Vec<&'m Record<Risk>> {
    let mut risks: Vec<_> = subject.isms.risks.iter().filter(|risk| risk.is_open()).collect();
    risks.sort_by_cached_key(|risk| (std::cmp::Reverse(score(subject, risk, risk.current.as_ref())), natural(risk.id())));
    risks
}

/// What the formula gives for a score.
pub(super) fn score(subject: &Subject<'_>, risk: &Risk, score: Option<&Score>) -> Option<i64> {
    subject.isms.judged(risk, score).map(|(number, _)| number)
}

/// The number, the level and the two values of a score; three cells.
pub(super) fn score_cells(subject: &Subject<'_>, risk: &Risk, score: Option<&Score>) -> [Cell; 3] {
    let Some(values) = score else { return [Cell::Empty, Cell::Empty, Cell::Empty] };
    let value = |value: Option<i64>| value.map_or("?".to_owned(), |value| value.to_string());
    let place = Cell::Text(format!("L {}, I {}", value(values.likelihood), value(values.impact)));
    let Some((number, level)) = subject.isms.judged(risk, score) else {
        return [Cell::Empty, Cell::State("not on the scales".to_owned(), Tone::Bad), place];
    };
    let level = level.map_or(Cell::State("in no level".to_owned(), Tone::Bad), |level| {
        Cell::State(level.name.clone(), tone(subject.isms.weighed(risk, score)))
    });
    [Cell::Number(number), level, place]
}

/// How good a score is, judged by who may accept it.
fn tone(weighed: Option<Weighed<'_>>) -> Tone {
    match weighed {
        None => Tone::Plain,
        Some(weighed) if weighed.is_unacceptable() => Tone::Bad,
        Some(weighed) if weighed.is_above() => Tone::Open,
        Some(_) => Tone::Good,
    }
}

/// What was decided about what is left of a risk, in words, and how good that is.
pub(super) fn decision_cell(subject: &Subject<'_>, risk: &Record<Risk>) -> Cell {
    let (words, tone) = match subject.isms.decision_about(risk, subject.as_of) {
        RiskDecision::NotAssessed => ("not assessed yet".to_owned(), Tone::Bad),
        RiskDecision::NotScored => ("not scored by the criteria".to_owned(), Tone::Bad),
        RiskDecision::NotTreated => ("no treatment chosen".to_owned(), Tone::Bad),
        RiskDecision::Within => ("within the acceptance threshold".to_owned(), Tone::Good),
        RiskDecision::UnderTreatment => ("above the threshold until its actions are done".to_owned(), Tone::Open),
        RiskDecision::Accepted(_, None) => ("accepted".to_owned(), Tone::Open),
        RiskDecision::Accepted(_, Some(end)) => (format!("accepted until {end}"), Tone::Open),
        RiskDecision::Expired(_, end) => (format!("acceptance expired on {end}"), Tone::Bad),
        RiskDecision::Unaccepted => ("above the threshold, accepted by nobody".to_owned(), Tone::Bad),
    };
    Cell::State(words, tone)
}

/// Who accepted what is left of a risk, on which day, why, and on which conditions.
pub(super) fn acceptance_cells(subject: &Subject<'_>, risk: &Record<Risk>) -> [Cell; 3] {
    let (RiskDecision::Accepted(acceptance, _) | RiskDecision::Expired(acceptance, _)) =
        subject.isms.decision_about(risk, subject.as_of)
    else {
        return [Cell::Empty, Cell::Empty, Cell::Empty];
    };
    let text = |text: &Option<String>| Cell::maybe(text.as_deref());
    [Cell::text(acceptor(subject, acceptance)), text(&acceptance.justification), text(&acceptance.conditions)]
}

fn acceptor(subject: &Subject<'_>, acceptance: &Acceptance) -> String {
    subject.act(
        acceptance.accepted_by.as_deref(),
        acceptance.accepted_by_name.as_deref(),
        acceptance.role.as_deref(),
        acceptance.on,
    )
}

/// The criteria that the scores are read by, under the title.
pub(super) fn criteria_facts(subject: &Subject<'_>, document: &mut Document) {
    let criteria = subject.isms.criteria_in_use();
    if criteria.is_empty() {
        document.fact("Risk criteria", "none are in force, so that no score can be read");
    }
    for criteria in criteria {
        document.fact("Risk criteria", criteria_words(criteria));
        if let Some(threshold) = criteria.acceptance_threshold {
            document.fact("Acceptance threshold", format!("{threshold}; what scores higher is accepted by name or lowered"));
        }
    }
}

fn criteria_words(criteria: &Record<Criteria>) -> String {
    let version = criteria.version.as_ref().map(|version| format!(" version {version}")).unwrap_or_default();
    let since = criteria.effective_from.map(|day| format!(", in effect since {day}")).unwrap_or_default();
    format!("{}{version}{since}", criteria.id())
}

/// How many risks are in each level by a score, the highest level first: `0 critical, 1 high, 9 medium and 5 low`.
pub(super) fn by_level<'r>(
    subject: &Subject<'_>,
    risks: &[&'r Record<Risk>],
    moment: impl Fn(&'r Risk) -> Option<&'r Score>,
) -> Vec<(String, usize)> {
    let mut levels: Vec<(i64, String, usize)> = Vec::new();
    for criteria in subject.isms.criteria_in_use() {
        for level in &criteria.levels {
            if !levels.iter().any(|(_, name, _)| *name == level.name) {
                levels.push((level.from, level.name.clone(), 0));
            }
        }
    }
    levels.sort_by_key(|(from, ..)| std::cmp::Reverse(*from));
    let mut unscored = 0;
    for risk in risks {
        let level = subject.isms.judged(risk, moment(risk)).and_then(|(_, level)| level);
        match level.and_then(|level| levels.iter_mut().find(|(_, name, _)| *name == level.name)) {
            Some((.., count)) => *count += 1,
            None => unscored += 1,
        }
    }
    let mut counts: Vec<(String, usize)> = levels.into_iter().map(|(_, name, count)| (name, count)).collect();
    if unscored > 0 {
        counts.push(("not scored".to_owned(), unscored));
    }
    counts
}

/// What a manager has to know about the open risks.
pub(super) fn summary(subject: &Subject<'_>, risks: &[&Record<Risk>]) -> String {
    if risks.is_empty() {
        return "No open risks are recorded.".to_owned();
    }
    let levels = by_level(subject, risks, |risk| risk.current.as_ref());
    let levels: Vec<String> = levels.iter().map(|(name, count)| format!("{count} {name}")).collect();
    let mut text = counted(risks.len(), "open risk", "open risks");
    if !levels.is_empty() {
        let _ = write!(text, ": {}", listed(&levels));
    }
    text.push_str(". ");
    text.push_str(&above_threshold(subject, risks));
    text
}

/// `8 score above the acceptance threshold today: 8 accepted, the first until 2026-08-31.`
fn above_threshold(subject: &Subject<'_>, risks: &[&Record<Risk>]) -> String {
    let above = |risk: &&&Record<Risk>| subject.isms.weighed(risk, risk.current.as_ref()).is_some_and(|it| it.is_above());
    let above: Vec<_> = risks.iter().filter(above).collect();
    if above.is_empty() {
        return "None scores above the acceptance threshold today.".to_owned();
    }
    let (mut accepted, mut treated, mut expired, mut open) = (Vec::new(), 0, 0, 0);
    for risk in &above {
        match subject.isms.decision_about(risk, subject.as_of) {
            RiskDecision::Accepted(_, end) => accepted.push(end),
            RiskDecision::UnderTreatment | RiskDecision::Within => treated += 1,
            RiskDecision::Expired(..) => expired += 1,
            _ => open += 1,
        }
    }
    let mut parts = Vec::new();
    if !accepted.is_empty() {
        let first = accepted
            .iter()
            .flatten()
            .min()
            .map(|end| if accepted.len() == 1 { format!(" until {end}") } else { format!(", the first until {end}") });
        parts.push(format!("{} accepted{}", accepted.len(), first.unwrap_or_default()));
    }
    let rest = [(treated, "lowered by open actions"), (expired, "with an expired acceptance"), (open, "with nobody's acceptance")];
    parts.extend(rest.iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")));
    let verb = if above.len() == 1 { "scores" } else { "score" };
    format!("{} {verb} above the acceptance threshold today: {}.", above.len(), parts.join("; "))
}
