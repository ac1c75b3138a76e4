//! The parts around the text: what kinds of parts there are, how they belong together, properties, and the numbers of lists.

use std::fmt::Write as _;

use super::page::Head;
use super::xml::DECLARATION;
use crate::report::document::Document;
use crate::text::xml_safe;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Addresses that words lead to, each once.
#[derive(Default)]
pub(super) struct Links(Vec<String>);

impl Links {
    /// The id of an address that is fit to be one; see [`address`].
    pub(super) fn id(&mut self, written: &str) -> Option<String> {
        let address = address(written)?;
        let at = self.0.iter().position(|known| *known == address).unwrap_or_else(|| {
            self.0.push(address);
            self.0.len() - 1
        });
        Some(format!("rIdLink{}", at + 1))
    }
}

/// An address that every program takes for the same one, and that is harmless to open: a web page or a mail address.
/// Programs call a document damaged if an address in it is none.
fn address(written: &str) -> Option<String> {
    let (scheme, rest) = written.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" => {
            let rest = rest.strip_prefix("//")?;
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (host, path) = rest.split_at(end);
            let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
            let named = name.starts_with(char::is_alphanumeric)
                && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_'));
            let port_is_one = port.len() <= 5 && port.bytes().all(|digit| digit.is_ascii_digit());
            (named && port_is_one).then(|| format!("{scheme}://{host}{}", encoded(path)))
        }
        "mailto" => {
            let (to, rest) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
            let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | '+' | '@' | '%' | ',');
            (to.contains('@') && to.chars().all(plain)).then(|| format!("mailto:{}{}", encoded(to), encoded(rest)))
        }
        _ => None,
    }
}

/// With everything encoded that has no place in an address.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let bytes = path.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let kept = match byte {
            b'%' => bytes.get(at + 1..at + 3).is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit)),
            byte => byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(byte),
        };
        if kept {
            out.push(char::from(*byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Lists with numbers: each begins to count anew, at a level and with a number.
#[derive(Default)]
pub(super) struct Lists(Vec<(usize, u64)>);

impl Lists {
    /// The id of all lists with bullets.
    pub(super) const BULLETS: usize = 1;

    /// The id of a new list with numbers at a level.
    pub(super) fn numbered(&mut self, level: usize, first: u64) -> usize {
        // Programs read no larger numbers.
        self.0.push((level, first.min(32_767)));
        self.0.len() + 2
    }
}

pub(super) fn content_types(heads: &[Head]) -> String {
    let part = |path: &str, kind: &str| {
        format!("<Override PartName=\"/{path}\" ContentType=\"application/vnd.openxmlformats-{kind}+xml\"/>")
    };
    let word = |path: &str, kind: &str| part(path, &format!("officedocument.wordprocessingml.{kind}"));
    let mut parts = vec![
        part("docProps/app.xml", "officedocument.extended-properties"),
        part("docProps/core.xml", "package.core-properties"),
        word("word/document.xml", "document.main"),
        word("word/numbering.xml", "numbering"),
        word("word/settings.xml", "settings"),
        word("word/styles.xml", "styles"),
    ];
    parts.extend(heads.iter().map(|head| word(head.path, head.kind)));
    format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>{}</Types>",
        parts.concat()
    )
}

fn relations_of(content: &str) -> String {
    format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">{content}</Relationships>")
}

fn relation(id: &str, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
}

pub(super) fn package_relations() -> String {
    relations_of(
        &[
            relation("rId1", &format!("{OFFICE}/officeDocument"), "word/document.xml"),
            relation("rId2", &format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
            relation("rId3", &format!("{OFFICE}/extended-properties"), "docProps/app.xml"),
        ]
        .concat(),
    )
}

/// What the text refers to. Nothing outside the package but addresses that a reader may follow.
pub(super) fn relations(heads: &[Head], links: &Links) -> String {
    let mut content: String = ["numbering", "settings", "styles"]
        .map(|part| relation(&format!("rId-{part}"), &format!("{OFFICE}/{part}"), &format!("{part}.xml")))
        .concat();
    for head in heads {
        content.push_str(&relation(head.id, &format!("{OFFICE}/{}", head.kind), head.path.trim_start_matches("word/")));
    }
    for (at, address) in links.0.iter().enumerate() {
        let _ = write!(
            content,
            "<Relationship Id=\"rIdLink{}\" Type=\"{OFFICE}/hyperlink\" Target=\"{}\" TargetMode=\"External\"/>",
            at + 1,
            xml_safe(address)
        );
    }
    relations_of(&content)
}

/// Who and what it is. The day of creation is the day that it speaks of.
pub(super) fn core(document: &Document) -> String {
    let element = |name: &str, value: &str| format!("<{name}>{}</{name}>", xml_safe(value));
    let day = |name: &str| format!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{}T00:00:00Z</dcterms:{name}>", document.as_of);
    let maybe = |name: &str, value: Option<&str>| value.map(|value| element(name, value)).unwrap_or_default();
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">{}</cp:coreProperties>",
        [
            element("dc:title", &document.title),
            element("dc:creator", &document.organisation),
            element("dc:description", &document.origin),
            element("dc:language", "en-GB"),
            element("cp:category", &document.classification),
            maybe("cp:contentStatus", document.mark.as_deref()),
            maybe("cp:version", document.version.as_deref()),
            day("created"),
            day("modified"),
        ]
        .concat()
    )
}

pub(super) fn app(document: &Document) -> String {
    format!(
        "{DECLARATION}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>isms</Application><Company>{}</Company></Properties>",
        xml_safe(&document.organisation)
    )
}

/// The marks and numbers of lists, nine levels of each.
pub(super) fn numbering(lists: &Lists) -> String {
    let levels = |level: &dyn Fn(usize) -> (&'static str, String)| -> String {
        (0..9)
            .map(|at| {
                let (format, text) = level(at);
                format!(
                    "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{}\" w:hanging=\"357\"/></w:pPr></w:lvl>",
                    indent(at)
                )
            })
            .collect()
    };
    let bullets = levels(&|at| ("bullet", if at % 2 == 0 { "•" } else { "–" }.to_owned()));
    let numbers = levels(&|at| (["decimal", "lowerLetter", "lowerRoman"][at % 3], format!("%{}.", at + 1)));
    let own: String = lists
        .0
        .iter()
        .enumerate()
        .map(|(at, (level, first))| {
            format!(
                "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{first}\"/></w:lvlOverride></w:num>",
                at + 3
            )
        })
        .collect();
    format!(
        "{DECLARATION}<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{bullets}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{numbers}</w:abstractNum>\
         <w:num w:numId=\"{}\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>{own}</w:numbering>",
        Lists::BULLETS
    )
}

/// How far the text of a level of a list stands from the margin.
pub(super) fn indent(level: usize) -> usize {
    (level + 1) * 357
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_addresses_lead_anywhere() {
        for (written, made) in [
            ("HTTPS://e.example/a b?c=ä#d", "https://e.example/a%20b?c=%C3%A4#d"),
            ("http://bücher.example:8080", "http://bücher.example:8080"),
            ("https://e.example/100%/%41", "https://e.example/100%25/%41"),
            ("mailto:a@b.example?subject=x", "mailto:a@b.example?subject=x"),
        ] {
            assert_eq!(address(written).as_deref(), Some(made));
        }
        for written in [
            "https://",
            "https:e",
            "http://[::1]/",
            "https://a@b.example/",
            "https://e.example:x/",
            "mailto:a",
            "file:///etc/passwd",
            "javascript:x",
            "ftp://e.example",
            "\\\\e\\s",
            "mailto:a@b.example\" x",
        ] {
            assert_eq!(address(written), None, "{written}");
        }
    }
}
