//! Running text as HTML. Every word is escaped, and every link is one that the document may have.

use super::escape;
use crate::report::document::prose::{Inline, Item, Passage, Target, plain};

/// The passages as elements.
pub(super) fn html(passages: &[Passage]) -> String {
    passages.iter().map(passage).collect()
}

fn passage(passage: &Passage) -> String {
    match passage {
        Passage::Heading { level, text } => {
            format!("<h{level} id=\"{}\">{}</h{level}>\n", escape(&super::anchor(&plain(text))), words(text))
        }
        Passage::Paragraph { text } => format!("<p>{}</p>\n", words(text)),
        Passage::List { first: None, items } => format!("<ul>\n{}</ul>\n", list(items)),
        Passage::List { first: Some(first), items } => format!("<ol start=\"{first}\">\n{}</ol>\n", list(items)),
        Passage::Quote { passages } => format!("<blockquote>\n{}</blockquote>\n", html(passages)),
        Passage::Code { text } => format!("<pre tabindex=\"0\"><code>{}</code></pre>\n", escape(text)),
        Passage::Grid { head, rows } => grid(head, rows),
        Passage::Rule => "<hr>\n".to_owned(),
    }
}

fn list(items: &[Item]) -> String {
    let item = |item: &Item| {
        let ticked = match item.done {
            Some(true) => "☒ ",
            Some(false) => "☐ ",
            None => "",
        };
        match item.passages.as_slice() {
            // Most items are a single paragraph, which needs no air around it.
            [Passage::Paragraph { text }] => format!("<li>{ticked}{}</li>\n", words(text)),
            [Passage::Paragraph { text }, rest @ ..] => format!("<li>{ticked}{}\n{}</li>\n", words(text), html(rest)),
            passages => format!("<li>{ticked}{}</li>\n", html(passages)),
        }
    };
    items.iter().map(item).collect()
}

fn grid(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> String {
    let cells = |element: &str, cells: &[Vec<Inline>]| {
        let cell = |cell: &Vec<Inline>| format!("<{element}>{}</{}>", words(cell), element.split(' ').next().unwrap_or_default());
        format!("<tr>{}</tr>\n", cells.iter().map(cell).collect::<String>())
    };
    let body: String = rows.iter().map(|row| cells("td", row)).collect();
    let head = cells("th scope=\"col\"", head);
    format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table class=\"grid\"><thead>{head}</thead><tbody>\n{body}</tbody></table></div>\n"
    )
}

fn words(inlines: &[Inline]) -> String {
    let word = |inline: &Inline| match inline {
        Inline::Text { text } => escape(text),
        Inline::Code { text } => format!("<code>{}</code>", escape(text)),
        Inline::Strong { text } => format!("<strong>{}</strong>", words(text)),
        Inline::Emphasis { text } => format!("<em>{}</em>", words(text)),
        Inline::Struck { text } => format!("<s>{}</s>", words(text)),
        Inline::Link { text, target: Target::Web(address) } => {
            format!("<a href=\"{}\" rel=\"noopener noreferrer nofollow external\">{}</a>", escape(address), words(text))
        }
        Inline::Link { text, target: Target::Page(path) } => format!("<a href=\"{}\">{}</a>", escape(path), words(text)),
        Inline::Break => "<br>".to_owned(),
    };
    inlines.iter().map(word).collect()
}
