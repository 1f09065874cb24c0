//! A window of time, as freeze confirmation and health log both name it: `Start: …` and `End: …`,
//! or `Window: A to B`.

use jiff::Timestamp;
use ray_core::evidence::markdown::Section;
use ray_core::evidence::page::Page;
use ray_core::place::Located;
use ray_core::value::instant::read_in_prose;

/// What separates start and end on one line.
const SEPARATORS: &[&str] = &[" to ", " until ", " – ", " — ", " - ", " → "];

/// A start and an end, each where it could be read.
#[derive(Debug)]
pub struct Window {
    /// When it starts.
    pub start: Option<Located<Timestamp>>,
    /// When it ends.
    pub end: Option<Located<Timestamp>>,
}

impl Window {
    /// Reads the window that `section` names.
    #[must_use]
    pub fn read(page: &Page<'_>, section: Section<'_>) -> Self {
        let field = |names: &[&str]| section.body().field(names).map(|field| field.value);
        let (start, end) = match field(&page.names("Window")) {
            Some(both) => split(&both),
            None => (field(&page.names("Start")), field(&page.names("End"))),
        };
        Self {
            start: start.and_then(|start| read_in_prose(start, page.notes())),
            end: end.and_then(|end| read_in_prose(end, page.notes())),
        }
    }
}

fn split(both: &Located<String>) -> (Option<Located<String>>, Option<Located<String>>) {
    match SEPARATORS.iter().find_map(|separator| both.value.split_once(separator)) {
        Some((start, end)) => {
            let part = |part: &str| Some(both.clone().map(|_| part.trim().to_owned()));
            (part(start), part(end))
        }
        None => (Some(both.clone()), None),
    }
}
