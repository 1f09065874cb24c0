//! Everything that a run needs before the first gate: root, configuration, clock, settings.

use std::path::{Path, PathBuf};

use ray_core::clock::Now;
use ray_core::gate::settings::{Setting, Settings, Source, parse};
use ray_core::gate::{Context, PinnedRelease, archives};
use ray_core::place::EvidencePath;
use ray_core::prerequisites;
use ray_core::protocol::{EvidenceSpec, GateSpec, Protocol, SettingKind, SettingSpec};
use ray_core::value::instant::parse_rfc3339;
use ray_core::value::placeholder::is_no_name_or_time;
use ray_core::workspace::{Workspace, resolve};
use ray_ledger::waivers::{self, Limits, WaivableGate, Waivers};

use crate::config::Config;
use crate::environment::{Environment, read_text};
use crate::failure::Failure;
use crate::flags::Flags;
use crate::git_user;

/// The configuration that is read when no flag names one.
const CONFIG: &str = "ray.toml";

/// A run that is ready to judge.
pub(crate) struct Session {
    /// The protocol.
    pub(crate) protocol: Protocol,
    /// Its prerequisites in the form of a gate.
    pub(crate) prerequisites: GateSpec,
    /// The repository.
    pub(crate) workspace: Workspace,
    /// The evidence folder.
    pub(crate) folder: EvidencePath,
    /// What was typed.
    pub(crate) flags: Flags,
    /// What the process was started with.
    pub(crate) environment: Environment,
    /// What the team has set.
    pub(crate) config: Config,
    /// Who stands behind the run.
    pub(crate) verified_by: Option<String>,
    /// What archives may demand.
    pub(crate) archives: Settings,
    /// The waivers, where the evidence folder has any.
    pub(crate) waivers: Option<Waivers>,
    /// Who may grant them, and for how long.
    waived: Settings,
    now: Now,
    pinned: Option<PinnedRelease>,
}

impl Session {
    /// Opens the root and reads the configuration.
    ///
    /// # Errors
    /// When a flag, a variable, the root or the configuration cannot be used.
    pub(crate) fn open(
        protocol: Protocol,
        flags: Flags,
        environment: Environment,
    ) -> Result<Self, Failure> {
        refuse_empty(&flags)?;
        let workspace = Workspace::open(Path::new(flags.text("root").unwrap_or(".")))?;
        let prerequisites = prerequisites::spec(&protocol);
        let config = read_config(&protocol, &prerequisites, &workspace, &flags)?;
        let folder = folder(&protocol, &workspace, &flags, &config)?;
        let now = now(&flags, &environment)?;
        let verified_by = verified_by(&flags, &environment, workspace.root())?;
        let archives = run_settings(&config, archives::TABLE, &archives::specs())?;
        let waived = run_settings(&config, waivers::TABLE, &waiver_specs(&protocol))?;
        let limits = waivers::limits(&waived);
        let release = config.release.as_ref().map(|release| release.value.as_str());
        let gates = || waivable_gates(&protocol);
        let waivers = Waivers::read(&workspace, &folder, gates, limits, release, now);
        let pinned = config.release.as_ref().map(|release| PinnedRelease {
            release: release.value.clone(),
            source: format!("{}:{}", config.path, release.line),
        });
        Ok(Self {
            protocol,
            prerequisites,
            workspace,
            folder,
            flags,
            environment,
            config,
            verified_by,
            archives,
            waivers,
            waived,
            now,
            pinned,
        })
    }

    /// What all gates of the run share.
    #[must_use]
    pub(crate) fn context(&self) -> Context<'_> {
        Context {
            protocol: &self.protocol,
            workspace: &self.workspace,
            folder: &self.folder,
            pinned_release: self.pinned.as_ref(),
            archives: &self.archives,
            now: self.now,
        }
    }

    /// Who may grant a waiver, and for how long.
    #[must_use]
    pub(crate) fn waiver_limits(&self) -> Limits {
        waivers::limits(&self.waived)
    }

    /// What somebody has set for the whole run.
    pub(crate) fn set_for_the_run(&self) -> impl Iterator<Item = &Setting> {
        let archives = self.archives.iter().filter(|setting| setting.source != Source::Default);
        archives.chain(self.set_for_waivers())
    }

    /// What somebody has set for waivers.
    pub(crate) fn set_for_waivers(&self) -> impl Iterator<Item = &Setting> {
        self.waived.iter().filter(|setting| setting.source != Source::Default)
    }

    /// The settings in force for `gate`: the protocol's own, then `ray.toml`, then flags.
    ///
    /// # Errors
    /// When a value cannot be used.
    pub(crate) fn settings(&self, gate: &GateSpec) -> Result<Settings, Failure> {
        let mut settings = Settings::defaults(&gate.settings)
            .map_err(|problem| Failure::Internal(problem.to_string()))?;
        self.config.apply(&gate.name, &gate.settings, &mut settings)?;
        for spec in &gate.settings {
            if let Some((flag, text)) = spec.flag.as_ref().zip(self.flags.text(&spec.id)) {
                self.set_from_flag(&mut settings, spec, &format!("--{flag}"), text)?;
            }
        }
        Ok(settings)
    }

    fn set_from_flag(
        &self,
        settings: &mut Settings,
        spec: &SettingSpec,
        flag: &str,
        text: &str,
    ) -> Result<(), Failure> {
        let text = match spec.kind {
            SettingKind::File => below_root(&self.workspace, flag, text)?.to_string(),
            _ => text.to_owned(),
        };
        let value = parse(spec, &text).map_err(|problem| Failure::bad_value(flag, &problem))?;
        settings.set(spec, value, Source::Flag(flag.to_owned()));
        Ok(())
    }

    /// Where `evidence` lies, unless a flag says otherwise.
    #[must_use]
    pub(crate) fn path_of(&self, evidence: &EvidenceSpec) -> EvidencePath {
        if evidence.from_root {
            EvidencePath::new(&evidence.file)
        } else {
            self.folder.join(&evidence.file)
        }
    }

    /// The path on disk for what a flag names: relative paths are taken from the root.
    #[must_use]
    pub(crate) fn on_disk(&self, written: &str) -> PathBuf {
        self.workspace.root().join(written)
    }
}

/// An empty value is most often a variable that was not set; guessing would change the answer.
fn refuse_empty(flags: &Flags) -> Result<(), Failure> {
    for id in ["root", "artifacts", "config", "now", "verified-by", "output", "stage"] {
        if flags.text(id).is_some_and(|text| text.trim().is_empty()) {
            return Err(Failure::BadValue {
                origin: format!("--{id}"),
                problem: "the value is empty; leave the flag out instead".to_owned(),
            });
        }
    }
    Ok(())
}

fn read_config(
    protocol: &Protocol,
    prerequisites: &GateSpec,
    workspace: &Workspace,
    flags: &Flags,
) -> Result<Config, Failure> {
    let named = flags.text("config");
    let path = named.unwrap_or(CONFIG);
    let text = match read_text(&workspace.root().join(path)) {
        Ok(text) => text,
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Config::default());
        }
        Err(error) => {
            return Err(Failure::ConfigUnreadable {
                path: path.to_owned(),
                reason: error.to_string(),
            });
        }
    };
    let gates = protocol.descriptor.gates.iter().chain([prerequisites]);
    let gates: Vec<(&str, &[SettingSpec])> =
        gates.map(|gate| (gate.name.as_str(), gate.settings.as_slice())).collect();
    let run = run_tables(protocol);
    let run: Vec<(&str, &[SettingSpec])> =
        run.iter().map(|(table, specs)| (*table, specs.as_slice())).collect();
    Config::read(path, &text, &protocol.descriptor.protocol.key, &gates, &run)
}

/// What can be set for the whole run, by its table in the configuration.
fn run_tables(protocol: &Protocol) -> Vec<(&'static str, Vec<SettingSpec>)> {
    vec![(archives::TABLE, archives::specs()), (waivers::TABLE, waiver_specs(protocol))]
}

fn waiver_specs(protocol: &Protocol) -> Vec<SettingSpec> {
    match &protocol.descriptor.waivers {
        Some(spec) => waivers::specs(&spec.roles, &spec.longest),
        None => Vec::new(),
    }
}

/// The settings of the table called `table`: the protocol's own, then the configuration's.
fn run_settings(config: &Config, table: &str, specs: &[SettingSpec]) -> Result<Settings, Failure> {
    let mut settings =
        Settings::defaults(specs).map_err(|problem| Failure::Internal(problem.to_string()))?;
    config.apply(table, specs, &mut settings)?;
    Ok(settings)
}

/// The gates as waivers see them.
fn waivable_gates(protocol: &Protocol) -> Vec<WaivableGate> {
    let gates = protocol.gates().enumerate();
    gates
        .map(|(at, (gate, judge))| WaivableGate {
            id: format!("{}.{}", protocol.descriptor.protocol.id, at + 1),
            script: gate.script.clone(),
            waivable: gate.waivable,
            codes: judge.codes().iter().copied().chain(ray_core::codes()).collect(),
        })
        .collect()
}

/// The evidence folder: what a flag or the configuration names, else the first that is there of
/// those that the documents use, else the proper one.
fn folder(
    protocol: &Protocol,
    workspace: &Workspace,
    flags: &Flags,
    config: &Config,
) -> Result<EvidencePath, Failure> {
    if let Some(named) = flags.text("artifacts") {
        return below_root(workspace, "--artifacts", named);
    }
    if let Some(named) = &config.artifacts {
        return below_root(
            workspace,
            &format!("{}:{}: artifacts", config.path, named.line),
            &named.value,
        );
    }
    let folders =
        || protocol.descriptor.protocol.folders.iter().map(|folder| EvidencePath::new(folder));
    let there = folders().find(|folder| workspace.is_folder(folder));
    there
        .or_else(|| folders().next())
        .ok_or_else(|| Failure::Internal("the protocol has no evidence folder".to_owned()))
}

/// A path that a person named: from the root, or absolute and inside it.
fn below_root(workspace: &Workspace, origin: &str, written: &str) -> Result<EvidencePath, Failure> {
    if written.trim().is_empty() {
        return Err(Failure::BadValue {
            origin: origin.to_owned(),
            problem: "the value is empty; leave the flag out instead".to_owned(),
        });
    }
    resolve(written)
        .ok()
        .or_else(|| workspace.relative(Path::new(written)))
        .ok_or_else(|| Failure::OutsideRoot { origin: origin.to_owned(), path: written.to_owned() })
}

fn now(flags: &Flags, environment: &Environment) -> Result<Now, Failure> {
    let set = [("--now", flags.text("now")), ("RAY_NOW", environment.ray_now.as_deref())];
    let Some((origin, text)) = set.into_iter().find_map(|(origin, text)| Some((origin, text?)))
    else {
        return Ok(Now::from_system(environment.now));
    };
    match parse_rfc3339(text) {
        Ok(instant) => Ok(Now::set(instant, origin)),
        Err(_) => Err(Failure::BadValue {
            origin: origin.to_owned(),
            problem: format!(
                "`{text}` is not a time with an offset; write it as 2026-11-20T09:00:00Z"
            ),
        }),
    }
}

fn verified_by(
    flags: &Flags,
    environment: &Environment,
    root: &Path,
) -> Result<Option<String>, Failure> {
    let said = [
        ("--verified-by", flags.text("verified-by")),
        ("RAY_VERIFIED_BY", environment.ray_verified_by.as_deref()),
    ];
    if let Some((origin, name)) = said.into_iter().find_map(|(origin, name)| Some((origin, name?)))
    {
        if is_no_name_or_time(name) {
            return Err(Failure::BadValue {
                origin: origin.to_owned(),
                problem: format!("`{name}` names nobody"),
            });
        }
        return Ok(Some(name.to_owned()));
    }
    Ok(environment
        .github_actor
        .clone()
        .or_else(|| git_user::name(root, &environment.git_config_folders)))
}
