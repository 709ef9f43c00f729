#!/usr/bin/env python3
"""merged.py PROGRAM [--seconds N | --series N] [--seed N]

Two machines clean trees of their own for some nights, with a small vocabulary, the
same names and the same articles here and there. Then their states are merged, and
what they have read and written is put into one tree: of a name that both have one
of the two. Some files are compressed, and one may have as a.txt.gz what the other has
as a.txt. From then on one machine goes on. After each of its nights every
paragraph of the input must stand somewhere in the output, and the same run again
must find nothing to do."""
import argparse
import gzip
import os
import random
import shutil
import sys

import desk
import series


class Machine(series.Series):
    """Nights without kills, on words of the caller's; nothing but loss is looked for."""

    def __init__(self, options, work, rand, words):
        super().__init__(options, 0, work)
        self.random, self.words = rand, words
        self.spoiling, self.flips = (), False

    # ---- compressed files ----

    def name(self):
        return super().name() + self.random.choice(("", "", ".gz"))

    def put(self, path, text):
        super().put(path, text)
        if path.endswith(".gz"):
            file = f"{self.work}/in/{path}"
            with open(file, "rb") as f:
                packed = gzip.compress(f.read(), mtime=0)
            with open(file, "wb") as f:
                f.write(packed)
            os.utime(file, (self.clock, self.clock))

    @staticmethod
    def keys(path):
        with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as f:
            return {series.model.fold(line) for line in f} - {""}

    def edit(self):
        path = self.some()
        if path and self.random.random() < 0.1:   # compressed, or unpacked, where it lies
            text = self.tree[path]
            self.delete(path)
            self.put(path[:-3] if path.endswith(".gz") else path + ".gz", text)
            self.told.append(f"packed or unpacked {path}")
        super().edit()

    # ---- nights ----

    def command(self):
        return [os.path.abspath(self.o.program), "clean", "-q", "-j", "1", "in", "-o", "out", "--state", "state"]

    def night(self):
        os.makedirs(f"{self.work}/in", exist_ok=True)
        for _ in range(self.random.randint(1, 5)):
            self.edit()
        self.run()

    def run(self):
        self.told.append(f"run on {os.path.basename(self.work)}")
        desk.run(self.command(), self.work)
        self.check_nothing_lost()
        before = desk.tree(f"{self.work}/out")
        done = desk.run([w for w in self.command() if w != "-q"], self.work)
        idle = f"articles                 0  0 written{f', {len(self.tree)} unchanged' if self.tree else ''}\n"
        if desk.tree(f"{self.work}/out") != before or idle not in done.stderr:
            raise desk.Broken(f"a further run did something: {done.stderr}")

    def join(self, other):
        """Takes over another one's state, and its files: of a name that both know either."""
        desk.run([os.path.abspath(self.o.program), "state", "merge", f"{self.work}/state", f"{other.work}/state"], "/")
        for path in sorted(set(desk.tree(f"{other.work}/in")) | set(desk.tree(f"{other.work}/out"))):
            known = any(os.path.exists(f"{self.work}/{where}/{path}") for where in ("in", "out"))
            if known and self.random.randint(0, 1):
                continue
            if os.path.exists(f"{self.work}/out/{path}"):   # when its input is gone, that was the only place
                self.removed.setdefault(("out", path), set()).update(self.keys(f"{self.work}/out/{path}"))
            for where in ("in", "out"):
                self.take(other, f"{where}/{path}")
            self.tree.pop(path, None)
            if path in other.tree:
                self.tree[path] = other.tree[path]
            self.told.append(f"{path} is as on b")
        for name, keys in other.removed.items():
            self.removed.setdefault(name, set()).update(keys)
        self.clock = max(self.clock, other.clock)

    def take(self, other, path):
        source, target = f"{other.work}/{path}", f"{self.work}/{path}"
        if os.path.exists(target):
            os.remove(target)
        if os.path.exists(source):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(source, target)


def play(options, seed, work):
    rand = random.Random(seed)
    words = ([desk.paragraph(n) for n in range(rand.randint(3, 9))]
             + [desk.short(n) for n in range(rand.randint(0, 3))] + ["Advertisement"])
    machines = []
    for name in "ab":
        shutil.rmtree(f"{work}/{name}", ignore_errors=True)
        os.makedirs(f"{work}/{name}")
        machines.append(Machine(options, f"{work}/{name}", rand, words))
    a, b = machines
    b.clock += 1000
    b.told = a.told
    try:
        for m in machines:
            for _ in range(rand.randint(1, 3)):
                m.night()
        a.join(b)
        a.run()
        for _ in range(rand.randint(0, 3)):
            a.night()
        return True
    except desk.Broken as e:
        print(f"FAILED series {seed}: {e}\n  " + "\n  ".join(a.told), flush=True)
        return False


def main():
    p = argparse.ArgumentParser()
    p.add_argument("program")
    p.add_argument("--seconds", type=float, default=0)
    p.add_argument("--series", type=int, default=0)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    o.state = True
    if not desk.has_state(os.path.abspath(o.program)):
        print("merged states: skipped, this build has none")
        return 0
    return series.play_all(o, "series of two machines", play)


if __name__ == "__main__":
    sys.exit(main())
