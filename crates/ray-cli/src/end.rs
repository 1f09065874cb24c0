//! How a process ends that has no verdict to give, and what it says then.

use std::io::{self, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::error::ErrorKind;
use ray_report::escape::terminal;

use crate::environment;
use crate::exit::Exit;
use crate::failure::Failure;

/// Why a run ended before a verdict.
#[derive(Debug)]
pub enum End {
    /// Clap has something to say: a usage error, or the text of `--help`.
    Clap(clap::Error),
    /// Something could not be used.
    Stopped {
        /// What the run was doing, such as `reading the flags`.
        step: &'static str,
        /// What is wrong and what to do next.
        reason: String,
    },
}

impl End {
    /// The run could not go on at `step`, for `reason`.
    #[must_use]
    pub fn stopped(step: &'static str, reason: impl ToString) -> Self {
        End::Stopped { step, reason: reason.to_string() }
    }
}

impl From<Failure> for End {
    fn from(failure: Failure) -> Self {
        End::stopped(failure.step(), failure)
    }
}

impl From<clap::Error> for End {
    fn from(error: clap::Error) -> Self {
        End::Clap(error)
    }
}

/// Does `run`, says on standard error why it ended if it did before its time, and returns how the
/// process ends. A panic is a fault of this program and never a verdict.
#[must_use]
pub fn guarded(run: impl FnOnce() -> Result<Exit, End>) -> Exit {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(exit)) => exit,
        Ok(Err(end)) => report(&end),
        Err(_) => report(&Failure::Internal("the program stopped unexpectedly".to_owned()).into()),
    }
}

fn report(end: &End) -> Exit {
    match end {
        End::Stopped { step, reason } => {
            say_error(step, reason);
            Exit::CannotJudge
        }
        End::Clap(error) if error.use_stderr() => {
            print_usage(error);
            let line = error.to_string();
            let reason = match error.kind() {
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "no command was given",
                _ => line.lines().next().unwrap_or_default().trim_start_matches("error: "),
            };
            say_error("reading the flags", reason);
            Exit::CannotJudge
        }
        End::Clap(text) => {
            let _ = text.print();
            Exit::Passed
        }
    }
}

/// Prints what clap has to say of a usage error. It quotes arguments as they are, and a workflow may fill
/// those from outside; where one is more than text, all is printed as text, without colours.
fn print_usage(error: &clap::Error) {
    let is_text = |argument: &str| terminal(argument) == argument;
    let _ = if environment::arguments().all(|argument| is_text(&argument)) {
        error.print()
    } else {
        let lines = error.to_string();
        lines.lines().try_for_each(|line| writeln!(io::stderr(), "{}", terminal(line)))
    };
}

/// Says on standard error what went wrong beside the verdict, which stands.
pub(crate) fn say_note(note: &str) {
    let _ = writeln!(io::stderr(), "[RAY NOTE] - {}", terminal(note));
}

/// The line that the protocols' users read. Values from outside may hold anything.
fn say_error(step: &str, reason: &str) {
    let reason = terminal(reason.trim_end_matches('.'));
    let _ = writeln!(
        io::stderr(),
        "[RAY ERROR] - Failed at {step}. Reason: {reason}. Awaiting instructions."
    );
}

/// Writes `bytes` to standard output.
///
/// # Errors
/// When standard output cannot be written, for another reason than that nobody reads any more.
pub fn to_stdout(bytes: &[u8]) -> Result<(), End> {
    Ok(print(bytes)?)
}

/// Writes `bytes` to standard output. A reader that has gone, as in `gate | head -1`, stops the writing
/// and changes no verdict.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub(crate) fn print(bytes: &[u8]) -> Result<(), Failure> {
    print_with(|out| out.write_all(bytes))
}

/// Lets `write` write to standard output, as [`print()`] does.
///
/// # Errors
/// When standard output cannot be written for another reason than that nobody reads any more.
pub(crate) fn print_with(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut stdout = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Stdout(error)),
        _ => Ok(()),
    }
}
