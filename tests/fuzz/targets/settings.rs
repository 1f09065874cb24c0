//! `ray.toml`: every text is refused with a reason, or what it sets is in force and the gates judge.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use bolero::{TypeGenerator, check};
use ray_core::gate::archives;
use ray_core::protocol::{DefaultValue, Protocol as Loaded, SettingKind};

use crate::bounds::bounded;
use crate::damage::Text;
use crate::edit::{Edit, up_to};
use crate::example::{Clock, Content, Example, Protocol};
use crate::oracle;

/// A configuration that sets everything that can be set, with changes.
#[derive(Debug, Clone, TypeGenerator)]
struct Configured {
    protocol: Protocol,
    #[generator(up_to(4))]
    edits: Vec<Edit>,
    added: Text,
}

/// Everything that can be set for `protocol`, at its own values.
fn everything(protocol: Protocol) -> String {
    let protocol = Loaded::load(protocol.source()).expect("a descriptor");
    let identity = &protocol.descriptor.protocol;
    let mut text = "release = \"2.4.0\"\n[archives]\n".to_owned();
    for spec in archives::specs() {
        let Some((key, DefaultValue::One(value))) = spec.key.zip(spec.default) else { continue };
        text.push_str(&format!("{key} = \"{value}\"\n"));
    }
    if let Some(waivers) = &protocol.descriptor.waivers {
        text.push_str(&format!(
            "[waivers]\nroles = {:?}\nlongest = {:?}\n",
            waivers.roles, waivers.longest
        ));
    }
    text.push_str(&format!("[{}]\nartifacts = {:?}\n", identity.key, identity.folders[0]));
    let prerequisites = ray_core::prerequisites::spec(&protocol);
    for gate in protocol.descriptor.gates.iter().chain([&prerequisites]) {
        text.push_str(&format!("[{}.{}]\n", identity.key, gate.name));
        for spec in &gate.settings {
            match (&spec.key, &spec.default, spec.kind) {
                (Some(key), _, SettingKind::Allowances) => text.push_str(&format!(
                    "{key} = [{{ pattern = \"relation legacy_cart\", reason = \"OPS-412\" }}]\n"
                )),
                (Some(key), Some(DefaultValue::One(value)), _) => {
                    text.push_str(&format!("{key} = {value:?}\n"));
                }
                (Some(key), Some(DefaultValue::Many(values)), _) => {
                    text.push_str(&format!("{key} = {values:?}\n"));
                }
                _ => {}
            }
        }
    }
    text
}

fn judge(example: &Mutex<Example>, configuration: Vec<u8>) {
    let mut example = example.lock().unwrap_or_else(PoisonError::into_inner);
    let content = Content::Bytes(configuration);
    example.spoil(&BTreeMap::from([("ray.toml".to_owned(), content)]));
    match example.judge(Clock::Example) {
        Err(end) => oracle::ended(&end),
        Ok(results) => {
            results.iter().for_each(oracle::sound);
            results.iter().for_each(oracle::on_its_side);
            oracle::rendered(&results);
        }
    }
}

fn examples() -> Vec<Mutex<Example>> {
    Protocol::ALL.map(|protocol| Mutex::new(Example::of(protocol))).into()
}

#[test]
fn with_changes_are_refused_or_in_force() {
    let examples = examples();
    let intact = Protocol::ALL.map(everything);
    check!().with_type().for_each(|configured: &Configured| {
        bounded("settings::with_changes", || {
            let at = configured.protocol as usize;
            let intact = intact[at].as_bytes().to_vec();
            let mut bytes =
                configured.edits.iter().fold(intact, |bytes, edit| edit.apply("ray.toml", &bytes));
            bytes.extend(configured.added.whole().bytes().take(400));
            judge(&examples[at], bytes);
        });
    });
}

#[test]
fn of_any_bytes_are_refused_or_in_force() {
    let examples = examples();
    check!().for_each(|bytes: &[u8]| {
        let at = usize::from(bytes.first().copied().unwrap_or(0)) % examples.len();
        let rest = bytes.get(1..).unwrap_or_default();
        bounded("settings::of_any_bytes", || judge(&examples[at], rest.to_vec()));
    });
}

/// Otherwise the changes would be made to something that is refused anyway.
#[test]
fn that_set_everything_are_in_force() {
    for (example, protocol) in examples().iter().zip(Protocol::ALL) {
        let mut example = example.lock().expect("no panic while it is held");
        let content = Content::Bytes(everything(protocol).into_bytes());
        example.spoil(&BTreeMap::from([("ray.toml".to_owned(), content)]));
        if let Err(end) = example.judge(Clock::Example) {
            panic!("{end:?}\n{}", everything(protocol));
        }
    }
}
