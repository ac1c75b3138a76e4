//! REPO-005: what claims to be finished has no unfinished text.

mod scan;

use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{DocumentType, Head};
use crate::syntax::markdown::BlockKind;
use crate::text::{Locus, Pointer, Span};
use crate::value::{Type, Value};

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "REPO-005",
    name: "unfinished-text",
    title: "documents in force and records have no placeholders and no traces of an unfinished merge",
    clauses: &["7.5.2", "7.5.3"],
    weight: Weight::FROM_STAGE1,
    class: Class::Prose,
    doc: include_str!("unfinished_text.md"),
    check,
};

/// More places of one placeholder say nothing new.
const SHOWN: usize = 8;

/// States in which a record may still have gaps.
const UNFINISHED: [&str; 6] = ["draft", "in_review", "identified", "planned", "proposed", "requested"];

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    merge_conflicts(ctx, out);
    let own: Vec<String> = ctx.isms.settings.placeholders.iter().map(|word| word.to_ascii_lowercase()).collect();
    for head in ctx.isms.heads().filter(|head| is_finished(ctx, head)) {
        let mut found = Found::default();
        in_fields(head, &own, &mut found);
        in_body(ctx, head, &own, &mut found);
        for (word, places) in found.0 {
            let times = if places.len() > 1 { format!(" ({} times)", places.len()) } else { String::new() };
            let mut places = places.into_iter();
            let Some(first) = places.next() else { continue };
            let finding = out.report(first, format!("{}{} says `{word}`{times}", head.id, claim(head)));
            finding.help("write what is meant, or take the status back until it is known").record(&*head.id).about(word);
            for place in places.take(SHOWN) {
                finding.also(place, "here too");
            }
        }
    }
}

/// Whether a record claims to be finished: documents once they are agreed, other records unless their state says otherwise.
fn is_finished(ctx: &Ctx<'_>, head: &Head) -> bool {
    if head.kind.is_document() {
        let document = ctx.isms.document(&head.id);
        return document.is_some_and(|it| it.is_in_force() && it.doctype != Some(DocumentType::Template));
    }
    let is = |key: &str| head.fields().get(key).and_then(Value::scalar).unwrap_or_default();
    is("applicable") != "undecided" && !UNFINISHED.contains(&is("status"))
}

fn claim(head: &Head) -> String {
    let status = head.fields().get("status").and_then(Value::scalar).filter(|_| head.body.is_some());
    status.map(|status| format!(" is {} and", status.replace('_', " "))).unwrap_or_default()
}

/// Placeholders with their places, in the order in which they stand.
#[derive(Default)]
struct Found(Vec<(String, Vec<Locus>)>);

impl Found {
    fn add(&mut self, word: &str, at: Locus) {
        match self.0.iter_mut().find(|(known, _)| known == word) {
            Some((_, places)) => places.push(at),
            None => self.0.push((word.to_owned(), vec![at])),
        }
    }
}

/// A step on the way to a value; it becomes text only where something is found.
enum Step<'v> {
    Key(&'v str),
    Item(usize),
}

fn in_fields(head: &Head, own: &[String], found: &mut Found) {
    walk(head, head.fields(), &mut Vec::new(), own, found);
}

fn walk<'v>(head: &Head, value: Value<'v>, way: &mut Vec<Step<'v>>, own: &[String], found: &mut Found) {
    match value.ty() {
        Type::Map => {
            for (key, value) in value.entries() {
                let key = key.scalar().unwrap_or_default();
                // Own keys have a meaning of their own.
                if key != "id" && key != "kind" && !key.starts_with("x-") {
                    way.push(Step::Key(key));
                    walk(head, value, way, own, found);
                    way.pop();
                }
            }
        }
        Type::List => {
            for (at, item) in value.items().enumerate() {
                way.push(Step::Item(at));
                walk(head, item, way, own, found);
                way.pop();
            }
        }
        Type::String => {
            for placeholder in scan::placeholders(value.scalar().unwrap_or_default(), own) {
                let pointer = way.iter().fold(Pointer::ROOT, |pointer, step| match step {
                    Step::Key(key) => pointer.join(key),
                    Step::Item(at) => pointer.join(at),
                });
                // An id that is still a placeholder leads nowhere, and is reported as such.
                if !head.links.iter().any(|link| link.pointer == pointer) {
                    found.add(placeholder.text, head.at(pointer));
                }
            }
        }
        _ => {}
    }
}

fn in_body(ctx: &Ctx<'_>, head: &Head, own: &[String], found: &mut Found) {
    let text = ctx.files.get(head.file).and_then(|file| file.text.as_deref());
    let (Some(text), Some(body)) = (text, head.body.as_deref()) else { return };
    for block in body.blocks.iter().filter(|block| block.kind != BlockKind::Code) {
        let start = block.span.start as usize;
        for placeholder in scan::placeholders(block.span.of(text), own) {
            let span = Span::new(start + placeholder.at, start + placeholder.at + placeholder.text.len());
            let in_link = |link: &crate::syntax::markdown::Link| link.span.start <= span.start && span.end <= link.span.end;
            if !(placeholder.text.starts_with('[') && body.links.iter().any(in_link)) {
                found.add(placeholder.text, Locus::bytes(head.file, span));
            }
        }
    }
}

/// Both sides of a merge in one text, in any file that is read. A record whose YAML they break is reported for that.
fn merge_conflicts(ctx: &Ctx<'_>, out: &mut Findings) {
    for (id, file) in ctx.files.iter() {
        let Some(at) = file.text.as_deref().and_then(scan::merge_conflict) else { continue };
        let head = ctx.isms.heads().find(|head| head.file == id);
        let code = head.and_then(|head| head.body.as_deref()).into_iter().flat_map(|body| &body.blocks);
        let mut code = code.filter(|block| block.kind == BlockKind::Code);
        let quoted = code.any(|block| block.span.touches(Span::new(at.start, at.end)));
        if quoted || ctx.isms.unread.iter().any(|unread| unread.file == id) {
            continue;
        }
        let finding = out.report(
            Locus::bytes(id, Span::new(at.start, at.end)),
            format!("{} holds both sides of an unfinished merge", file.path),
        );
        finding.help("choose what is to stay, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>").about("merge");
        if let Some(head) = head {
            finding.record(&*head.id);
        }
    }
}
