//! The package with which a protocol hands over: an archive of the evidence, and the manifest that
//! describes it. The same evidence gives the same bytes, wherever and whenever it is packed.

mod build;
mod manifest;

pub use build::{Contents, PackError, Progress, build, can_be_an_entry_time};
pub use manifest::PackageManifest;
