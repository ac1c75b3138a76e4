//! The risk matrix: the same scales three times, with the risks where they were, are and shall be.

use super::{Anchor, Canvas, WIDTH, at};
use crate::report::document::figure::{MOMENTS, RiskMatrix};

/// From the lowest level to the highest; each is darker than the one before, also in grey.
const SHADES: [&str; 5] = ["#e6f3ea", "#f6edc9", "#f3cf9f", "#e59c86", "#cf7062"];
const AXIS: f64 = 30.0;
const GAP: f64 = 12.0;
const CELL: f64 = 38.0;

pub(super) fn draw(canvas: &mut Canvas, matrix: &RiskMatrix) {
    // The last line has room for its own width.
    let panel = (WIDTH - 1.0 - 2.0 * GAP) / 3.0;
    for (moment, name) in MOMENTS.iter().enumerate() {
        panel_of(canvas, matrix, moment, name, at(moment) * (panel + GAP), panel);
    }
    let mut y = 24.0 + at(matrix.likelihood.len()) * CELL + 34.0;
    let levels: Vec<(String, String)> = matrix
        .levels
        .iter()
        .enumerate()
        .map(|(level, name)| (shade(level, matrix.levels.len()).to_owned(), format!("{}  {name}", letter(name))))
        .collect();
    y = canvas.legend(y, &levels);
    for (scale, labels) in [("Likelihood", &matrix.likelihood), ("Impact", &matrix.impact)] {
        let values: Vec<String> = labels.iter().enumerate().map(|(value, label)| format!("{} {label}", value + 1)).collect();
        canvas.text((0.0, y + 9.0), &format!("{scale}: {}", values.join(" · ")), Anchor::Start, 10.0, WIDTH);
        y += 16.0;
    }
    canvas.height = y + 2.0;
}

fn panel_of(canvas: &mut Canvas, matrix: &RiskMatrix, moment: usize, name: &str, x: f64, width: f64) {
    let rows = matrix.likelihood.len();
    let cell = (width - AXIS) / at(matrix.impact.len().max(1));
    canvas.strong((x + AXIS, 12.0), name);
    for likelihood in 0..rows {
        let y = 20.0 + at(rows - 1 - likelihood) * CELL;
        canvas.text((x + AXIS - 6.0, y + CELL / 2.0 + 4.0), &(likelihood + 1).to_string(), Anchor::End, 10.0, AXIS);
        for impact in 0..matrix.impact.len() {
            let left = x + AXIS + at(impact) * cell;
            let level = matrix.level(likelihood, impact);
            canvas.rect((left, y), (cell, CELL), level.map_or("#ffffff", |level| shade(level, matrix.levels.len())));
            if let Some(name) = level.and_then(|level| matrix.levels.get(level)) {
                canvas.text((left + cell - 2.5, y + 8.5), &letter(name), Anchor::End, 7.5, cell);
            }
            ids(canvas, &matrix.risks_at(moment, likelihood, impact), (left + 3.0, y), cell - 10.0);
        }
    }
    let below = 20.0 + at(rows) * CELL;
    for impact in 0..matrix.impact.len() {
        canvas.text((x + AXIS + (at(impact) + 0.5) * cell, below + 13.0), &(impact + 1).to_string(), Anchor::Middle, 10.0, cell);
    }
    canvas.text((x + AXIS + (width - AXIS) / 2.0, below + 26.0), "impact →", Anchor::Middle, 9.0, width);
    canvas.text((x + width, 12.0), "↑ likelihood", Anchor::End, 9.0, width / 2.0);
}

/// Up to three lines of ids; more are counted.
fn ids(canvas: &mut Canvas, ids: &[&str], (x, y): (f64, f64), room: f64) {
    let shown = if ids.len() > 3 { 2 } else { ids.len() };
    for (line, id) in ids.iter().take(shown).enumerate() {
        canvas.text((x, y + 11.0 + at(line) * 10.5), id, Anchor::Start, 9.0, room);
    }
    if ids.len() > shown {
        canvas.text((x, y + 32.0), &format!("+{} more", ids.len() - shown), Anchor::Start, 8.5, room + 8.0);
    }
}

/// The shade of a level, spread over as many as there are.
pub(in crate::render) fn shade(level: usize, levels: usize) -> &'static str {
    let last = SHADES.len() - 1;
    let place = if levels <= 1 { 0 } else { level * last / (levels - 1) };
    SHADES[place.min(last)]
}

/// What stands for a level in a corner: its first letter.
pub(in crate::render) fn letter(name: &str) -> String {
    name.chars().next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default()
}
