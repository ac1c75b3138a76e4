//! Values over time, with the lines they are held against.

use super::{Anchor, Canvas, LINE, WIDTH, at};
use crate::report::document::Tone;
use crate::report::document::figure::{Better, Trend};

const LEFT: f64 = 56.0;
const RIGHT: f64 = 96.0;
const TOP: f64 = 26.0;
const PLOT: f64 = 120.0;

pub(super) fn draw(canvas: &mut Canvas, trend: &Trend) {
    let (low, high) = trend.range();
    // A little air above and below, so that no mark touches the frame.
    let air = (high - low) * 0.08;
    let y_of = |value: f64| TOP + PLOT * (1.0 - (value - low + air) / (high - low + 2.0 * air));
    let step = (WIDTH - LEFT - RIGHT) / at(trend.points.len().max(1));
    let x_of = |point: usize| LEFT + (at(point) + 0.5) * step;
    let direction = match trend.better {
        Better::Higher => "↑ higher is better",
        Better::Lower => "↓ lower is better",
    };
    let unit = if trend.unit.is_empty() { String::new() } else { format!("{}, ", trend.unit) };
    canvas.text((LEFT, 12.0), &format!("{unit}{direction}"), Anchor::Start, 10.0, WIDTH - LEFT);
    canvas.rect((LEFT, TOP), (WIDTH - LEFT - RIGHT, PLOT), "#ffffff");
    for value in [low, high] {
        canvas.text((LEFT - 6.0, y_of(value) + 3.5), &number(value), Anchor::End, 9.5, LEFT);
    }
    bound(canvas, "target", trend.target, y_of, "stroke=\"#1d4f73\" stroke-width=\"1.4\" stroke-dasharray=\"7 4\"");
    bound(canvas, "threshold", trend.threshold, y_of, "stroke=\"#a3341f\" stroke-width=\"1.4\" stroke-dasharray=\"2 3\"");
    lines(canvas, trend, x_of, y_of);
    points(canvas, trend, x_of, y_of, step);
    canvas.height = TOP + PLOT + 22.0;
}

/// A line across with its name at the right; names that would meet stand apart, the target's above.
fn bound(canvas: &mut Canvas, name: &str, value: Option<f64>, y_of: impl Fn(f64) -> f64, look: &str) {
    let Some(value) = value.filter(|value| value.is_finite()) else { return };
    let y = y_of(value);
    canvas.line((LEFT, y), (WIDTH - RIGHT, y), look);
    let y = if name == "target" { y + 1.0 } else { y + 7.0 };
    canvas.text((WIDTH - RIGHT + 5.0, y), &format!("{name} {}", number(value)), Anchor::Start, 9.5, RIGHT);
}

/// From value to value; where nothing was measured the line breaks off.
fn lines(canvas: &mut Canvas, trend: &Trend, x_of: impl Fn(usize) -> f64, y_of: impl Fn(f64) -> f64) {
    for (at, pair) in trend.points.windows(2).enumerate() {
        if let [Some(from), Some(to)] = [pair[0].value, pair[1].value] {
            canvas.line((x_of(at), y_of(from)), (x_of(at + 1), y_of(to)), "stroke=\"#1c2430\" stroke-width=\"1.6\"");
        }
    }
}

fn points(canvas: &mut Canvas, trend: &Trend, x_of: impl Fn(usize) -> f64, y_of: impl Fn(f64) -> f64, step: f64) {
    // As many periods are named as there is room for.
    let every = (52.0 / step).ceil().max(1.0);
    for (point, it) in trend.points.iter().enumerate() {
        let named = (at(point) % every) < 0.5 || point + 1 == trend.points.len();
        if named {
            canvas.text((x_of(point), TOP + PLOT + 14.0), &it.period, Anchor::Middle, 9.5, step.max(52.0));
        }
        match it.value {
            Some(value) => {
                let place = (x_of(point), y_of(value));
                canvas.mark(place, trend.tone(value));
                if named {
                    canvas.text((place.0, place.1 - 8.0), &number(value), Anchor::Middle, 9.5, step.max(40.0));
                }
            }
            None => {
                let x = x_of(point);
                canvas.line((x, TOP), (x, TOP + PLOT), &format!("stroke=\"{LINE}\" stroke-dasharray=\"1 3\""));
                canvas.text((x, TOP + PLOT - 5.0), "no value", Anchor::Middle, 8.0, step);
                canvas.mark((x, TOP + PLOT), Tone::Plain);
            }
        }
    }
}

/// At most two decimals.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
