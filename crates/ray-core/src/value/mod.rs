//! Small values that evidence is made of, and how each is written and compared.

pub mod day;
pub mod decimal;
pub mod instant;
pub mod name;
pub mod pattern;
pub mod placeholder;
pub mod ratio;
pub mod size;
pub mod timespan;
pub mod unseen;
pub mod words;
