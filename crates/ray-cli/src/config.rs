//! `ray.toml`: what a team sets for itself. A key that nobody knows is an error with a suggestion,
//! never ignored, since a misspelt threshold would silently be the protocol's own.

use std::borrow::Cow;

use ray_core::gate::settings::{SettingValue, Settings, Source, parse};
use ray_core::place::{EvidencePath, Position};
use ray_core::protocol::{SettingKind, SettingSpec};
use ray_core::source::SourceFile;
use ray_core::value::pattern::{Allowance, PatternProblem};
use ray_core::value::words::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::failure::Failure;

/// The key of the pinned release.
const RELEASE: &str = "release";

/// Keys of a protocol's table that are no gate.
const ARTIFACTS: &str = "artifacts";
const REQUIRED_ARTIFACTS: &str = "required_artifacts";

/// Keys of an allowance.
const PATTERN: &str = "pattern";
const REASON: &str = "reason";

/// A value and the line on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct At<T> {
    /// The value.
    pub(crate) value: T,
    /// The line, from 1.
    pub(crate) line: usize,
}

/// What the file sets for one protocol.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// The file, as the user knows it.
    pub(crate) path: String,
    /// The release that all evidence must name.
    pub(crate) release: Option<At<String>>,
    /// The evidence folder.
    pub(crate) artifacts: Option<At<String>>,
    /// Further files that the evidence manifest must find in the evidence folder.
    pub(crate) required_artifacts: Vec<String>,
    values: Vec<Value>,
}

/// One key of a gate's table, or of a table for the whole run.
#[derive(Debug)]
struct Value {
    gate: String,
    key: String,
    written: Written,
    position: Position,
}

/// What stands there.
#[derive(Debug)]
enum Written {
    /// A text or a number, or a list of texts.
    Text(String),
    /// A list of tables, each a pattern with its reason.
    Allowances(Vec<Allowance>),
}

impl Config {
    /// Reads `text` for the protocol whose table is `protocol`; `gates` are the names of its gates
    /// and the settings that each has, `run` are the tables whose settings hold for the whole run.
    ///
    /// # Errors
    /// When it is no TOML, or has a key that nobody knows or a value of another type.
    pub(crate) fn read(
        path: &str,
        text: &str,
        protocol: &str,
        gates: &[(&str, &[SettingSpec])],
        run: &[(&str, &[SettingSpec])],
    ) -> Result<Self, Failure> {
        let reader =
            Reader { source: SourceFile::new(EvidencePath::new(path), text.to_owned()), path };
        let table = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            reader.fault(at, error.message().to_owned())
        })?;
        let mut config = Self { path: path.to_owned(), ..Self::default() };
        let tables: Vec<&str> = run.iter().map(|(table, _)| *table).chain([protocol]).collect();
        for (key, value) in table.get_ref() {
            let name: &str = key.get_ref();
            let of_run = run.iter().find(|(table, _)| *table == name);
            match (value.get_ref(), of_run) {
                (DeValue::Table(inner), _) if name == protocol => {
                    reader.protocol(&mut config, inner, gates)?
                }
                (DeValue::Table(inner), Some((table, specs))) => {
                    reader.gate(&mut config, table, inner, specs)?
                }
                (DeValue::Table(_), None) if nearest(name, tables.iter().copied()).is_none() => {}
                _ if name == RELEASE => config.release = Some(reader.text(value)?),
                _ => {
                    let known: Vec<&str> = [RELEASE].into_iter().chain(tables).collect();
                    return Err(reader.unknown_key(key, &known));
                }
            }
        }
        Ok(config)
    }

    /// Applies what the file sets for `gate` to `settings`.
    ///
    /// # Errors
    /// When a value cannot be used for its setting.
    pub(crate) fn apply(
        &self,
        gate: &str,
        specs: &[SettingSpec],
        settings: &mut Settings,
    ) -> Result<(), Failure> {
        for value in self.values.iter().filter(|value| value.gate == gate) {
            let Some(spec) = specs.iter().find(|spec| spec.key.as_deref() == Some(&value.key))
            else {
                continue;
            };
            let parsed = match &value.written {
                Written::Allowances(allowances) => SettingValue::Allowances(allowances.clone()),
                Written::Text(text) => parse(spec, text).map_err(|problem| Failure::BadConfig {
                    path: self.path.clone(),
                    line: value.position.line(),
                    column: value.position.column(),
                    problem: format!("`{}`: {problem}", value.key),
                })?,
            };
            settings.set(
                spec,
                parsed,
                Source::File { path: self.path.clone(), line: value.position.line() },
            );
        }
        Ok(())
    }
}

struct Reader<'a> {
    source: SourceFile,
    path: &'a str,
}

type Key<'a> = Spanned<Cow<'a, str>>;

impl Reader<'_> {
    fn protocol(
        &self,
        config: &mut Config,
        table: &DeTable<'_>,
        gates: &[(&str, &[SettingSpec])],
    ) -> Result<(), Failure> {
        for (key, value) in table {
            let name: &str = key.get_ref();
            let gate = gates.iter().find(|(gate, _)| *gate == name);
            match (value.get_ref(), gate) {
                (DeValue::Table(inner), Some((gate, settings))) => {
                    self.gate(config, gate, inner, settings)?
                }
                (_, None) if name == ARTIFACTS => config.artifacts = Some(self.text(value)?),
                (DeValue::Array(files), None) if name == REQUIRED_ARTIFACTS => {
                    for file in files {
                        config.required_artifacts.push(self.text(file)?.value);
                    }
                }
                _ => {
                    let mut known: Vec<&str> = gates.iter().map(|(gate, _)| *gate).collect();
                    known.extend([ARTIFACTS, REQUIRED_ARTIFACTS]);
                    return Err(self.unknown_key(key, &known));
                }
            }
        }
        Ok(())
    }

    fn gate(
        &self,
        config: &mut Config,
        gate: &str,
        table: &DeTable<'_>,
        specs: &[SettingSpec],
    ) -> Result<(), Failure> {
        let known: Vec<&str> = specs.iter().filter_map(|spec| spec.key.as_deref()).collect();
        for (key, value) in table {
            let spec = specs.iter().find(|spec| spec.key.as_deref() == Some(&**key.get_ref()));
            let Some(spec) = spec else {
                return Err(self.unknown_key(key, &known));
            };
            config.values.push(Value {
                gate: gate.to_owned(),
                key: key.get_ref().to_string(),
                written: self.written(spec, value)?,
                position: self.source.position(value.span().start),
            });
        }
        Ok(())
    }

    fn written(
        &self,
        spec: &SettingSpec,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Written, Failure> {
        Ok(match (value.get_ref(), spec.kind) {
            (DeValue::Array(items), SettingKind::Allowances) => {
                let allowances: Result<_, _> =
                    items.iter().map(|item| self.allowance(item)).collect();
                Written::Allowances(allowances?)
            }
            (_, SettingKind::Allowances) => {
                let problem = "a list of tables, each with a pattern and a reason, was expected";
                return Err(self.fault(value.span().start, problem));
            }
            (DeValue::String(text), _) => Written::Text(text.to_string()),
            (DeValue::Integer(number), _) => Written::Text(number.as_str().to_owned()),
            (DeValue::Float(number), _) => Written::Text(number.as_str().to_owned()),
            (DeValue::Array(items), _) => Written::Text(self.list(items)?),
            _ => {
                let problem = "a text, a number or a list of texts was expected";
                return Err(self.fault(value.span().start, problem));
            }
        })
    }

    fn allowance(&self, item: &Spanned<DeValue<'_>>) -> Result<Allowance, Failure> {
        let start = item.span().start;
        let DeValue::Table(table) = item.get_ref() else {
            return Err(self.fault(start, "a table with a pattern and a reason was expected"));
        };
        for key in table.keys() {
            if ![PATTERN, REASON].contains(&&**key.get_ref()) {
                return Err(self.unknown_key(key, &[PATTERN, REASON]));
            }
        }
        let given = |name: &str| match table.get(name) {
            Some(value) => Ok((value.span().start, self.text(value)?.value)),
            None => Err(self.fault(start, format!("the key `{name}` is missing here"))),
        };
        let ((at_pattern, pattern), (at_reason, reason)) = (given(PATTERN)?, given(REASON)?);
        Allowance::new(&pattern, &reason).map_err(|problem| {
            let at = if problem == PatternProblem::NoReason { at_reason } else { at_pattern };
            self.fault(at, problem.to_string())
        })
    }

    fn list(&self, items: &toml::de::DeArray<'_>) -> Result<String, Failure> {
        let texts: Result<Vec<String>, Failure> =
            items.iter().map(|item| self.text(item).map(|at| at.value)).collect();
        Ok(texts?.join(", "))
    }

    fn text(&self, value: &Spanned<DeValue<'_>>) -> Result<At<String>, Failure> {
        let start = value.span().start;
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => {
                Ok(At { value: text.to_string(), line: self.source.position(start).line() })
            }
            DeValue::String(_) => {
                Err(self.fault(start, "the text is empty; leave the key out instead"))
            }
            _ => Err(self.fault(start, "a text in quotes was expected")),
        }
    }

    fn unknown_key(&self, key: &Key<'_>, known: &[&str]) -> Failure {
        let name: &str = key.get_ref();
        let hint = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.contains(&name) => "it has a value of another type here".to_owned(),
            None if known.is_empty() => "nothing can be set here".to_owned(),
            None => format!("known here: {}", known.join(", ")),
        };
        self.fault(key.span().start, format!("the key `{name}` cannot be used; {hint}"))
    }

    fn fault(&self, at: usize, problem: impl Into<String>) -> Failure {
        let position = self.source.position(at);
        Failure::BadConfig {
            path: self.path.to_owned(),
            line: position.line(),
            column: position.column(),
            problem: problem.into(),
        }
    }
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
