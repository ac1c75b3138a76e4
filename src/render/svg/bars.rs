//! Bars of parts.

use super::{Anchor, Canvas, WIDTH, at, width};
use crate::report::document::figure::Bars;

const LABEL: f64 = 170.0;
const ROW: f64 = 30.0;

pub(super) fn draw(canvas: &mut Canvas, bars: &Bars) {
    let legend: Vec<(String, String)> =
        bars.parts.iter().map(|part| (canvas.fill(part.tone), format!("{}  {}", part.mark, part.label))).collect();
    let top = canvas.legend(2.0, &legend) + 4.0;
    let longest = bars.bars.iter().map(|bar| bar.total()).max().unwrap_or(1).max(1);
    let unit = (WIDTH - LABEL - 46.0) / f64::from(longest);
    for (row, bar) in bars.bars.iter().enumerate() {
        let y = top + at(row) * ROW;
        canvas.text((LABEL - 10.0, y + 14.0), &bar.label, Anchor::End, 11.0, LABEL - 10.0);
        let mut x = LABEL;
        for (part, value) in bars.parts.iter().zip(&bar.values).filter(|(_, value)| **value > 0) {
            let long = f64::from(*value) * unit;
            let fill = canvas.fill(part.tone);
            canvas.rect((x, y), (long, 20.0), &fill);
            number(canvas, &part.mark, *value, x + long / 2.0, y, long);
            x += long;
        }
        canvas.text((x + 6.0, y + 14.0), &bar.total().to_string(), Anchor::Start, 11.0, 40.0);
    }
    canvas.height = top + at(bars.bars.len()) * ROW;
}

/// How many, on a ground that patterns do not disturb, where there is room.
fn number(canvas: &mut Canvas, mark: &str, value: u32, x: f64, y: f64, room: f64) {
    let wide = |text: &str| width(text, 10.0) + 4.0;
    let forms = [format!("{mark} {value}"), format!("{mark}{value}"), value.to_string()];
    if let Some(text) = forms.iter().find(|text| wide(text) <= room) {
        canvas.plate((x, y + 3.0), (wide(text), 14.0));
        canvas.text((x, y + 13.7), text, Anchor::Middle, 10.0, room);
    }
}
