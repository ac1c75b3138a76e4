//! `isms check --since REV`: what a change touches and affects.
//!
//! In the change is a finding that
//! - stands in a changed file or names a place in one,
//! - stands in a record that refers to a changed or removed record, or that one of them refers to,
//! - or was not there before: that catches what no reference shows, such as a mandatory document that is gone.
//!
//! Other findings were there before and are for another day. The date makes some of them come without any change; these warn.

use std::collections::HashSet;

use crate::check::{self, Class, Levels, Report};
use crate::commands::Failure;
use crate::commands::session::{Opened, Session};
use crate::files::Files;
use crate::finding::{Finding, Severity};
use crate::load::{LoadError, Loaded, load, sniff};
use crate::source::{GitTree, Source};
use crate::text::FileId;

/// Keeps what is in the change since the last common commit with a revision. `revisions` are that one, and the one that is checked
/// where it is not the tree on disk or the index.
pub(super) fn narrow(
    session: &Session,
    opened: &Opened,
    source: &dyn Source,
    levels: &Levels,
    revisions: (&str, Option<&str>),
    report: &mut Report,
) -> Result<(), Failure> {
    let place = &opened.place;
    let repository = place.repository(&format!("there is no change since {}", revisions.0), "leave `--since` out")?;
    let base = repository.merge_base(revisions.0, revisions.1.unwrap_or("HEAD"))?;
    // An ISMS that was not there is a change as a whole.
    let before = repository.tree_if_there(&base, place.prefix.trim_end_matches('/'))?;
    let Some(before) = before else { return Ok(()) };
    let change = Change::between(&before, source, &opened.loaded)?;
    let known = match load(&before) {
        Ok(loaded) => {
            let report = check::run(&loaded, levels, session.as_of());
            report.findings.iter().map(|finding| key(finding, &loaded.files)).collect()
        }
        Err(LoadError::Source(_) | LoadError::Settings(..)) => HashSet::new(),
    };
    let files = &opened.loaded.files;
    let is_inside = |finding: &Finding| change.holds(finding) || !known.contains(&key(finding, files));
    report.waived.retain(|waived| is_inside(&waived.finding));
    report.in_baseline.retain(is_inside);
    let (mut inside, outside): (Vec<_>, Vec<_>) = report.findings.drain(..).partition(is_inside);
    let all = outside.len();
    let is_temporal = |finding: &Finding| report.class_of(finding) == Some(Class::Temporal);
    let mut aging: Vec<Finding> = outside.into_iter().filter(is_temporal).collect();
    report.outside_change = all - aging.len();
    for finding in &mut aging {
        finding.severity = finding.severity.max(Severity::Warning);
    }
    inside.append(&mut aging);
    check::sort(&mut inside, files);
    report.findings = inside;
    Ok(())
}

/// What a finding is known by in both trees.
fn key(finding: &Finding, files: &Files) -> (String, String) {
    (finding.code.to_string(), finding.fingerprint(files.path(finding.primary.at.file)))
}

/// The files that are in a change.
struct Change {
    /// Files that are new or have another content.
    changed: HashSet<FileId>,
    /// These, and those of records beside a changed or removed record in the graph of references.
    affected: HashSet<FileId>,
}

impl Change {
    fn between(before: &GitTree, source: &dyn Source, loaded: &Loaded) -> Result<Self, Failure> {
        let mut reader = source.reader()?;
        let mut changed = HashSet::new();
        let mut ids = HashSet::new();
        let mut earlier = before.reader()?;
        let mut id_before = |path: &str| {
            let bytes = earlier.read(path).ok()?;
            Some(sniff(std::str::from_utf8(&bytes).ok()?).0).filter(|id| !id.is_empty())
        };
        for (file, known) in loaded.files.iter() {
            // What cannot be read now has changed for all that anyone can tell.
            if !reader.read(&known.path).is_ok_and(|bytes| before.holds(&known.path, &bytes)) {
                changed.insert(file);
                ids.extend(before.has(&known.path).then(|| id_before(&known.path)).flatten());
            }
        }
        for entry in before.list()? {
            if loaded.files.find(&entry.path).is_none() {
                ids.extend(id_before(&entry.path));
            }
        }
        let isms = &loaded.isms;
        let heads = isms.heads().filter(|head| changed.contains(&head.file));
        let mut affected = changed.clone();
        for head in heads {
            ids.insert(head.id.to_string());
            affected.extend(head.links.iter().filter_map(|link| Some(isms.head(&link.target)?.file)));
        }
        for id in &ids {
            affected.extend(isms.links_to(id).map(|(head, _)| head.file));
        }
        Ok(Change { changed, affected })
    }

    fn holds(&self, finding: &Finding) -> bool {
        self.affected.contains(&finding.primary.at.file)
            || finding.related.iter().any(|label| self.changed.contains(&label.at.file))
    }
}
