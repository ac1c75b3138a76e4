//! Where a link leads, as far as this can be looked up in a tree of files.

/// A link in its two parts, decoded.
#[derive(Debug, PartialEq, Eq)]
pub struct Target {
    /// The relative path; empty for the document itself.
    pub path: String,
    /// The anchor; empty where there is none.
    pub anchor: String,
}

/// Reads the target of a link; `None` where it leads out of the repository: addresses with a scheme, links from the root of a
/// website, and templates that something else fills in.
#[must_use]
pub fn read(written: &str) -> Option<Target> {
    let written = written.trim();
    let mail = written.contains('@') && !written.contains('/');
    if has_scheme(written) || written.starts_with('/') || written.starts_with('\\') || mail || written.contains("{{") {
        return None;
    }
    let (path, anchor) = written.split_once('#').unwrap_or((written, ""));
    let path = path.split('?').next().unwrap_or_default();
    Some(Target { path: percent_decoded(path), anchor: percent_decoded(anchor) })
}

/// `https:`, `mailto:`, and `C:`, which is no path for anyone else.
fn has_scheme(written: &str) -> bool {
    written.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.'))
    })
}

/// `%20` becomes a blank; what is no such code stays.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%').then(|| after.get(..2)).flatten().and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Anchors that a text writes itself: `<a id="x">`, `<h2 name='x'>` and `{#x}`.
#[must_use]
pub fn explicit_anchors(text: &str) -> Vec<String> {
    let mut anchors = Vec::new();
    for mark in ["id=\"", "id='", "name=\"", "name='", "{#"] {
        let end = match mark.as_bytes()[mark.len() - 1] {
            b'#' => '}',
            quote => char::from(quote),
        };
        for (at, _) in text.match_indices(mark) {
            let rest = &text[at + mark.len()..];
            anchors.extend(rest.split_once(end).map(|(anchor, _)| anchor).filter(|anchor| anchor.len() < 200).map(str::to_owned));
        }
    }
    anchors
}

/// Programs differ in how they write an anchor; they agree on its letters and digits.
#[must_use]
pub fn comparable(anchor: &str) -> String {
    let words = anchor.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(written: &str) -> Option<(String, String)> {
        read(written).map(|target| (target.path, target.anchor))
    }

    #[test]
    fn only_what_can_be_looked_up_is_read() {
        for away in [
            "https://a.example/x",
            "mailto:a@b.example",
            "a@b.example",
            "/policies/x.md",
            "//host/x",
            "C:\\x",
            "tel:+49",
            "{{ url }}",
        ] {
            assert_eq!(parts(away), None, "{away}");
        }
        let is = |written: &str, path: &str, anchor: &str| assert_eq!(parts(written), Some((path.to_owned(), anchor.to_owned())));
        is("../a%20b.md#The%20end", "../a b.md", "The end");
        is("#x", "", "x");
        is("a.md?plain=1#x", "a.md", "x");
        is("100%.md", "100%.md", "");
        is("%zz", "%zz", "");
    }

    #[test]
    fn anchors_compare_by_letters_and_digits() {
        assert_eq!(comparable("1-überschrift--access"), comparable("1. Überschrift & Access"));
        assert_eq!(explicit_anchors("<a id=\"one\"></a> <a name='two'/> ## T {#three}"), ["one", "two", "three"]);
    }
}
