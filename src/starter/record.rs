//! One new record: where it belongs and how it begins.

use minijinja::context;

use super::modeline;
use super::templates::{Filler, Links, TemplateError, source};
use crate::model::{Form, Kind};

/// How long the part of a file name may be that is made of a title.
const SLUG_LIMIT: usize = 60;

/// The folder of a control, to which evidence and documents may belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlFolder {
    /// The id of the control.
    pub id: String,
    /// Its folder.
    pub folder: String,
}

/// What a new record is made of.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its title, where it is known already.
    pub title: Option<String>,
    /// The control it belongs to.
    pub control: Option<ControlFolder>,
}

impl NewRecord {
    /// The file where it belongs.
    #[must_use]
    pub fn path(&self) -> String {
        let name = self.name();
        let control = self.control.as_ref().map(|control| control.folder.as_str());
        match (self.kind, control) {
            (Kind::Control, _) => format!("annex-a/custom/{name}/control.yaml"),
            (Kind::Evidence, Some(folder)) => format!("{folder}/evidence/{name}.yaml"),
            (Kind::Policy, None) => format!("clauses/05-leadership/{name}.md"),
            (Kind::Procedure | Kind::Document, None) => format!("clauses/07-support/{name}.md"),
            (Kind::Policy | Kind::Procedure | Kind::Document, Some(folder)) => format!("{folder}/{name}.md"),
            (kind, _) => format!("{}/{name}.{}", kind.folder(), suffix(kind)),
        }
    }

    /// The id and the title as a name for a file; what is named by its title already has only the id.
    fn name(&self) -> String {
        let id = match (self.kind, self.id.strip_prefix("X.")) {
            // The folders of own controls sort like those of Annex A.
            (Kind::Control, Some(number)) => format!("x.{number:0>2}"),
            _ => self.id.clone(),
        };
        let title = self.title.as_deref().map(slug).filter(|title| !title.is_empty() && !self.kind.prefix().is_empty());
        title.map_or_else(|| id.clone(), |title| format!("{id}-{title}"))
    }

    /// The text. References that nearly every organisation needs are written where `known` says that the record exists.
    ///
    /// # Errors
    /// Where the template cannot be filled.
    pub fn text(&self, known: impl Fn(&str) -> bool + Send + Sync + 'static) -> Result<String, TemplateError> {
        let name = format!("new/{}.{}", self.kind.word(), suffix(self.kind));
        let facts = context! {
            id => self.id.as_str(),
            title => self.title.as_deref().unwrap_or("[TODO: title]"),
            control => self.control.as_ref().map(|control| control.id.as_str()),
        };
        let text = Filler::new(Links::new())?.with_known(known).fill(&name, source(&name)?, facts)?;
        Ok(match self.kind.form() {
            Form::Yaml => modeline(&self.path(), self.kind.word()) + &text,
            Form::Markdown => text,
        })
    }
}

fn suffix(kind: Kind) -> &'static str {
    match kind.form() {
        Form::Yaml => "yaml",
        Form::Markdown => "md",
    }
}

/// A title as a part of a file name: lower-case letters of the Latin alphabet and digits, in words joined by hyphens; cut between
/// words where it is long, and empty where there is none.
#[must_use]
pub fn slug(title: &str) -> String {
    let mut plain = String::with_capacity(title.len());
    for letter in title.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => plain.push(letter),
            // An apostrophe does not part a word, and an accent does not make another letter.
            '\'' | '’' | '\u{300}'..='\u{36f}' => {}
            _ => plain.push_str(latin(letter).unwrap_or(" ")),
        }
    }
    let mut slug = String::new();
    for word in plain.split_whitespace() {
        let longer = slug.len() + usize::from(!slug.is_empty()) + word.len();
        if longer > SLUG_LIMIT {
            if slug.is_empty() {
                slug.push_str(&word[..SLUG_LIMIT]);
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

/// The usual spelling of a letter of European languages without its marks.
fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ä' | 'æ' => "ae",
        'ö' | 'œ' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'å' => "aa",
        'à' | 'á' | 'â' | 'ã' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ģ' | 'ġ' | 'ĝ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ł' | 'ĺ' | 'ļ' | 'ľ' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ō' | 'ő' => "o",
        'ŕ' | 'ř' => "r",
        'ś' | 'ş' | 'š' | 'ș' | 'ŝ' => "s",
        'ţ' | 'ť' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// What a kind of record is for, in a few words.
#[must_use]
pub fn purpose(kind: Kind) -> &'static str {
    match kind {
        Kind::Control => "an own control, beside the 93 of Annex A",
        Kind::Risk => "what could go wrong, how bad, whose, what is done",
        Kind::Criteria => "the scales, levels and limits that risks are judged by",
        Kind::Metric => "what is measured, how, how often, against which target",
        Kind::Objective => "a target with a plan, a date and resources",
        Kind::Asset => "information, or what carries it, with its owner",
        Kind::Supplier => "who works for you, with which data and assurance",
        Kind::Party => "who has an interest in your information security",
        Kind::Requirement => "a duty by law, contract or expectation, and how it is met",
        Kind::Role => "duties and authority, and who holds them",
        Kind::Person => "somebody who holds a role or acts in the ISMS",
        Kind::Evidence => "proof that a control works (needs --control)",
        Kind::AuditProgramme => "how internal audits cover everything over the years",
        Kind::Audit => "a planned or performed audit with its findings",
        Kind::Nonconformity => "what was not met, why, and what removes the cause",
        Kind::Incident => "an event, its assessment, the answer and the lessons",
        Kind::Exception => "a tolerated departure from a rule, until a day",
        Kind::Change => "a planned change of the ISMS itself",
        Kind::Competence => "what somebody is able to do, and the proof",
        Kind::Communication => "what is told to whom, when and how",
        Kind::Approval => "who approved exactly which content",
        Kind::Policy => "rules to follow; with --control a topic policy",
        Kind::Procedure => "steps to follow",
        Kind::Document => "scope, plan, guideline, external document and so on",
        Kind::ManagementReview => "what top management looked at and decided",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::load::schema;
    use crate::syntax::{markdown, yaml};
    use crate::text::Span;

    fn record(kind: Kind, id: &str, title: Option<&str>, control: bool) -> NewRecord {
        let folder = "annex-a/8-technological/8.13-information-backup".to_owned();
        let control = control.then_some(ControlFolder { id: "A.8.13".to_owned(), folder });
        NewRecord { kind, id: id.to_owned(), title: title.map(str::to_owned), control }
    }

    #[test]
    fn records_stand_where_they_belong() {
        let path = |kind, id, title, control| record(kind, id, title, control).path();
        let title = Some("Backup, really restored?");
        assert_eq!(path(Kind::Risk, "R-016", title, false), "clauses/06-planning/risks/R-016-backup-really-restored.yaml");
        assert_eq!(path(Kind::Risk, "R-016", None, false), "clauses/06-planning/risks/R-016.yaml");
        assert_eq!(path(Kind::Control, "X.2", title, false), "annex-a/custom/x.02-backup-really-restored/control.yaml");
        assert_eq!(path(Kind::Role, "ciso", Some("Security lead"), false), "clauses/05-leadership/roles/ciso.yaml");
        let folder = "annex-a/8-technological/8.13-information-backup";
        assert_eq!(path(Kind::Evidence, "EV-007", Some("Log"), true), format!("{folder}/evidence/EV-007-log.yaml"));
        assert_eq!(path(Kind::Policy, "POL-009", Some("Backup"), true), format!("{folder}/POL-009-backup.md"));
        assert_eq!(path(Kind::Policy, "POL-009", Some("Backup"), false), "clauses/05-leadership/POL-009-backup.md");
        assert_eq!(path(Kind::Procedure, "PRO-009", Some("Backup"), false), "clauses/07-support/PRO-009-backup.md");
        assert_eq!(path(Kind::ManagementReview, "MR-002", Some("2027"), false), "clauses/09-evaluation/reviews/MR-002-2027.md");
        assert_eq!(path(Kind::Approval, "APR-001", None, false), "approvals/APR-001.yaml");
    }

    #[test]
    fn slugs_are_plain_and_not_too_long() {
        assert_eq!(slug("Jörg Müller-Weiß"), "joerg-mueller-weiss");
        assert_eq!(slug("L’été: Zażółć gęślą jaźń"), "lete-zazolc-gesla-jazn");
        assert_eq!(slug("E\u{301}te\u{301} "), "ete");
        assert_eq!(slug("  --  "), "");
        assert_eq!(slug("日本"), "");
        assert_eq!(slug(&"word ".repeat(30)), ["word"; 12].join("-"));
        assert_eq!(slug(&"a".repeat(99)).len(), SLUG_LIMIT);
    }

    /// Every template is valid as it is, with all its commented lines as a starting point; only an approval has nothing to begin
    /// with, since who decided what and when is never made up.
    #[test]
    fn every_kind_begins_as_a_valid_record() {
        for kind in Kind::ALL.iter().copied() {
            for (control, known) in [(false, false), (true, true)] {
                let id = if kind == Kind::Control { "X.1" } else { "Z-001" };
                let new = record(kind, id, Some("A \"quoted\": title"), control);
                let text: Arc<str> = new.text(move |_| known).unwrap().into();
                let range = match kind.form() {
                    Form::Yaml => Span::new(0, text.len()),
                    Form::Markdown => markdown::split(&text).0.front.unwrap(),
                };
                let (tree, problems) = yaml::parse(&text, range);
                assert!(problems.is_empty(), "{kind}: {problems:?}");
                let problems = schema::of_kind(kind).judge(&tree.unwrap()).problems;
                let missing: Vec<&str> = problems.iter().map(|(pointer, _)| pointer.as_str()).collect();
                let expected: &[&str] = if kind == Kind::Approval { &["/by", "/decision", "/on", "/subject"] } else { &[] };
                assert_eq!(missing, expected, "{kind}: {problems:?}");
            }
        }
    }

    #[test]
    fn what_a_template_suggests_in_comments_is_valid_too() {
        for kind in Kind::ALL.iter().copied().filter(|kind| kind.form() == Form::Yaml) {
            let text = record(kind, "Z-001", Some("Title"), true).text(|_| false).unwrap();
            let keys = schema::of_kind(kind);
            for line in text.lines().filter_map(|line| line.strip_prefix("# ")) {
                let Some((key, _)) = line.split_once(':') else { continue };
                if key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
                    assert!(keys.shape.keys.contains_key(key), "{kind}: `{key}` is no key");
                }
            }
        }
    }
}
