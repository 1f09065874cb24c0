//! A history of very many lines: those that a real run wrote, over and over, each following from the one
//! before.

use std::fs;
use std::io::Write;
use std::process::Command;

use ray_cli::End;
use ray_core::checksum::Digest;

use crate::bench::input::{STEP, write};
use crate::bench::places::Places;
use crate::bench::{Done, failed};

/// So many lines.
pub(crate) fn history(places: &Places, lines: u64) -> Done<u64> {
    let folder = places.copy_example("11-deployment", "deployment")?;
    let run = Command::new(places.executables.join("run_protocol_11_gates"))
        .arg("--root")
        .arg(places.root())
        .args(["--now", "2026-11-20T09:00:00Z", "--quiet"])
        .output()
        .map_err(failed(STEP))?;
    if !run.status.success() {
        return Err(End::stopped(STEP, String::from_utf8_lossy(&run.stderr)));
    }
    let path = folder.join("gate-history.jsonl");
    let written = fs::read_to_string(&path).map_err(failed(STEP))?;
    let records: Vec<&str> = written.lines().filter_map(record).collect();
    let numbers = (0..lines).zip(records.iter().cycle());
    let mut previous = "0".repeat(64);
    write(&path, |out| {
        for (_, record) in numbers {
            let start = format!("{{\"previous\":\"{previous}\",{record}");
            let line = format!("{start},\"check\":\"{}\"}}", Digest::of(start.as_bytes()));
            writeln!(out, "{line}")?;
            previous = Digest::of(line.as_bytes()).to_string();
        }
        Ok(())
    })
}

/// What a line says, without what chains it.
fn record(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("\",")?;
    rest.rsplit_once(",\"check\":").map(|(record, _)| record)
}
