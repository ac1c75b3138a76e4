//! What costs a sentence and not the run: archives, templates and copies by somebody who means harm. The limits are those of
//! docs/limits.md.

use std::fs::File;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::sandbox::{Run, Sandbox};

/// An archive with a manifest of nothing and some other entries.
fn pack(entries: &[(&str, &str)]) -> Vec<u8> {
    let made =
        r#"{"organisation":"O","stage":"1","audience":"auditor","as_of":"2026-06-30","isms_version":"0","tags":[],"draft":[]}"#;
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let manifest = format!("{{\"schema_version\":1,\"pack\":{made},\"files_digest\":\"{empty}\",\"files\":[]}}");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("manifest.json", manifest.as_str())].iter().chain(entries) {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn verified(archive: &[u8]) -> Run {
    let sandbox = Sandbox::empty();
    sandbox.write("pack.zip", archive);
    sandbox.isms(&["pack", "verify", "pack.zip"])
}

/// The bytes with every `from` as a `to` of the same length.
fn with(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    for at in 0..bytes.len() - from.len() {
        if &bytes[at..at + from.len()] == from.as_bytes() {
            bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
        }
    }
    bytes
}

#[test]
fn an_archive_that_would_unpack_to_something_else_is_no_pack() {
    verified(&pack(&[])).exits(0).says("all 0 files are as the manifest says");
    verified(&pack(&[("a.txt", "1")])).exits(1).says("not listed: a.txt");
    for name in ["../a.txt", "/a.txt", "a/../../b", "..\\a.txt", "C:a.txt", "./a.txt", "a//b", "a\u{1b}[2J"] {
        let run = verified(&pack(&[(name, "1")])).exits(2).warns("would be unpacked elsewhere");
        assert!(!run.stderr.contains('\u{1b}'));
    }
    let twice = with(&pack(&[("a.txt", "1"), ("b.txt", "2")]), "b.txt", "a.txt");
    verified(&twice).exits(2).warns("two of its entries have one name");
    verified(&pack(&[("a/B.txt", "1"), ("a/b.TXT", "2")])).exits(2).warns("but for capital letters");

    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("passwd", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    writer.start_file("manifest.json", SimpleFileOptions::default()).unwrap();
    verified(&writer.finish().unwrap().into_inner()).exits(2).warns("\"passwd\" would be unpacked elsewhere");
}

#[test]
fn a_manifest_lists_only_files_of_its_pack() {
    let sandbox = Sandbox::with_risks();
    sandbox.isms(&["pack", "-o", "out"]).exits(0);
    let text = sandbox.read("out/manifest.json");
    for path in ["../isms.yaml", "/etc/passwd", "a\\\\b"] {
        sandbox.write("out/manifest.json", text.replace("\"index.html\"", &format!("\"{path}\"")));
        sandbox.isms(&["pack", "verify", "out"]).exits(2).warns("which is no path in a pack");
    }
}

#[test]
fn a_template_that_writes_without_end_is_stopped() {
    let sandbox = Sandbox::base();
    let settings = sandbox.read("isms.yaml");
    sandbox.write("isms.yaml", format!("{settings}\ntemplates: look\n"));
    let line = "x".repeat(1000);
    for page in ["report", "pack"] {
        let loops = format!("{{% for a in range(1000) %}}{{% for b in range(1000) %}}{line}{{% endfor %}}{{% endfor %}}");
        sandbox.write(&format!("look/{page}/page.html"), loops);
    }
    let words = "page.html: failed to write output: the page has more than 64 MiB";
    sandbox.isms(&["soa", "--format", "html"]).exits(2).warns(&format!("look/report/{words}"));
    sandbox.isms(&["pack", "-o", "out"]).exits(2).warns(&format!("look/pack/{words}"));
    assert!(!sandbox.at("out").exists());
}

#[test]
fn a_file_that_is_named_on_the_command_line_is_not_read_without_end() {
    let sandbox = Sandbox::with_risks();
    let large = |name: &str, size: u64| {
        sandbox.write(name, "");
        // A sparse file: its size is what counts.
        File::options().write(true).open(sandbox.at(name)).unwrap().set_len(size).unwrap();
    };
    large("risks.xlsx", 300 << 20);
    large("old.json", 65 << 20);
    large("a.md", 17 << 20);
    large("fonts/a.ttf", 257 << 20);
    sandbox
        .isms(&["report", "risk-register", "--check", "risks.xlsx"])
        .exits(2)
        .warns("risks.xlsx cannot be read: it has more than 256 MiB");
    sandbox
        .isms(&["check", "--baseline", "old.json"])
        .exits(2)
        .warns("the baseline old.json cannot be used: it has more than 64 MiB");
    sandbox.isms(&["import", "old.json", "--kind", "risk"]).exits(2).warns("cannot read old.json: it has more than 64 MiB");
    let pdf = ["report", "risk-register", "-o", "risks.pdf", "--fonts", "fonts"];
    sandbox.isms(&pdf).exits(2).warns("a.ttf cannot be read: it has more than 256 MiB");
    #[cfg(unix)]
    {
        std::fs::remove_file(sandbox.at("fonts/a.ttf")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", sandbox.at("fonts/a.ttf")).unwrap();
        sandbox.isms(&pdf).exits(2).warns("a.ttf cannot be read: it has more than 256 MiB");
    }
    sandbox.isms(&["diff", "--files", "a.md", "a.md"]).exits(2).warns("a.md: it has more than 16 MiB");
}

#[test]
fn a_copy_whose_parts_would_explode_is_not_current() {
    let sandbox = Sandbox::with_risks();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("docProps/core.xml", SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..200 {
        writer.write_all(&zeros).unwrap();
    }
    sandbox.write("risks.xlsx", writer.finish().unwrap().into_inner());
    sandbox.isms(&["report", "risk-register", "--check", "risks.xlsx"]).exits(1).says("risks.xlsx has other content");
}
