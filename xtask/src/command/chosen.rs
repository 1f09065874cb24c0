//! `--protocol`: which protocols a command is about.

use clap::Args;
use ray_cli::End;
use ray_core::protocol::Protocol;
use ray_core::value::words::fold;

use super::protocols;

/// The flag, which may be given several times.
#[derive(Args)]
pub(crate) struct Chosen {
    /// Limit it to this protocol: its number, or its table in ray.toml for one edition of it
    #[arg(long = "protocol", value_name = "NN|NAME")]
    words: Vec<String>,
}

impl Chosen {
    /// True when the flag was not given.
    #[must_use]
    pub(crate) fn is_all(&self) -> bool {
        self.words.is_empty()
    }

    /// The protocols, by number; all of them unless the flag was given.
    ///
    /// # Errors
    /// When the flag names none.
    pub(crate) fn protocols(&self) -> Result<Vec<Protocol>, End> {
        let all = protocols()?;
        for word in &self.words {
            if !all.iter().any(|protocol| is_meant(protocol, word)) {
                let known = all.iter().map(|protocol| &protocol.descriptor.protocol);
                let known: Vec<String> =
                    known.map(|identity| format!("{} or {}", identity.id, identity.key)).collect();
                let reason = format!("--protocol: `{word}` is none of them: {}", known.join(", "));
                return Err(End::stopped("reading the flags", reason));
            }
        }
        let is_chosen = |protocol: &Protocol| {
            self.is_all() || self.words.iter().any(|word| is_meant(protocol, word))
        };
        Ok(all.into_iter().filter(is_chosen).collect())
    }
}

fn is_meant(protocol: &Protocol, word: &str) -> bool {
    let identity = &protocol.descriptor.protocol;
    fold(word) == fold(&identity.id) || fold(word) == fold(&identity.key)
}
