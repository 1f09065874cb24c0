//! Hostile names of files: in the evidence folder, and in archives.
#![cfg(unix)]

use std::ffi::OsStr;
use std::io::{Cursor, Write};
use std::os::unix::ffi::OsStrExt;

use test_support::Scratch;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::evidence::judged_in_every_format;
use crate::strings::HOSTILE;
use crate::{DEPLOYMENT, EXAMPLES, harmless, ray_gates};

/// Hostile texts that a file can be called.
fn names() -> impl Iterator<Item = String> {
    let names = HOSTILE.iter().map(|text| text.replace(['\0', '/'], "_"));
    names.map(|name| name.chars().take(60).collect())
}

fn look(what: &str, scratch: &Scratch) {
    for arguments in [
        &["verify"][..],
        &["verify", "--format", "json"],
        &["verify", ".artifacts"],
        &["check"],
        &["history"],
        &["check-docs", "."],
        &["check-docs", ".", "--format", "json"],
    ] {
        harmless::streams(&format!("{what}: {arguments:?}"), &ray_gates(scratch, arguments));
    }
}

#[test]
fn names_in_the_evidence_folder_are_harmless() {
    let scratch = DEPLOYMENT.scratch();
    let folder = ".artifacts/deployment";
    for name in names() {
        scratch.write(&format!("{folder}/{name}.json"), "{");
        scratch.write(&format!("{folder}/{name}"), "x");
        scratch.write(&format!("docs/{name}.md"), "# x\n\n`python scripts/no_such_script_11.py`\n");
        scratch.write(&format!("{folder}/d{name}/evidence-manifest.json"), "{}");
    }
    let no_text = scratch.file(folder).join(OsStr::from_bytes(b"\xff\xfe\x1b[2J.json"));
    std::fs::write(no_text, "x").unwrap();
    let aggregator = DEPLOYMENT.aggregator();
    judged_in_every_format("names", &scratch, &aggregator, &[]);
    look("names", &scratch);
    harmless::streams("names", &scratch.run(&aggregator, &["--package"]));
    let manifest = format!("{folder}/evidence-manifest.json");
    harmless::plain("the manifest", &scratch.read(&manifest));
    for name in names() {
        scratch.write(&format!("{folder}/{name}"), "changed");
        std::fs::remove_file(scratch.file(&format!("{folder}/{name}.json"))).unwrap();
    }
    look("changed names", &scratch);
    judged_in_every_format("changed names", &scratch, &aggregator, &[]);
}

#[test]
fn names_in_archives_are_harmless() {
    for example in &EXAMPLES {
        let scratch = example.scratch();
        let files = scratch.evidence_files();
        for archive in files.iter().filter(|it| it.ends_with(".zip") || it.ends_with(".xlsx")) {
            let intact = std::fs::read(scratch.file(archive)).unwrap();
            scratch.write(archive, archive_of(HOSTILE));
            let what = format!("{archive} of {}", example.folder);
            let flags = [&["--no-write"], example.flags].concat();
            judged_in_every_format(&what, &scratch, &example.runner(), &flags);
            let prerequisites = example.prerequisites();
            judged_in_every_format(&what, &scratch, &prerequisites, example.flags);
            harmless::streams(&what, &ray_gates(&scratch, &["verify"]));
            scratch.write(archive, intact);
        }
    }
}

fn archive_of(names: &[&str]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(name.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
