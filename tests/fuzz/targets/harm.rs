//! Changes that no gate may let through, whatever else is changed: a file that it reads is gone, empty or
//! no file, a document lacks what its schema asks for.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use bolero::{TypeGenerator, check};
use jsonschema::Validator;
use ray_core::gate::result::{GateResult, Status};

use crate::bounds::bounded;
use crate::edit::{Edit, up_to};
use crate::example::{Clock, Content, Example, Protocol};
use crate::gates::Spoilt;

/// A harm to one file that a gate reads, and anything to others.
#[derive(Debug, Clone, TypeGenerator)]
struct Harmed {
    protocol: Protocol,
    file: u8,
    harm: Harm,
    others: Spoilt,
}

#[derive(Debug, Clone, Copy, TypeGenerator)]
enum Harm {
    Gone,
    Empty,
    Blank,
    Folder,
    LinkOut,
    NotText,
}

impl Harm {
    fn content(self) -> Content {
        match self {
            Harm::Gone => Content::Nothing,
            Harm::Empty => Content::Bytes(Vec::new()),
            Harm::Blank => Content::Bytes(b" \r\n\t\n".to_vec()),
            Harm::Folder => Content::Folder,
            Harm::LinkOut => Content::Link("/etc/passwd".to_owned()),
            Harm::NotText => Content::Bytes(b"\xff\xfe\x00".to_vec()),
        }
    }
}

fn examples() -> BTreeMap<&'static str, Mutex<Example>> {
    let all = Protocol::ALL.into_iter();
    all.map(|protocol| (protocol.folder(), Mutex::new(Example::of(protocol)))).collect()
}

/// The results of the gates that asked for the file at `path`.
fn of_readers<'r>(results: &'r [GateResult], path: &str) -> Vec<&'r GateResult> {
    let asked = |result: &&GateResult| result.evidence.iter().any(|it| it.path.as_str() == path);
    results.iter().skip(1).filter(asked).collect()
}

#[test]
fn a_file_that_is_no_evidence_fails_every_gate_that_reads_it() {
    let examples = examples();
    check!().with_test_time(Duration::from_secs(3)).with_type().for_each(|harmed: &Harmed| {
        bounded("harm::files", || {
            let example = &examples[harmed.protocol.folder()];
            let mut example = example.lock().unwrap_or_else(PoisonError::into_inner);
            let read = evidence(harmed.protocol);
            let path = &read[usize::from(harmed.file) % read.len()];
            let mut changes = harmed.others.changes(harmed.protocol);
            changes.insert(path.clone(), harmed.harm.content());
            example.spoil(&changes);
            let results = example.judge(Clock::Example).expect("a verdict");
            let readers = of_readers(&results, path);
            assert!(!readers.is_empty(), "no gate read {path}");
            for result in readers {
                assert_eq!(result.status, Status::Fail, "{path}: {:#?}", result.criteria);
            }
        });
    });
}

/// The files that the gates of `protocol` ask for.
fn evidence(protocol: Protocol) -> &'static [String] {
    static READ: [OnceLock<Vec<String>>; 5] = [const { OnceLock::new() }; 5];
    READ[protocol as usize].get_or_init(|| {
        let results = Example::of(protocol).judge(Clock::Example).expect("a verdict");
        let files = results.iter().skip(1).flat_map(|result| &result.evidence);
        let mut files: Vec<String> = files.map(|file| file.path.to_string()).collect();
        files.sort();
        files.dedup();
        files
    })
}

/// Changes to the document of one schema.
#[derive(Debug, Clone, TypeGenerator)]
struct Unfit {
    schema: u8,
    #[generator(up_to(3))]
    edits: Vec<Edit>,
}

/// A protocol, a file that one of its gates reads, and the schema of that file.
type Described = (Protocol, String, Validator);

fn described() -> &'static [Described] {
    static ALL: OnceLock<Vec<Described>> = OnceLock::new();
    ALL.get_or_init(|| {
        let files = Protocol::ALL
            .into_iter()
            .flat_map(|protocol| evidence(protocol).iter().map(move |path| (protocol, path)));
        files
            .filter_map(|(protocol, path)| {
                let name = path.rsplit('/').next()?.strip_suffix(".json")?;
                let schemas = protocol.source().schemas.iter();
                let wanted = format!("{name}.schema.json");
                let (_, schema) = schemas.into_iter().find(|(file, _)| *file == wanted)?;
                let schema = serde_json::from_str(schema).expect("a schema");
                let validator = jsonschema::validator_for(&schema).expect("a schema");
                Some((protocol, path.clone(), validator))
            })
            .collect()
    })
}

#[test]
fn a_document_that_lacks_what_its_schema_asks_for_fails_every_gate_that_reads_it() {
    let examples = examples();
    check!().with_test_time(Duration::from_secs(3)).with_type().for_each(|unfit: &Unfit| {
        bounded("harm::schemas", || {
            let described = described();
            let (protocol, path, schema) = &described[usize::from(unfit.schema) % described.len()];
            let intact = Example::files(*protocol)[path].clone();
            let bytes = unfit.edits.iter().fold(intact, |bytes, edit| edit.apply(path, &bytes));
            let problem = match serde_json::from_slice(&bytes) {
                Ok(document) => match schema.validate(&document) {
                    Ok(()) => return,
                    Err(problem) => problem.to_string(),
                },
                Err(problem) => problem.to_string(),
            };
            let example = &examples[protocol.folder()];
            let mut example = example.lock().unwrap_or_else(PoisonError::into_inner);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            example.spoil(&BTreeMap::from([(path.clone(), Content::Bytes(bytes))]));
            let results = example.judge(Clock::Example).expect("a verdict");
            for result in of_readers(&results, path) {
                assert_eq!(result.status, Status::Fail, "{path}: {problem}\n{text}");
            }
        });
    });
}
