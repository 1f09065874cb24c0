//! `release-manifest.md`: what is released, what it touches, how it is taken back, and who agreed.

use ray_core::evidence::page::{Page, SectionState};
use ray_core::place::{Place, Placed};

use super::acknowledgement::Acknowledgement;

/// The manifest.
#[derive(Debug)]
pub struct ReleaseManifest {
    /// Each section that it must have, and how it is.
    pub sections: Vec<SectionState>,
    /// What the stakeholders said.
    pub stakeholders: Vec<Acknowledgement>,
    /// The section of the stakeholders, or the file where there is none.
    pub stakeholders_place: Place,
}

impl ReleaseManifest {
    /// Reads the manifest.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        let stakeholders = page.section("Stakeholders");
        Self {
            sections: page.section_states(),
            stakeholders_place: stakeholders
                .as_ref()
                .map_or_else(|| page.path().place(), |section| section.title().place()),
            stakeholders: stakeholders
                .map(|section| Acknowledgement::read_all(page, section))
                .unwrap_or_default(),
        }
    }
}
