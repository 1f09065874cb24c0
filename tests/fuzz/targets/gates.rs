//! The evidence of every gate, and what must be in place before it: the example of a protocol with any
//! number of changes to any of its files, at any time.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bolero::{TypeGenerator, check};
use ray_core::checksum::Digest;

use crate::bounds::bounded;
use crate::edit::{Edit, up_to};
use crate::example::{Clock, Content, Example, Files, Protocol};
use crate::oracle;

/// Changes that are made to one example.
const EDITS: usize = 5;

/// How long `cargo test` tries new inputs on the gates of a protocol: judging takes longer than reading.
const TIME: Duration = Duration::from_secs(4);

/// Changes to an example, and the instant at which it is judged.
#[derive(Debug, Clone, TypeGenerator)]
pub(crate) struct Spoilt {
    pub(crate) clock: Clock,
    #[generator(up_to(EDITS))]
    edits: Vec<Edit>,
    #[generator(up_to(2))]
    places: Vec<Place>,
    /// Checksums that are written down follow the changes, so that gates look further.
    follow: bool,
    twice: bool,
}

/// A change to what stands in the place of a file.
#[derive(Debug, Clone, TypeGenerator)]
struct Place {
    file: u8,
    becomes: Becomes,
}

#[derive(Debug, Clone, TypeGenerator)]
enum Becomes {
    Nothing,
    Empty,
    Folder,
    LinkOut,
    LinkToNothing,
    LinkToItself,
    Other(u8),
    Exchanged(u8),
    WithByteOrderMark,
    WithCarriageReturns,
    HeaderOnly,
}

impl Spoilt {
    /// What is not as in the example after the changes.
    pub(crate) fn changes(&self, protocol: Protocol) -> BTreeMap<String, Content> {
        let intact = Example::files(protocol);
        let names: Vec<&String> = intact.keys().filter(|name| *name != "ray.toml").collect();
        let name = |at: u8| names[usize::from(at) % names.len()];
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for edit in &self.edits {
            let name = name(edit.file);
            let bytes = files.get(name).unwrap_or(&intact[name]);
            let bytes = edit.apply(name, bytes);
            files.insert(name.clone(), bytes);
        }
        if self.follow {
            follow(intact, &mut files);
        }
        let mut contents: BTreeMap<String, Content> =
            files.into_iter().map(|(name, bytes)| (name, Content::Bytes(bytes))).collect();
        for place in &self.places {
            place.apply(name(place.file), protocol, &name, &mut contents);
        }
        contents
    }
}

impl Place {
    fn apply<'n>(
        &self,
        file: &str,
        protocol: Protocol,
        name: &impl Fn(u8) -> &'n String,
        contents: &mut BTreeMap<String, Content>,
    ) {
        let intact = Example::files(protocol);
        let bytes = || match contents.get(file) {
            Some(Content::Bytes(bytes)) => bytes.clone(),
            _ => intact[file].clone(),
        };
        let content = match &self.becomes {
            Becomes::Nothing => Content::Nothing,
            Becomes::Empty => Content::Bytes(Vec::new()),
            Becomes::Folder => Content::Folder,
            Becomes::LinkOut => protocol.link_out(file),
            Becomes::LinkToNothing => Content::Link("nowhere".to_owned()),
            Becomes::LinkToItself => {
                Content::Link(file.rsplit('/').next().unwrap_or_default().to_owned())
            }
            Becomes::Other(other) => Content::Bytes(intact[name(*other)].clone()),
            Becomes::Exchanged(other) => {
                let other = name(*other);
                let bytes = bytes();
                contents.insert(other.clone(), Content::Bytes(bytes));
                Content::Bytes(intact[other].clone())
            }
            Becomes::WithByteOrderMark => {
                Content::Bytes([b"\xef\xbb\xbf", bytes().as_slice()].concat())
            }
            Becomes::WithCarriageReturns => {
                let parts: Vec<Vec<u8>> =
                    bytes().split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                Content::Bytes(parts.join(&b"\r\n"[..]))
            }
            Becomes::HeaderOnly => {
                let bytes = bytes();
                let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
                Content::Bytes(bytes[..end].to_vec())
            }
        };
        contents.insert(file.to_owned(), content);
    }
}

/// Lets the checksums and sizes that other files record of the changed `files` follow the changes.
fn follow(intact: &Files, files: &mut Files) {
    let changed: Vec<(String, String)> = files
        .iter()
        .map(|(name, bytes)| (Digest::of(&intact[name]).to_string(), Digest::of(bytes).to_string()))
        .collect();
    for name in intact.keys().filter(|name| name.ends_with(".json")) {
        let bytes = files.get(name).unwrap_or(&intact[name]);
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let mut text = text.to_owned();
        for (before, now) in changed.iter().filter(|(before, now)| before != now) {
            text = text.replace(before, now);
        }
        if text.as_bytes() != bytes {
            files.insert(name.clone(), text.into_bytes());
        }
    }
}

/// Judges the example of `protocol` with the changes of many inputs.
macro_rules! target {
    ($name:ident, $protocol:expr) => {
        #[test]
        fn $name() {
            let example = Mutex::new(Example::of($protocol));
            check!().with_test_time(TIME).with_type().for_each(|spoilt: &Spoilt| {
                let mut example = example.lock().unwrap_or_else(PoisonError::into_inner);
                bounded(stringify!($name), || judge_one(&mut example, spoilt));
            });
        }
    };
}

target!(pre_deployment, Protocol::PreDeployment);
target!(deployment, Protocol::Deployment);
target!(monitoring, Protocol::Monitoring);
target!(maintenance, Protocol::Maintenance);
target!(sustainment, Protocol::Sustainment);

fn judge_one(example: &mut Example, spoilt: &Spoilt) {
    let changes = spoilt.changes(example.protocol);
    example.spoil(&changes);
    let results = match example.judge(spoilt.clock) {
        Ok(results) => results,
        Err(end) => return oracle::ended(&end),
    };
    results.iter().for_each(oracle::sound);
    results.iter().for_each(oracle::on_its_side);
    oracle::rendered(&results);
    if spoilt.twice {
        assert_eq!(results, example.judge(spoilt.clock).expect("it was judged before"));
    }
}

/// Otherwise nothing here would show anything.
#[test]
fn every_example_passes_before_it_is_spoilt() {
    for protocol in Protocol::ALL {
        let results = Example::of(protocol).judge(Clock::Example).expect("a verdict");
        for result in &results {
            assert_eq!(result.status.word(), "pass", "{:#?}", result.findings);
            oracle::sound(result);
        }
        oracle::rendered(&results);
    }
}
