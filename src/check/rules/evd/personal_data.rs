//! EVD-009: evidence shows that something was done, and does not tell about people what nobody needs for that.

use super::secret::{exposures, in_words, what_it_is};
use crate::check::wording::counted;
use crate::check::{Class, Ctx, Findings, Rule, Weight};
use crate::files::Exposed;

pub(in crate::check::rules) static RULE: Rule = Rule {
    code: "EVD-009",
    name: "personal-data-in-evidence",
    title: "no file of evidence holds account numbers, card numbers or lists of people by address",
    clauses: &["A.5.34", "A.5.33"],
    weight: Weight::WARNING,
    class: Class::Structural,
    doc: include_str!("personal_data.md"),
    check,
};

/// So many different addresses are a list of people, where the settings do not say.
const LIST: usize = 20;

fn check(ctx: &Ctx<'_>, out: &mut Findings) {
    let own = ctx.isms.settings.defaults.address_list;
    let list = own.map_or(LIST, |list| list as usize);
    for (evidence, exposure) in exposures(ctx) {
        let is_list = exposure.what == Exposed::Addresses;
        if is_list && exposure.times < list {
            continue;
        }
        let what = match exposure.what {
            Exposed::BankAccount => counted(exposure.times, "number of a bank account", "numbers of bank accounts"),
            Exposed::PaymentCard => counted(exposure.times, "number of a payment card", "numbers of payment cards"),
            Exposed::Addresses => format!("the e-mail addresses of {} people", exposure.times),
            Exposed::PrivateKey | Exposed::AccessKey => continue,
        };
        let finding = out.report(evidence.at("/file"), in_words(evidence, exposure, &what));
        if is_list && own.is_some() {
            finding.label(format!("your own rule: fewer than {list} addresses"));
        }
        finding
            .help("replace them by pseudonyms before you file it, and say so in `redaction`; or keep it elsewhere and write `uri`")
            .record(evidence.id())
            .about(what_it_is(exposure));
    }
}
