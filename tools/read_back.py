#!/usr/bin/env python3
"""Reads columnar output back with other people's readers, and compares it with the NDJSON of the same run.

    tools/read_back.py out/all.ndjson --event 'out/event-*.parquet' --quote 'out/quote-*.parquet' \
        --article 'out/article-*.parquet' --csv out/events.csv --gdelt out/gdelt.tsv

Parquet is read by pyarrow and by DuckDB, CSV by pyarrow, GDELT's table by the package gdelt (all from PyPI). What is not
installed is said and passed over. Exit status 1 if anything differs.
"""

import argparse
import glob
import http.server
import importlib.util
import io
import json
import os
import sys
import threading
import zipfile

# Columns that are made from others.
MADE = {"published_date", "published_at", "value_date", "date_date"}


def plain(value):
    """A value without what NDJSON leaves out."""
    if isinstance(value, dict):
        fields = {key: plain(inner) for key, inner in value.items() if key not in MADE}
        return {key: inner for key, inner in fields.items() if inner is not None and inner != []}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value


def same(found, expected):
    """Equal, with confidence in 32 bits."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and found.keys() == expected.keys() and all(
            same(found[key], expected[key]) for key in expected)
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    if isinstance(expected, float):
        return abs(found - expected) <= abs(expected) * 1e-6
    return found == expected


def differ(what, found, expected):
    """How many differ, told."""
    wrong = [(one, other) for one, other in zip(found, expected) if not same(one, other)]
    count = len(wrong) + abs(len(found) - len(expected))
    print(f"{what}: {len(found)} rows, {len(expected)} records, {count} differ")
    for one, other in wrong[:2]:
        print("   ", json.dumps(one, default=str)[:600], "\n   ", json.dumps(other)[:600])
    return count


def parquet(kind, pattern, expected):
    paths = sorted(glob.glob(pattern))
    count = 0
    try:
        import pyarrow.parquet
        rows = [plain(row) for path in paths for row in pyarrow.parquet.ParquetFile(path).read().to_pylist()]
        count += differ(f"{kind}, pyarrow", rows, expected)
    except ImportError:
        print("pyarrow is not installed")
    try:
        import duckdb
        rows = []
        for path in paths:
            table = duckdb.execute("SELECT * FROM read_parquet(?)", [path])
            names = [column[0] for column in table.description]
            rows += [plain(dict(zip(names, row))) for row in table.fetchall()]
        count += differ(f"{kind}, DuckDB", rows, expected)
        times = duckdb.execute("SELECT * FROM read_parquet(?) LIMIT 0", [paths]).description
        print("   ", ", ".join(str(column[0]) for column in times))
    except ImportError:
        print("duckdb is not installed")
    return count


def table(path, events):
    try:
        import pyarrow.csv
    except ImportError:
        print("pyarrow is not installed")
        return 0
    kinds = {name: "string" for name in ("id", "cameo", "trigger", "source_name", "target_name", "sentence")}
    options = pyarrow.csv.ConvertOptions(column_types=kinds)
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
    rows = pyarrow.csv.read_csv(path, convert_options=options, parse_options=parse).to_pylist()

    def expected(event):
        names = lambda side: ";".join(actor["name"].replace(";", ",") for actor in event.get(side, []))
        return {"id": event["id"], "cameo": event["event"].get("cameo", ""), "trigger": event["event"]["trigger"]["text"],
                "source_name": names("source"), "target_name": names("target"), "sentence": event["sentence"]["text"],
                "confidence": event["confidence"]}

    wanted = [expected(event) for event in events]
    found = [{key: row[key] for key in wanted[0]} for row in rows] if wanted else rows
    return differ("CSV, pyarrow", found, wanted)


def gdelt_table(path, events):
    try:
        import pandas
        package = importlib.util.find_spec("gdelt")
        # The package as a whole wants the network when it is imported; its reader of tables does not.
        path_of = os.path.join(package.submodule_search_locations[0], "parallel.py")
        reader = importlib.util.spec_from_file_location("gdelt_parallel", path_of)
        parallel = importlib.util.module_from_spec(reader)
        reader.loader.exec_module(parallel)
    except (ImportError, AttributeError):
        print("gdelt is not installed")
        return 0
    # The package reads zipped tables from GDELT's server; ours are served to it in the same way.
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, "20211218000000.export.CSV")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(packed.getvalue())

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    rows = parallel._mp_worker(f"http://127.0.0.1:{server.server_port}/20211218000000.export.CSV.zip", table="events")
    server.shutdown()
    if rows is None:
        print("GDELT: gdelt cannot read it")
        return 1
    places = {5: "Actor1Code", 15: "Actor2Code", 26: "EventCode", 29: "QuadClass"}
    rows = rows.rename(columns=places)
    print(f"GDELT: {rows.shape[0]} rows, {rows.shape[1]} columns, read by gdelt")
    count = abs(rows.shape[1] - 61)
    happened = [event for event in events
                if event["event"]["polarity"] == "affirmed" and event["event"]["modality"] == "actual"
                and "same_as" not in event]
    pairs = [(event, source, target) for event in happened
             for source in event["source"] for target in event.get("target") or [{}]]
    count += abs(len(pairs) - len(rows))
    for (event, source, target), (_, row) in zip(pairs, rows.iterrows()):
        text = lambda value: "" if pandas.isna(value) else str(value)
        right = (text(row["Actor1Code"]) == source.get("code", "") and text(row["Actor2Code"]) == target.get("code", "")
                 and text(row["EventCode"]) == event["event"].get("cameo", "")
                 and row["QuadClass"] in (1, 2, 3, 4))
        count += not right
    print(f"GDELT: {count} differ")
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ndjson")
    for kind in ("event", "quote", "article"):
        parser.add_argument(f"--{kind}", metavar="GLOB")
    parser.add_argument("--csv")
    parser.add_argument("--gdelt")
    arguments = parser.parse_args()
    records = {}
    with open(arguments.ndjson, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            records.setdefault(record.pop("kind"), []).append(plain(record))
    events = records.get("event", [])
    count = 0
    for kind in ("event", "quote", "article"):
        if pattern := getattr(arguments, kind):
            count += parquet(kind, pattern, records.get(kind, []))
    if arguments.csv:
        count += table(arguments.csv, events)
    if arguments.gdelt:
        count += gdelt_table(arguments.gdelt, events)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
