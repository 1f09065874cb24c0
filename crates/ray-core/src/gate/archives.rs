//! What archives may demand of their reader, as settings of the whole run: every gate that reads an
//! archive, and the prerequisites, keep to the same limits.

use super::Context;
use super::settings::{Setting, SettingValue, Settings, Source};
use crate::evidence::zip::Limits;
use crate::protocol::{DefaultValue, Looser, SettingKind, SettingSpec};

/// The table in `ray.toml` that holds them.
pub const TABLE: &str = "archives";

const UNPACKED: &str = "archives.max-unpacked";
const RATIO: &str = "archives.max-ratio";
const ENTRIES: &str = "archives.max-entries";

/// What can be set.
#[must_use]
pub fn specs() -> Vec<SettingSpec> {
    let default = Limits::default();
    let spec = |id: &str, key: &str, kind, value: u64, help: &str| SettingSpec {
        id: id.to_owned(),
        kind,
        flag: None,
        key: Some(key.to_owned()),
        evidence: None,
        default: Some(DefaultValue::One(value.to_string())),
        options: Vec::new(),
        looser: Some(Looser::Higher),
        help: help.to_owned(),
    };
    vec![
        spec(
            UNPACKED,
            "max_unpacked",
            SettingKind::Size,
            default.unpacked,
            "Bytes of all entries of an archive when unpacked",
        ),
        spec(
            RATIO,
            "max_ratio",
            SettingKind::Count,
            default.ratio,
            "How many times its packed size an archive may unpack to",
        ),
        spec(
            ENTRIES,
            "max_entries",
            SettingKind::Count,
            default.entries,
            "Number of entries of an archive",
        ),
    ]
}

/// The limits that `settings` hold; what they do not say is the reader's own.
#[must_use]
pub fn limits(settings: &Settings) -> Limits {
    let default = Limits::default();
    let number = |id: &str| match settings.get(id)?.value.as_ref()? {
        SettingValue::Size(size) => Some(size.bytes),
        SettingValue::Count(count) => Some(*count),
        _ => None,
    };
    Limits {
        unpacked: number(UNPACKED).unwrap_or(default.unpacked),
        ratio: number(RATIO).unwrap_or(default.ratio),
        entries: number(ENTRIES).unwrap_or(default.entries),
        ..default
    }
}

/// Those that somebody has set, for the record of a gate.
pub(super) fn set(context: Context<'_>) -> impl Iterator<Item = &Setting> {
    context.archives.iter().filter(|setting| setting.source != Source::Default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::settings::parse;

    #[test]
    fn the_defaults_are_those_of_the_reader() {
        let settings = Settings::defaults(&specs()).unwrap();
        assert_eq!(limits(&settings), Limits::default());
        assert_eq!(limits(&Settings::default()), Limits::default());
    }

    #[test]
    fn a_higher_limit_is_looser_and_a_lower_one_is_not() {
        let mut settings = Settings::defaults(&specs()).unwrap();
        for (spec, text, looser) in specs()
            .iter()
            .zip(["8 GiB", "100", "5"])
            .zip([true, false, false])
            .map(|((s, t), l)| (s, t, l))
        {
            settings.set(spec, parse(spec, text).unwrap(), Source::Flag("--x".into()));
            assert_eq!(settings.get(&spec.id).unwrap().looser, looser, "{}", spec.id);
        }
        let set = limits(&settings);
        assert_eq!((set.unpacked, set.ratio, set.entries), (8 << 30, 100, 5));
    }
}
