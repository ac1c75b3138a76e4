//! AST-001: an asset has an owner and a classification, and what carries information is classified as high as it.

use crate::check::wording::listed;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{Asset, Isms, Record};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "AST-001",
    name: "asset-protection-unclear",
    title: "every asset in use has an owner and a classification, not below that of the information it carries",
    clauses: &["A.5.9", "A.5.12"],
    weight: Weight::FROM_STAGE1,
    class: Class::Structural,
    doc: include_str!("protection_unclear.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for asset in ctx.isms.assets.iter().filter(|asset| asset.is_in_use()) {
        let all = [
            (asset.owner().is_none(), "/owner", "owner"),
            (asset.head.common.classification.is_none(), "/classification", "classification"),
        ];
        let missing: Vec<_> = all.into_iter().filter(|(missing, ..)| *missing).collect();
        if let Some((_, field, _)) = missing.first() {
            let words: Vec<&str> = missing.iter().map(|(.., words)| *words).collect();
            out.report(asset.at(*field), format!("{} has no {}", asset.id(), listed(&words)))
                .help("name the role that decides about it, and how confidential what it holds is")
                .record(asset.id());
        }
        below(ctx.isms, asset, out);
    }
}

fn below(isms: &Isms, asset: &Record<Asset>, out: &mut Findings) {
    let Some(own) = asset.head.common.classification else { return };
    let carried = asset.carries.iter().filter_map(|id| isms.asset(id)).filter(|carried| carried.is_in_use());
    let highest = carried.max_by_key(|carried| carried.head.common.classification);
    let Some((highest, level)) =
        highest.and_then(|it| Some((it, it.head.common.classification?))).filter(|(_, level)| *level > own)
    else {
        return;
    };
    out.report(asset.at("/classification"), format!("{} is {own} and carries {}, which is {level}", asset.id(), highest.id()))
        .help(format!("classify it as {level}, or take {} out of `carries` if it is not there", highest.id()))
        .also(highest.at("/classification"), highest.title())
        .record(asset.id());
}
