//! Changes to evidence that random bytes never come to: a key is gone, a column stands twice, a list is
//! empty, two files have changed places.
//!
//! A format only says what parts a text has; what can be done to a part is the same for all of them.

mod cells;
mod json;
mod lines;
mod odd;
mod zip;

use std::ops::Range;

use bolero::{TypeGenerator, ValueGenerator, produce};

pub(crate) use odd::odd;

/// A list of at most `most`. Longer ones would not be looked at, and cost bytes.
pub(crate) fn up_to<T: TypeGenerator + 'static>(
    most: usize,
) -> impl ValueGenerator<Output = Vec<T>> {
    produce::<Vec<T>>().with().len(0..=most)
}

/// A change to one file of several.
#[derive(Debug, Clone, TypeGenerator)]
pub(crate) struct Edit {
    /// Which file; numbers go round.
    pub(crate) file: u8,
    /// Which part of it; likewise.
    part: u16,
    /// What is done.
    act: Act,
}

/// What can be done to a part of a text.
#[derive(Debug, Clone, TypeGenerator)]
enum Act {
    Remove,
    Double,
    Empty,
    CutHere,
    Swap(u16),
    Replace(u8),
    Rename(u8),
    /// Bytes at any place, so that no change is out of reach.
    Bytes {
        at: u16,
        length: u8,
        #[generator(up_to(8))]
        put: Vec<u8>,
    },
}

/// A part of a text, such as a member of an object or the column of a table.
#[derive(Debug, Default)]
struct Part {
    /// Where it stands: in several places for a column.
    spots: Vec<Spot>,
    /// What stands there when nothing is in it.
    empty: &'static str,
}

/// A place of a part.
#[derive(Debug, Clone, Default)]
struct Spot {
    /// With what separates it from the next.
    outer: Range<usize>,
    /// Its value.
    value: Range<usize>,
    /// Its name.
    name: Option<Range<usize>>,
}

impl Part {
    fn new(outer: Range<usize>, value: Range<usize>) -> Self {
        Self { spots: vec![Spot { outer, value, name: None }], empty: "" }
    }
}

impl Edit {
    /// `bytes`, which are the content of a file called `name`, after the change.
    pub(crate) fn apply(&self, name: &str, bytes: &[u8]) -> Vec<u8> {
        if let Act::Bytes { at, length, put } = &self.act {
            return spliced(bytes, *at, *length, put);
        }
        if name.ends_with(".zip") {
            return self.in_archive(bytes).unwrap_or_else(|| bytes.to_vec());
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return bytes.to_vec();
        };
        let parts = parts(name, text);
        let pick = |at: u16| parts.get(usize::from(at) % parts.len().max(1));
        let Some(part) = pick(self.part) else {
            return bytes.to_vec();
        };
        let quote = name.ends_with(".json") || name.ends_with(".jsonl");
        match &self.act {
            Act::CutHere => text[..part.spots[0].value.end].to_owned(),
            Act::Swap(with) => swapped(text, part, pick(*with).unwrap_or(part)),
            act => changed(text, part, act, quote),
        }
        .into_bytes()
    }

    fn in_archive(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let at = usize::from(self.part);
        match &self.act {
            Act::Remove => {
                zip::rewritten(bytes, |entries| drop(entries.remove(at % entries.len())))
            }
            Act::Double => zip::rewritten(bytes, |entries| {
                let entry = entries[at % entries.len()].clone();
                entries.push((entry.0.to_uppercase(), entry.1));
            }),
            Act::Empty => zip::rewritten(bytes, |entries| {
                let count = entries.len();
                entries[at % count].1.clear();
            }),
            Act::CutHere => Some(bytes[..at % bytes.len().max(1)].to_vec()),
            Act::Swap(with) => zip::rewritten(bytes, |entries| {
                let count = entries.len();
                entries.swap(at % count, usize::from(*with) % count);
            }),
            Act::Replace(word) => zip::rewritten(bytes, |entries| {
                let count = entries.len();
                entries[at % count].1 = odd(*word).as_bytes().to_vec();
            }),
            Act::Rename(word) => zip::rewritten(bytes, |entries| {
                let count = entries.len();
                entries[at % count].0 = zip::odd_name(*word).to_owned();
            }),
            Act::Bytes { .. } => None,
        }
    }
}

fn parts(name: &str, text: &str) -> Vec<Part> {
    let mut parts = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("json") => json::parts(text),
        Some("jsonl") => json::parts_of_lines(text),
        Some("csv") => cells::of_csv(text),
        Some("md") => cells::of_tables(text).into_iter().chain(lines::sections(text)).collect(),
        Some("yaml" | "toml") => lines::values(text),
        _ => Vec::new(),
    };
    parts.extend(lines::all(text));
    parts
}

/// `text` with `act` done wherever `part` stands, from the last place to the first.
fn changed(text: &str, part: &Part, act: &Act, quote: bool) -> String {
    let mut text = text.to_owned();
    for spot in part.spots.iter().rev() {
        match act {
            Act::Remove => text.replace_range(spot.outer.clone(), ""),
            Act::Double => {
                let again = text[spot.outer.clone()].to_owned();
                text.insert_str(spot.outer.end, &again);
            }
            Act::Empty => text.replace_range(spot.value.clone(), part.empty),
            Act::Replace(word) => {
                // Half of the words are put as they are: numbers, and what is no JSON.
                let word = match quote && word % 2 == 0 {
                    true => serde_json::to_string(odd(*word)).expect("a text"),
                    false => odd(*word).to_owned(),
                };
                text.replace_range(spot.value.clone(), &word);
            }
            Act::Rename(word) => {
                let name = spot.name.clone().unwrap_or(spot.value.clone());
                text.replace_range(name, odd(*word));
            }
            Act::CutHere | Act::Swap(_) | Act::Bytes { .. } => {}
        }
    }
    text
}

/// `text` with the values of two parts in each other's place, as far as they are apart.
fn swapped(text: &str, one: &Part, other: &Part) -> String {
    let pairs = one.spots.iter().zip(&other.spots).map(|(one, other)| {
        let (one, other) = (one.value.clone(), other.value.clone());
        if one.start <= other.start { (one, other) } else { (other, one) }
    });
    let mut changed = String::new();
    let mut done = 0;
    for (first, second) in pairs {
        // Rows of different length would be paired across lines.
        if done <= first.start && first.end <= second.start {
            changed.push_str(&text[done..first.start]);
            changed.push_str(&text[second.clone()]);
            changed.push_str(&text[first.end..second.start]);
            changed.push_str(&text[first]);
            done = second.end;
        }
    }
    changed.push_str(&text[done..]);
    changed
}

fn spliced(bytes: &[u8], at: u16, length: u8, put: &[u8]) -> Vec<u8> {
    let start = usize::from(at) % (bytes.len() + 1);
    let end = bytes.len().min(start + usize::from(length));
    [&bytes[..start], put, &bytes[end..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_change_places_row_by_row() {
        let text = "a,😀,c\n1,2,3\n";
        let parts_of = |text: &str| parts("a.csv", text);
        let parts = parts_of(text);
        assert_eq!(swapped(text, &parts[0], &parts[1]), "😀,a,c\n2,1,3\n");
        assert_eq!(swapped(text, &parts[2], &parts[1]), "a,c,😀\n1,3,2\n");
        // The first column has more cells than the second.
        let ragged = "a,😀\n1\n2,3\n";
        let parts = parts_of(ragged);
        assert_eq!(swapped(ragged, &parts[0], &parts[1]).len(), ragged.len());
    }
}
