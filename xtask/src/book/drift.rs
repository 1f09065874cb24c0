//! How `docs/` differs from what is generated now. It reads and writes nothing.

use std::path::Path;

use ray_cli::End;
use ray_cli::environment::read_text;
use ray_core::place::EvidencePath;
use ray_core::workspace::Workspace;

use super::{FOLDERS, HandWritten, pages, summary};

/// The folder of the book, from the root of this repository.
pub const BOOK: &str = "docs";

/// A file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// Its path from the root.
    pub path: String,
    /// What should stand in it; none when it should not be there.
    pub wanted: Option<String>,
}

/// Every difference between the book below `root` and what is generated, by path.
///
/// # Errors
/// When `root` cannot be read, or a descriptor is broken.
pub fn drift(root: &Path) -> Result<Vec<Drift>, End> {
    let workspace =
        Workspace::open(root).map_err(|error| End::stopped("opening the root", error))?;
    let there: Vec<String> = workspace
        .files_below(&EvidencePath::new(BOOK))
        .iter()
        .filter_map(|path| path.as_str().strip_prefix("docs/").map(str::to_owned))
        .filter(|path| path.ends_with(".md"))
        .collect();
    // A checkout may have its own line ends.
    let read = |path: &str| {
        let text = read_text(&root.join(BOOK).join(path)).unwrap_or_default();
        text.replace("\r\n", "\n")
    };
    let mut wanted = pages()?;
    let by_hand: Vec<HandWritten> = there
        .iter()
        .filter(|path| !is_generated(path) && *path != SUMMARY)
        .map(|path| HandWritten { path: path.clone(), text: read(path) })
        .collect();
    let contents = summary(&read(SUMMARY), &by_hand, &wanted);
    wanted.push((SUMMARY.to_owned(), contents));
    let stale = there
        .iter()
        .filter(|path| is_generated(path) && !wanted.iter().any(|page| page.0 == **path));
    let mut drift: Vec<Drift> =
        stale.map(|path| Drift { path: format!("{BOOK}/{path}"), wanted: None }).collect();
    for (path, text) in &wanted {
        if !there.contains(path) || read(path) != *text {
            drift.push(Drift { path: format!("{BOOK}/{path}"), wanted: Some(text.clone()) });
        }
    }
    Ok(drift)
}

const SUMMARY: &str = "SUMMARY.md";

fn is_generated(path: &str) -> bool {
    path.split_once('/').is_some_and(|(folder, _)| FOLDERS.contains(&folder))
}
