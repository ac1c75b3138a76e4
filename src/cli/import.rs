//! The arguments of `isms import`.

use std::path::PathBuf;

use clap::Args;

/// Make records of the rows of a spreadsheet (.xlsx) or CSV file
///
/// It shows what would become of each row; only with --write is anything written, and only if every row is understood. A row with the id of a record
/// changes the fields that differ, with the rest of the file as it is; an empty cell changes nothing. A row with another id, or none, is
/// a new record in its place. Columns go by the names that `isms export` gives them, or by what people call them.
///
/// Exit codes: 0 every row is understood, 1 some are not (then nothing is written), 2 the file cannot be used.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  isms import risks.csv\n  isms import register.xlsx --sheet \"Risk register\" --kind risk\n  isms import old.csv --kind asset --map \"Asset name=title\" --map \"Cost centre=x-cost-centre\" --drop Remarks\n  isms import risks.csv --write"
)]
pub struct ImportArgs {
    /// The file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What its rows are [default: from the name of the sheet or file]
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Only this sheet
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Which field a column is; as `NAME=x-…` it is kept as an own key
    #[arg(long = "map", value_name = "NAME=FIELD", value_parser = mapped)]
    pub map: Vec<(String, String)>,
    /// Leave out a column
    #[arg(long, value_name = "NAME")]
    pub drop: Vec<String>,
    /// Write it
    #[arg(long)]
    pub write: bool,
}

fn mapped(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((name, field)) if !name.trim().is_empty() && !field.trim().is_empty() => {
            Ok((name.trim().to_owned(), field.trim().to_owned()))
        }
        _ => Err("write it as \"Name of the column=field\"".to_owned()),
    }
}
