//! REPO-011: a record stands in the folder of its kind.

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::files::folder;
use crate::finding::Fix;
use crate::model::{Form, Head, Kind};
use crate::standard;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "REPO-011",
    name: "record-misplaced",
    title: "a record stands in the folder of its kind, and a control in its own",
    clauses: &["7.5.3"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("misplaced.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    for head in ctx.isms.heads() {
        let path = ctx.files.path(head.file);
        let Some(home) = home_of(head).filter(|home| !home.holds(folder(path))) else { continue };
        let name = path.rsplit('/').next().unwrap_or(path);
        let place = if folder(path).is_empty() { "at the root".to_owned() } else { format!("in {}", folder(path)) };
        let message = format!("{} is {} and stands {place}", head.id, head.kind.with_article());
        // A text that moves may lose what its relative links lead to.
        let fix = home.path(name).filter(|_| head.kind.form() == Form::Yaml).map(Fix::Move);
        out.report(head.at("/id"), message).help(home.cure(name)).fix(fix).record(&*head.id);
    }
}

/// Where a record belongs.
enum Home {
    /// A folder or one below it.
    Below(&'static str),
    /// Exactly this folder.
    Folder(String),
    /// Anywhere in the two trees.
    Trees,
}

/// Where a record belongs; `None` for a control whose number is wrong, which has no place at all.
fn home_of(head: &Head) -> Option<Home> {
    Some(match head.kind {
        Kind::Control => match standard::control(&head.id) {
            Some(control) => Home::Folder(format!("annex-a/{}/{}", control.theme.folder(), control.folder_name())),
            None if head.id.starts_with("A.") => return None,
            None => Home::Below("annex-a/custom"),
        },
        // Most evidence shows a control; some shows that a process of the clauses ran.
        Kind::Evidence => Home::Trees,
        kind if kind.folder().is_empty() => Home::Trees,
        kind => Home::Below(kind.folder()),
    })
}

impl Home {
    fn holds(&self, folder: &str) -> bool {
        let within = |home: &str| folder.strip_prefix(home).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        match self {
            Home::Below(home) => within(home),
            Home::Folder(home) => folder == home,
            Home::Trees => within("clauses") || within("annex-a"),
        }
    }

    /// The path that a file of this name should have, where there is one that is right.
    fn path(&self, name: &str) -> Option<String> {
        match self {
            Home::Below(home) => Some(format!("{home}/{name}")),
            Home::Folder(home) => Some(format!("{home}/{name}")),
            Home::Trees => None,
        }
    }

    fn cure(&self, name: &str) -> String {
        match self.path(name) {
            Some(path) => format!("move it to {path}"),
            None => "move it below clauses/ or annex-a/, to the clause or control that it answers".to_owned(),
        }
    }
}
