//! What one gate costs where there is next to nothing to read: on the example of its protocol.

use ray_core::protocol::Protocol;
use xtask::catalogue::protocols;

use crate::bench::scenario::{Contest, Goal, Input, Scenario, Subject};
use crate::bench::scenarios::NOW;
use crate::bench::{Done, failed};

const EMPTY: &str = "an empty process";

const GATE: &[Goal] = &[Goal::Over { than: EMPTY, milliseconds: 3.0 }];
const RUNNER: &[Goal] = &[Goal::Over { than: EMPTY, milliseconds: 10.0 }];

pub(super) fn scenario() -> Done<Scenario> {
    let protocols = protocols().map_err(failed("starting"))?;
    Ok(Scenario {
        name: "start-up",
        title: "Start-up",
        about: "Every gate and every runner on the example of its protocol, which is at most 40 KiB, \
                against a process that does nothing: most of it is reading the descriptor, building \
                the command line, and linking. The script makes the checks of gate 11.3 with `json` \
                and `hashlib`, and says less about what is wrong. Gate 10.2 compiles the patterns that it \
                reads a log by, a hundred of them, once a line looks like an error: that is most of \
                its time, and of its runner's.",
        input: Input { unit: "set of examples", full: 1, make: |_, _| Ok(0) },
        contests: vec![
            against_nothing(&protocols),
            Contest { name: "one gate and the same checks as a script", subjects: script() },
        ],
        growth: None,
    })
}

fn against_nothing(protocols: &[Protocol]) -> Contest {
    let empty = Subject::peer(EMPTY, &["{bin}/empty-process"], &[]);
    let subjects = NOW.iter().flat_map(|(folder, now)| {
        let of_folder = move |protocol: &&Protocol| is_in(protocol, folder);
        protocols.iter().filter(of_folder).flat_map(move |protocol| of(protocol, folder, now))
    });
    Contest {
        name: "gates and runners on their examples",
        subjects: subjects.chain([empty]).collect(),
    }
}

/// Whether `protocols/FOLDER` is that of the protocol.
fn is_in(protocol: &Protocol, folder: &str) -> bool {
    let identity = &protocol.descriptor.protocol;
    let name = identity.edition.as_ref().unwrap_or(&identity.key);
    let name = if name == "planning" { &identity.key } else { name };
    *folder == format!("{}-{name}", identity.id)
}

fn of(protocol: &Protocol, folder: &str, now: &str) -> Vec<Subject> {
    let root = format!("{{examples}}/{folder}/example");
    let common = ["--root", &root, "--now", now, "--quiet"];
    let identity = &protocol.descriptor.protocol;
    let edition: &[&str] = match &identity.edition {
        Some(edition) => &["--edition", edition],
        None => &[],
    };
    let gates = protocol.descriptor.gates.iter().map(|gate| {
        let program = format!("{{bin}}/{}", gate.script);
        Subject::ours(&gate.script, &[&[program.as_str()], &common[..]].concat(), GATE)
    });
    let program = format!("{{bin}}/{}", identity.runner);
    let command = [&[program.as_str()], &common[..], &["--no-write"], edition].concat();
    let name = [&[identity.runner.as_str()], edition].concat().join(" ");
    gates.chain([Subject::ours(&name, &command, RUNNER)]).collect()
}

fn script() -> Vec<Subject> {
    let (folder, now) = ("{examples}/11-deployment/example", "2026-11-20T09:00:00Z");
    let evidence = format!("{folder}/.artifacts/deployment");
    vec![
        Subject::ours(
            "validate_gate_11_launch",
            &["{bin}/validate_gate_11_launch", "--root", folder, "--now", now, "--quiet"],
            &[],
        ),
        Subject::peer(
            "Python, json and hashlib",
            &["python3", "{peers}/launch.py", &evidence, now],
            &["python3"],
        ),
    ]
}
