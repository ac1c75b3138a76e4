//! Pictures as data: what is to be seen, not how it is drawn. Every one of them can also be read as a table.

use serde::Serialize;

use super::{Cell, Column, Name, Table, Tone};
use crate::model::date::Date;

/// A picture with a title.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// What it is called in programs, for example `risk_matrix`.
    pub name: Name,
    /// Its title.
    pub title: String,
    /// What it shows, in a sentence, for people who cannot see it.
    pub alternative: String,
    /// What is in it.
    pub picture: Picture,
}

/// The kinds of pictures. None needs colour to be read: marks, letters and numbers say the same.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Picture {
    /// Where risks stand on the scales: before treatment, today, and where they shall be.
    RiskMatrix(RiskMatrix),
    /// How a number is made up, in several bars.
    Bars(Bars),
    /// A field of states, such as clauses by years.
    Heatmap(Heatmap),
    /// Values over time beside what they shall be.
    Trend(Trend),
    /// Days on a line.
    Timeline(Timeline),
}

/// Two scales, the level of every pair of values, and risks.
#[derive(Debug, Clone, Serialize)]
pub struct RiskMatrix {
    /// The labels of the values of likelihood, lowest first.
    pub likelihood: Vec<String>,
    /// The labels of the values of impact, lowest first.
    pub impact: Vec<String>,
    /// The names of the levels, lowest first.
    pub levels: Vec<String>,
    /// The level of each pair, as a position in `levels`: a row for each likelihood, in it one for each impact. `None` where the
    /// criteria name no level.
    pub cells: Vec<Vec<Option<usize>>>,
    /// The risks.
    pub risks: Vec<Placed>,
}

/// A risk with its places: positions of likelihood and impact on the scales, counted from 0.
#[derive(Debug, Clone, Serialize)]
pub struct Placed {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Before any control.
    pub inherent: Option<(usize, usize)>,
    /// With the controls of today.
    pub current: Option<(usize, usize)>,
    /// With the planned ones too.
    pub target: Option<(usize, usize)>,
}

/// The three moments at which a risk is scored.
pub const MOMENTS: [&str; 3] = ["Inherent", "Current", "Target"];

impl Placed {
    /// Where it stands at the moments of [`MOMENTS`].
    #[must_use]
    pub fn places(&self) -> [Option<(usize, usize)>; 3] {
        [self.inherent, self.current, self.target]
    }
}

impl RiskMatrix {
    /// The ids of the risks that stand in a cell at a moment of [`MOMENTS`], in their order.
    #[must_use]
    pub fn risks_at(&self, moment: usize, likelihood: usize, impact: usize) -> Vec<&str> {
        let here = |risk: &&Placed| risk.places().get(moment) == Some(&Some((likelihood, impact)));
        self.risks.iter().filter(here).map(|risk| risk.id.as_str()).collect()
    }

    /// The level of a cell.
    #[must_use]
    pub fn level(&self, likelihood: usize, impact: usize) -> Option<usize> {
        self.cells.get(likelihood)?.get(impact).copied().flatten()
    }
}

/// Bars with the same parts.
#[derive(Debug, Clone, Serialize)]
pub struct Bars {
    /// What a bar stands for, for example `Theme`.
    pub of: String,
    /// The parts of every bar, in their order.
    pub parts: Vec<State>,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How much of each part it has.
    pub values: Vec<u32>,
}

impl Bar {
    /// How long it is.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.values.iter().sum()
    }
}

/// A state with a mark that stands for it where there is no room for its name.
#[derive(Debug, Clone, Serialize)]
pub struct State {
    /// One or two letters, for example `D`.
    pub mark: String,
    /// Its name, for example `done`.
    pub label: String,
    /// How good it is.
    pub tone: Tone,
}

/// Rows and columns with a state where they meet.
#[derive(Debug, Clone, Serialize)]
pub struct Heatmap {
    /// What a row stands for, for example `Clause`.
    pub of: String,
    /// The heads of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<HeatRow>,
    /// The states, which are also the legend.
    pub states: Vec<State>,
}

/// A row of a heat map.
#[derive(Debug, Clone, Serialize)]
pub struct HeatRow {
    /// What it stands for.
    pub label: String,
    /// A state for each column, as a position in `states`; `None` where there is nothing.
    pub cells: Vec<Option<usize>>,
}

/// Which side of a target is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// At least the target.
    Higher,
    /// At most the target.
    Lower,
}

/// Values by period.
#[derive(Debug, Clone, Serialize)]
pub struct Trend {
    /// What the values count, for example `%` or `days`.
    pub unit: String,
    /// Which side is good.
    pub better: Better,
    /// What they shall be.
    pub target: Option<f64>,
    /// Where something must be done.
    pub threshold: Option<f64>,
    /// The values, oldest first.
    pub points: Vec<Point>,
}

/// A value of a period.
#[derive(Debug, Clone, Serialize)]
pub struct Point {
    /// The period, for example `2026-Q1`.
    pub period: String,
    /// The value; `None` where nothing was measured.
    pub value: Option<f64>,
}

impl Trend {
    /// How good a value is: the target reached, missed within the threshold, or beyond it.
    #[must_use]
    pub fn tone(&self, value: f64) -> Tone {
        let reaches = |bound: f64| match self.better {
            Better::Higher => value >= bound,
            Better::Lower => value <= bound,
        };
        match (self.target, self.threshold) {
            (Some(target), _) if reaches(target) => Tone::Good,
            (_, Some(threshold)) if !reaches(threshold) => Tone::Bad,
            (Some(_), _) => Tone::Open,
            (None, Some(_)) => Tone::Good,
            (None, None) => Tone::Plain,
        }
    }

    /// The smallest and the largest number that is to be seen, a little apart where they are the same.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let values = self.points.iter().filter_map(|point| point.value).chain(self.target).chain(self.threshold);
        let values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        match high - low {
            width if !width.is_finite() => (0.0, 1.0),
            width if width <= f64::EPSILON * high.abs().max(1.0) => (low - 1.0, high + 1.0),
            _ => (low, high),
        }
    }
}

/// Days in rows.
#[derive(Debug, Clone, Serialize)]
pub struct Timeline {
    /// The first day that is shown.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// The rows.
    pub rows: Vec<TimelineRow>,
}

/// A row of a timeline.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineRow {
    /// What it stands for.
    pub label: String,
    /// What happened.
    pub events: Vec<Event>,
}

/// Something on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Event {
    /// The day.
    pub on: Date,
    /// What it was.
    pub label: String,
    /// How good it was.
    pub tone: Tone,
}

impl Figure {
    /// The same as a table, for formats that cannot draw and for readers who want the numbers.
    #[must_use]
    pub fn table(&self) -> Table {
        let (columns, rows) = match &self.picture {
            Picture::RiskMatrix(matrix) => risks(matrix),
            Picture::Bars(bars) => parts(bars),
            Picture::Heatmap(map) => states(map),
            Picture::Trend(trend) => values(trend),
            Picture::Timeline(timeline) => events(timeline),
        };
        Table::new(self.name.clone(), self.title.clone(), columns, rows)
    }
}

type Content = (Vec<Column>, Vec<Vec<Cell>>);

fn risks(matrix: &RiskMatrix) -> Content {
    let mut columns = vec![Column::one("risk", "Risk", 3), Column::one("title", "Title", 9)];
    columns.extend(MOMENTS.map(|moment| Column::one(moment.to_lowercase(), moment, 7)));
    let place = |place: Option<(usize, usize)>| {
        let (likelihood, impact) = place?;
        let level = matrix.level(likelihood, impact).and_then(|level| matrix.levels.get(level)).map(|level| format!(": {level}"));
        let label = |scale: &[String], at: usize| scale.get(at).cloned().unwrap_or_default();
        let (likelihood, impact) = (label(&matrix.likelihood, likelihood), label(&matrix.impact, impact));
        Some(format!("{likelihood} × {impact}{}", level.unwrap_or_default()))
    };
    let row = |risk: &Placed| {
        let mut row = vec![Cell::text(&*risk.id), Cell::text(&*risk.title)];
        row.extend(risk.places().map(|found| place(found).map_or(Cell::Empty, Cell::text)));
        row
    };
    (columns, matrix.risks.iter().map(row).collect())
}

fn parts(bars: &Bars) -> Content {
    let mut columns = vec![Column::one("of", bars.of.clone(), 8)];
    columns.extend(bars.parts.iter().map(|part| Column::one(part.label.clone(), part.label.clone(), 3)));
    columns.push(Column::one("total", "Total", 3));
    let row = |bar: &Bar| {
        let values = bar.values.iter().map(|value| Cell::Number(i64::from(*value)));
        let total = Cell::Number(i64::from(bar.total()));
        [Cell::text(&*bar.label)].into_iter().chain(values).chain([total]).collect()
    };
    (columns, bars.bars.iter().map(row).collect())
}

fn states(map: &Heatmap) -> Content {
    let mut columns = vec![Column::one("of", map.of.clone(), 8)];
    columns.extend(map.columns.iter().map(|column| Column::one(column.clone(), column.clone(), 4)));
    let cell = |state: &Option<usize>| {
        let state = state.and_then(|at| map.states.get(at));
        state.map_or(Cell::Empty, |state| Cell::state(&*state.label, state.tone))
    };
    let row = |row: &HeatRow| [Cell::text(&*row.label)].into_iter().chain(row.cells.iter().map(cell)).collect();
    (columns, map.rows.iter().map(row).collect())
}

fn values(trend: &Trend) -> Content {
    let value = if trend.unit.is_empty() { "Value".to_owned() } else { format!("Value ({})", trend.unit) };
    let columns = vec![
        Column::one("period", "Period", 4),
        Column::one("value", value, 4),
        Column::one("target", "Target", 4),
        Column::one("threshold", "Threshold", 4),
        Column::one("state", "State", 4),
    ];
    let row = |point: &Point| {
        let state = match point.value.map(|value| trend.tone(value)) {
            None => Cell::state("not measured", Tone::Bad),
            Some(Tone::Plain) => Cell::Empty,
            Some(Tone::Good) => Cell::state("on target", Tone::Good),
            Some(Tone::Open) => Cell::state("off target", Tone::Open),
            Some(Tone::Bad) => Cell::state("beyond threshold", Tone::Bad),
        };
        let numbers = [point.value, trend.target, trend.threshold].map(Cell::decimal);
        [Cell::text(&*point.period)].into_iter().chain(numbers).chain([state]).collect()
    };
    (columns, trend.points.iter().map(row).collect())
}

fn events(timeline: &Timeline) -> Content {
    let columns = vec![Column::one("of", "Of", 8), Column::one("on", "On", 3), Column::one("what", "What", 8)];
    let rows = timeline.rows.iter().flat_map(|row| {
        let event = |event: &Event| vec![Cell::text(&*row.label), Cell::Date(event.on), Cell::state(&*event.label, event.tone)];
        row.events.iter().map(event).collect::<Vec<_>>()
    });
    (columns, rows.collect())
}
