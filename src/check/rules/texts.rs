//! What a record says in running text, with the places: the values of its fields, and the blocks of its body.

use std::ops::Range;

use crate::check::Ctx;
use crate::model::Head;
use crate::syntax::markdown::BlockKind;
use crate::text::{FileId, Locus, Pointer, Span, Way};
use crate::value::{Type, Value};

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whence<'w> {
    /// It is the value of a field.
    Field(&'w Head, &'w Way<'w>),
    /// It is a block of the body that begins at this byte of the file.
    Body(FileId, usize),
}

impl Whence<'_> {
    /// The place of a part of the text. A field is one place: its bytes are not those of its value.
    pub(super) fn at(self, part: Range<usize>) -> Locus {
        match self {
            Whence::Field(head, way) => head.at(Pointer::from(way)),
            Whence::Body(file, start) => Locus::bytes(file, Span::new(start + part.start, start + part.end)),
        }
    }

    /// The key behind which it stands, alone or in a list; nothing in a body.
    pub(super) fn key(&self) -> Option<&str> {
        let mut way = match self {
            Whence::Field(_, way) => *way,
            Whence::Body(..) => return None,
        };
        loop {
            match way {
                Way::Key(_, key) => return Some(key),
                Way::Item(before, _) => way = before,
                Way::Root => return None,
            }
        }
    }

    /// The field, where it is one.
    pub(super) fn pointer(self) -> Option<Pointer> {
        match self {
            Whence::Field(_, way) => Some(Pointer::from(way)),
            Whence::Body(..) => None,
        }
    }
}

/// Hands every text in the fields of a record to a question. Its id and kind are none, and own keys have a meaning of their own.
pub(super) fn of_fields<'m>(head: &'m Head, ask: &mut dyn FnMut(&'m str, Whence<'_>)) {
    walk(head, head.fields(), &Way::Root, ask);
}

fn walk<'m>(head: &'m Head, value: Value<'m>, way: &Way<'_>, ask: &mut dyn FnMut(&'m str, Whence<'_>)) {
    match value.ty() {
        Type::Map => {
            for (key, value) in value.entries() {
                let key = key.scalar().unwrap_or_default();
                if key != "id" && key != "kind" && !key.starts_with("x-") {
                    walk(head, value, &Way::Key(way, key), ask);
                }
            }
        }
        Type::List => value.items().enumerate().for_each(|(at, item)| walk(head, item, &Way::Item(way, at), ask)),
        Type::String => ask(value.scalar().unwrap_or_default(), Whence::Field(head, way)),
        _ => {}
    }
}

/// Hands every block of the body of a record to a question, as it is written; code is none.
pub(super) fn of_body<'m>(ctx: &Ctx<'m>, head: &'m Head, ask: &mut dyn FnMut(&'m str, Whence<'_>)) {
    let text = ctx.files.get(head.file).and_then(|file| file.text.as_deref());
    let (Some(text), Some(body)) = (text, head.body.as_deref()) else { return };
    for block in body.blocks.iter().filter(|block| block.kind != BlockKind::Code) {
        ask(block.span.of(text), Whence::Body(head.file, block.span.start as usize));
    }
}
