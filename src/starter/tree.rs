//! The whole tree of a new ISMS.

use minijinja::{Value, context};

use super::templates::{Filler, Linked, Links, TemplateError, below, source};
use super::{SCHEMAS, modeline};
use crate::load::schema::{COMMON, SETTINGS};
use crate::load::{self, SETTINGS_FILE};
use crate::model::{Form, Kind};
use crate::standard::{self, Control};

/// What the starter texts need to know.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f> {
    /// The name of the organisation.
    pub name: &'f str,
    /// The folder of the ISMS below the root of its Git repository; empty where they are the same.
    pub folder: &'f str,
}

/// A file of the starter tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarterFile {
    /// Its path.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The id of the record in it, where it holds one.
    pub id: Option<String>,
}

/// The files of a new ISMS, sorted by path.
///
/// # Errors
/// Where a template cannot be filled.
pub fn tree(facts: &Facts<'_>) -> Result<Vec<StarterFile>, TemplateError> {
    let pages: Vec<(String, &str)> = below("init").into_iter().map(|(path, text)| (dotted(&path), text)).collect();
    let filler = Filler::new(links(&pages))?;
    let mut files = Vec::new();
    for (path, text) in &pages {
        files.push(record(path.clone(), &filler.fill(path, text, page_facts(facts))?));
    }
    let control_text = source("control.yaml")?;
    for control in standard::controls() {
        let path = control_path(control);
        let text = filler.fill(&path, control_text, control_facts(control))?;
        files.push(record(path, &text));
    }
    files.extend(schemas());
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// The path that a template stands for. Names with a dot in front would work on this project itself, so templates write `dot.git`.
fn dotted(path: &str) -> String {
    let parts: Vec<String> =
        path.split('/').map(|part| part.strip_prefix("dot.").map_or_else(|| part.to_owned(), |name| format!(".{name}"))).collect();
    parts.join("/")
}

fn page_facts(facts: &Facts<'_>) -> Value {
    let schemas: Vec<Value> = editor_schemas().into_iter().map(|(file, glob)| context! { file, glob }).collect();
    context! { name => facts.name, folder => facts.folder, version => env!("CARGO_PKG_VERSION"), schemas }
}

fn control_facts(control: &Control) -> Value {
    let mut auditor = control.auditor.chars();
    let first: String = auditor.next().into_iter().flat_map(char::to_lowercase).collect();
    let evidence = control.usual_evidence;
    context! {
        id => control.id,
        title => control.title,
        about => control.about,
        auditor => first + auditor.as_str(),
        owner => usual_owner(control.id),
        evidence => context! { what => evidence.what, every => evidence.every },
    }
}

/// The file of a control of Annex A.
fn control_path(control: &Control) -> String {
    format!("annex-a/{}/{}/control.yaml", control.theme.folder(), control.folder_name())
}

/// A page as a file: YAML records tell editors where their schema is.
fn record(path: String, text: &str) -> StarterFile {
    let (id, kind) = load::form_of(&path).map(|_| load::sniff(text)).unwrap_or_default();
    let schema = match kind {
        Some(kind) if kind.form() == Form::Yaml => Some(kind.word()),
        _ if path == SETTINGS_FILE => Some("isms"),
        _ => None,
    };
    let text = schema.map_or_else(String::new, |schema| modeline(&path, schema)) + text;
    StarterFile { path, text, id: Some(id).filter(|id| !id.is_empty()) }
}

/// The records that the starter texts can link to.
fn links(pages: &[(String, &str)]) -> Links {
    let mut links = Links::new();
    for (path, text) in pages {
        let (id, kind) = load::sniff(text);
        let title = text.lines().find_map(|line| line.strip_prefix("title: "));
        if let (Some(_), Some(title), Some(_)) = (kind, title, load::form_of(path)) {
            links.insert(id, Linked { path: path.clone(), title: title.to_owned() });
        }
    }
    for control in standard::controls() {
        let title = format!("{} {}", control.id, control.title);
        links.insert(control.id.to_owned(), Linked { path: control_path(control), title });
    }
    links
}

/// The schemas for editors.
fn schemas() -> Vec<StarterFile> {
    let kinds = Kind::ALL.iter().map(|kind| (kind.word(), kind.schema()));
    let all = kinds.chain([("isms", SETTINGS), ("common", COMMON)]);
    all.map(|(name, text)| StarterFile { path: format!("{SCHEMAS}/{name}.schema.json"), text: text.to_owned(), id: None }).collect()
}

/// Which schema holds for which files, for editors that do not read it from the first line.
fn editor_schemas() -> Vec<(String, String)> {
    let yaml = Kind::ALL.iter().copied().filter(|kind| kind.form() == Form::Yaml);
    let glob = |kind: Kind| match kind {
        Kind::Control => "annex-a/**/control.yaml".to_owned(),
        Kind::Evidence => "annex-a/**/evidence/*.yaml".to_owned(),
        // Two kinds share this folder.
        Kind::Audit | Kind::AuditProgramme => format!("{}/{}*.yaml", kind.folder(), kind.prefix()),
        kind => format!("{}/*.yaml", kind.folder()),
    };
    let of_kinds = yaml.map(|kind| (format!("{}.schema.json", kind.word()), glob(kind)));
    of_kinds.chain([("isms.schema.json".to_owned(), SETTINGS_FILE.to_owned())]).collect()
}

/// The roles of the starter tree that usually own a control, where it is not the information security lead.
const USUAL_OWNERS: [(&str, &[&str]); 5] = [
    ("top-management", &["A.5.2", "A.5.4", "A.5.35"]),
    (
        "head-of-it",
        &[
            "A.5.9", "A.5.14", "A.5.15", "A.5.16", "A.5.17", "A.5.18", "A.5.19", "A.5.20", "A.5.21", "A.5.22", "A.5.23", "A.5.29",
            "A.5.30", "A.5.32", "A.5.37", "A.6.7", "A.7.8", "A.7.9", "A.7.10", "A.7.12", "A.7.13", "A.7.14", "A.8.1", "A.8.2",
            "A.8.3", "A.8.5", "A.8.6", "A.8.7", "A.8.8", "A.8.9", "A.8.10", "A.8.12", "A.8.13", "A.8.14", "A.8.15", "A.8.17",
            "A.8.18", "A.8.19", "A.8.20", "A.8.21", "A.8.22", "A.8.23", "A.8.24", "A.8.32",
        ],
    ),
    (
        "head-of-engineering",
        &["A.5.8", "A.8.4", "A.8.11", "A.8.25", "A.8.26", "A.8.27", "A.8.28", "A.8.29", "A.8.30", "A.8.31", "A.8.33"],
    ),
    (
        "head-of-people",
        &["A.5.11", "A.6.1", "A.6.2", "A.6.4", "A.6.5", "A.6.6", "A.7.1", "A.7.2", "A.7.3", "A.7.4", "A.7.5", "A.7.6", "A.7.11"],
    ),
    ("privacy-lead", &["A.5.33", "A.5.34"]),
];

fn usual_owner(control: &str) -> &'static str {
    let owner = USUAL_OWNERS.iter().find(|(_, controls)| controls.contains(&control));
    owner.map_or("ciso", |(role, _)| role)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn starter() -> Vec<StarterFile> {
        tree(&Facts { name: "Test Ltd", folder: "" }).unwrap()
    }

    fn has_suffix(path: &str, suffix: &str) -> bool {
        path.rsplit('.').next() == Some(suffix)
    }

    #[test]
    fn every_control_has_a_file_and_a_document() {
        let files = starter();
        let documents: String = files.iter().filter(|file| has_suffix(&file.path, "md")).map(|file| file.text.as_str()).collect();
        for control in standard::controls() {
            assert!(files.iter().any(|file| file.id.as_deref() == Some(control.id)), "{}", control.id);
            let named = documents.lines().filter(|line| line.starts_with("controls: ["));
            let mut named = named.flat_map(|line| line.split(['[', ']', ',']).map(str::trim));
            assert!(named.any(|id| id == control.id), "no document names {}", control.id);
        }
    }

    #[test]
    fn ids_and_paths_are_unique() {
        let files = starter();
        let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths.len(), files.len());
        let ids: Vec<&str> = files.iter().filter_map(|file| file.id.as_deref()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        assert!(files.iter().all(|file| file.text.ends_with('\n') && !file.text.ends_with("\n\n")), "one line end at the end");
    }

    #[test]
    fn no_text_has_lines_that_are_too_long_or_end_in_blanks() {
        for file in starter().iter().filter(|file| has_suffix(&file.path, "md") || has_suffix(&file.path, "yaml")) {
            for (number, line) in file.text.lines().enumerate() {
                assert!(!line.ends_with(' '), "{}:{}", file.path, number + 1);
                let free = line.contains("](") || line.starts_with('|') || line.starts_with("# yaml-language-server");
                assert!(free || line.chars().count() <= 130, "{}:{} {}", file.path, number + 1, line.chars().count());
            }
        }
    }

    #[test]
    fn usual_owners_are_roles_of_the_tree_and_their_controls_exist() {
        let files = starter();
        let mut seen = BTreeSet::new();
        for (role, controls) in USUAL_OWNERS {
            assert!(files.iter().any(|file| file.id.as_deref() == Some(role)), "{role}");
            for control in controls {
                assert!(standard::control(control).is_some() && seen.insert(*control), "{control}");
            }
        }
    }

    #[test]
    fn editors_know_a_schema_for_every_yaml_record() {
        let globs = editor_schemas();
        for file in starter().iter().filter(|file| file.text.starts_with("# yaml-language-server")) {
            let schema = file.text.lines().next().unwrap().rsplit('/').next().unwrap();
            let glob = globs.iter().find(|(name, _)| name == schema).map(|(_, glob)| glob.as_str()).unwrap();
            let glob = globset::GlobBuilder::new(glob).literal_separator(true).build().unwrap().compile_matcher();
            assert!(glob.is_match(&file.path), "{} {glob:?}", file.path);
        }
    }

    #[test]
    fn a_folder_below_the_root_of_the_repository_reaches_the_jobs() {
        let files = tree(&Facts { name: "Test Ltd", folder: "security/isms" }).unwrap();
        for path in [".github/workflows/isms.yml", ".gitlab/isms.gitlab-ci.yml"] {
            let file = files.iter().find(|file| file.path == path).unwrap();
            assert!(file.text.contains("isms check --format concise --root \"security/isms\"\n"), "{}", file.text);
        }
    }
}
