//! Measures the executables: how large they are as released, and how build time, size and speed change
//! with other settings of the release profile. They are set through Cargo's variables, so that no
//! manifest changes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use ray_cli::End;

use super::input::checks::checks;
use super::machine::circumstances;
use super::measure::times;
use super::places::Places;
use super::record::{Executables, Variant};
use super::{Done, failed};

const STEP: &str = "measuring the executables";

/// The name of a set of settings, and the variables that make it, without `CARGO_PROFILE_RELEASE_`.
/// `panic = "abort"` is missing on purpose: a panic must end as exit code 2 and say whose fault it is.
const VARIANTS: &[(&str, &[(&str, &str)])] = &[
    ("as in `Cargo.toml`", &[]),
    ("only `strip`", &[("STRIP", "true"), ("LTO", "false"), ("CODEGEN_UNITS", "16")]),
    ("not even `strip`", &[("STRIP", "none"), ("LTO", "false"), ("CODEGEN_UNITS", "16")]),
    (
        "`strip`, `codegen-units = 1`",
        &[("STRIP", "true"), ("LTO", "false"), ("CODEGEN_UNITS", "1")],
    ),
    ("`strip`, `lto = \"thin\"`", &[("STRIP", "true"), ("LTO", "thin"), ("CODEGEN_UNITS", "16")]),
    (
        "`strip`, `lto = \"fat\"`, `codegen-units = 1`",
        &[("STRIP", "true"), ("LTO", "fat"), ("CODEGEN_UNITS", "1")],
    ),
];

/// Builds all variants and measures them. What is released is what stands in `released`.
///
/// # Errors
/// When a build fails.
pub(crate) fn executables(places: &Places, scale: f64, rounds: u32) -> Done<Executables> {
    let circumstances = circumstances();
    let released = sizes(&places.executables)?;
    checks(places, super::scaled(100_000, scale))?;
    let mut variants = Vec::new();
    for (name, settings) in VARIANTS {
        super::say(&format!("building: {name}"))?;
        let target = places.out().join("target");
        let build = build(&places.repository, &target, settings)?;
        let folder = target.join("release");
        let gate = |root: PathBuf| {
            let gate = folder.join("validate_gate_11_launch");
            let [gate, root] = [gate, root].map(|path| path.to_string_lossy().into_owned());
            let flags = ["--now", "2026-11-20T09:00:00Z", "--quiet"].map(str::to_owned);
            [vec![gate, "--root".to_owned(), root], flags.to_vec()].concat()
        };
        let example = places.repository.join("protocols/11-deployment/example");
        variants.push(Variant {
            name: (*name).to_owned(),
            build,
            bytes: sizes(&folder)?.values().sum(),
            start_up: times(&gate(example), 40 * rounds, &places.out())?,
            work: times(&gate(places.root()), 3 * rounds, &places.out())?,
        });
        fs::remove_dir_all(&target).map_err(failed(STEP))?;
    }
    Ok(Executables { circumstances, released, variants })
}

/// Seconds of a build of the executables of protocol 11 from nothing.
fn build(repository: &Path, target: &Path, settings: &[(&str, &str)]) -> Done<f64> {
    let settings =
        settings.iter().map(|(name, value)| (format!("CARGO_PROFILE_RELEASE_{name}"), *value));
    let started = Instant::now();
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--locked", "--package", "deployment", "--bins"])
        .current_dir(repository)
        .env("CARGO_TARGET_DIR", target)
        .envs(settings)
        .stdin(Stdio::null())
        .output()
        .map_err(failed(STEP))?;
    if output.status.success() {
        return Ok(started.elapsed().as_secs_f64());
    }
    Err(End::stopped(STEP, String::from_utf8_lossy(&output.stderr)))
}

/// The bytes of every executable in `folder`, by its name.
fn sizes(folder: &Path) -> Done<BTreeMap<String, u64>> {
    let mut sizes = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(failed(STEP))? {
        let path = entry.map_err(failed(STEP))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_file()
            && path.extension().is_none()
            && !name.starts_with('.')
            && name != "empty-process"
        {
            sizes.insert(name, fs::metadata(&path).map_err(failed(STEP))?.len());
        }
    }
    Ok(sizes)
}
