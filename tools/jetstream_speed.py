#!/usr/bin/env python3
"""How fast two processes code a JetStream stream, beside one process with two workers that reads files.

    cargo build --release
    python3 tools/jetstream_speed.py target/release/dateline articles.ndjson

The articles are read from the file with two workers; published to two partitions of a stream, with nothing extracted; and
read from there by two processes with a worker each. The time counts from the start of the processes to their end, models
and all, so take some megabytes of articles. On a machine with other work the time of the processor says more; that of the
server is not in it. Needs nats-server.
"""

import os
import pathlib
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time

PIPELINE = """
[pipeline]
state = "{name}/state"
workers = {workers}

[source]
{source}
until = "drained"

{more}
[[sink]]
{sink}
"""


def main():
    dateline, articles = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    server = shutil.which("nats-server") or "/usr/sbin/nats-server"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f'server = "nats://127.0.0.1:{port}"'
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        os.mkdir("in")
        shutil.copy(articles, "in/articles.ndjson")
        log = open("nats.log", "w")
        nats = subprocess.Popen(
            [server, "--jetstream", "--store_dir", "store", "--addr", "127.0.0.1", "--port", str(port)],
            stdout=log,
            stderr=log,
        )
        try:
            measure(dateline, url, articles.stat().st_size / 1e6)
        finally:
            nats.terminate()
            nats.wait()


def measure(dateline, url, megabytes):
    directory = 'type = "directory"\npath = "in"\nsettle = "0s"'
    events = 'type = "ndjson"\npath = "{}/out.ndjson"\nrecords = ["event"]'
    write("files", 2, directory, events.format("files"))
    wire = f'type = "jetstream"\n{url}\nsubject = "wire.{{partition}}"\npartitions = 2\nrecords = ["article"]\n'
    wire += 'stream = "WIRE"\ncreate_stream = ["wire.*"]'
    write("front", 2, directory, wire, "[extract]\nenabled = false\n")
    for partition in range(2):
        source = f'type = "jetstream"\n{url}\nstream = "WIRE"\nconsumer = "c{partition}"\nfilter = "wire.{partition}"'
        write(f"c{partition}", 1, source, events.format(f"c{partition}"))
    files = run(dateline, "files")
    front = run(dateline, "front")
    stream = run(dateline, "c0", "c1")
    for what, (wall, used) in [
        ("one process, two workers, files:", files),
        ("publishing, nothing extracted:", front),
        ("two processes, one stream:", stream),
    ]:
        print(f"{what:<34}{megabytes / wall:.2f} MB/s ({wall:.1f} s, processor {used:.1f} s)")
    print(f"the stream has {files[0] / stream[0]:.2f} of the speed of files, by processor {files[1] / stream[1]:.2f}")


def write(name, workers, source, sink, more=""):
    text = PIPELINE.format(name=name, workers=workers, source=source, sink=sink, more=more)
    pathlib.Path(f"{name}.toml").write_text(text)


def run(dateline, *names):
    """Seconds from start to end, and seconds of processor."""
    begun, before = time.monotonic(), processor()
    for run in [subprocess.Popen([dateline, "run", f"{name}.toml"]) for name in names]:
        if run.wait() not in (0, 3):
            sys.exit("a run failed")
    return time.monotonic() - begun, processor() - before


def processor():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


main()
