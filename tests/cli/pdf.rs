//! PDF in a program that was built without it. `.ci/pdf` looks at the PDF of one that was built with it.

use crate::sandbox::Sandbox;

#[test]
fn a_program_without_pdf_says_how_to_get_it() {
    let sandbox = Sandbox::example();
    sandbox.isms(&["soa", "-o", "soa.pdf"]).exits(2).warns("this isms was built without PDF").warns("--features pdf");
    assert!(!sandbox.at("soa.pdf").exists());
    sandbox.commit_all("first");
    sandbox.isms(&["pack", "-o", "pack"]).exits(0).warns("no PDF as this isms was built without it");
    assert!(!sandbox.at("pack/audit-pack.pdf").exists());
    sandbox.isms(&["pack", "-o", "pack", "--no-pdf"]).exits(0).warns("wrote pack: ");
}
