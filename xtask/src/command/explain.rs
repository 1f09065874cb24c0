//! `ray-gates explain`: what a finding code, a gate or a criterion is about.

use clap::Args;
use ray_cli::{End, Exit, to_stdout};
use ray_core::protocol::Protocol;

use super::{names, protocols};
use crate::catalogue::{KnownCode, KnownFile, KnownGate, codes, did_you_mean, files, gates, near};
use crate::page::{Page, plain};
use crate::topics::{self, Asked};

/// Say what a finding code, a gate or a criterion is about
#[derive(Args)]
pub(crate) struct Arguments {
    /// A code, such as approval-too-late; a gate, by number, name or executable; a criterion, where
    /// needed as GATE/CRITERION [default: list all gates and codes]
    #[arg(
        value_name = "CODE|GATE|CRITERION",
        value_parser = names::topics(),
        hide_possible_values = true
    )]
    name: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, End> {
    let protocols = protocols()?;
    let known = Known::of(&protocols);
    let text = match &arguments.name {
        None => {
            let gates = plain::write(&topics::all_gates(&known.gates));
            format!("{gates}\n{}", plain::write(&topics::all_codes(&known.codes)))
        }
        Some(name) => known.explain(name.trim())?,
    };
    to_stdout(text.as_bytes())?;
    Ok(Exit::Passed)
}

/// All that can be asked for.
struct Known<'p> {
    gates: Vec<KnownGate<'p>>,
    codes: Vec<KnownCode>,
    files: Vec<KnownFile<'p>>,
}

/// One of the things that a name stands for.
struct Meaning {
    /// A name that stands for it alone.
    name: String,
    /// What it is, in one line.
    what: String,
    /// All there is to say.
    page: Page,
}

impl<'p> Known<'p> {
    fn of(protocols: &'p [Protocol]) -> Self {
        Self { gates: gates(protocols), codes: codes(protocols), files: files(protocols) }
    }

    fn explain(&self, name: &str) -> Result<String, End> {
        let meanings = self.meanings(name);
        match meanings.as_slice() {
            [] => Err(self.unknown(name)),
            [only] => Ok(plain::write(&only.page)),
            several => {
                let mut text = format!("{name} stands for several things; ask for one of them\n\n");
                for meaning in several {
                    text.push_str(&format!("  {}\n      {}\n", meaning.name, meaning.what));
                }
                Ok(text)
            }
        }
    }

    fn meanings(&self, name: &str) -> Vec<Meaning> {
        let codes = self.codes.iter().filter(|known| known.code.word.eq_ignore_ascii_case(name));
        let codes = codes.map(|known| Meaning {
            name: known.code.word.to_owned(),
            what: known.code.summary.to_owned(),
            page: topics::code(known, &self.gates),
        });
        let gates = self.gates.iter().filter(|gate| gate.is_called(name)).map(|gate| Meaning {
            name: gate.page(),
            what: gate.title(),
            page: topics::gate(gate, &self.files),
        });
        codes.chain(gates).chain(self.criteria(name)).collect()
    }

    /// The criteria of that name. Those that say the same, as every gate has two, are one.
    fn criteria(&self, name: &str) -> Vec<Meaning> {
        let (gate, id) = match name.split_once('/') {
            Some((gate, id)) => (Some(gate), id),
            None => (None, name),
        };
        let gates = self.gates.iter().filter(|known| gate.is_none_or(|gate| known.is_called(gate)));
        let mut same: Vec<Vec<Asked<'_>>> = Vec::new();
        for gate in gates {
            for criterion in gate.criteria() {
                if !criterion.id.eq_ignore_ascii_case(id) {
                    continue;
                }
                let says_this = |asked: &&mut Vec<Asked<'_>>| {
                    asked.iter().any(|asked| asked.criterion.text == criterion.text)
                };
                match same.iter_mut().find(says_this) {
                    Some(asked) => asked.push(Asked { gate, criterion }),
                    None => same.push(vec![Asked { gate, criterion }]),
                }
            }
        }
        same.iter().filter_map(|asked| meaning_of(asked)).collect()
    }

    fn unknown(&self, name: &str) -> End {
        let codes = self.codes.iter().map(|known| known.code.word.to_owned());
        let gates = self.gates.iter().flat_map(|gate| {
            let criteria = gate.criteria().into_iter().map(|criterion| criterion.id);
            criteria.chain([gate.page(), gate.spec.name.clone()])
        });
        let names: Vec<String> = codes.chain(gates).collect();
        let near = near(name, names.iter().map(String::as_str));
        let hint = match near.as_slice() {
            [] => "; `ray-gates explain` alone lists them".to_owned(),
            near => did_you_mean(near),
        };
        End::stopped(
            "reading the flags",
            format!("`{name}` is no finding code, gate or criterion{hint}"),
        )
    }
}

fn meaning_of(asked: &[Asked<'_>]) -> Option<Meaning> {
    let first = asked.first()?;
    Some(Meaning {
        name: format!("{}/{}", first.gate.page(), first.criterion.id),
        what: first.criterion.text.clone(),
        page: topics::criterion(asked)?,
    })
}
