//! `DEPLOYMENT-REPORT.md`: the final report of the release.

use ray_core::evidence::page::{Page, SectionState};

/// The report.
#[derive(Debug)]
pub struct ReleaseReport {
    /// Each section that it must have, and how it is.
    pub sections: Vec<SectionState>,
}

impl ReleaseReport {
    /// Reads the report.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        Self { sections: page.section_states() }
    }
}
