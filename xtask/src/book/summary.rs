//! The summary of the book, `docs/SUMMARY.md`: mdBook takes the pages and their order from it. What is
//! above the reference is written by hand and stays; pages that it lacks are added to it.

use std::fmt::Write;

use super::index;

/// The line with which the generated part begins.
const REFERENCE: &str = "# Reference";

/// A page that is written by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandWritten {
    /// Its path in `docs/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The summary: what is written by hand in `now`, the pages of `by_hand` that it lacks, then those that
/// are `generated`.
#[must_use]
pub fn summary(now: &str, by_hand: &[HandWritten], generated: &[(String, String)]) -> String {
    let mut out = now.split(REFERENCE).next().unwrap_or_default().trim_end().to_owned();
    out.push('\n');
    let lacking = by_hand.iter().filter(|page| !now.contains(&format!("]({})", page.path)));
    for page in lacking {
        let _ = writeln!(out, "- [{}]({})", title(&page.text), page.path);
    }
    let _ = writeln!(out, "\n{REFERENCE}\n");
    for folder in ["gates", "commands", "codes"] {
        let first = index(folder);
        let below = format!("{folder}/");
        let (index, pages): (Vec<_>, Vec<_>) = generated
            .iter()
            .filter(|(path, _)| path.starts_with(&below))
            .partition(|(path, _)| *path == first);
        for (path, text) in index {
            let _ = writeln!(out, "- [{}]({path})", title(text));
        }
        for (path, text) in pages {
            let _ = writeln!(out, "  - [{}]({path})", title(text));
        }
    }
    out
}

/// The first heading of a page, as it is written.
fn title(text: &str) -> &str {
    text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_by_hand_stays_and_what_is_lacking_is_added() {
        let now = "# Summary\n\n- [B](b.md)\n\n# Reference\n\n- [Old](gates/old.md)\n";
        let page = |name: &str| HandWritten {
            path: format!("{name}.md"),
            text: format!("# The page {name}\n"),
        };
        let generated = [
            ("gates/index.md".to_owned(), "# Gates\n".to_owned()),
            ("gates/x.md".to_owned(), "<!-- note -->\n\n# X\n".to_owned()),
        ];
        let text = summary(now, &[page("a"), page("b")], &generated);
        assert!(
            text.starts_with("# Summary\n\n- [B](b.md)\n- [The page a](a.md)\n\n# Reference\n\n")
        );
        assert!(text.contains("- [Gates](gates/index.md)\n  - [X](gates/x.md)\n"), "{text}");
        assert!(!text.contains("old.md"), "{text}");
        assert_eq!(summary(&text, &[page("a"), page("b")], &generated), text);
    }
}
