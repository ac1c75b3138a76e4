//! All documents that can be made of some records.

use isms::load::Loaded;
use isms::model::date::Date;
use isms::report::document::Document;
use isms::report::soa::View;
use isms::report::{Make, REPORTS, Report, Subject};

/// Every report of some records: the report and the document, one for each record where it is about one.
pub(crate) fn documents(loaded: &Loaded, as_of: Date) -> Vec<(&'static Report, Document)> {
    let subject = Subject { isms: &loaded.isms, as_of, commit: None, memory: None };
    let made = |report: &&'static Report| match report.make {
        Make::Whole(make) => vec![(*report, make(&subject))],
        Make::View(make) => vec![(*report, make(&subject, View::Auditor)), (*report, make(&subject, View::Customer))],
        Make::Each(kind, make) => {
            let heads = loaded.isms.heads().filter(|head| head.kind == kind);
            heads.map(|head| (*report, make(&subject, &head.id).unwrap())).collect()
        }
    };
    REPORTS.iter().flat_map(made).collect()
}
