//! Manifests and packages: what was just written holds, whatever the evidence; a change after that does
//! not; and a manifest of any bytes is told.

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Mutex, PoisonError};

use bolero::{TypeGenerator, check};
use ray_core::clock::Now;
use ray_core::place::EvidencePath;
use ray_core::workspace::Workspace;
use ray_ledger::evidence_manifest::{EvidenceManifest, Expected, Inventory};
use ray_ledger::package::{self, Contents};
use ray_ledger::verify::{Verified, documents, verify_chain, verify_evidence, verify_package};
use ray_ledger::{RECORDS, history};

use crate::bounds::bounded;
use crate::edit::{Edit, up_to};
use crate::example::{Clock, Content, Example, Protocol};
use crate::gates::Spoilt;

/// Evidence with changes, and what is changed after it was written down.
#[derive(Debug, Clone, TypeGenerator)]
struct Recorded {
    protocol: Protocol,
    before: Spoilt,
    after: Edit,
    /// Changes to the manifests themselves.
    #[generator(up_to(3))]
    manifest: Vec<Edit>,
}

const MANIFEST: &str = "evidence-manifest.json";
const PACKAGE: &str = "PACKAGE.zip";
const PACKAGE_MANIFEST: &str = "package-manifest.json";

fn now() -> Now {
    Now::set("2026-11-20T09:00:00Z".parse().expect("a time"), "--now")
}

/// Writes the manifest of all evidence below `.artifacts`.
fn take(example: &Example, clock: Clock) -> Option<()> {
    let opened = example.open(clock).ok()?;
    let results = opened.results().ok()?;
    let folder = EvidencePath::new(".artifacts");
    let protocol = &opened.protocol().descriptor;
    let expected: Vec<Expected> = protocol
        .evidence
        .iter()
        .map(|evidence| Expected {
            path: opened.folder().join(&evidence.file),
            description: evidence.id.clone(),
            required: true,
        })
        .collect();
    let inventory = Inventory {
        workspace: opened.workspace(),
        folder: &folder,
        expected: &expected,
        own: &[],
        results: &results,
        now: now().instant,
        verified_by: None,
        generated_by: "ray-gates 0".to_owned(),
    };
    let manifest = EvidenceManifest::take(&inventory);
    manifest.write(&example.file(MANIFEST)).ok()?;
    Some(())
}

fn pack(example: &Example) -> Option<()> {
    let workspace = Workspace::open(example.root()).ok()?;
    let files = workspace.files_below(&EvidencePath::new(".artifacts"));
    let contents = Contents {
        workspace: &workspace,
        protocol_id: "11",
        required: Vec::new(),
        files,
        archive: EvidencePath::new(PACKAGE),
        release: Some("2.4.0"),
        entry_time: None,
        now: now(),
        verified_by: None,
        generated_by: "ray-gates 0".to_owned(),
    };
    let manifest = package::build(&contents, &mut |_| {}).ok()?;
    manifest.write(&example.file(PACKAGE_MANIFEST)).ok()?;
    Some(())
}

/// What comes of verifying the manifest, and the package.
fn verify(example: &Example) -> [Verified; 2] {
    let workspace = Workspace::open(example.root()).expect("a folder");
    let evidence = verify_evidence(&workspace, &EvidencePath::new(MANIFEST));
    let package = verify_package(&workspace, &EvidencePath::new(PACKAGE_MANIFEST), now());
    [evidence, package]
}

fn one(example: &mut Example, recorded: &Recorded) {
    example.spoil(&recorded.before.changes(recorded.protocol));
    let (taken, packed) = (take(example, recorded.before.clock), pack(example));
    let verified = verify(example);
    assert!(taken.is_none() || verified[0].holds(), "{verified:#?}");
    assert!(packed.is_none() || verified[1].holds(), "{verified:#?}");
    let files: Vec<&String> = Example::files(recorded.protocol)
        .keys()
        .filter(|name| name.starts_with(".artifacts/") && example.file(name).is_file())
        .filter(|name| !example.file(name).is_symlink())
        .collect();
    let name = files[usize::from(recorded.after.file) % files.len()];
    let bytes = fs::read(example.file(name)).expect("a file");
    let changed = recorded.after.apply(name, &bytes);
    if changed != bytes {
        fs::write(example.file(name), changed).expect("a file");
        let [evidence, package] = verify(example);
        assert!(taken.is_none() || !evidence.holds(), "{name} was changed");
        assert!(packed.is_none() || !package.holds(), "{name} was changed");
        fs::write(example.file(name), bytes).expect("a file");
    }
    for manifest in [MANIFEST, PACKAGE_MANIFEST] {
        let Ok(bytes) = fs::read(example.file(manifest)) else { continue };
        let edits = recorded.manifest.iter();
        let bytes = edits.fold(bytes, |bytes, edit| edit.apply("a.json", &bytes));
        fs::write(example.file(manifest), bytes).expect("a file");
    }
    let _ = verify(example);
}

#[test]
fn what_was_just_written_holds_and_a_change_does_not() {
    let examples = Protocol::ALL.map(|protocol| Mutex::new(Example::of(protocol)));
    check!().with_type().for_each(|recorded: &Recorded| {
        bounded("verify::what_was_just_written", || {
            let example = &examples[recorded.protocol as usize];
            let mut example = example.lock().unwrap_or_else(PoisonError::into_inner);
            one(&mut example, recorded);
            for made in [MANIFEST, PACKAGE, PACKAGE_MANIFEST] {
                let _ = fs::remove_file(example.file(made));
            }
        });
    });
}

#[test]
fn documents_of_any_bytes_are_told() {
    let example = Mutex::new(Example::of(Protocol::Deployment));
    check!().for_each(|bytes: &[u8]| {
        bounded("verify::any_bytes", || {
            let mut example = example.lock().unwrap_or_else(PoisonError::into_inner);
            let names = RECORDS.into_iter().chain([PACKAGE_MANIFEST, PACKAGE]);
            let content = |name: &str| (name.to_owned(), Content::Bytes(bytes.to_vec()));
            example.spoil(&names.map(content).collect::<BTreeMap<_, _>>());
            let _ = verify(&example);
            let workspace = Workspace::open(example.root()).expect("a folder");
            for name in RECORDS {
                let path = EvidencePath::new(name);
                let chain = verify_chain(&workspace, &path, history::KIND, &[]);
                assert!(!chain.holds() || bytes.is_empty() || chain.counted > 0);
                let _ = documents(&workspace, &path);
            }
        });
    });
}
