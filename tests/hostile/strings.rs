//! Texts that are more than text to a terminal, a workflow runner, a browser, a reader of XML, JSON or
//! a spreadsheet, or a person.

/// A character that [`crate::plant`] writes as half of a surrogate pair where a file has such escapes.
pub(crate) const LONE_SURROGATE: char = '\u{f8ff}';

/// All of them; what they would do where they were taken at their word.
pub(crate) const HOSTILE: &[&str] = &[
    // Clear the screen, recolour what follows, rewrite the line, ring, hide in the title.
    "\u{1b}[2J\u{1b}[HOWNED",
    "\u{1b}[38;5;46mPASS",
    "\u{9b}2J\u{9d}0;OWNED\u{9c}",
    "\u{1b}]0;OWNED\u{7}",
    "\u{1b}]8;;https://evil.example\u{1b}\\click\u{1b}]8;;\u{1b}\\",
    "FAIL\rPASS",
    "FAIL\u{8}\u{8}\u{8}\u{8}PASS",
    "a\0b",
    "\u{7f}\u{b}\u{c}\u{85}",
    // Turn words around, or hide them.
    "\u{202e}SSAP\u{202c}",
    "\u{2066}PASS\u{2069}\u{200f}",
    "PA\u{200b}SS\u{feff}\u{2060}\u{ad}",
    "line\u{2028}separator\u{2029}",
    "\u{e0041}\u{e0042}tags",
    // Commands to the runner of a workflow.
    "::error file=x::OWNED",
    "\n::error file=x,line=1::OWNED",
    "\n  ::set-output name=verdict::pass",
    "\n::stop-commands::pause",
    "\n::add-mask::e",
    "\r::debug::OWNED",
    "##[group]OWNED",
    "\n##[error]OWNED ###[add-path]/tmp",
    "%0A::error::OWNED%0D%0A##[section]",
    // Markup.
    "</testcase><!--",
    "]]><failure/>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;script&gt; &#x1b; &amp;",
    "\" onmouseover=\"alert(1)",
    "-->\n# OWNED\n<!--",
    "a | b | c | d | e | f",
    "\n| --- | --- |\n| pass | pass |\n",
    "```\nOWNED\n```",
    "`` ` ``` ````",
    "[x](javascript:alert(1))",
    "![](http://evil.example/beacon.png)",
    "[x]: http://evil.example",
    "<http://evil.example> https://evil.example www.evil.example mail@evil.example",
    "@everyone @org/team",
    "#123 GH-1 org/repo#1",
    ":tada: $\\alpha$ ~~x~~ **x** __x__",
    "\n\n# OWNED\n\n- [ ] OWNED\n> OWNED\n\n    OWNED",
    "\\",
    "\\`x\\`\\",
    // Other readers.
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "../../../etc/passwd",
    "{\"status\": \"pass\"}",
    "\",\"status\":\"pass\",\"x\":\"",
    "'; DROP TABLE gates; --",
    "$(touch pwned)`touch pwned`",
    "\u{f8ff}",
    "\u{fffe}\u{ffff}\u{fdd0}",
];

/// The text with the number `at`, counted around; one of them is longer than anybody reads.
pub(crate) fn hostile(at: usize) -> String {
    match HOSTILE.get(at % (HOSTILE.len() + 1)) {
        Some(text) => (*text).to_owned(),
        None => "long <b> | ".repeat(500),
    }
}
