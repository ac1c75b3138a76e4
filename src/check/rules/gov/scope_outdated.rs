//! GOV-002: the scope names the sites and the suppliers that the ISMS depends on.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Asset, AssetType, Criticality, Document, Kind, Record, Supplier};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "GOV-002",
    name: "scope-outdated",
    title: "the scope names every site and every critical supplier",
    clauses: &["4.3"],
    weight: Weight::WARNING,
    class: Class::Prose,
    doc: include_str!("scope_outdated.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let mut documents = ctx.isms.documents_answering("4.3");
    documents.retain(|document| document.is_in_force());
    let Some(scope) = documents.first().copied().filter(|_| !ctx.isms.may_have_unread(Kind::Document)) else { return };
    // A section may live in another document.
    let elsewhere: Vec<_> =
        documents.iter().flat_map(|document| document.section_in.values()).filter_map(|id| ctx.isms.document(id)).collect();
    documents.extend(elsewhere);
    let text = documents.iter().map(|document| plain(ctx, document)).collect::<Vec<_>>().join("\n");
    let sites = ctx.isms.assets.iter().filter(|asset| asset.is_in_use() && asset.asset_type == Some(AssetType::Site));
    for site in sites.filter(|site| !names(site).any(|name| text.contains(&name))) {
        out.report(site.at("/type"), format!("{} ({}) is a site, and the scope does not name it", site.id(), site.title()))
            .help(format!("add it to the locations in {}, or say `in_scope: false`", scope.id()))
            .also(scope.at("/id"), "the scope")
            .record(site.id());
    }
    if text.contains("08-operation/suppliers") {
        return;
    }
    let critical = |supplier: &&Record<Supplier>| supplier.is_active() && supplier.criticality == Some(Criticality::Critical);
    for supplier in ctx.isms.suppliers.iter().filter(critical) {
        let mut names = [supplier.id(), short(supplier.title())].into_iter().map(str::to_lowercase);
        if !names.any(|name| text.contains(&name)) {
            out.report(
                supplier.at("/criticality"),
                format!("{} ({}) is critical, and the scope does not name it", supplier.id(), supplier.title()),
            )
            .help(format!("add it to the interfaces and dependencies in {}", scope.id()))
            .also(scope.at("/id"), "the scope")
            .record(supplier.id());
        }
    }
}

/// The whole file in small letters: text, links and front matter, on lines of any length.
fn plain(ctx: &Ctx<'_>, document: &Record<Document>) -> String {
    let text = ctx.files.get(document.head.file).and_then(|file| file.text.as_deref()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What people call a site: its id, its title, or where it is.
fn names(site: &Record<Asset>) -> impl Iterator<Item = String> {
    let place = site.location.as_deref().and_then(|location| location.split([',', ';']).next());
    [Some(site.id()), Some(short(site.title())), place]
        .into_iter()
        .flatten()
        .map(|name| name.trim().to_lowercase())
        .filter(|name| !name.is_empty())
}

/// `Keyhaven ID (identity provider)` is called `Keyhaven ID`.
fn short(title: &str) -> &str {
    title.split(" (").next().unwrap_or(title).trim()
}
