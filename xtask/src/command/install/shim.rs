//! The Python files that stand in for the scripts that documents name, and how one knows its own.
//!
//! A shim is the same on every machine, so that it can be committed: it holds no path. Its second line
//! carries a checksum of the rest; a shim that somebody has changed is somebody's own file.

use ray_core::checksum::Digest;

/// The text of every shim, with placeholders for what differs.
const TEMPLATE: &str = include_str!("shim.py");

const NAME: &str = "{NAME}";
const MARKER: &str = "{MARKER}";

/// How the second line starts. The number is that of the form of this line.
const MARK: &str = "# ray-gates shim 1 sha256:";
const MARK_END: &str = "; written by `ray-gates install`, which leaves an edited shim alone";

/// What a file at the place of a shim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A shim as some version of this program wrote it.
    Ours,
    /// A shim that somebody has changed since.
    Edited,
    /// Something else.
    Foreign,
}

/// The shim of the script `name`.
#[must_use]
pub(crate) fn text(name: &str) -> String {
    let unmarked = TEMPLATE.replace(NAME, name);
    let marker = format!("{MARK}{}{MARK_END}", Digest::of(unmarked.as_bytes()));
    unmarked.replace(MARKER, &marker)
}

/// What `bytes`, which stand at the place of a shim, are.
#[must_use]
pub(crate) fn origin(bytes: &[u8]) -> Origin {
    let Some(text) = plain(bytes) else {
        return Origin::Foreign;
    };
    let Some(marker) = text.lines().nth(1).filter(|line| line.starts_with(MARK)) else {
        return Origin::Foreign;
    };
    let recorded = marker.strip_prefix(MARK).and_then(|rest| rest.strip_suffix(MARK_END));
    let unmarked = text.replacen(marker, MARKER, 1);
    match recorded == Some(&*Digest::of(unmarked.as_bytes()).to_string()) {
        true => Origin::Ours,
        false => Origin::Edited,
    }
}

/// True when `bytes` are `text`, whatever ends their lines: git may have changed that.
#[must_use]
pub(crate) fn is_same(bytes: &[u8], text: &str) -> bool {
    plain(bytes).as_deref() == Some(text)
}

fn plain(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(|text| text.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_own_and_notices_an_edit() {
        let shim = text("validate_gate_11_launch");
        assert_eq!(origin(shim.as_bytes()), Origin::Ours);
        assert_eq!(origin(shim.replace('\n', "\r\n").as_bytes()), Origin::Ours);
        for (from, to) in
            [("sys.exit(2)", "sys.exit(0)"), ("leaves", "left"), ("#!/usr", "#! /usr")]
        {
            assert_eq!(shim.matches(from).count(), 1, "{from}");
            assert_eq!(origin(shim.replace(from, to).as_bytes()), Origin::Edited, "{from}");
        }
        for foreign in [&b""[..], b"print('ok')\n", b"\xff\xfe", b"#!/bin/sh\nexit 0\n"] {
            assert_eq!(origin(foreign), Origin::Foreign);
        }
    }

    #[test]
    fn has_no_placeholder_left_and_is_ascii() {
        let shim = text("validate_gate_11_launch");
        assert!(shim.is_ascii() && !shim.contains('{') && !shim.contains('}'));
    }
}
