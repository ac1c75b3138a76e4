//! The pages of a pack as a site that works from a folder: no server, no network, and no script but the one that the program ships.

use std::collections::HashMap;

use rayon::prelude::*;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use super::links::{Links, relative};
use super::manifest::Item;
use super::plan::{CHAPTERS, COVER, Chapter};
use super::{Page, Part, words};
use crate::render::{Place, Segment, TemplateError, Templates, blocks};
use crate::text::tame;

const SCRIPT: &str = include_str!("../../templates/pack/site.js");

/// The template of every page of the site.
const PAGE: &str = "pack/page.html";

/// As many steps may the template of a page take.
const FUEL: u64 = 200_000_000;

/// The folder of what all pages share.
const ASSETS: &str = "site/assets";

/// How much of the words of a page the search knows, in bytes.
const SEARCHED: usize = 24 * 1024;

/// What stands around every page.
#[derive(Debug, Clone)]
pub(super) struct Shell {
    /// Whose pack it is.
    pub(super) organisation: String,
    /// What the pack is called, for example `Audit pack for Stage 2`.
    pub(super) name: String,
    /// Why it is a draft; nothing where it is none.
    pub(super) draft: Option<String>,
    /// The chapters that this pack has.
    pub(super) chapters: Vec<&'static Chapter>,
}

/// The files of the site: a page for each, and what they share.
///
/// # Errors
/// Where a template has a fault.
pub(super) fn site(pages: &[Page], links: &Links, shell: &Shell, templates: &Templates) -> Result<Vec<Item>, TemplateError> {
    let environment = templates.environment(PAGE, FUEL)?;
    let parts = parts(pages);
    let policy = policy();
    let render = |page: &Page| -> Result<Item, TemplateError> {
        let mut view = view(page, &parts, links, shell);
        view["policy"] = policy.as_str().into();
        view["script"] = SCRIPT.into();
        let text = templates.render(&environment, PAGE, &view)?;
        Ok(Item { path: page.path.clone(), bytes: text.into_bytes(), source: None })
    };
    let rendered: Result<Vec<Item>, TemplateError> = pages.par_iter().map(render).collect();
    let mut items = rendered?;
    items.push(Item { path: format!("{ASSETS}/site.css"), bytes: templates.text("pack/site.css").into(), source: None });
    items.push(Item { path: format!("{ASSETS}/search.js"), bytes: search_index(pages).into_bytes(), source: None });
    Ok(items)
}

/// What a page may do: our own script, known by its digest, and what that script adds; our own style sheet; nothing else.
fn policy() -> String {
    let digest = data_encoding::BASE64.encode(&Sha256::digest(SCRIPT.as_bytes()));
    format!(
        "default-src 'none'; script-src 'sha256-{digest}' 'strict-dynamic'; style-src 'self'; base-uri 'none'; form-action 'none'"
    )
}

/// The pages of each chapter that its contents list.
fn parts(pages: &[Page]) -> HashMap<usize, Vec<&Page>> {
    let mut parts: HashMap<usize, Vec<&Page>> = HashMap::new();
    for page in pages.iter().filter(|page| page.part == Part::Section) {
        parts.entry(page.chapter).or_default().push(page);
    }
    parts
}

fn view(page: &Page, parts: &HashMap<usize, Vec<&Page>>, links: &Links, shell: &Shell) -> Json {
    let document = &page.document;
    let here = page.path.as_str();
    let chapter = |chapter: &&'static Chapter| {
        let own = chapter.number == page.chapter;
        let listed = parts.get(&chapter.number).into_iter().flatten();
        let part = |part: &&Page| json!({ "title": part.title, "href": relative(here, &part.path), "current": part.path == here });
        json!({
            "number": chapter.number, "title": chapter.title, "href": relative(here, &chapter.path()), "open": own,
            "current": chapter.path() == here,
            "parts": if own { listed.map(part).collect::<Vec<_>>() } else { Vec::new() },
        })
    };
    let own = &CHAPTERS[page.chapter];
    let crumb = |chapter: &Chapter| json!({ "title": chapter.title, "href": relative(here, &chapter.path()) });
    let crumbs: Vec<Json> = match page.part {
        Part::Chapter if page.chapter == COVER => Vec::new(),
        Part::Chapter => vec![crumb(&CHAPTERS[COVER])],
        Part::Section | Part::Record => vec![crumb(&CHAPTERS[COVER]), crumb(own)],
    };
    let at = shell.chapters.iter().position(|chapter| chapter.number == page.chapter);
    let neighbour = |at: Option<usize>| at.and_then(|at| shell.chapters.get(at)).map(|chapter| crumb(chapter));
    let cut = |text: &str| -> Vec<Segment> { links.segments(text, here) };
    let place = Place::new(&cut);
    let facts = document.facts.iter().map(|fact| json!({ "name": fact.name, "value": place.words(&fact.value) }));
    json!({
        "root": "../".repeat(here.matches('/').count()),
        "title": tame(&document.title, false), "organisation": tame(&shell.organisation, false), "name": shell.name,
        "mark": shell.draft.as_ref().map(|_| "Draft"), "mark_reason": shell.draft,
        "chapters": shell.chapters.iter().map(chapter).collect::<Vec<_>>(),
        "crumbs": crumbs, "crumb_here": tame(&page.title, false),
        "kicker": kicker(page, own),
        "facts": facts.collect::<Vec<_>>(),
        "blocks": blocks(&document.blocks, &place),
        "previous": neighbour(at.and_then(|at| at.checked_sub(1))), "next": neighbour(at.map(|at| at + 1)),
        "origin": document.origin,
    })
}

/// The line above the title: where the page stands, who may see it, its version and the commit.
fn kicker(page: &Page, chapter: &Chapter) -> String {
    let document = &page.document;
    let mut words = vec![format!("{} {}", chapter.number, chapter.title), document.classification.clone()];
    words.extend(document.version.as_ref().map(|version| format!("version {version}")));
    words.extend(document.commit.as_ref().map(|commit| format!("commit {}", commit.get(..12).unwrap_or(commit))));
    words.push(format!("as of {}", document.as_of));
    tame(&words.join(" · "), false)
}

/// What the search knows of every page: where it is, its id, its title, what it is, and its words.
fn search_index(pages: &[Page]) -> String {
    let entry = |page: &Page| {
        let mut words = tame(&words::of(&page.document), false);
        if words.len() > SEARCHED {
            let cut = (0..=SEARCHED).rev().find(|at| words.is_char_boundary(*at)).unwrap_or_default();
            words.truncate(cut);
        }
        json!({
            "p": page.path, "i": page.record.clone().unwrap_or_default(), "t": tame(&page.title, false),
            "c": format!("{} {}", page.chapter, CHAPTERS[page.chapter].title), "x": words,
        })
    };
    let entries: Vec<Json> = pages.par_iter().map(entry).collect();
    // One page a line, so that two packs can be compared.
    let lines: Vec<String> = entries.iter().map(Json::to_string).collect();
    format!("window.ismsSearch = [\n{}\n];\n", lines.join(",\n"))
}
