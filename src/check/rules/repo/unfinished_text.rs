//! REPO-005: what claims to be finished has no unfinished text.

mod scan;

use crate::check::texts::RecordTexts;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::model::{DocumentType, Head};
use crate::syntax::markdown::BlockKind;
use crate::text::{Locus, Span};
use crate::value::Value;

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
    for record in ctx.texts.of_records() {
        let head = record.head();
        let mut found = Found::default();
        in_fields(record, &own, &mut found);
        in_body(ctx, record, &own, &mut found);
        if found.0.is_empty() || !is_finished(ctx, head) {
            continue;
        }
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
pub(in crate::check::rules) fn is_finished(ctx: &Ctx<'_>, head: &Head) -> bool {
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

fn in_fields(record: RecordTexts<'_, '_>, own: &[String], found: &mut Found) {
    for (text, whence) in record.in_fields() {
        for placeholder in scan::placeholders(text, own) {
            // An id that is still a placeholder leads nowhere, and is reported as such.
            let pointer = whence.pointer();
            if !record.head().links.iter().any(|link| Some(&link.pointer) == pointer.as_ref()) {
                found.add(placeholder.text, whence.at(0..0));
            }
        }
    }
}

fn in_body<'m>(ctx: &Ctx<'m>, record: RecordTexts<'_, 'm>, own: &[String], found: &mut Found) {
    let links = record.head().body.iter().flat_map(|body| &body.links).collect::<Vec<_>>();
    for (text, whence) in record.in_body(ctx) {
        for placeholder in scan::placeholders(text, own) {
            let place = whence.at(placeholder.at..placeholder.at + placeholder.text.len());
            let span = ctx.files.span(&place);
            let in_link = |link: &&crate::syntax::markdown::Link| link.span.start <= span.start && span.end <= link.span.end;
            if !(placeholder.text.starts_with('[') && links.iter().any(in_link)) {
                found.add(placeholder.text, place);
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

#[cfg(test)]
pub(in crate::check::rules) mod tests {
    use crate::check::{Levels, run};
    use crate::load::load;
    use crate::source::Memory;

    /// What a rule says about some files, with settings around them.
    pub(in crate::check::rules) fn said(code: &str, settings: &str, files: &[(&str, &str)]) -> Vec<String> {
        let mut memory = Memory::default();
        memory.insert("isms.yaml", format!("isms: 1\nname: T\nprofile: build\n{settings}"));
        for (path, text) in files {
            memory.insert(path, *text);
        }
        let loaded = load(&memory).unwrap_or_else(|error| panic!("{error}"));
        let levels = Levels::new(&loaded.isms, None).unwrap();
        let report = run(&loaded, &levels, "2026-06-30".parse().unwrap());
        report.findings.into_iter().filter(|finding| finding.code == code).map(|finding| finding.message).collect()
    }

    #[test]
    fn only_what_claims_to_be_finished_is_read() {
        let said = |path: &str, text: &str| said("REPO-005", "placeholders: [Acme]\n", &[(path, text)]);
        let document = |status: &str| format!("---\nkind: policy\nid: POL-001\ntitle: Acme policy\nstatus: {status}\n---\n# TBD\n");
        assert_eq!(
            said("clauses/a.md", &document("effective")),
            ["POL-001 is effective and says `Acme`", "POL-001 is effective and says `TBD`"]
        );
        for status in ["draft", "in_review", "withdrawn"] {
            assert_eq!(said("clauses/a.md", &document(status)), [""; 0]);
        }
        assert_eq!(said("clauses/a.yaml", "kind: risk\nid: R-001\ntitle: T\nstatus: identified\nevent: TBD\n"), [""; 0]);
        assert_eq!(said("clauses/a.yaml", "kind: risk\nid: R-001\ntitle: T\nstatus: assessed\nevent: TBD\n"), ["R-001 says `TBD`"]);
        assert_eq!(said("clauses/a.yaml", "kind: control\nid: A.5.1\ntitle: T\napplicable: undecided\nnotes: TBD\n"), [""; 0]);
        // A reference that is a placeholder leads nowhere, and that is said already.
        assert_eq!(said("clauses/a.yaml", "kind: risk\nid: R-001\ntitle: T\nowner: TBD\nx-own: TBD\n"), [""; 0]);
        let twice = "kind: party\nid: PTY-001\ntitle: T\ninterest: The [date] and the [date].\nnotes: See [date](x.md).\n";
        assert_eq!(said("clauses/a.yaml", twice), ["PTY-001 says `[date]` (2 times)"]);
    }

    #[test]
    fn reference_links_and_code_are_no_placeholders() {
        let body = "See [company][1], [name] and `[date]`.\n\n```\n[company] TODO\n<<<<<<< HEAD\n>>>>>>> x\n```\n\n[1]: a.md\n[name]: b.md\n";
        let text = format!("---\nkind: policy\nid: POL-001\ntitle: T\nstatus: effective\n---\n{body}");
        assert_eq!(said("REPO-005", "", &[("clauses/a.md", &text)]), [""; 0]);
    }

    #[test]
    fn a_merge_conflict_is_found_in_drafts_too_and_said_once() {
        let conflict = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n";
        let text = format!("---\nkind: policy\nid: POL-001\ntitle: T\nstatus: draft\n---\n{conflict}");
        assert_eq!(said("REPO-005", "", &[("clauses/a.md", &text)]), ["clauses/a.md holds both sides of an unfinished merge"]);
        // In YAML it breaks the record, which is reported for that.
        assert_eq!(said("REPO-005", "", &[("clauses/a.yaml", &format!("kind: risk\nid: R-001\n{conflict}"))]), [""; 0]);
    }
}
