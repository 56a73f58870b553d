//! Reads a dump of GeoNames (`allCountries.txt`, `cities500.txt`, `XX.txt`): its places stand for the towns of the binary.
//!
//! Of the dump are taken populated places, divisions that are not known yet, and of water, land and relief what news names. Lines
//! that are no rows of a dump are passed over; a file without any row is an error.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::{Building, GazetteerError, NONE};

/// The features that are taken besides populated places and divisions.
const FEATURES: &[&str] = &[
    "AREA", "BAY", "CAPE", "CHN", "CNL", "DSRT", "FLLS", "GULF", "HLL", "INLT", "ISL", "ISLS", "ISTH", "LK", "LKS",
    "MT", "MTS", "OCN", "PASS", "PEN", "PK", "PLAT", "PRK", "RESV", "RGN", "RSV", "SD", "SEA", "STM", "STRT", "VAL",
    "VLC",
];

/// Takes the towns out of `building` and puts the places of the dump at `path` in.
pub fn replace_towns(path: &Path, building: &mut Building) -> Result<(), GazetteerError> {
    let file = path.display().to_string();
    let wrong = |what: String| GazetteerError::new(&file, what);
    let opened = File::open(path).map_err(|error| wrong(error.to_string()))?;
    let mut reader = BufReader::with_capacity(1 << 20, opened);
    let packed = reader.fill_buf().map_err(|error| wrong(error.to_string()))?.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    let reader: Box<dyn Read> = match packed {
        true => Box::new(zstd::Decoder::with_buffer(reader).map_err(|error| wrong(error.to_string()))?),
        false => Box::new(reader),
    };
    drop_towns(building);
    // A whole dump has twelve million rows; what is not taken costs nothing but reading it.
    let countries: HashMap<String, u16> =
        building.countries.iter().enumerate().map(|(number, country)| (country.short.clone(), number as u16)).collect();
    let divisions: HashMap<String, u32> =
        building.divisions.iter().enumerate().map(|(number, code)| (code.clone(), number as u32)).collect();
    let known: HashSet<u32> = building.ids.iter().copied().collect();
    let mut lines = BufReader::new(reader);
    let mut line = Vec::new();
    let mut rows = 0usize;
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line).map_err(|error| wrong(error.to_string()))? == 0 {
            break;
        }
        let Ok(text) = std::str::from_utf8(&line) else { continue };
        rows += usize::from(add(text.trim_end(), building, &countries, &divisions, &known).is_some());
    }
    if rows == 0 {
        return Err(wrong("it has no row of a GeoNames dump".to_owned()));
    }
    Ok(())
}

/// Adds the place of one line, if it is to be taken. None for a line that is no row.
fn add(
    line: &str,
    building: &mut Building,
    countries: &HashMap<String, u16>,
    divisions: &HashMap<String, u32>,
    known: &HashSet<u32>,
) -> Option<()> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [id, name, ascii, others, lat, lon, class, feature, country, _, first, second, ..] = cells.as_slice() else {
        return None;
    };
    let (id, lat, lon) = (id.parse::<u32>().ok()?, lat.parse::<f64>().ok()?, lon.parse::<f64>().ok()?);
    let population =
        cells.get(14).and_then(|cell| cell.parse::<u64>().ok()).unwrap_or(0).min(u64::from(u32::MAX)) as u32;
    let taken = match *class {
        "P" => !matches!(*feature, "PPLH" | "PPLQ" | "PPLW" | "PPLCH"),
        "A" => *feature == "ADM3",
        _ => FEATURES.contains(feature),
    };
    let Some(&country_number) = countries.get(*country).filter(|_| taken && !known.contains(&id)) else {
        return Some(());
    };
    let division =
        divisions.get(&format!("{country}.{first}.{second}")).or_else(|| divisions.get(&format!("{country}.{first}")));
    let feature = building.feature(feature);
    building.name(name);
    let latin = |other: &&str| {
        other.len() > 3
            && other.starts_with(char::is_uppercase)
            && other.chars().all(|letter| !letter.is_alphabetic() || letter < '\u{250}')
            && other.chars().any(char::is_lowercase)
    };
    std::iter::once(*ascii)
        .chain(others.split(','))
        .filter(latin)
        .take(20)
        .for_each(|other| building.other_name(other));
    building.place(id, (lat, lon), population, division.copied().unwrap_or(NONE), country_number, feature);
    Some(())
}

/// Leaves only divisions, which come first.
fn drop_towns(building: &mut Building) {
    let kept = building.divisions.len().min(building.len());
    building.ends.truncate(kept);
    building.names.truncate(building.ends.last().map_or(0, |&end| end as usize));
    building.keys.retain(|(_, place, _)| (*place as usize) < kept);
    building.ids.truncate(kept);
    building.lats.truncate(kept);
    building.lons.truncate(kept);
    building.populations.truncate(kept);
    building.division_of.truncate(kept);
    building.country_of.truncate(kept);
    building.feature_of.truncate(kept);
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::Path;

    use crate::extract::gazetteer::{Gazetteer, GazetteerError, Kind, fold};
    use crate::extract::lexicon::{own::Own, place_tables};

    fn with_dump(path: &Path) -> Result<Gazetteer, GazetteerError> {
        Gazetteer::load(Some(path), &place_tables(&Own::default()))
    }

    #[test]
    fn a_dump_stands_for_the_towns() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let row = "99000001\tVilla Prueba\tVilla Prueba\tPrueba,Пруэба\t4.5\t-73.5\tP\tPPL\tCO\t\t33\t\t\t\t1234\t\t20\tAmerica/Bogota\t2020-01-01";
        writeln!(file, "{row}\nno row\n").unwrap();
        let gazetteer = with_dump(file.path()).unwrap();
        let find = |name: &str| {
            gazetteer.find(fold::key(name, &mut String::new())).map(|(place, _)| place).collect::<Vec<_>>()
        };
        for name in ["Villa Prueba", "Prueba"] {
            let place = find(name)[0];
            assert_eq!((gazetteer.population(place), gazetteer.country_code(place)), (1234, Some("COL")));
        }
        assert!(find("Moscow").iter().all(|&place| gazetteer.kind(place) != Kind::Town));
        assert!(!find("Colombia").is_empty() && !find("Texas").is_empty());
        assert!(with_dump(Path::new("/nowhere")).is_err());
        let empty = tempfile::NamedTempFile::new().unwrap();
        assert!(with_dump(empty.path()).unwrap_err().to_string().contains("no row"));
    }
}
