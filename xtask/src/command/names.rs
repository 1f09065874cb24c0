//! Arguments that name something there is: a shell can complete them, and a wrong one is for the
//! subcommand to refuse, with what was probably meant. A list of hundreds is no help in `--help`.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command, Error};
use ray_core::protocol::Protocol;

use crate::catalogue::{codes, executables, files, gates, protocols};

/// Takes any text, and offers the names that `of` collects to whoever completes it.
#[derive(Clone)]
pub(super) struct Named {
    of: fn(&[Protocol]) -> Vec<String>,
}

impl TypedValueParser for Named {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let mut names = (self.of)(&protocols().ok()?);
        names.sort_unstable();
        names.dedup();
        Some(Box::new(names.into_iter().map(PossibleValue::new)))
    }
}

/// What `explain` knows.
pub(super) fn topics() -> Named {
    Named {
        of: |protocols| {
            let codes = codes(protocols).into_iter().map(|known| known.code.word.to_owned());
            let gates = gates(protocols);
            let criteria = gates.iter().flat_map(|gate| gate.criteria()).map(|known| known.id);
            let numbers = gates.iter().filter_map(|gate| gate.id());
            let scripts = gates.iter().map(|gate| gate.spec.script.clone());
            codes.chain(criteria).chain(numbers).chain(scripts).collect()
        },
    }
}

/// The files that have a schema or a template.
pub(super) fn evidence() -> Named {
    Named {
        of: |protocols| {
            let files = files(protocols);
            let known = files.iter().filter(|file| file.schema.or(file.template).is_some());
            known.map(|file| file.name().to_owned()).collect()
        },
    }
}

/// The keys of the protocols.
pub(super) fn keys() -> Named {
    Named {
        of: |protocols| {
            protocols.iter().map(|known| known.descriptor.protocol.key.clone()).collect()
        },
    }
}

/// Every executable, `ray-gates` too.
pub(super) fn commands() -> Named {
    Named {
        of: |protocols| {
            let executables = executables(protocols);
            let names = executables
                .iter()
                .flat_map(|known| known.aliases.iter().cloned().chain([known.name.to_owned()]));
            names.chain([super::NAME.to_owned()]).collect()
        },
    }
}
