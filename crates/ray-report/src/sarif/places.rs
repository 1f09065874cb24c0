//! Where a result is shown: at the evidence when the repository has it, else at the file that stands
//! for the gate, with the evidence beside it.

use ray_core::place::{EvidencePath, Place};

use super::items::{Item, What};
use super::model::{ArtifactLocation, Location, Message, PhysicalLocation, Region};
use crate::Report;
use crate::escape::visible;

/// Shown when nothing else can be: code scanning takes no result without a file.
const ANY_FILE: &str = "README.md";

/// The place of `item`, and those beside it.
pub(super) fn of(item: &Item<'_>, report: &Report<'_>) -> ([Location; 1], Vec<Location>) {
    let script = item.result.map_or("", |result| result.gate.script.as_str());
    let stand_in = report.repository.and_then(|repository| repository.stand_in_for(script));
    let evidence = match item.what {
        What::Finding(reported) => Some(reported.finding.place.clone()),
        What::Missing(path) => Some(whole(&EvidencePath::new(path))),
        What::Unmet(_) | What::NothingHeld | What::LeftOut(_) => None,
    };
    let shown = |path: &EvidencePath| {
        !path.as_str().is_empty()
            && report.repository.is_none_or(|repository| repository.shows(path))
    };
    match (evidence, stand_in) {
        (Some(place), _) if shown(&place.path) => ([primary(&place, report)], Vec::new()),
        (Some(place), Some(stand_in)) => {
            ([primary(&whole(stand_in), report)], vec![beside(&place, report)])
        }
        (Some(place), None) if !place.path.as_str().is_empty() => {
            ([primary(&place, report)], Vec::new())
        }
        (_, stand_in) => {
            let path = stand_in.cloned().or_else(|| first_evidence(item));
            let path = path.unwrap_or_else(|| EvidencePath::new(ANY_FILE));
            ([primary(&whole(&path), report)], Vec::new())
        }
    }
}

/// The first file that the gate asked for.
fn first_evidence(item: &Item<'_>) -> Option<EvidencePath> {
    Some(item.result?.evidence.first()?.path.clone())
}

fn whole(path: &EvidencePath) -> Place {
    Place { path: path.clone(), position: None, pointer: None, excerpt: None }
}

/// A place with a region: a file as a whole is shown at its first line.
fn primary(place: &Place, report: &Report<'_>) -> Location {
    let mut physical_location = physical(place, report);
    physical_location.region.get_or_insert(Region {
        start_line: 1,
        start_column: 1,
        end_line: 1,
        end_column: 1,
    });
    Location { id: None, physical_location, message: None }
}

fn beside(place: &Place, report: &Report<'_>) -> Location {
    let text = match place.pointer.as_deref() {
        None | Some("") => "the evidence".to_owned(),
        Some(pointer) => format!("the evidence, at {}", visible(pointer)),
    };
    let physical_location = physical(place, report);
    Location { id: Some(1), physical_location, message: Some(Message { text }) }
}

/// The file and region of `place`.
pub(super) fn physical(place: &Place, report: &Report<'_>) -> PhysicalLocation {
    let path = match report.repository {
        Some(repository) => repository.from_top(&place.path),
        None => place.path.clone(),
    };
    let width = place.excerpt.as_ref().map_or(0, |excerpt| excerpt.width);
    let region = place.position.map(|position| Region {
        start_line: position.line(),
        start_column: position.column(),
        end_line: position.line(),
        end_column: position.column() + width,
    });
    PhysicalLocation { artifact_location: ArtifactLocation { uri: uri(&path) }, region }
}

/// A relative reference: everything but letters, digits, `-._~` and slashes is percent-encoded, so
/// that no path can become another host or scheme.
fn uri(path: &EvidencePath) -> String {
    let mut uri = String::new();
    for byte in path.as_str().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    if uri.is_empty() { ".".to_owned() } else { uri }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_become_a_scheme_or_a_host() {
        let path = EvidencePath::new("javascript:alert(1)?#é");
        assert_eq!(uri(&path), "javascript%3Aalert%281%29%3F%23%C3%A9");
        assert_eq!(uri(&EvidencePath::new("//evil.example/x")), "evil.example/x");
    }
}
