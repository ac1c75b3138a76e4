//! What records say in running text, with the places: the values of their fields, and the blocks of their bodies.
//!
//! Several rules read every text. The fields are walked once for all of them, and what is kept of a text is two numbers.

use std::ops::Range;

use rayon::prelude::*;

use super::Ctx;
use crate::model::{Head, Isms};
use crate::syntax::markdown::BlockKind;
use crate::text::{FileId, Locus, Pointer, Span, Way};
use crate::value::{NodeId, Type, Value};

/// The texts in the fields of all records.
#[derive(Debug, Default)]
pub struct Texts<'m>(Vec<OfRecord<'m>>);

#[derive(Debug)]
struct OfRecord<'m> {
    head: &'m Head,
    fields: Box<[Field]>,
}

/// A text, and the key behind which it stands, alone or in a list.
#[derive(Debug, Clone, Copy)]
struct Field {
    value: NodeId,
    key: NodeId,
}

impl<'m> Texts<'m> {
    pub(super) fn of(isms: &'m Isms) -> Self {
        let heads: Vec<&Head> = isms.heads().collect();
        Texts(heads.into_par_iter().map(|head| OfRecord { head, fields: fields(head) }).collect())
    }

    /// The records in the order of the model, each with its texts.
    pub(super) fn of_records(&self) -> impl Iterator<Item = RecordTexts<'_, 'm>> {
        self.0.iter().map(RecordTexts)
    }
}

/// The texts of a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct RecordTexts<'t, 'm>(&'t OfRecord<'m>);

impl<'t, 'm> RecordTexts<'t, 'm> {
    /// The record.
    pub(super) fn head(self) -> &'m Head {
        self.0.head
    }

    /// The texts in its fields. Its id and kind are none, and own keys have a meaning of their own.
    pub(super) fn in_fields(self) -> impl Iterator<Item = (&'m str, Whence<'m>)> + use<'t, 'm> {
        let OfRecord { head, fields } = self.0;
        let root = head.fields();
        fields.iter().enumerate().map(move |(number, field)| {
            let key = root.of_same_tree(field.key).scalar().unwrap_or_default();
            (root.of_same_tree(field.value).scalar().unwrap_or_default(), Whence::Field { head, number, key })
        })
    }

    /// The blocks of its body, as they are written; code is none.
    pub(super) fn in_body(self, ctx: &Ctx<'m>) -> impl Iterator<Item = (&'m str, Whence<'m>)> + use<'m> {
        let head = self.head();
        let text = ctx.files.get(head.file).and_then(|file| file.text.as_deref()).unwrap_or_default();
        let blocks = head.body.iter().flat_map(|body| &body.blocks).filter(|block| block.kind != BlockKind::Code);
        blocks.map(move |block| (block.span.of(text), Whence::Body(head.file, block.span.start as usize)))
    }
}

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whence<'m> {
    /// It is the value of a field: which of the record's texts it is, and the key behind which it stands.
    Field { head: &'m Head, number: usize, key: &'m str },
    /// It is a block of the body that begins at this byte of the file.
    Body(FileId, usize),
}

impl Whence<'_> {
    /// The place of a part of the text. A field is one place: its bytes are not those of its value.
    pub(super) fn at(self, part: Range<usize>) -> Locus {
        match self {
            Whence::Field { head, number, .. } => head.at(pointer(head, number)),
            Whence::Body(file, start) => Locus::bytes(file, Span::new(start + part.start, start + part.end)),
        }
    }

    /// The field, where it is one.
    pub(super) fn pointer(self) -> Option<Pointer> {
        match self {
            Whence::Field { head, number, .. } => Some(pointer(head, number)),
            Whence::Body(..) => None,
        }
    }
}

/// Whether a digit of ASCII is in a text: what has none names no control, no clause and no edition. All of it is looked at, many bytes
/// at once, which is quicker than stopping at the first.
pub(super) fn has_digit(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | byte.is_ascii_digit())
}

fn fields(head: &Head) -> Box<[Field]> {
    let mut found = Vec::new();
    walk(head.fields(), None, &Way::Root, &mut |value, key, _| found.push(Field { value, key }));
    found.into_boxed_slice()
}

/// The way to one of the texts of a record. It is asked for what is found only, so nothing is kept for it.
fn pointer(head: &Head, number: usize) -> Pointer {
    let (mut at, mut found) = (0, Pointer::ROOT);
    walk(head.fields(), None, &Way::Root, &mut |_, _, way| {
        if at == number {
            found = Pointer::from(way);
        }
        at += 1;
    });
    found
}

fn walk(value: Value<'_>, behind: Option<NodeId>, way: &Way<'_>, found: &mut dyn FnMut(NodeId, NodeId, &Way<'_>)) {
    match value.ty() {
        Type::Map => {
            for (key, value) in value.entries() {
                let name = key.scalar().unwrap_or_default();
                if name != "id" && name != "kind" && !name.starts_with("x-") {
                    walk(value, Some(key.id()), &Way::Key(way, name), found);
                }
            }
        }
        Type::List => value.items().enumerate().for_each(|(at, item)| walk(item, behind, &Way::Item(way, at), found)),
        Type::String => found(value.id(), behind.unwrap_or(value.id()), way),
        _ => {}
    }
}
