//! Changes that no gate may let through, whatever else is changed: a file that it reads is gone, empty or
//! no file; a list in it is empty that its schema wants filled. What else a schema asks for, such as the
//! title of a finding, a gate may have no rule about.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use bolero::{TypeGenerator, check};
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use ray_core::gate::result::{GateResult, Status};
use serde_json::Value;

use crate::bounds::bounded;
use crate::edit::{Edit, up_to};
use crate::example::{Clock, Content, Example, Protocol};
use crate::gates::Spoilt;

/// How long `cargo test` tries new inputs.
const TIME: Duration = Duration::from_secs(3);

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
    /// What stands in the place of the file at `path` of the example of `protocol`.
    fn content(self, protocol: Protocol, path: &str) -> Content {
        match self {
            Harm::Gone => Content::Nothing,
            Harm::Empty => Content::Bytes(Vec::new()),
            Harm::Blank => Content::Bytes(b" \r\n\t\n".to_vec()),
            Harm::Folder => Content::Folder,
            Harm::LinkOut => protocol.link_out(path),
            Harm::NotText => Content::Bytes(b"\xff\xfe\x00".to_vec()),
        }
    }
}

fn examples() -> [Mutex<Example>; 5] {
    Protocol::ALL.map(|protocol| Mutex::new(Example::of(protocol)))
}

/// The results of the gates that asked for the file at `path`.
fn of_readers<'r>(results: &'r [GateResult], path: &str) -> Vec<&'r GateResult> {
    let asked = |result: &&GateResult| result.evidence.iter().any(|it| it.path.as_str() == path);
    results.iter().skip(1).filter(asked).collect()
}

#[test]
fn a_file_that_is_no_evidence_fails_every_gate_that_reads_it() {
    let examples = examples();
    check!().with_test_time(TIME).with_type().for_each(|harmed: &Harmed| {
        bounded("harm::files", || {
            let example = &examples[harmed.protocol as usize];
            let mut example = example.lock().unwrap_or_else(PoisonError::into_inner);
            let read = evidence(harmed.protocol);
            let path = &read[usize::from(harmed.file) % read.len()];
            let mut changes = harmed.others.changes(harmed.protocol);
            changes.insert(path.clone(), harmed.harm.content(harmed.protocol, path));
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

/// A list that is emptied, and changes to the same document.
#[derive(Debug, Clone, TypeGenerator)]
struct Emptied {
    list: u16,
    #[generator(up_to(2))]
    edits: Vec<Edit>,
}

/// A list that a schema wants filled.
struct Wanted {
    protocol: Protocol,
    /// The file in which it stands, which one of the gates reads.
    path: String,
    /// That file with the list empty.
    emptied: Vec<u8>,
    schema: Arc<Validator>,
}

fn wanted() -> &'static [Wanted] {
    static ALL: OnceLock<Vec<Wanted>> = OnceLock::new();
    ALL.get_or_init(|| {
        let files = Protocol::ALL
            .into_iter()
            .flat_map(|protocol| evidence(protocol).iter().map(move |path| (protocol, path)));
        files.flat_map(|(protocol, path)| lists(protocol, path)).collect()
    })
}

/// The lists in the file at `path` that its schema wants filled; none where it has no schema.
fn lists(protocol: Protocol, path: &str) -> Vec<Wanted> {
    let name = path.rsplit('/').next().and_then(|name| name.strip_suffix(".json"));
    let wanted = format!("{}.schema.json", name.unwrap_or_default());
    let schemas = protocol.source().schemas.iter();
    let Some((_, schema)) = schemas.into_iter().find(|(file, _)| *file == wanted) else {
        return Vec::new();
    };
    let schema = serde_json::from_str(schema).expect("a schema");
    let schema = Arc::new(jsonschema::validator_for(&schema).expect("a schema"));
    let bytes = &Example::files(protocol)[path];
    let document: Value = serde_json::from_slice(bytes).expect("JSON");
    let mut pointers = Vec::new();
    pointers_of_lists(&document, String::new(), &mut pointers);
    let emptied = pointers.into_iter().map(|pointer| {
        let mut document = document.clone();
        *document.pointer_mut(&pointer).expect("a list") = Value::Array(Vec::new());
        serde_json::to_vec_pretty(&document).expect("JSON")
    });
    emptied
        .filter(|emptied| too_short(&schema, emptied).is_some())
        .map(|emptied| Wanted { protocol, path: path.to_owned(), emptied, schema: schema.clone() })
        .collect()
}

fn pointers_of_lists(value: &Value, at: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            let key = key.replace('~', "~0").replace('/', "~1");
            pointers_of_lists(value, format!("{at}/{key}"), pointers);
        }),
        Value::Array(items) => {
            pointers.push(at.clone());
            items.iter().enumerate().for_each(|(index, value)| {
                pointers_of_lists(value, format!("{at}/{index}"), pointers);
            });
        }
        _ => {}
    }
}

#[test]
fn an_empty_list_that_its_schema_wants_filled_fails_every_gate_that_reads_it() {
    let examples = examples();
    check!().with_test_time(TIME).with_type().for_each(|emptied: &Emptied| {
        bounded("harm::lists", || {
            let all = wanted();
            let Wanted { protocol, path, emptied: intact, schema } =
                &all[usize::from(emptied.list) % all.len()];
            let edits = emptied.edits.iter();
            let bytes = edits.fold(intact.clone(), |bytes, edit| edit.apply(path, &bytes));
            // The changes may have filled it.
            let Some(problem) = too_short(schema, &bytes) else { return };
            let example = &examples[*protocol as usize];
            let mut example = example.lock().unwrap_or_else(PoisonError::into_inner);
            example.spoil(&BTreeMap::from([(path.clone(), Content::Bytes(bytes))]));
            let results = example.judge(Clock::Example).expect("a verdict");
            for result in of_readers(&results, path) {
                assert_eq!(result.status, Status::Fail, "{path}: {problem}");
            }
        });
    });
}

/// Which list in `bytes` is empty although `schema` wants it filled; none where they are no JSON, which
/// the readers are tested for.
fn too_short(schema: &Validator, bytes: &[u8]) -> Option<String> {
    let document = serde_json::from_slice(bytes).ok()?;
    let mut problems = schema.iter_errors(&document);
    let problem = problems.find(|it| matches!(it.kind(), ValidationErrorKind::MinItems { .. }))?;
    Some(format!("{}: {problem}", problem.instance_path()))
}
