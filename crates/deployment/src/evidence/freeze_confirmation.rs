//! `change-freeze-confirmation.md`: when nothing may change, and who has acknowledged that.

use ray_core::evidence::markdown::Section;
use ray_core::evidence::page::Page;
use ray_core::place::{Place, Placed};

use super::acknowledgement::Acknowledgement;
use super::window::Window;

/// The confirmation.
#[derive(Debug)]
pub struct FreezeConfirmation {
    /// The freeze window, where there is a section for it.
    pub window: Option<Window>,
    /// That section, or the file where there is none.
    pub window_place: Place,
    /// Who acknowledged.
    pub acknowledgements: Vec<Acknowledgement>,
    /// The section of the acknowledgements, or the file where there is none.
    pub acknowledgements_place: Place,
}

impl FreezeConfirmation {
    /// Reads the confirmation.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        let window = page.section("Freeze window");
        let acknowledgements = page.section("Acknowledgements");
        let place = |section: Option<Section<'_>>| place_of(page, section);
        Self {
            window_place: place(window),
            acknowledgements_place: place(acknowledgements),
            window: window.map(|section| Window::read(page, section)),
            acknowledgements: acknowledgements
                .map(|section| Acknowledgement::read_all(page, section))
                .unwrap_or_default(),
        }
    }
}

fn place_of(page: &Page<'_>, section: Option<Section<'_>>) -> Place {
    section.map_or_else(|| page.path().place(), |section| section.title().place())
}
