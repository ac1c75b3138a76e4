//! The values behind the names of a record.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use crate::files::Files;
use crate::load::schema;
use crate::load::shape::Shape;
use crate::model::date::Date;
use crate::model::{Control, EvidenceStatus, Head, Isms, Kind, Record, Risk, Score, natural};
use crate::standard;
use crate::value::{Type, Value};

/// All records, on a day.
#[derive(Debug, Clone, Copy)]
pub struct Records<'m> {
    /// The records.
    pub isms: &'m Isms,
    /// The files they stand in.
    pub files: &'m Files,
    /// The day that dates are judged by.
    pub as_of: Date,
}

/// A record with everything that has a name.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The values: `kind`, `id` and `title`, then the other fields in the order of the file, then what is computed.
    pub fields: Map<String, Json>,
    /// How many of them stand in the file; the rest is computed.
    written: usize,
}

impl View {
    /// The id of the record.
    #[must_use]
    pub fn id(&self) -> &str {
        self.fields.get("id").and_then(Json::as_str).unwrap_or_default()
    }

    /// The value at a path; through a list, the values of all its items. Nothing is `null`.
    #[must_use]
    pub fn value(&self, path: &str) -> Json {
        let mut steps = path.split('.');
        let first = steps.next().and_then(|name| self.fields.get(name));
        first.map_or(Json::Null, |value| gather(value, &steps.collect::<Vec<_>>()))
    }

    /// The fields that are written, without `kind`, `id` and `title`.
    pub fn written(&self) -> impl Iterator<Item = (&String, &Json)> {
        self.fields.iter().take(self.written).skip(3)
    }

    /// The fields that are computed.
    pub fn computed(&self) -> impl Iterator<Item = (&String, &Json)> {
        self.fields.iter().skip(self.written)
    }
}

impl From<Map<String, Json>> for View {
    /// Fields that are all written.
    fn from(fields: Map<String, Json>) -> Self {
        View { written: fields.len(), fields }
    }
}

/// Every record by its id, for expressions that ask for another one.
#[derive(Debug, Clone, Default)]
pub struct Others(Arc<HashMap<Arc<str>, View>>);

impl Others {
    /// Everything that has a name in the record with an id.
    pub(super) fn fields(&self, id: &str) -> Option<&Map<String, Json>> {
        self.0.get(id).map(|view| &view.fields)
    }
}

/// What stands at the end of some steps below a value; through a list, of each item.
#[must_use]
pub fn gather(value: &Json, steps: &[&str]) -> Json {
    let Some((step, rest)) = steps.split_first() else { return value.clone() };
    match value {
        Json::Object(map) => map.get(*step).map_or(Json::Null, |value| gather(value, rest)),
        Json::Array(items) => {
            let found = items.iter().flat_map(|item| match gather(item, steps) {
                Json::Array(values) => values,
                Json::Null => Vec::new(),
                value => vec![value],
            });
            Json::Array(found.collect())
        }
        _ => Json::Null,
    }
}

impl<'m> Records<'m> {
    /// The records of a kind in the order of their ids: `R-2` before `R-10`.
    #[must_use]
    pub fn of_kind(&self, kind: Kind) -> Vec<&'m Head> {
        let mut heads: Vec<&Head> = self.isms.heads().filter(|head| head.kind == kind).collect();
        heads.sort_by_cached_key(|head| (natural(&head.id), head.file));
        heads
    }

    /// Every record by its id. It costs as much as looking at all of them, so ask only where an expression wants it.
    #[must_use]
    pub fn others(&self) -> Others {
        let mut views = HashMap::new();
        for head in self.isms.heads() {
            // Of an id that is taken twice the first record counts, as everywhere.
            if self.isms.head(&head.id).is_some_and(|first| first.file == head.file) {
                views.insert(Arc::clone(&head.id), self.view(head));
            }
        }
        Others(Arc::new(views))
    }

    /// A record with everything that has a name.
    #[must_use]
    pub fn view(&self, head: &Head) -> View {
        let mut fields = Map::new();
        fields.insert("kind".to_owned(), json!(head.kind.word()));
        fields.insert("id".to_owned(), json!(&*head.id));
        fields.insert("title".to_owned(), json!(head.title()));
        for (key, value) in self::fields(head.kind, head.fields()) {
            fields.entry(key).or_insert(value);
        }
        let count = fields.len();
        self.add_common(head, &mut fields);
        if head.kind == Kind::Risk
            && let Some(risk) = own(head, self.isms.risk(&head.id), &self.isms.risks)
        {
            self.add_risk(risk, &mut fields);
        }
        if head.kind == Kind::Control
            && let Some(control) = own(head, self.isms.control(&head.id), &self.isms.controls)
        {
            self.add_control(control, &mut fields);
        }
        View { fields, written: count }
    }

    fn add_common(&self, head: &Head, fields: &mut Map<String, Json>) {
        let links: Vec<&str> = head.links.iter().map(|link| &*link.target).collect();
        let linked_from: Vec<&str> = self.isms.links_to(&head.id).map(|(from, _)| &*from.id).collect();
        fields.insert("path".to_owned(), json!(self.files.path(head.file)));
        fields.insert("as_of".to_owned(), json!(self.as_of));
        fields.insert("next_review".to_owned(), json!(self.isms.next_review_of(head)));
        fields.insert("links".to_owned(), json!(in_order(links)));
        fields.insert("linked_from".to_owned(), json!(in_order(linked_from)));
    }

    fn add_risk(&self, risk: &Record<Risk>, fields: &mut Map<String, Json>) {
        for (name, score) in [("inherent", &risk.inherent), ("current", &risk.current), ("target", &risk.target)] {
            if let Some(Json::Object(below)) = fields.get_mut(name) {
                below.extend(self.judged(risk, score.as_ref()));
            }
        }
        let residual = risk.residual().map(|score| {
            let mut below = Map::new();
            below.insert("likelihood".to_owned(), json!(score.likelihood));
            below.insert("impact".to_owned(), json!(score.impact));
            below.extend(self.judged(risk, Some(score)));
            below
        });
        fields.insert("residual".to_owned(), json!(residual));
        fields.insert("accepted".to_owned(), json!(risk.acceptances.iter().any(|acceptance| acceptance.covers(self.as_of))));
    }

    fn judged(&self, risk: &Risk, score: Option<&Score>) -> [(String, Json); 2] {
        let judged = self.isms.judged(risk, score);
        let level = judged.and_then(|(_, level)| level).map(|level| level.name.as_str());
        [("score".to_owned(), json!(judged.map(|(score, _)| score))), ("level".to_owned(), json!(level))]
    }

    fn add_control(&self, control: &Record<Control>, fields: &mut Map<String, Json>) {
        let id = control.id();
        let theme = standard::control(id).map_or("own".to_owned(), |known| known.theme.name().to_lowercase());
        let evidence = self.isms.evidence_of_control(id).into_iter().filter(|it| it.status != Some(EvidenceStatus::Rejected));
        let evidence: Vec<Option<Date>> = evidence.map(|it| it.date()).collect();
        fields.insert("theme".to_owned(), json!(theme));
        fields.insert("documents".to_owned(), json!(ids(&self.isms.documents_of_control(id))));
        fields.insert("risks".to_owned(), json!(ids(&self.isms.risks_of_control(id))));
        fields.insert("requirements".to_owned(), json!(ids(&self.isms.requirements_met_by(id))));
        fields.insert("evidence_count".to_owned(), json!(evidence.len()));
        fields.insert("newest_evidence".to_owned(), json!(evidence.into_iter().flatten().max()));
    }
}

/// The fields of a record as they are written, in the order of the file. Of a key that stands twice the first counts, as everywhere.
#[must_use]
pub fn fields(kind: Kind, record: Value<'_>) -> Map<String, Json> {
    let shape = &schema::of_kind(kind).shape;
    let mut fields = Map::new();
    for (key, value) in record.entries() {
        let key = key.scalar().unwrap_or_default();
        fields.entry(key).or_insert_with(|| written(value, shape.keys.get(key)));
    }
    fields
}

/// The record of a head. An id that is taken twice leads to another record, which is then not the one.
fn own<'m, T>(head: &Head, by_id: Option<&'m Record<T>>, register: &'m [Record<T>]) -> Option<&'m Record<T>> {
    let is_it = |record: &&Record<T>| record.head.file == head.file;
    by_id.filter(is_it).or_else(|| register.iter().find(is_it))
}

fn ids<'r, T>(records: &[&'r Record<T>]) -> Vec<&'r str> {
    in_order(records.iter().map(|record| record.id()).collect())
}

/// Each id once, `R-2` before `R-10`.
fn in_order(mut ids: Vec<&str>) -> Vec<&str> {
    ids.sort_by_cached_key(|id| natural(id));
    ids.dedup();
    ids
}

/// A value as it is written. A version such as 1.10 is text wherever its field wants text, with or without quotes.
fn written(value: Value<'_>, shape: Option<&Shape>) -> Json {
    match value.ty() {
        Type::Int | Type::Float if shape.is_some_and(|shape| shape.text) => json!(value.scalar()),
        Type::List => {
            let items = shape.and_then(|shape| shape.items.as_deref());
            Json::Array(value.items().map(|item| written(item, items)).collect())
        }
        Type::Map => {
            let below = |key: &str| shape.and_then(|shape| shape.keys.get(key).or(shape.rest.as_deref()));
            let mut map = Map::new();
            for (key, value) in value.entries() {
                let key = key.scalar().unwrap_or_default();
                map.entry(key).or_insert_with(|| written(value, below(key)));
            }
            Json::Object(map)
        }
        _ => serde_json::to_value(value).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{Loaded, load};
    use crate::source::Memory;

    fn loaded(files: &[(&str, &str)]) -> Loaded {
        let mut memory: Memory = files.iter().map(|(path, text)| (*path, *text)).collect();
        memory.insert("isms.yaml", "isms: 1\nname: T\nprofile: build\ndefaults: {review_every: 6m}\n");
        load(&memory).unwrap()
    }

    fn view(loaded: &Loaded, id: &str) -> View {
        let as_of = "2026-06-30".parse().unwrap();
        Records { isms: &loaded.isms, files: &loaded.files, as_of }.view(loaded.isms.head(id).unwrap())
    }

    #[test]
    fn written_text_stays_text_and_the_next_review_follows_the_last() {
        let policy = "---\nkind: policy\nid: POL-1\nversion: 1.10\nreviewed: 2026-01-31\nx-team: 7\n---\nText.\n";
        let view = view(&loaded(&[("clauses/POL-1.md", policy)]), "POL-1");
        assert_eq!(view.value("version"), json!("1.10"));
        assert_eq!(view.value("title"), json!("POL-1"));
        assert_eq!(view.value("next_review"), json!("2026-07-31"));
        assert_eq!(view.value("x-team"), json!(7));
        assert_eq!(view.written().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["version", "reviewed", "x-team"]);
    }

    #[test]
    fn relations_are_seen_from_both_sides_in_the_order_of_ids() {
        let asset = |id: &str| format!("kind: asset\nid: {id}\n");
        let files = [asset("AST-2"), asset("AST-10")];
        let risk = "kind: risk\nid: R-1\nassets: [AST-10, AST-2]\nactions:\n  - {id: T1, what: a, due: 2026-01-01}\n  - {id: T2, what: b}\n";
        let loaded = loaded(&[("clauses/a.yaml", &files[0]), ("clauses/b.yaml", &files[1]), ("clauses/r.yaml", risk)]);
        let risk = view(&loaded, "R-1");
        assert_eq!(risk.value("links"), json!(["AST-2", "AST-10"]));
        assert_eq!(view(&loaded, "AST-2").value("linked_from"), json!(["R-1"]));
        assert_eq!(risk.value("actions.due"), json!(["2026-01-01"]));
        assert_eq!(
            (risk.value("residual"), risk.value("residual.score"), risk.value("accepted")),
            (Json::Null, Json::Null, json!(false))
        );
    }
}
