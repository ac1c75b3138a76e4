//! The 93 controls of Annex A, with the attributes of ISO/IEC 27002:2022.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::{hints, table};

/// One of the four groups of Annex A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// Controls A.5.1 to A.5.37.
    Organizational,
    /// Controls A.6.1 to A.6.8.
    People,
    /// Controls A.7.1 to A.7.14.
    Physical,
    /// Controls A.8.1 to A.8.34.
    Technological,
}

impl Theme {
    /// The themes in the order of Annex A.
    pub const ALL: [Self; 4] = [Self::Organizational, Self::People, Self::Physical, Self::Technological];

    /// The first number of the theme's controls, 5 to 8.
    pub const fn number(self) -> u8 {
        match self {
            Self::Organizational => 5,
            Self::People => 6,
            Self::Physical => 7,
            Self::Technological => 8,
        }
    }

    /// The name as Annex A writes it, such as `People`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organizational => "Organizational",
            Self::People => "People",
            Self::Physical => "Physical",
            Self::Technological => "Technological",
        }
    }

    /// The folder that holds the folders of the theme's controls, such as `6-people`.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Organizational => "5-organizational",
            Self::People => "6-people",
            Self::Physical => "7-physical",
            Self::Technological => "8-technological",
        }
    }
}

/// A control of Annex A.
///
/// The attribute values are the standard's own, without the leading `#`, and their order means nothing.
#[derive(Debug)]
pub struct Control {
    /// Such as `A.5.15`; the numbers are not padded.
    pub id: &'static str,
    /// The group it stands in.
    pub theme: Theme,
    /// The title in ISO/IEC 27001, which for three controls differs from the heading in ISO/IEC 27002.
    pub title: &'static str,
    /// When it acts on a risk: `Preventive`, `Detective`, `Corrective`.
    pub control_types: Vec<&'static str>,
    /// What of the information it protects: `Confidentiality`, `Integrity`, `Availability`.
    pub properties: Vec<&'static str>,
    /// Cybersecurity concepts: `Identify`, `Protect`, `Detect`, `Respond`, `Recover`.
    pub concepts: Vec<&'static str>,
    /// Operational capabilities, such as `Identity_and_access_management`.
    pub capabilities: Vec<&'static str>,
    /// Security domains, such as `Governance_and_Ecosystem`.
    pub domains: Vec<&'static str>,
    /// One sentence on what it is about, in our words.
    pub about: &'static str,
    /// What an auditor does to see it at work, in our words; the sentence starts with the verb.
    pub auditor: &'static str,
    /// The proof to start with where an organisation has not planned its own.
    pub usual_evidence: UsualEvidence,
    position: u8,
}

/// A proof that auditors usually accept for a control, and how often to collect it at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsualEvidence {
    /// What to collect.
    pub what: &'static str,
    /// The interval as records write it: `1m`, `3m`, `6m`, `12m`. The standard sets none.
    pub every: &'static str,
}

impl Control {
    /// Theme and position, such as `(5, 15)`. Unlike the ids, these sort as Annex A does.
    pub const fn number(&self) -> (u8, u8) {
        (self.theme.number(), self.position)
    }

    /// The folder of the control inside [`Theme::folder`], such as `5.01-policies-for-information-security`.
    pub fn folder_name(&self) -> String {
        let (theme, position) = self.number();
        format!("{theme}.{position:02}-{}", slug(self.title))
    }
}

/// The controls in the order of Annex A.
pub fn controls() -> &'static [Control] {
    static CONTROLS: LazyLock<Vec<Control>> = LazyLock::new(read_controls);
    &CONTROLS
}

/// The control with this id, written as `A.5.15`.
pub fn control(id: &str) -> Option<&'static Control> {
    let number = number_in(id)?;
    let at = controls().binary_search_by_key(&number, Control::number).ok()?;
    // Padded and signed numbers parse too, but are not how an id is written.
    controls().get(at).filter(|control| control.id == id)
}

/// The controls whose title this is, in any letter case.
///
/// Other spellings in circulation count as titles too, among them the shorter headings of ISO/IEC 27002.
pub fn controls_titled(title: &str) -> &'static [&'static Control] {
    static TITLED: LazyLock<HashMap<String, Vec<&'static Control>>> = LazyLock::new(|| {
        let mut titled: HashMap<String, Vec<&'static Control>> = HashMap::new();
        for control in controls() {
            for title in titles(control) {
                let of_title = titled.entry(title.to_ascii_lowercase()).or_default();
                if of_title.last().is_none_or(|last| last.id != control.id) {
                    of_title.push(control);
                }
            }
        }
        titled
    });
    TITLED.get(&title.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
}

fn titles(control: &Control) -> impl Iterator<Item = &'static str> {
    static ALIASES: LazyLock<Vec<[&str; 3]>> = LazyLock::new(|| table::rows(include_str!("annex-a-title-aliases.csv")).collect());
    let id = control.id;
    let aliases = ALIASES.iter().filter(move |[of, ..]| *of == id);
    std::iter::once(control.title).chain(aliases.map(|[_, alias, _]| *alias))
}

fn read_controls() -> Vec<Control> {
    let evidence: BTreeMap<&str, UsualEvidence> =
        table::rows(include_str!("evidence-plan.csv")).map(|[id, what, every]| (id, UsualEvidence { what, every })).collect();
    table::rows(include_str!("annex-a.csv")).map(|row| read_control(row, &evidence)).collect()
}

#[expect(clippy::expect_used, reason = "the tables are ours and embedded; a test reads all rows")]
fn read_control(row: [&'static str; 8], evidence: &BTreeMap<&str, UsualEvidence>) -> Control {
    let [id, theme, title, types, properties, concepts, capabilities, domains] = row;
    let theme = Theme::ALL.into_iter().find(|it| it.name() == theme);
    let (_, position) = number_in(id).expect("a control id has two numbers");
    let hints::Hint { about, auditor } = hints::hint(id);
    Control {
        id,
        theme: theme.expect("a control stands in one of the four themes"),
        title,
        control_types: values(types),
        properties: values(properties),
        concepts: values(concepts),
        capabilities: values(capabilities),
        domains: values(domains),
        about,
        auditor,
        usual_evidence: *evidence.get(id).expect("every control has usual evidence"),
        position,
    }
}

fn number_in(id: &str) -> Option<(u8, u8)> {
    let (theme, position) = id.strip_prefix("A.")?.split_once('.')?;
    Some((theme.parse().ok()?, position.parse().ok()?))
}

fn values(field: &'static str) -> Vec<&'static str> {
    field.split(';').collect()
}

/// Lower case, with one hyphen for every run of other characters than letters and digits.
fn slug(title: &str) -> String {
    let words: Vec<String> =
        title.split(|it: char| !it.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn ids(controls: &[&Control]) -> Vec<&'static str> {
        controls.iter().map(|it| it.id).collect()
    }

    fn folder_name(id: &str) -> Option<String> {
        control(id).map(Control::folder_name)
    }

    fn title(id: &str) -> Option<&'static str> {
        control(id).map(|it| it.title)
    }

    #[test]
    fn there_are_93_controls_in_four_themes_without_a_gap() {
        let counts = [37, 8, 14, 34];
        let numbers = Theme::ALL.into_iter().zip(counts).flat_map(|(theme, count)| (1..=count).map(move |it| (theme.number(), it)));
        let found: Vec<(u8, u8)> = controls().iter().map(Control::number).collect();
        assert_eq!(found, numbers.collect::<Vec<_>>());
        assert_eq!(found.len(), 93);
    }

    #[test]
    fn id_and_number_agree() {
        for control in controls() {
            let (theme, position) = control.number();
            assert_eq!(control.id, format!("A.{theme}.{position}"));
        }
    }

    #[test]
    fn attributes_hold_only_the_values_of_the_standard() {
        let all = |of: fn(&Control) -> &Vec<&'static str>| -> BTreeSet<&str> { controls().iter().flat_map(of).copied().collect() };
        assert_eq!(all(|it| &it.control_types), ["Preventive", "Detective", "Corrective"].into());
        assert_eq!(all(|it| &it.properties), ["Confidentiality", "Integrity", "Availability"].into());
        assert_eq!(all(|it| &it.concepts), ["Identify", "Protect", "Detect", "Respond", "Recover"].into());
        assert_eq!(all(|it| &it.domains), ["Governance_and_Ecosystem", "Protection", "Defence", "Resilience"].into());
        assert_eq!(all(|it| &it.capabilities).len(), 15);
    }

    #[test]
    fn fourteen_controls_are_corrective() {
        let corrective = controls().iter().filter(|it| it.control_types.contains(&"Corrective"));
        assert_eq!(corrective.count(), 14);
    }

    #[test]
    fn titles_are_those_of_27001() {
        assert_eq!(title("A.5.1"), Some("Policies for information security"));
        assert_eq!(title("A.8.1"), Some("User end point devices"));
        assert_eq!(title("A.5.22"), Some("Monitoring, review and change management of supplier services"));
        assert_eq!(title("A.8.34"), Some("Protection of information systems during audit testing"));
    }

    #[test]
    fn an_id_is_found_only_as_it_is_written() {
        assert_eq!(control("A.5.15").map(Control::number), Some((5, 15)));
        for text in [
            "5.15", "a.5.15", "A.5.015", "A.05.15", "A.5.+15", "A.5.38", "A.9.1", "A.5", "A.5.15 ", "A.5.1.1", "A.5.300", "X.1", "",
        ] {
            assert!(control(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn folder_names_sort_as_annex_a_does() {
        assert_eq!(folder_name("A.5.1").as_deref(), Some("5.01-policies-for-information-security"));
        assert_eq!(folder_name("A.5.15").as_deref(), Some("5.15-access-control"));
        assert_eq!(folder_name("A.5.34").as_deref(), Some("5.34-privacy-and-protection-of-personal-identifiable-information-pii"));
        assert_eq!(folder_name("A.7.3").as_deref(), Some("7.03-securing-offices-rooms-and-facilities"));
        assert_eq!(folder_name("A.7.14").as_deref(), Some("7.14-secure-disposal-or-re-use-of-equipment"));
        let paths: Vec<String> = controls().iter().map(|it| format!("{}/{}", it.theme.folder(), it.folder_name())).collect();
        assert!(paths.is_sorted());
    }

    #[test]
    fn a_theme_folder_begins_with_its_number_and_name() {
        for theme in Theme::ALL {
            let name = theme.name().to_ascii_lowercase();
            assert_eq!(theme.folder(), format!("{}-{name}", theme.number()));
        }
    }

    #[test]
    fn titles_are_found_in_any_letter_case_and_by_other_spellings() {
        assert_eq!(ids(controls_titled("access CONTROL")), ["A.5.15"]);
        assert_eq!(ids(controls_titled("User end point devices")), ["A.8.1"]);
        assert_eq!(ids(controls_titled("User endpoint devices")), ["A.8.1"]);
        assert_eq!(ids(controls_titled("privacy and protection of PII")), ["A.5.34"]);
        assert!(controls_titled("Access").is_empty());
        assert!(controls_titled("").is_empty());
    }

    #[test]
    fn every_alias_leads_to_its_control_and_no_title_to_two() {
        for [id, alias, _] in table::rows(include_str!("annex-a-title-aliases.csv")) {
            assert_eq!(ids(controls_titled(alias)), [id]);
        }
        for control in controls() {
            assert_eq!(ids(controls_titled(control.title)), [control.id]);
        }
    }

    #[test]
    fn the_evidence_plan_names_every_control_once() {
        let planned: Vec<&str> = table::rows(include_str!("evidence-plan.csv")).map(|[id, _, _]| id).collect();
        let known: Vec<&str> = controls().iter().map(|it| it.id).collect();
        assert_eq!(planned, known);
        for control in controls() {
            let UsualEvidence { what, every } = control.usual_evidence;
            assert!(what.split_whitespace().count() >= 4, "{}", control.id);
            assert!(["1m", "3m", "6m", "12m"].contains(&every), "{}", control.id);
        }
    }
}
