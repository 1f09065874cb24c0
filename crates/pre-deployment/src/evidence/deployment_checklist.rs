//! `deployment-checklist.md`: the steps of the production deployment, as a list of tasks.

use ray_core::evidence::markdown::Item;
use ray_core::evidence::page::Page;
use ray_core::place::Located;

/// The checklist.
#[derive(Debug)]
pub struct DeploymentChecklist {
    /// The release that it is for.
    pub release: Option<Located<String>>,
    /// What is to be done.
    pub tasks: Vec<Located<String>>,
}

impl DeploymentChecklist {
    /// Reads the checklist.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        Self { release: page.release(), tasks: page.tasks().map(Item::text).collect() }
    }
}
