//! The arguments of `isms template`.

use clap::Args;

/// Print a template of pages, to begin one of your own with
///
/// Without a name, lists them. A repository whose isms.yaml says `templates: look` has its own ones in the folder `look`, by the same names.
#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// The template, such as `report/page.html`
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}
