#!/usr/bin/env python3
"""keep.py [COPYDESK] -- which of near-duplicates is kept. A made corpus of
stories, each in some versions (edited, cut, extended, copied), in four
languages, with wall pages and very short items; as JSON Lines with dates, and
as a directory with file times. The judge of --keep X is --keep first over the
same records sorted by the wish. Ends with a line "N passed, N failed"."""
import gzip
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time

from checks import Checks, same_files

checks = Checks(sys.argv[1] if len(sys.argv) > 1 else "build/copydesk")
check = checks.check
STORIES = 60
KEEPS = ["longest", "latest", "earliest"]

LATIN = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
CYRILLIC = "ба вер гон да жел зор им ка лон мир но пет рус сто тун".split()
HAN = "港口桥船海风雨灯塔鱼市长老师学校船长水手岛屿码头城镇报纸天空晚上早晨工人"
THAI = "กขคงจชดตทนบปผมยรลวสหอ"


def word(r, kind):
    if kind == "ru":
        return "".join(r.choice(CYRILLIC) for _ in range(2))
    return "".join(r.choice(LATIN) for _ in range(3))


def paragraph(r, kind):
    if kind == "zh":
        return "".join(r.choice(HAN) for _ in range(r.randrange(60, 120))) + "。"
    if kind == "th":
        return "".join(r.choice(THAI) for _ in range(r.randrange(80, 140)))
    return " ".join(word(r, kind) for _ in range(r.randrange(18, 40))).capitalize() + "."


def story(r):
    kind = r.choice(["en", "en", "ru", "zh", "th"])
    return [paragraph(r, kind) for _ in range(r.randrange(3, 8))], kind


def version(r, paras, kind):
    """A near-duplicate, most of the time."""
    paras = list(paras)
    how = r.randrange(5)
    if how == 0:
        paras = paras[:max(2, len(paras) * 2 // 3)]
    elif how == 1:
        paras.insert(r.randrange(len(paras)), paragraph(r, kind))
    elif how == 2 and kind in ("en", "ru"):
        words = paras[0].split(" ")
        words[r.randrange(len(words))] = word(r, kind)
        paras[0] = " ".join(words)
    elif how == 3:
        paras = paras + [paragraph(r, kind) for _ in range(2)]
    return paras


def make(r):
    """Records in input order: id, text, and a time or None."""
    records = []
    for n in range(STORIES):
        paras, kind = story(r)
        for v in range(r.randrange(1, 6)):
            text = "\n\n".join(version(r, paras, kind) if v else paras)
            day = None if r.random() < 0.15 else 1700000000 + 86400 * r.randrange(300)
            records.append([text, day])
    for n in range(6):
        records.append(["Access Denied\n\nYou don't have permission to access this page on this server.", 1800000000])
        records.append(["Short news today.", 1800000000])
    r.shuffle(records)
    return [{"id": f"n{i:04d}", "text": t, "day": d} for i, (t, d) in enumerate(records)]


FORMS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S+00:00", "%a, %d %b %Y %H:%M:%S GMT", "%Y%m%d", "%B %d, %Y"]


def put(path, records, field="publish_date"):
    with open(path, "w") as f:
        for i, x in enumerate(records):
            out = {"id": x["id"], "text": x["text"]}
            if x["day"] is not None:
                midnight = x["day"] // 86400 * 86400
                out[field] = midnight if i % 7 == 6 else time.strftime(FORMS[i % 6], time.gmtime(midnight))
            elif i % 2:
                out[field] = "yesterday"
            f.write(json.dumps(out, ensure_ascii=i % 3 == 0) + "\n")


def run(*args, **more):
    return subprocess.run([checks.copydesk, *args], capture_output=True, text=True, **more)


def near(path, keep, *more):
    done = run("near", "-q", "--keep", keep, *more, path)
    check(f"near --keep {keep} runs: {done.stderr}", done.returncode == 0)
    return sorted(done.stdout.splitlines())


def chars(text):
    """As long as the folded text is; none of what is made here is folded away but punctuation."""
    return sum(1 for c in " ".join(text.replace("\n\n", " ").split()) if c not in ".。")


def in_order(records, keep):
    def rank(x):
        if keep == "longest":   # each paragraph's characters
            return -sum(chars(p) for p in x["text"].split("\n\n"))
        if x["day"] is None:
            return float("inf")
        return x["day"] // 86400 * (1 if keep == "earliest" else -1)
    return sorted(records, key=rank)   # stable: equals in input order


def dropped(journal):
    gone = {}
    for line in open(journal):
        x = json.loads(line)
        if x["record"] == "drop" and x["reason"] == "near":
            gone[x["article"]] = x["first"]["article"]
    return gone


def of_records(records):
    put("in.jsonl", records)
    first = near("in.jsonl", "first")
    check("there is something to choose", len(first) > 60)
    for keep in KEEPS:
        put("sorted.jsonl", in_order(records, keep))
        want = near("sorted.jsonl", "first")
        got = near("in.jsonl", keep)
        check(f"{keep}: as the first of the sorted records", got == want)
        check(f"{keep} is not first", got != first)
        spans = [near(*x, "--json") for x in (("in.jsonl", keep), ("sorted.jsonl", "first"))]
        check(f"{keep}: spans too", spans[0] == spans[1] and any('"share"' in x for x in spans[0]))
        pairs = {x.split("\t")[1]: x.split("\t")[0] for x in got}
        check(f"{keep}: who is kept does not go", not set(pairs) & set(pairs.values()))
        limit = ["--near", "drop", "--keep", keep, "--max-removed", "100", "-q"]
        for j in "14":
            done = run("clean", "in.jsonl", "-o", f"{j}.jsonl", "--journal", f"{j}.j", "-j", j, *limit)
            check(f"{keep}: runs: {done.stderr}", done.returncode == 0)
        check(f"{keep}: any number of threads", same_files("1.jsonl", "4.jsonl") and same_files("1.j", "4.j"))
        check(f"{keep}: what near says goes, and nothing else", dropped("1.j") == pairs)
        run("clean", "1.jsonl", "-o", "again.jsonl", *limit)
        check(f"{keep}: nothing to do again", same_files("1.jsonl", "again.jsonl"))
        run("restore", "1.j", "1.jsonl", "-o", "back", "-q")
        check(f"{keep}: restored", same_files("back/in.jsonl", "in.jsonl"))
        shutil.rmtree("back")
    run("clean", "in.jsonl", "-o", "flagged.jsonl", "--near", "flag", "--keep", "latest", "--scope", "article", "-q",
        "--journal", "flagged.j")
    marked = [json.loads(line) for line in open("flagged.j")]
    want = {x.split("\t")[1]: x.split("\t")[0] for x in near("in.jsonl", "latest")}
    check("flag marks the same", {x["article"]: x["first"]["article"] for x in marked if "jaccard" in x} == want)
    put("other.jsonl", records, "meta_seen")
    refused = run("near", "-q", "--keep", "latest", "other.jsonl")
    check("no date anywhere is refused", refused.returncode == 2 and "--date-field" in refused.stderr)
    check("a named field", near("other.jsonl", "latest", "--date-field", "meta_seen") == near("in.jsonl", "latest"))


def of_files(records):
    dated = [dict(x, day=x["day"] or 1600000000) for x in records]
    os.makedirs("tree/a")
    os.makedirs("tree/b")
    for i, x in enumerate(dated):
        x["id"] = f"{'ab'[i * 2 // len(dated)]}/{x['id']}.txt"
        with open("tree/" + x["id"], "w") as f:
            f.write(x["text"] + "\n")
        os.utime("tree/" + x["id"], (x["day"] // 86400 * 86400,) * 2)
    put("dated.jsonl", dated)
    with tarfile.open("tree.tar.gz", "w:gz") as tar:
        for x in sorted(dated, key=lambda x: x["id"]):
            tar.add("tree/" + x["id"], x["id"])
    crawl = io.BytesIO()
    for i, x in enumerate(dated):
        body = (x["text"] + "\n").encode()
        crawl.write(b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nWARC-Target-URI: http://h/\r\n"
                    + time.strftime("WARC-Date: %Y-%m-%dT00:00:00Z\r\n", time.gmtime(x["day"])).encode()
                    + b"Content-Length: %d\r\n\r\n" % len(body) + body + b"\r\n\r\n")
    with gzip.open("crawl.warc.wet.gz", "w") as f:
        f.write(crawl.getvalue())
    for keep in KEEPS:
        want = near("dated.jsonl", keep)
        check(f"{keep}: a directory's files", near("tree", keep) == want)
        check(f"{keep}: an archive's members", near("tree.tar.gz", keep) == want)
        names = {f"h/{i + 1:06d}.txt": x["id"] for i, x in enumerate(dated)}
        crawled = [("\t".join([names[a], names[b], *rest])) for a, b, *rest in
                   (x.split("\t") for x in near("crawl.warc.wet.gz", keep))]
        check(f"{keep}: a crawl's records", sorted(crawled) == want)
        run("clean", "tree", "-o", f"out-{keep}", "--near", "drop", "--keep", keep, "--journal", "tree.j", "-q",
            "--max-removed", "100")
        check(f"{keep}: of the tree goes what near says", {x.split("\t")[1] for x in want} == set(dropped("tree.j")))
        run("clean", f"out-{keep}", "-o", "twice", "--near", "drop", "--keep", keep, "-q")
        check(f"{keep}: the clean tree stays as it is", same_files(f"out-{keep}", "twice"))
        shutil.rmtree("twice")


def main():
    work = tempfile.mkdtemp()
    os.chdir(work)
    records = make(random.Random(11))
    of_records(records)
    of_files(records)
    os.chdir("/")
    shutil.rmtree(work)
    checks.end()


main()
