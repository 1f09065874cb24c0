//! The one instant at which a run judges. It is a value that is passed in; nothing here asks the
//! system for the time.

use jiff::{SignedDuration, Timestamp};

/// How far a recorded time may lie ahead of [`Now`] before it is a finding: two machines' clocks
/// may differ a little.
pub const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// The instant of a run, and who set it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The instant, UTC.
    pub instant: Timestamp,
    /// The flag or variable that set the clock; none for the system's own. Every output says so,
    /// since a set clock can revive what has expired.
    pub set_by: Option<&'static str>,
}

impl Now {
    /// The system's time, which the caller has read.
    #[must_use]
    pub fn from_system(instant: Timestamp) -> Self {
        Self { instant, set_by: None }
    }

    /// A time that `set_by`, a flag or a variable, asked for.
    #[must_use]
    pub fn set(instant: Timestamp, set_by: &'static str) -> Self {
        Self { instant, set_by: Some(set_by) }
    }

    /// True when `instant` lies further ahead than clock skew explains.
    #[must_use]
    pub fn is_before(self, instant: Timestamp) -> bool {
        instant.duration_since(self.instant) > CLOCK_SKEW
    }
}
