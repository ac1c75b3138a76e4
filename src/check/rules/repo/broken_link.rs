//! REPO-004: links in documents lead somewhere.

use std::collections::{BTreeMap, HashMap};

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::files::{folder, resolve};
use crate::load::suggest::closest;
use crate::model::{Document, Head, Record};
use crate::source::Excludes;
use crate::syntax::markdown::target::{self, Target};
use crate::text::{FileId, Locus};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "REPO-004",
    name: "broken-link",
    title: "every relative link of a document leads to a file, and its anchor to a heading",
    clauses: &["7.5.3"],
    weight: Weight::ERROR,
    class: Class::Structural,
    doc: include_str!("broken_link.md"),
    check,
};

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let mut checker = Checker::new(ctx);
    for head in ctx.isms.heads().filter(|head| head.body.is_some()) {
        if ctx.isms.document(&head.id).is_some_and(|document: &Record<Document>| document.is_obsolete()) {
            continue;
        }
        let mut broken: BTreeMap<&str, (String, String, Vec<Locus>)> = BTreeMap::new();
        for link in head.body.iter().flat_map(|body| &body.links) {
            let at = Locus::bytes(head.file, link.span);
            if let Some((_, _, places)) = broken.get_mut(link.target.as_str()) {
                places.push(at);
            } else if let Some((message, help)) = checker.judge(head, &link.target) {
                broken.insert(&link.target, (message, help, vec![at]));
            }
        }
        for (target, (message, help, places)) in broken {
            let mut places = places.into_iter();
            let Some(first) = places.next() else { continue };
            let finding = out.report(first, format!("{}: {message}", head.id));
            finding.help(help).record(&*head.id).about(target);
            for place in places {
                finding.also(place, "the same link again");
            }
        }
    }
}

/// Judges links, and remembers what is costly to find out.
struct Checker<'m> {
    ctx: &'m Ctx<'m>,
    /// Files that the settings leave out are there all the same.
    excluded: Option<Excludes>,
    bodies: HashMap<FileId, &'m Head>,
    anchors: HashMap<FileId, Vec<String>>,
    by_name: Option<HashMap<&'m str, Vec<&'m str>>>,
}

impl<'m> Checker<'m> {
    fn new(ctx: &'m Ctx<'m>) -> Self {
        let bodies = ctx.isms.heads().filter(|head| head.body.is_some()).map(|head| (head.file, head)).collect();
        let excluded = Excludes::new(&ctx.isms.settings.exclude).ok();
        Checker { ctx, excluded, bodies, anchors: HashMap::new(), by_name: None }
    }

    /// What is wrong with a link, and what to do; `None` for what is right or cannot be known here.
    fn judge(&mut self, head: &Head, written: &str) -> Option<(String, String)> {
        let Target { path, anchor } = target::read(written)?;
        if path.is_empty() && anchor.is_empty() && written.trim().is_empty() {
            return Some(("a link leads nowhere".to_owned(), "write where it leads, or take the link away".to_owned()));
        }
        let file = if path.is_empty() {
            head.file
        } else {
            // What lies above the root may exist; it is out of sight.
            let path = resolve(folder(self.ctx.files.path(head.file)), &path)?;
            let Some(file) = self.ctx.files.find(&path) else {
                let known =
                    path.is_empty() || self.ctx.files.has_folder(&path) || self.excluded.as_ref().is_some_and(|it| it.has(&path));
                return if known {
                    None
                } else {
                    Some((format!("the link leads to {path}, which does not exist"), self.cure(&path)))
                };
            };
            file
        };
        let missing = !anchor.is_empty() && !self.has_anchor(file, &anchor);
        missing.then(|| {
            let place = if file == head.file { "this document".to_owned() } else { self.ctx.files.path(file).to_owned() };
            (format!("the link leads to #{anchor}, and no heading of {place} makes that anchor"), self.cure_anchor(file, &anchor))
        })
    }

    /// Whether a file has an anchor, as far as it is known which ones it has.
    fn has_anchor(&mut self, file: FileId, anchor: &str) -> bool {
        let Some(head) = self.bodies.get(&file) else { return true };
        let text = self.ctx.files.get(file).and_then(|file| file.text.as_deref()).unwrap_or_default();
        let anchors = self.anchors.entry(file).or_insert_with(|| {
            let headings = head.body.iter().flat_map(|body| body.anchors());
            headings.chain(target::explicit_anchors(text)).map(|anchor| target::comparable(&anchor)).collect()
        });
        let wanted = target::comparable(anchor);
        wanted == "top" || anchors.contains(&wanted)
    }

    /// The anchor that was meant, else some of those there are.
    fn cure_anchor(&self, file: FileId, anchor: &str) -> String {
        const SHOWN: usize = 5;
        let body = self.bodies.get(&file).and_then(|head| head.body.as_ref());
        let anchors = body.map(|body| body.anchors()).unwrap_or_default();
        match closest(anchor, anchors.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean #{meant}?"),
            None if anchors.is_empty() => "there are no headings: take the anchor away".to_owned(),
            None => {
                let more = if anchors.len() > SHOWN { ", …" } else { "" };
                format!("its headings make the anchors #{}{more}", anchors[..anchors.len().min(SHOWN)].join(", #"))
            }
        }
    }

    /// A file that was moved is found by its name.
    fn cure(&mut self, path: &str) -> String {
        let files = self.ctx.files;
        let name = |path: &'m str| path.rsplit('/').next().unwrap_or(path);
        let by_name = self.by_name.get_or_insert_with(|| {
            let mut by_name: HashMap<&str, Vec<&str>> = HashMap::new();
            files.iter().for_each(|(_, file)| by_name.entry(name(&file.path)).or_default().push(&file.path));
            by_name
        });
        match by_name.get(path.rsplit('/').next().unwrap_or(path)).map(Vec::as_slice) {
            Some([only]) => format!("a file of this name is {only}"),
            Some([first, others @ ..]) => format!("files of this name are {first} and {} more", others.len()),
            _ => "correct the path, or write the file".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::rules::repo::unfinished_text::tests::said;

    fn broken(status: &str, body: &str) -> Vec<String> {
        let text = format!("---\nkind: policy\nid: POL-001\ntitle: T\nstatus: {status}\n---\n{body}\n");
        let other = "---\nkind: policy\nid: POL-002\ntitle: T\nstatus: draft\n---\n# Über & Co.\n\n<a id=\"own\"></a>\n";
        let files = [
            ("clauses/a/one.md", text.as_str()),
            ("clauses/b/two.md", other),
            ("clauses/b/a b.png", ""),
            ("clauses/README.md", "# R"),
        ];
        said("REPO-004", "exclude: [old]\n", &files)
    }

    #[test]
    fn what_exists_or_cannot_be_known_is_left_alone() {
        let body = "[a](../b/two.md) [b](../b/two.md#über--co) [c](../b/two.md#own) ![d](<../b/a b.png>) [e](../b/a%20b.png) [f](../b/) \
            [g](../README.md#anything) [h](/site/rooted.md) [i](https://x.example) [j](mailto:a@b.example) <c@d.example> \
            [k](../../../outside.md) [l](../../old/x.md) [m](#top) [n](../b/two.md?plain=1#own) [o](../../)";
        assert_eq!(broken("effective", body), [""; 0]);
    }

    #[test]
    fn a_broken_link_is_said_once_for_each_target() {
        let body = "[a](gone.md) [again](gone.md) ![b](../b/no.png) [c](../b/two.md#missing) [d](#nowhere)";
        assert_eq!(
            broken("draft", body),
            [
                "POL-001: the link leads to clauses/a/gone.md, which does not exist",
                "POL-001: the link leads to clauses/b/no.png, which does not exist",
                "POL-001: the link leads to #missing, and no heading of clauses/b/two.md makes that anchor",
                "POL-001: the link leads to #nowhere, and no heading of this document makes that anchor",
            ]
        );
        assert_eq!(broken("withdrawn", body), [""; 0]);
    }
}
