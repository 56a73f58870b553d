//! The days of holidays.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::extract::lexicon::times::Holiday;

/// The day of a holiday in a year.
pub fn on(holiday: Holiday, year: i16) -> Option<Date> {
    match holiday {
        Holiday::Fixed(month, day) => Date::new(year, month, day).ok(),
        Holiday::From(weekday, month, day) => {
            let from = Date::new(year, month, day).ok()?;
            if from.weekday() == weekday { Some(from) } else { from.nth_weekday(1, weekday).ok() }
        }
        Holiday::Easter(days) => easter(year)?.checked_add(i32::from(days).days()).ok(),
    }
}

/// Easter Sunday of the Gregorian calendar, by the anonymous algorithm of 1876 (Meeus, Jones, Butcher).
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (a, b, c) = (year_number % 19, year_number / 100, year_number % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::Weekday;

    use super::*;

    #[test]
    fn easter_moves() {
        for (year, expected) in [(1961, "1961-04-02"), (2000, "2000-04-23"), (2024, "2024-03-31"), (2038, "2038-04-25")]
        {
            assert_eq!(easter(year).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn holidays_of_a_weekday_are_the_first_from_a_day_on() {
        let thanksgiving = Holiday::From(Weekday::Thursday, 11, 22);
        assert_eq!(on(thanksgiving, 1999).unwrap().to_string(), "1999-11-25");
        assert_eq!(on(thanksgiving, 2018).unwrap().to_string(), "2018-11-22");
    }
}
