//! The machine that is measured on, and how busy it is.

use std::fs;
use std::process::Command;
use std::time::Duration;

use ray_cli::environment::Environment;

use super::record::{Circumstances, Machine};
use super::tools::{TOOLS, version};

/// When and on what this process runs. What the system does not say is `unknown`.
pub(crate) fn circumstances() -> Circumstances {
    let tools = TOOLS.iter().filter_map(|tool| Some((tool.name.to_owned(), version(tool.name)?)));
    Circumstances {
        day: Environment::of_process().now.strftime("%Y-%m-%d").to_string(),
        busy: busy(Duration::from_secs(1)).unwrap_or_default(),
        machine: machine(),
        tools: tools.collect(),
    }
}

fn machine() -> Machine {
    let unknown = || "unknown".to_owned();
    let memory = value(&read("/proc/meminfo"), "MemTotal", ':')
        .and_then(|text| text.trim_end_matches(" kB").parse::<u64>().ok());
    let distribution = value(&read("/etc/os-release"), "PRETTY_NAME", '=').unwrap_or_else(unknown);
    let kernel = said("uname", &["-sr"]).unwrap_or_else(unknown);
    Machine {
        processor: value(&read("/proc/cpuinfo"), "model name", ':').unwrap_or_else(unknown),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        memory: memory.unwrap_or_default() / 1024,
        system: format!("{}, {kernel}", distribution.trim_matches('"')),
        rustc: said("rustc", &["--version"]).unwrap_or_else(unknown),
    }
}

/// The share of the processor that is busy for a while in which this process sleeps. The usual load
/// average would count what was measured just before.
#[expect(clippy::cast_precision_loss, reason = "shown as whole percents")]
fn busy(wait: Duration) -> Option<f64> {
    let (idle, all) = ticks(&read("/proc/stat"))?;
    std::thread::sleep(wait);
    let (idle_after, all_after) = ticks(&read("/proc/stat"))?;
    let all = all_after.checked_sub(all).filter(|all| *all > 0)?;
    let idle = idle_after.checked_sub(idle)?.min(all);
    Some(((all - idle) as f64 / all as f64 * 100.0).round() / 100.0)
}

/// The ticks of all cores without work, waiting for disks included, and all ticks.
fn ticks(stat: &str) -> Option<(u64, u64)> {
    let line = stat.lines().next()?.strip_prefix("cpu ")?;
    let ticks: Vec<u64> = line.split_whitespace().filter_map(|text| text.parse().ok()).collect();
    Some((ticks.get(3)? + ticks.get(4)?, ticks.iter().take(8).sum()))
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// What stands behind `key` and `separator` in the first line that has it.
fn value(text: &str, key: &str, separator: char) -> Option<String> {
    text.lines()
        .filter_map(|line| line.split_once(separator))
        .find(|(name, _)| name.trim() == key)
        .map(|(_, value)| value.trim().to_owned())
}

fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_for_a_disk_is_not_work() {
        let stat = "cpu  10 0 5 80 5 0 0 0 7 7\ncpu0 1 1 1 1\n";
        assert_eq!(ticks(stat), Some((85, 100)), "time of guests is in that of users already");
        assert_eq!(ticks("intr 1"), None);
    }

    #[test]
    fn a_value_is_found_whatever_stands_around_it() {
        let text = "vendor : x\nmodel name\t: AMD EPYC: 2nd\nmodel name\t: other\n";
        assert_eq!(value(text, "model name", ':').unwrap(), "AMD EPYC: 2nd");
        assert_eq!(value(text, "flags", ':'), None);
    }
}
