//! How documents look: each format is a function from a [`Document`] to bytes, and knows nothing else.

mod archive;
mod csv;
mod docx;
mod html;
mod json;
mod markdown;
mod pdf;
mod svg;
mod templates;
mod xlsx;

pub(crate) use archive::zipped;
pub use csv::csv;
pub use docx::docx;
pub use html::{Place, Segment, blocks, html, segments};
pub use json::json;
pub use markdown::markdown;
pub use pdf::{HAS_PDF, Leaf, PdfError, pdf};
pub use templates::{SHIPPED, TemplateError, Templates};
pub use xlsx::xlsx;

use serde_json::json as object;

use crate::report::document::Document;

/// A document without its blocks, as templates see it.
fn head(document: &Document) -> serde_json::Value {
    object!({
        "title": tame(&document.title), "organisation": tame(&document.organisation), "classification": tame(&document.classification),
        "version": document.version.as_deref().map(tame), "commit": document.commit, "as_of": document.as_of.to_string(),
        "mark": document.mark, "cover": document.cover, "facts": document.facts, "origin": document.origin,
    })
}

fn tame(text: &str) -> String {
    crate::text::tame(text, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Classification;
    use crate::model::date::Date;
    use crate::report::document::figure::{Better, Figure, HeatRow, Heatmap, Picture, Placed, Point, RiskMatrix, State, Trend};
    use crate::report::document::{Document, Tone};

    const EVIL: &str = "<script>\"&'\u{202e}";

    fn figures() -> Document {
        let mut document =
            Document::new("figures", EVIL, EVIL, Classification::Internal, Date::new(jiff::civil::date(2026, 6, 30)));
        let risk =
            Placed { id: EVIL.to_owned(), title: EVIL.to_owned(), inherent: Some((1, 1)), current: Some((0, 1)), target: None };
        let matrix = RiskMatrix {
            likelihood: vec!["rare".to_owned(), "likely".to_owned()],
            impact: vec!["minor".to_owned(), "severe".to_owned()],
            levels: vec!["Low".to_owned(), "High".to_owned()],
            cells: vec![vec![Some(0), Some(0)], vec![Some(0), Some(1)]],
            risks: vec![risk],
        };
        document.figure("risk_matrix", EVIL, EVIL, Picture::RiskMatrix(matrix));
        let point = |period: &str, value| Point { period: period.to_owned(), value };
        let points = vec![point("2026-Q1", Some(91.5)), point("2026-Q2", None), point("2026-Q3", Some(80.0))];
        let trend = Trend { unit: "%".to_owned(), better: Better::Higher, target: Some(90.0), threshold: Some(85.0), points };
        document.figure("trend", "Backups", "Two values.", Picture::Trend(trend));
        let state = State { mark: "D".to_owned(), label: "done".to_owned(), tone: Tone::Good };
        let row = HeatRow { label: EVIL.to_owned(), cells: vec![Some(0), None, Some(9)] };
        let map = Heatmap {
            of: "Clause".to_owned(),
            columns: vec!["2025".to_owned(), "2026".to_owned()],
            rows: vec![row],
            states: vec![state],
        };
        document.figure("coverage", "Coverage", "One row.", Picture::Heatmap(map));
        document
    }

    #[test]
    fn pictures_are_drawn_where_there_are_pages_and_told_as_tables_elsewhere() {
        let document = figures();
        let page = html(&document, &Templates::default()).unwrap();
        assert_eq!(page.matches("<svg ").count(), 3);
        assert!(!page.contains("<script") && !page.contains('\u{202e}'));
        let text = markdown(&document);
        assert!(text.contains("likely × severe: High") && text.contains("| 2026-Q2 |  | 90 | 85 | not measured |"), "{text}");
        assert!(csv(&document).contains("beyond threshold"));
        let data: serde_json::Value = serde_json::from_str(&json(&document)).unwrap();
        assert_eq!(data["figures"]["trend"]["picture"]["better"], "higher");
    }

    #[test]
    fn a_value_is_as_good_as_its_bounds_say() {
        let document = figures();
        let trend = document.figures().find_map(|figure| match &figure.picture {
            Picture::Trend(trend) => Some(trend.clone()),
            _ => None,
        });
        let trend = trend.unwrap();
        assert_eq!([95.0, 90.0, 87.0, 84.0].map(|value| trend.tone(value)), [Tone::Good, Tone::Good, Tone::Open, Tone::Bad]);
        assert_eq!(document.figures().map(Figure::table).map(|table| table.columns.len()).collect::<Vec<_>>(), [5, 5, 3]);
    }
}
