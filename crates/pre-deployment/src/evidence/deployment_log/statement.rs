//! What a line says about a failure without stating a level: exit codes, crashes, and the words of
//! the tools that deploy (rule 10.2). Every pattern is anchored or is a whole phrase.
//!
//! Two lists. [`unmistakable`] also counts on a line that states a lower level: a logger that
//! relays the output of a command at `INFO` does not make its exit code harmless. [`tool`] counts
//! only where no level is stated, since at `INFO` such a line is talk.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::bytes::{Regex, RegexSet};

use super::Kind;
use super::pattern;

/// A failure and the bytes that state it.
pub(super) type Found = (Kind, Range<usize>);

/// A number that is no success.
const CODE: &str = r"(?:-?[1-9][0-9]*|0x[0-9a-f]*[1-9a-f][0-9a-f]*)\b";

/// Failures of the run itself, whatever the level of the line.
const UNMISTAKABLE: &[(Kind, &str)] = &[
    (
        Kind::NonZeroExit,
        r"(?i-u)\bexit[ _-]?(?:code|status|value)(?: (?:was|is|of))?['\x22]?[ :=(]*\x22?CODE",
    ),
    (
        Kind::NonZeroExit,
        r"(?i-u)\bexit(?:ed|s|ing)?(?: \w+)? with(?: an?)?(?: non-?zero)?(?: exit)?(?: error)?(?: (?:code|status|value))?[ :=(]*CODE",
    ),
    (Kind::NonZeroExit, r"(?i-u)\bexited \(CODE\)"),
    (
        Kind::NonZeroExit,
        r"(?i-u)\b(?:failed|terminated|died|stopped|crashed) with (?:exit |return )?(?:code|status)[ :=]*CODE",
    ),
    (
        Kind::NonZeroExit,
        r"(?i-u)\breturned (?:a )?non-?zero(?: exit)?(?: (?:code|status|value))?(?:[ :=]*-?[0-9]+)?",
    ),
    (Kind::NonZeroExit, r"(?-u)\bcode=(?:exited|killed|dumped), status=[1-9]\S*"),
    (
        Kind::NonZeroExit,
        r"(?i-u)(?:^|[\s,;({\x22'])(?:rc|return_?code)['\x22]?(?:=|: ?)['\x22]?CODE",
    ),
    (Kind::NonZeroExit, r"(?i-u)\breturn code[ :=]+CODE"),
    (Kind::NonZeroExit, r"(?i-u)\bexit(?:ed)?(?:=|: ?)CODE"),
    (Kind::NonZeroExit, r"(?i-u)^\++ exit CODE"),
    (Kind::Traceback, r"(?-u)^\s*Traceback \(most recent call last\):"),
    (Kind::Traceback, r"(?-u)^Exception in thread \S"),
    (Kind::Panic, r"(?-u)\bthread '[^']*' (?:\([0-9]+\) )?panicked at\b"),
    (Kind::Panic, r"(?-u)^panic: \S"),
    (Kind::CommandNotFound, r"(?-u)(?:^|: ?)command not found\b"),
    (
        Kind::CommandNotFound,
        r"(?-u)^(?:-?(?:/\S*/)?[a-z]*sh|\S+\.sh): (?:(?:line )?[0-9]+: )?\S+: not found\s*$",
    ),
    (Kind::CommandNotFound, r"(?-u)^env: .{1,80}: No such file or directory\s*$"),
    (Kind::Panic, r"(?-u)\bKernel panic - not syncing\b"),
    (
        Kind::CommandNotFound,
        r"(?i-u)' is not recognized as (?:the name of|an internal or external)",
    ),
    (Kind::CommandNotFound, r"(?-u)\bexecutable file not found in (?:\$|%)?PATH"),
    (Kind::Crash, r"(?i-u)\bsegmentation fault\b"),
    (Kind::Crash, r"(?-u)\(core dumped\)"),
    (Kind::Crash, r"(?-u)\bOut of memory: Killed"),
    (Kind::Crash, r"(?-u)^Killed\s*$"),
    (Kind::Crash, r"(?-u)\bOOMKilled\b"),
    (Kind::Crash, r"(?-u)\bsegfault at [0-9a-f]+ ip\b"),
    (Kind::Crash, r"(?-u)^\S+: line [0-9]+: +[0-9]+ (?:Killed|Aborted|Bus error)\b"),
    (Kind::ToolFailure, r"(?-u)^(?:BUILD|Build) FAIL(?:ED|URE)\b"),
    (Kind::ToolFailure, r"(?-u)^Finished: (?:FAILURE|ABORTED|UNSTABLE|NOT_BUILT)\b"),
    (Kind::ToolFailure, r"(?-u)^\S+ *: +ok=[0-9]+ .*\b(?:unreachable|failed)=[1-9]"),
    (
        Kind::ToolFailure,
        r"(?i-u)^(?:the )?(?:[\w-]+ )?RUN(?: [\w./:@'\x22-]+)* (?:has |was )?(?:failed|aborted|cancell?ed)(?:[.!:;]|\s*$| with\b| after\b| at\b| due\b| because\b)",
    ),
    (
        Kind::ToolFailure,
        r"(?i-u)^(?:the )?(?:[\w-]+ )?RUN(?: [\w./:@'\x22-]+)* (?:did not|not|was not) (?:complete|finish|succe|successful)",
    ),
    (
        Kind::ToolFailure,
        r"(?i-u)\bRUN\b.*\b(?:completed|finished|succeeded|done|ended) with (?:[1-9][0-9]* )?(?:errors?|failures?)\b",
    ),
];

/// What names the run as a whole.
const RUN: &str = r"(?:deployment|deploy|rollout|release|rehearsal|pipeline|playbook|upgrade)";

/// Failures that tools print without a level.
const TOOLS: &[(Kind, &str)] = &[
    (Kind::ToolFailure, r"(?-u)^\s*##\[error\]"),
    (Kind::ToolFailure, r"(?-u)^\s*::error(?: [^:]*(?::[^:]+)*)?::"),
    (Kind::ToolFailure, r"(?-u)^npm (?:ERR!|error) "),
    (Kind::ToolFailure, r"(?-u)^\s*[eg]?make(?:\[[0-9]+\])?: \*\*\* "),
    (Kind::ToolFailure, r"(?-u)^(?:fatal|failed): \[[^\]]+\]"),
    // Test runners.
    (Kind::ToolFailure, r"(?-u)^(?:FAILED|ERROR) \S+::"),
    (Kind::ToolFailure, r"(?-u)^E {3}\s*\S"),
    (Kind::ToolFailure, r"(?-u)^=+ .*\b[1-9][0-9]* (?:failed|errors?)\b.*=+\s*$"),
    (Kind::ToolFailure, r"(?-u)^\s*(?:--- )?FAIL(?::|\s|$)"),
    (Kind::ToolFailure, r"(?-u)^test .* \.\.\. FAILED\s*$"),
    (Kind::ToolFailure, r"(?-u)^test result: FAILED\b"),
    (Kind::ToolFailure, r"(?-u)^FAILED \((?:failures|errors)="),
    (Kind::ToolFailure, r"(?-u)^(?:FAILURES|ERRORS)!\s*$"),
    (Kind::ToolFailure, r"(?-u)^Tests:\s+[1-9][0-9]* failed\b"),
    (Kind::ToolFailure, r"(?-u)^[0-9]+ examples?, [1-9][0-9]* failures?\b"),
    (Kind::ToolFailure, r"(?-u)^Failed! +- Failed: +[1-9]"),
    (Kind::ToolFailure, r"(?-u)^\S.* > .* FAILED\s*$"),
    (Kind::ToolFailure, r"(?-u)^[0-9]+ tests? completed, [1-9][0-9]* failed\b"),
    (Kind::ToolFailure, r"(?-u)^FAILED: \S"),
    (Kind::ToolFailure, r"(?-u)\.{3,} ?\[?(?:FAILED|FAIL|ERROR)\b"),
    // Builds.
    (Kind::ToolFailure, r"(?-u)^FAILURE: "),
    (Kind::ToolFailure, r"(?-u)^> Task \S+ FAILED\b"),
    (Kind::ToolFailure, r"(?-u)(?:^|: )error [A-Z]{2,}[0-9]+:"),
    (Kind::ToolFailure, r"(?-u)^failed to solve: "),
    (Kind::ToolFailure, r"(?-u)^(?:rake|cap) aborted!"),
    (Kind::ToolFailure, r"(?-u)^E: \S"),
    (
        Kind::ToolFailure,
        r"(?-u)^[\w./-]+: (?:fatal )?error (?:while|processing|in|reading|writing|opening|loading)\b",
    ),
    (Kind::ToolFailure, r"(?-u): fatal error: \S"),
    (
        Kind::ToolFailure,
        r"(?-u)^Error (?:acquiring|applying|connecting|creating|deleting|deploying|executing|fetching|getting|initializing|loading|making|opening|parsing|reading|running|starting|updating|writing)\b",
    ),
    (Kind::ToolFailure, r"(?-u): \[Errno [0-9]+\] \S"),
    // Databases.
    (Kind::ToolFailure, r"(?-u)^\w+: Got error: "),
    (Kind::ToolFailure, r"(?-u)^[0-9]+:[A-Z] .* # Fatal error\b"),
    (Kind::ToolFailure, r"(?-u)^ORA-[0-9]{5}: "),
    // Clouds and clusters.
    (Kind::ToolFailure, r"(?-u)^\s*##vso\[task\.logissue [^\]]*type=error\b"),
    (Kind::ToolFailure, r"(?-u)^Unable to (?:connect to the server|locate credentials)\b"),
    (Kind::ToolFailure, r"(?-u)^Waiter \w+ failed: "),
    (Kind::ToolFailure, r"(?-u)^ssh: connect to host "),
    (Kind::ToolFailure, r"(?-u)^\s*! +Push rejected\b"),
    (Kind::ToolFailure, r"(?-u)^(?:aws: )?An error occurred \(\w+\) when calling\b"),
    (Kind::ToolFailure, r"(?-u)^Error from server\b"),
    (Kind::ToolFailure, r"(?-u)\bError response from daemon:"),
    (Kind::ToolFailure, r"(?-u)^curl: \([0-9]+\) "),
    (Kind::ToolFailure, r"(?-u)^\s*! \[(?:remote )?rejected\]"),
    (Kind::ToolFailure, r"(?-u)\bPermission denied \(publickey\b"),
    (Kind::ToolFailure, r"(?-u)^Host key verification failed\b"),
    (Kind::ToolFailure, r"(?-u): Failed with result '"),
    (Kind::ToolFailure, r"(?-u)^Failed to start \S"),
    (Kind::ToolFailure, r"(?-u)^ssh: Could not resolve "),
    (Kind::ToolFailure, r"(?-u)\bmarked build as failure\b"),
    (Kind::ToolFailure, r"(?-u)^\s*\[FAIL\]"),
    (
        Kind::ToolFailure,
        r"(?i-u)^\s*(?:\u{274c}|\u{2716}|\u{2718}|\u{2717})\S*\s.*\b(?:fail|error)",
    ),
    (Kind::ToolFailure, r"(?-u)^Migration failed\b"),
    // Files.
    (Kind::ToolFailure, r"(?-u)^(?:cp|mv|ln|mkdir|rm|chmod|chown|install): cannot \S"),
    (Kind::ToolFailure, r"(?-u)^tar: (?:Error is not recoverable|Exiting with failure)\b"),
    (Kind::ToolFailure, r"(?-u)\bNo space left on device\b"),
    // Shells.
    (
        Kind::ToolFailure,
        r"(?-u)^(?:-?(?:/\S*/)?[a-z]*sh|\S+\.sh): (?:(?:line )?[0-9]+: )?.*(?:No such file or directory|Permission denied|unbound variable|syntax error.*|cannot execute.*)\s*$",
    ),
    (Kind::ToolFailure, r"(?-u)^\s*\+ (?:CategoryInfo|FullyQualifiedErrorId)\s+: "),
    (
        Kind::ToolFailure,
        r"(?i-u)^(?:rsync|fatal|syntax|parse|runtime|linker|internal|unexpected|unhandled) error: ",
    ),
    // Exceptions that nobody caught.
    (Kind::Traceback, r"(?-u)^(?:PHP )?(?:Fatal|Parse) error: "),
    (
        Kind::Traceback,
        r"(?i-u)^(?:\(node:[0-9]+\) )?\[?(?:Unhandled|Uncaught)(?:PromiseRejection| exception)?\b",
    ),
    (Kind::Traceback, r"(?-u)^(?:[\w$]+(?:\.|::|\\))*[\w$]*(?:Error|Exception)(?: \[\w+\])?: \S"),
    (Kind::Traceback, r"(?-u)^(?:[a-z_][\w$]*\.)+[A-Z][\w$]*(?:Error|Exception|Throwable)\s*$"),
    (Kind::Traceback, r"(?-u)^\S+\.rb:[0-9]+:in .* \((?:\w+::)*\w*(?:Error|Exception)\)"),
];

/// Patterns that are looked for at once; each is compiled for itself only when it is found, to say where.
struct Patterns {
    set: RegexSet,
    each: Vec<(Kind, String, OnceLock<Regex>)>,
}

impl Patterns {
    fn new(list: &[(Kind, &str)]) -> Self {
        let text = |pattern: &str| pattern.replace("CODE", CODE).replace("RUN", RUN);
        let each: Vec<(Kind, String, OnceLock<Regex>)> =
            list.iter().map(|(kind, pattern)| (*kind, text(pattern), OnceLock::new())).collect();
        Self { set: pattern::compile_all(each.iter().map(|(_, text, _)| text.as_str())), each }
    }

    /// The first pattern of the list that `text` matches and that `holds`.
    fn find(&self, text: &[u8], holds: fn(Kind, &[u8], &Range<usize>) -> bool) -> Option<Found> {
        self.set.matches(text).into_iter().find_map(|index| {
            let (kind, pattern, regex) = self.each.get(index)?;
            let regex = regex.get_or_init(|| pattern::compile(pattern));
            let spans = regex.find_iter(text).map(|found| found.range());
            let span = spans.into_iter().find(|span| holds(*kind, text, span))?;
            Some((*kind, words_of(text, span)))
        })
    }
}

/// `span` without what a pattern takes along to tell where its words begin.
fn words_of(text: &[u8], span: Range<usize>) -> Range<usize> {
    let found = text.get(span.clone()).unwrap_or_default();
    let separators = found.iter().take_while(|byte| matches!(byte, b':' | b' ' | b'\t')).count();
    span.start + separators..span.end
}

static UNMISTAKABLES: LazyLock<Patterns> = LazyLock::new(|| Patterns::new(UNMISTAKABLE));
static TOOL_PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns::new(TOOLS));

/// What makes an exit code a condition and no event: `retry on exit code 1`, `--exit-code 1`.
static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    pattern::compile(
        r"(?i-u)(?:\b(?:on|for)\s+(?:an?\s+|any\s+)?|\b(?:if|when|whenever|ignor(?:e|es|ed|ing)|expect(?:s|ed|ing)?|treat(?:s|ed|ing)?|allow(?:s|ed|ing)?|tolerat\w*|until|unless|accept(?:s|ed|ing)?|would|will|may|might|should|any|simulat\w*|--\S+)\s+(?:(?:an?|the|any|all|it|they|with|non-zero)\s+)*(?:\w+\s+)?|--|[_.])$",
    )
});

/// Bytes before an exit code in which a condition is looked for.
const CONDITION_REACH: usize = 48;

/// A failure that counts whatever level the line states.
pub(super) fn unmistakable(text: &[u8]) -> Option<Found> {
    UNMISTAKABLES.find(text, |kind, text, span| {
        let from = span.start.saturating_sub(CONDITION_REACH);
        let before = text.get(from..span.start).unwrap_or_default();
        kind != Kind::NonZeroExit || !CONDITION.is_match(before)
    })
}

/// A failure that counts where no level is stated.
pub(super) fn tool(text: &[u8]) -> Option<Found> {
    TOOL_PATTERNS.find(text, |_, _, _| true)
}
