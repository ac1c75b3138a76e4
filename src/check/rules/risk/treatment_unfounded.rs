//! RISK-013: sharing rests on a contract, and what is avoided has stopped.

use std::collections::HashMap;

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Asset, AssetStatus, Isms, Record, Risk, Supplier, Treatment};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-013",
    name: "treatment-unfounded",
    title: "a shared risk names the contract or insurance behind it, and an avoided one the step that ends the activity",
    clauses: &["6.1.3 a"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("treatment_unfounded.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let in_use = |asset: &&Record<Asset>| matches!(asset.status, None | Some(AssetStatus::InUse));
    let assets: HashMap<&str, &Record<Asset>> = ctx.isms.assets.iter().filter(in_use).map(|asset| (asset.id(), asset)).collect();
    for risk in ctx.isms.risks.iter().filter(|risk| risk.is_assessed()) {
        if risk.treatment.contains(&Treatment::Share) && !has_contract(ctx.isms, risk) {
            shared(risk, out);
        }
        let used = risk.assets.iter().find_map(|id| assets.get(id.as_str()));
        if let Some(asset) = used.filter(|_| risk.treatment == [Treatment::Avoid] && risk.actions.is_empty()) {
            let wrong = format!("{} is to be avoided, but {} is in use and no action ends that", risk.id(), asset.id());
            out.report(risk.at("/treatment"), wrong)
                .help("plan the step that ends the activity in `actions`, or choose another treatment")
                .also(asset.at("/status"), format!("{} is in use", asset.id()))
                .record(risk.id())
                .about("avoid");
        }
    }
}

fn has_contract(isms: &Isms, risk: &Record<Risk>) -> bool {
    let bound = |supplier: &Record<Supplier>| supplier.is_active() && supplier.head.says("/contract_ref");
    // An id that leads nowhere is reported as such, once.
    risk.head.says("/contract_reference") || risk.shared_with.iter().any(|id| isms.supplier(id).is_none_or(bound))
}

fn shared(risk: &Record<Risk>, out: &mut Findings) {
    let wrong = match &risk.shared_with[..] {
        [] => format!("{} is shared, but no contract or insurance is named", risk.id()),
        with => format!("{} is shared with {}, but no contract in force is named there or here", risk.id(), listed(with)),
    };
    out.report(risk.at("/contract_reference"), wrong)
        .help("name the contract or policy and the section that covers the loss in `contract_reference`")
        .record(risk.id())
        .about("share");
}
