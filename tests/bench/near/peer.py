#!/usr/bin/env python3
"""Near-duplicates of a text stream by other people's tools, in the form of
`copydesk near`: one line for each article that would go.

    peer.py datasketch|rensa|text-dedup CORPUS > LIST

All get the same: folded words, runs of three, 128 hashes, Jaccard 0.5, and
the first article stays. What they leave to their caller (splitting, folding,
the loop) is done here in the plainest way; none of them compares candidates."""
import json
import os
import re
import subprocess
import sys
import tempfile

PERMS, THRESHOLD = 128, 0.5


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read().split("\n\f\n")


def shingles(text):
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i:i + 3]) for i in range(len(words) - 2)}


def datasketch(articles):
    from datasketch import MinHash, MinHashLSH
    lsh = MinHashLSH(threshold=THRESHOLD, num_perm=PERMS)
    for number, text in enumerate(articles, 1):
        m = MinHash(num_perm=PERMS)
        m.update_batch([s.encode() for s in shingles(text)])
        if lsh.query(m):
            yield number
        else:
            lsh.insert(number, m)


def rensa(articles):
    from rensa import RMinHash, RMinHashLSH
    lsh = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMS, num_bands=32)
    for number, text in enumerate(articles, 1):
        m = RMinHash(num_perm=PERMS, seed=42)
        m.update(list(shingles(text)))
        if lsh.query(m):
            yield number
        else:
            lsh.insert(number, m)


def text_dedup(articles):
    """Its own command; what its output does not hold has gone."""
    from datasets import load_from_disk
    with tempfile.TemporaryDirectory() as d:
        os.environ["HF_HOME"] = d
        with open(f"{d}/in.jsonl", "w", encoding="utf-8") as f:
            for number, text in enumerate(articles, 1):
                f.write(json.dumps({"number": number, "text": text}) + "\n")
        subprocess.run([sys.executable, "-m", "text_dedup.minhash", "--path", "json", "--data_files", f"{d}/in.jsonl",
                        "--split", "train", "--column", "text", "--ngram", "3", "--min_length", "5",
                        "--num_perm", str(PERMS), "--threshold", str(THRESHOLD), "--cache_dir", d,
                        "--output", f"{d}/out"], check=True, stdout=sys.stderr, stderr=subprocess.DEVNULL)
        kept = set(load_from_disk(f"{d}/out")["number"])
        yield from (n for n in range(1, len(articles) + 1) if n not in kept)


def main():
    tools = {"datasketch": datasketch, "rensa": rensa, "text-dedup": text_dedup}
    corpus = sys.argv[2]
    base = os.path.basename(corpus)
    for number in tools[sys.argv[1]](read(corpus)):
        print(f"?\t{base}" + (f".{number}" if number > 1 else ""))


main()
