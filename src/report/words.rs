//! How people, records and days are named for readers.

use super::Subject;
use super::document::{Cell, Tone};
use crate::model::date::Date;
use crate::model::{Action, ActionStatus, Classification, Head, Kind};
use crate::standard;
use crate::text::wording::days;

/// The highest classification of what a document shows; internal where nothing says more or less.
pub(super) fn highest<'m>(shown: impl IntoIterator<Item = &'m Head>) -> Classification {
    shown.into_iter().filter_map(|head| head.common.classification).max().unwrap_or_default()
}

impl Subject<'_> {
    /// A record for a reader: its id and title; a role with its holder, a person by name.
    pub(super) fn named(&self, id: &str) -> String {
        match self.isms.head(id) {
            Some(head) if matches!(head.kind, Kind::Role | Kind::Person) => self.party(id),
            Some(head) if head.title() != id => format!("{id} {}", head.title()),
            Some(_) => id.to_owned(),
            None => standard::control(id).map_or_else(|| id.to_owned(), |control| format!("{id} {}", control.title)),
        }
    }

    /// Records for a reader, one in a line.
    pub(super) fn all_named<S: AsRef<str>>(&self, ids: &[S]) -> Cell {
        Cell::list(ids.iter().map(|id| self.named(id.as_ref())).collect())
    }

    /// Who answers for something; that nobody does is told.
    pub(super) fn owner(&self, id: Option<&str>) -> Cell {
        id.map_or_else(|| Cell::State("nobody named".to_owned(), Tone::Bad), |id| Cell::text(self.party(id)))
    }

    /// Who did something once: the name as it was written down, the role and the day.
    pub(super) fn act(&self, by: Option<&str>, name: Option<&str>, role: Option<&str>, on: Option<Date>) -> String {
        let title = |id: &str| self.isms.head(id).map_or_else(|| id.to_owned(), |head| head.title().to_owned());
        let who = name.map(str::to_owned).or_else(|| by.map(title));
        let parts = [who, role.map(title), on.map(|on| on.to_string())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// By when something that is open has to be done, and what is worth saying about that; two cells.
    pub(super) fn due(&self, due: Option<Date>) -> [Cell; 2] {
        let state = match due {
            None => Cell::State("no date".to_owned(), Tone::Bad),
            Some(day) => self.nearness(day, "overdue by"),
        };
        [Cell::date(due), state]
    }

    /// The last day of something that lasts, and what is worth saying about that; two cells.
    pub(super) fn end(&self, end: Option<Date>) -> [Cell; 2] {
        [Cell::date(end), end.map_or(Cell::Empty, |end| self.nearness(end, "expired for"))]
    }

    fn nearness(&self, day: Date, late: &str) -> Cell {
        let defaults = &self.isms.settings.defaults;
        let left = day.days_since(self.as_of);
        match left {
            _ if defaults.is_overdue(day, self.as_of) => Cell::State(format!("{late} {}", days(-left)), Tone::Bad),
            ..0 => Cell::State(format!("{} late, within the grace period", days(-left)), Tone::Open),
            0 => Cell::State("today".to_owned(), Tone::Open),
            _ if day <= self.as_of.after(defaults.due_soon) => Cell::State(format!("in {}", days(left)), Tone::Open),
            _ => Cell::Empty,
        }
    }

    /// Whether an action is open after its day.
    pub(super) fn is_late(&self, action: &Action) -> bool {
        action.is_open() && action.due().is_some_and(|due| self.isms.settings.defaults.is_overdue(due, self.as_of))
    }

    /// By when an action has to be done, and what is worth saying about that; what is done is not late any more.
    pub(super) fn action_due(&self, action: &Action) -> [Cell; 2] {
        if action.is_open() { self.due(action.due()) } else { [Cell::date(action.due()), Cell::Empty] }
    }
}

/// How far an action is.
pub(super) fn action_state(action: &Action) -> Cell {
    let status = action.status.unwrap_or(ActionStatus::Planned);
    let tone = match status {
        ActionStatus::Done | ActionStatus::Verified => Tone::Good,
        ActionStatus::Planned | ActionStatus::InProgress => Tone::Open,
        ActionStatus::Cancelled => Tone::Plain,
    };
    Cell::State(status.label(), tone)
}

/// `2026-06-14 moved to 2026-10-15: reason`, one line for each new date.
pub(super) fn moves(action: &Action) -> Cell {
    let mut before = action.due;
    let mut lines = Vec::new();
    for revised in &action.revised_due {
        let Some(date) = revised.date else { continue };
        let from = before.map(|before| format!("{before} moved to ")).unwrap_or_default();
        let reason = revised.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        lines.push(format!("{from}{date}{reason}"));
        before = Some(date);
    }
    Cell::list(lines)
}

/// A word of the files as a state that is neither good nor bad.
pub(super) fn plain(label: Option<String>) -> Cell {
    label.map_or(Cell::Empty, |label| Cell::State(label, Tone::Plain))
}

/// A table of actions of records.
pub(super) fn actions_table(
    subject: &Subject<'_>,
    name: &'static str,
    caption: &str,
    actions: &[(&Head, &Action)],
) -> super::document::Table {
    use super::document::Column;
    let columns = vec![
        Column::many("Action", 6, &[("of", "Belongs to", ""), ("action", "Action", "")]),
        Column::many("What", 24, &[("what", "What", ""), ("effect", "Expected effect", "Expected effect")]),
        Column::one("responsible", "Responsible", 10),
        Column::many("Due", 9, &[("due", "Due", ""), ("due_state", "Due state", ""), ("moves", "Moved", "Moved")]),
        Column::many("State", 7, &[("status", "Status", ""), ("done_on", "Done on", "Done on")]),
        Column::many("Proof", 12, &[("evidence", "Evidence", ""), ("verified", "Verified by", "Verified")]),
    ];
    let row = |(head, action): &(&Head, &Action)| {
        let mut cells = vec![
            Cell::text(&*head.id),
            Cell::text(action.id.as_str()),
            Cell::text(action.what.as_str()),
            Cell::maybe(action.effect.as_deref()),
            subject.responsible(action),
        ];
        cells.extend(subject.action_due(action));
        cells.extend([moves(action), action_state(action), Cell::date(action.done_on), subject.all_named(&action.evidence)]);
        cells.push(subject.verified(action));
        cells
    };
    super::table(name, caption, columns, actions.iter().map(row).collect())
}

impl Subject<'_> {
    /// Who does an action; that nobody does matters while it is open.
    pub(super) fn responsible(&self, action: &Action) -> Cell {
        let id = action.responsible.as_deref();
        if action.is_open() { self.owner(id) } else { id.map_or(Cell::Empty, |id| Cell::text(self.party(id))) }
    }

    /// Who looked whether an action was done, and when.
    pub(super) fn verified(&self, action: &Action) -> Cell {
        Cell::text(self.act(action.verified_by.as_deref(), None, None, action.verified_on))
    }
}

/// A value with its unit: `54.5 %`.
pub(super) fn number(value: f64, unit: Option<&str>) -> String {
    format!("{value} {}", unit.unwrap_or_default()).trim_end().to_owned()
}

/// Words in a line, or nothing.
pub(super) fn comma<S: AsRef<str>>(words: &[S]) -> Cell {
    Cell::text(words.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "))
}
