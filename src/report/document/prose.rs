//! Running text with structure, such as the body of a policy.

use serde::Serialize;

/// A part of a running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "passage", rename_all = "snake_case")]
pub enum Passage {
    /// A heading.
    Heading {
        /// Its level within the document, from 2 on.
        level: u8,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        text: Vec<Inline>,
    },
    /// A list.
    List {
        /// The number of its first item; `None` where the items have bullets.
        first: Option<u64>,
        /// The items.
        items: Vec<Item>,
    },
    /// What somebody else said.
    Quote {
        /// What was said.
        passages: Vec<Passage>,
    },
    /// Text whose line ends and blanks count.
    Code {
        /// The text.
        text: String,
    },
    /// A table as people write it.
    Grid {
        /// The cells of the head.
        head: Vec<Vec<Inline>>,
        /// The cells of the rows, as many in each as in the head.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A line between two parts.
    Rule,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Whether it is ticked, where it has a box.
    pub done: Option<bool>,
    /// What stands in it.
    pub passages: Vec<Passage>,
}

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "inline", rename_all = "snake_case")]
pub enum Inline {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// Words set in a fixed width.
    Code {
        /// The words.
        text: String,
    },
    /// Words in bold.
    Strong {
        /// The words.
        text: Vec<Inline>,
    },
    /// Words in italics.
    Emphasis {
        /// The words.
        text: Vec<Inline>,
    },
    /// Words that are struck out.
    Struck {
        /// The words.
        text: Vec<Inline>,
    },
    /// Words that lead somewhere.
    Link {
        /// The words.
        text: Vec<Inline>,
        /// Where they lead.
        target: Target,
    },
    /// The end of a line.
    Break,
}

/// Where a link leads. There are no other targets: what a record names besides becomes text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// An `https`, `http` or `mailto` address.
    Web(String),
    /// A page or file of the same output, relative to the page that links to it. Documents that stand alone show the words only.
    Page(String),
}

impl Inline {
    /// Plain words.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Inline::Text { text: text.into() }
    }
}

/// The words without what they look like.
#[must_use]
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text { text } | Inline::Code { text } => out.push_str(text),
            Inline::Break => out.push(' '),
            Inline::Strong { text } | Inline::Emphasis { text } | Inline::Struck { text } | Inline::Link { text, .. } => {
                out.push_str(&plain(text));
            }
        }
    }
    out
}
