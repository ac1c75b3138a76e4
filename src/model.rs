//! What an information security management system is: records, dates, relations, and the questions everyone asks of them.
//!
//! Plain data. Records are as lenient as real ones: every field may be missing, because what *must* be there is the business
//! of the rules. Nothing here reads files or knows a format; dates of the day are always arguments.

mod closed;
pub mod date;
pub mod digest;
mod isms;
pub mod kinds;
mod questions;
mod record;
mod settings;
mod words;

mod approval;
mod asset;
mod audit;
mod competence;
mod control;
mod criteria;
mod document;
mod evidence;
mod exception;
mod incident;
mod metric;
mod nonconformity;
mod objective;
mod organisation;
mod requirement;
mod review;
mod risk;
mod supplier;

pub use approval::*;
pub use asset::*;
pub use audit::*;
pub use closed::{ClosedPart, Edit};
pub use competence::*;
pub use control::*;
pub use criteria::*;
pub use document::*;
pub use evidence::*;
pub use exception::*;
pub use incident::*;
pub use isms::*;
pub(crate) use kinds::Data;
pub use kinds::{Family, Form, Kind, Registers, Unread};
pub use metric::*;
pub use nonconformity::*;
pub use objective::*;
pub use organisation::*;
pub use questions::{
    Absence, Acknowledged, Agreement, AuditCoverage, CompetenceGap, CycleResult, DocumentReview, ExclusionFact, Flaw, Gap,
    MissingSection, OpenMatter, Overdue, OwnWork, PlanApproval, Promise, Refusal, RequiredApproval, RequiredSection, RiskDecision,
    RiskEvent, Standing, Weakness, Weighed, is_first_version, is_legal, means_section, natural, same_words,
};
pub use record::*;
pub use requirement::*;
pub use review::*;
pub use risk::*;
pub use settings::*;
pub use supplier::*;
