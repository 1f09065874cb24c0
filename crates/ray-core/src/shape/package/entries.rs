//! The entries of the package are those of the manifest: none is missing, none is extra, and each
//! has the bytes that were recorded.

use std::collections::{BTreeMap, BTreeSet};

use super::contents::{Contents, Layout, PackedFile};
use super::manifest::Manifest;
use super::{Parts, count_strictly};
use crate::checksum::Digest;
use crate::finding::{Code, Finding};
use crate::gate::{Case, Judged, Judgement};
use crate::place::{EvidencePath, Placed};
use crate::shape::link::Link;

/// The package does not hold a file that the manifest lists.
pub const ENTRY_MISSING: Code = Code::error(
    "package-entry-missing",
    "The package does not hold a file that the manifest lists",
    "Write package and manifest anew, from the files as they are now",
    "(a manifest that lists b.json, and a package without it)",
)
.never_waived();

/// The package holds a file that the manifest does not list.
pub const ENTRY_EXTRA: Code = Code::error(
    "package-entry-extra",
    "The package holds a file that the manifest does not list",
    "Find out how the file came in; then write package and manifest anew",
    "(a package with notes.txt, which the manifest does not list)",
)
.never_waived();

/// The package holds a file under another name.
pub const ENTRY_RENAMED: Code = Code::error(
    "package-entry-renamed",
    "The package holds a file under another name than the manifest",
    "Write package and manifest anew, from the files as they are now",
    "(a manifest that lists b.json, and a package that holds it as b-final.json)",
)
.never_waived();

/// The package holds another file under the name that the manifest lists. No waiver covers it.
pub const ENTRY_CHANGED: Code = Code::error(
    "package-entry-changed",
    "A file in the package is not the one whose checksum was recorded",
    "Find out which of the two is right; then write package and manifest anew",
    "(a package whose b.json was edited after the manifest was written)",
)
.never_waived();

pub(super) fn judge(parts: &Parts, judgement: &mut Judgement<'_>) -> Judged {
    let manifest = parts.manifest.get(judgement)?;
    let contents = parts.archive.get(judgement)?;
    let comparison = Comparison::of(parts, manifest, contents);
    for case in comparison.cases() {
        count_strictly(case, judgement);
    }
    Ok(())
}

/// Both sides by path.
struct Comparison<'p> {
    listed: BTreeMap<EvidencePath, &'p Link>,
    packed: BTreeMap<EvidencePath, &'p PackedFile>,
    layout: Layout,
}

impl<'p> Comparison<'p> {
    fn of(parts: &Parts, manifest: &'p Manifest, contents: &'p Contents) -> Self {
        let mut listed = BTreeMap::new();
        for link in manifest.artifacts.iter().map(|artifact| &artifact.file.link) {
            if let Some(path) = link.target().filter(|path| !parts.never_packed(path)) {
                listed.entry(path).or_insert(link);
            }
        }
        let layout = contents.layout(&parts.folder, |path| listed.contains_key(path));
        let packed = contents.files.iter().map(|file| (layout.path(file), file)).collect();
        Self { listed, packed, layout }
    }

    fn cases(&self) -> Vec<Case> {
        let (mut cases, mut renamed) = (Vec::new(), BTreeSet::new());
        let mut extra = self.extra_by_digest();
        for (path, link) in &self.listed {
            cases.push(match self.packed.get(path) {
                Some(file) => compare(path, link, file),
                None => {
                    let same =
                        link.checksum().and_then(|(_, digest)| extra.get_mut(&digest)?.pop());
                    renamed.extend(same.map(|file| file.entry.name()));
                    self.absent(path, link, same).into()
                }
            });
        }
        let unlisted = self.packed.iter().filter(|(path, _)| !self.listed.contains_key(path));
        let extra = unlisted.filter(|(_, file)| !renamed.contains(file.entry.name()));
        cases.extend(extra.map(|(path, file)| Case::from(unlisted_entry(path, file))));
        cases
    }

    /// What the manifest does not list, by its bytes: candidates for a file that was renamed.
    fn extra_by_digest(&self) -> BTreeMap<Digest, Vec<&'p PackedFile>> {
        let mut extra: BTreeMap<Digest, Vec<&PackedFile>> = BTreeMap::new();
        for (path, file) in self.packed.iter().rev() {
            if let (false, Some(digest)) = (self.listed.contains_key(path), file.digest) {
                extra.entry(digest).or_default().push(file);
            }
        }
        extra
    }

    /// The manifest lists `path`, and no entry has that name; `same` has its bytes.
    fn absent(&self, path: &EvidencePath, link: &Link, same: Option<&PackedFile>) -> Finding {
        let place = link.path().map_or_else(|| path.place(), Placed::place);
        let expected = format!("an entry \"{}\"", self.layout.name(path));
        match same {
            None => ENTRY_MISSING
                .at(&place)
                .message(format!("The package does not hold {path}, which the manifest lists"))
                .expected(expected)
                .actual("none"),
            Some(file) => ENTRY_RENAMED
                .at(&place)
                .message(format!("The package holds {path} under another name"))
                .expected(expected)
                .actual(format!("\"{}\"", file.entry.name())),
        }
    }
}

fn compare(path: &EvidencePath, link: &Link, file: &PackedFile) -> Case {
    let (Some((written, recorded)), Some(found)) = (link.checksum(), file.digest) else {
        return Case::Unreadable;
    };
    Case::when(recorded == found, || {
        ENTRY_CHANGED
            .at(written)
            .message(format!("{path} in the package is not the file whose checksum was recorded"))
            .expected(recorded.to_string())
            .actual(found.to_string())
    })
}

fn unlisted_entry(path: &EvidencePath, file: &PackedFile) -> Finding {
    ENTRY_EXTRA
        .at(&file.entry)
        .message(format!("The package holds {path}, which is none of the files it should hold"))
        .expected("the files that the manifest lists, without package, manifest and history")
        .actual(format!("\"{}\"", file.entry.name()))
}
