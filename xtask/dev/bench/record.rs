//! What was measured, as it is kept in `docs/benchmarks.json`: the page can be written again from it
//! without measuring.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Everything that was measured.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Record {
    /// By the name of the scenario.
    pub(crate) scenarios: BTreeMap<String, Measured>,
    /// The executables, where they were measured.
    pub(crate) executables: Option<Executables>,
}

/// One scenario.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Measured {
    /// When and on what.
    pub(crate) circumstances: Circumstances,
    /// The share of the full input that was asked for; 1 is the full input.
    pub(crate) scale: f64,
    /// Each size of the input, the largest last.
    pub(crate) sizes: Vec<AtSize>,
}

/// When something was measured, and on what.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Circumstances {
    /// The day, such as `2026-11-21`.
    pub(crate) day: String,
    /// The share of the processor that others kept busy in the second before, from 0 to 1.
    pub(crate) busy: f64,
    /// The machine.
    pub(crate) machine: Machine,
    /// The line in which each tool says its version, by its name.
    pub(crate) tools: BTreeMap<String, String>,
}

/// A machine, and what ran on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Machine {
    /// The model of the processor.
    pub(crate) processor: String,
    /// How many cores may be used.
    pub(crate) cores: usize,
    /// Memory in MiB.
    pub(crate) memory: u64,
    /// The distribution, and the kernel.
    pub(crate) system: String,
    /// The compiler.
    pub(crate) rustc: String,
}

/// One size of an input.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AtSize {
    /// How many of the scenario's units.
    pub(crate) units: u64,
    /// Bytes of the input.
    pub(crate) bytes: u64,
    /// Each contest, by its name.
    pub(crate) contests: Vec<Contested>,
}

/// One contest at one size.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Contested {
    /// Its name.
    pub(crate) name: String,
    /// Its commands.
    pub(crate) runs: Vec<Runs>,
}

/// The runs of one command.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Runs {
    /// Its name.
    pub(crate) name: String,
    /// Seconds of each run, in order.
    pub(crate) times: Vec<f64>,
    /// Peak of resident memory in KiB.
    pub(crate) peak: u64,
    /// Why it did not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) missing: Option<String>,
}

/// Sizes and builds of the executables.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Executables {
    /// When and on what.
    pub(crate) circumstances: Circumstances,
    /// Bytes of each executable as it is released, by its name.
    pub(crate) released: BTreeMap<String, u64>,
    /// What other settings of the release profile come to.
    pub(crate) variants: Vec<Variant>,
}

/// One set of settings of the release profile.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Variant {
    /// What is set, such as `lto = "thin"`.
    pub(crate) name: String,
    /// Seconds of a build from nothing.
    pub(crate) build: f64,
    /// Bytes of all executables that were built.
    pub(crate) bytes: u64,
    /// Seconds of each run of one gate on the example.
    pub(crate) start_up: Vec<f64>,
    /// Seconds of each run of one gate on a large document.
    pub(crate) work: Vec<f64>,
}

impl Record {
    /// As JSON with a line for each scenario, so that a change shows what was measured again.
    ///
    /// # Errors
    /// When a number is none: a fault of this program.
    pub(crate) fn to_json(&self) -> serde_json::Result<String> {
        let lines: Vec<String> = self
            .scenarios
            .iter()
            .map(|(name, measured)| {
                Ok(format!("{}:{}", serde_json::to_string(name)?, serde_json::to_string(measured)?))
            })
            .collect::<serde_json::Result<_>>()?;
        let executables = serde_json::to_string(&self.executables)?;
        let scenarios = lines.join(",\n");
        Ok(format!("{{\"scenarios\":{{\n{scenarios}\n}},\n\"executables\":{executables}\n}}\n"))
    }
}

impl Measured {
    /// The full size.
    pub(crate) fn full(&self) -> Option<&AtSize> {
        self.sizes.last()
    }
}

impl AtSize {
    /// The contest called `name`.
    pub(crate) fn contest(&self, name: &str) -> Option<&Contested> {
        self.contests.iter().find(|contest| contest.name == name)
    }
}

impl Contested {
    /// The runs of the command called `name`, where it ran.
    pub(crate) fn runs(&self, name: &str) -> Option<&Runs> {
        self.runs.iter().find(|runs| runs.name == name && !runs.times.is_empty())
    }
}

impl Runs {
    /// The shortest time in seconds.
    pub(crate) fn minimum(&self) -> f64 {
        self.times.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The mean in seconds.
    pub(crate) fn mean(&self) -> f64 {
        let count = u32::try_from(self.times.len()).unwrap_or(u32::MAX);
        self.times.iter().sum::<f64>() / f64::from(count)
    }

    /// The median in seconds.
    pub(crate) fn median(&self) -> f64 {
        median(&self.times)
    }

    /// Peak of resident memory in MiB.
    pub(crate) fn mebibytes(&self) -> f64 {
        mebibytes(self.peak * 1024)
    }
}

/// The median of `times`; not a number when there are none.
pub(crate) fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { at(half) } else { f64::midpoint(at(half.wrapping_sub(1)), at(half)) }
}

/// Bytes in MiB.
#[expect(clippy::cast_precision_loss, reason = "shown with one digit")]
pub(crate) fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(times: &[f64]) -> Runs {
        Runs { name: "a".to_owned(), times: times.to_vec(), peak: 2048, missing: None }
    }

    #[test]
    fn the_median_does_not_mind_one_slow_run() {
        assert!((runs(&[1.0, 9.0, 2.0]).median() - 2.0).abs() < 1e-9);
        assert!((runs(&[4.0, 1.0, 2.0, 3.0]).median() - 2.5).abs() < 1e-9);
        assert!((runs(&[3.0, 1.0]).mean() - 2.0).abs() < 1e-9);
        assert!((runs(&[3.0, 1.0]).minimum() - 1.0).abs() < 1e-9);
        assert!((runs(&[]).mebibytes() - 2.0).abs() < 1e-9);
        assert!(runs(&[]).median().is_nan());
    }

    #[test]
    fn what_was_kept_is_read_again() {
        let json = Record::default().to_json().unwrap();
        let record: Record = serde_json::from_str(&json).unwrap();
        assert_eq!(record.to_json().unwrap(), json);
    }
}
