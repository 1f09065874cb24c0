//! The command line: flags that every executable has, and those of its settings and task.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use ray_core::protocol::{SettingKind, SettingSpec};
use ray_report::Format;

use crate::environment::Environment;
use crate::exit::Exit;
use crate::tasks::Task;

/// What was typed, still as text.
#[derive(Debug, Clone)]
pub(crate) struct Flags {
    matches: ArgMatches,
}

/// How much a run says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verbosity {
    /// The verdict.
    Quiet,
    /// The verdict and why.
    Normal,
    /// Also what was in force and what was read.
    Verbose,
}

/// A file that `--save` asks for.
#[derive(Debug, Clone)]
pub(crate) struct ReportFile {
    /// What is written to it.
    pub(crate) format: Format,
    /// Where it lies, as it was typed.
    pub(crate) path: String,
}

impl ReportFile {
    /// Reads `FORMAT=FILE`. Formats that are for a terminal or the runner have no file: a later run
    /// could not tell its own from another's.
    fn parse(text: &str) -> Result<Self, String> {
        let known = || Format::NAMES.into_iter().filter(|(_, format)| is_for_files(*format));
        let (name, path) = text.split_once('=').unwrap_or((text, ""));
        let format = known().find(|(known, _)| *known == name).map(|(_, format)| format);
        match format {
            Some(format) if !path.is_empty() => Ok(Self { format, path: path.to_owned() }),
            _ => {
                let names: Vec<&str> = known().map(|(name, _)| name).collect();
                Err(format!("write it as FORMAT=FILE, where FORMAT is one of {}", names.join(", ")))
            }
        }
    }
}

fn is_for_files(format: Format) -> bool {
    format == Format::Json || format.signature().is_some()
}

impl Flags {
    /// Reads the command line of `environment` for the executable `name`. `editions` are the words for
    /// `--edition`; without any there is no such flag.
    ///
    /// # Errors
    /// What clap has to say: a usage error, or the text of `--help` and `--version`.
    pub(crate) fn read(
        environment: &Environment,
        name: &str,
        about: &str,
        task: Task,
        settings: &[SettingSpec],
        editions: &[String],
    ) -> Result<Self, clap::Error> {
        let command = command(name, about, task, settings, editions);
        command.try_get_matches_from(&environment.arguments).map(|matches| Self { matches })
    }

    /// The text of the flag `id`.
    #[must_use]
    pub(crate) fn text(&self, id: &str) -> Option<&str> {
        self.matches.try_get_one::<String>(id).ok().flatten().map(String::as_str)
    }

    /// True when the switch `id` is on.
    #[must_use]
    pub(crate) fn is_set(&self, id: &str) -> bool {
        self.matches.try_get_one::<bool>(id).ok().flatten().copied().unwrap_or(false)
    }

    /// The output format; none unless one was asked for.
    #[must_use]
    pub(crate) fn format(&self) -> Option<Format> {
        self.text("format").and_then(Format::named)
    }

    /// The files that `--save` asks for, with their formats.
    pub(crate) fn reports(&self) -> impl Iterator<Item = &ReportFile> {
        self.matches.try_get_many::<ReportFile>("save").ok().flatten().into_iter().flatten()
    }

    /// How much to say.
    #[must_use]
    pub(crate) fn verbosity(&self) -> Verbosity {
        if self.is_set("quiet") {
            Verbosity::Quiet
        } else if self.is_set("verbose") {
            Verbosity::Verbose
        } else {
            Verbosity::Normal
        }
    }

    /// Whether to colour, given what standard output wants by itself.
    #[must_use]
    pub(crate) fn color(&self, wanted: bool) -> bool {
        match self.text("color") {
            Some("always") => true,
            Some("never") => false,
            _ => wanted,
        }
    }
}

/// The flags of the executable `name`; `editions` are the words for `--edition`, and without any there
/// is no such flag.
pub(crate) fn command(
    name: &str,
    about: &str,
    task: Task,
    settings: &[SettingSpec],
    editions: &[String],
) -> Command {
    let [passed, failed, not_judged] =
        [Exit::Passed, Exit::Failed, Exit::CannotJudge].map(Exit::meaning);
    Command::new(name.to_owned())
        .bin_name(name.to_owned())
        .version(env!("CARGO_PKG_VERSION"))
        .about(about.to_owned())
        .after_help(format!(
            "Exit codes: 0 {passed}; 1 {failed};\n2 {not_judged}.\n\
             Relative paths are taken from the root."
        ))
        .args(settings.iter().filter(|setting| setting.flag.is_some()).map(setting))
        .args(task_flags(task))
        .args(common())
        .arg(save())
        .args(edition(editions))
}

fn setting(spec: &SettingSpec) -> Arg {
    let default = match &spec.default {
        Some(ray_core::protocol::DefaultValue::One(value)) => format!(" [protocol's own: {value}]"),
        _ => String::new(),
    };
    let value = match spec.kind {
        SettingKind::Ratio => "RATIO",
        SettingKind::Timespan => "MINUTES",
        SettingKind::File => "FILE",
        SettingKind::Roles => "ROLES",
        SettingKind::Count => "NUMBER",
        SettingKind::Word => "WORD",
        SettingKind::Allowances => "PATTERNS",
        SettingKind::Size => "BYTES",
    };
    let options = match spec.options.as_slice() {
        [] => String::new(),
        options => format!(": {}", options.join(", ")),
    };
    text(&spec.id, value, format!("{}{options}{default}", spec.help))
        .long(spec.flag.clone().unwrap_or_default())
}

fn edition(words: &[String]) -> Option<Arg> {
    let first = words.first()?;
    let flag = text("edition", "EDITION", "The edition of the protocol")
        .long("edition")
        .value_parser(PossibleValuesParser::new(words.to_vec()))
        .default_value(first.clone());
    Some(flag)
}

fn task_flags(task: Task) -> Vec<Arg> {
    match task {
        Task::Gate(_) => vec![
            output("FILE", "Also write the JSON result to this file"),
            switch("record", "Also add the outcome to the history, gate-history.jsonl")
                .long("record"),
            explain(),
        ],
        Task::Prerequisites => vec![
            output("FILE", "Also write the JSON result to this file"),
            explain(),
            switch("scaffold", "Write a template for each file that is missing, and still fail")
                .long("scaffold"),
        ],
        Task::Aggregate => {
            vec![
                output("DIR", "Folder for evidence-manifest.json [default: the evidence folder]"),
                switch("package", "Also build the archive that is handed over, and its manifest")
                    .long("package"),
            ]
        }
        Task::Run => vec![
            output(
                "FILE",
                "Where to write the record of the run [default: .artifacts/protocol-manifests/NAME.json]",
            ),
            text("notes", "TEXT", "A note to keep in the record").long("notes"),
            text("stage", "NAME|NUMBER", "Judge this gate alone").long("stage"),
            switch("no-write", "Write no record, and add nothing to the history")
                .long("no-write")
                .conflicts_with("output"),
        ],
    }
}

fn common() -> Vec<Arg> {
    vec![
        text("root", "DIR", "The repository to judge [default: the current folder]")
            .long("root")
            .short('C'),
        text("artifacts", "DIR", "The folder that holds the evidence").long("artifacts"),
        text(
            "format",
            "FORMAT",
            "What to print [default: human; in GitHub Actions also annotations and a step summary]",
        )
        .long("format")
        .value_parser(PossibleValuesParser::new(Format::NAMES.map(|(name, _)| name))),
        text(
            "config",
            "FILE",
            "The configuration [default: ray.toml at the root, where there is one]",
        )
        .long("config"),
        text("now", "TIME", "Judge as of this time, RFC 3339; also RAY_NOW").long("now"),
        text("verified-by", "NAME", "Who stands behind this run; also RAY_VERIFIED_BY")
            .long("verified-by"),
        text("color", "WHEN", "When to colour")
            .long("color")
            .value_parser(PossibleValuesParser::new(["auto", "always", "never"]))
            .default_value("auto"),
        switch("quiet", "Say the verdict alone").long("quiet").short('q').conflicts_with("verbose"),
        switch("verbose", "Also say what was in force and what was read")
            .long("verbose")
            .short('v'),
    ]
}

fn save() -> Arg {
    text(
        "save",
        "FORMAT=FILE",
        "Also write a report to this file, whatever is printed; may be repeated",
    )
    .long("save")
    .action(ArgAction::Append)
    .value_parser(ReportFile::parse)
}

fn output(value: &'static str, help: &'static str) -> Arg {
    text("output", value, help).long("output")
}

fn explain() -> Arg {
    switch("explain", "Print the criteria and the thresholds in force, and judge nothing")
        .long("explain")
}

fn text(id: &str, value: &'static str, help: impl Into<String>) -> Arg {
    Arg::new(id.to_owned()).value_name(value).help(help.into()).action(ArgAction::Set)
}

fn switch(id: &'static str, help: &'static str) -> Arg {
    Arg::new(id).help(help).action(ArgAction::SetTrue)
}
