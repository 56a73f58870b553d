#!/usr/bin/env python3
"""Annotate raw news text with spaCy, as training data for Dateline's language models.

    pip install spacy==3.8.* en_core_web_sm
    python tools/annotate.py articles.ndjson > news.tsv

Input: NDJSON with a field "body" or "text" (and "id"), or plain text files, one document each. Every line of a text is
taken for a paragraph and annotated by itself, because Dateline never lets a sentence cross a line either.

Output: the silver format that `examples/train.rs` reads. A token a line, separated by tabs: form, Penn Treebank tag,
universal tag, head (counted from 1 within the sentence, 0 for the root), label, entity (B-KIND, I-KIND or O), and 1 if a
blank follows. An empty line ends a sentence; "# newdoc ID" starts a document.

Nobody needs this script to build or run Dateline; it is for those who want to train on other news.
"""

import argparse
import json
import sys
from pathlib import Path


def documents(paths):
    """Yield (id, text) of every document in the files."""
    for path in paths:
        if path.suffix in (".ndjson", ".jsonl"):
            with path.open(encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    record = json.loads(line)
                    text = record.get("body") or record.get("text") or ""
                    yield str(record.get("id") or f"{path.stem}/{number}"), text
        else:
            yield path.stem, path.read_text(encoding="utf-8")


def rows(sentence):
    """Yield one line for every token of a spaCy sentence that is not a blank."""
    tokens = [token for token in sentence if not token.is_space]
    numbers = {token.i: number for number, token in enumerate(tokens, 1)}
    for token in tokens:
        # A head outside the sentence, or one that was a blank, makes the token a root.
        head = 0 if token.head.i == token.i else numbers.get(token.head.i, 0)
        label = "ROOT" if head == 0 else token.dep_
        entity = "O" if token.ent_iob_ not in ("B", "I") else f"{token.ent_iob_}-{token.ent_type_}"
        yield "\t".join(
            (token.text, token.tag_, token.pos_, str(head), label, entity, "1" if token.whitespace_ else "0")
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--model", default="en_core_web_sm", help="the spaCy pipeline (default: %(default)s)")
    parser.add_argument("--processes", type=int, default=1)
    arguments = parser.parse_args()

    import spacy

    nlp = spacy.load(arguments.model, exclude=["lemmatizer"])
    for name, text in documents(arguments.files):
        print(f"# newdoc {name}")
        paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
        for annotated in nlp.pipe(paragraphs, n_process=arguments.processes):
            for sentence in annotated.sents:
                lines = list(rows(sentence))
                if lines:
                    print("\n".join(lines), end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
