//! `--scaffold`: a template for each piece of evidence that is missing. A template can never pass
//! until it is filled in, and the run that writes it fails.

use std::fmt::Write;

use ray_core::place::EvidencePath;
use ray_ledger::write;

use crate::end;
use crate::failure::Failure;
use crate::session::Session;

/// Writes the templates of the evidence that is not there, and says which.
///
/// # Errors
/// When a file cannot be written.
pub(crate) fn write_missing(session: &Session) -> Result<(), Failure> {
    let mut said = String::new();
    for (path, template) in templates(session) {
        if write::create(&session.workspace.root().join(path.as_str()), template.as_bytes())? {
            let _ = writeln!(said, "wrote the template {path}; it fails until it is filled in");
        }
    }
    if said.is_empty() {
        said.push_str("no file was missing, so no template was written\n");
    }
    end::print(said.as_bytes())
}

/// Where each template of the protocol belongs, and its text.
pub(crate) fn templates(
    session: &Session,
) -> impl Iterator<Item = (EvidencePath, &'static str)> + use<'_> {
    let templates = session.protocol.source.templates.iter();
    templates.map(|(name, template)| (home(session, name), *template))
}

/// Where the evidence called `name` belongs.
fn home(session: &Session, name: &str) -> EvidencePath {
    let from_root =
        session.protocol.descriptor.evidence.iter().filter(|evidence| evidence.from_root);
    from_root
        .map(|evidence| EvidencePath::new(&evidence.file))
        .find(|path| path.file_name() == name)
        .unwrap_or_else(|| session.folder.join(name))
}
