//! Where the ids in texts lead: every record that has a page in the pack is a link wherever it is named.

use std::collections::HashMap;

use crate::render::{Segment, segments};

/// The pages of records by their ids.
#[derive(Debug, Default)]
pub struct Links {
    by_id: HashMap<String, String>,
}

impl Links {
    /// Sets the page of a record. Of an id that is taken twice the first counts, as everywhere.
    pub fn insert(&mut self, id: &str, path: &str) {
        self.by_id.entry(id.to_owned()).or_insert_with(|| path.to_owned());
    }

    /// A text cut at the ids of records that have a page other than the one it stands on.
    #[must_use]
    pub fn segments(&self, text: &str, from: &str) -> Vec<Segment> {
        segments(text, |id| self.by_id.get(id).filter(|path| *path != from).map(|path| relative(from, path)))
    }
}

/// A path of the pack as seen from another.
#[must_use]
pub fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len() - 1;
    let same = from[..folders].iter().zip(&to[..to.len() - 1]).take_while(|(one, other)| one == other).count();
    let mut path = "../".repeat(folders - same);
    path.push_str(&to[same..].join("/"));
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_where_the_reader_is() {
        assert_eq!(relative("index.html", "site/a.html"), "site/a.html");
        assert_eq!(relative("site/records/R-1.html", "site/records/R-2.html"), "R-2.html");
        assert_eq!(relative("site/records/R-1.html", "site/06.html"), "../06.html");
        assert_eq!(relative("site/06.html", "index.html"), "../index.html");
        assert_eq!(relative("site/06.html", "evidence/EV-1/a.csv"), "../evidence/EV-1/a.csv");
    }

    #[test]
    fn ids_lead_to_their_pages() {
        let mut links = Links::default();
        links.insert("R-001", "site/records/R-001.html");
        links.insert("A.5.1", "site/controls/A.5.1.html");
        links.insert("ceo", "site/records/ceo.html");
        let shown = |text: &str| -> String {
            let show = |segment: &Segment| match &segment.href {
                Some(href) => format!("[{}]({href})", segment.text),
                None => segment.text.clone(),
            };
            links.segments(text, "site/records/R-001.html").iter().map(show).collect()
        };
        assert_eq!(shown("R-001 uses A.5.1."), "R-001 uses [A.5.1](../controls/A.5.1.html).");
        assert_eq!(shown("A.5.10, xA.5.1, A.5.1-x"), "A.5.10, xA.5.1, A.5.1-x");
        assert_eq!(shown("the ceo: Chief executive (ceo)"), "the ceo: Chief executive ([ceo](ceo.html))");
        assert_eq!(shown("über\u{202e}A.5.1"), "über\u{fffd}[A.5.1](../controls/A.5.1.html)");
    }
}
