//! The three exit codes, and nothing else that decides one.

use std::process::ExitCode;

use ray_core::gate::result::{GateResult, Status};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: everything that was judged passed, or is covered by waivers.
    Passed,
    /// 1: something that was judged failed; the evidence is missing, unreadable or not enough.
    Failed,
    /// 2: nothing could be judged: bad flags, bad configuration, no root, output not writable.
    CannotJudge,
}

impl Exit {
    /// From the results, of which there must be one.
    #[must_use]
    pub fn of(results: &[GateResult]) -> Self {
        match Status::of_all(results) {
            Status::Pass | Status::Waived => Exit::Passed,
            Status::Fail => Exit::Failed,
        }
    }

    /// What the code means, for help and manuals.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Exit::Passed => "passed",
            Exit::Failed => "failed: the evidence is missing, unreadable or not enough",
            Exit::CannotJudge => {
                "not judged: bad flags or configuration, no root, output not writable"
            }
        }
    }

    /// The code that the system sees.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Exit::Passed => 0,
            Exit::Failed => 1,
            Exit::CannotJudge => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_judged_nothing_has_not_passed() {
        assert_eq!(Exit::of(&[]), Exit::Failed);
    }

    #[test]
    fn the_codes_are_the_contract() {
        assert_eq!([Exit::Passed, Exit::Failed, Exit::CannotJudge].map(Exit::code), [0, 1, 2]);
    }
}
