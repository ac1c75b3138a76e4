//! The arguments of `isms list`.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};

use crate::query::COMPUTED;

const LIST_EXAMPLES: &str = "Examples:
  isms list risk
  isms list risk --where 'current.score > 6' --columns id,title,owner,current.level
  isms list supplier --where \"criticality == 'critical' and next_review < as_of\" --format csv
  isms list exception --where \"expires < date_add(as_of, '30d')\"
  isms list control --where \"applicable == true and not newest_evidence\"";

/// List the records of a kind
///
/// Without columns, the ones that are usually wanted. Records come in the order of their ids.
#[derive(Debug, Args)]
#[command(
    after_long_help = names_of_records(),
    after_help = LIST_EXAMPLES
)]
pub struct ListArgs {
    /// The kind: risk, risks, policy, nc …
    #[arg(value_name = "KIND")]
    pub kind: String,
    /// Only records for which this is true, for example "owner == 'cto' and not accepted" (see --help)
    #[arg(long = "where", value_name = "EXPR")]
    pub filter: Option<String>,
    /// The columns to show: fields, or paths such as current.level and actions.due
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// How to show the table
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: TableFormat,
    /// Look at this revision instead of the files on disk
    #[arg(long, value_name = "REV")]
    pub at: Option<String>,
}

/// What an expression and a column can name, and how.
fn names_of_records() -> String {
    let mut text = String::from(
        "Expressions name the fields of the record and what is computed for it (below). Text and dates stand in quotes, and dates \
compare as dates do. There are == != < <= > >= and or not, in, + - * /, `is none`, and the filters of Jinja: \
actions | selectattr('due', 'lt', as_of) | list. A field that is not written is none, which comes before everything in order; a \
list that is not written is empty. An own key is record['x-team'].

  date_add(DATE, '30d')   the day so much later, with '-30d' earlier; d w m y
  days_between(FROM, TO)  how many days lie between
  related(ID)             another record with all its names, as in related(owner).status; none where there is none

Computed names:
",
    );
    for computed in COMPUTED {
        let kinds: Vec<&str> = computed.kinds.iter().map(|kind| kind.word()).collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!("{}: ", kinds.join(", ")) };
        // Writing into a string cannot fail.
        let _ = writeln!(text, "  {:<21}{kinds}{}", computed.name, computed.about);
    }
    text.push('\n');
    text.push_str(LIST_EXAMPLES);
    text
}

/// How a table is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}
