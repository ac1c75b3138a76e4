//! The inventory of assets (control A.5.9): what is protected, whose it is and how much protection it needs.

use super::document::{Cell, Column, Document, Group, Table, Tone};
use super::words::{capital, comma, plain};
use super::{Make, Report, Subject};
use crate::model::{Asset, AssetStatus, AssetType, Criticality, Record, natural};
use crate::text::wording::{counted, listed};

pub(super) static REPORT: Report = Report {
    name: "assets",
    title: "Inventory of assets",
    about: "every asset with owner, classification, protection needs, place, supplier and review",
    clauses: &["8.1"],
    make: Make::Whole(make),
};

fn make(subject: &Subject<'_>) -> Document {
    let assets = &subject.isms.assets;
    let mut document = REPORT.begin(
        subject,
        assets.iter().map(|asset| &asset.head),
        "This inventory lists the information and other assets that the ISMS protects: whose each is, how it is classified, how much \
         confidentiality, integrity and availability it needs, and where it is.",
    );
    document.heading(2, "Summary");
    document.paragraph(summary(subject));
    if !assets.is_empty() {
        document.heading(2, "Inventory");
        document
            .paragraph("C, I and A are the needs for confidentiality, integrity and availability from 1 (low) to 4 (very high).");
        document.table(inventory(subject));
    }
    document
}

fn summary(subject: &Subject<'_>) -> String {
    let assets = &subject.isms.assets;
    if assets.is_empty() {
        return "No assets are recorded.".to_owned();
    }
    let in_use: Vec<_> = assets.iter().filter(|asset| asset.is_in_use()).collect();
    let personal = in_use.iter().filter(|asset| asset.personal_data == Some(true)).count();
    let mut parts = vec![format!(
        "{}: {} in use and in scope, {personal} of them with personal data.",
        counted(assets.len(), "asset", "assets"),
        in_use.len()
    )];
    let orphans: Vec<&str> = in_use.iter().filter(|asset| asset.owner().is_none()).map(|asset| asset.id()).collect();
    let unclassified: Vec<&str> =
        in_use.iter().filter(|asset| asset.head.common.classification.is_none()).map(|asset| asset.id()).collect();
    let unassessed: Vec<&str> =
        in_use.iter().filter(|asset| !subject.isms.is_in_a_risk(asset.id())).map(|asset| asset.id()).collect();
    for (words, ids) in [("Without an owner", orphans), ("Not classified", unclassified), ("In no open risk", unassessed)] {
        if !ids.is_empty() {
            parts.push(format!("{words}: {}.", listed(&ids)));
        }
    }
    parts.join(" ")
}

fn inventory(subject: &Subject<'_>) -> Table {
    let columns = vec![
        Column::one("asset", "ID", 5),
        Column::many("Asset", 16, &[("title", "Name", ""), ("carries", "Carries", "Carries")]),
        Column::many("Whose", 11, &[("owner", "Owner", ""), ("custodian", "Custodian", "Kept by")]),
        Column::many(
            "Classification",
            8,
            &[("classification", "Classification", ""), ("personal_data", "Personal data", "Personal data")],
        ),
        Column::many(
            "Needs",
            6,
            &[("confidentiality", "Confidentiality", "C"), ("integrity", "Integrity", "I"), ("availability", "Availability", "A")],
        ),
        Column::many(
            "Matters",
            7,
            &[
                ("criticality", "Criticality", ""),
                ("rto", "Recovery time", "Recovery time"),
                ("rpo", "Recovery point", "Data loss up to"),
            ],
        ),
        Column::many("Where", 12, &[("location", "Location", ""), ("supplier", "Supplier", "Supplier")]),
        Column::one("risks", "Open risks", 7),
        Column::many(
            "State",
            8,
            &[("status", "Status", ""), ("next_review", "Next review", "Review"), ("review_state", "Review state", "")],
        ),
    ];
    let mut groups: Vec<Group> = Vec::new();
    for kind in AssetType::ALL.iter().copied().map(Some).chain([None]) {
        let mut found: Vec<_> = subject.isms.assets.iter().filter(|asset| asset.asset_type == kind).collect();
        found.sort_by_cached_key(|asset| natural(asset.id()));
        if !found.is_empty() {
            let title = capital(&kind.map_or_else(|| "of no type".to_owned(), AssetType::label));
            groups.push(Group { title, rows: found.into_iter().map(|asset| row(subject, asset)).collect() });
        }
    }
    super::grouped("assets", "Assets", columns, groups)
}

fn row(subject: &Subject<'_>, asset: &Record<Asset>) -> Vec<Cell> {
    let text = |text: &Option<String>| Cell::maybe(text.as_deref());
    let need = |need: Option<i64>| need.map_or(Cell::Empty, Cell::Number);
    let cia = asset.cia.as_ref();
    let classification = asset
        .head
        .common
        .classification
        .map_or_else(|| Cell::State("not classified".to_owned(), Tone::Bad), |classification| Cell::Text(classification.label()));
    let mut risks: Vec<&str> = subject
        .isms
        .links_to(asset.id())
        .filter_map(|(head, _)| subject.isms.risk(&head.id))
        .filter(|risk| risk.is_open())
        .map(Record::id)
        .collect();
    risks.sort_by_cached_key(|id| natural(id));
    risks.dedup();
    let status = if asset.in_scope == Some(false) { Some("out of scope".to_owned()) } else { asset.status.map(AssetStatus::label) };
    let mut cells = vec![
        Cell::text(asset.id()),
        Cell::text(asset.title()),
        subject.all_named(&asset.carries),
        subject.owner(asset.owner()),
        asset.custodian.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.party(id))),
        classification,
        asset.personal_data.map_or(Cell::Empty, Cell::Flag),
        need(cia.and_then(|needs| needs.confidentiality)),
        need(cia.and_then(|needs| needs.integrity)),
        need(cia.and_then(|needs| needs.availability)),
        plain(asset.criticality.map(Criticality::label)),
        text(&asset.rto),
        text(&asset.rpo),
        text(&asset.location),
        asset.supplier.as_deref().map_or(Cell::Empty, |id| Cell::text(subject.named(id))),
        comma(&risks),
        plain(status),
    ];
    cells.extend(if asset.is_in_use() { subject.next_review(&asset.head) } else { [Cell::Empty, Cell::Empty] });
    cells
}
