//! `config/release-approvers.yaml`: who must acknowledge a change freeze.

use ray_core::evidence::view::{Fields, View};
use ray_core::place::{Located, Spot};

/// The list of stakeholders.
#[derive(Debug)]
pub struct ReleaseApprovers {
    /// Everybody in the file.
    pub stakeholders: Vec<Stakeholder>,
    /// The list, for what is missing in it.
    pub place: Spot,
}

/// One stakeholder.
#[derive(Debug)]
pub struct Stakeholder {
    /// The name of the person.
    pub name: Located<String>,
    /// True unless the file says that the acknowledgement is not required.
    pub required: bool,
}

impl ReleaseApprovers {
    /// Reads the list.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let list = fields.required("stakeholders");
        Self {
            place: list.map_or_else(|| fields.spot(), |list| list.spot()),
            stakeholders: list
                .and_then(View::filled_list)
                .unwrap_or_default()
                .into_iter()
                .filter_map(Stakeholder::read)
                .collect(),
        }
    }

    /// Those who must acknowledge.
    pub fn required(&self) -> impl Iterator<Item = &Stakeholder> {
        self.stakeholders.iter().filter(|stakeholder| stakeholder.required)
    }
}

impl Stakeholder {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let required = fields.optional("required").and_then(View::boolean);
        Some(Self {
            name: fields.required("name").and_then(View::filled_text)?,
            required: required.is_none_or(|required| required.value),
        })
    }
}
