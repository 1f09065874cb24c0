//! Whether a log shows a finished run (rule 10.2): a line near its end says so. A log without one was
//! cut, or the run died.
//!
//! The line must be among the last [`TAIL_LINES`] that are not blank: after a run, tools clean up and
//! report, but not for long. A step that completed in the middle does not finish a run, nor does a
//! completion after which another run or step starts. Where steps are numbered, `[3/9]`, a tool that
//! is done with its own part finishes nothing before the last of them.

use std::sync::LazyLock;

use regex::bytes::Regex;

use super::ansi::Clean;
use super::{line, pattern};

/// Lines at the end of the log, blank ones not counted, of which one must complete the run.
pub const TAIL_LINES: usize = 50;

/// Bytes at the end of the log in which those lines must lie.
pub(super) const TAIL_BYTES: usize = 16 * 1024;

/// What names a run as a whole, and what says that it is over; close together, in either order.
static COMPLETES: LazyLock<Regex> = LazyLock::new(|| {
    let run = r"(?:re)?(?:deployments?|deploy|rollouts?|releases?|rehearsal|pipeline|playbook|upgrade|workflow)";
    let over = r"(?:completed?|succeeded|succeeds|success|successful|successfully|finished|done|rolled out|deployed)";
    pattern::compile(&format!(
        r#"(?i-u)(?:\b{run}\b.{{0,80}}?\b{over}\b|\b(?:run|job|apply) (?:has |was )?{over}\b|\b(?:completed|finished|successfully|succeeded)\b.{{0,40}}?\b{run}\b|\bsuccessfully (?:re)?(?:deployed|released|upgraded|rolled out)\b|\b(?:re)?deployed (?:.* )?successfully\b)"#
    ))
});

/// Lines of tools that say the same.
static TOOLS: LazyLock<Regex> = LazyLock::new(|| {
    pattern::compile(
        r"(?x-u)^\s*(?:
          BUILD\ SUCCESS(?:FUL)?\b | Apply\ complete! | STATUS:\ deployed\s*$ | Finished:\ SUCCESS\b
        | \S+\ *:\ +ok=[0-9]+\ .*\bunreachable=0\ .*\bfailed=0\b
        )",
    )
});

/// One deployment of several may have rolled out.
static ROLLED_OUT: LazyLock<Regex> = LazyLock::new(|| pattern::compile(r"(?i-u)\brolled out\s*$"));

/// The result of the whole script, when nothing follows; a step's own is another's.
static EXIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern::compile(
        r"(?i-u)^(?:\S*deploy\S*:? |(?:the )?(?:script|process|pipeline|deployment)\b[^,;:]{0,30} )?(?:(?:finished|exited) with )?(?:exit )?(?:code|status)[ :=]*0\s*\.?\s*$|^rc=0\s*$",
    )
});

/// What takes a completion back wherever it stands: the run was given up or went wrong.
static WENT_WRONG: LazyLock<Regex> = LazyLock::new(|| {
    pattern::compile(
        r"(?ix-u)
          \b(?:not|never|cannot|can't|didn't|hasn't|isn't|wasn't|incomplete|unsuccessful|unsuccessfully
          |abort\w*|cancel\w*|timed\ out|time-?out|roll(?:ed|ing)?[\ -]?back|revert\w*|unhealthy
          |partial\w*|almost|nearly|failed|failures?|dry[\ -]run)\b
        | \bwith\ (?:[1-9][0-9]*\ )?errors?\b
        | \bsuccess[\x22']?\s*[=:]\s*[\x22']?false | \?\s*$
        ",
    )
});

/// Counts of nothing, which are no failure: `0 failed`, `failures=0`.
static NONE_FAILED: LazyLock<Regex> = LazyLock::new(|| {
    pattern::compile(
        r"(?i-u)\b(?:0|no) (?:failed|failures?|errors?)\b|\b(?:failed|failures?|errors?)(?:=|: ?)0\b",
    )
});

/// What takes a completion back when it stands before or in it: it is a part, of another run, or still
/// to come.
static TAKES_BACK: LazyLock<Regex> = LazyLock::new(|| {
    pattern::compile(
        r"(?ix-u)
          (?:^|[^-\w])(?:until|unless|if|when|once|before|after|whether|will|would|should|must|may|waiting|wait|waits|pending
          |prior|previous|previously|last|expected|expects|steps?|tasks?|hooks?|checks?|checklist|found)\b
        | \b(?:stage|phase|part|batch)\ \[?[0-9] | \b[0-9]{1,2}(?:\.[0-9]+)?\ ?%
        | \b(?:deploy|deployment|release|pipeline|upgrade|rollout)\ (?:images?|notes?|keys?|scripts?|config\w*|manifests?|plans?|branch|tags?|tokens?|artifacts?|package)\b
        | ^(?:\+|\$|GET|POST|PUT|HEAD)\ | \becho\ 
        ",
    )
});

/// What starts a run, so that an earlier completion was another one's.
static STARTS: LazyLock<Regex> = LazyLock::new(|| {
    let run = "(?:re)?(?:deployment|deploy|rollout|release|rehearsal|pipeline|playbook|upgrade)";
    pattern::compile(&format!(
        r"(?i-u)\b(?:starting|beginning|started|begin|creating) (?:the )?(?:\S+ )?{run}\b|\b{run}\b[^.]{{0,60}} (?:started|starting|begins)\b|^(?:\S+: )?(?:re-?)?(?:deploying|upgrading|migrating|rolling out)\b"
    ))
});

/// A numbered step at the start of what a line says: `[3/9]`, `Step 3/9`, `stage 3 of 9`.
static STEP: LazyLock<Regex> = LazyLock::new(|| {
    pattern::compile(
        r"(?i-u)^.{0,40}?(?:\[|\b(?:step|stage|phase) \[?)([0-9]{1,3})(?:/| of )([0-9]{1,3})\b",
    )
});

/// What a line does to the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// It says that the run is over.
    Completes,
    /// It says that a tool is done with its part, which may be all there is.
    CompletesPart,
    /// Another run starts.
    Starts,
    /// A numbered step; true for the last.
    Step(bool),
    Nothing,
}

/// The last lines of a log.
#[derive(Debug, Default)]
pub(super) struct Tail {
    bytes: Vec<u8>,
    /// Lines before the first byte that is kept.
    line: usize,
    /// The first byte that is kept does not start its line.
    cut: bool,
}

impl Tail {
    /// Keeps the end of what was kept and `bytes`, which start in line `first_line`.
    pub(super) fn keep(&mut self, bytes: &[u8], first_line: usize) {
        let start = bytes.len().saturating_sub(TAIL_BYTES);
        let end = bytes.get(start..).unwrap_or_default();
        if start > 0 {
            self.bytes.clear();
        }
        if self.bytes.is_empty() {
            self.line = first_line - 1;
            self.cut = false;
            let gone = bytes.get(..start).unwrap_or_default();
            self.line += memchr::memchr_iter(b'\n', gone).count();
            self.cut = gone.last().is_some_and(|&byte| byte != b'\n');
        }
        self.bytes.extend_from_slice(end);
        self.drop_excess();
    }

    fn drop_excess(&mut self) {
        let excess = self.bytes.len().saturating_sub(TAIL_BYTES);
        let gone = self.bytes.get(..excess).unwrap_or_default();
        if let Some(&last) = gone.last() {
            self.line += memchr::memchr_iter(b'\n', gone).count();
            self.cut = last != b'\n';
            self.bytes.drain(..excess);
        }
    }

    /// The number of the line that completes the run, and its bytes.
    pub(super) fn completion(&self) -> Option<(usize, &[u8])> {
        let mut lines: Vec<(usize, &[u8])> =
            self.bytes.split(|&byte| byte == b'\n').enumerate().collect();
        if self.cut && !lines.is_empty() {
            lines.remove(0);
        }
        lines.retain(|(_, text)| !text.trim_ascii().is_empty());
        let mut part = None;
        let tail = lines.iter().rev().take(TAIL_LINES).enumerate();
        for (back, &(index, text)) in tail {
            let here = Some((self.line + index + 1, text));
            match word(text, back == 0) {
                Word::Completes => return part.or(here),
                Word::CompletesPart => part = part.or(here),
                Word::Starts => return part,
                Word::Step(is_last) => return part.filter(|_| is_last),
                Word::Nothing => {}
            }
        }
        part
    }
}

fn word(raw: &[u8], is_last: bool) -> Word {
    let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
    // A progress bar's last state is what it ended with.
    let shown = raw.rsplit(|&byte| byte == b'\r').next().unwrap_or_default();
    let clean = Clean::new(shown);
    let reading = line::read(&clean.text);
    if reading.blocking.is_some() {
        return Word::Nothing;
    }
    let text = clean.text.get(reading.payload..).unwrap_or_default();
    if let Some(is_last) = step(text) {
        return Word::Step(is_last);
    }
    if TOOLS.is_match(text) || (is_last && EXIT.is_match(text)) {
        return Word::CompletesPart;
    }
    if completes(text) && is_whole(text) {
        let is_part = ROLLED_OUT.is_match(text);
        return if is_part { Word::CompletesPart } else { Word::Completes };
    }
    if STARTS.is_match(text) { Word::Starts } else { Word::Nothing }
}

/// True when the line says that the run is over, and not what takes that back.
fn completes(text: &[u8]) -> bool {
    let Some(found) = COMPLETES.find(text) else {
        return false;
    };
    let until = text.get(..found.end()).unwrap_or_default();
    !TAKES_BACK.is_match(until)
        && !WENT_WRONG.is_match(&NONE_FAILED.replace_all(text, regex::bytes::NoExpand(b"")))
}

/// Whether the numbered step that a line names is the last one; none when it names none.
fn step(text: &[u8]) -> Option<bool> {
    let found = STEP.captures(text)?;
    let number =
        |group| std::str::from_utf8(found.get(group)?.as_bytes()).ok()?.parse::<u16>().ok();
    Some(number(1)? >= number(2)?)
}

/// False for `2/5`, `2 of 5`: so much is not all.
fn is_whole(text: &[u8]) -> bool {
    static PART: LazyLock<Regex> = LazyLock::new(|| {
        pattern::compile(r"(?-u)(?:^|[^\w/.:-])([0-9]{1,6})(?:/| of )([0-9]{1,6})(?:[^\w/]|$)")
    });
    PART.captures_iter(text)
        .all(|part| part.get(1).map(|n| n.as_bytes()) == part.get(2).map(|n| n.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(text: &str) -> bool {
        let mut tail = Tail::default();
        tail.keep(text.as_bytes(), 1);
        tail.completion().is_some()
    }

    /// The line that completes what was kept of `parts`, each with the number of its first line.
    fn finished_in(parts: &[(&str, usize)]) -> Option<usize> {
        let mut tail = Tail::default();
        for (part, line) in parts {
            tail.keep(part.as_bytes(), *line);
        }
        tail.completion().map(|(line, _)| line)
    }

    #[test]
    fn a_line_is_numbered_and_known_to_be_cut_however_the_log_arrives() {
        const SAYS: &str = "Deployment completed\n";
        let blank = " ".repeat(TAIL_BYTES - SAYS.len());
        let blank = blank.as_str();
        // Kept piece by piece, and nothing is lost between the pieces.
        assert_eq!(finished_in(&[("a\n", 1), (SAYS, 2), (" \n", 3)]), Some(2));
        // One piece longer than what is kept, which starts with a line or inside of one.
        assert_eq!(finished_in(&[(&format!("\n\nx\n{SAYS}{blank}"), 5)]), Some(8));
        assert_eq!(finished_in(&[(&format!("\n\nnot {SAYS}{blank}"), 5)]), None);
        assert_eq!(finished_in(&[("a\n", 1), (&format!("\n\nx\n{SAYS}{blank}"), 2)]), Some(5));
        // Two pieces that are longer only together.
        assert_eq!(finished_in(&[(&format!("\n\nx\n{SAYS}"), 5), (blank, 9)]), Some(8));
        assert_eq!(finished_in(&[(&format!("\n\nnot {SAYS}"), 5), (blank, 8)]), None);
        assert_eq!(finished_in(&[(SAYS, 1), (blank, 2), ("    ", 2)]), None);
    }

    #[test]
    fn whole_words_complete_a_run() {
        for line in [
            "Deployment completed",
            "2026-11-17T09:00:00Z INFO deploy: rollout of 2.4.0 finished in 312 s",
            "deployment \"web\" successfully rolled out",
            "Successfully deployed release 2.4.0",
            "BUILD SUCCESSFUL in 12s",
            "Apply complete! Resources: 3 added, 0 changed, 0 destroyed.",
            "STATUS: deployed",
            "web1 : ok=12   changed=4    unreachable=0    failed=0    skipped=2",
            "Deployment completed with 0 errors",
            "Pipeline finished: 5/5 jobs",
            "deploy.sh: exit code 0",
            "\x1b[32mDeployment succeeded\x1b[0m\r\n\r\n",
            "{\"level\":\"info\",\"msg\":\"deployment completed\"}",
            "Deployment completed: 12 tasks, 0 failed",
            "Deployment completed in 3 steps, all checks passed",
            "Deployment of orders-batch to stage completed as expected",
            "Deployment completed when all 3 replicas were ready",
            "The process finished with exit code 0",
            "Run completed successfully",
        ] {
            assert!(finished(line), "{line}");
        }
    }

    #[test]
    fn what_has_not_happened_completes_nothing() {
        for line in [
            "Deployment not completed",
            "Deployment completed with errors",
            "Waiting for the deployment to be completed",
            "Deployment step 3/5 completed",
            "Deployment 80% complete",
            "ERROR Deployment completed",
            "Pipeline finished: 3 of 5 jobs",
            "npm install completed",
            "deployment incomplete",
            "web1 : ok=12   changed=4    unreachable=0    failed=1    skipped=2",
            "INFO Deployment aborted by user; cleanup done",
            "INFO deployment timed out, cleanup finished",
            "INFO Deployment rolled back: rollback completed",
            "INFO Deployment finished: failed=3 ok=2",
            "INFO Deployment finished, result: failure",
            "level=info msg=\"deployment finished\" success=false",
            "Deployment partially completed",
            "job migrate completed",
            "INFO npm run build finished",
            "INFO deploy key uploaded successfully",
            "Release notes generated successfully",
            "the prior deployment completed on 2026-11-01",
            "+ echo 'Deployment completed successfully'",
            "GET https://ci/deployment/42/completed 404",
            "Is the deployment finished?",
            "INFO hook rc=0",
            "INFO tests: exit code 0",
            "INFO health: 5 probes, 0 errors (exit code 0)",
            "Deployment of orders-worker completed\ndeploying orders-api",
            "deploy.sh: exit code 0\nStarting backup",
            "Deployment completed\nStarting deployment of api",
            "",
        ] {
            assert!(!finished(line), "{line}");
        }
    }

    #[test]
    fn a_part_finishes_nothing_before_the_last_of_numbered_steps() {
        for text in [
            "[7/9] promote\nSTATUS: deployed",
            "[9/9] health: probing",
            "STATUS: deployed\n[9/9] health: probing\nGET /health 200",
            "Deployment completed\n[2/9] migrate: started",
            "INFO deploy: step 3 of 4: rollout\ndeployment \"web\" successfully rolled out",
        ] {
            assert!(!finished(text), "{text}");
        }
        for text in [
            "[9/9] promote\nSTATUS: deployed",
            "[2/3] COPY . /app\nDeployment completed",
            "Step 4/4 : rollout\ndeployment \"web\" successfully rolled out",
            "deployment \"web\" successfully rolled out\npod/web-1 1/1 Running",
        ] {
            assert!(finished(text), "{text}");
        }
    }

    #[test]
    fn a_completion_counts_only_near_the_end() {
        let after =
            |lines: usize| finished(&format!("Deployment completed\n{}", "x\n".repeat(lines)));
        assert!(after(49));
        assert!(!after(50));
    }

    #[test]
    fn the_tail_counts_lines_over_chunks() {
        let mut tail = Tail::default();
        for at in 0..9000 {
            tail.keep(b"some line\n", at + 1);
        }
        tail.keep(b"Deployment completed\n", 9001);
        assert_eq!(tail.completion().unwrap().0, 9001);
    }
}
