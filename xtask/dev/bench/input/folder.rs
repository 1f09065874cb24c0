//! Folders of evidence beside what the gates of protocol 11 read: a few large files, or very many small
//! ones.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use crate::bench::input::{SEED, STEP, one_of, write};
use crate::bench::places::Places;
use crate::bench::{Done, failed};

/// The files among which the bytes of a large folder are divided.
const FILES: u64 = 16;

fn evidence(places: &Places) -> Done<PathBuf> {
    places.copy_example("11-deployment", "deployment")
}

/// So many bytes of noise in 16 files, which cannot be packed.
pub(crate) fn noise(places: &Places, bytes: u64) -> Done<u64> {
    let folder = evidence(places)?;
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut block = vec![0; 1 << 16];
    (0..FILES)
        .map(|number| {
            write(&folder.join(format!("traces-{number:02}.bin")), |out| {
                let mut left = usize::try_from(bytes / FILES).unwrap_or(usize::MAX);
                while left > 0 {
                    random.fill(&mut block);
                    let some = block.get(..left.min(block.len())).unwrap_or_default();
                    out.write_all(some)?;
                    left -= some.len();
                }
                Ok(())
            })
        })
        .sum()
}

/// So many bytes of measurements in 16 CSV files.
pub(crate) fn metrics(places: &Places, bytes: u64) -> Done<u64> {
    let folder = evidence(places)?;
    let mut random = fastrand::Rng::with_seed(SEED);
    (0..FILES)
        .map(|number| {
            let path = folder.join(format!("metrics-{number:02}.csv"));
            write(&path, |out| measurements(out, &mut random, bytes / FILES))
        })
        .sum()
}

/// At least so many bytes of CSV.
pub(super) fn measurements(
    out: &mut impl Write,
    random: &mut fastrand::Rng,
    bytes: u64,
) -> std::io::Result<()> {
    let mut written = 0;
    let (services, metrics) = (["orders-api", "orders-worker", "orders-db"], ["p95_ms", "rps"]);
    let mut row = String::new();
    while written < bytes {
        use std::fmt::Write as _;
        row.clear();
        let (minute, second, milli) = (random.u32(..60), random.u32(..60), random.u32(..1000));
        let (service, metric) = (one_of(random, &services), one_of(random, &metrics));
        let value = random.u32(..1_000_000);
        let made = writeln!(
            row,
            "2026-11-19T21:{minute:02}:{second:02}.{milli:03}Z,{service},{metric},{value}"
        );
        made.map_err(std::io::Error::other)?;
        out.write_all(row.as_bytes())?;
        written += row.len() as u64;
    }
    Ok(())
}

/// So many small files in 100 folders.
pub(crate) fn small(places: &Places, files: u64) -> Done<u64> {
    let folder = evidence(places)?.join("traces");
    for below in 0..100 {
        fs::create_dir_all(folder.join(format!("{below:02}"))).map_err(failed(STEP))?;
    }
    let mut bytes = 0;
    for number in 0..files {
        let text = format!("{{\"trace\": {number}}}\n");
        bytes += text.len() as u64;
        let path = folder.join(format!("{:02}/{number:06}.json", number % 100));
        fs::write(path, text).map_err(failed(STEP))?;
    }
    Ok(bytes)
}
