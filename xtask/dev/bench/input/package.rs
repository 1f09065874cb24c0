//! A package of protocol 10 with one large file in it, listed in its manifest.

use std::fs::File;
use std::io;
use std::path::Path;

use ray_core::checksum;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::bench::input::{SEED, STEP, folder, write};
use crate::bench::places::Places;
use crate::bench::{Done, failed};

const FOLDER: &str = ".artifacts/pre-deployment";

/// With a file of so many bytes. What is returned are the bytes of the file.
pub(crate) fn package(places: &Places, bytes: u64) -> Done<u64> {
    let evidence = places.copy_example("10-pre-deployment", "pre-deployment")?;
    let root = places.root();
    let mut random = fastrand::Rng::with_seed(SEED);
    let bytes =
        write(&evidence.join("metrics.csv"), |out| folder::measurements(out, &mut random, bytes))?;
    let path = evidence.join("pre-deployment-manifest.json");
    let text = std::fs::read_to_string(&path).map_err(failed(STEP))?;
    let mut manifest: Value = serde_json::from_str(&text).map_err(failed(STEP))?;
    let large = recorded(&root, &format!("{FOLDER}/metrics.csv"))?;
    let artifacts = manifest.pointer_mut("/artifacts").and_then(Value::as_array_mut);
    if let Some(artifacts) = artifacts {
        let mut entry = artifacts.first().cloned().unwrap_or_default();
        merge(&mut entry, large);
        merge(&mut entry, json!({ "required": false }));
        artifacts.push(entry);
        pack(&root, artifacts).map_err(failed(STEP))?;
    }
    let package = recorded(&root, &format!("{FOLDER}/PRE-DEPLOYMENT-PACKAGE.zip"))?;
    if let Some(record) = manifest.pointer_mut("/package") {
        merge(record, package);
    }
    std::fs::write(path, format!("{manifest:#}")).map_err(failed(STEP))?;
    Ok(bytes)
}

/// The fields that a manifest has of the file `path`.
fn recorded(root: &Path, path: &str) -> Done<Value> {
    let file = File::open(root.join(path)).map_err(failed(STEP))?;
    let (digest, size) = checksum::digest(file).map_err(failed(STEP))?;
    Ok(json!({ "path": path, "sha256": digest.to_string(), "size_bytes": size }))
}

fn merge(record: &mut Value, fields: Value) {
    if let (Value::Object(record), Value::Object(fields)) = (record, fields) {
        record.extend(fields);
    }
}

fn pack(root: &Path, artifacts: &[Value]) -> zip::result::ZipResult<()> {
    let options = SimpleFileOptions::default().compression_level(Some(1)).large_file(true);
    let package = root.join(FOLDER).join("PRE-DEPLOYMENT-PACKAGE.zip");
    let mut writer = ZipWriter::new(File::create(package)?);
    for path in artifacts.iter().filter_map(|artifact| artifact.get("path")?.as_str()) {
        writer.start_file(path, options)?;
        io::copy(&mut File::open(root.join(path))?, &mut writer)?;
    }
    writer.finish().map(drop)
}
