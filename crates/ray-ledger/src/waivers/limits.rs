//! Who may grant a waiver, and for how long: settings of the whole run, which `ray.toml` may change.

use jiff::SignedDuration;
use ray_core::gate::settings::{SettingValue, Settings};
use ray_core::protocol::{DefaultValue, Looser, SettingKind, SettingSpec};

/// The table in `ray.toml` that holds them.
pub const TABLE: &str = "waivers";

const ROLES: &str = "waivers.roles";
const LONGEST: &str = "waivers.longest";

/// What a waiver must keep to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The roles in which one may be granted.
    pub roles: Vec<String>,
    /// How long one may hold.
    pub longest: SignedDuration,
}

/// What can be set, where the protocol's own values are `roles` and `longest`, a length of time such as
/// `30d`.
#[must_use]
pub fn specs(roles: &[String], longest: &str) -> Vec<SettingSpec> {
    let spec = |id: &str, key: &str, kind, default, looser, help: &str| SettingSpec {
        id: id.to_owned(),
        kind,
        flag: None,
        key: Some(key.to_owned()),
        evidence: None,
        default: Some(default),
        options: Vec::new(),
        looser,
        help: help.to_owned(),
    };
    vec![
        spec(
            ROLES,
            "roles",
            SettingKind::Roles,
            DefaultValue::Many(roles.to_vec()),
            None,
            "Roles in which a waiver may be granted",
        ),
        spec(
            LONGEST,
            "longest",
            SettingKind::Timespan,
            DefaultValue::One(longest.to_owned()),
            Some(Looser::Higher),
            "How long a waiver may hold",
        ),
    ]
}

/// The limits that `settings` hold. What they do not say is forbidden: nobody may grant a waiver, and
/// none may hold for any time.
#[must_use]
pub fn limits(settings: &Settings) -> Limits {
    let value = |id: &str| settings.get(id).and_then(|setting| setting.value.clone());
    Limits {
        roles: match value(ROLES) {
            Some(SettingValue::Roles(roles)) => roles,
            _ => Vec::new(),
        },
        longest: match value(LONGEST) {
            Some(SettingValue::Timespan(span)) => span.duration(),
            _ => SignedDuration::ZERO,
        },
    }
}
