//! `--explain`: what a gate judges, what is in force, and where each value comes from.

use std::io::{self, Write};

use ray_core::gate::settings::{Setting, Settings};
use ray_core::protocol::{CriterionSpec, GateSpec};
use ray_report::escape::terminal;

use crate::session::Session;

/// Writes the criteria of `spec` with the thresholds of `settings`, and what somebody has set for the
/// whole run.
pub(crate) fn write(
    session: &Session,
    spec: &GateSpec,
    settings: &Settings,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{} ({})\n", spec.title, spec.script)?;
    writeln!(out, "Criteria")?;
    writeln!(
        out,
        "  evidence-sound\n      Every evidence file is present, readable and well-formed"
    )?;
    if session.protocol.descriptor.protocol.names_release {
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
    let in_force: Vec<&Setting> = settings.iter().chain(session.set_for_the_run()).collect();
    if !in_force.is_empty() {
        writeln!(out, "\nSettings")?;
    }
    for setting in in_force {
        let value =
            setting.value.as_ref().map_or_else(|| "not set".to_owned(), ToString::to_string);
        let looser = if setting.looser { ", looser than the protocol's own" } else { "" };
        let (value, source) = (terminal(&value), terminal(&setting.source.to_string()));
        writeln!(out, "  {} = {value}  ({source}{looser})", setting.id)?;
    }
    writeln!(out, "\nOn failure: {}. The gate {}.", spec.on_failure, waiver(session, spec))
}

fn threshold(criterion: &CriterionSpec, settings: &Settings) -> String {
    let setting = criterion.setting.as_ref().and_then(|id| settings.get(id));
    match setting.and_then(|setting| setting.value.as_ref().map(|value| (value, &setting.source))) {
        Some((value, source)) => {
            format!(" [{}, {}]", terminal(&value.to_string()), terminal(&source.to_string()))
        }
        None => String::new(),
    }
}

fn waiver(session: &Session, spec: &GateSpec) -> String {
    match session.waiver_limits() {
        limits if spec.waivable => {
            format!("may be waived by {}", terminal(&limits.roles.join(" or ")))
        }
        _ => "cannot be waived".to_owned(),
    }
}
