//! A maintenance backlog that passes gate 18.1.

use std::io::Write;

use crate::bench::Done;
use crate::bench::input::{SEED, one_of, write};
use crate::bench::places::Places;

const OWNERS: &[&str] =
    &["Ana Ruiz", "Tomás Rivera", "Mei-Lin Zhao", "Henrik Solberg", "Yusuf Demir", "Platform team"];
const SOURCES: &[&str] =
    &["incident", "technical debt", "security risk log", "performance", "knowledge transfer"];
const STATUSES: &[&str] = &["Open", "In Progress", "To Do", "In Review", "Done", "Closed"];
const TITLES: &[&str] = &[
    "Rotate the signing keys of the partner interface",
    "Order search times out on long histories",
    "\"Refunds wait, and nobody is told\"",
    "Metrics collectors restart together",
    "\"Shorten the page \"\"Where is my parcel?\"\"\"",
];

/// So many items.
pub(crate) fn backlog(places: &Places, rows: u64) -> Done<u64> {
    let folder = places.copy_example("18-maintenance", "protocol-21")?;
    let mut random = fastrand::Rng::with_seed(SEED);
    write(&folder.join("maintenance-backlog.csv"), |out| {
        writeln!(out, "id,title,source,severity,priority,owner,due_date,status")?;
        for number in 1..=rows {
            let severity = match random.u32(..100) {
                0..45 => "Low",
                45..80 => "Medium",
                80..97 => "High",
                _ => "Critical",
            };
            writeln!(
                out,
                "MB-{number},{},{},{severity},P{},{},2027-{:02}-{:02},{}",
                one_of(&mut random, TITLES),
                one_of(&mut random, SOURCES),
                random.u32(1..5),
                one_of(&mut random, OWNERS),
                random.u32(1..13),
                random.u32(1..29),
                one_of(&mut random, STATUSES),
            )?;
        }
        Ok(())
    })
}
