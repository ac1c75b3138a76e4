//! `isms import`: rows of a table that people have, as records. It shows first, and writes when it is told to.

use std::fmt::Write as _;

use super::create::Ground;
use super::session::{Opened, Session};
use super::subject::kind_named;
use super::{Failure, Outcome, read_at_most, refused, taken};
use crate::check::wording::counted;
use crate::cli::ImportArgs;
use crate::edit;
use crate::exchange::{self, Heads, Mapping, Plan, Row, Subject, Table, plan, tables};
use crate::model::Kind;
use crate::output::text::tame;

/// A file of tables is not larger: 64 MiB.
const LARGEST: u64 = 64 << 20;

/// A table with what becomes of its rows.
struct Planned {
    name: String,
    unit: &'static str,
    kind: Kind,
    heads: Heads,
    plan: Plan,
}

pub(super) fn run(session: &mut Session, args: &ImportArgs) -> Result<Outcome, Failure> {
    let given = args.kind.as_deref().map(kind_named).transpose()?;
    let file = session.cwd().join(&args.file);
    let bytes = read_at_most(&file, LARGEST).map_err(|why| Failure::new(format!("cannot read {}: {why}", args.file.display())))?;
    let all = tables(&bytes).map_err(|refusal| {
        let named =
            exchange::Refusal { message: format!("{} cannot be read: {}", args.file.display(), refusal.message), ..refusal };
        refused(named)
    })?;
    let chosen = chosen(session, args, given, all)?;
    let opened = session.open(None)?;
    let mut ids = taken::in_folder(&opened.place.root)?;
    ids.extend(&taken::on_branches(&opened.place));
    let mapping = Mapping { fields: args.map.clone(), dropped: args.drop.clone() };
    let mut planned = Vec::new();
    for (table, kind) in chosen {
        let name = table.name.clone().unwrap_or_else(|| args.file.display().to_string());
        let at_table =
            |refusal: exchange::Refusal| refused(exchange::Refusal { message: format!("{name}: {}", refusal.message), ..refusal });
        let heads = Heads::find(kind, &table, &mapping).map_err(at_table)?;
        let subject = Subject { isms: &opened.loaded.isms, files: &opened.loaded.files, kind };
        let plan = plan(subject, &table, &heads, &mut ids).map_err(at_table)?;
        planned.push(Planned { name: name.clone(), unit: table.unit, kind, heads, plan });
    }
    for planned in &planned {
        session.print(&shown(planned))?;
    }
    let count = |is: fn(&exchange::Outcome) -> bool| {
        planned.iter().flat_map(|planned| &planned.plan.rows).filter(|row| is(&row.outcome)).count()
    };
    let new = count(|outcome| matches!(outcome, exchange::Outcome::New { .. }));
    let changed = count(|outcome| matches!(outcome, exchange::Outcome::Changed { .. }));
    let same = count(|outcome| matches!(outcome, exchange::Outcome::Same));
    let not = count(|outcome| matches!(outcome, exchange::Outcome::Refused(_)));
    let summary = format!("{new} new, {changed} changed, {same} unchanged, {not} refused");
    if not > 0 {
        session.note(&format!("{summary}; nothing was written, and nothing is while a row is refused"));
        return Ok(Outcome::Findings);
    }
    if !args.write {
        let hint = if new + changed > 0 { "; nothing was written: --write does it" } else { "" };
        session.note(&format!("{summary}{hint}"));
        return Ok(Outcome::Clean);
    }
    write(&opened, &planned)?;
    let hint = if new + changed > 0 { "; `isms check` says what the records still lack" } else { "" };
    session.note(&format!("{summary}{hint}"));
    Ok(Outcome::Clean)
}

/// The tables that are meant, each with the kind of its rows.
fn chosen(session: &Session, args: &ImportArgs, given: Option<Kind>, all: Vec<Table>) -> Result<Vec<(Table, Kind)>, Failure> {
    let names: Vec<String> = all.iter().filter_map(|table| table.name.clone()).collect();
    let one = all.len() == 1;
    let mut chosen = Vec::new();
    for table in all {
        if args.sheet.as_ref().is_some_and(|wanted| table.name.as_ref() != Some(wanted)) {
            continue;
        }
        let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let name = table.name.clone().or(stem).unwrap_or_default();
        let asked = given.filter(|_| one || args.sheet.is_some());
        match asked.or_else(|| Kind::named(&name)).filter(|kind| given.is_none_or(|given| given == *kind)) {
            Some(kind) => chosen.push((table, kind)),
            None if table.rows.is_empty() || one => {}
            None => session.note(&format!("left out: {} is not called like a kind of record", tame(&name, false))),
        }
    }
    if chosen.is_empty() {
        let help = match (&args.sheet, names.is_empty()) {
            (_, true) => "say what the rows are: --kind risk".to_owned(),
            (Some(_), false) => format!("its sheets: {}; say what the rows are: --kind risk", names.join(", ")),
            (None, false) => format!("name a sheet and what its rows are: --sheet \"{}\" --kind risk", names.join("\" or \"")),
        };
        return Err(Failure::new("no table of it is known to hold records").help(help));
    }
    Ok(chosen)
}

/// What becomes of each row, for people.
fn shown(planned: &Planned) -> String {
    let Planned { name, unit, kind, heads, plan } = planned;
    let mut out = String::new();
    // Writing into a string cannot fail.
    let _ = writeln!(out, "{}: {} of {}", tame(name, false), counted(plan.rows.len(), "row", "rows"), kind.plural());
    for (_, name, field) in heads.columns.iter().filter(|(_, name, field)| name != field) {
        let _ = writeln!(out, "  the column `{}` is {field}", tame(name, false));
    }
    for (_, name) in &heads.unknown {
        let _ = writeln!(out, "  left out: the column `{}`, which is no field and says nothing", tame(name, false));
    }
    if let (Some(first), Some(last)) = (plan.above.first(), plan.above.last()) {
        let to = if first == last { String::new() } else { format!(" to {last}") };
        let _ = writeln!(out, "  left out: {unit} {first}{to}, above the names of the columns");
    }
    let width = plan.rows.last().map_or(1, |row| row.number.to_string().len());
    let ids = plan.rows.iter().map(|row| row.id.chars().count()).max().unwrap_or_default().min(12);
    for row in &plan.rows {
        row_shown(row, unit, (width, ids), &mut out);
    }
    out
}

fn row_shown(row: &Row, unit: &str, (width, ids): (usize, usize), out: &mut String) {
    let begin = format!("  {unit} {:>width$}  {:<ids$}  ", row.number, tame(&row.id, false));
    let short = |text: &str| tame(&crate::load::shorten(text), false);
    let first = match &row.outcome {
        exchange::Outcome::Same => {
            let _ = writeln!(out, "{begin}unchanged");
            return;
        }
        exchange::Outcome::New { path, .. } => format!("new        {}", tame(path, false)),
        exchange::Outcome::Changed { path, .. } => format!("changed    {}", tame(path, false)),
        exchange::Outcome::Refused(_) => "refused".to_owned(),
    };
    let mut lines = Vec::new();
    match &row.outcome {
        exchange::Outcome::Changed { changes, .. } => {
            for (field, from, to) in changes {
                let from = if from.is_empty() { "nothing".to_owned() } else { short(from) };
                lines.push(format!("{field}: {from} → {}", short(to)));
            }
        }
        exchange::Outcome::Refused(refusals) => {
            for refusal in refusals {
                lines.push(tame(&refusal.message, false));
                lines.extend(refusal.help.as_ref().map(|help| format!("  help: {}", tame(help, false))));
            }
        }
        _ => {}
    }
    lines.extend(row.taken.iter().map(|taken| format!("taken: {}", tame(taken, false))));
    let _ = writeln!(out, "{begin}{first}");
    for text in lines {
        let _ = writeln!(out, "      {text}");
    }
}

/// Writes all of it. What was read must still be there, so that the work of somebody else is not lost.
fn write(opened: &Opened, planned: &[Planned]) -> Result<(), Failure> {
    let root = &opened.place.root;
    let ground = Ground::new(root);
    let rows = || planned.iter().flat_map(|planned| &planned.plan.rows);
    for row in rows() {
        match &row.outcome {
            exchange::Outcome::Changed { path, before, .. } => {
                edit::unchanged(&root.join(path), before.as_bytes()).map_err(Failure::new)?;
            }
            exchange::Outcome::New { path, .. } => {
                if ground.state(path)? != super::create::State::Free {
                    return Err(Failure::new(format!("{path} exists already")).help("nothing was written; run it again"));
                }
            }
            exchange::Outcome::Same | exchange::Outcome::Refused(_) => {}
        }
    }
    for row in rows() {
        match &row.outcome {
            exchange::Outcome::Changed { path, before, after, .. } => {
                edit::replace(&root.join(path), before.as_bytes(), after.as_bytes()).map_err(Failure::new)?;
            }
            exchange::Outcome::New { path, text } => ground.create(path, text)?,
            exchange::Outcome::Same | exchange::Outcome::Refused(_) => {}
        }
    }
    Ok(())
}
