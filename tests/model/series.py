#!/usr/bin/env python3
"""series.py PROGRAM TRACE [--state] [--seconds N | --series N] [--seed N]

Random series of nights over a small tree whose paragraphs come from a small
vocabulary, so that repeats, copies and changes collide: articles are added,
changed, deleted, copied, moved, given back an old text; runs are killed and run
again. After each night the output must be what the model (model.py) makes of
it, and the journal must give back the input. A series that fails is printed
night by night; its seed makes it again: --seed N --series 1."""
import argparse
import os
import random
import shutil
import sys
import time

import desk
import model

STAMP = 1_500_000_000


class Series:
    def __init__(self, options, seed, work):
        self.o, self.seed, self.work = options, seed, work
        self.random = random.Random(seed)
        self.model = model.State() if options.state else model.Nothing()
        self.tree, self.old, self.told = {}, [], []
        self.clock = STAMP
        self.removed = {}          # path -> what somebody removed of the output, until it is made again
        self.spoiling = ("spoil",) if options.state else ()   # without one it may stay, when nothing is left to write
        self.spoiled = set()       # what somebody wrote into the output, and no run has written anew
        self.orphans = set()       # what a killed run may have written, and no later one does
        r = self.random
        self.words = ([desk.paragraph(n) for n in range(r.randint(3, 9))]
                      + [desk.short(n) for n in range(r.randint(0, 3))] + ["Advertisement"])
        self.words += [w.upper() for w in self.words[:2]]   # the same by its key, not by its bytes

    # ---- what happens to the input ----

    def name(self):
        return self.random.choice(("", "s/", "s/t/", "u/")) + self.random.choice("abcdefgh") + ".txt"

    def some(self):
        return self.random.choice(sorted(self.tree)) if self.tree else None

    def put(self, path, text):
        """An article of this text, with a time of change of its own: the clock goes on."""
        self.clock += 1
        self.tree[path] = text
        self.old.append(text)
        desk.write_article(f"{self.work}/in/{path}", text, self.clock)

    def delete(self, path):
        del self.tree[path]
        os.remove(f"{self.work}/in/{path}")

    def edit(self):
        r, path = self.random, self.some()
        what = r.choice(("add", "add", "add", "change", "change", "copy", "copy", "move", "delete", "back", "touch", "lose") + self.spoiling)
        if what == "add" or not path:
            path = self.name()
            self.put(path, [r.choice(self.words) for _ in range(r.randint(1, 6))])
        elif what == "change":
            text = list(self.tree[path])
            at = r.randrange(len(text))
            r.choice((lambda: text.insert(at, r.choice(self.words)), lambda: text.pop(at),
                      lambda: text.__setitem__(at, r.choice(self.words))))()
            self.put(path, text or [r.choice(self.words)])
        elif what == "copy":
            self.put(self.name(), list(self.tree[path]))
        elif what == "move":
            text = self.tree[path]
            self.delete(path)
            self.put(self.name(), text)
        elif what == "delete":
            self.delete(path)
        elif what == "back":
            self.put(path, list(r.choice(self.old)))
        elif what == "touch":
            self.put(path, self.tree[path])
        elif what in ("lose", "spoil"):   # somebody removes a file of the output, or writes other bytes into it
            out = f"{self.work}/out/{path}"
            if os.path.exists(out):
                self.removed.setdefault(path, set()).update(self.keys(out))
                size = os.path.getsize(out)
                os.remove(out)
                if what == "spoil":
                    self.spoiled.add(path)
                    desk.write_article(out, ["x" * (size - 2)], self.clock)
                self.model.lose(path)
                self.orphans.discard(path)
        self.told.append(f"{what} {path}: now " + ", ".join(
            f"{p} {[self.words.index(w) for w in text]}" for p, text in sorted(self.tree.items())))

    # ---- runs ----

    def command(self):
        c = ["clean", "-q", "-j", str(self.random.randint(1, 2)), "in", "-o", "out", "--journal", "news.journal"]
        c += self.random.choice(([], [], ["--memory", "1K"]))   # everything goes through files then
        return [os.path.abspath(self.o.program)] + c + (["--state", "state"] if self.o.state else [])

    def night(self):
        os.makedirs(f"{self.work}/in", exist_ok=True)
        for _ in range(self.random.randint(1, 4)):
            self.edit()
        for _ in range(self.random.choice((0, 0, 0, 1, 2))):
            self.kill()
        self.told.append("run")
        self.model.run(self.tree)
        desk.run(self.command(), self.work)
        self.check()

    def kill(self):
        """A run that is killed somewhere. With a state the input may change before the next;
        without one, what only the killed run wrote would stay."""
        n, killed = self.random.randint(1, 120), set(self.tree)
        runs, articles = self.state()
        desk.run([os.path.abspath(self.o.trace), "-k", str(n), "--", *self.command()], self.work, check=False)
        after = self.state()
        if after[0] > runs:        # killed when it was as good as done
            self.model.run(self.tree)
        elif after[1] < articles:  # killed when those that changed were dead already
            self.model.bury(self.tree)
        self.told.append(f"killed before call {n}: {after[0] - runs} runs, {after[1] - articles} articles more")
        for _ in range(self.random.choice((0, 0, 1, 2)) if self.o.state else 0):
            self.edit()
        self.orphans |= killed - set(self.tree)

    def state(self):
        """How many runs and articles the state knows."""
        if not os.path.exists(f"{self.work}/state/ledger.db"):
            return 0, 0
        info = desk.run([os.path.abspath(self.o.program), "state", "info", "state"], self.work, check=False)
        found = dict(line.split()[:2] for line in info.stdout.splitlines())
        return int(found.get("runs", 0)), int(found.get("articles", 0))

    def check(self):
        got, want = desk.tree(f"{self.work}/out") if os.path.isdir(f"{self.work}/out") else {}, self.model.out
        for path in self.orphans - set(self.tree):   # what a killed run made of an article that is gone since
            want.pop(path, None)
            if path in got:
                want[path] = got[path]
        self.orphans = set()
        self.spoiled -= set(self.tree)
        for path in self.spoiled:
            got.pop(path, None)
            want.pop(path, None)
        for path in sorted(set(got) | set(want)):
            if got.get(path) != want.get(path):
                raise desk.Broken(f"{path}: {got.get(path)}\n  the model says {want.get(path)}")
        if desk.leftovers(self.work):
            raise desk.Broken(f"left behind: {desk.leftovers(self.work)[0]}")
        self.check_nothing_lost()

    @staticmethod
    def keys(path):
        with open(path, encoding="utf-8") as f:
            return {model.fold(line) for line in f} - {""}

    def check_nothing_lost(self):
        """Whatever the model says: each paragraph of the input stands somewhere in the
        output, but for boilerplate and what somebody removed there with its input."""
        self.removed = {p: keys for p, keys in self.removed.items() if p not in self.tree}
        stands = set(model.BOILERPLATE).union(*self.removed.values())
        for path in desk.tree(f"{self.work}/out"):
            stands |= self.keys(f"{self.work}/out/{path}")
        for path in self.tree:
            for lost in self.keys(f"{self.work}/in/{path}") - stands:
                raise desk.Broken(f"{path}: no output has '{lost}'")

    def restore(self):
        """The input again, byte for byte."""
        shutil.rmtree(f"{self.work}/again", ignore_errors=True)
        desk.run([os.path.abspath(self.o.program), "restore", "-q", "news.journal", "out", "-o", "again"], self.work, check=False)
        want = desk.tree(f"{self.work}/in")
        got = desk.tree(f"{self.work}/again") if os.path.isdir(f"{self.work}/again") else {}
        for path in want:
            if got.get(path) != want[path]:
                raise desk.Broken(f"restore: {path} is {got.get(path)}\n  and was {want[path]}")

    def play(self):
        for _ in range(self.random.randint(2, 7)):
            self.night()
        self.restore()


def play(options, seed, work):
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    series = Series(options, seed, work)
    try:
        series.play()
        return True
    except desk.Broken as e:
        print(f"FAILED series {seed}: {e}\n  " + "\n  ".join(series.told), flush=True)
        return False


def play_all(options, what, play_one):
    """As many as asked for, or as the time allows; five that fail are enough."""
    work, began, failed, n = desk.scratch("series"), time.monotonic(), 0, 0
    try:
        while failed < 5 and (n < options.series or time.monotonic() - began < options.seconds):
            failed += not play_one(options, options.seed + n, work)
            n += 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{n} {what} from seed {options.seed}: {failed} failed")
    return 1 if failed else 0


def main():
    p = argparse.ArgumentParser()
    p.add_argument("program")
    p.add_argument("trace")
    p.add_argument("--state", action="store_true")
    p.add_argument("--seconds", type=float, default=0)
    p.add_argument("--series", type=int, default=0)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    if o.state and not desk.has_state(os.path.abspath(o.program)):
        print("series with a state: skipped, this build has none")
        return 0
    return play_all(o, f"series{' with a state' if o.state else ''}", play)


if __name__ == "__main__":
    sys.exit(main())
