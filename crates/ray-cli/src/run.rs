//! The pipeline. The verdict is fixed before anything is rendered or written; only a failed write
//! can still turn it into "could not be judged".

use ray_core::gate::result::GateResult;
use ray_core::gate::settings::Settings;
use ray_core::prerequisites;
use ray_core::protocol::{GateSpec, Protocol, ProtocolSource, SettingSpec};
use ray_ledger::write;
use ray_report::{Format, Kind, Report, Style, Tool};

use crate::aggregate;
use crate::editions::{self, Chosen};
use crate::end::{self, End, guarded};
use crate::environment::Environment;
use crate::exit::Exit;
use crate::explain;
use crate::failure::Failure;
use crate::flags::{self, Flags};
use crate::gates;
use crate::output;
pub(crate) use crate::publish::print;
use crate::publish::rendered;
use crate::record;
use crate::recording;
use crate::scaffold;
use crate::session::Session;
use crate::tasks::Task;

/// Name and version of this program, for results and manifests.
pub(crate) const TOOL: Tool<'static> =
    Tool { name: "ray-gates", version: env!("CARGO_PKG_VERSION") };

/// Runs one task of a protocol, whose editions are `sources`.
pub(crate) fn main(sources: &[&'static ProtocolSource], task: Task) -> Exit {
    guarded(|| run(sources, task, Environment::of_process()))
}

fn run(
    sources: &[&'static ProtocolSource],
    task: Task,
    environment: Environment,
) -> Result<Exit, End> {
    let protocols = load(sources)?;
    let first = first(&protocols)?;
    let prerequisites = prerequisites::spec(first);
    let (script, about, settings) = describe(first, &prerequisites, task)?;
    let name = environment.called_as(&script, first.descriptor.aliases(&script));
    let editions = editions::words(&protocols, task);
    let flags = Flags::read(&environment, &name, &about, task, settings, &editions)?;
    let chosen = Chosen::open(protocols, &flags, &environment)?;
    Ok(perform(&chosen, task)?)
}

/// The flags of the executable that does `task` of a protocol, whose editions are `sources`.
///
/// # Errors
/// When a descriptor is broken: a fault of this project.
pub fn command(sources: &[&'static ProtocolSource], task: Task) -> Result<clap::Command, End> {
    let protocols = load(sources)?;
    let first = first(&protocols)?;
    let prerequisites = prerequisites::spec(first);
    let (script, about, settings) = describe(first, &prerequisites, task)?;
    Ok(flags::command(&script, &about, task, settings, &editions::words(&protocols, task)))
}

fn load(sources: &[&'static ProtocolSource]) -> Result<Vec<Protocol>, Failure> {
    let loaded: Result<Vec<_>, _> = sources.iter().map(|source| Protocol::load(source)).collect();
    Ok(loaded?)
}

fn first(protocols: &[Protocol]) -> Result<&Protocol, Failure> {
    let none = || Failure::Internal("there is no protocol to run".to_owned());
    protocols.first().ok_or_else(none)
}

/// The name of the executable, its title, and the settings that have flags.
fn describe<'p>(
    protocol: &'p Protocol,
    prerequisites: &'p GateSpec,
    task: Task,
) -> Result<(String, String, &'p [SettingSpec]), Failure> {
    let identity = &protocol.descriptor.protocol;
    let title = |what: &str| format!("{what} of protocol {}: {}", identity.id, identity.name);
    Ok(match task {
        Task::Gate(name) => {
            let (number, spec, _) = protocol.gate(name).ok_or_else(|| no_gate(name))?;
            let about = format!("Gate {}.{number}: {}", identity.id, spec.title);
            (spec.script.clone(), about, &spec.settings)
        }
        Task::Prerequisites => {
            (identity.prerequisites.clone(), title("Prerequisites"), &prerequisites.settings)
        }
        Task::Aggregate => (identity.aggregator.clone(), title("Evidence manifest"), &[]),
        Task::Run => (identity.runner.clone(), title("All gates"), &[]),
    })
}

fn no_gate(name: &str) -> Failure {
    Failure::Internal(format!("the descriptor has no gate `{name}`"))
}

fn perform(chosen: &Chosen, task: Task) -> Result<Exit, Failure> {
    match task {
        Task::Gate(name) => one_gate(chosen.first()?, name),
        Task::Prerequisites => check_prerequisites(chosen.first()?),
        Task::Aggregate => aggregate::perform(chosen.first()?),
        Task::Run => record::perform(chosen),
    }
}

fn one_gate(session: &Session, name: &str) -> Result<Exit, Failure> {
    let gate = session.protocol.gate(name).ok_or_else(|| no_gate(name))?;
    let settings = session.settings(gate.1)?;
    if session.flags.is_set("explain") {
        return explain_gate(session, gate.1, &settings);
    }
    judge(session, &settings, |settings| gates::judge(session, gate, settings))
}

fn check_prerequisites(session: &Session) -> Result<Exit, Failure> {
    let settings = session.settings(&session.prerequisites)?;
    if session.flags.is_set("explain") {
        return explain_gate(session, &session.prerequisites, &settings);
    }
    let exit = judge(session, &settings, |settings| {
        prerequisites::evaluate(session.context(), &session.prerequisites, settings)
    })?;
    if session.flags.is_set("scaffold") {
        scaffold::write_missing(session)?;
        return Ok(Exit::Failed);
    }
    Ok(exit)
}

fn judge(
    session: &Session,
    settings: &Settings,
    evaluate: impl FnOnce(&Settings) -> GateResult,
) -> Result<Exit, Failure> {
    let evidence = output::evidence_paths(session, std::slice::from_ref(settings));
    let target = match session.flags.text("output") {
        Some(written) => Some(output::allowed(session, written, &evidence)?),
        None => None,
    };
    let results = [evaluate(settings)];
    let report = report(session, &results, Kind::Gate);
    print(session, &report)?;
    if let Some(target) = target {
        write::replace(&target, &rendered(&report, Format::Json, Style::plain())?)?;
    }
    if session.flags.is_set("record") {
        recording::runs(session, &results)?;
    }
    Ok(Exit::of(&results))
}

/// The report on `results`.
#[must_use]
pub(crate) fn report<'r>(
    session: &'r Session,
    results: &'r [GateResult],
    kind: Kind<'r>,
) -> Report<'r> {
    let verified_by = session.verified_by.as_deref();
    Report { results, tool: TOOL, verified_by, kind, repository: None }
}

fn explain_gate(session: &Session, spec: &GateSpec, settings: &Settings) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    explain::write(session, spec, settings, &mut text).map_err(Failure::Stdout)?;
    end::print(&text)?;
    Ok(Exit::Passed)
}
