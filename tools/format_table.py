#!/usr/bin/env python3
"""A table of what Dateline makes of files: format, articles, and which parts of each came through.

    tools/format_table.py --dateline target/release/dateline FILE_OR_FOLDER...

Python 3, standard library only. Needed by nobody who only builds or runs.
"""

import argparse
import json
import pathlib
import subprocess

PARTS = ["headline", "body", "published", "language", "byline", "dateline", "slug", "urgency", "version", "subjects",
         "located", "embargo", "status", "advisory", "credits", "agency"]


def read(binary, path):
    run = subprocess.run([binary, "extract", "--records", "article", str(path)], capture_output=True, timeout=120)
    articles = [json.loads(line) for line in run.stdout.decode().splitlines()]
    reasons = [line for line in run.stderr.decode().splitlines() if "error=" in line or "error:" in line]
    return articles, reasons, run.returncode


def came_through(article, part):
    if part == "published":
        return article["published_basis"] == "metadata"
    return bool(article.get(part))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dateline", default="target/release/dateline")
    parser.add_argument("--bodies", action="store_true", help="show headline and text as well")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    files = []
    for path in arguments.paths:
        files += sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    for path in files:
        articles, reasons, status = read(arguments.dateline, path)
        formats = ",".join(sorted({article["format"] for article in articles})) or "-"
        print(f"{path.parent.name}/{path.name}  [{formats}] {len(articles)} articles, exit {status}")
        for article in articles:
            print("    " + " ".join(part for part in PARTS if came_through(article, part)))
            if arguments.bodies:
                for part in ["id", "source", "headline", "slug", "byline", "published", "updated", "language", "version", "status", "embargo", "located", "advisory"]:
                    if article.get(part):
                        print(f"      {part}: {article[part]}")
                if article.get("dateline"):
                    print(f"      dateline: {article['dateline']['text']}")
                body = article["body"]
                shown = body if len(body) < 500 else body[:350] + " […] " + body[-150:]
                print("      | " + shown.replace("\n", "\n      | "))
        for reason in reasons:
            print("    ! " + reason[:300])


if __name__ == "__main__":
    main()
