//! `capacity-analysis.csv`: for each role the staff that is required and the staff that is there.
//!
//! Coverage and gap are what the file declares about itself; they are never taken for the answer.

use std::borrow::Cow;

use std::io::Read;

use ray_core::evidence::csv::{Column, Row};
use ray_core::evidence::view::INVALID_NUMBER;
use ray_core::finding::Notes;
use ray_core::place::{EvidencePath, Place, Placed};
use ray_core::value::decimal;
use ray_core::value::placeholder::is_placeholder;
use rust_decimal::Decimal;

use super::rows::{filled, read_rows};
use crate::approval_log::Cell;

/// Characters that a number may have: staff is counted in people, not in atoms.
const LONGEST_NUMBER: usize = 12;

const COLUMNS: &[Column<'_>] = &[
    Column::required("role", &[]),
    Column::required("required", &["required_staff", "required_fte"]),
    Column::required("available", &["available_staff", "available_fte"]),
    Column::required("coverage", &["coverage_ratio"]),
    Column::required("gap", &["gaps"]),
    Column::required("mitigation", &["mitigation_plan"]),
];

/// One role.
#[derive(Debug)]
pub struct RoleCapacity {
    /// The role.
    pub role: Option<Cell>,
    /// The staff that is required and available, where both can be read.
    pub staff: Option<Staff>,
    /// The coverage that is declared.
    pub coverage: Option<Declared>,
    /// The gap that is declared.
    pub gap: Option<Declared>,
    /// What closes the gap, as written.
    pub mitigation: Option<Cell>,
    /// The row.
    pub place: Place,
}

/// Staff of one role, in people or full-time equivalents.
#[derive(Debug, Clone, Copy)]
pub struct Staff {
    /// What is required; more than nothing.
    pub required: Decimal,
    /// What is there; not negative.
    pub available: Decimal,
}

/// A number that the file declares about itself.
#[derive(Debug)]
pub struct Declared {
    /// The number; a percentage is a hundredth of what is written.
    pub value: Decimal,
    /// True when it is written as a percentage.
    pub is_share: bool,
    /// The field.
    pub cell: Cell,
}

impl Declared {
    /// True when this is `computed`, up to the rounding of the digits that were written, at least two
    /// of them.
    #[must_use]
    pub fn agrees_with(&self, computed: Decimal) -> bool {
        let half_a_digit = Decimal::new(5, self.value.scale().clamp(2, 27) + 1);
        (self.value - computed).abs() <= half_a_digit
    }
}

impl Staff {
    /// Available ÷ required; more than one where there is more staff than required.
    #[must_use]
    pub fn coverage(self) -> Decimal {
        self.available.checked_div(self.required).unwrap_or_default()
    }

    /// Required less available; negative where there is more staff than required.
    #[must_use]
    pub fn gap(self) -> Decimal {
        self.required - self.available
    }

    /// True when nothing is missing.
    #[must_use]
    pub fn is_enough(self) -> bool {
        self.available >= self.required
    }
}

/// Reads the analysis.
#[must_use]
pub fn read(bytes: &mut dyn Read, path: &EvidencePath, notes: &Notes) -> Vec<RoleCapacity> {
    read_rows(bytes, path, notes, COLUMNS, |row| RoleCapacity::read(row, notes))
}

impl RoleCapacity {
    fn read(row: &Row<'_>, notes: &Notes) -> Self {
        let required = staff(row, 1, "required", notes);
        let available = staff(row, 2, "available", notes);
        Self {
            role: filled(row, 0, "role", notes),
            staff: required
                .filter(|required| more_than_nothing(required, notes))
                .zip(available)
                .map(|((required, _), (available, _))| Staff { required, available }),
            coverage: filled(row, 3, "coverage", notes)
                .and_then(|cell| declared(cell, "coverage", notes)),
            gap: Cell::of(row, 4).and_then(|cell| gap(cell, notes)),
            mitigation: Cell::of(row, 5),
            place: row.place(),
        }
    }
}

fn staff(row: &Row<'_>, column: usize, name: &str, notes: &Notes) -> Option<(Decimal, Cell)> {
    let cell = filled(row, column, name, notes)?;
    match number(&cell.text) {
        Some(number) if !number.is_sign_negative() || number.is_zero() => Some((number, cell)),
        Some(_) => {
            unusable(&cell, "The number is negative", "0 or more", notes);
            None
        }
        None => {
            unusable(&cell, "This is no number of people", "a plain number, such as 3.5", notes);
            None
        }
    }
}

/// A role for which nobody is required says nothing about coverage.
fn more_than_nothing((required, cell): &(Decimal, Cell), notes: &Notes) -> bool {
    if required.is_zero() {
        let message = "Nobody is required for this role, so its coverage is no number";
        unusable(cell, message, "more than 0, or no such row", notes);
    }
    !required.is_zero()
}

/// A gap may be left empty, or denied in a word.
fn gap(cell: Cell, notes: &Notes) -> Option<Declared> {
    let denied = is_placeholder(&cell.text) || cell.text.eq_ignore_ascii_case("none");
    if denied {
        return Some(Declared { value: Decimal::ZERO, is_share: false, cell });
    }
    declared(cell, "gap", notes)
}

fn declared(cell: Cell, name: &str, notes: &Notes) -> Option<Declared> {
    let (text, is_share) = match cell.text.strip_suffix('%') {
        Some(percent) => (percent.trim_end(), true),
        None => (cell.text.as_str(), false),
    };
    let scale = if is_share { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    match number(text).and_then(|number| number.checked_div(scale)) {
        Some(value) => Some(Declared { value, is_share, cell }),
        None => {
            let message = format!("The {name} is no number");
            unusable(&cell, message, "a plain number or a percentage", notes);
            None
        }
    }
}

fn number(text: &str) -> Option<Decimal> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    (plain && text.len() <= LONGEST_NUMBER).then(|| decimal::parse(text).ok()).flatten()
}

fn unusable(cell: &Cell, message: impl Into<Cow<'static, str>>, expected: &str, notes: &Notes) {
    let written = format!("\"{}\"", cell.text.chars().take(60).collect::<String>());
    notes.add(INVALID_NUMBER.at(cell).message(message).expected(expected).actual(written));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(text: &str) -> (Vec<RoleCapacity>, usize) {
        let notes = Notes::new(ray_core::clock::Now {
            instant: "2026-11-24T09:00:00Z".parse().unwrap(),
            set_by: None,
        });
        let path = EvidencePath::new("capacity-analysis.csv");
        let text = format!("role,required,available,coverage,gap,mitigation\n{text}\n");
        let roles = read(&mut text.as_bytes(), &path, &notes);
        (roles, notes.errors())
    }

    #[test]
    fn rounding_is_that_of_the_digits_that_are_written() {
        for (coverage, agrees) in
            [("67%", true), ("0.667", true), ("66.7 %", true), ("0.66", false), ("0.6", false)]
        {
            let (roles, _) = roles(&format!("Agent,3,2,{coverage},1,A contract"));
            let computed = roles[0].staff.unwrap().coverage();
            assert_eq!(
                roles[0].coverage.as_ref().unwrap().agrees_with(computed),
                agrees,
                "{coverage}"
            );
        }
    }

    #[test]
    fn what_cannot_be_a_number_of_people_is_refused() {
        for required in ["0", "-1", "", "many", "1e3", "1,5", "NaN", "99999999999999999999", "."] {
            let (roles, errors) = roles(&format!("Agent,\"{required}\",1,1,0,"));
            assert!(roles[0].staff.is_none() && errors > 0, "{required}");
        }
        assert_eq!(roles("Agent,1,999999999999,1,-999999999998,").1, 1);
    }
}
