//! Reads the file of places that is part of the binary. `tools/gazetteer.py` makes it and says how it is laid out.

use super::{Building, Country, GazetteerError, NONE};

const MAGIC: &[u8] = b"dateline gazetteer 1\n";

/// How many bytes the file may unpack to.
const LARGEST: usize = 32 << 20;

/// Puts the places of `file` into `building`, which must be empty.
pub fn read(file: &[u8], building: &mut Building) -> Result<(), GazetteerError> {
    let damaged = |what: &str| GazetteerError::new("the built-in gazetteer", what);
    let packed = file.strip_prefix(MAGIC).ok_or_else(|| damaged("it is of another version"))?;
    let payload = zstd::bulk::decompress(packed, LARGEST).map_err(|error| damaged(&error.to_string()))?;
    let mut rest = payload.as_slice();
    let mut section = || {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (section, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        rest = after;
        Some(section)
    };
    let mut text = || section().and_then(|bytes| std::str::from_utf8(bytes).ok());
    let (Some(countries), Some(features), Some(divisions), Some(names)) = (text(), text(), text(), text()) else {
        return Err(damaged("a part is missing"));
    };
    for line in countries.lines() {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        building.countries.push(Country {
            short: cell().to_owned(),
            code: cell().to_owned(),
            id: cell().parse().unwrap_or(0),
            population: cell().parse().unwrap_or(0),
            name: cell().to_owned(),
        });
    }
    building.features = features.lines().map(str::to_owned).collect();
    building.divisions = divisions.lines().map(str::to_owned).collect();
    building.names.reserve(names.len());
    building.keys.reserve(600_000);
    for line in names.lines() {
        let mut parts = line.split('\t');
        building.name(parts.next().unwrap_or_default());
        parts.for_each(|other| building.other_name(other));
    }
    let count = building.len();
    let mut columns =
        section().filter(|bytes| bytes.len() == count * 20).ok_or_else(|| damaged("its columns are cut off"))?;
    let mut column = |width: usize| {
        let (own, after) = columns.split_at(count * width);
        columns = after;
        move |at: usize| (0..width).fold(0u32, |number, byte| number | u32::from(own[byte * count + at]) << (8 * byte))
    };
    let (id, lat, lon, population, division, country, feature) =
        (column(4), column(4), column(4), column(4), column(2), column(1), column(1));
    building.ids.reserve(count);
    building.lats.reserve(count);
    building.lons.reserve(count);
    building.populations.reserve(count);
    building.division_of.reserve(count);
    building.country_of.reserve(count);
    building.feature_of.reserve(count);
    let mut before = 0u32;
    for at in 0..count {
        before = before.wrapping_add(id(at));
        building.ids.push(before);
        building.lats.push(lat(at) as i32);
        building.lons.push(lon(at) as i32);
        building.populations.push(population(at));
        building.division_of.push(if division(at) == 0xffff { NONE } else { division(at) });
        building.country_of.push(country(at) as u16);
        building.feature_of.push(feature(at) as u16);
    }
    Ok(())
}
