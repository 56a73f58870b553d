//! What follows from a CAMEO code alone: its roots, its class, its place on Goldstein's scale.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::record::{EventCode, Quad};

/// The codes and their values on the scale, as text; see the remarks in the file.
static GOLDSTEIN: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("goldstein.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// The root of a code, two digits; empty without a code.
pub fn root(code: &str) -> &str {
    code.get(..2).unwrap_or_default()
}

/// The second level of a code, three digits; of a code of two digits itself.
pub fn base(code: &str) -> &str {
    code.get(..3).unwrap_or(code)
}

/// The value on Goldstein's scale, -10 to 10; of a code that has none of its own, that of the level above.
pub fn goldstein(code: &str) -> &'static str {
    let levels = (2..=code.len()).rev().filter_map(|length| code.get(..length));
    levels.filter_map(|code| GOLDSTEIN.get(code)).next().copied().unwrap_or_default()
}

/// The class that GDELT puts a root in, 1 to 4: verbal and material cooperation, verbal and material conflict. The quadrants
/// of PLOVER are the same four, but it has them by its own types: a request is conflict there and cooperation here. An event
/// without a code is in PLOVER's.
pub fn quad_class(event: &EventCode) -> u8 {
    match root(event.cameo.as_deref().unwrap_or_default()).parse() {
        Ok(1..=5) => 1,
        Ok(6..=8) => 2,
        Ok(9..=13) => 3,
        Ok(14..=20) => 4,
        _ => quad_number(event.quad),
    }
}

/// The class that the Phoenix pipeline puts a root in, 0 to 4: as [`quad_class`], but 0 for statements and appeals, and 3 for
/// reduced relations.
pub fn penta_class(event: &EventCode) -> u8 {
    match root(event.cameo.as_deref().unwrap_or_default()).parse() {
        Ok(1..=2) => 0,
        Ok(16) => 3,
        _ => quad_class(event),
    }
}

fn quad_number(quad: Quad) -> u8 {
    match quad {
        Quad::VerbalCooperation => 1,
        Quad::MaterialCooperation => 2,
        Quad::VerbalConflict => 3,
        Quad::MaterialConflict => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_give_levels_and_scale() {
        for (code, expected_root, expected_base, expected_value) in [
            ("190", "19", "190", "-10.0"),
            ("0251", "02", "025", "-0.3"),
            ("04", "04", "04", "1.0"),
            ("057", "05", "057", "8.0"),
            ("0579", "05", "057", "8.0"),
            ("", "", "", ""),
            ("4", "", "4", ""),
        ] {
            assert_eq!(
                (root(code), base(code), goldstein(code)),
                (expected_root, expected_base, expected_value),
                "{code}"
            );
        }
    }

    #[test]
    fn the_scale_is_whole() {
        assert!(GOLDSTEIN.len() > 150, "{}", GOLDSTEIN.len());
        for (code, value) in GOLDSTEIN.iter() {
            assert!((2..=4).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
            assert!(value.parse::<f64>().is_ok_and(|value| (-10.0..=10.0).contains(&value)), "{code}: {value}");
        }
        for root in 1..=20 {
            assert_ne!(goldstein(&format!("{root:02}")), "", "{root}");
        }
    }
}
