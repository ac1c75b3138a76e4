use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use super::docx;
use crate::model::Classification;
use crate::model::date::Date;
use crate::report::document::figure::{Bar, Bars, Better, HeatRow, Heatmap, Picture, Placed, Point, RiskMatrix, State, Trend};
use crate::report::document::prose::{Inline, Item, Passage, Target};
use crate::report::document::{Cell, Column, Document, Group, KeyNumber, Table, Tone};

/// What must stay words wherever it stands.
const EVIL: &str = "</w:t><x> & \"'\u{0}\u{b}\u{202e}\u{ffff}]]> { DDEAUTO c:\\\\x } 日本語 Ёж";

/// A document with every kind of block, and with `words` wherever a record may put some.
fn everything(words: &str) -> Document {
    let as_of = Date::new(jiff::civil::date(2026, 6, 30));
    let mut document = Document::new("everything", words, words, Classification::Internal, as_of);
    document.cover = true;
    document.version = Some(words.to_owned());
    document.commit = Some("0123456789abcdef".to_owned());
    document.mark = Some(words.to_owned());
    document.origin = words.to_owned();
    document.fact("Organisation", words);
    document.heading(2, "Summary");
    document.paragraph(words);
    document.note(Tone::Bad, words, words);
    document.numbers(vec![KeyNumber { value: words.to_owned(), label: words.to_owned(), tone: Tone::Good }; 5]);
    document.heading(2, "Register");
    document.table(register(words));
    document.heading(2, words);
    document.prose(prose(words));
    document.page_break();
    pictures(&mut document, words);
    document
}

fn register(words: &str) -> Table {
    let mut columns: Vec<Column> = (0..7).map(|at| Column::one(format!("c{at}"), words.to_owned(), at + 1)).collect();
    columns.push(Column::many("Several", 9, &[("one", "One", ""), ("two", "Two", "Second")]));
    let row = vec![
        Cell::text("R-001"),
        Cell::text(words),
        Cell::Date(Date::new(jiff::civil::date(2026, 6, 30))),
        Cell::Number(12),
        Cell::Flag(true),
        Cell::state(words, Tone::Open),
        Cell::list(vec![words.to_owned(), words.to_owned()]),
        Cell::Empty,
        Cell::Decimal(0.5),
    ];
    let groups = ["Ground", ""].map(|title| Group { title: title.to_owned(), rows: vec![row.clone(), row.clone()] });
    Table { name: "register".into(), caption: words.to_owned(), columns, groups: groups.into() }
}

fn prose(words: &str) -> Vec<Passage> {
    let text = || vec![Inline::text(words)];
    let paragraph = || Passage::Paragraph { text: text() };
    let item = |passages| Item { done: Some(true), passages };
    let link = |address: &str| Inline::Link { text: text(), target: Target::Web(address.to_owned()) };
    let bullets = Passage::List { first: None, items: vec![item(vec![paragraph(), paragraph()]), item(Vec::new())] };
    vec![
        Passage::Heading { level: 3, text: text() },
        Passage::Paragraph {
            text: vec![
                Inline::Strong { text: vec![Inline::Emphasis { text: vec![Inline::Struck { text: text() }] }] },
                Inline::Code { text: words.to_owned() },
                Inline::Break,
                link("https://e.example/?a=\"&b=<"),
                link("javascript:alert(1)"),
                Inline::Link { text: text(), target: Target::Page("../x.html".to_owned()) },
            ],
        },
        Passage::List { first: Some(u64::MAX), items: vec![item(vec![paragraph(), bullets.clone()]), item(vec![bullets])] },
        Passage::Quote { passages: vec![paragraph(), Passage::Quote { passages: vec![paragraph()] }] },
        Passage::Code { text: format!("{words}\n\tb") },
        Passage::Grid { head: vec![text(), text()], rows: vec![vec![text(), text()]] },
        Passage::Rule,
    ]
}

fn pictures(document: &mut Document, words: &str) {
    let names = |count: usize| vec![words.to_owned(); count];
    let risk = |inherent| Placed { id: "R-001".to_owned(), title: words.to_owned(), inherent, current: Some((0, 1)), target: None };
    let matrix = RiskMatrix {
        likelihood: names(2),
        impact: names(3),
        levels: names(2),
        cells: vec![vec![Some(0), Some(1), Some(7)], vec![None, Some(1)]],
        risks: vec![risk(Some((1, 2))), risk(Some((9, 9)))],
    };
    document.figure("matrix", words, words, Picture::RiskMatrix(matrix));
    let state = |mark: &str, tone| State { mark: mark.to_owned(), label: words.to_owned(), tone };
    let rows = vec![HeatRow { label: words.to_owned(), cells: vec![Some(0), None, Some(9)] }];
    let map = Heatmap { of: words.to_owned(), columns: names(2), rows, states: vec![state("D", Tone::Good)] };
    document.figure("map", words, words, Picture::Heatmap(map));
    let bar = |values: &[u32]| Bar { label: words.to_owned(), values: values.to_vec() };
    let parts = vec![state("D", Tone::Good), state("P", Tone::Open), state("M", Tone::Bad)];
    let bars = vec![bar(&[30, 1, 0]), bar(&[0, 0, 0]), bar(&[7]), bar(&[u32::MAX >> 4, 2, 3])];
    document.figure("bars", words, words, Picture::Bars(Bars { of: words.to_owned(), parts, bars }));
    let point = |value| Point { period: "2026-Q1".to_owned(), value };
    let points = [Some(91.5), None, Some(-3.0), Some(f64::NAN), Some(1e300)].map(point).to_vec();
    let trend = Trend { unit: "%".to_owned(), better: Better::Higher, target: Some(90.0), threshold: None, points };
    document.figure("trend", words, words, Picture::Trend(trend));
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// Whether elements nest, and everything else is a character that XML has.
fn is_well_formed(xml: &str) -> bool {
    let mut open = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').unwrap();
        let tag = &rest[at + 1..at + end];
        rest = &rest[at + end + 1..];
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap();
        match tag.as_bytes() {
            [b'?' | b'!', ..] | [.., b'/'] => {}
            [b'/', ..] => {
                if open.pop() != Some(name) {
                    return false;
                }
            }
            _ => open.push(name),
        }
    }
    let entities =
        xml.match_indices('&').all(|(at, _)| ["&amp;", "&lt;", "&gt;", "&quot;"].iter().any(|it| xml[at..].starts_with(it)));
    let letters =
        xml.chars().all(|letter| letter == '\n' || (letter >= ' ' && !matches!(letter, '\u{202e}' | '\u{fffe}' | '\u{ffff}')));
    open.is_empty() && entities && letters
}

#[test]
fn whatever_a_record_says_stays_words() {
    let bytes = docx(&everything(EVIL)).unwrap();
    let parts = parts(&bytes);
    for (path, xml) in &parts {
        assert!(is_well_formed(xml), "{path}");
    }
    let text = &parts["word/document.xml"];
    let shown = "&lt;/w:t&gt;&lt;x&gt; &amp; &quot;'??\u{fffd}\u{fffd}]]&gt; { DDEAUTO c:\\\\x } 日本語 Ёж";
    assert!(text.matches(shown).count() > 40, "{}", text.matches(shown).count());
    let fields: Vec<&str> = parts.values().flat_map(|xml| xml.split("<w:instrText xml:space=\"preserve\"> ").skip(1)).collect();
    assert!(
        fields.len() > 8
            && fields.iter().all(|field| ["TOC ", "PAGE ", "NUMPAGES ", "PAGEREF _Toc"].iter().any(|own| field.starts_with(own)))
    );
    let outside: Vec<&str> = parts["word/_rels/document.xml.rels"].matches("TargetMode=\"External\"").collect();
    assert_eq!(outside.len(), 1);
    assert!(parts["word/_rels/document.xml.rels"].contains("Target=\"https://e.example/?a=%22&amp;b=%3C\""));
    assert!(text.contains(" (javascript:alert(1))") && !text.contains("x.html"));
}

#[test]
fn the_same_document_is_the_same_bytes() {
    let bytes = docx(&everything("words")).unwrap();
    assert_eq!(bytes, docx(&everything("words")).unwrap());
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(archive.by_index(0).unwrap().name().unwrap(), "[Content_Types].xml");
    assert!((0..archive.len()).all(|at| archive.by_index(at).unwrap().last_modified() == Some(zip::DateTime::default())));
}

#[test]
fn tables_fill_their_page_and_wide_ones_lie() {
    let parts = parts(&docx(&everything("words")).unwrap());
    let text = &parts["word/document.xml"];
    let number = |xml: &str, before: &str| -> u32 {
        let (_, behind) = xml.split_once(before).unwrap();
        behind[..behind.find('"').unwrap()].parse().unwrap()
    };
    let mut wide = 0;
    for table in text.split("<w:tbl>").skip(1) {
        let (grid, _) = table.split_once("</w:tblGrid>").unwrap();
        let columns: Vec<u32> = grid.split("<w:gridCol").skip(1).map(|column| number(column, "w:w=\"")).collect();
        assert_eq!(columns.iter().sum::<u32>(), number(grid, "<w:tblW w:w=\""), "{grid}");
        assert!(columns.len() <= 63 && columns.iter().all(|width| *width > 0), "{grid}");
        for row in table.split("<w:tr>").skip(1) {
            let spans: usize = row
                .split("<w:tc>")
                .skip(1)
                .map(|cell| if cell.contains("gridSpan") { number(cell, "gridSpan w:val=\"") as usize } else { 1 })
                .sum();
            assert_eq!(spans, columns.len(), "{row}");
        }
        wide += usize::from(grid.contains("w:w=\"15138\""));
    }
    assert_eq!(wide, 1);
    assert_eq!(text.matches("w:orient=\"landscape\"").count(), 1);
    // Standing, lying, standing, and the cover before them.
    assert_eq!(text.matches("<w:sectPr>").count(), 4);
}
#[test]
fn a_few_opening_words_get_no_page_of_their_own() {
    let document = |cover: bool| {
        let mut document = Document::new("d", "D", "O", Classification::Internal, Date::new(jiff::civil::date(2026, 6, 30)));
        document.cover = cover;
        document.paragraph("opening words");
        document.heading(2, "Wide");
        document.table(register("words"));
        let text = parts(&docx(&document).unwrap())["word/document.xml"].clone();
        (text.matches("<w:sectPr>").count(), text.contains("TOC \\o"))
    };
    assert_eq!(document(false), (1, false));
    // The cover, the contents with the opening words, and the table.
    assert_eq!(document(true), (3, true));
}

#[test]
fn dates_within_words_are_not_broken_and_those_alone_stay_as_they_are() {
    let mut document = everything("until 2026-12-31, ä2026-01-02");
    document.cover = false;
    let text = parts(&docx(&document).unwrap())["word/document.xml"].clone();
    let piece = |words: &str| format!("<w:t xml:space=\"preserve\">{words}</w:t>");
    let whole = [piece("until "), piece("2026"), "<w:noBreakHyphen/>".to_owned(), piece("12")].concat();
    assert!(text.contains(&whole) && text.contains(&piece("2026-06-30")), "{text}");
}
