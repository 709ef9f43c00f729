#!/usr/bin/env python3
"""near_paragraphs.py [COPYDESK] -- made-up articles, in which many paragraphs
are earlier ones that an editor has touched, and many only look like it: what
is dropped, and what holds for whatever is dropped (the same bytes for any
number of threads, nothing to do the second time, everything restored). One
article is so long that it is worked in pieces, and what is remembered does not
fit into memory. Ends with a line "N passed, N failed"."""
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

from checks import Checks, same_files

checks = Checks(sys.argv[1] if len(sys.argv) > 1 else "build/copydesk")
check = checks.check
ARTICLES, LONG = 600, 60000   # LONG: paragraphs of the article in pieces

SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()


def word(r):
    return "".join(r.choice(SYLLABLES) for _ in range(3))


DID = "opened closed flooded repaired painted searched measured photographed guarded emptied".split()


def sentence(r):
    return ["the " + word(r) + " " + word(r) + " of " + word(r).title(),
            "was " + r.choice(DID) + " by " + str(r.randrange(3, 9000)) + " " + word(r) + " volunteers",
            "near the " + word(r) + " " + word(r) + " at " + word(r).title() + " after "
            + str(r.randrange(3, 9000)) + " " + word(r) + " days of rain"]


def text(parts, attribution):
    body = " ".join(parts)
    who, how = attribution
    if how == 0:
        return body[0].upper() + body[1:] + ", " + who + " said."
    if how == 1:
        return body[0].upper() + body[1:] + ", according to " + who + "."
    return who + " said that " + body + "."


def touch(r, parts, attribution):
    """The same in nearly the same words."""
    how = (attribution[1] + 1) % 2 if attribution[1] < 2 else 2
    if r.random() < 0.5:
        parts = [re.sub(r"\bthe ", "", parts[0])] + parts[1:]
    else:
        parts = parts[:2] + [re.sub(r"near the ", "near ", parts[2])]
    return text(parts, (attribution[0], how))


def mislead(r, parts, attribution):
    """Another statement in nearly the same words."""
    parts = list(parts)
    kind = r.randrange(8)
    if kind == 0:
        parts[1] = re.sub(r"\d+", lambda m: str(int(m.group()) + 1), parts[1])
    elif kind == 1:
        parts[2] = parts[2].replace(" at ", " at Lower ")
    elif kind == 2:
        parts[1] = parts[1].replace("was ", "was not ")
    elif kind == 3:
        parts[2] += " and one " + word(r) + " night"
    elif kind == 4:
        parts[1] = parts[1].replace(" by ", " against ")
    elif kind == 5:
        parts[2] = re.sub(r" at \w+", "", parts[2])
    elif kind == 6:
        parts[2] = re.sub(r" \w+ days", " days", parts[2])
    else:
        parts[1] = re.sub("was \\w+", "was forgotten", parts[1])
    return text(parts, attribution)


def make(root, r):
    """Writes the articles; which paragraphs are touched, which mislead."""
    known, touched, misleading = [], set(), set()
    for n in range(ARTICLES + 1):
        paras, own = [], []
        for _ in range(LONG if n == ARTICLES // 2 else 6):
            parts, attribution = sentence(r), ("officials of " + word(r).title(), r.randrange(2))
            chance = r.random()
            if known and chance < 0.2:
                old = r.choice(known)
                paras.append(touch(r, *old))
                touched.add(paras[-1])
            elif known and chance < 0.4:
                paras.append(mislead(r, *r.choice(known)))
                misleading.add(paras[-1])
            else:
                paras.append(text(parts, attribution))
                own.append((parts, attribution))
        known = (known + own)[-3000:]
        os.makedirs(f"{root}/s{n // 100:03d}", exist_ok=True)
        with open(f"{root}/s{n // 100:03d}/{n:05d}.txt", "w") as f:
            f.write("\n\n".join(paras) + "\n")
    return touched - misleading, misleading - touched


def run(*args, **more):
    return subprocess.run([checks.copydesk, *args], capture_output=True, text=True, **more)


def main():
    work = tempfile.mkdtemp()
    os.chdir(work)
    touched, misleading = make("in", random.Random(7))
    near = ["--near-paragraphs", "drop", "--max-removed", "100", "-q"]
    check("runs", run("clean", "in", "-o", "one", "--journal", "one.j", "-j1", *near).returncode == 0)
    check("runs on four", run("clean", "in", "-o", "four", "--journal", "four.j", "-j4", *near).returncode == 0)
    check("the same bytes for any number of threads", same_files("one", "four") and same_files("one.j", "four.j"))
    run("clean", "in", "-o", "tight", "--journal", "tight.j", "--memory", "256K", *near)
    check("and under any cap", same_files("one", "tight") and same_files("one.j", "tight.j"))
    run("clean", "one", "-o", "twice", *near)
    check("nothing to do the second time", same_files("one", "twice"))
    run("restore", "one.j", "one", "-o", "back", "-q")
    check("everything restored", same_files("in", "back"))
    gone = [json.loads(line) for line in open("one.j")]
    gone = [x for x in gone if x["record"] == "drop" and x["reason"] == "near-paragraph"]
    wrong = [x["text"] for x in gone if x["text"] in misleading]
    found = {x["text"] for x in gone if x["text"] in touched}
    print(f"near paragraphs: {len(found)} of {len(touched)} touched ones found; {len(wrong)} of {len(misleading)} look-alikes lost")
    check("98 % of what was touched is found", len(found) >= 0.98 * len(touched))
    check("no look-alike is lost: " + " ".join(wrong[:1]), not wrong)
    run("clean", "in", "-o", "flagged", "--journal", "f.j", *(near[:1] + ["flag"] + near[2:]))
    run("clean", "in", "-o", "plain", "-q")
    check("flags change no text", same_files("flagged", "plain"))
    said = run("clean", "in", "-o", "none", *near, env={**os.environ, "TMPDIR": "/nowhere"})
    check("a file for texts that cannot be made is said", said.returncode == 2 and "/nowhere" in said.stderr)
    check("the safety limit counts them",
          run("clean", "in", "-o", "stopped", *near[:2], "--max-removed", "5").returncode == 3)
    os.chdir("/")
    shutil.rmtree(work)
    checks.end()


main()
