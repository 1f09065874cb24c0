//! Takes off what a collector wrote in front of a line: stamps, compose services, Kubernetes pods,
//! syslog hosts and priorities, build steps. What the program itself wrote is left.

use std::sync::LazyLock;

use regex::bytes::Regex;

use super::level::{self, Stated, named};
use super::pattern;

/// How many collectors may stand behind one another.
const LAYERS: usize = 5;

/// Longest prefix in bytes. A longer one is text.
const LONGEST: usize = 256;

/// What stands before the text of the program.
#[derive(Debug, Default)]
pub(super) struct Prefix {
    /// Bytes of it.
    pub(super) length: usize,
    /// The level of a syslog priority.
    pub(super) level: Option<Stated>,
    /// The bytes that name who wrote the line, such as a compose service: lines of several
    /// processes may be mixed.
    pub(super) source: (usize, usize),
}

/// One layer. `priority` and `source` are groups that some alternatives have; what is no prefix but
/// the start of the text is left by asking for the blank behind.
static LAYER: LazyLock<Regex> = LazyLock::new(|| {
    pattern::compile(&format!(
        r"(?x-u)^(?:
          # RFC 5424 and RFC 3164 with their priority.
          <(?<priority>[0-9]{{1,3}})>1\ {ISO}\ (?<source_5424>\S+\ \S+)\ \S+\ \S+\ (?:-|(?:\[[^\]]*\])+)(?:\ (?:\xef\xbb\xbf)?|$)
        | <(?<priority_3164>[0-9]{{1,3}})>(?:{BSD}\ (?<source_3164>\S+\ [\w./-]+)(?:\[[0-9]+\])?:\ )?
          # The same as files and journalctl have them.
        | {ISO}\ (?<source_syslog>[\w.-]+\ [\w./@-]+)\[[0-9]+\]:\ ?
        | {BSD}\ (?<source_bsd>[\w.-]+\ [\w./@-]+)(?:\[[0-9]+\])?:\ ?
          # docker compose, foreman, kubectl logs --prefix, stern, gh run view.
        | (?<source_compose>[A-Za-z0-9][\w.-]*)\ +\|\ ?
        | \[(?<source_pod>pod/[^\]\s]+)\]\ ?
        | [^\t]{{1,80}}\t[^\t]{{1,80}}\t(?:\xef\xbb\xbf)?{ISO}\ ?
          # CRI: stamp, stream, whole or part.
        | {ISO}\ (?:stdout|stderr)\ [FP]\ ?
          # GitLab: stamp, stream, whole or continued.
        | {ISO}\ [0-9]{{2}}[OE][\ +]?
          # A stamp and nothing else, as GitHub Actions and Jenkins put it.
        | (?:\[{ISO}\]|{ISO}|\[{DMY}\])\ ?
          # AWS CodeDeploy.
        | (?:\[d-[A-Z0-9]+\])?\[std(?:out|err)\]\ ?
          # BuildKit: number of the step, its seconds; seconds alone where it repeats the output.
        | \#[0-9]+\ (?:[0-9]+\.[0-9]+\ )?
        | [0-9]{{1,4}}\.[0-9]{{3}}\ 
          # The frame of Terraform and of a shell's trace.
        | (?:│|╷|╵)\ ?
        )"
    ))
});

/// A date and time of day, as ISO 8601 and its neighbours write it.
const ISO: &str = r"[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}[T\ ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:\ ?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?";

/// A date and time of day as RFC 3164 writes it.
const BSD: &str = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\ [\ 0-9][0-9]\ [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?";

/// A date and time of day as PHP writes it.
const DMY: &str = r"[0-9]{2}-[A-Z][a-z]{2}-[0-9]{4}\ [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\ [\w/+-]+)?";

/// The groups that name who wrote the line.
const SOURCES: [&str; 6] =
    ["source_5424", "source_3164", "source_syslog", "source_bsd", "source_compose", "source_pod"];

/// What collectors wrote in front of `text`.
pub(super) fn of(text: &[u8]) -> Prefix {
    let mut prefix = Prefix::default();
    for _ in 0..LAYERS {
        let rest = text.get(prefix.length..).unwrap_or_default();
        let head = rest.get(..rest.len().min(LONGEST)).unwrap_or_default();
        let Some(found) = LAYER.find(head) else { break };
        if names_more(found.as_bytes()) && !prefix.take_names(head) {
            break;
        }
        prefix.length += found.len();
    }
    prefix
}

/// True when a layer may be more than a stamp. Groups cost ten times a search, and most layers are
/// stamps.
fn names_more(layer: &[u8]) -> bool {
    matches!(layer.first(), Some(b'<'))
        || layer.starts_with(b"[pod/")
        || layer.contains(&b'|')
        || layer.trim_ascii_end().ends_with(b":")
}

impl Prefix {
    /// Keeps the priority and the source of the layer at the start of `head`; false when it is none.
    fn take_names(&mut self, head: &[u8]) -> bool {
        let Some(found) = LAYER.captures(head) else {
            return false;
        };
        let priority = found.name("priority").or_else(|| found.name("priority_3164"));
        if let Some(priority) = priority {
            self.level = severity(priority.as_bytes());
        }
        if let Some(source) = SOURCES.iter().find_map(|name| found.name(name)) {
            // `ERROR | text` is a level in a column, not a service.
            if source.as_bytes().split(|&byte| byte == b' ').any(|word| named(word).is_some()) {
                return false;
            }
            self.source = (self.length + source.start(), self.length + source.end());
        }
        true
    }
}

/// The level of a syslog priority: its lowest three bits.
fn severity(priority: &[u8]) -> Option<Stated> {
    let number: u32 = std::str::from_utf8(priority).ok()?.parse().ok()?;
    if number > 191 { None } else { level::syslog(number % 8) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(text: &str) -> &str {
        text.get(of(text.as_bytes()).length..).unwrap()
    }

    #[test]
    fn every_collector_is_taken_off() {
        for (line, expected) in [
            ("web-1  | ERROR x", "ERROR x"),
            ("2026-11-17T09:00:00.1234567Z ##[error]x", "##[error]x"),
            ("2026-11-17T09:00:00.123Z stderr F panic: x", "panic: x"),
            ("Nov 17 09:00:01 host app[12]: Error: x", "Error: x"),
            ("Nov  7 09:00:01 host kernel: x", "x"),
            ("2026-11-17T09:00:01+0000 host app[1]: x", "x"),
            ("<11>1 2026-11-17T09:00:01Z host app 12 ID47 - x", "x"),
            ("<11>Nov 17 09:00:01 host app[12]: x", "x"),
            ("[pod/web-7d9/web] x", "x"),
            ("#12 3.456 npm ERR! x", "npm ERR! x"),
            ("│ Error: x", "Error: x"),
            ("deploy\tRun x\t2026-11-17T09:00:00.1Z   File", "  File"),
            ("2026-11-17T09:00:00Z   File \"x\"", "  File \"x\""),
            ("ERROR | x", "ERROR | x"),
            ("plain text", "plain text"),
        ] {
            assert_eq!(payload(line), expected, "{line}");
        }
    }

    #[test]
    fn a_source_is_known_behind_other_layers() {
        let line = b"2026-11-17T09:00:00.123Z web-1  | x";
        let (start, end) = of(line).source;
        assert_eq!(line.get(start..end), Some(&b"web-1"[..]));
    }

    #[test]
    fn a_priority_is_a_level() {
        assert!(of(b"<11>Nov 17 09:00:01 host app: x").level.unwrap().blocking().is_some());
        assert_eq!(of(b"<14>Nov 17 09:00:01 host app: x").level, Some(Stated::Lower));
        assert_eq!(of(b"<191>Nov 17 09:00:01 host app: x").level, Some(Stated::Lower));
        assert_eq!(of(b"<192>Nov 17 09:00:01 host app: x").level, None);
        assert_eq!(of(b"<999>x").level, None);
    }
}
