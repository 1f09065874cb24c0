//! The environment variables that count, for manuals. `environment.rs` reads them; a test compares the
//! two.

/// A variable that changes what an executable does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it does, as a sentence without a full stop.
    pub meaning: &'static str,
}

/// Every variable that an executable asks for.
pub const VARIABLES: &[Variable] = &[
    Variable { name: "RAY_NOW", meaning: "The time as of which to judge, unless `--now` says so" },
    Variable {
        name: "RAY_VERIFIED_BY",
        meaning: "Who stands behind the run, unless `--verified-by` says so",
    },
    Variable {
        name: "GITHUB_ACTOR",
        meaning: "Who stands behind the run, where nobody else is named",
    },
    Variable {
        name: "GITHUB_ACTIONS",
        meaning: "Where it is `true` and no `--format` is given, also annotate and add to the step summary",
    },
    Variable { name: "GITHUB_STEP_SUMMARY", meaning: "The file of the step summary" },
    Variable {
        name: "SOURCE_DATE_EPOCH",
        meaning: "The time that the entries of a package bear, in seconds since 1970",
    },
    Variable {
        name: "NO_COLOR",
        meaning: "Print no colour, whatever its value unless it is empty",
    },
    Variable {
        name: "CLICOLOR_FORCE",
        meaning: "Print colour even where no terminal is; `0` and an empty value do nothing",
    },
    Variable { name: "TERM", meaning: "`dumb` is a terminal without colour" },
    Variable {
        name: "XDG_CONFIG_HOME",
        meaning: "Where git keeps the name of its user, who stands behind the run at last",
    },
    Variable { name: "HOME", meaning: "Likewise, in `.config/git/config` and `.gitconfig`" },
    Variable { name: "USERPROFILE", meaning: "Likewise, on Windows" },
];
