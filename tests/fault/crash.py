#!/usr/bin/env python3
"""crash.py PROGRAM TRACE PRELOAD [--quick | --every] [SCENARIO...] -- kills, power cuts, faults.

Each scenario is a start (files on disk, perhaps the work of earlier runs) and
one command. The command is run undisturbed once, under TRACE (trace.c), which
counts and records every system call that changes the file system. Then:

kills       for n = 1, 2, 3 ...: from the same start the command is killed before
            its n-th such call, and once more with half of a write done. All
            under a final name must be as it was at the start or as an undisturbed
            run leaves it.
power cuts  for each such call: the disk is put together as it may stand when the
            power goes right after it: what was not synced is lost (dropped), is
            there in part (torn) or in another order (mixed), and, with a state,
            which syncs, renames that no sync of a folder made durable are lost too (strict).

faults      one call after another fails (preload.c): memory, disk full, read-only,
            too many files, a vanished file ... (not with --quick).

After each, the same command run again must end with the same files, journal
and state as the undisturbed run, leave nothing else behind, and a further run
must change nothing. --quick takes a few moments of each scenario; --every lets every
call fail, where a sample of the later ones does otherwise."""
import errno
import json
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "model"))
import desk  # noqa: E402

STAMP = 1_600_000_000


class Scenario:
    def __init__(self, name, options, before=(), journal="news.journal", state=None, faults=False):
        self.name = name
        self.command = ["clean", "-q", "-j", "1", "in", "-o", "out", *options]
        self.before = before       # edits of the input, each followed by a run
        self.journal = journal
        self.state = state
        self.faults = faults
        if journal:
            self.command += ["--journal", journal]
        if state:
            self.command += ["--state", state]


# ---- the input, and what happens to it ----

def first_night(folder):
    """In the root, in folders, in folders in them; repeats, a copy, short lines, respelt ones."""
    for n in range(8):
        where = ("", "site/", "site/sport/", "wire/")[n % 4]
        text = [desk.paragraph(n), desk.short(n), desk.paragraph(n + 1), "Advertisement", desk.paragraph(50 + n)]
        desk.write_article(f"{folder}/{where}a{n}.txt", text, STAMP + n)
    desk.write_article(f"{folder}/wire/copy.txt", [desk.paragraph(2), desk.short(2), desk.paragraph(3), desk.paragraph(52)], STAMP)
    desk.write_article(f"{folder}/spaces.txt", ["Two   spaces\u00a0and a soft\u00adhyphen stand in this line of the text."], STAMP)


def second_night(folder):
    """New ones, changed ones, one that is gone, a copy of an old one, new folders."""
    for n in range(4):
        desk.write_article(f"{folder}/night-2/b{n}.txt", [desk.paragraph(n), desk.paragraph(100 + n), desk.short(n)], STAMP + 1000 + n)
    desk.write_article(f"{folder}/site/a1.txt", [desk.paragraph(1), desk.paragraph(200)], STAMP + 2000)
    desk.write_article(f"{folder}/a0.txt", [desk.paragraph(300), desk.paragraph(0)], STAMP + 2000)
    desk.write_article(f"{folder}/zz.txt", [desk.paragraph(2), desk.short(2), desk.paragraph(3), desk.paragraph(52)], STAMP + 2000)
    os.remove(f"{folder}/wire/a3.txt")


def stale_output(folder):
    """Not the input changes but the output: some is gone, some is not what was written there."""
    out = os.path.join(os.path.dirname(folder), "out")
    os.remove(f"{out}/a0.txt")
    shutil.rmtree(f"{out}/site/sport")
    size = os.path.getsize(f"{out}/wire/a3.txt")
    with open(f"{out}/wire/a3.txt", "w", encoding="utf-8") as f:
        f.write("x" * size)


def turned(*names):
    """Files of these names, and one that lost text to them. So a file becomes a folder, or the other way."""
    def edit(folder):
        shutil.rmtree(f"{folder}/turn", ignore_errors=True)
        for n, name in enumerate(names):
            desk.write_article(f"{folder}/turn/{name}", [desk.paragraph(800 + n), desk.paragraph(810 + len(name))], STAMP + len(name))
        desk.write_article(f"{folder}/turn/z.txt", [desk.paragraph(n) for n in range(800, 830)], STAMP + 6000)
    return edit


def another(n):
    """One more night: a new article, and one that is changed each time."""
    def edit(folder):
        desk.write_article(f"{folder}/more/c{n}.txt", [desk.paragraph(400 + n), desk.paragraph(n)], STAMP + 3000 + n)
        desk.write_article(f"{folder}/more/live.txt", [desk.paragraph(500 + n), desk.paragraph(7)], STAMP + 3000 + n)
    return edit


STORY = ("The council of the {} voted late in the evening to close the eastern pier until the spring, after divers found "
         "cracks in the pillars that carry its outer end.",
         "The ferry to the islands leaves from the old fish dock instead, and the crossing takes somewhat longer, as the "
         "company that runs it told its passengers in a letter.",
         "Work begins when the last of the big ships has left, and nobody at the {} could say who is going to pay.")


def nearly(n):
    """One more version of a story; a tree of records too, and at last another text where the first version was."""
    def edit(folder):
        version = [part.format(desk.PLACES[n % len(desk.PLACES)]) for part in STORY]
        desk.write_article(f"{folder}/near/v{n}.txt", version, STAMP + 4000 + n)
        with open(f"{folder}/near/feed.jsonl", "a", encoding="utf-8") as f:
            f.write(json.dumps({"id": n, "text": "\n\n".join([desk.paragraph(600 + n), *version[:2]])}) + "\n")
        os.utime(f"{folder}/near/feed.jsonl", (STAMP + 4000 + n, STAMP + 4000 + n))
        if n == 2:
            desk.write_article(f"{folder}/near/v0.txt", [desk.paragraph(700), desk.short(1), desk.paragraph(701)], STAMP + 5000)
    return edit


FAULTS = [(call, code) for call, codes in {
    "malloc": [errno.ENOMEM], "read": [errno.EIO], "write": [errno.ENOSPC, errno.EIO],
    "pwrite": [errno.ENOSPC, errno.EIO], "sync": [errno.EIO, errno.ENOSPC], "truncate": [errno.EIO],
    "copy": [errno.EIO, errno.EXDEV, errno.ENOSPC], "map": [errno.ENOMEM], "lock": [errno.ENOLCK],
    "close": [errno.EIO], "open": [errno.EMFILE, errno.EACCES, errno.EROFS, errno.ENOTDIR, errno.ENOSPC],
    "rename": [errno.ENOSPC, errno.EIO], "unlink": [errno.EIO, errno.EROFS], "mkdir": [errno.EROFS, errno.ENOSPC],
    "stat": [errno.EIO, errno.ENOENT], "readdir": [errno.EIO], "thread": [errno.EAGAIN],
    "full": [errno.ENOSPC], "frozen": [errno.EROFS],
}.items() for code in codes]

LASTING = ("full", "frozen")   # these fail from some call on, until the run ends

MANY = [first_night] + [another(n) for n in range(9)]   # more runs of keys than are kept: they are merged

SCENARIOS = [
    Scenario("fresh", ["--stats", "stats.json", "--metrics", "news.prom"], [first_night]),
    Scenario("again", [], [first_night, stale_output], journal="news.journal.zst", faults=True),
    Scenario("changed", [], [first_night, second_night]),
    Scenario("state-new", [], [first_night], state="state", faults=True),
    Scenario("state-changed", [], [first_night, second_night], state="state", faults=True),
    Scenario("state-lost", [], [first_night, stale_output], state="state", journal="news.journal.zst", faults=True),
    Scenario("state-turned", [], [turned("a.txt", "b.txt/b.txt"), turned("a.txt/a.txt", "b.txt")], state="state"),
    Scenario("near-new", ["--near", "drop"], [nearly(0)], state="state", faults=True),
    Scenario("near-changed", ["--near", "drop"], [nearly(0), nearly(1), nearly(2)], state="state", faults=True),
    Scenario("near-paragraphs", ["--near-paragraphs", "drop"], [nearly(0), nearly(1), nearly(2)], state="state", faults=True),
    Scenario("near-merged", ["--near", "drop"], [nearly(n) for n in range(10)], state="state", journal=None),
    Scenario("state-merged", [], MANY, state="state", journal=None, faults=True),
]


# ---- runs and what they leave ----

class Desk:
    """The program at work in one directory, which is put back to its start for each try."""

    def __init__(self, program, trace, preload, scenario, work):
        self.program, self.trace, self.preload, self.scenario = program, trace, preload, scenario
        self.start, self.at, self.probe = f"{work}/start", f"{work}/run", f"{work}/probe"
        for n in range(600):
            desk.write_article(f"{self.probe}/p{n}.txt", [desk.paragraph(n)], STAMP)
        desk.write_article(f"{self.probe}/story.txt", [part.format("moon") for part in STORY], STAMP)
        shutil.rmtree(self.at, ignore_errors=True)
        os.makedirs(self.at)
        for i, edit in enumerate(scenario.before):
            edit(f"{self.at}/in")
            if i + 1 < len(scenario.before):
                self.clean()
        desk.copy_tree(self.at, self.start)

    def clean(self, *tracing, check=True):
        command = [self.program, *self.scenario.command]
        if tracing:
            command = [self.trace, *tracing, "--", *command]
        return desk.run(command, self.at, check)

    def reset(self):
        desk.copy_tree(self.start, self.at)

    def left(self):
        """All that must be the same after an undisturbed run and one that made good a broken one."""
        s = self.scenario
        found = {"out": desk.tree(f"{self.at}/out")}
        if s.journal:
            found["journal"] = desk.unpack(f"{self.at}/{s.journal}")
            found["kept"] = self.journals(name for name in os.listdir(self.at) if name != s.journal)
        if s.journal and s.state:   # an article that was written before a kill need not be written again
            records = desk.journal_records(f"{self.at}/{s.journal}")
            found["journal"] = {article: times[-1] for article, times in records.items()}
            found["times"] = {article: len(times) for article, times in records.items()}
        if s.state:
            found["state"] = self.asked()
        return found

    def journals(self, names):
        """The bytes of those that are journals, whole or torn."""
        found = set()
        for name in names:
            if name.startswith("news.journal"):
                with open(f"{self.at}/{name}", "rb") as f:
                    found.add(f.read())
        return found

    def asked(self):
        """What the state answers: its numbers, and who it says owns each paragraph."""
        info = desk.run([self.program, "state", "info", self.scenario.state], self.at).stdout
        found = {line.split()[0]: line for line in info.splitlines() if line.split()[0] in ("articles", "keys")}
        found |= {line: line for line in info.splitlines() if line.startswith("near sets")}
        near = [option for option in ("--near", "--near-paragraphs") if option in self.scenario.command]
        options = [word for option in near for word in (option, "drop")]
        desk.run([self.program, "clean", "-q", "-n", self.probe, *options, "--state", self.scenario.state,
                  "--journal", "probe.journal"], self.at)
        with open(f"{self.at}/probe.journal", encoding="utf-8") as f:
            found["owners"] = [line for line in f if '"drop"' in line]
        os.remove(f"{self.at}/probe.journal")
        return found

    def finals(self):
        """Files under their final names."""
        found = desk.tree(f"{self.at}/out") if os.path.isdir(f"{self.at}/out") else {}
        found = {f"out/{k}": v for k, v in found.items()}
        if self.scenario.journal and os.path.exists(f"{self.at}/{self.scenario.journal}"):
            found["journal"] = desk.unpack(f"{self.at}/{self.scenario.journal}")
        return {k: v for k, v in found.items() if "/.copydesk-" not in k}


def differs(a, b, again=0):
    """In words; empty when they are the same. again: so often more an article may be in the journal."""
    for what in a:
        if a[what] == b.get(what):
            continue
        if what == "times" and all(n <= a[what].get(article, 0) + again for article, n in b[what].items()):
            continue
        if what == "kept" and a[what] <= b[what]:   # what a power cut left of a journal is kept, too
            continue
        if not isinstance(a[what], dict):
            return f"{what} differs"
        for name in sorted(set(a[what]) | set(b[what])):
            if a[what].get(name) != b[what].get(name):
                return f"{what}: {name} differs"
    return ""


class Sweep:
    def __init__(self, d, quick, every=False):
        self.desk, self.quick, self.every = d, quick, every
        self.old = d.finals()
        old = set() if d.scenario.state else d.journals(os.listdir(d.at))
        d.clean()
        self.whole, self.new = d.left(), d.finals()
        self.passed, self.failed = 0, 0
        if not old <= d.journals(os.listdir(d.at)):   # without a state none is replaced
            self.bad("undisturbed", "the journal that was there is gone")

    def bad(self, moment, why):
        self.failed += 1
        print(f"FAILED {self.desk.scenario.name}, {moment}: {why}")

    def made_good(self, moment, same=True, again=0):
        """The next run ends as an undisturbed one (same), and the one after that changes nothing."""
        d = self.desk
        try:
            d.clean()
            whole = self.whole if same else d.left()
            why = differs(whole, d.left(), again)
            left = desk.leftovers(d.at)
            if not why and left:
                why = f"left behind: {left[0]}"
            if not why:
                d.clean()
                why = differs(whole, d.left(), again)
                why = why and f"a further run: {why}"
        except (desk.Broken, OSError, EOFError, ValueError) as e:
            why = f"the next run: {e}"
        if why:
            self.bad(moment, why)
        else:
            self.passed += 1

    def kills(self):
        d, n, kills = self.desk, 1, 0
        while True:
            for half in ([], ["-h"]):
                d.reset()
                ended = d.clean("-k", str(n), *half, check=False)
                moment = f"killed at call {n}{' (half)' if half else ''}"
                if ended.returncode == 0:
                    return kills
                if ended.returncode != 137:
                    self.bad(moment, f"status {ended.returncode}: {ended.stderr.strip()}")
                    return kills
                kills += 1
                self.is_whole(moment)
                self.made_good(moment)
            n += 1 if not self.quick else 7

    def is_whole(self, moment, again=False):
        for name, text in self.desk.finals().items():
            if again and name == "journal":   # made_good reads it
                continue
            if text not in (self.old.get(name), self.new.get(name)):
                self.bad(moment, f"{name} is not whole")

    # ---- faults ----

    def faults(self):
        """Each call of each kind fails once; the later ones of many are sampled."""
        faults = 0
        for call, code in FAULTS:
            if self.desk.scenario.state and (call, code) == ("stat", errno.ENOENT):
                continue   # a journal that is gone is begun anew, for good
            n = 1
            while self.fault(call, n, code):
                faults += 1
                n += 1 if self.every else 1 + n // 8
        return faults

    def fault(self, call, n, code):
        """False when there is no n-th such call."""
        d, moment = self.desk, f"{call} {n} fails with {os.strerror(code)}"
        d.reset()
        mark = f"{d.start}.mark"
        if os.path.exists(mark):
            os.remove(mark)
        ended = desk.run([d.program, *d.scenario.command], d.at, False, env=dict(
            os.environ, LD_PRELOAD=d.preload, FAULT=f"{call}:{n}{'+' if call in LASTING else ''}:{code}", FAULT_MARK=mark))
        if not os.path.exists(mark):
            return False
        if ended.returncode not in (0, 1, 2):
            self.bad(moment, f"status {ended.returncode}: {ended.stderr.strip()}")
        if ended.returncode == 2 and not ended.stderr:
            self.bad(moment, "failed, and no message")
        skipped = ended.returncode == 1   # then it was another input: text that a skipped article has is another's
        again = call == "stat"   # an output that cannot be looked at is made again
        if not skipped:
            self.is_whole(moment, again)
        if ended.returncode == 0 and differs(self.whole, d.left(), again):
            self.bad(moment, f"status 0, but {differs(self.whole, d.left(), again)}")
        self.made_good(moment, not skipped, again)
        return True

    # ---- power cuts ----

    def cuts(self):
        d = self.desk
        d.reset()
        disk = Disk(d.at)
        d.clean("-l", f"{d.start}.log")
        disk.look_at_times()
        with open(f"{d.start}.log", encoding="utf-8", errors="surrogateescape") as f:
            log = [line.rstrip("\n").split("\t") for line in f]
        ways = ["dropped", "torn", "mixed"] + (["strict"] if d.scenario.state else [])
        seen = set()
        for n in range(1, len(log) + 1, 7 if self.quick else 1):
            for way in ways:
                after = disk.after(log[:n], way)
                mark = hash(tuple(sorted(after.items(), key=lambda x: x[0])))
                if mark in seen:   # as after an earlier cut
                    continue
                seen.add(mark)
                self.cut(after, f"power cut after call {n} ({log[n - 1][0]}), {way}")
        return len(log)

    def cut(self, files, moment):
        d = self.desk
        shutil.rmtree(d.at)
        desk.copy_tree(d.start, d.at)   # for the input and its times; the rest is put as it stood
        for name in os.listdir(d.at):
            if name != "in":
                path = f"{d.at}/{name}"
                shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        for path, (data, stamp) in sorted(files.items()):
            if data is None:
                os.makedirs(f"{d.at}/{path}", exist_ok=True)
                continue
            with open(f"{d.at}/{path}", "wb") as f:
                f.write(data)
            if stamp:
                os.utime(f"{d.at}/{path}", ns=(stamp, stamp))
        self.made_good(moment)


# ---- a disk ----

class File:
    def __init__(self, data=b""):
        self.synced, self.pending = data, []   # pending: (offset, bytes), or (size, None)

    def with_writes(self, writes):
        data = bytearray(self.synced)
        for at, part in writes:
            if part is None:
                data = data[:at] + bytes(max(0, at - len(data)))
            else:
                data += bytes(max(0, at - len(data)))
                data[at:at + len(part)] = part
        return bytes(data)

    def sync(self):
        self.synced, self.pending = self.with_writes(self.pending), []

    def lost(self, way):
        """Its bytes after the cut."""
        if way in ("dropped", "strict"):
            return self.synced
        n = len(self.pending)
        if way == "mixed":   # every other write, from the last back
            return self.with_writes(self.pending[(n + 1) % 2::2])
        writes = self.pending[:(n + 1) // 2]
        if writes and writes[-1][1] is not None:
            at, part = writes[-1]
            writes = writes[:-1] + [(at, part[:len(part) // 2])]
        return self.with_writes(writes)


class Disk:
    """What stands below root, and how a log of calls changes it: names at once and in
    order, as a journaling file system keeps them; bytes when they are synced."""

    def __init__(self, root):
        self.root, self.first, self.times = root, {}, {}
        self.look_at_times()
        for where, folders, names in os.walk(root):
            for name in folders:
                path = os.path.join(where, name)
                self.first[os.path.relpath(path, root)] = (os.lstat(path).st_ino, None)
            for name in names:
                path = os.path.join(where, name)
                with open(path, "rb") as f:
                    self.first[os.path.relpath(path, root)] = (os.lstat(path).st_ino, f.read())

    def look_at_times(self):
        """When each file was changed last: the log does not tell, and a cut does not change it."""
        for where, _, names in os.walk(self.root):
            for found in (os.lstat(os.path.join(where, name)) for name in names):
                self.times[found.st_ino] = found.st_mtime_ns

    def name(self, path):
        return os.path.relpath(os.path.normpath(path), self.root)

    def after(self, log, way):
        """Path -> bytes (a folder: None) and time of change below root, but for the input."""
        names, inodes = {}, {}
        for path, (inode, data) in self.first.items():
            inodes[inode] = inodes.get(inode) or (None if data is None else File(data))
            names[path] = inode
        durable = dict(names)      # names that survive when only a synced folder keeps them
        for call in log:
            self.apply(call, names, inodes)
            if call[0] == "syncfs" or (call[0] == "fsync" and inodes.get(int(call[1])) is None):
                durable = dict(names)
        names = durable if way == "strict" else names
        return {path: (inodes[i].lost(way) if inodes.get(i) else None, self.times.get(i)) for path, i in names.items()
                if path.split("/")[0] not in ("in", "..")}

    def apply(self, call, names, inodes):
        what, args = call[0], call[1:]
        if what in ("write", "size", "fsync"):
            f = inodes.get(int(args[0]))
            if what == "fsync" and f:
                f.sync()
            elif f:
                f.pending.append((int(args[1]), bytes.fromhex(args[2]) if what == "write" else None))
        elif what == "syncfs":
            for f in inodes.values():
                if f:
                    f.sync()
        elif what == "create":
            inodes[int(args[1])] = File()
            names[self.name(args[0])] = int(args[1])
        elif what == "mkdir":
            names[self.name(args[0])] = -len(names) - 1
        elif what in ("unlink", "rmdir"):
            names.pop(self.name(args[0]), None)
        elif what == "link":
            names[self.name(args[1])] = names[self.name(args[0])]
        elif what == "rename":
            self.rename(names, self.name(args[0]), self.name(args[1]))

    @staticmethod
    def rename(names, a, b):
        for path in [p for p in names if p == a or p.startswith(a + "/")]:
            names[b + path[len(a):]] = names.pop(path)


# ---- all of it ----

def main(program, trace, preload, *words):
    program, trace, preload = (os.path.abspath(p) for p in (program, trace, preload))
    quick, every = "--quick" in words, "--every" in words
    wanted = [w for w in words if not w.startswith("--")]
    if desk.run([trace, "--", "true"], ".", check=False).returncode != 0:
        print("kills and power cuts: skipped, programs cannot be traced here")
        return 0
    work, failed = desk.scratch("crash"), 0
    try:
        for s in SCENARIOS:
            if (wanted and s.name not in wanted) or (s.state and not desk.has_state(program)):
                continue
            d = Desk(program, trace, preload, s, work)
            sweep = Sweep(d, quick, every)
            kills, cuts, faults = sweep.kills(), sweep.cuts(), 0 if quick or not s.faults else sweep.faults()
            print(f"{s.name}: killed {kills} times, cut off after each of {cuts} calls, {faults} faults: "
                  f"{sweep.passed} passed, {sweep.failed} failed", flush=True)
            failed += sweep.failed
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
