"""What the model, the soak and the crash tests share: articles with a small
vocabulary of paragraphs, runs of the program, and what a run leaves behind."""
import bz2
import gzip
import json
import lzma
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from checks import files as tree  # noqa: E402

PLACES = ("quay", "market", "ferry", "school", "mill", "library", "station", "bakery")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def paragraph(n):
    """The n-th paragraph: finished prose, long enough to be compared across
    articles, and like no other, since digits count."""
    return (f"The keeper of the {PLACES[n % len(PLACES)]} said on {DAYS[n % len(DAYS)]} that "
            f"{n + 2} barrels of tar had been carried to the lower {PLACES[n // 3 % len(PLACES)]}.")


def short(n):
    """One that is too short to be compared across articles."""
    return f"It rained {n + 2} days."


def scratch(name):
    """A directory of our own, in memory where there is such a place: syncing costs nothing there."""
    shm = "/dev/shm"
    where = shm if os.access(shm, os.W_OK) else None
    return os.path.realpath(tempfile.mkdtemp(prefix=f"copydesk-{name}-", dir=os.environ.get("TMPDIR", where)))


def write_article(path, paragraphs, stamp):
    """stamp: its time of change, seconds since 1970; long past, as that of a settled file is."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write("".join(p + "\n\n" for p in paragraphs))
    os.utime(path, ns=(stamp * 10**9, stamp * 10**9))


def copy_tree(source, target):
    """Exactly: times of change count."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)


def leftovers(folder):
    """What a killed run has left: names that begin with .copydesk-"""
    return [os.path.join(where, name) for where, folders, names in os.walk(folder)
            for name in folders + names if name.startswith(".copydesk-")]


def unpack(path):
    """A journal's text."""
    with open(path, "rb") as f:
        raw = f.read()
    if path.endswith(".gz"):
        return gzip.decompress(raw)
    if path.endswith(".xz"):
        return lzma.decompress(raw)
    if path.endswith(".bz2"):
        return bz2.decompress(raw)
    if path.endswith(".zst"):
        return subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout
    return raw


def journal_records(path):
    """Article -> its records of each run that wrote some, as lines; checks that the
    journal is whole runs, each from its first record to its end."""
    found, runs, ended = {}, 0, True
    for line in unpack(path).decode("utf-8").splitlines():
        record = json.loads(line)
        if ended != (record["record"] == "run"):
            raise Broken("the journal is not whole")
        ended = record["record"] == "end"
        runs += record["record"] == "run"
        if "article" in record:
            times = found.setdefault(record["article"], {})
            times.setdefault(runs, []).append(line)
    if not ended:
        raise Broken("the journal does not end")
    return {article: list(times.values()) for article, times in found.items()}


def run(command, cwd, check=True, **more):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, errors="replace",
                          timeout=300, stdin=subprocess.DEVNULL, **more)
    if check and done.returncode != 0:
        raise Broken(f"{' '.join(command)}: status {done.returncode}: {done.stderr.strip()}")
    return done


def has_state(program):
    """Whether it was built with what --state needs."""
    return "without SQLite" not in run([program, "state", "info", "/nowhere"], "/", check=False).stderr


class Broken(Exception):
    """A promise that was not kept."""


def without(text, *patterns):
    """text without what changes from run to run."""
    for p in patterns:
        text = re.sub(p, "", text)
    return text
