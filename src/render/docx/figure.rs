//! Pictures as tables: grids with marks in shaded cells, and bars of shaded cells beside their numbers. Each can be edited and copied,
//! and is read without colour, because every cell says its state in letters or numbers too.

use std::collections::BTreeSet;

use super::page::Page;
use super::table::table;
use super::widths::by_weight;
use super::xml::{HEAD, TABLE_END, WHOLE, WITH_NEXT, cell, paragraph, row, run, shade, table_start};
use crate::render::svg::{letter, shade as level_shade};
use crate::report::document::figure::{Bars, Better, Heatmap, MOMENTS, RiskMatrix, State, Trend};
use crate::report::document::{Figure, Picture, Tone};

/// The words of a grid.
const GRID: &str = "GridText";

/// A figure with its title. What does not fit a page as a picture is the table of what it shows.
pub(super) fn figure(figure: &Figure, page: Page) -> String {
    let drawn = match &figure.picture {
        Picture::RiskMatrix(it) if it.impact.len() <= 6 && it.likelihood.len() <= 8 && !it.impact.is_empty() => {
            Some(matrix(it, page, figure))
        }
        Picture::Heatmap(it) if (1..=16).contains(&it.columns.len()) => Some(heatmap(it, page, figure)),
        Picture::Bars(it) if (1..=6).contains(&it.parts.len()) => Some(bars(it, page, figure)),
        Picture::Trend(it) => Some(trend(it, page, figure)),
        _ => None,
    };
    let drawn = drawn.unwrap_or_else(|| table(&figure.table(), page, &figure.title, &figure.alternative));
    paragraph("Caption", WITH_NEXT, &run("", &figure.title)) + &drawn
}

/// The end of a figure.
fn end(out: String) -> String {
    out + TABLE_END + &paragraph("AfterTable", "", "")
}

/// A cell with one line of words.
fn words(width: u32, span: usize, properties: &str, style: &str, jc: &str, text: &str) -> String {
    let jc = if jc.is_empty() { String::new() } else { format!("<w:jc w:val=\"{jc}\"/>") };
    cell(width, span, properties, &paragraph(style, &format!("{WITH_NEXT}{jc}"), &run("", text)))
}

/// The ground of a state: also told apart in grey, where a program draws patterns.
fn fill(tone: Tone) -> String {
    match tone {
        Tone::Good => shade("7FB894"),
        Tone::Open => "<w:shd w:val=\"thinDiagStripe\" w:color=\"B98A1D\" w:fill=\"F8E3AD\"/>".to_owned(),
        Tone::Bad => "<w:shd w:val=\"thinDiagCross\" w:color=\"A3341F\" w:fill=\"E9A597\"/>".to_owned(),
        Tone::Plain => shade("FFFFFF"),
    }
}

/// The ground of a cell whose letter is to be read.
fn ground(tone: Tone) -> String {
    shade(match tone {
        Tone::Good => "BFDCC9",
        Tone::Open => "FBEFC8",
        Tone::Bad => "F2C6BC",
        Tone::Plain => "FFFFFF",
    })
}

fn legend(states: &[State]) -> String {
    let state = |state: &State| format!("{} = {}", state.mark, state.label);
    paragraph("FigureNote", WITH_NEXT, &run("", &states.iter().map(state).collect::<Vec<_>>().join("   ")))
}

/// Three grids side by side, with the risks where they were, are and shall be.
fn matrix(matrix: &RiskMatrix, page: Page, figure: &Figure) -> String {
    let across = matrix.impact.len();
    let per_panel = across + 2;
    // A number of likelihood, the values of impact, and a gap.
    let mut weights: Vec<u32> = Vec::new();
    for _ in MOMENTS {
        weights.extend([40].into_iter().chain(vec![100; across]).chain([16]));
    }
    weights.pop();
    let widths = by_weight(&weights, &vec![0; weights.len()], page.room());
    let of = |column: usize| widths.get(column).copied().unwrap_or_default();
    let gap = |panel: usize| {
        if panel + 1 < MOMENTS.len() { words(of(panel * per_panel + across + 1), 1, "", GRID, "", "") } else { String::new() }
    };
    let mut out = table_start("IsmsGrid", &widths, &figure.title, &figure.alternative);
    let mut line = String::new();
    for (panel, moment) in MOMENTS.iter().enumerate() {
        let start = panel * per_panel;
        let wide = (start..=start + across).map(of).sum();
        line.push_str(&words(wide, across + 1, "", "GridHead", "center", moment));
        line.push_str(&gap(panel));
    }
    out.push_str(&row(HEAD, &line));
    for likelihood in (0..matrix.likelihood.len()).rev() {
        let mut line = String::new();
        for panel in 0..MOMENTS.len() {
            let start = panel * per_panel;
            line.push_str(&words(of(start), 1, "", GRID, "right", &(likelihood + 1).to_string()));
            for impact in 0..across {
                line.push_str(&matrix_cell(matrix, panel, likelihood, impact, of(start + 1 + impact)));
            }
            line.push_str(&gap(panel));
        }
        out.push_str(&row("<w:trPr><w:cantSplit/><w:trHeight w:val=\"500\" w:hRule=\"atLeast\"/></w:trPr>", &line));
    }
    let mut line = String::new();
    for panel in 0..MOMENTS.len() {
        let start = panel * per_panel;
        line.push_str(&words(of(start), 1, "", GRID, "", ""));
        for impact in 0..across {
            line.push_str(&words(of(start + 1 + impact), 1, "", GRID, "center", &(impact + 1).to_string()));
        }
        line.push_str(&gap(panel));
    }
    out.push_str(&row(WHOLE, &line));
    out.push_str(TABLE_END);
    out + &key(matrix) + &paragraph("AfterTable", "", "")
}

/// What the numbers at the sides and the letters in the corners stand for.
fn key(matrix: &RiskMatrix) -> String {
    let mut out = String::new();
    let levels: Vec<String> = matrix.levels.iter().map(|level| format!("{} = {level}", letter(level))).collect();
    let scale = |labels: &[String]| {
        labels.iter().enumerate().map(|(at, label)| format!("{} {label}", at + 1)).collect::<Vec<_>>().join(" · ")
    };
    for (at, text) in [
        format!("Up: likelihood, {}", scale(&matrix.likelihood)),
        format!("Across: impact, {}", scale(&matrix.impact)),
        levels.join("   "),
    ]
    .iter()
    .enumerate()
    {
        out.push_str(&paragraph("FigureNote", if at < 2 { WITH_NEXT } else { "" }, &run("", text)));
    }
    out
}

fn matrix_cell(matrix: &RiskMatrix, moment: usize, likelihood: usize, impact: usize, width: u32) -> String {
    let level = matrix.level(likelihood, impact);
    let ground = shade(level.map_or("FFFFFF", |level| level_shade(level, matrix.levels.len()).trim_start_matches('#')));
    let name = level.and_then(|level| matrix.levels.get(level)).map(|name| letter(name)).unwrap_or_default();
    let mut content = paragraph("GridCorner", WITH_NEXT, &run("", &name));
    for id in matrix.risks_at(moment, likelihood, impact) {
        content.push_str(&paragraph(GRID, &format!("{WITH_NEXT}<w:jc w:val=\"center\"/>"), &run("", id)));
    }
    let line = ["top", "left", "bottom", "right"]
        .map(|side| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"FFFFFF\"/>"))
        .concat();
    cell(width, 1, &format!("<w:tcBorders>{line}</w:tcBorders>{ground}"), &content)
}

/// A letter in each cell, and its state by the ground.
fn heatmap(map: &Heatmap, page: Page, figure: &Figure) -> String {
    let weights: Vec<u32> = [30].into_iter().chain(map.columns.iter().map(|_| 8)).collect();
    let widths = by_weight(&weights, &vec![0; weights.len()], page.room());
    let mut out = legend(&map.states) + &table_start("IsmsTable", &widths, &figure.title, &figure.alternative);
    let mut line = words(widths[0], 1, "", "GridHead", "", &map.of);
    for (column, width) in map.columns.iter().zip(&widths[1..]) {
        line.push_str(&words(*width, 1, "", "GridHead", "center", column));
    }
    out.push_str(&row(HEAD, &line));
    for it in &map.rows {
        let mut line = cell(widths[0], 1, "", &paragraph(GRID, "", &run("", &it.label)));
        for (at, width) in (0..map.columns.len()).zip(&widths[1..]) {
            let state = it.cells.get(at).copied().flatten().and_then(|state| map.states.get(state));
            let properties = state.map(|state| ground(state.tone)).unwrap_or_default();
            let mark = state.map(|state| state.mark.as_str()).unwrap_or_default();
            line.push_str(&cell(*width, 1, &properties, &paragraph(GRID, "<w:jc w:val=\"center\"/>", &run("", mark))));
        }
        out.push_str(&row(WHOLE, &line));
    }
    end(out)
}

/// A row of numbers with a bar behind them.
struct Line {
    cells: Vec<String>,
    /// The parts of the bar from the left, each as long as the number says.
    bar: Vec<(f64, Tone)>,
}

fn bars(bars: &Bars, page: Page, figure: &Figure) -> String {
    let heads = [(bars.of.clone(), None)].into_iter().chain(bars.parts.iter().map(|part| (part.label.clone(), Some(part.tone))));
    let heads: Vec<(String, Option<Tone>)> = heads.chain([("Total".to_owned(), None)]).collect();
    let weights: Vec<u32> = heads.iter().enumerate().map(|(at, _)| if at == 0 { 20 } else { 8 }).collect();
    let lines = bars.bars.iter().map(|bar| {
        let values = (0..bars.parts.len()).map(|at| bar.values.get(at).copied().unwrap_or_default());
        let cells =
            [bar.label.clone()].into_iter().chain(values.clone().map(|value| value.to_string())).chain([bar.total().to_string()]);
        Line { cells: cells.collect(), bar: values.map(f64::from).zip(bars.parts.iter().map(|part| part.tone)).collect() }
    });
    with_bars(&heads, &weights, &lines.collect::<Vec<_>>(), page, figure)
}

fn trend(trend: &Trend, page: Page, figure: &Figure) -> String {
    let bound = |name: &str, value: Option<f64>| {
        let (word, unit) = (if trend.better == Better::Higher { "at least" } else { "at most" }, &trend.unit);
        value.map(|value| format!("{name}: {word} {value} {unit}").trim_end().to_owned())
    };
    let bounds: Vec<String> = [bound("Target", trend.target), bound("Threshold", trend.threshold)].into_iter().flatten().collect();
    let note = if bounds.is_empty() { String::new() } else { paragraph("FigureNote", WITH_NEXT, &run("", &bounds.join("   "))) };
    let base = trend.range().0.min(0.0);
    let shown = figure.table();
    let lines: Vec<Line> = shown
        .rows()
        .zip(&trend.points)
        .map(|(cells, point)| {
            let long = point.value.filter(|value| value.is_finite()).map(|value| (value - base, trend.tone(value)));
            Line {
                cells: [0, 1, 4].iter().map(|at| cells.get(*at).map(|cell| cell.plain()).unwrap_or_default()).collect(),
                bar: long.into_iter().map(|(long, tone)| (long, if tone == Tone::Plain { Tone::Good } else { tone })).collect(),
            }
        })
        .collect();
    let heads: Vec<(String, Option<Tone>)> = shown
        .columns
        .iter()
        .enumerate()
        .filter(|(at, _)| ![2, 3].contains(at))
        .map(|(_, column)| (column.title.to_string(), None))
        .collect();
    note + &with_bars(&heads, &[12, 12, 16], &lines, page, figure)
}

/// Into how many steps the longest bar is divided at most: a table has no more than 63 columns.
const STEPS: u32 = 40;

/// Numbers on the left, and on the right bars of cells on a common grid.
fn with_bars(heads: &[(String, Option<Tone>)], weights: &[u32], lines: &[Line], page: Page, figure: &Figure) -> String {
    let longest = lines.iter().map(|line| line.bar.iter().map(|(long, _)| long).sum::<f64>()).fold(0.0, f64::max);
    let ends: Vec<Vec<u32>> = lines.iter().map(|line| steps(line, longest)).collect();
    let stops: BTreeSet<u32> = ends.iter().flatten().copied().filter(|stop| *stop > 0).chain([STEPS]).collect();
    let bar_room = page.room() * 2 / 5;
    let mut widths = by_weight(weights, &vec![0; weights.len()], page.room() - bar_room);
    let at = |stop: u32| bar_room * stop / STEPS;
    let mut before = 0;
    for stop in &stops {
        widths.push(at(*stop) - at(before));
        before = *stop;
    }
    let mut out = table_start("IsmsTable", &widths, &figure.title, &figure.alternative);
    let mut line = String::new();
    let number = |text: &String| text.is_empty() || text.parse::<f64>().is_ok();
    let jc: Vec<&str> =
        (0..heads.len()).map(|at| if lines.iter().all(|line| number(&line.cells[at])) { "right" } else { "" }).collect();
    for (((head, tone), width), jc) in heads.iter().zip(&widths).zip(&jc) {
        let ground = tone.map(fill).unwrap_or_default();
        line.push_str(&words(*width, 1, &ground, "GridHead", jc, head));
    }
    line.push_str(&words(bar_room, stops.len(), "", "GridHead", "", ""));
    out.push_str(&row(HEAD, &line));
    for (number, (it, ends)) in lines.iter().zip(&ends).enumerate() {
        let keep = if number + 1 < lines.len() { WITH_NEXT } else { "" };
        let mut line = String::new();
        for ((text, width), jc) in it.cells.iter().zip(&widths).zip(&jc) {
            let jc = if jc.is_empty() { "" } else { "<w:jc w:val=\"right\"/>" };
            line.push_str(&cell(*width, 1, "", &paragraph(GRID, &format!("{keep}{jc}"), &run("", text))));
        }
        let mut from = 0;
        let rest = (STEPS, None);
        for (to, tone) in ends.iter().copied().zip(it.bar.iter().map(|(_, tone)| Some(*tone))).chain([rest]) {
            if to > from {
                let span = stops.range(from + 1..=to).count();
                let ground = tone.map(|tone| format!("{BAR}{}", fill(tone))).unwrap_or_default();
                line.push_str(&cell(at(to) - at(from), span, &ground, &paragraph(GRID, keep, "")));
                from = to;
            }
        }
        out.push_str(&row(WHOLE, &line));
    }
    end(out)
}

/// White above and below, so that bars stand apart.
const BAR: &str = "<w:tcBorders><w:top w:val=\"single\" w:sz=\"24\" w:space=\"0\" w:color=\"FFFFFF\"/><w:bottom w:val=\"single\" w:sz=\"24\" w:space=\"0\" w:color=\"FFFFFF\"/></w:tcBorders>";

/// Where the parts of a bar end. What is there at all has a step.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the steps is one of them")]
fn steps(line: &Line, longest: f64) -> Vec<u32> {
    let mut sum = 0.0;
    let mut before = 0;
    let end = |(long, _): &(f64, Tone)| {
        sum += long;
        let end = (sum / longest.max(f64::MIN_POSITIVE) * f64::from(STEPS)).round().clamp(0.0, f64::from(STEPS)) as u32;
        before = end.max(before + u32::from(*long > 0.0)).min(STEPS);
        before
    };
    line.bar.iter().map(end).collect()
}
