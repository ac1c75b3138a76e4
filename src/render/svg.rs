//! Pictures as SVG, for pages and for PDF: drawn from data with lines, letters and patterns, so that they are read without colour too.
//! There is no script, no link and no reference to anything outside.

mod bars;
mod heatmap;
mod matrix;
mod timeline;
mod trend;

use std::fmt::Write as _;

use crate::report::document::{Figure, Picture, Tone};
pub(super) use matrix::{letter, shade};

/// How wide every picture is, in its own units.
const WIDTH: f64 = 720.0;
const INK: &str = "#1c2430";
const SOFT: &str = "#56606e";
const LINE: &str = "#aab4c0";

/// The family of the letters in pictures that are seen on a screen.
pub(super) const SCREEN: &str = "system-ui, sans-serif";

/// The picture as SVG: self-contained, without script, link or style sheet, every word in it escaped. `font` is the family of its
/// letters.
pub(super) fn svg(figure: &Figure, font: &str) -> String {
    let mut canvas = Canvas { name: super::html::anchor(&figure.name), out: String::new(), height: 0.0 };
    match &figure.picture {
        Picture::RiskMatrix(matrix) => matrix::draw(&mut canvas, matrix),
        Picture::Bars(bars) => bars::draw(&mut canvas, bars),
        Picture::Heatmap(map) => heatmap::draw(&mut canvas, map),
        Picture::Trend(trend) => trend::draw(&mut canvas, trend),
        Picture::Timeline(timeline) => timeline::draw(&mut canvas, timeline),
    }
    let height = canvas.height;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" width=\"{WIDTH}\" height=\"{height:.0}\" role=\"img\" \
         aria-label=\"{}\" font-family=\"{}\" font-size=\"11\" fill=\"{INK}\">{}{}</svg>",
        escape(&figure.alternative),
        escape(font),
        patterns(&canvas.name),
        canvas.out
    )
}

/// A fill for each tone: solid, hatched, crossed and empty.
fn patterns(name: &str) -> String {
    let pattern = |tone: &str, ground: &str, lines: &str| {
        format!(
            "<pattern id=\"{name}-{tone}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" fill=\"{ground}\"/>{lines}</pattern>"
        )
    };
    let stroke = |path: &str, colour: &str| format!("<path d=\"{path}\" stroke=\"{colour}\" stroke-width=\"1\" fill=\"none\"/>");
    let open = pattern("open", "#f8e3ad", &stroke("M-1 1L1 -1M0 6L6 0M5 7L7 5", "#b98a1d"));
    let bad = pattern("bad", "#e9a597", &stroke("M0 0L6 6M6 0L0 6", "#a3341f"));
    format!("<defs>{open}{bad}</defs>")
}

/// Where a picture is drawn.
struct Canvas {
    /// Begins the ids of its patterns, so that several pictures share a page.
    name: String,
    out: String,
    height: f64,
}

/// How a text stands at its place.
#[derive(Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

impl Canvas {
    fn fill(&self, tone: Tone) -> String {
        match tone {
            Tone::Good => "#7fb894".to_owned(),
            Tone::Open => format!("url(#{}-open)", self.name),
            Tone::Bad => format!("url(#{}-bad)", self.name),
            Tone::Plain => "#ffffff".to_owned(),
        }
    }

    fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: &str) {
        let _ = write!(
            self.out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\" stroke=\"{SOFT}\" stroke-width=\".7\"/>"
        );
    }

    fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), look: &str) {
        let _ = write!(self.out, "<path d=\"M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}\" fill=\"none\" {look}/>");
    }

    /// A ground for a text, on which patterns do not disturb it; `x` is its middle.
    fn plate(&mut self, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let _ = write!(
            self.out,
            "<rect x=\"{:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"#fff\" fill-opacity=\".85\"/>",
            x - width / 2.0
        );
    }

    /// A text on its base line. It is cut where it would be wider than `room`.
    fn text(&mut self, (x, y): (f64, f64), text: &str, anchor: Anchor, size: f64, room: f64) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = escape(&fitting(text, size, room));
        let _ = write!(self.out, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size}\">{text}</text>");
    }

    fn strong(&mut self, (x, y): (f64, f64), text: &str) {
        let _ = write!(self.out, "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"12\" font-weight=\"bold\">{}</text>", escape(text));
    }

    /// A mark of a tone: filled circle, half diamond, crossed square, ring.
    fn mark(&mut self, (x, y): (f64, f64), tone: Tone) {
        let shape = match tone {
            Tone::Good => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"#2c7a4b\"/>"),
            Tone::Open => {
                format!(
                    "<path d=\"M{x:.1} {:.1}l5 5l-5 5l-5 -5z\" fill=\"#f8e3ad\" stroke=\"#8a6100\" stroke-width=\"1.4\"/>",
                    y - 5.0
                )
            }
            Tone::Bad => format!(
                "<path d=\"M{:.1} {:.1}h8v8h-8zl8 8m-8 0l8 -8\" fill=\"#fff\" stroke=\"#a3341f\" stroke-width=\"1.6\"/>",
                x - 4.0,
                y - 4.0
            ),
            Tone::Plain => {
                format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"#fff\" stroke=\"{INK}\" stroke-width=\"1.4\"/>")
            }
        };
        self.out.push_str(&shape);
    }

    /// A row of fills or marks with their names; the place below it.
    fn legend(&mut self, y: f64, entries: &[(String, String)]) -> f64 {
        let (mut x, mut y) = (0.0, y);
        for (fill, label) in entries {
            let wide = 24.0 + width(label, 10.5) + 16.0;
            if x > 0.0 && x + wide > WIDTH {
                (x, y) = (0.0, y + 18.0);
            }
            self.rect((x, y), (16.0, 11.0), fill);
            self.text((x + 22.0, y + 9.5), label, Anchor::Start, 10.5, WIDTH - 30.0);
            x += wide;
        }
        y + 22.0
    }
}

/// Roughly how wide a text is.
fn width(text: &str, size: f64) -> f64 {
    let letters = text.chars().map(|letter| if letter as u32 >= 0x1100 { 1.0 } else { 0.54 });
    letters.sum::<f64>() * size
}

/// The text, or its beginning with an ellipsis.
fn fitting(text: &str, size: f64, room: f64) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if width(&text, size) <= room {
        return text;
    }
    let mut kept = String::new();
    for letter in text.chars() {
        if width(&kept, size) + 1.5 * size > room {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

/// A position as a number of units.
#[expect(clippy::cast_precision_loss, reason = "pictures have far fewer parts than a float has digits")]
fn at(position: usize) -> f64 {
    position as f64
}

/// Text between elements or in an attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in crate::text::tame(text, true).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}
