//! `review-calendar.md`: the health checks 30, 60 and 90 days after the launch.

use ray_core::evidence::markdown::Table;
use ray_core::evidence::page::Page;
use ray_core::place::{Located, Place, Placed};

/// The reviews that must be scheduled, by the days after the launch.
pub const REQUIRED_DAYS: [u32; 3] = [30, 60, 90];

/// The calendar.
#[derive(Debug)]
pub struct ReviewCalendar {
    /// Every row that is about one of the required reviews.
    pub reviews: Vec<Review>,
    /// The first table of reviews, or the file where there is none.
    pub place: Place,
}

/// One review, as written.
#[derive(Debug)]
pub struct Review {
    /// How many days after the launch.
    pub days: u32,
    /// When.
    pub date: Option<Located<String>>,
    /// What is looked at.
    pub agenda: Option<Located<String>>,
    /// The person who leads it.
    pub facilitator: Option<Located<String>>,
    /// The row.
    pub place: Place,
}

impl ReviewCalendar {
    /// Reads the calendar. A table counts when it has a column for the review; rows about other
    /// reviews are prose.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        let is_reviews = |table: &Table<'_>| page.column(*table, "Review").is_some();
        let tables: Vec<Table<'_>> = page.tables().filter(is_reviews).collect();
        Self {
            reviews: tables.iter().flat_map(|table| reviews(page, *table)).collect(),
            place: tables.first().map_or_else(|| page.path().place(), Placed::place),
        }
    }
}

fn reviews(page: &Page<'_>, table: Table<'_>) -> Vec<Review> {
    let columns =
        ["Review", "Date", "Agenda", "Facilitator"].map(|name| page.required_column(table, name));
    let [Some(review), Some(date), Some(agenda), Some(facilitator)] = columns else {
        return Vec::new();
    };
    page.rows(table)
        .into_iter()
        .filter_map(|row| {
            Some(Review {
                days: days(&row.get(review)?.value)?,
                date: row.get(date),
                agenda: row.get(agenda),
                facilitator: row.get(facilitator),
                place: row.place(),
            })
        })
        .collect()
}

/// The required days that `text` names: `30-day review`, `Day 60`, `90 days`.
fn days(text: &str) -> Option<u32> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok());
    numbers.into_iter().find(|number| REQUIRED_DAYS.contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_a_review_by_its_number() {
        assert_eq!(days("30-day review"), Some(30));
        assert_eq!(days("Day 60"), Some(60));
        assert_eq!(days("Review after 90 days"), Some(90));
        assert_eq!(days("Review 2: 60 days"), Some(60));
        assert_eq!(days("180-day review"), None);
        assert_eq!(days("Kick-off"), None);
        assert_eq!(days("99999999999999999999"), None);
    }
}
