#!/usr/bin/env python3
"""near_nights.py [COPYDESK] -- near-duplicates over many nights with a state. A
made corpus grows: stories, later versions of them, changes, feeds of records,
outputs that get lost. Two states live through the same nights, one with one thread, the other
with three, and compacted after each: both must write the same trees and say the
same of every article. What goes is nearly an article that stands; what stands
stays when its output is made again; one night with a state is a run without.
Ends with a line "N passed, N failed"."""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

from checks import Checks, journal_records, same_files

checks = Checks(sys.argv[1] if len(sys.argv) > 1 else "build/copydesk")
check = checks.check
NIGHTS, A_NIGHT = 12, 12          # more nights than files are left unmerged
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
STAMP = 1_500_000_000


def word(r):
    return "".join(r.choice(SYLLABLES) for _ in range(3))


def paragraph(r):
    return " ".join(word(r) for _ in range(r.randrange(14, 30))).capitalize() + "."


def version(r, paras):
    """Nearly the same story."""
    paras = list(paras)
    how = r.randrange(4)
    if how == 0:
        paras = paras[:max(2, len(paras) * 3 // 4)]
    elif how == 1:
        paras.insert(r.randrange(len(paras)), paragraph(r))
    else:
        for i in range(0, len(paras), how - 1):   # how 2: no paragraph stays as it is
            words = paras[i].split(" ")
            words[r.randrange(1, len(words) - 1)] = word(r)
            paras[i] = " ".join(words)
    return paras


class Corpus:
    def __init__(self, r, folder):
        self.r, self.folder, self.stories, self.clock = r, folder, [], STAMP

    def write(self, name, paras):
        self.clock += 1
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f:
            f.write("\n\n".join(paras) + "\n")
        os.utime(path, (self.clock, self.clock))

    def article(self):
        r = self.r
        if self.stories and r.randrange(2):
            return version(r, r.choice(self.stories))
        self.stories.append([paragraph(r) for _ in range(r.randrange(3, 7))])
        return self.stories[-1]

    def records(self, n):
        """Feeds of records: one grows, one is another each night."""
        for name, how in (("feed", "a"), ("today", "w")):
            path = os.path.join(self.folder, name + ".jsonl")
            with open(path, how) as f:
                for i in range(2):
                    text = self.article() + [paragraph(self.r)] * self.r.randrange(2)
                    f.write(json.dumps({"id": f"{name}/{n}/{i}", "text": "\n".join(text)}) + "\n")
            self.clock += 1
            os.utime(path, (self.clock, self.clock))

    def night(self, n):
        r = self.r
        self.records(n)
        for i in range(A_NIGHT):
            self.write(f"{r.choice('abc')}/{n:02}-{i:02}.txt", self.article())
        if n % 3 == 2:                               # somebody corrects old ones
            for name in r.sample(sorted(names(self.folder)), 4):
                self.write(name, self.article())


def names(folder):
    return [os.path.relpath(os.path.join(at, f), folder) for at, _, files in os.walk(folder) for f in files]


def run(*args):
    p = subprocess.run([checks.copydesk, *args], capture_output=True, text=True)
    check(f"{args}: {p.stderr}", p.returncode == 0)
    return p


def clean(at, out, state, journal, *more):
    return run("clean", "-q", "in", "-o", f"{at}/{out}", "--journal", f"{at}/{journal}", "--near", "drop",
               *(["--state", f"{at}/{state}"] if state else []), *more)


def check_verdicts(r, at, said):
    """Who goes is near somebody who stands."""
    for rec in r.sample(said, min(len(said), 3)):
        kept, gone = rec["first"]["article"], rec["article"]
        check(f"{gone}: {kept} stands, it does not", os.path.exists(f"{at}/out/{kept}") and not os.path.exists(f"{at}/out/{gone}"))
        found = run("near", "-q", f"in/{kept}", f"in/{gone}").stdout
        check(f"{gone} is near {kept}", found.count("\n") == 1)


def main():
    r = random.Random(3)
    corpus = Corpus(r, "in")
    told, across = 0, 0
    for n in range(NIGHTS):
        corpus.night(n)
        clean("one", "out", "state", "journal", "-j", "1")
        clean("two", "out", "state", "journal", "-j", "3")
        run("state", "compact", "two/state")
        check(f"night {n}: the same trees", same_files("one/out", "two/out"))
        check(f"night {n}: the same verdicts", journal_records("one/journal") == journal_records("two/journal"))
        said = journal_records("one/journal")
        tonight, told = said[told:], len(said)
        near = [json.loads(line) for line in tonight if '"reason":"near"' in line]
        near = [rec for rec in near if all(name.endswith(".txt") for name in (rec["first"]["article"], rec["article"]))]
        across += sum(rec["first"]["article"][2:4] != rec["article"][2:4] for rec in near)
        check_verdicts(r, "one", near)
        if n == 0:
            clean("fresh", "out", None, "journal")
            check("one night with a state is a run without", same_files("one/out", "fresh/out"))
        if n % 4 == 3:                               # all outputs are made again, and only they
            shutil.copytree("one/out", "before", dirs_exist_ok=False)
            shutil.rmtree("one/out")
            shutil.rmtree("two/out")
            clean("one", "out", "state", "journal", "-j", "3")
            clean("two", "out", "state", "journal", "-j", "1")
            check(f"night {n}: made again, the same", same_files("one/out", "before") and same_files("two/out", "before"))
            shutil.rmtree("before")
            told = len(journal_records("one/journal"))
    check("near-duplicates of other nights were found", across > 20)
    run("restore", "-q", "one/journal", "one/out", "-o", "back")
    check("restored", same_files("in", "back"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        for folder in ("in", "one", "two", "fresh"):
            os.mkdir(folder)
        main()
        os.chdir("/")
    checks.end()
