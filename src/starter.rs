//! What `isms init` and `isms new` write: templates filled with facts, as texts with their paths.
//!
//! Nothing here touches a disk or knows the day; the templates are part of the program.

mod ids;
mod record;
mod templates;
mod tree;

pub use ids::{TakenIds, is_id};
pub use record::{ControlFolder, NewRecord, purpose, slug};
pub use templates::TemplateError;
pub use tree::{Facts, StarterFile, tree};

/// The first line of a YAML record: it tells an editor where the schema is, as seen from the record's folder.
pub(crate) fn modeline(path: &str, schema: &str) -> String {
    let up = "../".repeat(path.matches('/').count());
    format!("# yaml-language-server: $schema={up}{SCHEMAS}/{schema}.schema.json\n")
}

/// Where the schemas for editors are kept in a repository.
const SCHEMAS: &str = ".isms/schemas";
