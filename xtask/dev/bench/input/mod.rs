//! Makes the inputs of the benchmarks: large files that pass or fail as their scenario says, written as
//! they are made, the same for the same number whenever and wherever they are made.

pub(crate) mod backlog;
pub(crate) mod checks;
pub(crate) mod folder;
pub(crate) mod history;
pub(crate) mod log;
pub(crate) mod package;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::bench::{Done, failed};

/// What the generators begin with.
const SEED: u64 = 20_261_119;

/// What is said when one stops.
const STEP: &str = "making an input";

/// Fills the file `path` and returns its bytes.
fn write(path: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()>) -> Done<u64> {
    let written = || {
        let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
        fill(&mut out)?;
        out.flush()?;
        Ok::<u64, std::io::Error>(out.get_ref().metadata()?.len())
    };
    written().map_err(failed(STEP))
}

/// One of `choices`, which are some.
fn one_of<'c>(random: &mut fastrand::Rng, choices: &[&'c str]) -> &'c str {
    choices.get(random.usize(..choices.len().max(1))).copied().unwrap_or_default()
}
