//! Logs of a rehearsal: one that passes although 0.4 % of its lines talk of errors, and one in which these
//! lines are errors.

use std::io::{self, Write};

use crate::bench::Done;
use crate::bench::input::{SEED, one_of, write};
use crate::bench::places::Places;

/// What most lines say; `{n}` and `{m}` are numbers.
const COMMON: &[&str] = &[
    "INFO  shop.deploy.step - copied artefact web-2.4.0.tar.gz to node {n} in {m} ms, checksum ok, cache warm",
    "DEBUG shop.http.client - GET https://staging.example.com/api/orders/{n}?page={m} 200 in {m} ms bytes={n}",
    "INFO  shop.migrate - applied change set {n} to schema public, {m} rows touched, lock held for {m} ms",
    "WARN  shop.pool - pool at {m} of 400 connections, waiting {n} us for a free one, oldest is node {n}",
    "INFO  shop.queue - consumed batch {n} of topic orders, lag {m}, offset {n}, partition {m}, committed",
];
const QUIET: &[&str] = &[
    "INFO  shop.pool - ErrorHandler started for connection {n}",
    "INFO  shop.deploy.step - {m} nodes, errors: 0, last ERROR none",
    "INFO  shop.shell - script exited with status 0",
    "level=info msg=\"error_rate=0\" node={n}",
];
const LOUD: &[&str] = &[
    "ERROR shop.pool - connection {n} lost after {m} ms",
    "FATAL shop.deploy.step - node {n} is gone",
    "INFO  shop.shell - script exited with status {m}",
    "level=error msg=\"push failed\" node={n}",
];

/// One line in so many is one of the rare ones.
const RARE: u64 = 250;

/// A log without errors.
pub(crate) fn quiet(places: &Places, lines: u64) -> Done<u64> {
    log(places, lines, QUIET)
}

/// A log with errors.
pub(crate) fn loud(places: &Places, lines: u64) -> Done<u64> {
    log(places, lines, LOUD)
}

fn log(places: &Places, lines: u64, rare: &[&str]) -> Done<u64> {
    let folder = places.copy_example("10-pre-deployment", "pre-deployment")?;
    let mut random = fastrand::Rng::with_seed(SEED);
    write(&folder.join("staging-deployment-run.log"), |out| {
        for at in 0..lines {
            let forms = if at % RARE == 0 { rare } else { COMMON };
            line(out, &mut random, at, forms)?;
        }
        writeln!(out, "2026-11-17T10:00:00.000Z INFO  shop.deploy - deployment completed")
    })
}

fn line(
    out: &mut impl Write,
    random: &mut fastrand::Rng,
    at: u64,
    forms: &[&str],
) -> io::Result<()> {
    let (minute, second, milli) = (at / 60 % 60, at % 60, at % 1000);
    write!(out, "2026-11-17T09:{minute:02}:{second:02}.{milli:03}Z ")?;
    let (n, m) = (random.u32(..1_000_000), random.u32(1..255));
    let mut rest = one_of(random, forms);
    while let Some((text, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        write!(out, "{text}{}", if name == "n" { n } else { m })?;
        rest = after;
    }
    writeln!(out, "{rest}")
}
