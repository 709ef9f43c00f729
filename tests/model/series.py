#!/usr/bin/env python3
"""series.py PROGRAM TRACE [--state] [--seconds N | --series N] [--seed N]

Random series of nights over a small tree whose paragraphs come from a small
vocabulary, so that repeats, copies and changes collide: articles are added,
changed, deleted, copied, moved, given back an old text; runs are killed and run
again. After each night the output must be what the model (model.py) makes of
it, and the journal must give back the input. A series that fails is printed
night by night; its seed makes it again: --seed N --series 1."""
import argparse
import contextlib
import os
import random
import shutil
import sqlite3
import sys
import time

import desk
import model

STAMP = 1_500_000_000
FUTURE = 2_000_000_000   # seconds more: a clock that went wrong
DAY = 24                 # hours


class Series:
    def __init__(self, options, seed, work):
        self.o, self.seed, self.work = options, seed, work
        self.random = r = random.Random(seed)
        self.model = model.State() if options.state else model.Nothing()
        self.old, self.told = [], []
        self.clock = STAMP
        self.trees = {"in": {}, "in2": {}}   # input directory -> path -> paragraphs
        self.ways = (("in", "out"),)         # the input and output of the nights
        if options.state:
            self.ways += r.choice(((), (), (("in", "out2"),), (("in2", "out2"),), (("in2", "out"),)))
        self.ages = options.state and r.randrange(3) == 0   # days pass, what is old lapses or is forgotten
        self.flips = options.state and len(self.ways) == 1 and not self.ages   # files become folders
        self.set_out(*self.ways[0])
        self.removed = {}          # output -> what somebody removed of it, until it is made again
        self.spoiling = ("spoil",) if options.state else ()   # without one it may stay, when nothing is left to write
        self.spoiled = set()       # what somebody wrote into the output, and no run has written anew
        self.orphans = set()       # what a killed run may have written, and no later one does
        self.words = ([desk.paragraph(n) for n in range(r.randint(3, 9))]
                      + [desk.short(n) for n in range(r.randint(0, 3))] + ["Advertisement"])
        self.words += [w.upper() for w in self.words[:2]]   # the same by its key, not by its bytes

    def set_out(self, source, out):
        """The way of the night."""
        self.source, self.out, self.tree = source, out, self.trees[source]
        self.window = None

    # ---- what happens to the input ----

    def name(self):
        folders = ("", "s/", "s/t/", "u/") + (("a.txt/", "s/b.txt/", "s/b.txt/a.txt/") if self.flips else ())
        return self.random.choice(folders) + self.random.choice("abcdefgh") + ".txt"

    def some(self):
        return self.random.choice(sorted(self.tree)) if self.tree else None

    def put(self, path, text):
        """An article of this text, with a time of change of its own: the clock goes on. What
        lies in a folder of its name goes, and what has the name of a folder of its."""
        for other in [p for p in self.tree if model.is_in(p, path) or model.is_in(path, p)]:
            self.delete(other)
        self.clock += 1
        self.tree[path] = text
        self.old.append(text)
        ahead = FUTURE if self.o.state and self.random.randrange(8) == 0 else 0
        desk.write_article(f"{self.work}/{self.source}/{path}", text, self.clock + ahead)

    def delete(self, path):
        del self.tree[path]
        os.remove(f"{self.work}/{self.source}/{path}")
        folder = os.path.dirname(path)
        while folder and not os.listdir(f"{self.work}/{self.source}/{folder}"):
            os.rmdir(f"{self.work}/{self.source}/{folder}")
            folder = os.path.dirname(folder)

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
            out = f"{self.work}/{self.out}/{path}"
            if os.path.isfile(out):
                self.removed.setdefault((self.out, path), set()).update(self.keys(out))
                size = os.path.getsize(out)
                os.remove(out)
                if what == "spoil":
                    self.spoiled.add((self.out, path))
                    desk.write_article(out, ["x" * (size - 2)], self.clock)
                self.model.lose(path, self.out)
                self.orphans.discard((self.out, path))
        self.told.append(f"{what} {path}: {self.source} now " + ", ".join(
            f"{p} {[self.words.index(w) for w in text]}" for p, text in sorted(self.tree.items())))

    # ---- runs ----

    def command(self):
        c = ["clean", "-q", "-j", str(self.random.randint(1, 2)), self.source, "-o", self.out, "--journal", "news.journal"]
        c += self.random.choice(([], [], ["--memory", "1K"]))   # everything goes through files then
        c += ["--window", f"{self.window}d"] if self.window else []
        return [os.path.abspath(self.o.program)] + c + (["--state", "state"] if self.o.state else [])

    def night(self):
        self.set_out(*self.random.choice(self.ways))
        if self.ages:
            self.pass_days()
        os.makedirs(f"{self.work}/{self.source}", exist_ok=True)
        for _ in range(self.random.randint(1, 4)):
            self.edit()
        for _ in range(self.random.choice((0, 0, 0, 1, 2))):
            self.kill()
        self.run()
        self.check()
        if self.o.state and not self.ages and self.random.randrange(3) == 0:
            self.compact()

    def compact(self):
        """Answers as before, but where days part the owners of a paragraph: then the newest one keeps it."""
        desk.run([os.path.abspath(self.o.program), "state", "compact", "state"], self.work)
        self.told.append("compact")

    def run(self):
        self.told.append(f"run {self.source} -o {self.out} {self.window or ''}")
        self.run_model()
        desk.run(self.command(), self.work)

    def run_model(self):
        if self.o.state:
            self.model.run(self.tree, self.out, self.window * DAY if self.window else float("inf"))
        else:
            self.model.run(self.tree)

    def pass_days(self):
        """All runs so far are older, or younger: somebody set the clock. An hour short of a
        number of days, so that no run is just as old as a window."""
        if not os.path.exists(f"{self.work}/state/ledger.db"):
            return
        hours = self.random.choice((0, 1, 1, 3, -2)) * DAY - 1
        with contextlib.closing(sqlite3.connect(f"{self.work}/state/ledger.db")) as db, db:
            db.execute("UPDATE runs SET began = began - ?, ended = ended - ?", (hours * 3600, hours * 3600))
        self.model.ages = [age + hours for age in self.model.ages]
        self.window = self.random.choice((None, None, 1, 2, 3))
        self.told.append(f"{hours} hours pass")
        if self.random.randrange(4) == 0:
            self.forget()

    def forget(self):
        path, days = self.some(), self.random.randint(1, 3)
        before = not path or self.random.randrange(2)
        desk.run([os.path.abspath(self.o.program), "state", "forget", "state",
                  *(("--before", f"{days}d") if before else (path,))], self.work, check=False)
        if before:
            self.model.forget_before(days * DAY)
        else:
            self.model.forget({path} & set(self.model.known), True)
        self.told.append(f"forget {days} days" if before else f"forget {path}")

    def kill(self):
        """A run that is killed somewhere. With a state the input may change before the next;
        without one, what only the killed run wrote would stay. So it does where a folder is to be."""
        n, killed = self.random.randint(1, 120), set(self.tree)
        runs, articles = self.state()
        desk.run([os.path.abspath(self.o.trace), "-k", str(n), "--", *self.command()], self.work, check=False)
        after = self.state()
        if after[0] > runs:        # killed when it was as good as done
            self.run_model()
        elif after[1] < articles:  # killed when those that changed were dead already
            self.model.bury(self.tree, self.model.outs.get(self.out, {}))
        self.told.append(f"killed before call {n}: {after[0] - runs} runs, {after[1] - articles} articles more")
        for _ in range(self.random.choice((0, 0, 1, 2)) if self.o.state and not self.flips else 0):
            self.edit()
        self.orphans |= {(self.out, path) for path in killed - set(self.tree)}

    def state(self):
        """How many runs and articles the state knows, forgotten ones too."""
        if not os.path.exists(f"{self.work}/state/ledger.db"):
            return 0, 0
        info = desk.run([os.path.abspath(self.o.program), "state", "info", "state"], self.work, check=False)
        found = dict(line.split()[:2] for line in info.stdout.splitlines())
        if "runs" not in found:
            return 0, 0
        with contextlib.closing(sqlite3.connect(f"{self.work}/state/ledger.db")) as db:
            return int(found["runs"]), db.execute("SELECT count(*) FROM articles").fetchone()[0]

    def outputs(self):
        """(output, path) -> bytes."""
        outs = {out for _, out in self.ways if os.path.isdir(f"{self.work}/{out}")}
        return {(out, path): text for out in outs for path, text in desk.tree(f"{self.work}/{out}").items()}

    def check(self):
        got, mine = self.outputs(), {(self.out, path) for path in self.tree}
        for out, path in self.orphans - mine:   # what a killed run made of an article that is gone since
            self.model.lose(path, out)
            if (out, path) in got:
                self.model.outs[out][path] = got[out, path], 0
        self.orphans = set()
        self.spoiled -= mine
        for out, path in self.spoiled:
            got.pop((out, path), None)
            self.model.lose(path, out)
        want = {(out, path): text for out, files in self.model.outs.items() for path, (text, _) in files.items()}
        for name in sorted(set(got) | set(want)):
            if got.get(name) != want.get(name):
                raise desk.Broken(f"{name}: {got.get(name)}\n  the model says {want.get(name)}")
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
        mine = {(self.out, path) for path in self.tree}
        self.removed = {name: keys for name, keys in self.removed.items() if name not in mine}
        stands = set(model.BOILERPLATE).union(*self.removed.values())
        for out, path in self.outputs():
            stands |= self.keys(f"{self.work}/{out}/{path}")
        for path in self.tree:
            for lost in self.keys(f"{self.work}/{self.source}/{path}") - stands:
                raise desk.Broken(f"{path}: no output has '{lost}'")

    def restore(self):
        """The input of the last night again, byte for byte."""
        shutil.rmtree(f"{self.work}/again", ignore_errors=True)
        desk.run([os.path.abspath(self.o.program), "restore", "-q", "news.journal", self.out, "-o", "again"], self.work, check=False)
        want = desk.tree(f"{self.work}/{self.source}")
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
