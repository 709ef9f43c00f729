#!/usr/bin/env python3
"""again.py [COPYDESK [SEED [ARTICLES]]] -- the same run repeated against the same
state writes the same files. Made articles borrow from each other; some come one
night, all of them, in another order, the next, as text and records through a
pipe, as a file of records and as a tree. That night is repeated with other
threads and another cap of memory: its output is to be the same, and what its
journal says. Ends with a line "N passed, N failed"."""
import itertools
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
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 1
ARTICLES = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split()
ENGLISH = "the the the of and said to in that was for with not but on 12 London".split()
STAMP = 1_500_000_000
WAYS = (("-j", "1"), ("-j", "2", "--memory", "1M"), ("-j", "3"))


class Press:
    """Makes articles: lists of paragraphs."""

    def __init__(self, seed):
        self.r, self.stories, self.said = random.Random(seed), [], []

    def word(self):
        """English is what near paragraphs are looked for in."""
        r = self.r
        return r.choice(ENGLISH) if r.randrange(3) else "".join(r.choice(SYLLABLES) for _ in range(3))

    def paragraph(self):
        if self.said and self.r.randrange(3) == 0:   # somebody else's, a recent one
            return self.r.choice(self.said[-60:])
        words = self.r.choice((3, 9, 14, 30))
        self.said.append(" ".join(self.word() for _ in range(words)).capitalize() + ".")
        return self.said[-1]

    def edited(self, text):
        """One word is another; or an editor's touch, by which it says no more."""
        words, r = text.split(" "), self.r
        if r.randrange(2):
            words[r.randrange(len(words))] = self.word()
        else:
            words.insert(r.randrange(1, len(words) + 1), r.choice(("the", "and", "said")))
        self.said.append(" ".join(words))
        return self.said[-1]

    def version(self, story):
        """Nearly the same: cut, with paragraphs of its own, some of them edited."""
        r = self.r
        story = story[:r.randrange(len(story) * 2 // 3, len(story) + 1)]
        story = [self.edited(p) if r.randrange(3) == 0 else p for p in story]
        for _ in range(r.randrange(3)):
            story.insert(r.randrange(len(story) + 1), self.paragraph())
        return story

    def article(self):
        r = self.r
        if self.stories and r.randrange(5) < 3:
            story = r.choice(self.stories[-40:])
            story = self.version(story) if r.randrange(8) else list(story)
        else:
            story = [self.paragraph() for _ in range(r.randrange(3, 9))]
        self.stories.append(story)
        return story


def write(folder, articles):
    """As a text stream, records and a tree. Some records share an id with a
    neighbour."""
    os.mkdir(folder)
    records = [json.dumps({"id": f"r{i // 10 * 10 if i % 10 < 2 else i}", "text": "\n\n".join(a)}) for i, a in articles]
    with open(f"{folder}/all.txt", "w") as f:
        f.write("\n\f\n".join("\n\n".join(a) for _, a in articles) + "\n")
    with open(f"{folder}/all.jsonl", "w") as f:
        f.write("\n".join(records) + "\n")
    for i, a in articles:
        path = f"{folder}/tree/{i % 7}/{i:05}.txt"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f:
            f.write("\n\n".join(a) + "\n")
        os.utime(path, (STAMP, STAMP))


def clean(what, folder, n, way, options):
    """One run over what lies in the folder; output and journal below work, numbered."""
    args = {"text": ["--input", "text"], "records": ["--input", "jsonl"], "file": [f"{folder}/all.jsonl"],
            "tree": [f"{folder}/tree"]}[what]
    source = {"text": f"{folder}/all.txt", "records": f"{folder}/all.jsonl"}.get(what, os.devnull)
    out = "work/out" if what == "tree" else f"work/out{n}"
    with open(source) as f:
        p = subprocess.run([checks.copydesk, "clean", "-q", *args, "-o", out, "--scope", "corpus", "--max-removed", "100",
                            "--state", "work/state", "--sync", "none", "--journal", f"work/journal{n}", *way, *options],
                           stdin=f, capture_output=True, text=True)
    check(f"{what} {options} {way}: {p.returncode}: {p.stderr}", p.returncode == 0)
    if what == "tree":   # so that all is made again
        os.rename("work/out", f"work/out{n}")


def compare(name, a, b, tree):
    check(f"{name}: run {b} writes what run {a} did", same_files(f"work/out{a}", f"work/out{b}"))
    if tree:             # what wrote nothing is not looked at again
        return
    said = journal_records(f"work/journal{a}"), journal_records(f"work/journal{b}")
    for x, y in itertools.islice((p for p in zip(*said) if p[0] != p[1]), 3):
        print(" ", x, " ", y, sep="", end="")
    check(f"{name}: run {b} says what run {a} did", said[0] == said[1])


def repeat(what, options):
    """Some come one night and all of them, in another order, the next three; then a
    folder of the tree is forgotten."""
    tree = what == "tree"
    os.mkdir("work")
    clean(what, "some", 0, (), options)
    for n, way in enumerate(WAYS, 1):
        clean(what, "all", n, way, options)
        compare(f"{what} {options}", 1, n, tree)
    if tree:
        for folder in ("2", "5"):
            subprocess.run([checks.copydesk, "state", "forget", "work/state", folder], check=True, capture_output=True)
        clean(what, "all", 4, (), options)
        clean(what, "all", 5, ("--checksum",), options)
        compare(f"forgotten {options}", 4, 5, tree)
    shutil.rmtree("work")


def main():
    press = Press(SEED)
    articles = list(enumerate(press.article() for _ in range(ARTICLES)))
    some = [press.r.randrange(2) for _ in range(0, ARTICLES, 2)]
    write("some", [a for a in articles if some[a[0] // 2]])
    parts = [articles[i:i + 50] for i in range(0, ARTICLES, 50)]
    write("all", [a for part in parts for a in press.r.sample(part, len(part))])
    for what in ("text", "records", "file", "tree"):
        for options in (["--near", "drop"], ["--near", "flag"], [], ["--near-paragraphs", "drop"],
                        ["--near-paragraphs", "flag", "--near", "drop"]):
            repeat(what, options)


if __name__ == "__main__":
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None   # many small files
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", memory)) as work:
        os.chdir(work)
        main()
        os.chdir("/")
    checks.end()
