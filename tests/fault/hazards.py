#!/usr/bin/env python3
"""hazards.py PROGRAM TRACE PRELOAD [--quick] -- what others do while a run with a state works.

The run is stopped before one of its calls (preload.c) and told to go on when it
is done. It has the start and the command of crash.py's scenarios.

two runs   The same command is given a second time. It ends at once with status 75
           and names the process that holds the state, and changes nothing; or, as
           long as nobody holds it, it does the work. Both together leave what one
           undisturbed run leaves.
inputs     A file is removed, rewritten, added, becomes a folder, a folder becomes a
           file. The run may skip what it does not find (status 1). After the next
           one every paragraph of the input stands somewhere in the output, the
           journal gives back each input byte for byte, and nothing is left to do.
           A new tree stands for each moment, since what may be lost is the text of
           those who lost theirs to a file that changed."""
import os
import shutil
import signal
import subprocess
import sys
import time

import crash
from crash import STAMP, desk

import model  # noqa: E402, crash.py knows where it lies

PATIENCE = 30   # seconds for a stopped run to get there


class Stopped:
    """A run that waits before its n-th call of a kind; `there` says whether it got so far."""

    def __init__(self, d, call, n):
        mark = f"{d.start}.mark"
        if os.path.exists(mark):
            os.remove(mark)
        self.run = subprocess.Popen([d.program, *(w for w in d.scenario.command if w != "-q")], cwd=d.at, stdin=subprocess.DEVNULL,
                                    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace",
                                    env=dict(os.environ, LD_PRELOAD=d.preload, FAULT=f"{call}:{n}:-{signal.SIGSTOP.value}",
                                             FAULT_MARK=mark))
        until = time.monotonic() + PATIENCE
        while self.run.poll() is None and not (os.path.exists(mark) and self.waits()):
            if time.monotonic() > until:
                self.run.kill()
                raise desk.Broken(f"{call} {n}: neither stopped nor ended")
            time.sleep(0.001)
        self.there = self.run.poll() is None

    def waits(self):
        try:
            with open(f"/proc/{self.run.pid}/stat", encoding="utf-8", errors="replace") as f:
                return f.read().rpartition(")")[2].split()[0] == "T"
        except OSError:
            return False

    def go_on(self):
        """Its status and what it said."""
        if self.there:
            self.run.send_signal(signal.SIGCONT)
        said = self.run.communicate(timeout=300)[1]
        return self.run.returncode, said.strip()


class Hazards(crash.Sweep):
    def moments(self, calls, step):
        """Each of the calls at its first moments, then more and more seldom, as long as a run gets there."""
        for call in calls:
            n = 1
            while True:
                self.desk.reset()
                stopped = Stopped(self.desk, call, n)
                if not stopped.there:
                    break
                yield stopped, f"before {call} {n}"
                n += step + n // 8
            stopped.go_on()

    # ---- two runs ----

    def together(self):
        d, held, free = self.desk, 0, 0
        for first, moment in self.moments(("lock", "open", "write", "pwrite", "rename", "mkdir", "unlink", "sync"),
                                          7 if self.quick else 1):
            before = d.finals()
            second = d.clean(check=False)
            if second.returncode == 75:
                held += 1
                if f"another run holds this state (pid {first.run.pid} since " not in second.stderr \
                        and "(it has just begun)" not in second.stderr:
                    self.bad(moment, f"the second does not say who holds the state: {second.stderr}")
                if d.finals() != before:
                    self.bad(moment, "the second changed something")
            elif second.returncode == 0:
                free += 1
            else:
                self.bad(moment, f"the second: status {second.returncode}: {second.stderr}")
            status, said = first.go_on()
            if status != 0:
                self.bad(moment, f"the first: status {status}: {said}")
            why = crash.differs(self.whole, d.left())
            if why:
                self.bad(moment, f"both together: {why}")
            self.made_good(moment)
        if not held or not free:
            self.bad("two runs", f"{held} found the state held, {free} free")
        return held + free

    # ---- inputs ----

    def inputs(self):
        d, n = self.desk, 0
        for edit in EDITS:
            for run, moment in self.moments(("readdir", "stat", "open", "read"), 23 if self.quick else 5):
                moment = f"{edit.__name__} {moment}"
                n += 1
                edit(f"{d.at}/in")
                status, said = run.go_on()
                if status not in (0, 1) or (status == 1) != ("\ncopydesk: in/" in "\n" + said):
                    self.bad(moment, f"status {status}: {said}")
                self.settles(moment)
        return n

    def settles(self, moment):
        d = self.desk
        try:
            d.clean()
            left = d.left()
            self.check_nothing_lost()
            self.check_restore()
            d.clean()
            why = crash.differs(left, d.left())
            if why:
                raise desk.Broken(f"a further run: {why}")
            self.passed += 1
        except (desk.Broken, OSError, EOFError, ValueError) as e:
            self.bad(moment, str(e))

    def check_nothing_lost(self):
        def keys(folder):
            return {model.fold(line) for text in desk.tree(f"{self.desk.at}/{folder}").values()
                    for line in text.decode("utf-8").splitlines()} - {""}
        lost = {k for k in keys("in") - keys("out") - model.BOILERPLATE if k.startswith(("the keeper", "it rained"))}
        if lost:
            raise desk.Broken(f"no output has '{lost.pop()}'")

    def check_restore(self):
        d = self.desk
        shutil.rmtree(f"{d.at}/again", ignore_errors=True)
        desk.run([d.program, "restore", "-q", d.scenario.journal, "out", "-o", "again"], d.at, check=False)
        again = desk.tree(f"{d.at}/again")
        shutil.rmtree(f"{d.at}/again")
        for path, text in desk.tree(f"{d.at}/in").items():
            if path.endswith(".txt") and again.get(path) != text:
                raise desk.Broken(f"restore: {path} is {again.get(path)}")


# ---- what is done to the input; long ago, so that only its looks tell it ----

def vanish(folder):
    """A new one, one that was changed, two that were not: others have lost text to those."""
    for path in ("night-2/b1.txt", "site/a1.txt", "a4.txt", "site/sport/a2.txt"):
        os.remove(f"{folder}/{path}")


def vanish_in_folders(folder):
    shutil.rmtree(f"{folder}/site")
    shutil.rmtree(f"{folder}/night-2")


def become_files(folder):
    for path in ("site/sport", "night-2"):
        shutil.rmtree(f"{folder}/{path}")
        with open(f"{folder}/{path}", "w", encoding="utf-8") as f:
            f.write("no article\n")


def become_folders(folder):
    """Of names that are articles', with articles below."""
    for n, path in enumerate(("site/a5.txt", "night-2/b0.txt")):
        os.remove(f"{folder}/{path}")
        os.makedirs(f"{folder}/{path}")


def change(folder):
    """To other text of another size, of the same size, and there and back."""
    desk.write_article(f"{folder}/a4.txt", [desk.paragraph(4)], STAMP + 5000)
    desk.write_article(f"{folder}/site/sport/a6.txt", [desk.paragraph(7), desk.paragraph(8)], STAMP + 5000)
    path = f"{folder}/wire/a7.txt"
    with open(path, encoding="utf-8") as f:
        text = f.read().replace("2 barrels", "3 barrels").replace("It rained 9", "It rained 8")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    os.utime(path, (STAMP + 5000, STAMP + 5000))


def arrive(folder):
    """New ones, before and behind the others, one of which has an old one's text."""
    desk.write_article(f"{folder}/Early.txt", [desk.paragraph(1), desk.paragraph(2)], STAMP + 5000)
    desk.write_article(f"{folder}/zzz/late.txt", [desk.paragraph(700), desk.paragraph(100)], STAMP + 5000)


EDITS = (vanish, vanish_in_folders, become_files, become_folders, change, arrive)


def main(program, trace, preload, *words):
    program, trace, preload = (os.path.abspath(p) for p in (program, trace, preload))
    if not desk.has_state(program) or not os.path.exists("/proc/self/stat"):
        print("two runs, inputs that change: skipped, no state in this build, or no /proc to see who waits")
        return 0
    work, failed = desk.scratch("hazards"), 0
    try:
        for s in crash.SCENARIOS:
            if s.name not in ("state-new", "state-changed"):
                continue
            sweep = Hazards(crash.Desk(program, trace, preload, s, work), "--quick" in words)
            runs, edits = sweep.together(), sweep.inputs() if s.name == "state-changed" else 0
            print(f"{s.name}: {runs} times two runs at once, {edits} times another input: "
                  f"{sweep.passed} passed, {sweep.failed} failed", flush=True)
            failed += sweep.failed
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
