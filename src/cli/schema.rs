//! The arguments of `isms schema`.

use clap::Args;

/// Print a JSON Schema: of a kind of record, of the settings (isms), or of an output (check, diff, log, review, pack, rules)
///
/// Without a name, lists them.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// The kind, `isms`, `common`, `check`, `diff`, `log`, `review`, `pack` or `rules`
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}
