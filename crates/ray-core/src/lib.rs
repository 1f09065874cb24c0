//! The vocabulary of the gates: located evidence, checksums, criteria and results.
//!
//! Evidence goes in at one end, is read once with its places, is held against criteria, and leaves
//! as a result that anyone can check:
//!
//! - [`workspace`] opens the user's repository read-only and hashes what is read;
//! - [`evidence`] turns bytes into located values and findings about grammar;
//! - [`shape`] and [`value`] give meaning that several protocols share;
//! - [`gate`] judges criteria and draws the verdict, [`prerequisites`] does so before the gates;
//! - [`protocol`] is the typed descriptor that says what there is to judge;
//! - [`finding`], [`place`] and [`source`] say what is wrong, and where.
//!
//! This crate knows no protocol by name, no output format, no flag, no environment variable and no
//! clock, and it never writes.

pub mod checksum;
pub mod clock;
pub mod evidence;
pub mod finding;
pub mod gate;
pub mod place;
pub mod prerequisites;
pub mod protocol;
pub mod shape;
pub mod source;
pub mod value;
pub mod workspace;

/// Every finding code that this crate can raise. Words are unique across the project.
pub fn codes() -> impl Iterator<Item = &'static finding::Code> {
    let lists = [
        evidence::CODES,
        evidence::page::CODES,
        evidence::text::CODES,
        evidence::view::CODES,
        evidence::csv::CODES,
        evidence::yaml::CODES,
        evidence::zip::CODES,
        gate::CODES,
        gate::judgement::CODES,
        shape::approval::CODES,
        shape::link::CODES,
        shape::package::CODES,
        shape::stamp::CODES,
        workspace::CODES,
    ];
    lists.into_iter().flatten().copied().chain(prerequisites::codes())
}
