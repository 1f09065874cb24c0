//! The examples of the protocols, which pass: in memory, and in a folder in which they can be spoilt and
//! are put back.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use bolero::TypeGenerator;
use ray_cli::environment::Environment;
use ray_cli::{End, Opened};
use ray_core::gate::result::GateResult;
use ray_core::protocol::ProtocolSource;
use tempfile::TempDir;
use walkdir::WalkDir;

/// The protocols, in both editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, TypeGenerator)]
pub(crate) enum Protocol {
    PreDeployment,
    Deployment,
    Monitoring,
    Maintenance,
    Sustainment,
}

impl Protocol {
    pub(crate) const ALL: [Self; 5] = [
        Self::PreDeployment,
        Self::Deployment,
        Self::Monitoring,
        Self::Maintenance,
        Self::Sustainment,
    ];

    pub(crate) fn source(self) -> &'static ProtocolSource {
        match self {
            Self::PreDeployment => &pre_deployment::PROTOCOL,
            Self::Deployment => &deployment::PROTOCOL,
            Self::Monitoring => &monitoring::PROTOCOL,
            Self::Maintenance => &maintenance::planning::PLANNING,
            Self::Sustainment => &maintenance::sustainment::SUSTAINMENT,
        }
    }

    /// The folder below `protocols`.
    fn folder(self) -> &'static str {
        match self {
            Self::PreDeployment => "10-pre-deployment",
            Self::Deployment => "11-deployment",
            Self::Monitoring => "12-monitoring",
            Self::Maintenance => "18-maintenance",
            Self::Sustainment => "18-sustainment",
        }
    }

    /// Where its example lies, outside of every folder in which one is judged.
    fn example(self) -> PathBuf {
        test_support::workspace_root().join("protocols").join(self.folder()).join("example")
    }

    /// A link to the file at `path` of the example, which would pass and lies out of the root.
    pub(crate) fn link_out(self, path: &str) -> Content {
        Content::Link(self.example().join(path).to_string_lossy().into_owned())
    }

    /// The instant at which its example passes.
    pub(crate) fn now(self) -> &'static str {
        match self {
            Self::PreDeployment => "2026-11-18T16:00:00Z",
            Self::Deployment => "2026-11-20T09:00:00Z",
            Self::Monitoring => "2026-11-21T09:00:00Z",
            Self::Maintenance | Self::Sustainment => "2026-11-24T09:00:00Z",
        }
    }
}

/// The instant of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, TypeGenerator)]
pub(crate) enum Clock {
    /// The one of the example.
    Example,
    /// So many hours later, or earlier.
    Off(i16),
    First,
    Last,
}

impl Clock {
    fn at(self, protocol: Protocol) -> String {
        let example: jiff::Timestamp = protocol.now().parse().expect("a time");
        match self {
            Self::Example => protocol.now().to_owned(),
            Self::Off(hours) => {
                (example + jiff::SignedDuration::from_hours(i64::from(hours))).to_string()
            }
            Self::First => "0000-01-01T00:00:00Z".to_owned(),
            Self::Last => "9999-12-30T21:59:59Z".to_owned(),
        }
    }
}

/// What stands in the place of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    Bytes(Vec<u8>),
    Nothing,
    Folder,
    Link(String),
}

/// Files by their path from the root.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A copy of an example on the disk.
pub(crate) struct Example {
    pub(crate) protocol: Protocol,
    folder: TempDir,
    /// What is not as in the example.
    spoilt: BTreeSet<String>,
}

impl Example {
    /// The files of the example; evidence, settings, and what the evidence links to.
    pub(crate) fn files(protocol: Protocol) -> &'static Files {
        static FILES: [OnceLock<Files>; 5] = [const { OnceLock::new() }; 5];
        FILES[protocol as usize].get_or_init(|| {
            let root = protocol.example();
            let there = WalkDir::new(&root).sort_by_file_name().into_iter().map(Result::unwrap);
            let files = there.filter(|entry| entry.file_type().is_file());
            files
                .map(|entry| {
                    let path = entry.path().strip_prefix(&root).expect("below the example");
                    let path = path.to_str().expect("UTF-8").to_owned();
                    (path, fs::read(entry.path()).expect("a file"))
                })
                .filter(|(path, _)| path != "README.md" && !path.contains("protocol-manifests"))
                .collect()
        })
    }

    /// A copy of the example.
    pub(crate) fn of(protocol: Protocol) -> Self {
        // What is written a thousand times a second should not reach a disk.
        let memory = Path::new("/dev/shm");
        let above = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let folder = tempfile::Builder::new().prefix("ray-gates-fuzz-").tempdir_in(above);
        let example = Self { protocol, folder: folder.expect("a folder"), spoilt: BTreeSet::new() };
        for (path, bytes) in Self::files(protocol) {
            example.put(path, &Content::Bytes(bytes.clone()));
        }
        example
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Puts back what was spoilt, then puts `changes` in the place of what is there.
    pub(crate) fn spoil(&mut self, changes: &BTreeMap<String, Content>) {
        for path in std::mem::take(&mut self.spoilt) {
            let intact = Self::files(self.protocol).get(&path).cloned();
            self.put(&path, &intact.map_or(Content::Nothing, Content::Bytes));
        }
        for (path, content) in changes {
            self.spoilt.insert(path.clone());
            self.put(path, content);
        }
    }

    fn put(&self, path: &str, content: &Content) {
        let file = self.file(path);
        if fs::symlink_metadata(&file).is_ok_and(|there| there.is_dir()) {
            fs::remove_dir_all(&file).expect("a folder that can be removed");
        } else {
            let _ = fs::remove_file(&file);
        }
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        match content {
            Content::Bytes(bytes) => fs::write(&file, bytes).expect("a file"),
            Content::Nothing => {}
            Content::Folder => fs::create_dir(&file).expect("a folder"),
            #[cfg(unix)]
            Content::Link(to) => std::os::unix::fs::symlink(to, &file).expect("a link"),
            #[cfg(not(unix))]
            Content::Link(_) => {}
        }
        #[cfg(unix)]
        if path.ends_with(".sh") && matches!(content, Content::Bytes(_)) {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("a mode");
        }
    }

    /// Opens the protocol over what is there now, as its executables do.
    pub(crate) fn open(&self, clock: Clock) -> Result<Opened, End> {
        let now = clock.at(self.protocol);
        let flags: [OsString; 4] =
            ["--root".into(), self.root().into(), "--now".into(), now.into()];
        static ENVIRONMENT: OnceLock<Environment> = OnceLock::new();
        let environment = ENVIRONMENT.get_or_init(Environment::of_process);
        Opened::open(self.protocol.source(), &flags, environment)
    }

    /// The results of the prerequisites and of all gates.
    pub(crate) fn judge(&self, clock: Clock) -> Result<Vec<GateResult>, End> {
        let opened = self.open(clock)?;
        let mut results = vec![opened.prerequisites()?];
        results.extend(opened.results()?);
        Ok(results)
    }
}
