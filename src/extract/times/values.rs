//! TIMEX3 values of lengths and of what comes again.

use jiff::civil::Weekday;

use crate::extract::lexicon::times::{Part, Season, Unit};

use super::amount::Amount;

/// The value of so many units: `P2.5Y`, `PT30M`, `PXD`. Decades and longer are counted in years where their number is known;
/// `2 1/2 years` in digits are `P2Y6M`.
pub fn length(unit: Unit, amount: Amount) -> String {
    let (time, letter, each, below) = match unit {
        Unit::Second => ("T", 'S', 1, None),
        Unit::Minute => ("T", 'M', 1, Some((15, 'S'))),
        Unit::Hour => ("T", 'H', 1, Some((15, 'M'))),
        Unit::Day | Unit::Weekend => ("", 'D', if unit == Unit::Weekend { 2 } else { 1 }, None),
        Unit::Week => ("", 'W', 1, None),
        Unit::Fortnight => ("", 'W', 2, None),
        Unit::Month => ("", 'M', 1, None),
        Unit::Quarter => ("", 'Q', 1, None),
        Unit::Year => ("", 'Y', 1, Some((3, 'M'))),
        Unit::Decade => ("", 'Y', 10, None),
        Unit::Century => ("", 'Y', 100, None),
        Unit::Millennium => ("", 'Y', 1000, None),
    };
    let Amount::Exact { whole, quarters, fraction } = amount else {
        let letter = match unit {
            Unit::Decade => 'E',
            Unit::Century => 'C',
            Unit::Millennium => 'L',
            _ => letter,
        };
        return format!("P{time}X{letter}");
    };
    if quarters == 0 {
        return format!("P{time}{}{letter}", u64::from(whole) * each);
    }
    let quarters = u64::from(quarters);
    if each > 1 {
        return format!("P{time}{}{letter}", u64::from(whole) * each + each * quarters / 4);
    }
    let whole_text = if whole == 0 { String::new() } else { format!("{whole}{letter}") };
    let decimal = unit == Unit::Year && whole > 0 && !fraction;
    match (below.filter(|_| !decimal), unit) {
        // Quarters of a minute and an hour are 15 seconds and minutes, of a year three months.
        (Some((share, small)), _) => format!("P{time}{whole_text}{}{small}", share * quarters),
        (None, Unit::Day) => format!("P{whole_text}T{}H", 6 * quarters),
        _ => {
            let decimals = ["", "25", "5", "75"].get(quarters as usize).copied().unwrap_or_default();
            format!("P{time}{whole}.{decimals}{letter}")
        }
    }
}

/// As many whole units as an amount is; none where that is not known.
pub fn whole(amount: Amount) -> Option<i32> {
    match amount {
        Amount::Exact { whole, quarters, .. } if whole > 0 => {
            i32::try_from(whole).ok().filter(|_| quarters == 0 || whole > 1)
        }
        _ => None,
    }
}

/// Years with a half or a quarter, and halves and quarters of what is longer, counted in a unit of which they are a whole number:
/// 18 months, 25 years. None where the amount is whole or not known, or the unit shorter.
pub fn years(unit: Unit, amount: Amount) -> Option<(Unit, i32)> {
    let Amount::Exact { whole, quarters: quarters @ 1.., .. } = amount else { return None };
    let (unit, each) = match unit {
        Unit::Year => (Unit::Month, 12),
        Unit::Decade => (Unit::Month, 120),
        Unit::Century => (Unit::Year, 100),
        Unit::Millennium => (Unit::Year, 1000),
        _ => return None,
    };
    let count = i32::try_from(whole).ok()?.checked_mul(each)?;
    Some((unit, count.checked_add(each / 4 * i32::from(quarters))?))
}

/// The letters of a part of the day.
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Morning => "MO",
        Part::Afternoon => "AF",
        Part::Evening => "EV",
        Part::Night => "NI",
    }
}

/// The letters of a season.
pub fn season(season: Season) -> &'static str {
    match season {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Autumn => "FA",
        Season::Winter => "WI",
    }
}

/// Every such weekday: `XXXX-WXX-2`, with a part of the day `XXXX-WXX-2TNI`.
pub fn every_weekday(weekday: Weekday, part_of_day: Option<Part>) -> String {
    let day = weekday.to_monday_one_offset();
    match part_of_day {
        Some(letters) => format!("XXXX-WXX-{day}T{}", part(letters)),
        None => format!("XXXX-WXX-{day}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_years_are_months() {
        let (half, quarter) = (Amount::quarters(1, 2), Amount::quarters(0, 1));
        assert_eq!(years(Unit::Year, half), Some((Unit::Month, 18)));
        assert_eq!(years(Unit::Century, quarter), Some((Unit::Year, 25)));
        assert_eq!(years(Unit::Month, half), None);
        assert_eq!(years(Unit::Year, Amount::exact(2)), None);
        assert_eq!(years(Unit::Century, Amount::quarters(u32::MAX, 2)), None);
    }

    #[test]
    fn lengths_have_values() {
        let exact = Amount::quarters;
        let fraction = |whole, quarters| Amount::Exact { whole, quarters, fraction: true };
        for (unit, amount, expected) in [
            (Unit::Day, exact(3, 0), "P3D"),
            (Unit::Hour, exact(2, 0), "PT2H"),
            (Unit::Hour, exact(5, 2), "PT5H30M"),
            (Unit::Hour, exact(0, 2), "PT30M"),
            (Unit::Minute, exact(1, 2), "PT1M30S"),
            (Unit::Year, exact(2, 2), "P2.5Y"),
            (Unit::Year, fraction(2, 2), "P2Y6M"),
            (Unit::Year, exact(0, 2), "P6M"),
            (Unit::Day, exact(1, 2), "P1DT12H"),
            (Unit::Week, exact(2, 2), "P2.5W"),
            (Unit::Decade, exact(2, 0), "P20Y"),
            (Unit::Century, exact(0, 2), "P50Y"),
            (Unit::Fortnight, exact(1, 0), "P2W"),
            (Unit::Quarter, exact(2, 0), "P2Q"),
            (Unit::Day, Amount::Vague, "PXD"),
            (Unit::Minute, Amount::Vague, "PTXM"),
            (Unit::Decade, Amount::Vague, "PXE"),
        ] {
            assert_eq!(length(unit, amount), expected);
        }
    }
}
