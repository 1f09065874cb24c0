//! Which editions of a protocol a run is about. A protocol may exist in several, under one number and
//! with the same scripts; `--edition` names one of them, or for a run over all gates every one.

use ray_core::protocol::Protocol;

use crate::environment::Environment;
use crate::failure::Failure;
use crate::flags::Flags;
use crate::session::Session;
use crate::tasks::Task;

/// The word for every edition.
pub(crate) const ALL: &str = "all";

/// The words that `--edition` takes for `task`; none when there are no editions.
#[must_use]
pub(crate) fn words(protocols: &[Protocol], task: Task) -> Vec<String> {
    if let Task::Gate(_) = task {
        return Vec::new();
    }
    let mut words: Vec<String> = protocols.iter().filter_map(name).collect();
    if task == Task::Run && !words.is_empty() {
        words.push(ALL.to_owned());
    }
    words
}

fn name(protocol: &Protocol) -> Option<String> {
    protocol.descriptor.protocol.edition.clone()
}

/// What a run is about: an edition each.
pub(crate) struct Chosen {
    /// The sessions, of which there is at least one, in the order of the editions.
    pub(crate) sessions: Vec<Session>,
    /// What was chosen, where there was a choice.
    pub(crate) edition: Option<String>,
    /// True when it is what a run without `--edition` is about.
    pub(crate) by_default: bool,
}

impl Chosen {
    /// Opens a session for each edition that `flags` name, the first unless they name one.
    ///
    /// # Errors
    /// When a flag, a variable, the root or the configuration cannot be used.
    pub(crate) fn open(
        protocols: Vec<Protocol>,
        flags: &Flags,
        environment: &Environment,
    ) -> Result<Self, Failure> {
        let first = protocols.first().and_then(name);
        let edition = flags.text("edition").map(str::to_owned).or_else(|| first.clone());
        let all = edition.as_deref() == Some(ALL);
        if all {
            refuse_what_is_of_one_edition(flags)?;
        }
        let wanted = protocols.into_iter().filter(|protocol| all || name(protocol) == edition);
        let sessions = wanted
            .map(|protocol| Session::open(protocol, flags.clone(), environment.clone()))
            .collect::<Result<Vec<Session>, Failure>>()?;
        Ok(Self { sessions, by_default: edition == first, edition })
    }

    /// The first of the sessions.
    ///
    /// # Errors
    /// When there is none: a fault of this project.
    pub(crate) fn first(&self) -> Result<&Session, Failure> {
        self.sessions.first().ok_or_else(|| Failure::Internal("there is no edition".to_owned()))
    }
}

/// Editions have gates of the same name, and each has a folder of its own.
fn refuse_what_is_of_one_edition(flags: &Flags) -> Result<(), Failure> {
    for id in ["stage", "artifacts"] {
        if flags.text(id).is_some() {
            return Err(Failure::BadValue {
                origin: format!("--{id}"),
                problem: format!("it is about one edition; name that instead of --edition {ALL}"),
            });
        }
    }
    Ok(())
}
