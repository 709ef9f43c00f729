#!/usr/bin/env python3
"""soak.py PROGRAM TRACE [NIGHTS] -- a tree that grows every night, with --state.

Every tenth night the run is killed somewhere and run again. At the end files,
keys and what is restored from the journal must equal those of one run over
everything, since each night's paths come behind those of the night before; and
neither a run's time nor the state may have grown faster than the tree."""
import os
import random
import shutil
import statistics
import sys
import time

import desk

ARTICLES = 10   # a night
STAMP = 1_500_000_000


def add_night(work, night, r):
    """Old paragraphs and new ones, short ones, a copy now and then."""
    for n in range(ARTICLES):
        number = night * ARTICLES + n
        text = [desk.paragraph(10 * number + i) for i in range(3)] + [desk.short(r.randrange(50))]
        if number:
            text.insert(r.randrange(4), desk.paragraph(10 * r.randrange(number)))
        if n == 7 and night:
            text = [desk.paragraph(10 * number - 10 * ARTICLES + i) for i in range(3)]
        desk.write_article(f"{work}/in/n{night:04}/a{n}.txt", text, STAMP + number)


def key_files(state):
    return [os.path.getsize(os.path.join(state, f)) for f in os.listdir(state) if f.endswith(".run")]


def grow(program, trace, work, nights):
    """The seconds that each night's run took, and the most key files that there were."""
    command = [program, "clean", "-q", "-j", "2", "in", "-o", "out", "--journal", "news.journal.zst", "--state", "state"]
    r, seconds, most = random.Random(1), [], 0
    for night in range(nights):
        add_night(work, night, r)
        if night % 10 == 9:
            desk.run([trace, "-k", str(r.randint(1, 80)), "--", *command], work, check=False)
        began = time.monotonic()
        desk.run(command, work)
        seconds.append(time.monotonic() - began)
        most = max(most, len(key_files(f"{work}/state")))
    return seconds, most


def keys_of(program, work, state):
    """How many keys the state has, once its runs are merged into one."""
    desk.run([program, "state", "compact", state], work)
    info = desk.run([program, "state", "info", state], work).stdout
    return {line.split()[0]: line.split()[1] for line in info.splitlines() if line.split()[0] in ("articles", "keys")}


def main(program, trace, nights="200"):
    program, trace, nights = os.path.abspath(program), os.path.abspath(trace), int(nights)
    if not desk.has_state(program):
        print("soak: skipped, this build has no state")
        return 0
    work, bad = desk.scratch("soak"), []
    try:
        seconds, most = grow(program, trace, work, nights)
        sizes = key_files(f"{work}/state")
        desk.run([program, "clean", "-q", "in", "-o", "once", "--state", "fresh"], work)
        if desk.tree(f"{work}/out") != desk.tree(f"{work}/once"):
            bad.append("the output differs from that of one run over everything")
        desk.run([program, "restore", "-q", "news.journal.zst", "out", "-o", "again"], work)
        if desk.tree(f"{work}/again") != desk.tree(f"{work}/in"):
            bad.append("the journal does not give the input back")
        grown, fresh = (keys_of(program, work, s) for s in ("state", "fresh"))
        if grown != fresh or not grown:
            bad.append(f"the state holds {grown}, one run's {fresh}")
        if most > 9:
            bad.append(f"{most} key files at a time")
        early, late = statistics.median(seconds[:nights // 10]), statistics.median(seconds[-nights // 10:])
        if late > 4 * early + nights / 1000:   # every file of the tree is looked at each night
            bad.append(f"a run took {early:.3f} s at first, {late:.3f} s at last")
        print(f"{nights} nights of {ARTICLES} articles: a run took {early:.3f} s at first, {late:.3f} s at last; "
              f"{most} key files at most, {sum(sizes)} bytes at last, {grown}")
        for b in bad:
            print(f"FAILED soak: {b}")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
