//! AST-002: the inventory is looked at in time, and is more than a list of devices.

use crate::check::wording::days;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{AssetType, Kind, Record, Supplier, SupplierCategory};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "AST-002",
    name: "inventory-outdated",
    title: "every asset is reviewed in time, and the inventory has information and the cloud services in use",
    clauses: &["A.5.9"],
    weight: Weight::WARNING,
    class: Class::Temporal,
    doc: include_str!("inventory_outdated.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let in_use: Vec<_> = ctx.isms.assets.iter().filter(|asset| asset.is_in_use()).collect();
    for asset in &in_use {
        let Some(due) = ctx.isms.next_review_of(&asset.head) else {
            out.report(asset.at("/reviewed"), format!("{} was never reviewed", asset.id()))
                .help("ask its owner whether the entry is true, and set `reviewed:`")
                .record(asset.id());
            continue;
        };
        if ctx.isms.settings.defaults.is_overdue(due, ctx.today) {
            let late = days(ctx.today.days_since(due));
            let field = if asset.head.common.reviewed.is_some() { "/reviewed" } else { "/created" };
            out.report(asset.at(field), format!("{} was due for review on {due}, {late} ago", asset.id()))
                .label(format!("your own rule: every {}", ctx.isms.review_interval(&asset.head).words()))
                .help("ask its owner whether the entry is still true, and set `reviewed:`")
                .record(asset.id());
        }
    }
    // Where there is no inventory at all, the control is the place to say so.
    let Some(first) = in_use.first().filter(|_| !ctx.isms.may_have_unread(Kind::Asset)) else { return };
    let has = |wanted: AssetType| in_use.iter().any(|asset| asset.asset_type == Some(wanted));
    if !has(AssetType::Information) {
        out.report(first.at("/id"), "the inventory has no information, only what holds it".to_owned())
            .help("add the sets of information that the ISMS is there for, with owner and classification")
            .about("information");
    }
    if let Some(supplier) = ctx.isms.suppliers.iter().find(|supplier| is_cloud(supplier)).filter(|_| !has(AssetType::CloudService))
    {
        out.report(first.at("/id"), format!("the inventory has no cloud service, and {} provides one", supplier.id()))
            .help("add the cloud services in use, with what they carry")
            .also(supplier.at("/categories"), supplier.title())
            .about("cloud");
    }
}

fn is_cloud(supplier: &Record<Supplier>) -> bool {
    use SupplierCategory::{Iaas, Paas, Saas};
    supplier.is_active() && supplier.categories.iter().any(|category| matches!(category, Iaas | Paas | Saas))
}
