//! `--explain`: what a gate judges, what is in force, and where each value comes from.

use std::io::{self, Write};

use ray_core::gate::settings::{Setting, Settings, Source};
use ray_core::protocol::{CriterionSpec, GateSpec};

/// Writes the criteria of `spec` with the thresholds of `settings`, and what somebody has set for the
/// whole `run`.
pub(crate) fn write(
    spec: &GateSpec,
    settings: &Settings,
    run: &Settings,
    names_release: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{} ({})\n", spec.title, spec.script)?;
    writeln!(out, "Criteria")?;
    writeln!(
        out,
        "  evidence-sound\n      Every evidence file is present, readable and well-formed"
    )?;
    if names_release {
        writeln!(
            out,
            "  release-agrees\n      Every file that names a release names the same one"
        )?;
    }
    for criterion in &spec.criteria {
        writeln!(
            out,
            "  {}\n      {}{}",
            criterion.id,
            criterion.text,
            threshold(criterion, settings)
        )?;
    }
    let set = run.iter().filter(|setting| setting.source != Source::Default);
    let in_force: Vec<&Setting> = settings.iter().chain(set).collect();
    if !in_force.is_empty() {
        writeln!(out, "\nSettings")?;
    }
    for setting in in_force {
        let value =
            setting.value.as_ref().map_or_else(|| "not set".to_owned(), ToString::to_string);
        let looser = if setting.looser { ", looser than the protocol's own" } else { "" };
        writeln!(out, "  {} = {value}  ({}{looser})", setting.id, setting.source)?;
    }
    let waiver = if spec.waivable { "may be waived" } else { "cannot be waived" };
    writeln!(out, "\nOn failure: {}. The gate {waiver}.", spec.on_failure)
}

fn threshold(criterion: &CriterionSpec, settings: &Settings) -> String {
    let setting = criterion.setting.as_ref().and_then(|id| settings.get(id));
    match setting.and_then(|setting| setting.value.as_ref().map(|value| (value, &setting.source))) {
        Some((value, source)) => format!(" [{value}, {source}]"),
        None => String::new(),
    }
}
