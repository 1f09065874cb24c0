//! One field of a cron expression: lists of numbers, names, ranges and steps, as the set they mean.

use std::fmt;
use std::ops::RangeInclusive;

use super::CronProblem;

/// Which of the five fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldName {
    /// The first, 0 to 59.
    Minute,
    /// The second, 0 to 23.
    Hour,
    /// The third, 1 to 31.
    DayOfMonth,
    /// The fourth, 1 to 12 or JAN to DEC.
    Month,
    /// The fifth, 0 to 7 or SUN to SAT; 0 and 7 are Sunday.
    DayOfWeek,
}

/// The values of a field, never none.
#[derive(Debug, Clone)]
pub(super) struct Field {
    name: FieldName,
    /// As written, with names in capitals.
    written: String,
    /// Bit n is set for value n; Sunday is 0.
    values: u64,
    /// It is a day field that starts with `*`, on which depends how the two day fields combine.
    starred: bool,
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const SUNDAY_AGAIN: u8 = 7;

impl FieldName {
    /// The highest number that may be written.
    pub(super) fn high(self) -> u8 {
        match self {
            Self::DayOfWeek => SUNDAY_AGAIN,
            _ => *self.all().end(),
        }
    }

    /// What may be written, for a message.
    pub(super) fn values(self) -> &'static str {
        match self {
            Self::Minute => "a number from 0 to 59",
            Self::Hour => "a number from 0 to 23",
            Self::DayOfMonth => "a number from 1 to 31",
            Self::Month => "a number from 1 to 12 or a name from JAN to DEC",
            Self::DayOfWeek => "a number from 0 to 7 or a name from SUN to SAT",
        }
    }

    /// Items that may be written, for a message.
    pub(super) fn example(self) -> &'static str {
        match self {
            Self::Minute => "`*`, `0`, `0,30`, `10-50` or `*/15`",
            Self::Hour => "`*`, `6`, `6,18`, `9-17` or `*/2`",
            Self::DayOfMonth => "`*`, `1`, `1,15`, `1-7` or `*/2`",
            Self::Month => "`*`, `1`, `JAN,JUL`, `1-6` or `*/3`",
            Self::DayOfWeek => "`*`, `1`, `MON,THU` or `MON-FRI`",
        }
    }

    /// What `*` stands for.
    fn all(self) -> RangeInclusive<u8> {
        match self {
            Self::Minute => 0..=59,
            Self::Hour => 0..=23,
            Self::DayOfMonth => 1..=31,
            Self::Month => 1..=12,
            Self::DayOfWeek => 0..=6,
        }
    }

    /// The number that a name stands for.
    fn named(self, text: &str) -> Option<u8> {
        let names: &[&str] = match self {
            Self::Month => &MONTHS,
            Self::DayOfWeek => &WEEKDAYS,
            _ => &[],
        };
        let mut numbered = (*self.all().start()..).zip(names);
        numbered.find(|(_, name)| name.eq_ignore_ascii_case(text)).map(|(number, _)| number)
    }

    /// A number or a name; `part` is what a problem shows.
    fn value(self, text: &str, part: &str) -> Result<u8, CronProblem> {
        if let Some(number) = self.named(text) {
            return Ok(number);
        }
        let part = part.to_owned();
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(match dialect(text) {
                Some(dialect) => CronProblem::Foreign { field: self, part, dialect },
                None => CronProblem::NotAValue { field: self, part },
            });
        }
        text.parse()
            .ok()
            .filter(|number| (*self.all().start()..=self.high()).contains(number))
            .ok_or(CronProblem::OutOfRange { field: self, part })
    }

    fn range(self, text: &str, part: &str) -> Result<RangeInclusive<u8>, CronProblem> {
        if text == "*" {
            return Ok(self.all());
        }
        let Some((first, last)) = text.split_once('-') else {
            let value = self.value(text, part)?;
            return Ok(value..=value);
        };
        let (from, to) = (self.value(first, part)?, self.value(last, part)?);
        if from <= to {
            return Ok(from..=to);
        }
        let (low, high) = self.all().into_inner();
        let instead = if from > high {
            run(low, to)
        } else {
            format!("{},{}", run(from, high), run(low, to))
        };
        Err(CronProblem::Descending { field: self, part: part.to_owned(), instead })
    }

    /// One item of a list, as a set.
    fn item(self, part: &str) -> Result<u64, CronProblem> {
        let Some((text, step)) = part.split_once('/') else {
            return self.range(part, part).map(|range| bits(range, 1));
        };
        let range = self.range(text, part)?;
        let by = Some(step)
            .filter(|step| step.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|step| step.parse().ok())
            .filter(|by| (1..=self.high()).contains(by));
        let Some(by) = by else {
            return Err(CronProblem::Step {
                field: self,
                part: part.to_owned(),
                step: step.to_owned(),
            });
        };
        if text != "*" && !text.contains('-') {
            let instead = format!("{}-{}/{by}", range.start(), self.high());
            return Err(CronProblem::StepWithoutRange {
                field: self,
                part: part.to_owned(),
                instead,
            });
        }
        Ok(bits(range, by))
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::DayOfMonth => "day of month",
            Self::Month => "month",
            Self::DayOfWeek => "day of week",
        })
    }
}

impl Field {
    /// The set that `text` means in the field `name`.
    pub(super) fn read(name: FieldName, text: &str) -> Result<Self, CronProblem> {
        let mut values = 0;
        for item in text.split(',') {
            if item.is_empty() {
                return Err(CronProblem::EmptyItem { field: name, list: text.to_owned() });
            }
            values |= name.item(item)?;
        }
        if name == FieldName::DayOfWeek && values & bit(SUNDAY_AGAIN) != 0 {
            values = values & !bit(SUNDAY_AGAIN) | bit(0);
        }
        let is_day = matches!(name, FieldName::DayOfMonth | FieldName::DayOfWeek);
        let starred = is_day && text.starts_with('*');
        Ok(Self { name, written: text.to_ascii_uppercase(), values, starred })
    }

    pub(super) fn contains(&self, value: u8) -> bool {
        self.values & bit(value) != 0
    }

    pub(super) fn is_starred(&self) -> bool {
        self.starred
    }
}

/// Fields are equal when they mean the same, however they are written.
impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        (self.name, self.values, self.starred) == (other.name, other.values, other.starred)
    }
}

impl Eq for Field {}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// The program whose crons know `text`, which is no number and no name.
fn dialect(text: &str) -> Option<&'static str> {
    let upper = text.to_ascii_uppercase();
    let rest = upper.trim_end_matches(['L', 'W']);
    let marked = rest.len() < upper.len()
        && (rest.bytes().all(|byte| byte.is_ascii_digit()) || WEEKDAYS.contains(&rest));
    if marked || upper.contains(['?', '#']) {
        return Some("Quartz");
    }
    (upper == "H" || upper.starts_with("H(")).then_some("Jenkins")
}

fn run(from: u8, to: u8) -> String {
    if from == to { from.to_string() } else { format!("{from}-{to}") }
}

/// Every value of a field is below 64.
fn bit(value: u8) -> u64 {
    1u64.checked_shl(value.into()).unwrap_or(0)
}

fn bits(range: RangeInclusive<u8>, by: u8) -> u64 {
    range.step_by(by.max(1).into()).fold(0, |set, value| set | bit(value))
}
