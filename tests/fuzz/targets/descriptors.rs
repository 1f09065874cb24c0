//! Descriptors: a damaged one refuses to start, or says something that can be judged by.

use bolero::{TypeGenerator, check};
use ray_core::clock::Now;
use ray_core::gate::settings::Settings;
use ray_core::gate::{Context, archives, evaluate};
use ray_core::place::EvidencePath;
use ray_core::prerequisites;
use ray_core::protocol::Protocol as Loaded;
use ray_core::workspace::Workspace;

use crate::bounds::bounded;
use crate::edit::{Edit, up_to};
use crate::example::{Example, Protocol};
use crate::oracle;

#[derive(Debug, Clone, TypeGenerator)]
struct Described {
    protocol: Protocol,
    #[generator(up_to(3))]
    edits: Vec<Edit>,
}

#[test]
fn with_changes_refuse_to_start_or_can_be_judged_by() {
    let examples = Protocol::ALL.map(Example::of);
    let roots: Vec<_> = examples.iter().map(|example| example.root().to_owned()).collect();
    check!().with_type().for_each(|described: &Described| {
        bounded("descriptors", || {
            let source = described.protocol.source();
            let intact = source.descriptor.as_bytes().to_vec();
            let edits = described.edits.iter();
            let bytes = edits.fold(intact, |bytes, edit| edit.apply("protocol.toml", &bytes));
            let text = String::from_utf8_lossy(&bytes);
            match Loaded::described_by(&text, source) {
                Ok(protocol) => judge(&protocol, &roots[described.protocol as usize], described),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        });
    });
}

fn judge(protocol: &Loaded, root: &std::path::Path, described: &Described) {
    let workspace = Workspace::open(root).expect("a folder");
    let folder = protocol.descriptor.protocol.folders.first();
    let archives = Settings::defaults(&archives::specs()).expect("defaults");
    let now = described.protocol.now().parse().expect("a time");
    let context = Context {
        protocol,
        workspace: &workspace,
        folder: &EvidencePath::new(folder.map_or("", String::as_str)),
        pinned_release: None,
        archives: &archives,
        now: Now::set(now, "--now"),
    };
    let prerequisites = prerequisites::spec(protocol);
    let mut results = Vec::new();
    // A default that is no value of its kind is a fault of the descriptor, which is said.
    if let Ok(settings) = Settings::defaults(&prerequisites.settings) {
        results.push(prerequisites::evaluate(context, &prerequisites, &settings));
    }
    for (at, (spec, judge)) in protocol.gates().enumerate() {
        if let Ok(settings) = Settings::defaults(&spec.settings) {
            results.push(evaluate(context, (at + 1, spec, judge), &settings));
        }
    }
    results.iter().for_each(oracle::sound);
    oracle::rendered(&results);
}

/// Results would say that a measurement lies on the other side of its threshold.
#[test]
fn that_do_not_say_which_way_a_length_of_time_is_looser_refuse_to_start() {
    let source = Protocol::Deployment.source();
    let wanted = "default = \"24h\"\nlooser = \"higher\"\nhelp = \"How long before the freeze";
    assert!(source.descriptor.contains(wanted));
    let silent = source.descriptor.replace(wanted, &wanted.replace("looser = \"higher\"\n", ""));
    let problem = Loaded::described_by(&silent, source).err().expect("a refusal").to_string();
    assert!(
        problem.contains("which way the setting `freshness` of gate freeze is looser"),
        "{problem}"
    );
}
