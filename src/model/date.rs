//! Dates, durations and periods as records write them.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use jiff::civil;
use serde::de::{self, Deserialize, Deserializer, Visitor};

/// A calendar date, written `YYYY-MM-DD` and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The date of a calendar date.
    #[must_use]
    pub fn new(date: civil::Date) -> Self {
        Date(date)
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1 on.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// How many days lie between; negative where `other` is later.
    #[must_use]
    pub fn days_since(self, other: Date) -> i64 {
        self.0.duration_since(other.0).as_hours() / 24
    }

    /// The date after a duration. A day that the month does not have becomes its last one.
    #[must_use]
    pub fn after(self, duration: Duration) -> Date {
        Date(self.0.saturating_add(duration.span()))
    }

    /// The date before a duration.
    #[must_use]
    pub fn before(self, duration: Duration) -> Date {
        Date(self.0.saturating_sub(duration.span()))
    }

    /// The next day.
    #[must_use]
    pub fn next(self) -> Date {
        Date(self.0.tomorrow().unwrap_or(self.0))
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
        if !shape {
            return Err(format!("`{text}` is not a date; write it as YYYY-MM-DD, for example 2026-03-31"));
        }
        let day = || civil::Date::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?).ok();
        day().map(Date).ok_or_else(|| format!("there is no day {text} in the calendar"))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Written(PhantomData))
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A length of time, written `90d`, `2w`, `6m` or `1y`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    count: u16,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

impl Duration {
    /// A number of days.
    #[must_use]
    pub const fn days(count: u16) -> Self {
        Duration { count, unit: Unit::Days }
    }

    /// A number of months.
    #[must_use]
    pub const fn months(count: u16) -> Self {
        Duration { count, unit: Unit::Months }
    }

    fn span(self) -> jiff::Span {
        let count = i32::from(self.count);
        match self.unit {
            Unit::Days => jiff::Span::new().days(count),
            Unit::Weeks => jiff::Span::new().weeks(count),
            Unit::Months => jiff::Span::new().months(count),
            Unit::Years => jiff::Span::new().years(i16::try_from(count).unwrap_or(i16::MAX).min(9_000)),
        }
    }

    /// About how many days it is: for comparing durations, not for dates.
    #[must_use]
    pub fn about_days(self) -> u32 {
        u32::from(self.count)
            * match self.unit {
                Unit::Days => 1,
                Unit::Weeks => 7,
                Unit::Months => 30,
                Unit::Years => 365,
            }
    }

    /// In words: `3 months`.
    #[must_use]
    pub fn words(self) -> String {
        let unit = match self.unit {
            Unit::Days => "day",
            Unit::Weeks => "week",
            Unit::Months => "month",
            Unit::Years => "year",
        };
        format!("{} {unit}{}", self.count, if self.count == 1 { "" } else { "s" })
    }
}

impl FromStr for Duration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a duration; write a number with d, w, m or y, for example 90d or 12m");
        let (count, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(wrong)?;
        let unit = match unit {
            "d" => Unit::Days,
            "w" => Unit::Weeks,
            "m" => Unit::Months,
            "y" => Unit::Years,
            _ => return Err(wrong()),
        };
        let digits = count.bytes().all(|byte| byte.is_ascii_digit());
        let count = count.parse().ok().filter(|_: &u16| digits).ok_or_else(wrong)?;
        Ok(Duration { count, unit })
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => 'd',
            Unit::Weeks => 'w',
            Unit::Months => 'm',
            Unit::Years => 'y',
        };
        write!(f, "{}{unit}", self.count)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Written(PhantomData))
    }
}

/// A stretch of time that a measurement speaks of: `2026-05`, `2026-Q2`, `2026-H1` or `2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Period {
    /// The period of the calendar that holds a day: the month, quarter, half-year or year, whichever is the shortest that is not
    /// shorter than an interval. `None` for intervals longer than a year, which no one period holds.
    #[must_use]
    pub fn holding(day: Date, every: Duration) -> Option<Period> {
        let months = match every.about_days() {
            0..=31 => 1,
            32..=92 => 3,
            93..=184 => 6,
            185..=366 => 12,
            _ => return None,
        };
        let first = (day.month() - 1) / months * months + 1;
        let from = Date(civil::Date::new(day.year(), first, 1).ok()?);
        Some(Period { from, to: Date(from.0.saturating_add(jiff::Span::new().months(months)).yesterday().ok()?) })
    }

    /// Whether two periods have a day in common.
    #[must_use]
    pub fn touches(self, other: Period) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.from.year(), self.from.month());
        match self.to.month() - month {
            0 => write!(f, "{year:04}-{month:02}"),
            2 => write!(f, "{year:04}-Q{}", month / 3 + 1),
            5 => write!(f, "{year:04}-H{}", month / 6 + 1),
            _ => write!(f, "{year:04}"),
        }
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a period; write 2026-05, 2026-Q2, 2026-H1 or 2026");
        let (year, part) = text.split_once('-').unwrap_or((text, ""));
        let year: i16 = year.parse().ok().filter(|_| year.len() == 4).ok_or_else(wrong)?;
        let (month, months) = match part.as_bytes() {
            [] => (1, 12),
            [b'H', half @ b'1'..=b'2'] => (i8::try_from(half - b'1').unwrap_or_default() * 6 + 1, 6),
            [b'Q', quarter @ b'1'..=b'4'] => (i8::try_from(quarter - b'1').unwrap_or_default() * 3 + 1, 3),
            [b'0'..=b'9', b'0'..=b'9'] => (part.parse().map_err(|_| wrong())?, 1),
            _ => return Err(wrong()),
        };
        let from = civil::Date::new(year, month, 1).map_err(|_| wrong())?;
        let to = from.saturating_add(jiff::Span::new().months(months)).yesterday().map_err(|_| wrong())?;
        Ok(Period { from: Date(from), to: Date(to) })
    }
}

/// Reads a value from its text, without a copy of the text.
struct Written<T>(PhantomData<T>);

impl<T: FromStr<Err = String>> Visitor<'_> for Written<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn only_one_spelling_of_a_date_is_a_date() {
        assert_eq!(date("2026-02-03").to_string(), "2026-02-03");
        for text in ["20260203", "2026-2-3", "2026-02-30", "2026-02-03T10:00", " 2026-02-03", "+002026-02-03", ""] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn durations_move_dates_and_clamp_at_the_end_of_a_month() {
        assert_eq!(date("2026-01-31").after("1m".parse().unwrap()), date("2026-02-28"));
        assert_eq!(date("2024-02-29").after("1y".parse().unwrap()), date("2025-02-28"));
        assert_eq!(date("2026-01-01").after("2w".parse().unwrap()), date("2026-01-15"));
        assert_eq!(date("2026-03-01").days_since(date("2026-02-27")), 2);
        assert_eq!(date("2026-02-27").days_since(date("2027-02-27")), -365);
        for text in ["3", "d", "1x", "-1d", "1.5m", "１d"] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }

    #[test]
    fn periods_know_their_days() {
        let days = |text: &str| text.parse::<Period>().map(|period| format!("{}..{}", period.from, period.to));
        assert_eq!(days("2026-02").unwrap(), "2026-02-01..2026-02-28");
        assert_eq!(days("2026-Q4").unwrap(), "2026-10-01..2026-12-31");
        assert_eq!(days("2026-H2").unwrap(), "2026-07-01..2026-12-31");
        assert_eq!(days("2026").unwrap(), "2026-01-01..2026-12-31");
        for text in ["2026-02", "2026-Q1", "2026-Q4", "2026-H1", "2026-H2", "2026"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        let holding = |every: &str| Period::holding(date("2026-05-17"), every.parse().unwrap()).map(|period| period.to_string());
        let words = ["2w", "30d", "1m", "2m", "90d", "3m", "6m", "12m", "1y"].map(|every| holding(every).unwrap());
        assert_eq!(words, ["2026-05", "2026-05", "2026-05", "2026-Q2", "2026-Q2", "2026-Q2", "2026-H1", "2026", "2026"]);
        assert_eq!(holding("2y"), None);
        assert!(days("2026-13").is_err() && days("26-01").is_err() && days("2026-Q5").is_err());
    }
}
