//! ISO/IEC 27001:2022 as data: its clauses, the controls of Annex A, the documented information it calls for, and the
//! way from the control numbers of the 2013 edition to those of 2022.
//!
//! The facts are the CSV files beside this code, embedded and read on first use; `SOURCES.md` says where each comes from.
//! Only numbers and titles are those of the standard. The hints and the usual evidence are words of this project, and the
//! text of the standard is nowhere in here.
//!
//! This module does not know what an organisation made of a clause or a control: no record, no setting, no rule.

mod annex_a;
mod clauses;
mod hints;
mod mandatory;
mod mapping;
mod table;

pub use annex_a::{Control, Theme, UsualEvidence, control, controls, controls_titled};
pub use clauses::{Clause, clause, clause_of_reference, clauses, is_clause_reference};
pub use mandatory::{Basis, Mandatory, MandatoryKind, mandatory};
pub use mapping::{Predecessor, Relation, is_2013_number, new_controls, predecessors, predecessors_of, successors};
