//! What can be set for a gate: each value with where it comes from, so that "looser than the
//! protocol's own" is a fact and not a guess.

use std::collections::BTreeMap;
use std::fmt;

use super::judgement::Unjudged;
use crate::place::EvidencePath;
use crate::protocol::{DefaultValue, Looser, SettingKind, SettingSpec};
use crate::value::pattern::Allowance;
use crate::value::ratio::Ratio;
use crate::value::size::Size;
use crate::value::timespan::Timespan;
use crate::value::words::{Vocabulary, fold, nearest};
use crate::workspace::resolve;

/// A value in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingValue {
    /// A share.
    Ratio(Ratio),
    /// A length of time.
    Timespan(Timespan),
    /// A file below the root.
    File(EvidencePath),
    /// Roles of which one is wanted.
    Roles(Vec<String>),
    /// A number of things.
    Count(u64),
    /// One of the words that the setting knows.
    Word(String),
    /// What the team accepts, and why.
    Allowances(Vec<Allowance>),
    /// A number of bytes.
    Size(Size),
}

impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingValue::Ratio(ratio) => ratio.fmt(f),
            SettingValue::Timespan(span) => span.fmt(f),
            SettingValue::File(path) => path.fmt(f),
            SettingValue::Roles(roles) => f.write_str(&roles.join(" or ")),
            SettingValue::Count(count) => count.fmt(f),
            SettingValue::Word(word) => f.write_str(word),
            SettingValue::Allowances(allowances) if allowances.is_empty() => f.write_str("none"),
            SettingValue::Allowances(allowances) => {
                let each: Vec<String> = allowances.iter().map(Allowance::to_string).collect();
                f.write_str(&each.join("; "))
            }
            SettingValue::Size(size) => size.fmt(f),
        }
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The protocol's own value.
    Default,
    /// The configuration file, at this line.
    File {
        /// The file, as the user knows it.
        path: String,
        /// The line, from 1.
        line: usize,
    },
    /// A flag, with its dashes.
    Flag(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Default => f.write_str("protocol default"),
            Source::File { path, line } => write!(f, "{path}:{line}"),
            Source::Flag(flag) => f.write_str(flag),
        }
    }
}

/// A value in force and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub id: String,
    /// The value; none for a file that was not named.
    pub value: Option<SettingValue>,
    /// The protocol's own value.
    pub default: Option<SettingValue>,
    /// Who set it.
    pub source: Source,
    /// Which way a value is looser than the protocol's own.
    pub looser_way: Option<Looser>,
    /// True when it lets through what the protocol's own value would stop.
    pub looser: bool,
}

/// A value that cannot be used for its setting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingProblem {
    /// It is empty; an unset shell variable often looks like that.
    #[error("the value is empty; leave the setting out to use the protocol's own value")]
    Empty,
    /// It has the wrong form.
    #[error("{0}")]
    Malformed(String),
    /// It is none of the words.
    #[error("`{found}` is none of: {known}{}", near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    UnknownWord {
        /// What was written.
        found: String,
        /// What is known.
        known: String,
        /// What was probably meant.
        near: Option<String>,
    },
}

/// The settings of one gate.
#[derive(Debug, Clone, Default)]
pub struct Settings(BTreeMap<String, Setting>);

impl Settings {
    /// The protocol's own values.
    ///
    /// # Errors
    /// When the descriptor's default is not a value of its kind: a fault of this project.
    pub fn defaults(specs: &[SettingSpec]) -> Result<Self, SettingProblem> {
        let mut settings = BTreeMap::new();
        for spec in specs {
            let value = match &spec.default {
                None if spec.kind == SettingKind::Allowances => {
                    Some(SettingValue::Allowances(Vec::new()))
                }
                None => None,
                Some(DefaultValue::One(text)) => Some(parse(spec, text)?),
                Some(DefaultValue::Many(roles)) => Some(SettingValue::Roles(roles.clone())),
            };
            let setting = Setting {
                id: spec.id.clone(),
                default: value.clone(),
                value,
                source: Source::Default,
                looser_way: spec.looser,
                looser: false,
            };
            settings.insert(spec.id.clone(), setting);
        }
        Ok(Self(settings))
    }

    /// Sets `spec` to `value`, which came from `source`.
    pub fn set(&mut self, spec: &SettingSpec, value: SettingValue, source: Source) {
        if let Some(setting) = self.0.get_mut(&spec.id) {
            setting.looser =
                setting.default.as_ref().is_some_and(|default| is_looser(spec, default, &value));
            setting.value = Some(value);
            setting.source = source;
        }
    }

    /// The setting called `id`.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Setting> {
        self.0.get(id)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Setting> {
        self.0.values()
    }

    /// The share called `id`.
    ///
    /// # Errors
    /// When the descriptor declares no such setting; the criterion is then not judged.
    pub fn ratio(&self, id: &str) -> Result<Ratio, Unjudged> {
        match self.value(id) {
            Some(SettingValue::Ratio(ratio)) => Ok(*ratio),
            _ => Err(Unjudged::no_setting(id)),
        }
    }

    /// The length of time called `id`.
    ///
    /// # Errors
    /// When the descriptor declares no such setting; the criterion is then not judged.
    pub fn timespan(&self, id: &str) -> Result<Timespan, Unjudged> {
        match self.value(id) {
            Some(SettingValue::Timespan(span)) => Ok(*span),
            _ => Err(Unjudged::no_setting(id)),
        }
    }

    /// The roles called `id`.
    ///
    /// # Errors
    /// When the descriptor declares no such setting; the criterion is then not judged.
    pub fn roles(&self, id: &str) -> Result<&[String], Unjudged> {
        match self.value(id) {
            Some(SettingValue::Roles(roles)) => Ok(roles),
            _ => Err(Unjudged::no_setting(id)),
        }
    }

    /// The word called `id`.
    ///
    /// # Errors
    /// When the descriptor declares no such setting, or its options are no words of `T`; the
    /// criterion is then not judged.
    pub fn word<T: Vocabulary>(&self, id: &str) -> Result<T, Unjudged> {
        match self.value(id) {
            Some(SettingValue::Word(word)) => T::find(word).ok_or_else(|| Unjudged::no_setting(id)),
            _ => Err(Unjudged::no_setting(id)),
        }
    }

    /// The allowances called `id`.
    ///
    /// # Errors
    /// When the descriptor declares no such setting; the criterion is then not judged.
    pub fn allowances(&self, id: &str) -> Result<&[Allowance], Unjudged> {
        match self.value(id) {
            Some(SettingValue::Allowances(allowances)) => Ok(allowances),
            _ => Err(Unjudged::no_setting(id)),
        }
    }

    fn value(&self, id: &str) -> Option<&SettingValue> {
        self.0.get(id).and_then(|setting| setting.value.as_ref())
    }
}

/// Reads `text` as a value for `spec`.
///
/// # Errors
/// When it is empty or has another form.
pub fn parse(spec: &SettingSpec, text: &str) -> Result<SettingValue, SettingProblem> {
    if text.trim().is_empty() {
        return Err(SettingProblem::Empty);
    }
    let malformed = |error: &dyn fmt::Display| SettingProblem::Malformed(error.to_string());
    Ok(match spec.kind {
        SettingKind::Ratio => SettingValue::Ratio(text.parse().map_err(|error| malformed(&error))?),
        SettingKind::Timespan => {
            SettingValue::Timespan(text.parse().map_err(|error| malformed(&error))?)
        }
        SettingKind::Size => SettingValue::Size(text.parse().map_err(|error| malformed(&error))?),
        SettingKind::File => SettingValue::File(resolve(text).map_err(|error| malformed(&error))?),
        SettingKind::Roles => {
            SettingValue::Roles(text.split(',').map(|role| role.trim().to_owned()).collect())
        }
        SettingKind::Count => SettingValue::Count(
            text.trim()
                .parse()
                .map_err(|_| malformed(&format!("`{text}` is not a whole number")))?,
        ),
        SettingKind::Word => match spec.options.iter().find(|option| fold(option) == fold(text)) {
            Some(option) => SettingValue::Word(option.clone()),
            None => {
                return Err(SettingProblem::UnknownWord {
                    found: text.to_owned(),
                    known: spec.options.join(", "),
                    near: nearest(text, spec.options.iter().map(String::as_str)).map(str::to_owned),
                });
            }
        },
        // They are tables, not a text: `ray.toml` is the only place for them.
        SettingKind::Allowances => {
            return Err(malformed(
                &"a list of tables, each with a pattern and a reason, is needed",
            ));
        }
    })
}

/// True when `value` lets through what `default` would stop.
fn is_looser(spec: &SettingSpec, default: &SettingValue, value: &SettingValue) -> bool {
    use SettingValue::{Count, Ratio, Roles, Size, Timespan, Word};
    let order = match (default, value) {
        (Ratio(default), Ratio(value)) => value.cmp(default),
        (Timespan(default), Timespan(value)) => value.cmp(default),
        (Count(default), Count(value)) => value.cmp(default),
        (Size(default), Size(value)) => value.cmp(default),
        (Word(default), Word(value)) => {
            let rank = |word: &String| spec.options.iter().position(|option| option == word);
            rank(value).cmp(&rank(default))
        }
        (Roles(default), Roles(value)) => {
            let known = |role: &String| default.iter().any(|default| fold(default) == fold(role));
            return !value.iter().all(known);
        }
        (_, SettingValue::Allowances(value)) => return !value.is_empty(),
        _ => return false,
    };
    match spec.looser {
        Some(Looser::Lower) => order.is_lt(),
        Some(Looser::Higher) => order.is_gt(),
        None => false,
    }
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
