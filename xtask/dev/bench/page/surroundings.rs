//! Which machine, which tools, and how busy: what a reader must know to believe a number.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::bench::record::{Circumstances, Record};
use crate::bench::scenario::Scenario;
use crate::bench::tools::TOOLS;

/// Above this share the machine was not ours alone.
const BUSY: f64 = 0.05;

pub(super) fn write(scenarios: &[Scenario], record: &Record) -> String {
    let measured = scenarios.iter().filter_map(|scenario| {
        let measured = record.scenarios.get(scenario.name)?;
        // An input without sizes is whole at every scale.
        let scale = if scenario.growth.is_some() { measured.scale } else { 1.0 };
        Some((scenario.name, &measured.circumstances, scale))
    });
    let executables = record.executables.as_ref();
    let executables = executables.map(|it| ("executables", &it.circumstances, 1.0));
    let mut text = String::from("\n## Measured on\n\n");
    let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let (mut busy, mut small) = (Vec::new(), Vec::new());
    for (name, circumstances, scale) in measured.chain(executables) {
        groups.entry(machine(circumstances)).or_default().push(name);
        if circumstances.busy > BUSY {
            busy.push(format!("{name} ({:.0} %)", circumstances.busy * 100.0));
        }
        if scale < 1.0 {
            small.push(format!("{name} ({scale})"));
        }
    }
    let several = groups.len() > 1;
    for (machine, names) in groups {
        _ = write!(text, "- {machine}");
        if several {
            _ = write!(text, ", for {}", names.join(", "));
        }
        text.push('\n');
    }
    if !busy.is_empty() {
        let names = busy.join(", ");
        _ = writeln!(text, "- While others kept so much of the processor busy: {names}");
    }
    if !small.is_empty() {
        let names = small.join(", ");
        _ = writeln!(text, "- On less than the whole input, for which the goals are: {names}");
    }
    text.push_str(&tools(record));
    text
}

fn machine(circumstances: &Circumstances) -> String {
    let machine = &circumstances.machine;
    format!(
        "{}: {} cores of {}, {} GiB of memory, {}, {}",
        circumstances.day,
        machine.cores,
        machine.processor,
        machine.memory.div_ceil(1024),
        machine.system,
        machine.rustc,
    )
}

/// Every version that was used; nearly always one of each tool.
fn tools(record: &Record) -> String {
    let used = record.scenarios.values().map(|measured| &measured.circumstances.tools);
    let used: Vec<&BTreeMap<String, String>> = used.collect();
    let mut text = String::from("\nTools:\n\n");
    for tool in TOOLS {
        let mut versions: Vec<&str> =
            used.iter().filter_map(|tools| tools.get(tool.name)).map(String::as_str).collect();
        versions.sort_unstable();
        versions.dedup();
        if versions.is_empty() {
            _ = writeln!(text, "- {}: not here: {}", tool.name, tool.install);
        } else {
            _ = writeln!(text, "- {}: {}", tool.name, versions.join("; "));
        }
    }
    text
}
