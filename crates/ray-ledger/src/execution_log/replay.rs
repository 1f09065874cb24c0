//! What a whole log comes to. It is read as a stream, so that memory grows with the evidence and not with
//! the log.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use ray_core::checksum::Digest;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Change;

/// The digest of each piece of evidence, by its path from the root.
pub(super) type Seen = BTreeMap<Box<str>, Digest>;

/// What the lines of `log` come to. Lines that are no aggregation are left out: whether the chain holds
/// is for whoever verifies it.
pub(super) fn replay(log: impl Read) -> io::Result<Seen> {
    let mut seen = Seen::new();
    let mut log = BufReader::new(log);
    while !log.fill_buf()?.is_empty() {
        let mut line = Line { log: &mut log, is_over: false };
        let mut json = serde_json::Deserializer::from_reader(BufReader::new(&mut line));
        // What cannot be read is left out.
        let _ = Aggregations(&mut seen).deserialize(&mut json);
        drop(json);
        io::copy(&mut line, &mut io::sink())?;
    }
    Ok(seen)
}

/// The rest of a line, with its newline.
struct Line<'l, R> {
    log: &'l mut R,
    is_over: bool,
}

impl<R: BufRead> Read for Line<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_over {
            return Ok(0);
        }
        let there = self.log.fill_buf()?;
        let there = there.get(..buffer.len()).unwrap_or(there);
        let count = memchr::memchr(b'\n', there).map_or(there.len(), |at| at + 1);
        self.is_over = there.get(..count).is_none_or(|read| read.ends_with(b"\n"));
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), there.get(..count)) {
            to.copy_from_slice(from);
        }
        self.log.consume(count);
        Ok(count)
    }
}

/// Reads an aggregation into what was seen.
struct Aggregations<'s>(&'s mut Seen);

impl<'de> DeserializeSeed<'de> for Aggregations<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Aggregations<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an aggregation")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if key == "changes" {
                map.next_value_seed(Changes(self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// Reads a list of changes into what was seen.
struct Changes<'s>(&'s mut Seen);

impl<'de> DeserializeSeed<'de> for Changes<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Changes<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of changes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut changes: A) -> Result<(), A::Error> {
        while let Some(Change { path, new, .. }) = changes.next_element()? {
            match new {
                Some(new) => self.0.insert(path.into(), new),
                None => self.0.remove(&*path),
            };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_aggregation_is_left_out() {
        let digest = Digest::of(b"x");
        let line = |path: &str, new: &str| {
            format!(
                r#"{{"a":[{{}}],"changes":[{{"path":"{path}","change":"c","old":null,"new":{new}}}],"b":1}}"#
            )
        };
        let new = format!("\"{digest}\"");
        let log = [
            &line("a", &new),
            "",
            "{",
            "[5]",
            r#"{"changes":5}"#,
            &line("b", &new),
            &line("a", "null"),
            &line("c", "\"1\""),
            &line("d", &new),
        ]
        .join("\n");
        let seen = replay(log.as_bytes()).unwrap();
        assert_eq!(seen.keys().map(|path| &**path).collect::<Vec<_>>(), ["b", "d"]);
    }
}
