//! Reads the evidence of one gate: from a name in the descriptor to a shape, with what was found
//! on the way kept for the criterion that the evidence is sound.

use std::cell::RefCell;
use std::io::Read;
use std::sync::Arc;

use super::judgement::{Judgement, Unjudged};
use super::result::EvidenceFile;
use super::settings::{SettingValue, Settings};
use super::{Context, archives};
use crate::evidence::markdown;
use crate::evidence::page::Page;
use crate::evidence::text;
use crate::evidence::tree::Tree;
use crate::evidence::view::{Fields, View};
use crate::evidence::zip::Archive;
use crate::evidence::{json, yaml};
use crate::finding::{Finding, Notes};
use crate::place::{EvidencePath, Located, Placed};
use crate::protocol::{CriterionSpec, GateSpec};
use crate::shape::release;
use crate::source::SourceFile;
use crate::workspace::{Fingerprint, Readable};

/// One piece of evidence: its path, and its shape where it could be read.
#[derive(Debug)]
pub struct Evidence<T> {
    path: EvidencePath,
    shape: Option<T>,
}

impl<T> Evidence<T> {
    /// The shape, for the criterion of `judgement`: a finding of it that has no better place goes to
    /// this file.
    ///
    /// # Errors
    /// When the file is missing or unreadable; the criterion is then not judged.
    pub fn get(&self, judgement: &mut Judgement<'_>) -> Result<&T, Unjudged> {
        judgement.home_at(&self.path);
        self.shape.as_ref().ok_or_else(|| Unjudged::no_evidence(&self.path))
    }

    /// The shape, where the file could be read, for what is no judgement.
    pub(crate) fn shape(&self) -> Option<&T> {
        self.shape.as_ref()
    }

    /// Where the file lies, or should.
    #[must_use]
    pub fn path(&self) -> &EvidencePath {
        &self.path
    }
}

/// What evidence of another gate says.
#[derive(Debug)]
pub enum Peeked<T> {
    /// It is not there.
    Absent,
    /// It is there, and cannot be read or does not say it.
    Unreadable(EvidencePath),
    /// What it says.
    Read(T),
}

impl<T> Peeked<T> {
    /// What it says; none when it is not there.
    ///
    /// # Errors
    /// When it is there and does not say it: a broken file must not pass for an absent one. The
    /// criterion is then not judged.
    pub fn where_there(&self) -> Result<Option<&T>, Unjudged> {
        match self {
            Peeked::Absent => Ok(None),
            Peeked::Unreadable(path) => Err(Unjudged::no_evidence(path)),
            Peeked::Read(found) => Ok(Some(found)),
        }
    }
}

/// What reading one file brought.
#[derive(Debug)]
pub(super) struct FileRead {
    pub(super) path: EvidencePath,
    /// Of the bytes that were judged; none when the file could not be read.
    pub(super) fingerprint: Option<Fingerprint>,
    pub(super) findings: Vec<Finding>,
    pub(super) release: Option<Located<String>>,
    /// True when another criterion than "evidence is sound" judges the file.
    pub(super) judged_elsewhere: bool,
}

/// The evidence of one gate while it is being read.
pub struct Reading<'a> {
    context: Context<'a>,
    spec: &'a GateSpec,
    settings: &'a Settings,
    files: RefCell<Vec<FileRead>>,
}

impl<'a> Reading<'a> {
    /// Nothing read yet.
    #[must_use]
    pub fn new(context: Context<'a>, spec: &'a GateSpec, settings: &'a Settings) -> Self {
        Self { context, spec, settings, files: RefCell::default() }
    }

    /// What all gates of the run share.
    #[must_use]
    pub fn context(&self) -> Context<'a> {
        self.context
    }

    /// The gate's settings.
    #[must_use]
    pub fn settings(&self) -> &'a Settings {
        self.settings
    }

    /// What the descriptor says about the gate.
    #[must_use]
    pub fn spec(&self) -> &'a GateSpec {
        self.spec
    }

    /// Reads the JSON or YAML evidence `id`, whose root must be an object.
    pub fn object<T>(&self, id: &str, read: impl FnOnce(Fields<'_>) -> T) -> Evidence<T> {
        self.object_at(self.path_of(id), read)
    }

    /// Reads the JSON or YAML file at `path`, whose root must be an object.
    pub fn object_at<T>(
        &self,
        path: EvidencePath,
        read: impl FnOnce(Fields<'_>) -> T,
    ) -> Evidence<T> {
        let is_json = is_json(&path);
        let names_release = self.context.protocol.descriptor.protocol.names_release;
        self.file(path, |source, notes| {
            let tree = parse_tree(source, notes)?;
            let fields = View::root(&tree, notes).object()?;
            let release = if names_release && is_json {
                fields.required("release").and_then(View::label)
            } else {
                fields.optional("release").and_then(View::label)
            };
            Some((read(fields), release))
        })
    }

    /// Reads the Markdown evidence `id`.
    pub fn markdown<T>(&self, id: &str, read: impl FnOnce(&Page<'_>) -> T) -> Evidence<T> {
        let spec = self.context.protocol.evidence(id);
        self.file(self.path_of(id), |source, notes| {
            let document = markdown::parse(source);
            let release = release::named_in(&document);
            Some((read(&Page::new(&document, spec?, notes)), release))
        })
    }

    /// Hands the bytes of the evidence `id`, with its path, to a reader that streams it (a log, a
    /// CSV): the file may be larger than memory. It is hashed on the way.
    pub fn stream<T>(
        &self,
        id: &str,
        read: impl FnOnce(&mut dyn Read, &EvidencePath, &Notes) -> Option<T>,
    ) -> Evidence<T> {
        let path = self.path_of(id);
        let notes = Notes::new(self.context.now);
        let streamed = self.context.workspace.stream(&path, |bytes| read(bytes, &path, &notes));
        let (shape, fingerprint) = match streamed {
            Ok((shape, fingerprint)) => (shape, Some(fingerprint)),
            Err(problem) => {
                notes.add(problem.finding(&path, &path));
                (None, None)
            }
        };
        self.remember(path, fingerprint, notes, (shape, None))
    }

    /// Reads the zip evidence `id`, of any size. What `read` does not unpack is not read, and whether
    /// it is sound nobody then says.
    pub fn archive<T>(
        &self,
        id: &str,
        read: impl FnOnce(Archive<Readable>, &Notes) -> T,
    ) -> Evidence<T> {
        let path = self.path_of(id);
        let notes = Notes::new(self.context.now);
        let limits = archives::limits(self.context.archives);
        let shape = match self.context.workspace.open_file(&path) {
            Ok(file) => {
                Archive::open(file, &path, &limits, &notes).map(|archive| read(archive, &notes))
            }
            Err(problem) => {
                notes.add(problem.finding(&path, &path));
                None
            }
        };
        let fingerprint = self.context.workspace.fingerprint(&path).ok();
        self.remember(path, fingerprint, notes, (shape, None))
    }

    /// Where the evidence `id` lies: where a flag or setting says, or in the evidence folder.
    #[must_use]
    pub fn path_of(&self, id: &str) -> EvidencePath {
        let replaced =
            self.spec.settings.iter().find(|setting| setting.evidence.as_deref() == Some(id));
        let named = replaced
            .and_then(|spec| self.settings.get(&spec.id))
            .and_then(|setting| setting.value.as_ref());
        match (named, self.context.protocol.evidence(id)) {
            (Some(SettingValue::File(path)), _) => path.clone(),
            (_, Some(evidence)) if evidence.from_root => EvidencePath::new(&evidence.file),
            (_, Some(evidence)) => self.context.folder.join(&evidence.file),
            (_, None) => self.context.folder.join(id),
        }
    }

    /// Starts judging `spec`.
    #[must_use]
    pub fn judgement<'j>(&self, spec: &'j CriterionSpec) -> Judgement<'j>
    where
        'a: 'j,
    {
        let first = self.files.borrow().first().map(|file| file.path.clone());
        let home = first.unwrap_or_else(|| self.context.folder.clone());
        Judgement::new(spec, self.context.workspace, self.settings, self.context.now, home.place())
    }

    /// Every file that was asked for, by path.
    #[must_use]
    pub fn evidence_files(&self) -> Vec<EvidenceFile> {
        let mut files: Vec<EvidenceFile> = self
            .files
            .borrow()
            .iter()
            .map(|file| EvidenceFile {
                path: file.path.clone(),
                fingerprint: file.fingerprint.clone(),
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup();
        files
    }

    /// Remembers the file at `path`, which an upstream protocol hands over, and the release that it
    /// names; whether it is sound is judged elsewhere.
    pub(crate) fn upstream(&self, path: &EvidencePath) {
        let release = if is_json(path) { self.release_in(path) } else { None };
        self.files.borrow_mut().push(FileRead {
            path: path.clone(),
            fingerprint: self.context.workspace.fingerprint(path).ok(),
            findings: Vec::new(),
            release,
            judged_elsewhere: true,
        });
    }

    pub(super) fn files(&self) -> &RefCell<Vec<FileRead>> {
        &self.files
    }

    /// The releases that the evidence of earlier gates names, as far as it is there: evidence of
    /// another release must not stand beside this gate's.
    pub(super) fn earlier_releases(&self) -> Vec<Located<String>> {
        let gates = &self.context.protocol.descriptor.gates;
        let earlier = gates
            .iter()
            .take_while(|gate| gate.name != self.spec.name)
            .flat_map(|gate| &gate.evidence);
        let read: Vec<EvidencePath> =
            self.files.borrow().iter().map(|file| file.path.clone()).collect();
        if !gates.iter().any(|gate| gate.name == self.spec.name) {
            return Vec::new();
        }
        earlier
            .map(|id| self.path_of(id))
            .filter(|path| is_json(path) && !read.contains(path))
            .filter_map(|path| self.release_in(&path))
            .collect()
    }

    fn release_in(&self, path: &EvidencePath) -> Option<Located<String>> {
        self.peek_at(path, |fields| fields.optional("release")?.label())
    }

    /// What `read` finds in the JSON or YAML evidence `id` of another gate, where it is there. What is
    /// wrong with that file is for its own gate to say.
    pub fn peek<T>(&self, id: &str, read: impl FnOnce(Fields<'_>) -> Option<T>) -> Peeked<T> {
        let path = self.path_of(id);
        match self.peek_at(&path, read) {
            Some(found) => Peeked::Read(found),
            None if self.context.workspace.exists(&path) => Peeked::Unreadable(path),
            None => Peeked::Absent,
        }
    }

    fn peek_at<T>(
        &self,
        path: &EvidencePath,
        read: impl FnOnce(Fields<'_>) -> Option<T>,
    ) -> Option<T> {
        let ignored = Notes::new(self.context.now);
        let loaded = self.context.workspace.read(path).ok()?;
        let source = text::decode(loaded.bytes.to_vec(), path, &ignored)?;
        let tree = parse_tree(source, &ignored)?;
        read(View::root(&tree, &ignored).object()?)
    }

    fn file<T>(
        &self,
        path: EvidencePath,
        read: impl FnOnce(SourceFile, &Notes) -> Option<(T, Option<Located<String>>)>,
    ) -> Evidence<T> {
        let notes = Notes::new(self.context.now);
        let loaded = self.context.workspace.read(&path);
        let fingerprint = loaded.as_ref().ok().map(|loaded| loaded.fingerprint.clone());
        let parsed = match loaded {
            Ok(loaded) => text::decode(loaded.bytes.to_vec(), &path, &notes)
                .and_then(|source| read(source, &notes)),
            Err(problem) => {
                notes.add(problem.finding(&path, &path));
                None
            }
        };
        let parsed = parsed.map_or((None, None), |(shape, release)| (Some(shape), release));
        self.remember(path, fingerprint, notes, parsed)
    }

    fn remember<T>(
        &self,
        path: EvidencePath,
        fingerprint: Option<Fingerprint>,
        notes: Notes,
        (shape, release): (Option<T>, Option<Located<String>>),
    ) -> Evidence<T> {
        self.files.borrow_mut().push(FileRead {
            path: path.clone(),
            fingerprint,
            findings: notes.into_findings(),
            release,
            judged_elsewhere: false,
        });
        Evidence { path, shape }
    }
}

fn is_json(path: &EvidencePath) -> bool {
    path.as_str().to_ascii_lowercase().ends_with(".json")
}

fn parse_tree(source: SourceFile, notes: &Notes) -> Option<Arc<Tree>> {
    if is_json(source.path()) { json::parse(source, notes) } else { yaml::parse(source, notes) }
}
