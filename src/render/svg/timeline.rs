//! Days on lines.

use super::{Anchor, Canvas, LINE, WIDTH, at};
use crate::report::document::figure::Timeline;

const LABEL: f64 = 190.0;
const ROW: f64 = 24.0;
const RIGHT: f64 = 20.0;

#[expect(clippy::cast_precision_loss, reason = "days of a human life fit a float")]
pub(super) fn draw(canvas: &mut Canvas, timeline: &Timeline) {
    let days = timeline.to.days_since(timeline.from).max(1) as f64;
    let x_of = |days_in: i64| LABEL + (days_in.max(0) as f64 / days).min(1.0) * (WIDTH - LABEL - RIGHT);
    let bottom = 22.0 + at(timeline.rows.len()) * ROW;
    for (x, anchor, day) in [(LABEL, Anchor::Start, timeline.from), (WIDTH - RIGHT, Anchor::End, timeline.to)] {
        canvas.text((x, 12.0), &day.to_string(), anchor, 9.5, 80.0);
        canvas.line((x, 18.0), (x, bottom), &format!("stroke=\"{LINE}\""));
    }
    for (number, row) in timeline.rows.iter().enumerate() {
        let y = 34.0 + at(number) * ROW;
        canvas.text((LABEL - 10.0, y + 4.0), &row.label, Anchor::End, 10.5, LABEL - 10.0);
        canvas.line((LABEL, y), (WIDTH - RIGHT, y), &format!("stroke=\"{LINE}\""));
        for event in &row.events {
            canvas.mark((x_of(event.on.days_since(timeline.from)), y), event.tone);
        }
    }
    canvas.height = bottom + 8.0;
}
