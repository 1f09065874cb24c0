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
    origins().into_iter().flat_map(|origin| origin.codes)
}

/// A part of this crate that raises codes of its own.
#[derive(Debug)]
pub struct Origin {
    /// Who raises them, after "raised by".
    pub raised_by: &'static str,
    /// The codes.
    pub codes: Vec<&'static finding::Code>,
}

/// The codes of this crate by what raises them. No gate lists them: which of them it can raise follows
/// from the evidence that it reads.
#[must_use]
pub fn origins() -> Vec<Origin> {
    let of =
        |raised_by, codes: &[&'static finding::Code]| Origin { raised_by, codes: codes.to_vec() };
    vec![
        of("whatever reads evidence that has a grammar", evidence::CODES),
        of("whatever reads Markdown", evidence::page::CODES),
        of("whatever reads text", evidence::text::CODES),
        of("whatever reads a value out of evidence", evidence::view::CODES),
        of("whatever reads CSV", evidence::csv::CODES),
        of("whatever reads YAML", evidence::yaml::CODES),
        of("whatever opens a zip archive", evidence::zip::CODES),
        of("whatever holds evidence against itself and against its release", gate::CODES),
        of("every criterion", gate::judgement::CODES),
        of("whatever asks for an approval", shape::approval::CODES),
        of("whatever follows a link from one piece of evidence to another", shape::link::CODES),
        of("whatever verifies a package", shape::package::CODES),
        of("whatever asks who verified something, and when", shape::stamp::CODES),
        of("whatever opens a file", workspace::CODES),
        Origin {
            raised_by: "every check of prerequisites",
            codes: prerequisites::codes().collect(),
        },
    ]
}
