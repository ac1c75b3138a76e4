//! RISK-014: what matters most has been thought about as a risk.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Asset, AssetStatus, Criticality, Head, IncidentStatus, Isms, Kind, Record, Supplier};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "RISK-014",
    name: "risk-not-considered",
    title: "every critical asset, critical supplier and serious incident is part of an open risk",
    clauses: &["6.1.2 c"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("not_considered.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let isms = ctx.isms;
    // Without any risk there is one gap, not one for each asset.
    if isms.risks.is_empty() || isms.may_have_unread(Kind::Risk) {
        return;
    }
    for asset in isms.assets.iter().filter(|asset| is_vital(asset) && !isms.is_in_a_risk(asset.id())) {
        missing(&asset.head, "/criticality", "is critical, and no open risk names it", "assets", out);
    }
    let suppliers = isms.suppliers.iter().filter(|supplier| supplier.criticality == Some(Criticality::Critical));
    for supplier in suppliers.filter(|supplier| supplier.is_active() && !is_covered(isms, supplier)) {
        missing(&supplier.head, "/criticality", "is critical, and no open risk names it or an asset it provides", "refs", out);
    }
    for incident in isms.incidents.iter().filter(|incident| incident.is_serious()) {
        // A closed incident that led to nothing at all is a gap of its own.
        let fed = !incident.controls.is_empty() || incident.nonconformity.is_some();
        let reviewed = match incident.status {
            Some(IncidentStatus::Reviewed) => true,
            Some(IncidentStatus::Closed) => fed,
            _ => false,
        };
        if reviewed && !incident.head.says("/risks") && !isms.is_in_a_risk(incident.id()) {
            let severity = incident.severity.map(Criticality::label).unwrap_or_default();
            let what = format!("is an incident of severity {severity}, and no risk is linked to it");
            let help = "name in `risks` the risk that it was a case of, or write down the one that nobody had thought of";
            out.report(incident.at("/risks"), format!("{} {what}", incident.id())).help(help).record(incident.id());
        }
    }
}

fn is_vital(asset: &Record<Asset>) -> bool {
    asset.criticality == Some(Criticality::Critical)
        && asset.in_scope != Some(false)
        && matches!(asset.status, None | Some(AssetStatus::InUse))
}

/// A supplier is part of a risk through the assets that it provides, too.
fn is_covered(isms: &Isms, supplier: &Record<Supplier>) -> bool {
    let provided = isms.links_to(supplier.id()).filter(|(head, _)| head.kind == Kind::Asset);
    isms.is_in_a_risk(supplier.id()) || provided.into_iter().any(|(asset, _)| isms.is_in_a_risk(&asset.id))
}

fn missing(head: &Head, at: &str, what: &str, key: &str, out: &mut Findings) {
    out.report(head.at(at), format!("{} {what}", head.id))
        .help(format!("assess what could happen to it, and name it in `{key}` of that risk; or correct the criticality"))
        .record(&*head.id);
}
