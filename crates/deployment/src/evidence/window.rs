//! A window of time, as freeze confirmation and health log both name it: `Start: …` and `End: …`,
//! or `Window: A to B`.

use jiff::Timestamp;
use ray_core::evidence::markdown::Section;
use ray_core::evidence::page::Page;
use ray_core::finding::Notes;
use ray_core::place::Located;
use ray_core::value::instant::parse_in_prose;

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
        Self { start: time(start, page.notes()), end: time(end, page.notes()) }
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

fn time(written: Option<Located<String>>, notes: &Notes) -> Option<Located<Timestamp>> {
    let written = written?;
    match parse_in_prose(&written.value) {
        Ok(time) => Some(written.map(|_| time)),
        Err(problem) => {
            notes.add(problem.finding(&written, &written.value));
            None
        }
    }
}
