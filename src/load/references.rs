//! Ids that are taken twice, and references that lead nowhere or to something else.

use rayon::prelude::*;

use super::shape::Target;
use super::suggest;
use crate::files::Files;
use crate::finding::{Finding, Fix};
use crate::model::{Head, Isms, Kind, Link};
use crate::standard;

/// Records with an id that another record has.
pub(super) fn duplicates(isms: &Isms, heads: &[&Head], files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for head in heads {
        let Some(other) = isms.head(&head.id).filter(|first| first.file != head.file) else { continue };
        let message = format!("the id {} is taken by {}", head.id, files.path(other.file));
        let mut finding = Finding::new("REPO-002", head.at("/id"), message);
        finding.record(&*head.id).about(files.path(head.file));
        finding.help("give this record the next free id (`isms new` finds it); ids are never used twice");
        finding.also(other.at("/id"), "first used here");
        findings.push(finding);
    }
    findings
}

/// References to records that do not exist or are of another kind than is meant.
pub(super) fn dangling(isms: &Isms, heads: &[&Head], targets: &[Vec<&'static [Target]>]) -> Vec<Finding> {
    let links = heads.par_iter().zip(targets).flat_map_iter(|(head, targets)| {
        let links = head.links.iter().zip(targets);
        links.filter(|(link, targets)| !leads(isms, link, targets)).map(|(link, targets)| (*head, link, *targets))
    });
    let links: Vec<(&Head, &Link, &[Target])> = links.collect();
    let mut candidates = Candidates::default();
    links.into_iter().filter_map(|(head, link, targets)| judge(isms, head, link, targets, &mut candidates)).collect()
}

/// Whether a reference leads to what is meant.
fn leads(isms: &Isms, link: &Link, targets: &[Target]) -> bool {
    let id = &*link.target;
    let found = isms.head(id).map(|head| head.kind);
    targets.iter().any(|target| match target {
        Target::Computed(word) => *word == id,
        target => found.is_some_and(|kind| fits(*target, kind)),
    })
}

/// What is wrong with a reference that does not lead to what is meant.
fn judge(isms: &Isms, head: &Head, link: &Link, targets: &[Target], candidates: &mut Candidates) -> Option<Finding> {
    let id = &*link.target;
    let wanted = || wanted(targets);
    let mut finding = match isms.head(id) {
        Some(found) => {
            let message = format!("{id} is {}, and {} must name {}", found.kind.with_article(), field(link), wanted());
            let mut finding = Finding::new("REPO-003", head.at(link.pointer.clone()), message);
            finding.also(found.at("/id"), format!("{id} is defined here"));
            finding
        }
        // A file that cannot be read may be the one; its own finding comes first.
        None if isms.exists(id) => return None,
        // A control of Annex A without a file is one gap, and the Statement of Applicability reports it.
        None if standard::control(id).is_some() && targets.iter().any(|target| fits(*target, Kind::Control)) => return None,
        None if standard::is_2013_number(id) => old_number(head, link),
        None => {
            let message = format!("{} names {}, which does not exist", field(link), super::shorten(id));
            let mut finding = Finding::new("REPO-003", head.at(link.pointer.clone()), message);
            let meant = candidates.closest(isms, targets, id);
            // Ids may differ in nothing but their case: then no other record can be meant.
            let only_case = meant.filter(|meant| meant.eq_ignore_ascii_case(id));
            finding.fix(only_case.map(|id| Fix::Write(id.to_owned())));
            finding.help(match meant {
                Some(meant) => {
                    let title = isms.head(meant).map(|head| head.title()).unwrap_or_default();
                    format!("did you mean {meant} ({title})?")
                }
                None => format!("write the id of {} that exists, or create the record", wanted()),
            });
            finding
        }
    };
    finding.record(&*head.id).about(id);
    Some(finding)
}

/// A number of the 2013 edition where one of 2022 is meant.
fn old_number(head: &Head, link: &Link) -> Finding {
    let id = &*link.target;
    let message = format!("{id} is a number of the 2013 edition");
    let mut finding = Finding::new("SOA-012", head.at(link.pointer.clone()), message);
    finding.help(successors_in_words(id)).fix(successor(id));
    finding
}

/// The number of 2022, where there is only one that the old number became.
pub(crate) fn successor(old_id: &str) -> Option<Fix> {
    match standard::successors(old_id)[..] {
        [pair] => Some(Fix::Write(pair.new_id.to_owned())),
        _ => None,
    }
}

/// What became of a number of the 2013 edition, for a person who wrote it.
pub(crate) fn successors_in_words(old_id: &str) -> String {
    let new: Vec<String> = standard::successors(old_id)
        .iter()
        .map(|pair| {
            let title = standard::control(pair.new_id).map(|control| control.title).unwrap_or_default();
            format!("{} ({title})", pair.new_id)
        })
        .collect();
    format!("in ISO/IEC 27001:2022 it is {}", new.join(" or "))
}

fn fits(target: Target, kind: Kind) -> bool {
    match target {
        Target::Kind(wanted) => wanted == kind,
        Target::Any => true,
        Target::Computed(_) => false,
    }
}

/// The name of the field that holds a reference.
fn field(link: &Link) -> String {
    let name = link.pointer.steps().filter(|step| step.parse::<usize>().is_err()).last().unwrap_or_default().into_owned();
    format!("`{name}`")
}

fn wanted(targets: &[Target]) -> String {
    let words: Vec<String> = targets
        .iter()
        .map(|target| match target {
            Target::Kind(kind) => kind.with_article(),
            Target::Any => "a record".to_owned(),
            Target::Computed(word) => (*word).to_owned(),
        })
        .collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => "a record".to_owned(),
    }
}

/// How many ids are compared for suggestions. Where so many references dangle, it is no slip of the fingers that will be seen in them.
const COMPARISONS: usize = 1_000_000;

/// Ids that a reference could have meant, gathered once for each set of kinds.
#[derive(Default)]
struct Candidates {
    known: Vec<(Vec<Target>, Vec<String>)>,
    compared: usize,
}

impl Candidates {
    fn closest<'c>(&'c mut self, isms: &Isms, targets: &[Target], id: &str) -> Option<&'c str> {
        let at = match self.known.iter().position(|(known, _)| known == targets) {
            Some(at) => at,
            None => {
                let heads = isms.heads().filter(|head| targets.iter().any(|target| fits(*target, head.kind)));
                let mut ids: Vec<String> = heads.map(|head| head.id.to_string()).collect();
                ids.sort_unstable();
                self.known.push((targets.to_vec(), ids));
                self.known.len() - 1
            }
        };
        let ids = &self.known[at].1;
        self.compared += ids.len();
        if self.compared > COMPARISONS { None } else { suggest::closest(id, ids.iter().map(String::as_str)) }
    }
}
