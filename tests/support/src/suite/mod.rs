//! What must hold for every protocol, whatever it is about: tried through its real executables, over
//! copies of its example. A protocol's tests declare a [`Suite`] by [`crate::suite!`] and add what is
//! theirs alone.

mod bad_input;
mod executables;
mod gates;
mod prerequisites;

use ray_core::protocol::{GateSpec, Protocol, ProtocolSource};

use crate::Scratch;

/// A protocol and the executables that were built of it.
pub struct Suite {
    /// The protocol.
    pub protocol: &'static ProtocolSource,
    /// The instant at which its example is judged.
    pub now: &'static str,
    /// Its gates, in order.
    pub gates: &'static [GateUnderTest],
    /// The check of its prerequisites.
    pub prerequisites: &'static str,
    /// Mutations of what the prerequisites read.
    pub prerequisite_mutations: &'static str,
    /// What writes its evidence manifest.
    pub aggregator: &'static str,
}

/// One gate with its single-change mutations and variations, as TOML.
pub struct GateUnderTest {
    /// The path of the executable.
    pub executable: &'static str,
    /// What it must notice.
    pub mutations: &'static str,
    /// What it may not mind.
    pub variations: &'static str,
}

/// An evidence file of the example, and the gate that reads it.
struct File {
    path: String,
    executable: &'static str,
}

impl File {
    fn is_any(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }
}

impl Suite {
    /// A copy of the protocol's example.
    pub fn example(&self) -> Scratch {
        let protocol = self.load();
        let identity = &protocol.descriptor.protocol;
        Scratch::of_example(&format!("{}-{}", identity.id, identity.key), self.now)
    }

    /// The protocol.
    pub fn load(&self) -> Protocol {
        Protocol::load(self.protocol).expect("a descriptor that agrees with its code")
    }

    /// Every executable, of the gates and the two others.
    pub fn executables(&self) -> Vec<&'static str> {
        let gates = self.gates.iter().map(|gate| gate.executable);
        gates.chain([self.prerequisites, self.aggregator]).collect()
    }

    fn spec<'p>(&self, protocol: &'p Protocol, gate: &GateUnderTest) -> &'p GateSpec {
        let script = name_of(gate.executable);
        let mut gates = protocol.descriptor.gates.iter();
        gates.find(|gate| gate.script == script).expect("a gate of the descriptor")
    }

    /// Every evidence file of every gate, as the example has it.
    fn files(&self) -> Vec<File> {
        let protocol = self.load();
        let folder = protocol.descriptor.protocol.folders[0].clone();
        let files = self.gates.iter().flat_map(|gate| {
            let (protocol, folder) = (&protocol, &folder);
            self.spec(protocol, gate).evidence.iter().map(move |id| {
                let evidence = protocol.evidence(id).expect("evidence of the descriptor");
                let path = match evidence.from_root {
                    true => evidence.file.clone(),
                    false => format!("{folder}/{}", evidence.file),
                };
                File { path, executable: gate.executable }
            })
        });
        files.collect()
    }
}

/// The name of an executable without its folder and ending.
fn name_of(executable: &str) -> String {
    let path = std::path::Path::new(executable);
    path.file_stem().expect("a file").to_string_lossy().into_owned()
}

/// Declares `SUITE` and a test for each thing that must hold for every protocol.
///
/// The mutations and variations of a gate stand in `mutations/` and `variations/` beside the file that
/// calls it, under the name given to the gate here; those of the prerequisites in
/// `mutations/prerequisites.toml`. A protocol that shares its folder with another gives its files a
/// `prefix`.
#[macro_export]
macro_rules! suite {
    (
        protocol: $protocol:path,
        now: $now:expr,
        prefix: $prefix:literal,
        gates: { $($gate:ident: $executable:literal),+ $(,)? },
        prerequisites: $prerequisites:literal,
        aggregator: $aggregator:literal $(,)?
    ) => {
        pub(crate) static SUITE: $crate::suite::Suite = $crate::suite::Suite {
            protocol: &$protocol,
            now: $now,
            gates: &[$($crate::suite::GateUnderTest {
                executable: env!(concat!("CARGO_BIN_EXE_", $executable)),
                mutations: include_str!(
                    concat!("mutations/", $prefix, stringify!($gate), ".toml")
                ),
                variations: include_str!(
                    concat!("variations/", $prefix, stringify!($gate), ".toml")
                ),
            }),+],
            prerequisites: env!(concat!("CARGO_BIN_EXE_", $prerequisites)),
            prerequisite_mutations: include_str!(
                concat!("mutations/", $prefix, "prerequisites.toml")
            ),
            aggregator: env!(concat!("CARGO_BIN_EXE_", $aggregator)),
        };

        $(mod $gate {
            const EXECUTABLE: &str = env!(concat!("CARGO_BIN_EXE_", $executable));

            $crate::suite!(@tests super::SUITE, (EXECUTABLE):
                passes_on_the_example,
                notices_every_mutation,
                passes_with_every_variation,
                every_criterion_has_a_mutation_that_fails_it_and_every_code_is_raised,
            );
        })+

        mod every_protocol {
            $crate::suite!(@tests super::SUITE, ():
                missing_evidence_fails,
                a_folder_in_the_place_of_evidence_fails,
                a_pipe_in_the_place_of_evidence_fails_and_does_not_hang,
                unreadable_evidence_fails,
                a_symbolic_link_out_of_the_root_fails,
                empty_evidence_fails,
                evidence_that_is_not_utf_8_fails,
                truncated_evidence_fails,
                a_wrong_type_at_the_top_fails,
                an_empty_object_fails_for_every_key_that_it_lacks,
                a_duplicate_key_fails,
                ten_thousand_levels_fail,
                a_line_of_a_gigabyte_fails_without_being_read,
                evidence_that_was_damaged_anyhow_is_judged_and_never_breaks_the_gate,
                whatever_passes_has_looked_at_something,
                every_executable_has_help_and_a_version,
                the_root_may_be_named_from_anywhere,
                an_empty_repository_fails_every_executable_and_stays_empty,
                the_same_evidence_gives_the_same_bytes,
                prerequisites_pass_on_the_example,
                prerequisites_notice_every_mutation,
                scaffold_writes_templates_that_no_gate_passes_and_fails_itself,
                no_template_passes_its_gate_even_when_everything_else_is_in_order,
                the_manifest_has_the_digest_of_every_file,
            );
        }
    };
    (@tests $suite:path, $arguments:tt: $($name:ident),+ $(,)?) => {
        $(#[test]
        fn $name() {
            $suite.$name $arguments;
        })+
    };
}
