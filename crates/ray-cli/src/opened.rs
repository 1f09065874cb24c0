//! A protocol opened over a repository, for commands that look at several protocols. Flags, settings
//! and report are those of its runner; nothing is written.

use std::ffi::OsString;
use std::path::Path;

use ray_core::clock::Now;
use ray_core::gate::result::GateResult;
use ray_core::place::EvidencePath;
use ray_core::prerequisites;
use ray_core::protocol::{Protocol, ProtocolSource};
use ray_core::workspace::Workspace;
use ray_ledger::waivers::Waivers;
use ray_report::Kind;

use crate::end::End;
use crate::environment::Environment;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::flags::Flags;
use crate::gates;
use crate::run::{print, report};
use crate::scaffold;
use crate::session::Session;
use crate::tasks::Task;

/// A protocol that is ready to be judged.
pub struct Opened(Session);

impl Opened {
    /// Opens the protocol of `source` with the flags of its runner, such as `--root DIR`.
    ///
    /// # Errors
    /// When a flag, a variable, the root or the configuration cannot be used.
    pub fn open(
        source: &'static ProtocolSource,
        flags: &[OsString],
        environment: &Environment,
    ) -> Result<Self, End> {
        let protocol = Protocol::load(source).map_err(Failure::from)?;
        let runner = protocol.descriptor.protocol.runner.clone();
        let mut environment = environment.clone();
        environment.arguments = std::iter::once(OsString::from(&runner)).collect();
        environment.arguments.extend(flags.iter().cloned());
        let flags = Flags::read(&environment, &runner, "", Task::Run, &[], &[])?;
        Ok(Self(Session::open(protocol, flags, environment)?))
    }

    /// The protocol.
    #[must_use]
    pub fn protocol(&self) -> &Protocol {
        &self.0.protocol
    }

    /// The repository.
    #[must_use]
    pub fn workspace(&self) -> &Workspace {
        &self.0.workspace
    }

    /// The waivers, where the evidence folder has any.
    #[must_use]
    pub fn waivers(&self) -> Option<&Waivers> {
        self.0.waivers.as_ref()
    }

    /// The instant of the run.
    #[must_use]
    pub fn now(&self) -> Now {
        self.0.context().now
    }

    /// The root as an absolute path.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.0.workspace.root()
    }

    /// The evidence folder in force.
    #[must_use]
    pub fn folder(&self) -> &EvidencePath {
        &self.0.folder
    }

    /// True when the evidence folder is there, whatever is in it.
    #[must_use]
    pub fn has_folder(&self) -> bool {
        self.0.workspace.is_folder(&self.0.folder)
    }

    /// Where each template of the protocol belongs, and its text.
    pub fn templates(&self) -> impl Iterator<Item = (EvidencePath, &'static str)> {
        scaffold::templates(&self.0)
    }

    /// The results of all gates, in order.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn results(&self) -> Result<Vec<GateResult>, End> {
        let wanted: Vec<_> = gates::all(&self.0).collect();
        Ok(gates::judge_all(&self.0, &wanted)?.0)
    }

    /// The result of the check of what must be in place before the protocol starts.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn prerequisites(&self) -> Result<GateResult, End> {
        let spec = &self.0.prerequisites;
        Ok(prerequisites::evaluate(self.0.context(), spec, &self.0.settings(spec)?))
    }

    /// Judges all gates, prints the report, and says how it ended.
    ///
    /// # Errors
    /// When a setting cannot be used, or standard output cannot be written.
    pub fn judge(&self) -> Result<Exit, End> {
        let results = self.results()?;
        print(&self.0, &report(&self.0, &results, Kind::Protocol(None)))?;
        Ok(Exit::of(&results))
    }
}
