//! What reports show as pictures, because people look at it rather than read it. How they are drawn is a matter of the formats.

use super::document::figure::{
    Bar, Bars, Better, Event, HeatRow, Heatmap, Placed, Point, RiskMatrix, State, Timeline, TimelineRow, Trend,
};
use super::document::{Document, Picture, Tone};
use super::{Subject, metrics, soa};
use crate::model::date::Duration;
use crate::model::{
    Audit, Control, Criteria, Criticality, Direction, Implementation, Incident, Metric, Record, Risk, ScaleValue, Score,
};
use crate::standard::{self, Theme};
use crate::text::wording::counted;

/// Where the open risks stand before treatment, today and once their actions are done: a matrix for each criteria in use.
pub(super) fn risk_matrix(subject: &Subject<'_>, open: &[&Record<Risk>], document: &mut Document) {
    let in_use = subject.isms.criteria_in_use();
    for criteria in &in_use {
        let judged = |risk: &&&Record<Risk>| subject.isms.criteria_of(risk).is_some_and(|it| it.id() == criteria.id());
        let risks: Vec<Placed> = open.iter().filter(judged).map(|risk| placed(criteria, risk)).collect();
        if risks.is_empty() || criteria.likelihood_scale.is_empty() || criteria.impact_scale.is_empty() {
            continue;
        }
        let title = "Open risks on the scales of likelihood and impact";
        let title = if in_use.len() > 1 { format!("{title} of {}", criteria.id()) } else { title.to_owned() };
        let alternative = format!(
            "Three matrices of likelihood by impact with the ids of {}: before any control, today, and once the open actions are done.",
            counted(risks.len(), "risk", "risks")
        );
        let name =
            if in_use.len() > 1 { format!("risk_matrix_{}", criteria.id().to_lowercase()) } else { "risk_matrix".to_owned() };
        document.figure(name, title, alternative, Picture::RiskMatrix(scales(criteria, risks)));
    }
}

fn scales(criteria: &Criteria, risks: Vec<Placed>) -> RiskMatrix {
    let mut levels: Vec<_> = criteria.levels.iter().collect();
    levels.sort_by_key(|level| level.from);
    let position = |likelihood: i64, impact: i64| {
        let level = criteria.level(criteria.score(likelihood, impact)?)?;
        levels.iter().position(|other| other.name == level.name)
    };
    let row = |likelihood: i64| criteria.impact_scale.iter().map(|impact| position(likelihood, impact.value)).collect();
    RiskMatrix {
        likelihood: criteria.likelihood_scale.iter().map(|value| value.label.clone()).collect(),
        impact: criteria.impact_scale.iter().map(|value| value.label.clone()).collect(),
        cells: criteria.likelihood_scale.iter().map(|likelihood| row(likelihood.value)).collect(),
        levels: levels.iter().map(|level| level.name.clone()).collect(),
        risks,
    }
}

fn placed(criteria: &Criteria, risk: &Record<Risk>) -> Placed {
    let place = |score: Option<&Score>| {
        let score = score?;
        let on = |scale: &[ScaleValue], value: Option<i64>| scale.iter().position(|it| Some(it.value) == value);
        Some((on(&criteria.likelihood_scale, score.likelihood)?, on(&criteria.impact_scale, score.impact)?))
    };
    Placed {
        id: risk.id().to_owned(),
        title: risk.title().to_owned(),
        inherent: place(risk.inherent.as_ref()),
        current: place(risk.current.as_ref()),
        // A risk without a target is to stay as it is.
        target: place(risk.target.as_ref().or(risk.current.as_ref())),
    }
}

/// How far the applicable controls of each theme of Annex A are implemented.
pub(super) fn controls_by_theme(subject: &Subject<'_>, document: &mut Document) {
    let annex: Vec<(&standard::Control, Option<&Record<Control>>)> = subject.isms.annex_a().collect();
    let state = |control: Option<&Record<Control>>| match control {
        Some(control) if control.is_excluded() => EXCLUDED,
        Some(control) if control.is_applicable() => {
            let state = control.implementation.unwrap_or(Implementation::NotStarted);
            STATES.iter().position(|(known, _)| *known == state).unwrap_or(UNDECIDED)
        }
        _ => UNDECIDED,
    };
    let bar = |theme: Theme| {
        let mut values = vec![0; UNDECIDED + 1];
        for (_, control) in annex.iter().filter(|(control, _)| control.theme == theme) {
            values[state(*control)] += 1;
        }
        Bar { label: format!("A.{} {}", theme.number(), theme.name()), values }
    };
    let mut bars: Vec<Bar> = Theme::ALL.iter().map(|theme| bar(*theme)).collect();
    let part = |mark: &str, label: String, tone| State { mark: mark.to_owned(), label, tone };
    let mut parts: Vec<State> = STATES.iter().map(|(state, mark)| part(mark, state.label(), soa::tone(*state))).collect();
    parts.push(part("X", "excluded".to_owned(), Tone::Plain));
    parts.push(part("?", "undecided".to_owned(), Tone::Bad));
    // A part that is nowhere would only make the legend longer.
    let kept: Vec<usize> = (0..parts.len()).filter(|at| bars.iter().any(|bar| bar.values[*at] > 0)).collect();
    for bar in &mut bars {
        bar.values = kept.iter().map(|at| bar.values[*at]).collect();
    }
    let parts = kept.iter().map(|at| parts[*at].clone()).collect();
    let alternative = "A bar for each theme of Annex A, with the number of its controls in each state of implementation.";
    let bars = Bars { of: "Theme".to_owned(), parts, bars };
    document.figure("controls_by_theme", "Controls of Annex A by theme and state", alternative, Picture::Bars(bars));
}

/// The states in the order of a bar, each with its mark: they are told apart without colour.
const STATES: [(Implementation, &str); 5] = [
    (Implementation::Implemented, "I"),
    (Implementation::Partial, "Pa"),
    (Implementation::Planned, "Pl"),
    (Implementation::NotStarted, "N"),
    (Implementation::Retired, "R"),
];
const EXCLUDED: usize = STATES.len();
const UNDECIDED: usize = EXCLUDED + 1;

/// Which clauses were audited in which year, and how much of each theme of Annex A.
pub(super) fn audit_years(subject: &Subject<'_>, document: &mut Document) {
    let audits: Vec<(i16, &Record<Audit>)> = subject
        .isms
        .audits
        .iter()
        .filter(|audit| (audit.is_internal() || audit.is_certification()) && (audit.is_performed() || audit.is_ahead()))
        .filter_map(|audit| Some((audit.date()?.year(), audit)))
        .collect();
    let (Some(first), Some(last)) = (audits.iter().map(|it| it.0).min(), audits.iter().map(|it| it.0).max()) else { return };
    // Dates that are far off the mark are findings of the check, and no reason for a picture of a thousand columns.
    let first = first.max(last.saturating_sub(YEARS - 1));
    let years: Vec<i16> = (first..=last).collect();
    let cell = |year: i16, touches: &dyn Fn(&Record<Audit>) -> Share| {
        let of = |fits: &dyn Fn(&Record<Audit>) -> bool| {
            audits.iter().filter(|(when, audit)| *when == year && fits(audit)).map(|(_, audit)| touches(audit)).max()
        };
        let internal = of(&|audit| audit.is_internal() && audit.is_performed());
        let outside = of(&|audit| !audit.is_internal() && audit.is_performed());
        let ahead = of(&|audit| !audit.is_performed());
        match (internal, outside, ahead) {
            (Some(Share::All), ..) => Some(0),
            (Some(Share::Some), ..) => Some(1),
            (_, Some(Share::All | Share::Some), _) => Some(2),
            (.., Some(Share::All | Share::Some)) => Some(3),
            _ => None,
        }
    };
    let clauses = standard::clauses().iter().filter(|clause| clause.number.matches('.').count() == 1).map(|clause| {
        let touches = |audit: &Record<Audit>| if audit.touches_clause(clause.number) { Share::All } else { Share::None };
        let label = format!("{} {}", clause.number, clause.title);
        HeatRow { label, cells: years.iter().map(|year| cell(*year, &touches)).collect() }
    });
    let themes = Theme::ALL.iter().map(|theme| {
        let controls: Vec<&str> = standard::controls().iter().filter(|it| it.theme == *theme).map(|it| it.id).collect();
        let applicable: Vec<&str> =
            controls.into_iter().filter(|id| subject.isms.control(id).is_some_and(|control| control.is_applicable())).collect();
        let touches = |audit: &Record<Audit>| {
            let reached = applicable.iter().filter(|id| audit.all_controls().any(|control| control == **id)).count();
            match reached {
                0 => Share::None,
                all if all == applicable.len() => Share::All,
                _ => Share::Some,
            }
        };
        let label = format!("A.{} {} controls", theme.number(), theme.name());
        HeatRow { label, cells: years.iter().map(|year| cell(*year, &touches)).collect() }
    });
    let rows = clauses.chain(themes).collect();
    let state = |mark: &str, label: &str, tone| State { mark: mark.to_owned(), label: label.to_owned(), tone };
    let states = vec![
        state("●", "internal audit", Tone::Good),
        state("◐", "internal audit of a part", Tone::Good),
        state("C", "certification body", Tone::Plain),
        state("○", "ahead", Tone::Open),
    ];
    let columns = years.iter().map(ToString::to_string).collect();
    let map = Heatmap { of: "Clause or theme".to_owned(), columns, rows, states };
    let alternative = "A row for each clause and each theme of Annex A, a column for each year, with the audits that reached it.";
    document.figure("audit_years", "What was audited in which year", alternative, Picture::Heatmap(map));
}

/// As many years are shown: three cycles of certification and what is ahead.
const YEARS: i16 = 10;

/// How much of something an audit reached.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Share {
    None,
    Some,
    All,
}

/// The values of a metric against its target and its alarm, where there are enough to see a line.
pub(super) fn trend(metric: &Record<Metric>, document: &mut Document) {
    let measurements = metrics::by_period(metric);
    let Some(direction) = metric.direction.filter(|_| measurements.iter().filter(|it| it.value.is_some()).count() > 1) else {
        return;
    };
    let points: Vec<Point> = measurements
        .iter()
        .map(|it| Point { period: it.period.clone(), value: it.value.filter(|value| value.is_finite()) })
        .collect();
    let alternative = format!("{} from {} to {}.", metric.title(), points[0].period, points[points.len() - 1].period);
    let better = match direction {
        Direction::AtLeast => Better::Higher,
        Direction::AtMost => Better::Lower,
    };
    let unit = metric.unit.clone().unwrap_or_default();
    let trend = Trend { unit, better, target: metric.target, threshold: metric.threshold, points };
    let name = format!("trend_{}", metric.id().to_lowercase());
    document.figure(name, format!("{} {}", metric.id(), metric.title()), alternative, Picture::Trend(trend));
}

/// When events and incidents were found, in the two years before the day of the report, by severity.
pub(super) fn incidents(subject: &Subject<'_>, document: &mut Document) {
    let from = subject.as_of.before(Duration::months(24));
    let row = |severity: Criticality| {
        let graded = subject.isms.incidents.iter().filter(|incident| incident.severity == Some(severity));
        let event = |incident: &Record<Incident>| {
            let on = incident.detected_on.filter(|on| *on >= from && *on <= subject.as_of)?;
            let tone = if super::incidents::is_over(incident) { Tone::Good } else { Tone::Open };
            Some(Event { on, label: format!("{} {}", incident.id(), incident.title()), tone })
        };
        TimelineRow { label: severity.label(), events: graded.filter_map(event).collect() }
    };
    let rows: Vec<TimelineRow> = Criticality::ALL.iter().rev().map(|it| row(*it)).filter(|row| !row.events.is_empty()).collect();
    if rows.is_empty() {
        return;
    }
    let alternative = "A line for each severity, with a mark on each day on which an event or incident was found.";
    let timeline = Timeline { from, to: subject.as_of, rows };
    document.figure("incidents_by_day", "Events and incidents of two years", alternative, Picture::Timeline(timeline));
}
