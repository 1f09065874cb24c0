//! The offending line of evidence, quoted, with a marker under the value.

use ray_core::place::{Excerpt, Place};
use unicode_width::UnicodeWidthStr;

use crate::escape;
use crate::style::{Role, Style};

/// The lines that show where `place` is and what stands there.
pub(crate) fn lines(place: &Place, role: Role, style: Style) -> Vec<String> {
    let number = place.position.map(|position| position.line().to_string());
    let margin = " ".repeat(number.as_ref().map_or(1, String::len));
    let bar = style.paint(Role::Faint, "|");
    let arrow = style.paint(Role::Faint, "-->");
    let location = location(place);
    if location.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("{margin}{arrow} {location}")];
    if let (Some(number), Some(excerpt)) = (number, &place.excerpt) {
        let (text, marker) = marked(excerpt);
        lines.push(format!("{margin} {bar}"));
        lines.push(format!("{} {bar} {}", style.paint(Role::Faint, &number), text.trim_end()));
        lines.push(format!("{margin} {bar} {}{}", marker.0, style.paint(role, &marker.1)));
    }
    lines
}

/// `path:line:column (pointer)`.
pub(crate) fn location(place: &Place) -> String {
    let path = escape::terminal(place.path.as_str());
    let at = match place.position {
        Some(position) => format!("{path}:{}:{}", position.line(), position.column()),
        None => path,
    };
    match place.pointer.as_deref() {
        None | Some("") => at,
        Some(pointer) => format!("{at} ({})", escape::terminal(pointer)),
    }
}

/// The line as it is shown, and the marker: the room before it, and its carets. Counted in columns
/// of a terminal, where some characters take two.
fn marked(excerpt: &Excerpt) -> (String, (String, String)) {
    let text = escape::excerpt(&excerpt.text);
    let width = |text: String| UnicodeWidthStr::width(text.as_str());
    let before = width(text.chars().take(excerpt.start).collect());
    let below = width(text.chars().skip(excerpt.start).take(excerpt.width).collect());
    (text, (" ".repeat(before), "^".repeat(below.max(1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marker_stands_under_the_value_whatever_comes_before() {
        for before in ["", "\t\t", "李雷 ", "é\u{1b} "] {
            let text = format!("{before}VALUE rest");
            let excerpt = Excerpt { text, start: before.chars().count(), width: 5 };
            let (shown, (room, carets)) = marked(&excerpt);
            let at = shown.find("VALUE").unwrap();
            assert_eq!(UnicodeWidthStr::width(shown.get(..at).unwrap()), room.len(), "{shown}");
            assert_eq!(carets, "^^^^^");
        }
    }
}
