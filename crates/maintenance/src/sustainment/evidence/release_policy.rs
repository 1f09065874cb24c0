//! `release-policy.md`: when maintenance releases go out, and what they must pass.

use ray_core::evidence::page::{Page, SectionState};

/// The policy.
#[derive(Debug)]
pub struct ReleasePolicy {
    /// Each section that it must have, and how it is.
    pub sections: Vec<SectionState>,
}

impl ReleasePolicy {
    /// Reads the policy.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        Self { sections: page.section_states() }
    }
}
