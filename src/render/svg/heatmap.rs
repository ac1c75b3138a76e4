//! A field of states: a letter and a fill in each cell.

use super::{Anchor, Canvas, WIDTH, at};
use crate::report::document::figure::Heatmap;

const LABEL: f64 = 230.0;
const ROW: f64 = 19.0;
/// No cell is wider.
const WIDEST: f64 = 90.0;

pub(super) fn draw(canvas: &mut Canvas, map: &Heatmap) {
    let legend: Vec<(String, String)> =
        map.states.iter().map(|state| (canvas.fill(state.tone), format!("{}  {}", state.mark, state.label))).collect();
    let top = canvas.legend(2.0, &legend) + 18.0;
    let cell = ((WIDTH - LABEL) / at(map.columns.len().max(1))).min(WIDEST);
    for (column, head) in map.columns.iter().enumerate() {
        canvas.text((LABEL + (at(column) + 0.5) * cell, top - 5.0), head, Anchor::Middle, 9.5, cell - 2.0);
    }
    for (number, row) in map.rows.iter().enumerate() {
        let y = top + at(number) * ROW;
        canvas.text((LABEL - 8.0, y + 13.0), &row.label, Anchor::End, 10.0, LABEL - 8.0);
        for (column, state) in row.cells.iter().enumerate().take(map.columns.len()) {
            let state = state.and_then(|state| map.states.get(state));
            let fill = state.map_or_else(|| "#ffffff".to_owned(), |state| canvas.fill(state.tone));
            let left = LABEL + at(column) * cell;
            canvas.rect((left, y), (cell, ROW), &fill);
            if let Some(state) = state {
                letter(canvas, &state.mark, (left + cell / 2.0, y), cell);
            }
        }
    }
    canvas.height = top + at(map.rows.len()) * ROW + 2.0;
}

fn letter(canvas: &mut Canvas, mark: &str, (x, y): (f64, f64), room: f64) {
    let wide = (super::width(mark, 10.0) + 5.0).min(room);
    canvas.plate((x, y + 3.0), (wide, 13.0));
    canvas.text((x, y + 13.2), mark, Anchor::Middle, 10.0, room);
}
