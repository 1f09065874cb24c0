//! A protocol in a repository, for commands that look at all of them: where its evidence lies, and what
//! the team has set, found as a run finds it.

use std::ffi::OsString;
use std::path::Path;

use ray_core::clock::Now;
use ray_core::place::EvidencePath;
use ray_core::protocol::{Protocol, ProtocolSource};
use ray_core::workspace::Workspace;
use ray_ledger::waivers::{Limits, Waivers};

use crate::end::End;
use crate::environment::Environment;
use crate::failure::Failure;
use crate::flags::{Flags, command};
use crate::session::Session;
use crate::tasks::Task;

/// A protocol in a repository.
pub struct Site(Session);

impl Site {
    /// Opens the repository at `root` for the protocol; `now` is the clock, where one was set.
    ///
    /// # Errors
    /// When the root, the clock or the configuration cannot be used.
    pub fn open(
        source: &'static ProtocolSource,
        root: &Path,
        now: Option<&str>,
        environment: &Environment,
    ) -> Result<Self, End> {
        let protocol = Protocol::load(source).map_err(Failure::from)?;
        let mut arguments: Vec<OsString> = vec!["ray-gates".into(), "--root".into(), root.into()];
        if let Some(now) = now {
            arguments.extend(["--now".into(), now.into()]);
        }
        let environment = Environment { arguments, ..environment.clone() };
        let flags = Flags::read(&environment, command("ray-gates", "", Task::Run, &[], &[]))?;
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

    /// The evidence folder, which need not be there.
    #[must_use]
    pub fn folder(&self) -> &EvidencePath {
        &self.0.folder
    }

    /// The waivers, where the evidence folder has any.
    #[must_use]
    pub fn waivers(&self) -> Option<&Waivers> {
        self.0.waivers.as_ref()
    }

    /// Who may grant a waiver, and for how long.
    #[must_use]
    pub fn waiver_limits(&self) -> Limits {
        self.0.waiver_limits()
    }

    /// The instant of the run.
    #[must_use]
    pub fn now(&self) -> Now {
        self.0.context().now
    }
}
