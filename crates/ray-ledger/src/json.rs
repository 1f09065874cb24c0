//! JSON that can be looked at: documents and histories are printed, opened and compared by people, and
//! serde leaves DEL, the C1 controls and marks that turn words around as they are. Here they are escaped,
//! and so is the beginning of a command to the runner of a workflow.

use std::io::{self, Write};

use ray_core::value::unseen::is_unseen;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

/// Writes `document` in one line.
///
/// # Errors
/// When `out` cannot be written, or a key is no text.
pub(crate) fn write(out: impl Write, document: &impl Serialize) -> serde_json::Result<()> {
    document.serialize(&mut serde_json::Serializer::with_formatter(out, Seen(CompactFormatter)))
}

/// Writes `document` with a line for each value.
///
/// # Errors
/// When `out` cannot be written, or a key is no text.
pub(crate) fn write_pretty(out: impl Write, document: &impl Serialize) -> serde_json::Result<()> {
    let formatter = Seen(PrettyFormatter::new());
    document.serialize(&mut serde_json::Serializer::with_formatter(out, formatter))
}

/// Lays a document out as `F` does, and escapes in its texts what nobody sees.
struct Seen<F>(F);

/// Hands a step of the layout on to the formatter inside.
macro_rules! as_inside {
    ($($step:ident($($argument:ident: $of:ty),*)),+ $(,)?) => {
        $(fn $step<W: ?Sized + Write>(&mut self, out: &mut W $(, $argument: $of)*) -> io::Result<()> {
            self.0.$step(out $(, $argument)*)
        })+
    };
}

impl<F: Formatter> Formatter for Seen<F> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        text: &str,
    ) -> io::Result<()> {
        let mut clean = 0;
        let mut after_sign = false;
        for (at, character) in text.char_indices() {
            let is_command = after_sign && character == '#';
            after_sign = character == '#';
            if is_command || is_unseen(character) {
                out.write_all(text.get(clean..at).unwrap_or_default().as_bytes())?;
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
                clean = at + character.len_utf8();
            }
        }
        out.write_all(text.get(clean..).unwrap_or_default().as_bytes())
    }

    as_inside!(
        begin_array(),
        end_array(),
        begin_array_value(first: bool),
        end_array_value(),
        begin_object(),
        end_object(),
        begin_object_key(first: bool),
        end_object_key(),
        begin_object_value(),
        end_object_value(),
    );
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_nobody_sees_is_escaped_and_read_as_what_it_was() {
        let document =
            json!({"a\u{202e}": ["Tomás 李雷", "\u{7f}\u{9b}\u{e0041}\n", "##[group] ###"]});
        let (mut line, mut lines) = (Vec::new(), Vec::new());
        write(&mut line, &document).unwrap();
        write_pretty(&mut lines, &document).unwrap();
        for written in [&line, &lines] {
            let text = std::str::from_utf8(written).unwrap();
            assert!(
                !text.contains(|c| c != '\n' && is_unseen(c)) && !text.contains("##"),
                "{text}"
            );
            assert!(text.contains("Tomás 李雷"), "{text}");
            assert_eq!(serde_json::from_slice::<Value>(written).unwrap(), document);
        }
    }

    #[test]
    fn everything_else_is_as_serde_writes_it() {
        let document = json!({"a": [], "b": {}, "c": [1, {"d": null, "e": [true, "x\"y"]}]});
        let (mut line, mut lines) = (Vec::new(), Vec::new());
        write(&mut line, &document).unwrap();
        write_pretty(&mut lines, &document).unwrap();
        assert_eq!(line, serde_json::to_vec(&document).unwrap());
        assert_eq!(lines, serde_json::to_vec_pretty(&document).unwrap());
    }
}
